"""Hand-over between the steps of the main path: referral, declining and return to the sender."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import BackwardReferral, SameAssignee, UnknownStep
from domain.identity.people import Group
from domain.policy.plan import ROLE_OF_STEP, Specialty, Step
from domain.procedure.competence.redirect import referral_notice, transfer_from_reception
from domain.rules.closing import open_task
from domain.rules.permissions import acts_by_override
from domain.state.appeal import Appeal
from domain.state.task import OFF_MAIN_PATH, Purpose, Task


def decline(appeal: Appeal, task: Task, command: c.Decline, now: datetime) -> Sequence[e.Event]:
    """Return the declining of the offered *task*, and the sender's new task."""
    declined = e.HandOffDeclined(task.id, command.reason, command.text)
    return [declined, *_open_task_for_sender(appeal, task, now)]


def return_to_sender(appeal: Appeal, task: Task, command: c.Return, now: datetime) -> Sequence[e.Event]:
    """Return the hand-back of *task*, and the sender's new task."""
    overridden = acts_by_override(appeal, task, command)
    returned = e.TaskReturned(task.id, command.reason, command.text, overridden)
    return [returned, *_open_task_for_sender(appeal, task, now)]


def refer(appeal: Appeal, task: Task, command: c.Refer, now: datetime) -> Sequence[e.Event]:
    """Return the referral to a later step, or to another organisation of the same step."""
    overridden = acts_by_override(appeal, task, command)
    if command.step.position < task.step.position:
        raise BackwardReferral(step=command.step)
    group = _receiver(appeal, command.step, command.to_organisation, command.specialty)
    if group == task.group:
        raise SameAssignee(group=group)
    clock, owed = transfer_from_reception(appeal, task, group, now)
    path = [plan.step for plan in appeal.plan.steps]
    passed = [step for step in path if task.step.position < step.position < command.step.position]
    return [
        e.Referred(
            task.id, command.step, group, command.reason, command.text, overridden, command.superior, clock
        ),
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
            superior=command.superior,
        ),
        *referral_notice(appeal, task, command, group, now),
        *owed,
    ]


def _open_task_for_sender(appeal: Appeal, task: Task, now: datetime) -> Sequence[e.Event]:
    """Return the sender's new task; none for a side task, whose sender still holds the step."""
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


def _receiver(appeal: Appeal, step: Step, to: str | None, specialty: Specialty | None) -> Group:
    planned = appeal.plan.default_receiver(step, specialty)
    if planned is None or appeal.plan.find_step(step) is None:
        raise UnknownStep(step=step, allowed=appeal.plan.step_names)
    return planned if to is None else Group(to, ROLE_OF_STEP[step])
