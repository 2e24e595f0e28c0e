"""The take-over of one appeal from another system: what it is, where it stands, and since when."""

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from domain.policy.plan import Step
from domain.state.task import Ground, Outcome
from schemas.base import RequestBody
from schemas.http.requests.fields import Flag, Moment, Slug, Text
from schemas.http.requests.intake import NewAppealBody, SourceRecordBody

ENDS_OF_OTHER_SYSTEMS = frozenset(
    {Outcome.RESOLVED, Outcome.EXPLAINED, Outcome.REFUSED, Outcome.TERMINATED, Outcome.WITHDRAWN}
)


class AwaitedOfApplicant(StrEnum):
    """What an appeal awaits from its applicant."""

    INFORMATION = "information"
    RECEIPT = "receipt"


def _check_end(outcome: Outcome) -> Outcome:
    if outcome not in ENDS_OF_OTHER_SYSTEMS:
        raise PydanticCustomError("unknown_value", "no end of an appeal in another system")
    return outcome


class PastWorkBody(RequestBody):
    """The step in which the appeal stands."""

    step: Step
    since: Moment = Field(description="When the step began.")
    organisation: Slug | None = Field(None, description="Who has it; the one of the step if left out.")
    holder: UUID | None = Field(None, description="The person who works on it, in that organisation.")
    held_since: Moment | None = Field(None, description="Since when; the begin of the step if left out.")


class PastWaitBody(RequestBody):
    """What the appeal awaits from the applicant."""

    awaits: AwaitedOfApplicant
    since: Moment
    text: Text | None = Field(None, description="The question, or the answer that grants help.")


class PastEndBody(RequestBody):
    """How the appeal ended."""

    outcome: Annotated[Outcome, Field(description="None that only this system knows, such as `merged`.")]
    at: Moment
    ground: Ground | None = None
    text: Text | None = Field(None, description="The answer.")
    remedies_stated: Flag = Field(default=True, description="Whether the act says how to complain of it.")

    _check_outcome = field_validator("outcome")(_check_end)


class TakeoverBody(NewAppealBody):
    """An appeal of another system, open or closed, with its past."""

    received_at: Moment
    source: SourceRecordBody
    work: PastWorkBody
    wait: PastWaitBody | None = None
    end: PastEndBody | None = Field(None, validate_default=True)

    @field_validator("end")
    @classmethod
    def _check_waits_or_ended(cls, end: PastEndBody | None, info: ValidationInfo) -> PastEndBody | None:
        if end is not None and info.data.get("wait") is not None:
            raise PydanticCustomError("not_together", "an appeal that ended awaits nothing")
        return end

    @field_validator("danger", "intake_resolution", "complaint_about")
    @classmethod
    def _check_not_new(cls, value: object) -> None:
        if value is not None:
            raise PydanticCustomError("not_at_takeover", "not part of a take-over")
