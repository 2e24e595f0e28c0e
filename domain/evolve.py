"""evolve: what an appeal is after something happened. Only remembers; never decides, never refuses."""

from dataclasses import replace
from functools import reduce
from typing import assert_never
from uuid import UUID

from domain import events as e
from domain.appeal import Appeal, Status, with_clock, with_task, without_clocks
from domain.clocks import Clock, ClockKind
from domain.ladder import Rank
from domain.plan import Step
from domain.tasks import Purpose, Task, TaskState
from domain.workdays import Interval

BEGINNING = "an appeal begins with its registration"


def replay(facts: list[e.Fact], appeal: Appeal | None = None) -> Appeal:
    """Return the appeal that *facts* lead to, in their order.

    Raises ValueError if there is neither an appeal nor a fact to begin with.
    """
    grown = reduce(evolve, facts, appeal)
    if grown is None:
        raise ValueError(BEGINNING)
    return grown


def evolve(appeal: Appeal | None, fact: e.Fact) -> Appeal:
    """Return *appeal* as it is after *fact*."""
    if isinstance(fact.event, e.Registered):
        return _registered(fact.event, fact)
    if appeal is None:
        raise ValueError(BEGINNING)
    return _happened(replace(appeal, seq=fact.seq), fact)


def _registered(event: e.Registered, fact: e.Fact) -> Appeal:
    statute = Clock(ClockKind.STATUTE, event.registered_at, event.plan.statute.budget)
    return Appeal(
        id=event.appeal,
        number=event.number,
        topic=event.topic,
        region=event.region,
        plan=event.plan,
        calendar=event.calendar,
        received_at=event.received_at,
        registered_at=event.registered_at,
        status=Status.IN_WORK,
        step=Step.RECEPTION,
        seq=fact.seq,
        clocks=(statute,),
    )


def _happened(appeal: Appeal, fact: e.Fact) -> Appeal:  # noqa: C901, PLR0911, PLR0912 - one arm an event
    match fact.event:
        case e.Registered():
            return appeal
        case e.TaskOpened() as event:
            return _opened(appeal, event, fact)
        case e.TaskClaimed(task, holder):
            return _held_by(appeal, appeal.task(task), holder, fact)
        case e.LeaseRenewed(task):
            return _lease(appeal, appeal.task(task), fact)
        case e.LeaseLapsed(task) | e.TaskReleased(task):
            return _back_in_group(appeal, appeal.task(task), fact)
        case e.TaskReassigned() as event:
            return _reassigned(appeal, event, fact)
        case e.TaskHeld() as event:
            return _put_aside(appeal, event, fact)
        case e.TaskResumed(task):
            resumed = without_clocks(appeal, task, ClockKind.HOLD)
            return _lease(_changed(resumed, task, TaskState.CLAIMED, fact), appeal.task(task), fact)
        case e.HandOffDeclined(task) | e.TaskReturned(task):
            return _ended(appeal, task, TaskState.RETURNED, fact)
        case e.TaskCompleted(task) | e.Referred(task):
            return _ended(appeal, task, TaskState.COMPLETED, fact)
        case e.TaskCancelled(task):
            return _ended(appeal, task, TaskState.CANCELLED, fact)
        case e.StepLapsed(task):
            return _ended(appeal, task, TaskState.SUPERSEDED, fact)
        case e.InformationRequested():
            return _paused(appeal, fact)
        case e.InformationProvided() | e.InformationWaitLapsed():
            return _unpaused(appeal, fact)
        case e.Warned(clock, task, mark=mark) | e.Breached(clock, task, mark=mark):
            breached = isinstance(fact.event, e.Breached) and clock is ClockKind.STATUTE
            spoken = _spoken(appeal, clock, task, mark)
            return replace(spoken, needs_attention=spoken.needs_attention or breached)
        case e.Escalated() as event:
            return _escalated(appeal, event, fact)
        case e.Extended() as event:
            return _extended(appeal, event)
        case e.HelpGranted():
            return _granted(appeal, fact)
        case e.ReceiptOverdue():
            return without_clocks(appeal, None, ClockKind.RECEIPT)
        case e.Closed() as event:
            return _closed(appeal, event, fact)
        case e.Reopened() as event:
            return _reopened(appeal, event, fact)
        case e.StepPassedOver() | e.LevelUnreachable() | e.ReceiptConfirmed() | e.CommandRefused():
            return appeal
        case _:
            assert_never(fact.event)


def _opened(appeal: Appeal, event: e.TaskOpened, fact: e.Fact) -> Appeal:
    task = Task(
        id=event.task,
        purpose=event.purpose,
        step=event.step,
        group=event.group,
        state=TaskState.OFFERED if event.offered else TaskState.READY,
        opened=fact.at,
        since=fact.at,
        version=fact.seq,
        mandatory=event.mandatory,
        specialty=event.specialty,
        origin=event.origin,
    )
    opened = with_task(appeal, task)
    if event.purpose is Purpose.WORK:
        opened = replace(opened, step=event.step)
    work = Clock(ClockKind.STEP, fact.at, opened.work_schedule(task).budget, task.id)
    return _awaiting_acceptance(with_clock(opened, work), task, fact)


def _awaiting_acceptance(appeal: Appeal, task: Task, fact: e.Fact) -> Appeal:
    budget = appeal.step_plan(task).acceptance.budget
    return with_clock(appeal, Clock(ClockKind.ACCEPTANCE, fact.at, budget, task.id))


def _held_by(appeal: Appeal, task: Task, holder: UUID, fact: e.Fact) -> Appeal:
    accepted = without_clocks(appeal, task.id, ClockKind.ACCEPTANCE, ClockKind.HOLD)
    return _lease(_changed(accepted, task.id, TaskState.CLAIMED, fact, holder=holder), task, fact)


