"""Spans: the successive states of an appeal, each with its period, owner and lateness.

Everything is derived from the states that `evolve` returns, so a new kind of event needs no change here.
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
    """The owner of a period of time."""

    ORGANISATION = "organisation"  # works on the appeal, or has it waiting in its group
    CITIZEN = "citizen"  # was asked for information
    RECEIPT = "receipt"  # help was granted and is on its way
    CLOSED = "closed"  # the appeal was closed, and later reopened


@dataclass(frozen=True, slots=True)
class TimeAttribution:
    """The owner of a period, and the organisation and step that had the appeal then.

    A period that is not the organisation's own follows from its act: a request, a grant of help or a closing.
    """

    owner: TimeOwnerKind
    organisation: str
    step: Step

    @classmethod
    def of_appeal(cls, appeal: Appeal) -> "TimeAttribution":
        """Return the attribution of *appeal* in its present state."""
        has = _main_path_task(appeal)
        return cls(_time_owner(appeal), has.group.organisation, has.step)


@dataclass(frozen=True, slots=True)
class Span:
    """The state of the appeal after *fact*, from its time until that of the next one."""

    fact: Fact
    appeal: Appeal
    begins: datetime
    ends: datetime

    def late_from(self, clock: Clock | None) -> datetime:
        """Return the time from which the appeal is late under *clock*, as far as that runs."""
        if clock is None:
            return NEVER
        due, paused = self.appeal.reading(clock).due, self.appeal.suspension.paused_at
        waits = paused is not None and due > paused and self.appeal.is_clock_paused(clock)
        return NEVER if waits else due

    @property
    def calendar(self) -> Calendar:
        """Return the calendar of the span: that of the open task on the path, or else the appeal's."""
        has = _main_path_task(self.appeal)
        if isinstance(has, Task) and has.is_open:
            return self.appeal.calendar_of(has)
        return self.appeal.calendar

    @property
    def statute_late_from(self) -> datetime:
        """Return the time from which the appeal is late under the statute clock."""
        return self.late_from(self.appeal.clock(ClockKind.STATUTE))


def spans(facts: Sequence[Fact], now: datetime) -> tuple[Span, ...]:
    """Return the spans of *facts* without gaps, from the receipt of the appeal until *now*.

    A wait ends at its due time, even if that was recorded later.
    """
    lives = list(accumulate(facts[1:], evolve, initial=replay(facts[:1])))
    effects = [
        fact.event.due_at if isinstance(fact.event, InformationWaitLapsed) else fact.at for fact in facts
    ]
    effects[0] = min(effects[0], lives[0].origin.received_at)
    latest = max(now, facts[-1].at)
    starts = list(accumulate([latest, *reversed(effects)], min))[::-1]
    times = pairwise(starts)
    return tuple(Span(fact, life, *time) for fact, life, time in zip(facts, lives, times, strict=True))


def state_at(life: Sequence[Span], moment: datetime) -> Appeal:
    """Return the state of the appeal at *moment*, after everything that happened at it."""
    return life[max(bisect_right(life, moment, key=lambda span: span.begins) - 1, 0)].appeal


def whole_second(moment: datetime) -> datetime:
    """Return *moment* rounded down to the second: amounts between such moments are whole and add up."""
    return moment.replace(microsecond=0)


def split_at_due(
    begins: datetime, ends: datetime, late_from: datetime
) -> Iterator[tuple[datetime, datetime, bool]]:
    """Yield the time from *begins* to *ends*, divided where it becomes late; no part is empty."""
    begins, ends, late_from = whole_second(begins), whole_second(ends), whole_second(late_from)
    late = min(max(late_from, begins), ends)
    if begins < late:
        yield begins, late, False
    if late < ends:
        yield late, ends, True


def _main_path_task(appeal: Appeal) -> Task | StepPlan:
    """Return the last task of the main path; before the first one, the plan of its step."""
    path = [task for task in reversed(appeal.tasks) if task.purpose not in OFF_MAIN_PATH]
    return next((task for task in path if task.is_open), path[0] if path else appeal.plan.steps[0])


def _time_owner(appeal: Appeal) -> TimeOwnerKind:
    if appeal.is_closed:
        return TimeOwnerKind.CLOSED
    if appeal.suspension.paused_at is not None:
        return TimeOwnerKind.CITIZEN
    return TimeOwnerKind.ORGANISATION if appeal.clock(ClockKind.RECEIPT) is None else TimeOwnerKind.RECEIPT
