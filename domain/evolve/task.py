"""The state of a task and its clocks after an event."""

from dataclasses import replace
from uuid import UUID

from domain import events as e
from domain.events import TaskEnd
from domain.identity.people import Group
from domain.state.appeal import Appeal, with_clock, with_task, without_clocks
from domain.state.clock import Clock, ClockKind
from domain.state.legal import Competence
from domain.state.task import Purpose, Task, TaskState

STATE_AFTER_END: dict[type[TaskEnd], TaskState] = {
    e.HandOffDeclined: TaskState.RETURNED,
    e.TaskReturned: TaskState.RETURNED,
    e.TaskCompleted: TaskState.COMPLETED,
    e.TaskCancelled: TaskState.CANCELLED,
}


def evolve_task(  # noqa: PLR0911 - one arm an event
    appeal: Appeal, event: e.TaskEvent, fact: e.Fact
) -> Appeal:
    """Return *appeal* as it is after *event*, which is that of *fact*."""
    match event:
        case e.TaskOpened():
            return _opened(appeal, event, fact)
        case e.TaskClaimed(task, holder):
            return _claimed_by(appeal, appeal.task(task), holder, fact)
        case e.LeaseRenewed(task):
            return _with_lease(appeal, appeal.task(task), fact)
        case e.LeaseLapsed(task) | e.TaskReleased(task):
            return back_in_group(appeal, appeal.task(task), fact)
        case e.TaskReassigned():
            return _reassigned(appeal, event, fact)
        case e.TaskHeld():
            return _held(appeal, event, fact)
        case e.TaskResumed(task):
            resumed = without_clocks(appeal, task, ClockKind.HOLD)
            return _with_lease(
                with_task_state(resumed, task, TaskState.CLAIMED, fact), appeal.task(task), fact
            )
        case e.Referred():
            known = with_superior(appeal, event.group.organisation, event.superior)
            return _received(_ended(known, event.task, TaskState.COMPLETED, fact), event.statute_clock, fact)
        case e.StepLapsed(task, statute_clock=clock):
            return _received(_ended(appeal, task, TaskState.SUPERSEDED, fact), clock, fact)
        case _:
            return _ended(appeal, event.task, STATE_AFTER_END[type(event)], fact)


def back_in_group(appeal: Appeal, task: Task, fact: e.Fact) -> Appeal:
    """Return *appeal* with *task* waiting in its group; its acceptance clock restarts."""
    left = without_clocks(appeal, task.id, ClockKind.LEASE, ClockKind.HOLD)
    return _awaiting_acceptance(with_task_state(left, task.id, TaskState.READY, fact), task, fact)


def with_task_state(
    appeal: Appeal, task: UUID, state: TaskState, fact: e.Fact, *, holder: UUID | None = None
) -> Appeal:
    """Return *appeal* with the task in *state*; its holder stays only while it is claimed."""
    old = appeal.task(task)
    holds = holder or (old.holder if state is TaskState.CLAIMED else None)
    changed = replace(old, state=state, state_since=fact.at, version=fact.seq, holder=holds, held_until=None)
    return with_task(appeal, changed)


def with_superior(appeal: Appeal, organisation: str, superior: Group | None) -> Appeal:
    """Return *appeal* with the *superior* of *organisation* recorded, if there is one."""
    if superior in {None, appeal.superior_of(organisation)}:
        return appeal
    competence = appeal.legal.competence
    others = (each for each in competence.superiors if each[0] != organisation)
    return with_competence(appeal, replace(competence, superiors=(*others, (organisation, superior))))


def with_competence(appeal: Appeal, competence: Competence) -> Appeal:
    """Return *appeal* with this *competence*."""
    return replace(appeal, legal=replace(appeal.legal, competence=competence))


def _with_considering_body(appeal: Appeal, event: e.TaskOpened | e.TaskReassigned) -> Appeal:
    if event.considering_body is None:
        return appeal
    competence = replace(
        appeal.legal.competence,
        considering_body=event.considering_body,
        superior=event.considering_superior,
        kept_by=None,
    )
    return with_competence(appeal, competence)


def _opened(appeal: Appeal, event: e.TaskOpened, fact: e.Fact) -> Appeal:
    task = Task(
        id=event.task,
        purpose=event.purpose,
        step=event.step,
        group=event.group,
        state=TaskState.OFFERED if event.is_offered else TaskState.READY,
        opened_at=fact.at,
        state_since=fact.at,
        version=fact.seq,
        mandatory=event.mandatory,
        specialty=event.specialty,
        origin_task=event.origin_task,
        duty=event.duty,
        rule_id=event.rule_id,
        budget=event.budget,
        urgent=event.urgent,
    )
    opened = with_task(appeal, task)
    if event.purpose is Purpose.WORK:
        opened = replace(_with_considering_body(opened, event), step=event.step)
    budget, is_duty = opened.work_schedule(task).budget, task.duty is not None
    # a duty of no days is due at the closing of its day
    work = Clock(ClockKind.STEP, fact.at, budget, task.id, start_day_counts=is_duty and not budget.amount)
    return _awaiting_acceptance(with_clock(opened, work), task, fact)


def _awaiting_acceptance(appeal: Appeal, task: Task, fact: e.Fact) -> Appeal:
    budget = appeal.step_plan(task).acceptance.budget
    return with_clock(appeal, Clock(ClockKind.ACCEPTANCE, fact.at, budget, task.id))


def _claimed_by(appeal: Appeal, task: Task, holder: UUID, fact: e.Fact) -> Appeal:
    accepted = without_clocks(appeal, task.id, ClockKind.ACCEPTANCE, ClockKind.HOLD)
    claimed = with_task_state(accepted, task.id, TaskState.CLAIMED, fact, holder=holder)
    claimed = with_task(claimed, replace(claimed.task(task.id), is_accepted=True))
    return _with_lease(claimed, task, fact)


def _with_lease(appeal: Appeal, task: Task, fact: e.Fact) -> Appeal:
    return with_clock(appeal, Clock(ClockKind.LEASE, fact.at, appeal.step_plan(task).lease, task.id))


def _reassigned(appeal: Appeal, event: e.TaskReassigned, fact: e.Fact) -> Appeal:
    task = appeal.task(event.task).moved_to(event.group)
    known = with_superior(appeal, event.group.organisation, event.superior)
    moved = _with_considering_body(with_task(known, task), event)
    if event.holder is not None:
        return _claimed_by(moved, task, event.holder, fact)
    return back_in_group(moved, task, fact)


def _held(appeal: Appeal, event: e.TaskHeld, fact: e.Fact) -> Appeal:
    task = appeal.task(event.task)
    without_lease = without_clocks(appeal, task.id, ClockKind.LEASE)
    held = replace(task, state=TaskState.HELD, state_since=fact.at, version=fact.seq, held_until=event.until)
    clock = Clock(ClockKind.HOLD, fact.at, appeal.plan.limits.max_hold, task.id, fixed_end=event.until)
    return with_clock(with_task(without_lease, held), clock)


def _ended(appeal: Appeal, task: UUID, state: TaskState, fact: e.Fact) -> Appeal:
    old = appeal.task(task)
    ended = replace(old, state=state, state_since=fact.at, version=fact.seq, held_until=None)
    return without_clocks(with_task(appeal, ended), task)


def _received(appeal: Appeal, statute_clock: Clock | None, fact: e.Fact) -> Appeal:
    """Return *appeal* received by its next body, under the *statute_clock* that begins there, if any."""
    if statute_clock is None:
        return appeal
    known = with_competence(appeal, replace(appeal.legal.competence, received_at=fact.at))
    return with_clock(known, statute_clock)
