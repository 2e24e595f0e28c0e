"""Alarms: the next automatic event of an appeal, the events of due clocks, and escalation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain import events as e
from domain.decide.remembered import remembered
from domain.evolve.appeal import evolve
from domain.law.vocabulary import OWN_INITIATIVE
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import StepPlan
from domain.procedure.competence.redirect import transfer_from_reception
from domain.rules.closing import open_task
from domain.rules.duties import open_notice_duty
from domain.rules.remedies import remedy_of
from domain.rules.statute import keeps_work
from domain.state.appeal import Appeal
from domain.state.clock import Clock, ClockKind, Mark, MarkKind
from domain.state.task import Purpose, Task


@dataclass(frozen=True, slots=True)
class Alarm:
    """The moment and clock of the next automatic event."""

    at: datetime
    clock: ClockKind
    task: UUID | None
    mark: MarkKind
    number: int


@remembered
def next_alarm(appeal: Appeal) -> Alarm | None:
    """Return the earliest mark of all live clocks; None only when the appeal is closed.

    A clock that is paused while the applicant is awaited has no mark. Computed once for each state.
    """
    alarms = [
        Alarm(mark.at, clock.kind, clock.task, mark.kind, mark.number)
        for clock in appeal.clocks
        if not appeal.is_clock_paused(clock)
        and (mark := appeal.reading(clock).mark(clock.marks_fired)) is not None
    ]
    return min(alarms, key=lambda alarm: alarm.at, default=None)


def fire_due(appeal: Appeal, now: datetime) -> Sequence[e.Event]:
    """Return the events of every clock whose moment has come by *now*, earliest first."""
    events: list[e.Event] = []
    while (alarm := next_alarm(appeal)) is not None and alarm.at <= now:
        due_events = list(_events_of(appeal, alarm, now))
        for event in due_events:
            appeal = evolve(appeal, e.Fact(appeal.seq + 1, now, event))
        events += due_events
    return events


def escalate_past_vacant_level(appeal: Appeal, clock: Clock, level: int, now: datetime) -> Sequence[e.Event]:
    """Return the events that follow from *level* being vacant: the call of the next one, if it has a mark.

    Nothing follows if the clock has been escalated further since.
    """
    reading = appeal.reading(clock)
    called = reading.mark(clock.marks_fired - 1) if clock.marks_fired else None
    if called is None or (called.kind, called.number) != (MarkKind.LEVEL, level):
        return []
    missed = e.EscalationLevelVacant(clock.kind, appeal.task_of_clock(clock).id, level)
    above = reading.mark(clock.marks_fired)
    if appeal.is_clock_paused(clock) or above is None or above.number <= level:
        return [missed]
    return [missed, *_escalate(appeal, clock, [above], now, pulled_up=True)]


def _events_of(appeal: Appeal, alarm: Alarm, now: datetime) -> Iterator[e.Event]:
    clock = next(each for each in appeal.clocks if (each.kind, each.task) == (alarm.clock, alarm.task))
    match clock.kind, clock.task:
        case ClockKind.HOLD, UUID() as task:
            yield e.TaskResumed(task, automatic=True)
        case ClockKind.LEASE, UUID() as task:
            yield e.LeaseLapsed(task, appeal.task(task).holder)
        case ClockKind.INFORMATION, _:
            yield e.InformationWaitLapsed(alarm.at)
        case ClockKind.DEFECT_CORRECTION, _:
            yield e.DefectCorrectionLapsed(alarm.at)
        case ClockKind.COMPLAINT_WINDOW, _:
            yield e.ComplaintWindowClosed(alarm.at)
        case ClockKind.RECEIPT, _:
            first = appeal.plan.steps[0]
            yield e.ReceiptOverdue(alarm.at)
            yield open_task(appeal, now, Purpose.CALL_BACK, first.step, first.group)
        case _:
            yield from _events_of_marks(appeal, clock, now)


def _events_of_marks(appeal: Appeal, clock: Clock, now: datetime) -> Iterator[e.Event]:
    """Yield the events of the marks reached by *now*: missed ones collapse into the highest."""
    marks = _reached_marks(appeal, clock, now)
    warnings = [mark for mark in marks if mark.kind is MarkKind.WARNING]
    shares = tuple(mark.number for mark in warnings)
    due = next((mark for mark in marks if mark.kind is MarkKind.DUE), None)
    if due is not None:
        yield e.Breached(clock.kind, clock.task, due.at, shares, due.index)
        if clock.kind is ClockKind.STATUTE:
            yield from _deemed_refusal(appeal, due.at, now)
    elif warnings:
        yield e.Warned(clock.kind, clock.task, shares[-1], shares[:-1], warnings[-1].index)
    levels = [mark for mark in marks if mark.kind is MarkKind.LEVEL]
    if levels:
        yield from _escalate(appeal, clock, levels, now)
    following = appeal.next_step(clock)
    if following is not None and marks[-1].kind is MarkKind.LAPSE:
        yield from _lapse(appeal, appeal.task_of_clock(clock), following, marks[-1].at, now)


def _lapse(
    appeal: Appeal, task: Task, following: StepPlan, due: datetime, now: datetime
) -> Iterator[e.Event]:
    """Yield the move of the appeal to the *following* step."""
    statute_clock, owed = transfer_from_reception(appeal, task, following.group, now)
    yield e.StepLapsed(task.id, task.step, due, statute_clock)
    yield open_task(appeal, now, Purpose.WORK, following.step, following.group, offered=True, origin=task.id)
    yield from owed


def _deemed_refusal(appeal: Appeal, due: datetime, now: datetime) -> Iterator[e.Event]:
    """Yield the deemed refusal that the law attaches to silence, and the duty to notify the applicant.

    There is none in a procedure that the body began itself: no one has asked (62(1)2). A later term that
    ends in silence too is another refusal; the same one is not recorded twice.
    """
    silence, known = appeal.law.deemed_refusal, appeal.legal.deemed_refused_at
    if silence is not None and appeal.origin.channel != OWN_INITIATIVE and (known is None or known < due):
        remedy = remedy_of(appeal, named=True)
        until = remedy.ends_at(due, appeal.calendar) if remedy else None
        yield e.DeemedRefused(due, silence.article, until)
        yield from open_notice_duty(appeal, now, silence)


def _reached_marks(appeal: Appeal, clock: Clock, now: datetime) -> list[Mark]:
    reading = appeal.reading(clock)
    marks: list[Mark] = []
    while (mark := reading.mark(clock.marks_fired + len(marks))) is not None and mark.at <= now:
        marks.append(mark)
    return marks


def _escalate(
    appeal: Appeal, clock: Clock, levels: list[Mark], now: datetime, *, pulled_up: bool = False
) -> Iterator[e.Event]:
    """Yield the call of the highest of *levels*; for an unclaimed task without holder, of the next too.

    The fallback queue is called, and takes the task over unless its body keeps it by law.
    """
    reading, task, top = appeal.reading(clock), appeal.task_of_clock(clock), levels[-1]
    ranks = [reading.schedule.escalation_target(mark.number) for mark in levels]
    missed = tuple(mark.number for mark in levels[:-1])
    queue = appeal.plan.fallback
    reached = EscalationTarget.FALLBACK in ranks and task.group != queue
    taken = queue if reached and not keeps_work(appeal, task, now) else None
    yield e.Escalated(
        clock.kind,
        task.id,
        top.number,
        ranks[-1],
        top.at,
        missed,
        top.index,
        late_since=reading.due,
        group=queue if ranks[-1] is EscalationTarget.FALLBACK else task.group,
        holder=task.holder,
        early=pulled_up,
        moved_to=taken,
    )
    has_no_holder = ranks[-1] is EscalationTarget.HOLDER and task.holder is None
    above = reading.mark(top.index + 1)
    if has_no_holder and above is not None and above.number > top.number:
        yield e.EscalationLevelVacant(clock.kind, task.id, top.number)
        yield from _escalate(appeal, clock, [above], now, pulled_up=True)
