"""When time next speaks by itself, and what it says: next_alarm, ring, and the climbing of the ladder."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain import events as e
from domain.appeal import Appeal
from domain.clocks import DEAF_TO_PAUSES, Clock, ClockKind, Mark, MarkKind
from domain.endings import opened
from domain.evolve import evolve
from domain.ladder import Rank
from domain.plan import Step
from domain.tasks import Purpose


@dataclass(frozen=True, slots=True)
class Alarm:
    """The next moment at which something happens though nobody acts."""

    at: datetime
    clock: ClockKind
    task: UUID | None
    mark: MarkKind
    number: int


def next_alarm(appeal: Appeal) -> Alarm | None:
    """Return the earliest mark of all live clocks; None only when the appeal is closed.

    While the appeal is paused only the wait itself and held tasks speak.
    """
    alarms = [
        Alarm(mark.at, clock.kind, clock.task, mark.kind, mark.number)
        for clock in appeal.clocks
        if (appeal.paused_at is None or clock.kind in DEAF_TO_PAUSES)
        and (mark := appeal.face(clock).mark(clock.passed)) is not None
    ]
    return min(alarms, key=lambda alarm: alarm.at, default=None)


def ring(appeal: Appeal, now: datetime) -> Sequence[e.Event]:
    """Return what every clock says whose moment has come by *now*, earliest first."""
    events: list[e.Event] = []
    while (alarm := next_alarm(appeal)) is not None and alarm.at <= now:
        said = list(_said(appeal, alarm, now))
        for event in said:
            appeal = evolve(appeal, e.Fact(appeal.seq + 1, now, event))
        events += said
    return events


def pull_up(appeal: Appeal, clock: Clock, level: int, now: datetime) -> Sequence[e.Event]:
    """Return the calling of the level above *level*, which turned out to be empty.

    Nothing follows if the clock has climbed on since, or if the step lapses next.
    """
    face, index = appeal.face(clock), clock.passed
    called = face.mark(index - 1) if index else None
    above = face.mark(index)
    if called is None or (called.kind, called.number) != (MarkKind.LEVEL, level):
        return []
    task = clock.task or (appeal.main_task.id if appeal.main_task else None)
    if task is None or above is None or above.kind is not MarkKind.LEVEL or above.number == level:
        return []
    missed = e.LevelUnreachable(clock.kind, task, level)
    return [missed, *_climb(appeal, clock, task, [above], index, now, pulled_up=True)]


def _said(appeal: Appeal, alarm: Alarm, now: datetime) -> Iterator[e.Event]:
    clock = next(each for each in appeal.clocks if (each.kind, each.task) == (alarm.clock, alarm.task))
    match clock.kind, clock.task:
        case ClockKind.HOLD, UUID() as task:
            yield e.TaskResumed(task, by_itself=True)
        case ClockKind.LEASE, UUID() as task:
            yield e.LeaseLapsed(task, appeal.task(task).holder)
        case ClockKind.INFORMATION, _:
            yield e.InformationWaitLapsed(alarm.at)
        case ClockKind.RECEIPT, _:
            first = appeal.plan.steps[0]
            yield e.ReceiptOverdue(alarm.at)
            yield opened(appeal, now, Purpose.CALL_BACK, Step.RECEPTION, first.group)
        case _:
            yield from _marks_said(appeal, clock, now)


def _marks_said(appeal: Appeal, clock: Clock, now: datetime) -> Iterator[e.Event]:
    """Yield what the marks say that have come by *now*: missed ones collapse into the highest."""
    marks = _reached(appeal, clock, now)
    last = clock.passed - 1
    shares = [mark.number for mark in marks if mark.kind is MarkKind.WARNING]
    last += len(shares)
    due = next((mark for mark in marks if mark.kind is MarkKind.DUE), None)
    if due is not None:
        last += 1
        yield e.Breached(clock.kind, clock.task, due.at, tuple(shares), last)
    elif shares:
        yield e.Warned(clock.kind, clock.task, shares[-1], tuple(shares[:-1]), last)
    levels = [mark for mark in marks if mark.kind is MarkKind.LEVEL]
    task = clock.task or (appeal.main_task.id if appeal.main_task else None)
    if levels and task is not None:
        yield from _climb(appeal, clock, task, levels, last + len(levels), now)
    if marks[-1].kind is MarkKind.LAPSE and clock.task is not None:
        yield from _lapsed(appeal, clock.task, marks[-1], now)


def _reached(appeal: Appeal, clock: Clock, now: datetime) -> list[Mark]:
    face = appeal.face(clock)
    marks: list[Mark] = []
    while (mark := face.mark(clock.passed + len(marks))) is not None and mark.at <= now:
        marks.append(mark)
    return marks


def _climb(  # noqa: PLR0913 - a rung has that many sides
    appeal: Appeal,
    clock: Clock,
    task: UUID,
    levels: list[Mark],
    index: int,
    now: datetime,
    *,
    pulled_up: bool = False,
) -> Iterator[e.Event]:
    """Yield the calling of the highest of *levels*; past a holder who does not exist, of the next too."""
    schedule = appeal.face(clock).schedule
    if schedule.ladder is None:
        return
    top = levels[-1]
    collapsed = tuple(mark.number for mark in levels[:-1])
    to = schedule.ladder.level(top.number).to
    due = min(top.at, now)
    yield e.Escalated(clock.kind, task, top.number, to, due, collapsed, index, pulled_up)
    if to is not Rank.HOLDER or appeal.task(task).holder is not None:
        return
    above = appeal.face(clock).mark(index + 1)
    if above is not None and above.kind is MarkKind.LEVEL:
        yield e.LevelUnreachable(clock.kind, task, top.number)
        yield from _climb(appeal, clock, task, [above], index + 1, now, pulled_up=True)


def _lapsed(appeal: Appeal, task: UUID, mark: Mark, now: datetime) -> Iterator[e.Event]:
    old = appeal.task(task)
    following = appeal.plan.after(old.step)
    if following is None or old.purpose is not Purpose.WORK:
        return
    yield e.StepLapsed(task, old.step, mark.at)
    yield opened(appeal, now, Purpose.WORK, following.step, following.group, offered=True, origin=task)
