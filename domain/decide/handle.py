"""handle: the facts of a command, after those of the clocks that were due before it."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from domain import commands as c
from domain.decide.alarms import fire_due
from domain.decide.appeal import decide
from domain.decide.silence import moment_of_act
from domain.events import Fact, SilenceCorrected
from domain.evolve.appeal import record
from domain.procedure.registry import COMMANDS
from domain.rules.command_spec import CommandRegistry
from domain.state.appeal import Appeal

ONE_MICROSECOND = timedelta(microseconds=1)


def handle(  # noqa: PLR0913 - a command, its id, and the moments from which it counts
    appeal: Appeal,
    command: c.Command,
    now: datetime,
    command_id: UUID | None = None,
    commands: CommandRegistry = COMMANDS,
    *,
    accepted_at: datetime | None = None,
) -> tuple[Appeal, tuple[Fact, ...]]:
    """Return the appeal after *command*, and all facts that led there, overdue clocks first.

    A command counts from the moment at which it was accepted, and from *now* if none is known: clocks that
    fell due after it do not fire first, and a command at the very instant of a deadline is in time.
    Raises a Refusal; then nothing has happened.
    """
    at = moment_of_act(appeal, accepted_at, now)
    caught_up, overdue = record(appeal, fire_due(appeal, at - ONE_MICROSECOND), at)
    by = None if isinstance(command, c.SystemCommand) else command.by
    after, facts = record(caught_up, decide(caught_up, command, at, commands), at, by, command_id)
    return after, (*overdue, *facts)


def handle_after_correction(  # noqa: PLR0913, PLR0917 - as handle
    appeal: Appeal,
    correction: SilenceCorrected | None,
    command: c.Command,
    now: datetime,
    command_id: UUID | None = None,
    accepted_at: datetime | None = None,
) -> tuple[Appeal, tuple[Fact, ...]]:
    """Return what `handle` does, once *correction* has undone the silences that followed the acceptance.

    Raises a Refusal; then nothing has happened, and no silence is corrected.
    """
    if correction is None:
        return handle(appeal, command, now, command_id, accepted_at=accepted_at)
    at = moment_of_act(replace(appeal, progress=correction.restored.progress), accepted_at, now)
    restored, corrected = record(appeal, [correction], at)
    after, facts = handle(restored, command, now, command_id, accepted_at=accepted_at)
    return after, (*corrected, *facts)