def _lease(appeal: Appeal, task: Task, fact: e.Fact) -> Appeal:
    return with_clock(appeal, Clock(ClockKind.LEASE, fact.at, appeal.step_plan(task).lease, task.id))


def _back_in_group(appeal: Appeal, task: Task, fact: e.Fact) -> Appeal:
    left = without_clocks(appeal, task.id, ClockKind.LEASE, ClockKind.HOLD)
    return _awaiting_acceptance(_changed(left, task.id, TaskState.READY, fact), task, fact)


def _reassigned(appeal: Appeal, event: e.TaskReassigned, fact: e.Fact) -> Appeal:
    task = replace(appeal.task(event.task), group=event.group)
    moved = with_task(appeal, task)
    if event.holder is not None:
        return _held_by(moved, task, event.holder, fact)
    return _back_in_group(moved, task, fact)


def _put_aside(appeal: Appeal, event: e.TaskHeld, fact: e.Fact) -> Appeal:
    task = appeal.task(event.task)
    aside = without_clocks(appeal, task.id, ClockKind.LEASE)
    held = replace(task, state=TaskState.HELD, since=fact.at, version=fact.seq, held_until=event.until)
    clock = Clock(ClockKind.HOLD, fact.at, appeal.plan.limits.hold, task.id, until=event.until)
    return with_clock(with_task(aside, held), clock)


def _changed(
    appeal: Appeal, task: UUID, state: TaskState, fact: e.Fact, *, holder: UUID | None = None
) -> Appeal:
    """Return *appeal* with the task in *state*: the worker stays, a task that waits has no holder."""
    old = appeal.task(task)
    holds = holder or (old.holder if state is TaskState.CLAIMED else None)
    changed = replace(old, state=state, since=fact.at, version=fact.seq, holder=holds, held_until=None)
    return with_task(appeal, changed)


def _ended(appeal: Appeal, task: UUID, state: TaskState, fact: e.Fact) -> Appeal:
    old = appeal.task(task)
    ended = replace(old, state=state, since=fact.at, version=fact.seq, held_until=None)
    return without_clocks(with_task(appeal, ended), task)


def _paused(appeal: Appeal, fact: e.Fact) -> Appeal:
    wait = Clock(ClockKind.INFORMATION, fact.at, appeal.plan.limits.information_term)
    paused = replace(appeal, status=Status.AWAITING_INFORMATION, paused_at=fact.at, waits=appeal.waits + 1)
    return with_clock(paused, wait)


def _unpaused(appeal: Appeal, fact: e.Fact) -> Appeal:
    if appeal.paused_at is None:  # an answer that nobody waited for moves no clock
        return appeal
    resumed = without_clocks(appeal, None, ClockKind.INFORMATION)
    pauses = (*appeal.pauses, Interval(appeal.paused_at, fact.at))
    return replace(resumed, status=Status.IN_WORK, paused_at=None, pauses=pauses)


def _spoken(appeal: Appeal, kind: ClockKind, task: UUID | None, mark: int) -> Appeal:
    clock = appeal.clock(kind, task)
    return with_clock(appeal, replace(clock, passed=mark + 1)) if clock else appeal


def _escalated(appeal: Appeal, event: e.Escalated, fact: e.Fact) -> Appeal:
    subject = None if event.clock is ClockKind.STATUTE else event.task
    climbed = _spoken(appeal, event.clock, subject, event.mark)
    attention = appeal.needs_attention or event.to is Rank.OPERATOR
    climbed = replace(climbed, escalations=appeal.escalations + 1, needs_attention=attention)
    task = climbed.task(event.task)
    if event.to is not Rank.FALLBACK or task.group == appeal.plan.fallback:
        return climbed
    moved = with_task(climbed, replace(task, group=appeal.plan.fallback))
    if event.clock is ClockKind.ACCEPTANCE:  # its own ladder goes on to the operator
        return _changed(moved, task.id, TaskState.READY, fact)
    return _back_in_group(moved, task, fact)


def _extended(appeal: Appeal, event: e.Extended) -> Appeal:
    main = appeal.main_task
    longer = (ClockKind.STATUTE, None), (ClockKind.STEP, main.id if main else None)
    clocks = tuple(
        replace(clock, extensions=(*clock.extensions, event.term))
        if (clock.kind, clock.task) in longer
        else clock
        for clock in appeal.clocks
    )
    return replace(appeal, clocks=clocks, extensions=appeal.extensions + 1)


def _granted(appeal: Appeal, fact: e.Fact) -> Appeal:
    decided = without_clocks(replace(appeal, status=Status.AWAITING_RECEIPT), None, ClockKind.STATUTE)
    term = appeal.plan.receipt.term if appeal.plan.receipt else appeal.plan.limits.information_term
    return with_clock(decided, Clock(ClockKind.RECEIPT, fact.at, term))


def _closed(appeal: Appeal, event: e.Closed, fact: e.Fact) -> Appeal:
    return replace(
        appeal,
        status=Status.CLOSED,
        clocks=(),
        paused_at=None,
        needs_attention=False,
        outcomes=(*appeal.outcomes, event.outcome),
        closed_at=fact.at,
        merged_into=event.into,
    )


def _reopened(appeal: Appeal, event: e.Reopened, fact: e.Fact) -> Appeal:
    again = replace(
        appeal,
        status=Status.IN_WORK,
        pauses=(),
        waits=0,
        extensions=0,
        reopenings=event.count,
        closed_at=None,
        merged_into=None,
    )
    cleared = without_clocks(again, None, ClockKind.RECEIPT)
    return with_clock(cleared, Clock(ClockKind.STATUTE, fact.at, appeal.plan.statute.budget))
