"""obey: a command becomes facts. Time speaks first: what was due before is said before anybody acts."""

from datetime import datetime, timedelta
from uuid import UUID

from domain import commands as c
from domain.decide.alarms import fire_due
from domain.decide.appeal import decide
from domain.events import Fact
from domain.evolve.appeal import record
from domain.state.appeal import Appeal

ONE_MICROSECOND = timedelta(microseconds=1)


def handle(
    appeal: Appeal, command: c.Command, now: datetime, given: UUID | None = None
) -> tuple[Appeal, tuple[Fact, ...]]:
    """Return the appeal after *command*, and all facts that led there, overdue clocks first.

    A command given at the very instant of a deadline is in time. *given* is the command's id.
    Raises a Refusal; then nothing has happened.
    """
    caught_up, overdue = record(appeal, fire_due(appeal, now - ONE_MICROSECOND), now)
    by = None if isinstance(command, c.SystemCommand) else command.by
    after, facts = record(caught_up, decide(caught_up, command, now), now, by, given)
    return after, (*overdue, *facts)
