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
    OutcomeNotAllowed,
    SameAssignee,
    TaskHeldByAnother,
    UnknownStep,
)
from domain.identity.people import Group, oversees
from domain.policy.plan import ROLE_OF_STEP, Specialty, Step
from domain.procedure.competence.redirect import check_reassignment, referral_notice
from domain.procedure.decision import decision
from domain.procedure.dispatch import decide_statutory_task_command
from domain.rules.applicability import check_applicable, check_competence
from domain.rules.closing import close_or_await_receipt, conclude_call_back, open_task
from domain.rules.lifecycle import VERBS, Verb
from domain.rules.permissions import (
    check_holder,
    check_leads_appeal,
    check_may_complete,
    check_not_barred,
    check_not_challenged,
    check_works_in_group,
)
from domain.state.appeal import Appeal
from domain.state.task import OFF_MAIN_PATH, Purpose, Task, TaskOutcome, TaskState


def decide_task(  # noqa: C901, PLR0911, PLR0912 - one arm a verb
    appeal: Appeal, command: c.TaskCommand, now: datetime
) -> Sequence[e.Event]:
    """Return what happens if the verb is obeyed at *now*, or refuse."""
    task = appeal.task(command.task)
    verb = VERBS[type(command)]
    check_not_barred(appeal, command.by.id)
    check_applicable(appeal, task, verb)
    check_not_challenged(appeal, command.by, verb, task)
    if isinstance(command, ActOnTask):
        return decide_statutory_task_command(appeal, task, command, now)
    match command:
        case c.Claim() | c.Accept():
            return _claim(task, command)
        case c.Release():
            overridden = check_holder(appeal, task, command.by, Verb.RELEASE, override=command.override)
            return [e.TaskReleased(task.id, overridden)]
        case c.Decline(by, _, reason, text):
            check_works_in_group(task, by)
            return [e.HandOffDeclined(task.id, reason, text), *_open_task_for_sender(appeal, task, now)]
        case c.Return():
            return _return_task(appeal, task, command, now)
        case c.Complete():
            return _complete(appeal, task, command, now)
        case c.Refer():
            return _refer(appeal, task, command, now)
        case c.Reassign():
            return _reassign(appeal, task, command)
        case c.Hold():
            return _hold(appeal, task, command, now)
        case c.Resume(by):
            check_holder(appeal, task, by, Verb.RESUME)
            return [e.TaskResumed(task.id)]
        case c.RequestInformation(by, _, text):
            check_holder(appeal, task, by, Verb.REQUEST_INFORMATION)
            if appeal.information_requests >= appeal.plan.limits.max_information_requests:
                raise LimitReached(limit=appeal.plan.limits.max_information_requests)
            return [e.InformationRequested(task.id, text)]
        case c.OpenSideTask():
            return _open_side_task(appeal, task, command, now)
        case c.CancelSideTask(by, _, text):
            check_leads_appeal(appeal, by, Verb.CANCEL_SIDE_TASK)
            return [e.TaskCancelled(task.id, text)]
        case _:
            assert_never(command)


def _claim(task: Task, command: c.Claim | c.Accept) -> Sequence[e.Event]:
    check_works_in_group(task, command.by)
    if task.holder is None:
        return [e.TaskClaimed(task.id, command.by.id)]
    if task.holder != command.by.id:
        raise TaskHeldByAnother(holder=task.holder, since=task.state_since.isoformat())
    return [e.LeaseRenewed(task.id)] if task.state is TaskState.CLAIMED else [e.TaskResumed(task.id)]


def _open_task_for_sender(appeal: Appeal, task: Task, now: datetime) -> Sequence[e.Event]:
    """Return the sender's new task. A side task's sender still holds the step, so there is none."""
    if task.origin_task is None or task.purpose in OFF_MAIN_PATH:
        return []
    sender = appeal.task(task.origin_task)
    return [
        open_task(
            appeal,
            now,
            Purpose.WORK,
            sender.step,
            sender.group,
            specialty=sender.specialty,
            origin=sender.origin_task,
        )
    ]


def _return_task(appeal: Appeal, task: Task, command: c.Return, now: datetime) -> Sequence[e.Event]:
    overridden = check_holder(appeal, task, command.by, Verb.RETURN, override=command.override)
    returned = e.TaskReturned(task.id, command.reason, command.text, overridden)
    return [returned, *_open_task_for_sender(appeal, task, now)]


