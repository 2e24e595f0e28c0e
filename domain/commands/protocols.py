"""The protocols that commands satisfy, by sender and by subject."""

from typing import Protocol, runtime_checkable
from uuid import UUID

from domain.commands.system import FireDueClocks, ReportVacantLevel
from domain.identity.people import Person


@runtime_checkable
class PersonCommand(Protocol):
    """A command of a person."""

    @property
    def by(self) -> Person:
        """Return the person who sends the command."""
        ...


@runtime_checkable
class TaskCommand(PersonCommand, Protocol):
    """A command on one task of an appeal."""

    @property
    def task(self) -> UUID:
        """Return the task on which the command acts."""
        ...


@runtime_checkable
class OverridableCommand(TaskCommand, Protocol):
    """A command on a task that a supervisor may send for its holder."""

    @property
    def override(self) -> bool:
        """Return whether a supervisor acts for the holder."""
        ...


class AppealCommand(PersonCommand, Protocol):
    """A command on an appeal as a whole."""


SystemCommand = FireDueClocks | ReportVacantLevel
Command = PersonCommand | SystemCommand
