"""Requests beside the main path: information from the applicant, side tasks for specialists."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import (
    Forbidden,
    ImpossibleDate,
    LimitReached,
    QuestionRequired,
    UnknownQuestion,
    UnknownStep,
)
from domain.identity.people import Group, Role
from domain.policy.plan import ROLE_OF_STEP
from domain.rules.closing import open_task
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Purpose, Task
from domain.worktime.working_calendar import Interval


def request_information(
    appeal: Appeal, task: Task, command: c.RequestInformation, now: datetime
) -> Sequence[e.Event]:
    """Return the request for information, within the policy's number of requests.

    One that is recorded later pauses the clocks from the end of its day, which counts for the office.
    """
    if appeal.suspension.information_requests >= appeal.plan.limits.max_information_requests:
        raise LimitReached(limit=appeal.plan.limits.max_information_requests)
    question, wait = appeal.suspension.last_question + 1, appeal.plan.limits.max_information_wait
    if command.happened_on is None:
        return [e.InformationRequested(task.id, wait, question, command.text)]
    earliest = max([task.opened_at, *(pause.end for pause in appeal.suspension.pauses)])
    day = _checked_day(appeal, command.happened_on, earliest, now)
    paused_from, reason = max(earliest, min(now, day.end)), command.happened_on.reason
    return [e.InformationRequested(task.id, wait, question, command.text, paused_from, reason)]


def provide_information(appeal: Appeal, command: c.ProvideInformation, now: datetime) -> Sequence[e.Event]:
    """Return the receipt of the applicant's information; only an answer to the open question ends the wait.

    One that is recorded later resumes the clocks from the start of its day, which counts for the office.
    Raises UnknownQuestion, QuestionRequired where it is not clear which of several is answered, and Forbidden
    where the applicant states an earlier date.
    """
    last, awaits = appeal.suspension.last_question, appeal.clock(ClockKind.INFORMATION) is not None
    if command.question is not None and not 0 < command.question <= last:
        raise UnknownQuestion(question=command.question, last=last)
    if command.question is None and awaits and last > 1:
        raise QuestionRequired(last=last)
    open_question = last if awaits else 0
    question = open_question if command.question is None else command.question
    ends_wait = awaits and question == last
    if command.happened_on is None:
        return [e.InformationProvided(command.text, question, ends_wait)]
    if command.by.role is Role.CITIZEN:
        raise Forbidden(role=command.by.role)
    earliest = appeal.suspension.paused_at or appeal.origin.received_at
    day = _checked_day(appeal, command.happened_on, earliest, now)
    resumed_from, reason = min(now, max(earliest, day.start)), command.happened_on.reason
    return [e.InformationProvided(command.text, question, ends_wait, resumed_from, reason)]


def _checked_day(appeal: Appeal, happened_on: c.HappenedOn, earliest: datetime, now: datetime) -> Interval:
    """Return the local day on which an act happened. Raises ImpossibleDate outside of *earliest* to *now*."""
    first, last = appeal.calendar.local_date(earliest), appeal.calendar.local_date(now)
    if not first <= happened_on.date <= last:
        raise ImpossibleDate(date=happened_on.date, earliest=first, latest=last)
    return appeal.calendar.local_day(happened_on.date)


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
