"""Clocks: when each of an appeal's terms speaks next, as a pure function of its inputs.

A clock keeps what it was started with, never a due date: the due date follows from start, budget,
extensions, the appeal's pauses and its calendar. The page of rules is tests/domain/test_clocks.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.law.applicable_law import ends
from domain.policy.escalation import Level
from domain.policy.plan import Schedule
from domain.worktime.terms import Term
from domain.worktime.working_calendar import LENGTHS, Calendar, Interval


class ClockKind(StrEnum):
    """What a clock measures."""

    STATUTE = "statute"
    STEP = "step"
    ACCEPTANCE = "acceptance"
    LEASE = "lease"
    HOLD = "hold"
    INFORMATION = "information"
    RECEIPT = "receipt"
    MENDING = "mending"
    WINDOW = "window"


DEAF_TO_PAUSES = frozenset({ClockKind.HOLD, ClockKind.INFORMATION, ClockKind.MENDING, ClockKind.WINDOW})


@dataclass(frozen=True, slots=True)
class Clock:
    """One running term. ``passed`` counts the marks that have spoken already, the last one at ``spoke``.

    A hold has an end (``until``) rather than a budget. Of some laws' terms the day they start on counts.
    """

    kind: ClockKind
    started: datetime
    budget: Term
    task: UUID | None = None
    extensions: tuple[Term, ...] = ()
    until: datetime | None = None
    passed: int = 0
    spoke: datetime | None = None
    start_day_counts: bool = False


class MarkKind(StrEnum):
    """What a clock says when a mark is reached."""

    WARNING = "warning"
    DUE = "due"
    LEVEL = "level"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment at which a clock speaks: its ``index``-th.

    ``number`` is a warning's share, or the level, which only rises; a lapse is on no level: 0.
    """

    index: int
    kind: MarkKind
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Face:
    """A clock read under its schedule, calendar and pauses."""

    clock: Clock
    schedule: Schedule
    calendar: Calendar
    pauses: Sequence[Interval] = ()

    @property
    def due(self) -> datetime:
        """Return when the budget, extensions included, is used up (UTC)."""
        if self.clock.until is not None:
            return self.clock.until
        return self._paused(self._planned_due())

    @property
    def is_estimated(self) -> bool:
        """Tell whether the due time is reckoned over a day that is only expected to be off."""
        return self.clock.until is None and self.calendar.guesses(self.clock.started, self.due)

    def mark(self, index: int) -> Mark | None:
        """Return mark *index*, or None where the clock says nothing more, or not before it is heard."""
        warnings = self.schedule.warnings
        if index < len(warnings):
            return Mark(index, MarkKind.WARNING, warnings[index], self._warned(warnings[index]))
        if index == len(warnings):
            return Mark(index, MarkKind.DUE, 100, self.due)
        step, lapse = index - len(warnings) - 1, self.schedule.lapse
        if self._is_level(step):
            return Mark(index, MarkKind.LEVEL, step + 1, self._late(self._levels[step].after))
        if lapse is None:
            return self._repeat(index)
        if step and not self._is_level(step - 1):
            return None
        return Mark(index, MarkKind.LAPSE, 0, self._late(lapse))

    def _warned(self, share: int) -> datetime:
        """Return when *share* percent are used up, in working hours yet never after the due time."""
        spent = self._spent(self._amount(self._planned_due()) * share / 100)
        return min(self.calendar.next_open(spent), self.due)

    @property
    def _levels(self) -> Sequence[Level]:
        return self.schedule.ladder.levels if self.schedule.ladder else ()

    def _is_level(self, step: int) -> bool:
        """Tell whether a level comes at this *step* after the due time; before a lapse at the same moment."""
        if step >= len(self._levels):
            return False
        due, lapse = self._planned_due(), self.schedule.lapse
        after = self.calendar.after
        return lapse is None or after(due, self._levels[step].after) <= after(due, lapse)

    def _late(self, term: Term) -> datetime:
        """Return when the clock speaks that long after the due time."""
        return self.calendar.next_open(self._paused(self.calendar.after(self._planned_due(), term)))

    def _repeat(self, index: int) -> Mark | None:
        """Return the next call of the top level, a while after the last one: a gap is made up for once.

        A while of days is counted from the closing before it, however late in its day it was heard.
        """
        ladder, spoke = self.schedule.ladder, self.clock.spoke
        if ladder is None or spoke is None or index > self.clock.passed or self.schedule.lapse is not None:
            return None
        since = spoke if ladder.repeat.unit in LENGTHS else self.calendar.last_closing(spoke)
        wait = self.calendar.worked(since, self.calendar.after(since, ladder.repeat))
        again = max(self.calendar.advance(since, wait, self.pauses), self.due)
        return Mark(index, MarkKind.LEVEL, len(ladder.levels), self.calendar.next_open(again))

    def _planned_due(self) -> datetime:
        """Return the due time as it were without any pause."""
        clock = self.clock
        if clock.start_day_counts:
            due = ends(clock.budget, clock.started, self.calendar, start_day_counts=True)
        else:
            due = self.calendar.after(clock.started, clock.budget)
        for extension in clock.extensions:
            due = self.calendar.after(due, extension)
        return due

    def _paused(self, planned: datetime) -> datetime:
        """Return *planned* put off by the pauses."""
        return self._spent(self._amount(planned))

    def _amount(self, until: datetime) -> timedelta:
        """Return the working time from the start to *until*, pauses left aside."""
        return self.calendar.worked(self.clock.started, until)

    def _spent(self, amount: timedelta) -> datetime:
        """Return when *amount* of unpaused working time has passed since the start."""
        return self.calendar.advance(self.clock.started, amount, self.pauses)
