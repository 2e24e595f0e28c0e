"""An appeal's life laid out in time: what it was from when to when, who had it, and what of it was late.

Everything is read off the states that `evolve` has made, so a fact of a new kind needs nothing here.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import accumulate, pairwise

from domain.events import Fact, InformationWaitLapsed
from domain.evolve.appeal import evolve, replay
from domain.policy.plan import Step, StepPlan
from domain.state.appeal import Appeal
from domain.state.clock import Clock, ClockKind
from domain.state.task import OFF_MAIN_PATH, Task
from domain.worktime.working_calendar import Calendar

NEVER = datetime.max.replace(tzinfo=UTC)


class TimeOwnerKind(StrEnum):
    """Whom a stretch of time belongs to."""

    ORGANISATION = "organisation"  # that works on it, or lets it wait in its group
    CITIZEN = "citizen"  # who was asked for information
    RECEIPT = "receipt"  # the help is granted and on its way
    CLOSED = "closed"  # the appeal was closed, and was reopened later


@dataclass(frozen=True, slots=True)
class TimeAttribution:
    """Whose time it was, and which organisation had the appeal then, for which step.

    What is not an organisation's own time followed from its act: it asked, granted or closed.
    """

    owner: TimeOwnerKind
    organisation: str
    step: Step

    @classmethod
    def of_appeal(cls, appeal: Appeal) -> "TimeAttribution":
        """Return who has *appeal* as it is."""
        has = _main_path_task(appeal)
        return cls(_time_owner(appeal), has.group.organisation, has.step)


@dataclass(frozen=True, slots=True)
class Span:
    """The appeal as *fact* left it, from when that took effect until the next one did."""

    fact: Fact
    appeal: Appeal
    begins: datetime
    ends: datetime

    def late_from(self, clock: Clock | None) -> datetime:
        """Return from when on its time is late under *clock*, as far as that runs."""
        if clock is None:
            return NEVER
        due, paused = self.appeal.reading(clock).due, self.appeal.paused_at
        waits = paused is not None and due > paused and self.appeal.is_clock_paused(clock)
        return NEVER if waits else due

    @property
    def calendar(self) -> Calendar:
        """Return the calendar by which the time is reckoned: that of the open task on the path, if any."""
        has = _main_path_task(self.appeal)
        if isinstance(has, Task) and has.is_open:
            return self.appeal.calendar_of(has)
        return self.appeal.calendar

    @property
    def statute_late_from(self) -> datetime:
        """Return from when on its time is late under the statute clock."""
        return self.late_from(self.appeal.clock(ClockKind.STATUTE))


def spans(facts: Sequence[Fact], now: datetime) -> tuple[Span, ...]:
    """Return the life told by *facts*, without gaps: from when the appeal was received until *now*.

    A wait ends when it is due, even if nothing ran then and the end was heard later.
    """
    lives = list(accumulate(facts[1:], evolve, initial=replay(facts[:1])))
    effects = [
        fact.event.due_at if isinstance(fact.event, InformationWaitLapsed) else fact.at for fact in facts
    ]
    effects[0] = min(effects[0], lives[0].received_at)
    latest = max(now, facts[-1].at)
    starts = list(accumulate([latest, *reversed(effects)], min))[::-1]
    times = pairwise(starts)
    return tuple(Span(fact, life, *time) for fact, life, time in zip(facts, lives, times, strict=True))


def state_at(life: Sequence[Span], moment: datetime) -> Appeal:
    """Return what the appeal was at *moment*: after all that happened at it."""
    return life[max(bisect_right(life, moment, key=lambda span: span.begins) - 1, 0)].appeal


def split_at_due(
    begins: datetime, ends: datetime, late_from: datetime
) -> Iterator[tuple[datetime, datetime, bool]]:
    """Yield the time from *begins* to *ends* in two where it becomes late, empty parts left out."""
    late = min(max(late_from, begins), ends)
    if begins < late:
        yield begins, late, False
    if late < ends:
        yield late, ends, True


def _main_path_task(appeal: Appeal) -> Task | StepPlan:
    """Return the task of the appeal's own path that is open or was last; before the first, its step."""
    path = [task for task in reversed(appeal.tasks) if task.purpose not in OFF_MAIN_PATH]
    return next((task for task in path if task.is_open), path[0] if path else appeal.plan.steps[0])


def _time_owner(appeal: Appeal) -> TimeOwnerKind:
    if appeal.is_closed:
        return TimeOwnerKind.CLOSED
    if appeal.paused_at is not None:
        return TimeOwnerKind.CITIZEN
    return TimeOwnerKind.ORGANISATION if appeal.clock(ClockKind.RECEIPT) is None else TimeOwnerKind.RECEIPT
