"""Requests beside the main path: information from the applicant, side tasks for specialists."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import LimitReached, QuestionRequired, UnknownQuestion, UnknownStep
from domain.identity.people import Group
from domain.policy.plan import ROLE_OF_STEP
from domain.rules.closing import open_task
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Purpose, Task


def request_information(
    appeal: Appeal, task: Task, command: c.RequestInformation, _now: datetime
) -> Sequence[e.Event]:
    """Return the request for information, within the policy's number of requests."""
    if appeal.suspension.information_requests >= appeal.plan.limits.max_information_requests:
        raise LimitReached(limit=appeal.plan.limits.max_information_requests)
    question = appeal.suspension.last_question + 1
    return [e.InformationRequested(task.id, appeal.plan.limits.max_information_wait, question, command.text)]


def provide_information(appeal: Appeal, command: c.ProvideInformation, _now: datetime) -> Sequence[e.Event]:
    """Return the receipt of the applicant's information; only an answer to the open question ends the wait.

    Raises UnknownQuestion, and QuestionRequired where it is not clear which of several is answered.
    """
    last, awaits = appeal.suspension.last_question, appeal.clock(ClockKind.INFORMATION) is not None
    if command.question is not None and not 0 < command.question <= last:
        raise UnknownQuestion(question=command.question, last=last)
    if command.question is None and awaits and last > 1:
        raise QuestionRequired(last=last)
    open_question = last if awaits else 0
    question = open_question if command.question is None else command.question
    return [e.InformationProvided(command.text, question, ends_wait=awaits and question == last)]


def open_side_task(appeal: Appeal, task: Task, command: c.OpenSideTask, now: datetime) -> Sequence[e.Event]:
    """Return the side task for another group, beside the step of *task*."""
    group = appeal.plan.default_receiver(command.step, command.specialty)
    if command.to_organisation is not None:
        group = Group(command.to_organisation, ROLE_OF_STEP[command.step])
    if group is None:
        raise UnknownStep(step=command.step, allowed=appeal.plan.step_names)
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


def cancel_side_task(
    _appeal: Appeal, task: Task, command: c.CancelSideTask, _now: datetime
) -> Sequence[e.Event]:
    """Return the cancellation of the side task."""
    return [e.TaskCancelled(task.id, command.text)]
