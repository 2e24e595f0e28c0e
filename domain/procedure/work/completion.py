"""Completion of tasks and of appeals: by decision, at intake, by receipt of the help; and reopening."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from domain import commands as c
from domain import events as e
from domain.errors import LimitReached, NotAllowedInStatus, OutcomeNotAllowed, TermExpired
from domain.law.applicable_law import applicant_term_end
from domain.policy.plan import Step
from domain.procedure.decision import decision
from domain.procedure.decision.notification import with_notification
from domain.rules.applicability import check_competence, check_power_to_decide
from domain.rules.closing import (
    check_side_tasks,
    close,
    close_or_await_receipt,
    conclude_call_back,
    reopen,
)
from domain.rules.lifecycle import Verb
from domain.rules.permissions import acts_by_override
from domain.state.appeal import Appeal
from domain.state.task import Purpose, Task, TaskOutcome, TaskState


def complete(appeal: Appeal, task: Task, command: c.Complete, now: datetime) -> Sequence[e.Event]:
    """Return the completion of *task*; on the main path, with the decision on the appeal."""
    overridden = acts_by_override(appeal, task, command)
    done = e.TaskCompleted(task.id, command.outcome, command.ground, command.text, overridden)
    match task.purpose:
        case Purpose.WORK:
            if decision.is_adverse(appeal, command):
                check_competence(appeal, task)
            closed, owing = decision.closing_and_duties(appeal, command, now)
            decided = decision.decision_events(appeal, command, now)
            informed = with_notification(owing, command.notification)
            return [done, *decided, *close_or_await_receipt(appeal, task, closed), *informed]
        case Purpose.SIDE | Purpose.DUTY:
            if command.outcome is not TaskOutcome.ANSWERED:
                raise OutcomeNotAllowed(outcome=command.outcome, allowed=TaskOutcome.ANSWERED)
            return [done]
        case Purpose.CALL_BACK:
            return _complete_call_back(appeal, task, done, now)
        case _:
            assert_never(task.purpose)


def resolve_at_intake(appeal: Appeal, command: c.ResolveAtIntake, now: datetime) -> Sequence[e.Event]:
    """Return the decision at the counter, or its advice, while the appeal is still unclaimed there.

    Any counter explains; only the counter of an administrative body decides (АППК 4(1)7).
    """
    task = appeal.main_task
    if task is None or task.step is not Step.RECEPTION or task.state is not TaskState.READY:
        raise NotAllowedInStatus(verb=Verb.RESOLVE_AT_INTAKE, status=appeal.stage)
    if command.outcome is not TaskOutcome.EXPLAINED or command.decision_details.decision:
        check_power_to_decide(appeal, command.by)
    closed, owing = decision.closing_and_duties(appeal, command, now)
    check_side_tasks(appeal)
    claimed = e.TaskClaimed(task.id, command.by.id)
    done = e.TaskCompleted(task.id, command.outcome, command.ground, command.text)
    decided = decision.decision_events(appeal, command, now)
    return [claimed, done, *decided, *close(appeal, closed, task.id), *owing]


def confirm_receipt(appeal: Appeal, command: c.ConfirmReceipt, now: datetime) -> Sequence[e.Event]:
    """Return the events after the arrival of the help was confirmed or denied."""
    confirmed = e.ReceiptConfirmed(command.received, command.text)
    return [confirmed, *conclude_call_back(appeal, now, received=command.received)]


def reopen_appeal(appeal: Appeal, command: c.Reopen, now: datetime) -> Sequence[e.Event]:
    """Return the reopening: within the policy's limits, unless the end was remitted (АППК 100(1)5)."""
    limits, ended = appeal.plan.limits, appeal.progress.closed_at or now
    if command.remitted_at is not None and command.remitted_at > ended:
        return reopen(appeal, now, command.text)
    if appeal.progress.reopenings >= limits.max_reopenings:
        raise LimitReached(limit=limits.max_reopenings)
    latest = applicant_term_end(limits.reopening_period, ended, appeal.calendar)
    if now > latest:
        raise TermExpired(ended=latest.isoformat())
    return reopen(appeal, now, command.text)


def _complete_call_back(
    appeal: Appeal, task: Task, done: e.TaskCompleted, now: datetime
) -> Sequence[e.Event]:
    answers = (TaskOutcome.RECEIVED, TaskOutcome.NOT_RECEIVED)
    if done.outcome not in answers:
        raise OutcomeNotAllowed(outcome=done.outcome, allowed=", ".join(answers))
    received = done.outcome is TaskOutcome.RECEIVED
    confirmed = e.ReceiptConfirmed(received, done.text)
    return [done, confirmed, *conclude_call_back(appeal, now, received=received, called=task.id)]
