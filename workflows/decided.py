"""What a command leads to: decided in the validator of an update, and taken over by its handler."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from domain import commands as c
    from domain.decide.handle import handle
    from domain.events import Fact
    from domain.state.appeal import Appeal


@dataclass(frozen=True, slots=True)
class Decided:
    """The appeal after a command and the facts that led there, as decided on one state at one moment."""

    before: Appeal
    command: c.Command
    command_id: UUID | None
    at: datetime
    after: Appeal
    facts: tuple[Fact, ...]

    @classmethod
    def now(cls, appeal: Appeal, command: c.Command, command_id: UUID | None) -> "Decided":
        """Return what *command* leads to at the workflow's present moment. Raises a Refusal."""
        at = workflow.now()
        after, facts = handle(appeal, command, at, command_id)
        return cls(appeal, command, command_id, at, after, facts)

    def is_for(self, appeal: Appeal, command: c.Command, command_id: UUID | None) -> bool:
        """Return whether this was decided for the same command, at this very moment and state.

        A replay runs no validator, and decides again: the result is the same.
        """
        return (
            self.before is appeal
            and self.at == workflow.now()
            and (self.command_id, self.command) == (command_id, command)
        )
