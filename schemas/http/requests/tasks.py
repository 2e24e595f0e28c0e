"""The bodies of the everyday commands on a task."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from domain import commands as c
from domain.identity.people import Group, Role
from domain.policy.plan import Specialty, Step
from domain.state.task import Ground, HandBackReason, HoldReason, ReferralReason, TaskOutcome
from schemas.base import RequestBody
from schemas.http.requests.command_body import LateRecordBody, TaskCommandBody, TaskCommandBodyWithText
from schemas.http.requests.decision import DecisionBody, NotifyingBody
from schemas.http.requests.fields import BodyNumber, Flag, Moment, RegisteredOn, Slug, Text

Override = Annotated[Flag, Field(description="A supervisor acts for the holder; this is recorded.")]


class ClaimBody(TaskCommandBody):
    """Claim a waiting task."""

    command_class = c.Claim
    is_optional = True


class ReleaseBody(TaskCommandBody):
    """Release a claimed task to its group."""

    command_class = c.Release
    is_optional = True
    override: Override = False


class AcceptBody(TaskCommandBody):
    """Accept an offered task."""

    command_class = c.Accept
    is_optional = True
    number: BodyNumber | None = None
    registered_on: RegisteredOn = None


class DeclineBody(TaskCommandBodyWithText):
    """Decline an offered task, for a reason."""

    command_class = c.Decline
    reason: HandBackReason


class CompleteBody(NotifyingBody, DecisionBody):
    """End a task with an outcome."""

    command_class = c.Complete
    sent_to_applicant = True
    outcome: TaskOutcome
    ground: Ground | None = Field(None, description="Needed where help is refused or ended.")
    override: Override = False

    def arguments(self) -> dict[str, object]:
        """Return the command's own fields."""
        return {
            "outcome": self.outcome,
            "ground": self.ground,
            "override": self.override,
            "decision_details": self.legal_decision,
        }


class ReferBody(TaskCommandBodyWithText):
    """Refer the appeal along its path."""

    command_class = c.Refer
    step: Step
    reason: ReferralReason
    to_organisation: Slug | None = Field(
        None, alias="to", description="An organisation; the policy's own if left out."
    )
    specialty: Specialty | None = None
    override: Override = False


class ReturnBody(TaskCommandBodyWithText):
    """Return a task to its sender."""

    command_class = c.Return
    reason: HandBackReason
    override: Override = False


class ReassignBody(TaskCommandBodyWithText):
    """Reassign a task to another person or group."""

    command_class = c.Reassign
    organisation: Slug
    role: Role
    holder: UUID | None = None

    def arguments(self) -> dict[str, object]:
        """Return the command's own fields."""
        return {"group": Group(self.organisation, self.role), "holder": self.holder}


class HoldBody(TaskCommandBodyWithText):
    """Put a task on hold until a moment; it resumes automatically."""

    command_class = c.Hold
    until: Moment
    reason: HoldReason


class ResumeBody(TaskCommandBody):
    """Resume a task on hold."""

    command_class = c.Resume
    is_optional = True


class RequestInformationBody(LateRecordBody, TaskCommandBodyWithText):
    """Request information; the clocks of the step pause until the answer, the term of the law does not."""

    command_class = c.RequestInformation
    sent_to_applicant = True
    text: Text = Field(description="What the applicant is asked.")


class OpenSideTaskBody(TaskCommandBodyWithText):
    """Ask a specialist or another agency for a part of the work."""

    command_class = c.OpenSideTask
    step: Step = Step.SPECIALIST
    mandatory: Flag = Field(default=False, description="The appeal cannot close before its answer.")
    to_organisation: Slug | None = Field(
        None, alias="to", description="An organisation; the policy's own if left out."
    )
    specialty: Specialty | None = None


class CancelSideTaskBody(TaskCommandBodyWithText):
    """Cancel a side task that is no longer needed."""

    command_class = c.CancelSideTask
    is_optional = True


class NewTaskNote(RequestBody):
    """A remark for colleagues on a task. It moves no clock."""

    text: Text
