"""Clocks: the marks of an appeal's terms, as pure functions of their inputs.

A clock stores its start, never a due date: the due date follows from start, budget,
extensions, the appeal's pauses and its calendar. The page of rules is tests/domain/state/test_clock.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.law.applicable_law import day_end, term_end
from domain.policy.escalation import EscalationLevel
from domain.policy.plan import Schedule
from domain.worktime.terms import Term
from domain.worktime.working_calendar import UNIT_LENGTHS, Calendar, Interval


class ClockKind(StrEnum):
    """The term that a clock measures."""

    STATUTE = "statute"
    STEP = "step"
    ACCEPTANCE = "acceptance"
    LEASE = "lease"
    HOLD = "hold"
    INFORMATION = "information"
    RECEIPT = "receipt"
    DEFECT_CORRECTION = "defect_correction"
    COMPLAINT_WINDOW = "complaint_window"


NOT_PAUSABLE = frozenset(
    {ClockKind.HOLD, ClockKind.INFORMATION, ClockKind.DEFECT_CORRECTION, ClockKind.COMPLAINT_WINDOW}
)


CLOCKS_OF_APPLICANT = frozenset(
    {ClockKind.INFORMATION, ClockKind.DEFECT_CORRECTION, ClockKind.COMPLAINT_WINDOW}
)  # a term of days ends with its last day, and not at closing


@dataclass(frozen=True, slots=True)
class Clock:
    """A running term; ``marks_fired`` counts the marks that have fired, the last one at ``last_fired_at``.

    A hold has a ``fixed_end`` rather than a budget. Under some laws the day a term starts on counts.
    """

    kind: ClockKind
    started_at: datetime
    budget: Term
    task: UUID | None = None
    extensions: tuple[Term, ...] = ()
    fixed_end: datetime | None = None
    marks_fired: int = 0
    last_fired_at: datetime | None = None
    start_day_counts: bool = False


class MarkKind(StrEnum):
    """The kind of event at a mark."""

    WARNING = "warning"
    DUE = "due"
    LEVEL = "level"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True)
class Mark:
    """The ``index``-th mark of a clock: a moment of a warning, the due time, a level or the lapse.

    ``number`` is the share of a warning, or the level, which only rises; 0 for a lapse.
    """

    index: int
    kind: MarkKind
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class ClockReading:
    """A clock read under its schedule, calendar and pauses."""

    clock: Clock
    schedule: Schedule
    calendar: Calendar
    pauses: Sequence[Interval] = ()

    @property
    def due(self) -> datetime:
        """Return when the budget, extensions included, is used up (UTC)."""
        if self.clock.fixed_end is not None:
            return self.clock.fixed_end
        if self.clock.kind in CLOCKS_OF_APPLICANT:
            return day_end(self.clock.budget, self._due_without_pauses(), self.calendar)
        return self._shifted_by_pauses(self._due_without_pauses())

    @property
    def is_estimated(self) -> bool:
        """Return whether an estimated day off lies before the due time."""
        return self.clock.fixed_end is None and self.calendar.has_estimated_day_between(
            self.clock.started_at, self.due
        )

    def mark(self, index: int) -> Mark | None:
        """Return mark *index*, or None where there is none, or none before the previous one has fired."""
        warnings = self.schedule.warnings
        if index < len(warnings):
            return Mark(index, MarkKind.WARNING, warnings[index], self._warning_at(warnings[index]))
        if index == len(warnings):
            return Mark(index, MarkKind.DUE, 100, self.due)
        step, lapse = index - len(warnings) - 1, self.schedule.lapse_after
        if self._is_level_reached_before_lapse(step):
            return Mark(index, MarkKind.LEVEL, step + 1, self._at_after_due(self._levels[step].after))
        if lapse is None:
            return self._repeated_top_level(index)
        if step and not self._is_level_reached_before_lapse(step - 1):
            return None
        return Mark(index, MarkKind.LAPSE, 0, self._at_after_due(lapse))

    def _warning_at(self, share: int) -> datetime:
        """Return when *share* percent are used up, in working hours yet never after the due time."""
        spent = self._moment_after_working_time(
            self._working_time_until(self._due_without_pauses()) * share / 100
        )
        return min(self.calendar.at_or_next_opening(spent), self.due)

    @property
    def _levels(self) -> Sequence[EscalationLevel]:
        return self.schedule.escalation.levels if self.schedule.escalation else ()

    def _is_level_reached_before_lapse(self, step: int) -> bool:
        """Return whether a level is reached at this *step* after the due time, before or with the lapse."""
        if step >= len(self._levels):
            return False
        due, lapse = self._due_without_pauses(), self.schedule.lapse_after
        after = self.calendar.add_term
        return lapse is None or after(due, self._levels[step].after) <= after(due, lapse)

    def _at_after_due(self, term: Term) -> datetime:
        """Return the moment that lies *term* after the due time."""
        return self.calendar.at_or_next_opening(
            self._shifted_by_pauses(self.calendar.add_term(self._due_without_pauses(), term))
        )

    def _repeated_top_level(self, index: int) -> Mark | None:
        """Return the next call of the top level, an interval after the last one; a gap is made up for once.

        An interval of days is counted from the closing before the last call, however late that was.
        """
        ladder, last_fired = self.schedule.escalation, self.clock.last_fired_at
        if (
            ladder is None
            or last_fired is None
            or index > self.clock.marks_fired
            or self.schedule.lapse_after is not None
        ):
            return None
        keeps_instant = ladder.repeat_every.unit in UNIT_LENGTHS
        since = last_fired if keeps_instant else self.calendar.previous_closing(last_fired)
        wait = self.calendar.working_time_between(since, self.calendar.add_term(since, ladder.repeat_every))
        again = max(self.calendar.add_working_time(since, wait, self.pauses), self.due)
        return Mark(index, MarkKind.LEVEL, len(ladder.levels), self.calendar.at_or_next_opening(again))

    def _due_without_pauses(self) -> datetime:
        """Return the due time without any pause."""
        clock = self.clock
        if clock.start_day_counts:
            due = term_end(clock.budget, clock.started_at, self.calendar, start_day_counts=True)
        else:
            due = self.calendar.add_term(clock.started_at, clock.budget)
        for extension in clock.extensions:
            due = self.calendar.add_term(due, extension)
        return due

    def _shifted_by_pauses(self, planned: datetime) -> datetime:
        """Return *planned* moved by the pauses."""
        return self._moment_after_working_time(self._working_time_until(planned))

    def _working_time_until(self, until: datetime) -> timedelta:
        """Return the working time from the start to *until*, not counting pauses."""
        return self.calendar.working_time_between(self.clock.started_at, until)

    def _moment_after_working_time(self, amount: timedelta) -> datetime:
        """Return when *amount* of unpaused working time has passed since the start."""
        return self.calendar.add_working_time(self.clock.started_at, amount, self.pauses)
