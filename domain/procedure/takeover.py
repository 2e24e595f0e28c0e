"""Take-over of an appeal from another system: its past is recorded at the moments at which it happened.

So every clock continues from where it was, by the same rules as that of any other appeal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain import events as e
from domain.decide.alarms import fire_due
from domain.decide.registration import register
from domain.errors import UnknownStep
from domain.evolve.appeal import record
from domain.identity.people import Group, Person
from domain.policy.plan import Step
from domain.rules.closing import open_task
from domain.rules.remedies import complaint_window_of
from domain.state.appeal import Appeal
from domain.state.task import Ground, Outcome, Purpose, ReferralReason, Task, TaskOutcome

TASK_OUTCOMES = {each.value: each for each in TaskOutcome}
WITHOUT_COMPLAINT = frozenset({Outcome.RESOLVED, Outcome.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class PastWork:
    """The step in which the other system left the appeal, since when, and its holder, if it has one."""

    step: Step
    since: datetime
    group: Group | None = None
    holder: UUID | None = None
    held_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PastWait:
    """What the appeal awaits since a moment: the receipt of help, or an answer to the question *text*."""

    since: datetime
    is_for_receipt: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class PastEnd:
    """How and when the appeal ended, with the id of the answer."""

    outcome: Outcome
    at: datetime
    ground: Ground | None = None
    text: UUID | None = None
    remedies_stated: bool = True


@dataclass(frozen=True, slots=True)
class Past:
    """The past of an appeal in the other system *source*."""

    source: str
    work: PastWork
    wait: PastWait | None = None
    end: PastEnd | None = None


def take_over(
    registered: e.Registered, past: Past, now: datetime, by: Person
) -> tuple[Appeal, tuple[e.Fact, ...]]:
    """Return the appeal as *by* takes it over at *now*, and its facts, which lead there from its receipt.

    An open one has its task in the step, with its holder, or its wait; a closed one has the complaint window
    that is left. Raises UnknownStep where the path of the appeal has no such step.
    """
    appeal, facts = record(None, register(registered), registered.received_at, by)
    for at, events_after in _stages(past, now):
        appeal, more = record(appeal, events_after(appeal), at, by)
        facts = (*facts, *more)
    if appeal.is_closed:  # what is over by now needs no workflow that ends it
        appeal, more = record(appeal, fire_due(appeal, now), now)
        facts = (*facts, *more)
    return appeal, facts


def _stages(past: Past, now: datetime) -> list[tuple[datetime, Callable[[Appeal], Sequence[e.Event]]]]:
    """Return the stages of the *past* in order, each with its moment and the events that follow."""
    work, wait, end = past.work, past.wait, past.end
    stages: list[tuple[datetime, Callable[[Appeal], Sequence[e.Event]]]] = [
        (work.since, lambda appeal: _referral(appeal, work)),
        (work.held_since or work.since, lambda appeal: _claim(appeal, work)),
    ]
    if wait is not None:
        stages.append((wait.since, lambda appeal: _wait(appeal, wait)))
    if end is not None:
        stages.append((end.at, lambda appeal: _end(appeal, end)))
    return [*stages, (now, lambda appeal: _arrival(appeal, past))]


def _referral(appeal: Appeal, work: PastWork) -> Sequence[e.Event]:
    """Return the referral from the first step to that of *work*; nothing where it is still there."""
    first = appeal.tasks[0]
    group = work.group or appeal.plan.default_receiver(work.step, None)
    if group is None or appeal.plan.find_step(work.step) is None:
        raise UnknownStep(step=work.step, allowed=appeal.plan.step_names)
    if (work.step, group) == (first.step, first.group):
        return []
    reason = ReferralReason.OTHER_COMPETENT_BODY
    passed = [plan.step for plan in appeal.plan.steps if 0 < plan.step.position < work.step.position]
    opened = open_task(appeal, work.since, Purpose.WORK, work.step, group, origin=first.id)
    return [
        e.Referred(first.id, work.step, group, reason),
        *(e.StepSkipped(step, reason) for step in passed),
        opened,
    ]


def _claim(appeal: Appeal, work: PastWork) -> Sequence[e.Event]:
    return [] if work.holder is None else [e.TaskClaimed(_work_of(appeal).id, work.holder)]


def _wait(appeal: Appeal, wait: PastWait) -> Sequence[e.Event]:
    task, plan = _work_of(appeal), appeal.plan
    if not wait.is_for_receipt or plan.receipt is None:
        return [e.InformationRequested(task.id, plan.limits.max_information_wait, 1, wait.text)]
    granted = e.HelpGranted(task.id, plan.receipt.term, wait.text)
    return [e.TaskCompleted(task.id, TaskOutcome.RESOLVED, text=wait.text), granted]


def _end(appeal: Appeal, end: PastEnd) -> Sequence[e.Event]:
    """Return the end; the time to complain counts from it, and is the longer one if no remedy was stated."""
    task = _work_of(appeal)
    ended: e.Event = e.TaskCancelled(task.id, end.text)
    if end.outcome in TASK_OUTCOMES:
        ended = e.TaskCompleted(task.id, TASK_OUTCOMES[end.outcome], end.ground, end.text)
    has_window = end.outcome not in WITHOUT_COMPLAINT
    window = complaint_window_of(appeal, named=end.remedies_stated) if has_window else None
    return [ended, e.Closed(end.outcome, end.ground, text=end.text, complaint_window=window)]


def _arrival(appeal: Appeal, past: Past) -> Sequence[e.Event]:
    """Return the take-over itself; the holder's lease begins with it."""
    task = appeal.main_task
    lease = [e.LeaseRenewed(task.id)] if task is not None and task.holder is not None else []
    return [e.TakenOver(past.source), *lease]


def _work_of(appeal: Appeal) -> Task:
    return appeal.tasks[-1]
