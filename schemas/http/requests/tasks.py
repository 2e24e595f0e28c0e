"""What people send to the verbs of tasks and appeals; each body knows the command that it asks for."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain import commands as c
from domain.identity.people import Group, Person, Role
from domain.policy.plan import Specialty, Step
from domain.state.task import Ground, HandBackReason, HoldReason, ReferralReason, TaskOutcome
from schemas.base import RequestBody
from schemas.http.requests.decision import DecisionBody
from schemas.http.requests.fields import Moment, Slug, Text

Override = Annotated[bool, Field(description="A supervisor acts for the holder; this is recorded.")]


class TaskCommandBody(RequestBody):
    """What a task's verb is given. The text, if any, is kept apart from the command.

    *leaves* says that the text goes to the applicant.
    """

    sent_to_applicant: ClassVar[bool] = False

    @property
    def free_text(self) -> str | None:
        """Return the free text that goes with the command."""
        return None

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.TaskCommand:
        """Return the command that is asked for."""
        raise NotImplementedError


class TaskCommandBodyWithText(TaskCommandBody):
    """What a verb is given that may be explained in words."""

    text: Text | None = Field(None, description="Free text; stays in the database.")

    @property
    def free_text(self) -> str | None:
        """Return the free text that goes with the command."""
        return self.text


class ClaimBody(TaskCommandBody):
    """Take a waiting task."""

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Claim:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.Claim(by, task)


class ReleaseBody(TaskCommandBody):
    """Give a claimed task back to its group."""

    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Release:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.Release(by, task, self.override)


class AcceptBody(TaskCommandBody):
    """Accept a hand-off."""

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Accept:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.Accept(by, task)


class DeclineBody(TaskCommandBodyWithText):
    """Decline a hand-off, for a reason."""

    reason: HandBackReason

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Decline:
        """Return the command that is asked for."""
        return c.Decline(by, task, self.reason, text)


class CompleteBody(TaskCommandBodyWithText, DecisionBody):
    """End a task with an outcome."""

    sent_to_applicant: ClassVar[bool] = True
    outcome: TaskOutcome
    ground: Ground | None = Field(None, description="Needed where help is refused or ended.")
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Complete:
        """Return the command that is asked for."""
        return c.Complete(by, task, self.outcome, self.ground, text, self.override, self.legal_decision)


class ReferBody(TaskCommandBodyWithText):
    """Send the appeal on along its path."""

    step: Step
    reason: ReferralReason
    to: Slug | None = Field(None, description="An organisation; the policy's own if left out.")
    specialty: Specialty | None = None
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Refer:
        """Return the command that is asked for."""
        return c.Refer(by, task, self.step, self.reason, self.to, self.specialty, text, self.override)


class ReturnBody(TaskCommandBodyWithText):
    """Give a task back to whoever handed it over."""

    reason: HandBackReason
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Return:
        """Return the command that is asked for."""
        return c.Return(by, task, self.reason, text, self.override)


class ReassignBody(TaskCommandBodyWithText):
    """Move a task to another person or group."""

    organisation: Slug
    role: Role
    holder: UUID | None = None

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Reassign:
        """Return the command that is asked for."""
        return c.Reassign(by, task, Group(self.organisation, self.role), self.holder, text)


class HoldBody(TaskCommandBodyWithText):
    """Put a task aside until a moment; it comes back by itself."""

    until: Moment
    reason: HoldReason

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Hold:
        """Return the command that is asked for."""
        return c.Hold(by, task, self.until, self.reason, text)


class ResumeBody(TaskCommandBody):
    """Take a held task up again."""

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Resume:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.Resume(by, task)


class RequestInformationBody(TaskCommandBody):
    """Ask the citizen; the clocks of the step pause until the answer, the term of the law goes on."""

    sent_to_applicant: ClassVar[bool] = True
    text: Text = Field(description="What the citizen is asked.")

    @property
    def free_text(self) -> str | None:
        """Return the free text that goes with the command."""
        return self.text

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.RequestInformation:
        """Return the command that is asked for."""
        return c.RequestInformation(by, task, text)


class OpenSideTaskBody(TaskCommandBodyWithText):
    """Ask a specialist or another agency for a part of the work."""

    step: Step = Step.SPECIALIST
    mandatory: bool = Field(default=False, description="The appeal cannot close before its answer.")
    to: Slug | None = Field(None, description="An organisation; the policy's own if left out.")
    specialty: Specialty | None = None

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.OpenSideTask:
        """Return the command that is asked for."""
        return c.OpenSideTask(by, task, self.step, self.mandatory, self.to, self.specialty, text)


class CancelSideTaskBody(TaskCommandBodyWithText):
    """Withdraw a side task that is no longer needed."""

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.CancelSideTask:
        """Return the command that is asked for."""
        return c.CancelSideTask(by, task, text)


class NewTaskNote(RequestBody):
    """A remark for colleagues on a task. It moves no clock."""

    text: Text
