"""Clocks: when each of an appeal's terms speaks next, as a pure function of its inputs.

A clock keeps what it was started with, never a due date: the due date follows from start, budget,
extensions, the appeal's pauses and its calendar. The page of rules is tests/domain/test_clocks.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.plan import Schedule
from domain.terms import Term
from domain.workdays import Calendar, Interval


class ClockKind(StrEnum):
    """What a clock measures."""

    STATUTE = "statute"
    STEP = "step"
    ACCEPTANCE = "acceptance"
    LEASE = "lease"
    HOLD = "hold"
    INFORMATION = "information"
    RECEIPT = "receipt"


DEAF_TO_PAUSES = frozenset({ClockKind.HOLD, ClockKind.INFORMATION})


@dataclass(frozen=True, slots=True)
class Clock:
    """One running term. ``passed`` counts the marks that have spoken already.

    A hold has an end (``until``) rather than a budget.
    """

    kind: ClockKind
    started: datetime
    budget: Term
    task: UUID | None = None
    extensions: tuple[Term, ...] = ()
    until: datetime | None = None
    passed: int = 0


class MarkKind(StrEnum):
    """What a clock says when a mark is reached."""

    WARNING = "warning"
    DUE = "due"
    LEVEL = "level"
    LAPSE = "lapse"


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment at which a clock speaks; ``number`` is the share of a warning or the level."""

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
        return self._spent(self._amount(self._unpaused_due()))

    def mark(self, index: int) -> Mark | None:
        """Return mark *index*, or None where the clock says nothing any more."""
        warnings = self.schedule.warnings
        if index < len(warnings):
            share = warnings[index]
            return Mark(
                MarkKind.WARNING, share, self._spent(self._amount(self._unpaused_due()) * share / 100)
            )
        if index == len(warnings):
            return Mark(MarkKind.DUE, 100, self.due)
        return self._late_mark(index - len(warnings) - 1)

    def _late_mark(self, index: int) -> Mark | None:
        due = self._unpaused_due()
        late = self._ladder(due)
        if index < len(late):
            at, kind, number = late[index]
        elif self.schedule.ladder is None or self.schedule.lapse is not None:
            return None
        else:
            repeat, top = self.schedule.ladder.repeat, late[-1]
            rounds = index - len(late) + 1
            at, kind, number = (
                self.calendar.after(top[0], Term(repeat.amount * rounds, repeat.unit)),
                *top[1:],
            )
        return Mark(kind, number, self.calendar.next_open(self._spent(self._amount(at))))

    def _ladder(self, due: datetime) -> list[tuple[datetime, MarkKind, int]]:
        """Return what comes after *due*, in order of time; at one moment the levels come first."""
        levels = self.schedule.ladder.levels if self.schedule.ladder else ()
        late = [
            (self.calendar.after(due, level.after), MarkKind.LEVEL, n) for n, level in enumerate(levels, 1)
        ]
        if self.schedule.lapse is None:
            return late
        lapse = self.calendar.after(due, self.schedule.lapse)
        return [each for each in late if each[0] <= lapse] + [(lapse, MarkKind.LAPSE, 0)]

    def _unpaused_due(self) -> datetime:
        due = self.calendar.after(self.clock.started, self.clock.budget)
        for extension in self.clock.extensions:
            due = self.calendar.after(due, extension)
        return due

    def _amount(self, due: datetime) -> timedelta:
        """Return the working time from the start until *due*, had there been no pause."""
        return self.calendar.worked(self.clock.started, due)

    def _spent(self, amount: timedelta) -> datetime:
        """Return when *amount* of unpaused working time has passed since the start."""
        pauses = () if self.clock.kind in DEAF_TO_PAUSES else self.pauses
        return self.calendar.advance(self.clock.started, amount, pauses)
