"""The body of a command: each names the command that it asks for, and its fields are the command's own."""

from collections.abc import Callable
from typing import ClassVar
from uuid import UUID

from pydantic import Field

from domain.commands import AppealCommand, PersonCommand, TaskCommand
from domain.identity.people import Person
from schemas.base import RequestBody
from schemas.http.requests.fields import Day, Text


class HappenedOnBody(RequestBody):
    """On which date an act really happened that is recorded later, and why only now."""

    date: Day = Field(description="In the office's time zone; not in the future, nor before the step began.")
    reason: Text = Field(description="Why it is recorded later; stays in the database.")


class LateRecordBody(RequestBody):
    """What may be recorded later than it happened."""

    happened_on: HappenedOnBody | None = Field(
        None,
        description="If it is recorded later: the clock of the step is counted again, the term of the law "
        "is unmoved. The day itself counts for the step.",
    )


class CommandBody(RequestBody):
    """What is sent with a command. Free text is kept apart from the command, which carries its id.

    ``sent_to_applicant`` says that the text goes to the applicant, ``is_optional`` that the body may be
    left out.
    """

    command_class: ClassVar[type[PersonCommand]]
    sent_to_applicant: ClassVar[bool] = False
    is_optional: ClassVar[bool] = False

    @property
    def free_text(self) -> str | None:
        """Return the free text that comes with the command."""
        return None

    def arguments(self) -> dict[str, object]:
        """Return the command's own fields, without the person, the target and the texts."""
        names = type(self).model_fields.keys() - {"text", "happened_on"}
        return {name: getattr(self, name) for name in names}


class TaskCommandBody(CommandBody):
    """What is sent with a command on a task."""

    command_class: ClassVar[type[TaskCommand]]

    def to_command(self, by: Person, task: UUID, text: UUID | None) -> TaskCommand:
        """Return the command that is asked for; *text* is the id of its free text."""
        command: Callable[..., TaskCommand] = self.command_class
        text_argument = {"text": text} if "text" in type(self).model_fields else {}
        return command(by=by, task=task, **text_argument, **self.arguments())


class TaskCommandBodyWithText(TaskCommandBody):
    """What is sent with a command on a task that may be explained in words."""

    text: Text | None = Field(None, description="Free text; stays in the database.")

    @property
    def free_text(self) -> str | None:
        """Return the free text that comes with the command."""
        return self.text


class AppealCommandBody(CommandBody):
    """What is sent with a command on an appeal as a whole, in words if need be.

    ``is_text_in_command`` says that the command carries the id of the text.
    """

    command_class: ClassVar[type[AppealCommand]]
    is_text_in_command: ClassVar[bool] = True
    text: Text | None = Field(None, description="Free text; stays in the database.")

    @property
    def free_text(self) -> str | None:
        """Return the free text that comes with the command."""
        return self.text

    def to_command(self, by: Person, text: UUID | None) -> AppealCommand:
        """Return the command that is asked for; *text* is the id of its free text."""
        command: Callable[..., AppealCommand] = self.command_class
        text_argument = {"text": text} if self.is_text_in_command else {}
        return command(by=by, **text_argument, **self.arguments())
