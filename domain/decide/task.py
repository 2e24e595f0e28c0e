"""decide for the verbs of human tasks: claim, accept, complete, refer and the rest."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from domain import commands as c
from domain import events as e
from domain.commands import ActOnTask
from domain.errors import (
    BackwardReferral,
    HoldTooLong,
    LimitReached,
    NotASupervisor,
    NotInFuture,
    NotTheHolder,
    SameReceiver,
    TaskHeldByAnother,
    UnknownStep,
    WrongOutcome,
)
from domain.identity.people import Group, oversees
from domain.policy.plan import WORKER_OF, Specialty, Step
from domain.procedure.competence.redirect import check_reassigned, told_of_another_body
from domain.procedure.decision import decision
from domain.procedure.dispatch import decide_act_on_task
from domain.rules.applicability import check_fits, check_power
from domain.rules.closing import end_call_back, opened, settle
from domain.rules.lifecycle import VERBS, Verb
from domain.rules.permissions import (
    check_completer,
    check_group,
    check_holder,
    check_leader,
    check_unbarred,
    check_unchallenged,
)
from domain.state.appeal import Appeal
from domain.state.task import BESIDE, Purpose, Task, TaskOutcome, TaskState


def decide_task(  # noqa: C901, PLR0911, PLR0912 - one arm a verb
    appeal: Appeal, command: c.TaskCommand, now: datetime
) -> Sequence[e.Event]:
    """Return what happens if the verb is obeyed at *now*, or refuse."""
    task = appeal.task(command.task)
    verb = VERBS[type(command)]
    check_unbarred(appeal, command.by.id)
    check_fits(appeal, task, verb)
    check_unchallenged(appeal, command.by, verb, task)
    if isinstance(command, ActOnTask):
        return decide_act_on_task(appeal, task, command, now)
    match command:
        case c.Claim() | c.Accept():
            return _claimed(task, command)
        case c.Release():
            overridden = check_holder(appeal, task, command.by, Verb.RELEASE, override=command.override)
            return [e.TaskReleased(task.id, overridden)]
        case c.Decline(by, _, reason, text):
            check_group(task, by)
            return [e.HandOffDeclined(task.id, reason, text), *_handed_back(appeal, task, now)]
        case c.Return():
            return _returned(appeal, task, command, now)
        case c.Complete():
            return _completed(appeal, task, command, now)
        case c.Refer():
            return _referred(appeal, task, command, now)
        case c.Reassign():
            return _reassigned(appeal, task, command)
        case c.Hold():
            return _held(appeal, task, command, now)
        case c.Resume(by):
            check_holder(appeal, task, by, Verb.RESUME)
            return [e.TaskResumed(task.id)]
        case c.RequestInformation(by, _, text):
            check_holder(appeal, task, by, Verb.REQUEST_INFORMATION)
            if appeal.waits >= appeal.plan.limits.information_waits:
                raise LimitReached(limit=appeal.plan.limits.information_waits)
            return [e.InformationRequested(task.id, text)]
        case c.OpenSideTask():
            return _side_task(appeal, task, command, now)
        case c.CancelSideTask(by, _, text):
            check_leader(appeal, by, Verb.CANCEL_SIDE_TASK)
            return [e.TaskCancelled(task.id, text)]
        case _:
            assert_never(command)


def _claimed(task: Task, command: c.Claim | c.Accept) -> Sequence[e.Event]:
    check_group(task, command.by)
    if task.holder is None:
        return [e.TaskClaimed(task.id, command.by.id)]
    if task.holder != command.by.id:
        raise TaskHeldByAnother(holder=task.holder, since=task.since.isoformat())
    return [e.LeaseRenewed(task.id)] if task.state is TaskState.CLAIMED else [e.TaskResumed(task.id)]


def _handed_back(appeal: Appeal, task: Task, now: datetime) -> Sequence[e.Event]:
    """Return the sender's new task. A side task's sender still holds the step, so there is none."""
    if task.origin is None or task.purpose in BESIDE:
        return []
    sender = appeal.task(task.origin)
    return [
        opened(
            appeal,
            now,
            Purpose.WORK,
            sender.step,
            sender.group,
            specialty=sender.specialty,
            origin=sender.origin,
        )
    ]


def _returned(appeal: Appeal, task: Task, command: c.Return, now: datetime) -> Sequence[e.Event]:
    overridden = check_holder(appeal, task, command.by, Verb.RETURN, override=command.override)
    returned = e.TaskReturned(task.id, command.reason, command.text, overridden)
    return [returned, *_handed_back(appeal, task, now)]


def _completed(appeal: Appeal, task: Task, command: c.Complete, now: datetime) -> Sequence[e.Event]:
    overridden = check_completer(appeal, task, command.by, override=command.override)
    done = e.TaskCompleted(task.id, command.outcome, command.ground, command.text, overridden)
    match task.purpose:
        case Purpose.WORK:
            if decision.burdens(appeal, command):
                check_power(appeal, task)
            closed, owing = decision.ended(appeal, command, now)
            decided = decision.decided(appeal, command, now)
            return [done, *decided, *settle(appeal, task, closed), *owing]
        case Purpose.SIDE | Purpose.DUTY:
            if command.outcome is not TaskOutcome.ANSWERED:
                raise WrongOutcome(outcome=command.outcome, allowed=TaskOutcome.ANSWERED)
            return [done]
        case Purpose.CALL_BACK:
            return _called_back(appeal, task, done, now)
        case _:
            assert_never(task.purpose)


def _called_back(appeal: Appeal, task: Task, done: e.TaskCompleted, now: datetime) -> Sequence[e.Event]:
    answers = (TaskOutcome.RECEIVED, TaskOutcome.NOT_RECEIVED)
    if done.outcome not in answers:
        raise WrongOutcome(outcome=done.outcome, allowed=", ".join(answers))
    received = done.outcome is TaskOutcome.RECEIVED
    confirmed = e.ReceiptConfirmed(received, done.text)
    return [done, confirmed, *end_call_back(appeal, now, received=received, called=task.id)]


def _referred(appeal: Appeal, task: Task, command: c.Refer, now: datetime) -> Sequence[e.Event]:
    overridden = check_holder(appeal, task, command.by, Verb.REFER, override=command.override)
    if command.step.place < task.step.place:
        raise BackwardReferral(step=command.step)
    group = _receiver(appeal, command.step, command.to, command.specialty)
    if group == task.group:
        raise SameReceiver(group=group)
    path = [plan.step for plan in appeal.plan.steps]
    passed = [step for step in path if task.step.place < step.place < command.step.place]
    return [
        e.Referred(task.id, command.step, group, command.reason, command.text, overridden, command.superior),
        *(e.StepPassedOver(step, command.reason) for step in passed),
        opened(
            appeal,
            now,
            Purpose.WORK,
            command.step,
            group,
            offered=True,
            specialty=command.specialty,
            origin=task.id,
            text=command.text,
        ),
        *told_of_another_body(appeal, task, command, group, now),
    ]


def _receiver(appeal: Appeal, step: Step, to: str | None, specialty: Specialty | None) -> Group:
    planned = appeal.plan.receiver(step, specialty)
    if planned is None or appeal.plan.at(step) is None:
        raise UnknownStep(step=step)
    return planned if to is None else Group(to, WORKER_OF[step])


def _reassigned(appeal: Appeal, task: Task, command: c.Reassign) -> Sequence[e.Event]:
    above = oversees(command.by, task.group, appeal.region)
    if not above and task.holder != command.by.id:
        raise NotTheHolder(verb=Verb.REASSIGN)
    if not above and command.group != task.group:
        raise NotASupervisor(verb=Verb.REASSIGN)
    if (command.group, command.holder) == (task.group, task.holder):
        raise SameReceiver(group=task.group)
    check_reassigned(appeal, task, command.group)
    if command.holder is not None:
        check_unbarred(appeal, command.holder)
    return [e.TaskReassigned(task.id, command.group, command.holder, command.text, command.superior)]


def _held(appeal: Appeal, task: Task, command: c.Hold, now: datetime) -> Sequence[e.Event]:
    check_holder(appeal, task, command.by, Verb.HOLD)
    if command.until <= now:
        raise NotInFuture(field="until")
    latest = appeal.calendar.after(now, appeal.plan.limits.hold)
    if command.until > latest:
        raise HoldTooLong(latest=latest.isoformat())
    return [e.TaskHeld(task.id, command.until, command.reason, command.text)]


def _side_task(appeal: Appeal, task: Task, command: c.OpenSideTask, now: datetime) -> Sequence[e.Event]:
    check_holder(appeal, task, command.by, Verb.OPEN_SIDE_TASK)
    group = appeal.plan.receiver(command.step, command.specialty)
    if command.to is not None:
        group = Group(command.to, WORKER_OF[command.step])
    if group is None:
        raise UnknownStep(step=command.step)
    return [
        opened(
            appeal,
            now,
            Purpose.SIDE,
            command.step,
            group,
            offered=True,
            mandatory=command.mandatory,
            specialty=command.specialty,
            origin=task.id,
            text=command.text,
        )
    ]
