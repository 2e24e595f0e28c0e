"""handle: the facts of a command, after those of the clocks that were due before it."""

from datetime import datetime, timedelta
from uuid import UUID

from domain import commands as c
from domain.decide.alarms import fire_due
from domain.decide.appeal import decide
from domain.events import Fact
from domain.evolve.appeal import record
from domain.procedure.registry import COMMANDS
from domain.rules.command_spec import CommandRegistry
from domain.state.appeal import Appeal

ONE_MICROSECOND = timedelta(microseconds=1)


def handle(
    appeal: Appeal,
    command: c.Command,
    now: datetime,
    command_id: UUID | None = None,
    commands: CommandRegistry = COMMANDS,
) -> tuple[Appeal, tuple[Fact, ...]]:
    """Return the appeal after *command*, and all facts that led there, overdue clocks first.

    A command at the very instant of a deadline is in time.
    Raises a Refusal; then nothing has happened.
    """
    caught_up, overdue = record(appeal, fire_due(appeal, now - ONE_MICROSECOND), now)
    by = None if isinstance(command, c.SystemCommand) else command.by
    after, facts = record(caught_up, decide(caught_up, command, now, commands), now, by, command_id)
    return after, (*overdue, *facts)
