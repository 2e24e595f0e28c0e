"""What people send to the verbs of tasks and appeals; each body knows the command that it asks for."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from domain import commands as c
from domain.identity.people import Group, Person, Role
from domain.policy.plan import Specialty, Step
from domain.state.task import Ground, HandBackReason, HoldReason, ReferralReason, TaskOutcome
from schemas.base import Body
from schemas.http.requests.decision import Deciding
from schemas.http.requests.fields import Moment, Slug, Text

Override = Annotated[bool, Field(description="A supervisor acts for the holder; this is recorded.")]


class TaskBody(Body):
    """What a task's verb is given. The text, if any, is kept apart from the command.

    *leaves* says that the text goes to the applicant.
    """

    leaves: ClassVar[bool] = False

    @property
    def writing(self) -> str | None:
        """Return the free text that goes with the command."""
        return None

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.TaskCommand:
        """Return the command that is asked for."""
        raise NotImplementedError


class WrittenTaskBody(TaskBody):
    """What a verb is given that may be explained in words."""

    text: Text | None = Field(None, description="Free text; stays in the database.")

    @property
    def writing(self) -> str | None:
        """Return the free text that goes with the command."""
        return self.text


class Claim(TaskBody):
    """Take a waiting task."""

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Claim:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.Claim(by, task)


class Release(TaskBody):
    """Give a claimed task back to its group."""

    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Release:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.Release(by, task, self.override)


class Accept(TaskBody):
    """Accept a hand-off."""

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Accept:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.Accept(by, task)


class Decline(WrittenTaskBody):
    """Decline a hand-off, for a reason."""

    reason: HandBackReason

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Decline:
        """Return the command that is asked for."""
        return c.Decline(by, task, self.reason, text)


class Complete(WrittenTaskBody, Deciding):
    """End a task with an outcome."""

    leaves: ClassVar[bool] = True
    outcome: TaskOutcome
    ground: Ground | None = Field(None, description="Needed where help is refused or ended.")
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Complete:
        """Return the command that is asked for."""
        return c.Complete(by, task, self.outcome, self.ground, text, self.override, self.verdict)


class Refer(WrittenTaskBody):
    """Send the appeal on along its path."""

    step: Step
    reason: ReferralReason
    to: Slug | None = Field(None, description="An organisation; the policy's own if left out.")
    specialty: Specialty | None = None
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Refer:
        """Return the command that is asked for."""
        return c.Refer(by, task, self.step, self.reason, self.to, self.specialty, text, self.override)


class Return(WrittenTaskBody):
    """Give a task back to whoever handed it over."""

    reason: HandBackReason
    override: Override = False

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Return:
        """Return the command that is asked for."""
        return c.Return(by, task, self.reason, text, self.override)


class Reassign(WrittenTaskBody):
    """Move a task to another person or group."""

    organisation: Slug
    role: Role
    holder: UUID | None = None

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Reassign:
        """Return the command that is asked for."""
        return c.Reassign(by, task, Group(self.organisation, self.role), self.holder, text)


class Hold(WrittenTaskBody):
    """Put a task aside until a moment; it comes back by itself."""

    until: Moment
    reason: HoldReason

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Hold:
        """Return the command that is asked for."""
        return c.Hold(by, task, self.until, self.reason, text)


class Resume(TaskBody):
    """Take a held task up again."""

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.Resume:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.Resume(by, task)


class RequestInformation(TaskBody):
    """Ask the citizen; the clocks of the step pause until the answer, the term of the law goes on."""

    leaves: ClassVar[bool] = True
    text: Text = Field(description="What the citizen is asked.")

    @property
    def writing(self) -> str | None:
        """Return the free text that goes with the command."""
        return self.text

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.RequestInformation:
        """Return the command that is asked for."""
        return c.RequestInformation(by, task, text)


class OpenSideTask(WrittenTaskBody):
    """Ask a specialist or another agency for a part of the work."""

    step: Step = Step.SPECIALIST
    mandatory: bool = Field(default=False, description="The appeal cannot close before its answer.")
    to: Slug | None = Field(None, description="An organisation; the policy's own if left out.")
    specialty: Specialty | None = None

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.OpenSideTask:
        """Return the command that is asked for."""
        return c.OpenSideTask(by, task, self.step, self.mandatory, self.to, self.specialty, text)


class CancelSideTask(WrittenTaskBody):
    """Withdraw a side task that is no longer needed."""

    def command(self, by: Person, task: UUID, text: UUID | None) -> c.CancelSideTask:
        """Return the command that is asked for."""
        return c.CancelSideTask(by, task, text)


class Note(Body):
    """A remark for colleagues on a task. It moves no clock."""

    text: Text
