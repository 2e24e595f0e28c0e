"""decide: what happens if a command is obeyed now, or why it is refused."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from domain import commands as c
from domain import events as e
from domain.commands import ActOnAppeal
from domain.decide.alarms import pull_up, ring
from domain.decide.task import decide_task
from domain.errors import (
    AppealClosed,
    AppealNotClosed,
    LimitReached,
    NotNow,
    TooLate,
)
from domain.law.rule_ids import UNSUSPENDED
from domain.policy.plan import Step
from domain.procedure.applicant.merge import merged
from domain.procedure.applicant.withdrawal import withdrawn
from domain.procedure.decision import decision
from domain.procedure.decision.extension import check_extends, extended
from domain.procedure.dispatch import decide_act
from domain.rules.closing import check_side_tasks, close, end_call_back, reopen
from domain.rules.lifecycle import STATUSES, VERBS, Verb
from domain.rules.permissions import check_person
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import TaskState


def decide(appeal: Appeal, command: c.Command, now: datetime) -> Sequence[e.Event]:
    """Return the events that follow if *command* is obeyed at *now* (UTC).

    Raises a Refusal that says what is in the way; then nothing has happened.
    """
    if isinstance(command, c.Ring):
        return ring(appeal, now)
    if isinstance(command, c.ReportUnreachable):
        return _unreachable(appeal, command)
    _check_status(appeal, command)
    if isinstance(command, c.TaskCommand):
        return decide_task(appeal, command, now)
    if isinstance(command, c.Extend):
        check_extends(appeal, command)
    check_person(appeal, command.by, VERBS[type(command)])
    if isinstance(command, ActOnAppeal):
        return decide_act(appeal, command, now)
    return _decide_appeal(appeal, command, now)


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
    asks = isinstance(command, c.RequestInformation) and appeal.knows(UNSUSPENDED)
    cited = {"article": appeal.law.article(UNSUSPENDED)} if asks else {}
    raise NotNow(command=verb, status=appeal.status, **cited)


def _decide_appeal(  # noqa: PLR0911 - one arm a command
    appeal: Appeal, command: c.Everyday, now: datetime
) -> Sequence[e.Event]:
    match command:
        case c.ResolveHereAndNow():
            return _here_and_now(appeal, command, now)
        case c.ProvideInformation(text=text):
            return [e.InformationProvided(text)]
        case c.ConfirmReceipt():
            return _confirmed(appeal, command, now)
        case c.Withdraw():
            return withdrawn(appeal, command, now)
        case c.Merge():
            return merged(appeal, command, now)
        case c.Extend():
            return extended(appeal, command, now)
        case c.Reopen():
            return _reopened(appeal, command, now)
        case _:
            assert_never(command)


def _here_and_now(appeal: Appeal, command: c.ResolveHereAndNow, now: datetime) -> Sequence[e.Event]:
    task = appeal.main_task
    if task is None or task.step is not Step.RECEPTION or task.state is not TaskState.READY:
        raise NotNow(command=Verb.RESOLVE_HERE_AND_NOW, status=appeal.stage)
    closed, owing = decision.ended(appeal, command, now)
    check_side_tasks(appeal)
    claimed = e.TaskClaimed(task.id, command.by.id)
    done = e.TaskCompleted(task.id, command.outcome, command.ground, command.text)
    decided = decision.decided(appeal, command, now)
    return [claimed, done, *decided, *close(appeal, closed, task.id), *owing]


def _confirmed(appeal: Appeal, command: c.ConfirmReceipt, now: datetime) -> Sequence[e.Event]:
    confirmed = e.ReceiptConfirmed(command.received, command.text)
    return [confirmed, *end_call_back(appeal, now, received=command.received)]


def _reopened(appeal: Appeal, command: c.Reopen, now: datetime) -> Sequence[e.Event]:
    """Return a new beginning: within the policy's limits, unless its end was sent back (АППК 100(1)5)."""
    limits, ended = appeal.plan.limits, appeal.closed_at or now
    if command.sent_back is not None and command.sent_back > ended:
        return reopen(appeal, now, command.text)
    if appeal.reopenings >= limits.reopenings:
        raise LimitReached(limit=limits.reopenings)
    latest = appeal.calendar.after(ended, limits.reopening)
    if now > latest:
        raise TooLate(ended=latest.isoformat())
    return reopen(appeal, now, command.text)


def _unreachable(appeal: Appeal, command: c.ReportUnreachable) -> Sequence[e.Event]:
    clock = appeal.clock(command.clock, None if command.clock is ClockKind.STATUTE else command.task)
    return [] if clock is None else pull_up(appeal, clock, command.level)
