"""The appeal after a change of its calendar."""

from dataclasses import replace

from domain.events import CalendarChanged
from domain.state.appeal import Appeal
from domain.worktime.working_calendar import intern


def with_calendar(appeal: Appeal, event: CalendarChanged) -> Appeal:
    """Return *appeal* under another version of its calendar.

    Marks that have fired stay fired, and a breached clock keeps its due time.
    """
    ends = {(each.clock, each.task): each.old_due_at for each in event.clocks if each.breached}
    clocks = tuple(
        replace(clock, fixed_end=ends.get((clock.kind, clock.task), clock.fixed_end))
        for clock in appeal.clocks
    )
    return replace(appeal, calendar=intern(event.calendar), clocks=clocks)
