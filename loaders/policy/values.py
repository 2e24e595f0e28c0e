"""The single values of a policy file and their checks."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, PlainValidator

from domain.identity.people import Role
from domain.law.vocabulary import Danger
from domain.policy.calls import CallChannel, CallThreshold
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Specialty, Step
from domain.policy.topic_fields import FieldType
from domain.worktime.terms import Term

PERCENTAGES = range(1, 100)

T = TypeVar("T")
K = TypeVar("K", bound=StrEnum)


def _parse_term(value: object) -> Term:
    if not isinstance(value, str):
        raise ValueError("must be a term in quotes, as in '15wd'")  # noqa: TRY004 - pydantic's way
    return Term.parse(value)


def _check_not_zero(term: Term) -> Term:
    if not term.amount:
        raise ValueError(f"{term} is no time at all: write at least 1{term.unit}")
    return term


def check_rising_percentages(shares: list[int]) -> list[int]:
    """Return the percentages. Raises ValueError unless they rise from 1 to 99."""
    if any(share not in PERCENTAGES for share in shares) or not is_rising(shares):
        raise ValueError(f"{shares} must be whole percents of the budget from 1 to 99, in rising order")
    return shares


def check_step_order(steps: list[Step]) -> list[Step]:
    """Return the steps. Raises ValueError unless they are in the order of the main path."""
    if not steps or steps[0] is not Step.RECEPTION or not is_rising([step.position for step in steps]):
        raise ValueError(f"the path begins with reception and follows this order: {', '.join(Step)}")
    return steps


def check_distinct(values: list[T]) -> list[T]:
    """Return the values. Raises ValueError unless they are all different."""
    if len(set(values)) < len(values):
        raise ValueError("each may be named once")
    return values


def check_complete(names: type[StrEnum]) -> Callable[[dict[K, T]], dict[K, T]]:
    """Return a check that each of *names* is present."""

    def check(entries: dict[K, T]) -> dict[K, T]:
        if missing := [name for name in names if name not in entries]:
            raise ValueError(f"lacks {missing[0]}: each of {', '.join(names)} must be there")
        return entries

    return check


def is_rising(numbers: Sequence[int]) -> bool:
    """Return whether each number is higher than the one before it."""
    return all(lower < higher for lower, higher in pairwise(numbers))


Offset = Annotated[Term, PlainValidator(_parse_term)]
PositiveTerm = Annotated[Term, PlainValidator(_parse_term), AfterValidator(_check_not_zero)]
Version = Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]+$")]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
FieldId = Annotated[str, Field(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=60)]
OrganisationId = Annotated[str, Field(pattern=r"^([a-z0-9]+|\{region\})(-([a-z0-9]+|\{region\}))*$")]
RegionId = Annotated[str, Field(pattern=r"^[0-9]{2}$")]
OrganisationRegion = Annotated[str, Field(pattern=r"^([0-9]{2}|\*)?$")]
Title = Annotated[str, Field(pattern=r"\S", max_length=200)]
StepName = Annotated[Step, Field(strict=False)]
SpecialtyName = Annotated[Specialty, Field(strict=False)]
FieldTypeName = Annotated[FieldType, Field(strict=False)]
DangerName = Annotated[Danger, Field(strict=False)]
RoleName = Annotated[Role, Field(strict=False)]
ThresholdName = Annotated[CallThreshold, Field(strict=False)]
ChannelName = Annotated[CallChannel, Field(strict=False)]
RankName = Annotated[EscalationTarget, Field(strict=False)]
Count = Annotated[int, Field(ge=0, le=99)]
