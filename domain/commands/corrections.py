"""Commands that correct what was registered by mistake. They move no clock and hand nothing over."""

from dataclasses import dataclass
from uuid import UUID

from domain.identity.people import Person
from domain.policy.plan import Plan


@dataclass(frozen=True, slots=True)
class CorrectApplicant:
    """Correct the data of one applicant, whose values stay in the database under the id of the command.

    ``position`` is the applicant's place in the appeal, from 0; ``fields`` name what is corrected.
    """

    by: Person
    position: int = 0
    fields: tuple[str, ...] = ()
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class CorrectTopic:
    """Correct the topic; ``plan`` is that of an appeal on this topic under the current policy.

    ``fields`` name the fields of the topic that are corrected; their values stay in the database.
    """

    by: Person
    topic: str
    plan: Plan
    fields: tuple[str, ...] = ()
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class CorrectRegion:
    """Correct the region; ``plan`` is that of an appeal from there under the current policy."""

    by: Person
    region: str
    plan: Plan
    text: UUID | None = None
