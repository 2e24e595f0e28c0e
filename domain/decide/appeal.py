"""decide: what happens if a command is obeyed now, or why it is refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from domain import commands as c
from domain import events as e
from domain.commands import ActOnAppeal
from domain.decide.alarms import escalate_past_vacant_level, fire_due
from domain.decide.task import decide_task
from domain.errors import (
    AppealClosed,
    AppealNotClosed,
    LimitReached,
    NotAllowedInStatus,
    TermExpired,
)
from domain.law.rule_ids import UNSUSPENDED
from domain.policy.plan import Step
from domain.procedure.applicant.merge import merge
from domain.procedure.applicant.withdrawal import withdraw
from domain.procedure.decision import decision
from domain.procedure.decision.extension import check_may_extend, extend
from domain.procedure.dispatch import decide_statutory_appeal_command
from domain.rules.closing import check_side_tasks, close, conclude_call_back, reopen
from domain.rules.lifecycle import STATUSES, VERBS, Verb
from domain.rules.permissions import check_appeal_command_allowed
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import TaskState


def decide(appeal: Appeal, command: c.Command, now: datetime) -> Sequence[e.Event]:
    """Return the events that follow if *command* is obeyed at *now* (UTC).

    Raises a Refusal that says what is in the way; then nothing has happened.
    """
    if isinstance(command, c.FireDueClocks):
        return fire_due(appeal, now)
    if isinstance(command, c.ReportVacantLevel):
        return _report_unreachable(appeal, command)
    _check_status(appeal, command)
    if isinstance(command, c.TaskCommand):
        return decide_task(appeal, command, now)
    if isinstance(command, c.Extend):
        check_may_extend(appeal, command)
    check_appeal_command_allowed(appeal, command.by, VERBS[type(command)])
    if isinstance(command, ActOnAppeal):
        return decide_statutory_appeal_command(appeal, command, now)
    return _decide_general_command(appeal, command, now)


def _check_status(appeal: Appeal, command: c.PersonCommand) -> None:
    verb = VERBS[type(command)]
    if appeal.status in STATUSES[verb]:
        return
    if isinstance(command, c.TaskCommand) and appeal.task(command.task).duty is not None:
        return  # what the law asks for outlives the appeal
    if appeal.is_closed:
        raise AppealClosed(outcome=appeal.outcomes[-1])
    if isinstance(command, c.Reopen):
        raise AppealNotClosed(status=appeal.status)
    asks = isinstance(command, c.RequestInformation) and appeal.has_rules(UNSUSPENDED)
    cited = {"article": appeal.law.article_of(UNSUSPENDED)} if asks else {}
    raise NotAllowedInStatus(verb=verb, status=appeal.status, **cited)


def _decide_general_command(  # noqa: PLR0911 - one arm a command
    appeal: Appeal, command: c.Everyday, now: datetime
) -> Sequence[e.Event]:
    match command:
        case c.ResolveAtIntake():
            return _resolve_at_intake(appeal, command, now)
        case c.ProvideInformation(text=text):
            return [e.InformationProvided(text)]
        case c.ConfirmReceipt():
            return _confirm_receipt(appeal, command, now)
        case c.Withdraw():
            return withdraw(appeal, command, now)
        case c.Merge():
            return merge(appeal, command, now)
        case c.Extend():
            return extend(appeal, command, now)
        case c.Reopen():
            return _reopen(appeal, command, now)
        case _:
            assert_never(command)


def _resolve_at_intake(appeal: Appeal, command: c.ResolveAtIntake, now: datetime) -> Sequence[e.Event]:
    task = appeal.main_task
    if task is None or task.step is not Step.RECEPTION or task.state is not TaskState.READY:
        raise NotAllowedInStatus(verb=Verb.RESOLVE_AT_INTAKE, status=appeal.stage)
    closed, owing = decision.closing_and_duties(appeal, command, now)
    check_side_tasks(appeal)
    claimed = e.TaskClaimed(task.id, command.by.id)
    done = e.TaskCompleted(task.id, command.outcome, command.ground, command.text)
    decided = decision.decision_events(appeal, command, now)
    return [claimed, done, *decided, *close(appeal, closed, task.id), *owing]


def _confirm_receipt(appeal: Appeal, command: c.ConfirmReceipt, now: datetime) -> Sequence[e.Event]:
    confirmed = e.ReceiptConfirmed(command.received, command.text)
    return [confirmed, *conclude_call_back(appeal, now, received=command.received)]


def _reopen(appeal: Appeal, command: c.Reopen, now: datetime) -> Sequence[e.Event]:
    """Return a new beginning: within the policy's limits, unless its end was sent back (АППК 100(1)5)."""
    limits, ended = appeal.plan.limits, appeal.closed_at or now
    if command.remitted_at is not None and command.remitted_at > ended:
        return reopen(appeal, now, command.text)
    if appeal.reopenings >= limits.max_reopenings:
        raise LimitReached(limit=limits.max_reopenings)
    latest = appeal.calendar.add_term(ended, limits.reopening_period)
    if now > latest:
        raise TermExpired(ended=latest.isoformat())
    return reopen(appeal, now, command.text)


def _report_unreachable(appeal: Appeal, command: c.ReportVacantLevel) -> Sequence[e.Event]:
    clock = appeal.clock(command.clock, None if command.clock is ClockKind.STATUTE else command.task)
    return [] if clock is None else escalate_past_vacant_level(appeal, clock, command.level)
