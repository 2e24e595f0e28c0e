"""What people send about an appeal as a whole; each body knows the command that it asks for."""

from uuid import UUID

from pydantic import Field

from domain import commands as c
from domain.identity.people import Person
from schemas.base import RequestBody
from schemas.http.requests.fields import TermText, Text


class AppealCommandBody(RequestBody):
    """What is asked of the appeal, in words if need be."""

    text: Text | None = Field(None, description="Free text; stays in the database.")

    def command(self, by: Person, text: UUID | None) -> c.AppealCommand:
        """Return the command that is asked for."""
        raise NotImplementedError


class WithdrawBody(AppealCommandBody):
    """The citizen takes the appeal back."""

    def command(self, by: Person, text: UUID | None) -> c.Withdraw:
        """Return the command that is asked for."""
        return c.Withdraw(by, text)


class ProvideInformationBody(AppealCommandBody):
    """The citizen's answer, by whatever channel it came."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> c.ProvideInformation:
        """Return the command that is asked for."""
        return c.ProvideInformation(by, text)


class ConfirmReceiptBody(AppealCommandBody):
    """Whether the help that was granted has arrived."""

    received: bool

    def command(self, by: Person, text: UUID | None) -> c.ConfirmReceipt:
        """Return the command that is asked for."""
        return c.ConfirmReceipt(by, self.received, text)


class ReopenBody(AppealCommandBody):
    """Why a closed appeal is taken up again."""

    text: Text

    def command(self, by: Person, text: UUID | None) -> c.Reopen:
        """Return the command that is asked for."""
        return c.Reopen(by, text)


class ExtendBody(AppealCommandBody):
    """By how much the terms are extended, and why."""

    text: Text
    term: TermText

    def command(self, by: Person, text: UUID | None) -> c.Extend:
        """Return the command that is asked for."""
        return c.Extend(by, self.term, text)


class MergeBody(AppealCommandBody):
    """Which appeal this one becomes a part of."""

    into: UUID

    def command(self, by: Person, text: UUID | None) -> c.Merge:  # noqa: ARG002
        """Return the command that is asked for."""
        return c.Merge(by, self.into)


class NewNote(RequestBody):
    """A remark for colleagues. It moves no clock."""

    text: Text
    task: UUID | None = None


class NewFeedback(RequestBody):
    """How the citizen found it."""

    score: int = Field(ge=1, le=5)
    text: Text | None = None
