"""What people send about an appeal as a whole; each body knows the command that it asks for."""

from uuid import UUID

from pydantic import Field

from domain import commands as c
from domain.identity.people import Person
from schemas.base import Body
from schemas.http.requests.fields import Text, WrittenTerm


class AppealBody(Body):
    """What is asked of the appeal, in words if need be."""

    text: Text | None = Field(None, description="Free text; stays in the database.")

    def command(self, by: Person, text: UUID | None) -> c.AppealCommand:
        """Return the command that is asked for."""
        raise NotImplementedError


class Withdrawal(AppealBody):
    """The citizen takes the appeal back."""

    def command(self, by: Person, text: UUID | None) -> c.Withdraw:
        """Return the command that is asked for."""
        return c.Withdraw(by, text)


class Information(AppealBody):
    """The citizen's answer, by whatever channel it came."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> c.ProvideInformation:
        """Return the command that is asked for."""
        return c.ProvideInformation(by, text)


class Receipt(AppealBody):
    """Whether the help that was granted has arrived."""

    received: bool

    def command(self, by: Person, text: UUID | None) -> c.ConfirmReceipt:
        """Return the command that is asked for."""
        return c.ConfirmReceipt(by, self.received, text)


class Reopening(AppealBody):
    """Why a closed appeal is taken up again."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> c.Reopen:
        """Return the command that is asked for."""
        return c.Reopen(by, text)


class Extension(AppealBody):
    """By how much the terms are extended, and why."""

    text: Text
    term: WrittenTerm

    def command(self, by: Person, text: UUID | None) -> c.Extend:
        """Return the command that is asked for."""
        return c.Extend(by, self.term, text)


class Merger(AppealBody):
    """Which appeal this one becomes a part of."""

    into: UUID

    def command(self, by: Person, text: UUID | None) -> c.Merge:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.Merge(by, self.into)


class Note(Body):
    """A remark for colleagues. It moves no clock."""

    text: Text
    task: UUID | None = None


class Feedback(Body):
    """How the citizen found it."""

    score: int = Field(ge=1, le=5)
    text: Text | None = None
