"""A changed calendar and the appeals that are reckoned by it: what moves, from when to when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import events as e
from domain.act_commands import ChangeCalendar
from domain.act_events import CalendarChanged, Moved
from domain.appeal import Appeal
from domain.clocks import Clock


def recalendared(appeal: Appeal, command: ChangeCalendar, now: datetime) -> Sequence[e.Event]:  # noqa: ARG001
    """Return that the appeal is reckoned by another calendar, and what moves; nothing if it is already."""
    if command.calendar == appeal.calendar:
        return []
    after = replace(appeal, calendar=command.calendar)
    moved = [
        Moved(clock.kind, clock.task, old, new, breached=_has_breached(appeal, clock))
        for clock in appeal.clocks
        if (old := appeal.face(clock).due) != (new := after.face(clock).due)
    ]
    return [CalendarChanged(command.calendar, tuple(moved))]


def with_calendar(appeal: Appeal, event: CalendarChanged) -> Appeal:
    """Return *appeal* reckoned by another version of its calendar; what has spoken stays said."""
    return replace(appeal, calendar=event.calendar)


def _has_breached(appeal: Appeal, clock: Clock) -> bool:
    """Tell whether the mark of the due time, which comes after the warnings, has spoken."""
    return clock.passed > len(appeal.face(clock).schedule.warnings)