def _complete(appeal: Appeal, task: Task, command: c.Complete, now: datetime) -> Sequence[e.Event]:
    overridden = check_may_complete(appeal, task, command.by, override=command.override)
    done = e.TaskCompleted(task.id, command.outcome, command.ground, command.text, overridden)
    match task.purpose:
        case Purpose.WORK:
            if decision.is_adverse(appeal, command):
                check_competence(appeal, task)
            closed, owing = decision.closing_and_duties(appeal, command, now)
            decided = decision.decision_events(appeal, command, now)
            return [done, *decided, *close_or_await_receipt(appeal, task, closed), *owing]
        case Purpose.SIDE | Purpose.DUTY:
            if command.outcome is not TaskOutcome.ANSWERED:
                raise OutcomeNotAllowed(outcome=command.outcome, allowed=TaskOutcome.ANSWERED)
            return [done]
        case Purpose.CALL_BACK:
            return _complete_call_back(appeal, task, done, now)
        case _:
            assert_never(task.purpose)


def _complete_call_back(
    appeal: Appeal, task: Task, done: e.TaskCompleted, now: datetime
) -> Sequence[e.Event]:
    answers = (TaskOutcome.RECEIVED, TaskOutcome.NOT_RECEIVED)
    if done.outcome not in answers:
        raise OutcomeNotAllowed(outcome=done.outcome, allowed=", ".join(answers))
    received = done.outcome is TaskOutcome.RECEIVED
    confirmed = e.ReceiptConfirmed(received, done.text)
    return [done, confirmed, *conclude_call_back(appeal, now, received=received, called=task.id)]


def _refer(appeal: Appeal, task: Task, command: c.Refer, now: datetime) -> Sequence[e.Event]:
    overridden = check_holder(appeal, task, command.by, Verb.REFER, override=command.override)
    if command.step.position < task.step.position:
        raise BackwardReferral(step=command.step)
    group = _receiver(appeal, command.step, command.to_organisation, command.specialty)
    if group == task.group:
        raise SameAssignee(group=group)
    path = [plan.step for plan in appeal.plan.steps]
    passed = [step for step in path if task.step.position < step.position < command.step.position]
    return [
        e.Referred(task.id, command.step, group, command.reason, command.text, overridden, command.superior),
        *(e.StepSkipped(step, command.reason) for step in passed),
        open_task(
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
        *referral_notice(appeal, task, command, group, now),
    ]


def _receiver(appeal: Appeal, step: Step, to: str | None, specialty: Specialty | None) -> Group:
    planned = appeal.plan.default_receiver(step, specialty)
    if planned is None or appeal.plan.find_step(step) is None:
        raise UnknownStep(step=step)
    return planned if to is None else Group(to, ROLE_OF_STEP[step])


def _reassign(appeal: Appeal, task: Task, command: c.Reassign) -> Sequence[e.Event]:
    above = oversees(command.by, task.group, appeal.region)
    if not above and task.holder != command.by.id:
        raise NotTheHolder(verb=Verb.REASSIGN)
    if not above and command.group != task.group:
        raise NotASupervisor(verb=Verb.REASSIGN)
    if (command.group, command.holder) == (task.group, task.holder):
        raise SameAssignee(group=task.group)
    check_reassignment(appeal, task, command.group)
    if command.holder is not None:
        check_not_barred(appeal, command.holder)
    return [e.TaskReassigned(task.id, command.group, command.holder, command.text, command.superior)]


def _hold(appeal: Appeal, task: Task, command: c.Hold, now: datetime) -> Sequence[e.Event]:
    check_holder(appeal, task, command.by, Verb.HOLD)
    if command.until <= now:
        raise NotInFuture(field="until")
    latest = appeal.calendar.add_term(now, appeal.plan.limits.max_hold)
    if command.until > latest:
        raise HoldTooLong(latest=latest.isoformat())
    return [e.TaskHeld(task.id, command.until, command.reason, command.text)]


def _open_side_task(appeal: Appeal, task: Task, command: c.OpenSideTask, now: datetime) -> Sequence[e.Event]:
    check_holder(appeal, task, command.by, Verb.OPEN_SIDE_TASK)
    group = appeal.plan.default_receiver(command.step, command.specialty)
    if command.to_organisation is not None:
        group = Group(command.to_organisation, ROLE_OF_STEP[command.step])
    if group is None:
        raise UnknownStep(step=command.step)
    return [
        open_task(
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
