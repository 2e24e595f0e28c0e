"""Conditions of commands on tasks beyond status, state and person; the rows of the commands name them."""

from domain.commands import TaskCommand
from domain.errors import (
    DangerTakesPrecedence,
    ForwardRequired,
    NoSender,
    NoSuperior,
    NotAllowedInStatus,
    NotAllowedInTaskState,
    NotAnnouncedYet,
    NotForwardable,
    Refusal,
)
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Procedure
from domain.policy.plan import Step
from domain.rules.applicability import (
    awaits_forwarding,
    check_competence,
    check_not_held_for_deciding_body,
    has_no_superior,
    is_to_be_forwarded,
)
from domain.rules.command_spec import Condition, TaskCommandSpec
from domain.rules.lifecycle import IN_WORK
from domain.state.appeal import Appeal
from domain.state.task import Purpose, Task

Spec = TaskCommandSpec[TaskCommand]


def _check_may_close(appeal: Appeal, task: Task, _spec: Spec) -> None:
    if task.purpose is Purpose.WORK:
        check_not_held_for_deciding_body(appeal)


def _check_may_burden(appeal: Appeal, task: Task, _spec: Spec) -> None:
    check_competence(appeal, task)


def _check_forwarder(appeal: Appeal, task: Task, _spec: Spec) -> None:
    if not is_to_be_forwarded(appeal):
        check_competence(appeal, task)


def _check_forwardable(appeal: Appeal, _task: Task, _spec: Spec) -> None:
    if not is_to_be_forwarded(appeal):
        raise _forwarding_refusal(appeal)


def _check_no_danger(appeal: Appeal, _task: Task, _spec: Spec) -> None:
    if appeal.legal.danger is not None:
        raise DangerTakesPrecedence(
            danger=appeal.legal.danger, article=appeal.law.cite(RuleId.URGENT_REDIRECT)
        )


def _check_no_decision_contested(appeal: Appeal, _task: Task, _spec: Spec) -> None:
    """Refuse to send a complaint about a known act to any body but the competent superior."""
    if appeal.legal.complaint.about is not None and is_to_be_forwarded(appeal):
        raise ForwardRequired(article=appeal.law.article_of(RuleId.COMPLAINT_FORWARD))


def _check_announced(appeal: Appeal, task: Task, _spec: Spec) -> None:
    if task.purpose is Purpose.WORK and appeal.legal.hearing.announced_at is None:
        raise NotAnnouncedYet(article=appeal.law.article_of(RuleId.HEARING))


def _check_has_sender(_appeal: Appeal, task: Task, spec: Spec) -> None:
    if task.origin_task is None:
        raise NoSender(verb=spec.verb)


def _check_completable(appeal: Appeal, task: Task, spec: Spec) -> None:
    waits = task.purpose is Purpose.WORK and appeal.status not in IN_WORK
    if waits or not spec.suits(task):
        raise NotAllowedInStatus(verb=spec.verb, status=appeal.status)


def _check_forwarded_first(appeal: Appeal, task: Task, spec: Spec) -> None:
    if task.step is Step.AGENCY and awaits_forwarding(appeal):
        raise NotAllowedInTaskState(verb=spec.verb, state=task.state)


def _forwarding_refusal(appeal: Appeal) -> Refusal:
    """Return why the appeal is not forwarded: no complaint, forwarded before, or no superior."""
    law, danger = appeal.law, appeal.legal.danger
    waits = law.procedure is Procedure.COMPLAINT and not appeal.legal.complaint.is_forwarded
    if waits and has_no_superior(appeal):
        return NoSuperior(article=law.cite(RuleId.NO_SUPERIOR, RuleId.COMPLAINT_FORWARD))
    if waits and danger is not None:
        return DangerTakesPrecedence(danger=danger, article=law.cite(RuleId.URGENT_REDIRECT))
    return NotForwardable(article=law.cite(RuleId.COMPLAINT_FORWARD))


MAY_CLOSE = Condition("the queue does not only pass the complaint on", _check_may_close)
MAY_BURDEN = Condition("the body neither only assists nor only passes the complaint on", _check_may_burden)
FORWARDER = Condition("where it is not to be forwarded, as for adverse decisions", _check_forwarder)
FORWARDABLE = Condition("the complaint is still to be forwarded to a superior", _check_forwardable)
NO_DANGER = Condition("no danger is flagged", _check_no_danger)
NO_DECISION_CONTESTED = Condition(
    "no complaint about a known act is still to be forwarded", _check_no_decision_contested
)
ANNOUNCED = Condition("the preliminary decision is announced", _check_announced)
HAS_SENDER = Condition("the task was handed over by another task", _check_has_sender)
COMPLETABLE = Condition("on the main path, the appeal is in progress", _check_completable)
FORWARDED_FIRST = Condition("at an agency, no complaint is still to be forwarded", _check_forwarded_first)
