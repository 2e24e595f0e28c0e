"""Recusal (АППК 67): the superior decides on the participation of a challenged person."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.errors import NoHolderToRecuse, RecusalAlreadyRequested
from domain.events import RecusalDecided, RecusalRequested
from domain.identity.people import Group, Role
from domain.law.rule_ids import RuleId
from domain.policy.plan import ROLE_OF_STEP
from domain.rules.duties import open_duty, open_notice_duty
from domain.rules.permissions import person_challenged_by
from domain.state.appeal import Appeal
from domain.state.task import Duty, Task


def request_recusal(appeal: Appeal, command: c.RequestRecusal, now: datetime) -> Sequence[e.Event]:
    """Return the request and the superior's duty to decide on it.

    It is repeated about the same person only on new circumstances (67(9)), and not once it was upheld.
    Without a named person, the request concerns the holder of the main task.
    """
    rule, legal, main = appeal.law.rule(RuleId.RECUSAL), appeal.legal, appeal.main_task
    person = command.person or (main.holder if main else None)
    if person is None:
        raise NoHolderToRecuse(article=rule.article)
    dismissed = () if command.has_new_circumstances else legal.recusals.dismissed
    if person in (*legal.recusals.requested, *legal.recusals.upheld, *dismissed):
        raise RecusalAlreadyRequested(article=rule.article)
    superior = _deciding_superior(appeal, command.group or appeal.group)
    return [
        RecusalRequested(person, rule.article, command.text),
        open_duty(appeal, now, Duty.RECUSAL, rule, group=superior),
    ]


def decide_recusal(appeal: Appeal, task: Task, command: c.DecideRecusal, now: datetime) -> Sequence[e.Event]:
    """Return the decision on the recusal, and the duty to notify the applicant.

    A recused person's tasks are released.
    """
    person = person_challenged_by(appeal, task)
    released = _release_tasks_of(appeal, person) if command.is_upheld else []
    duties = open_notice_duty(appeal, now, appeal.law.rule(RuleId.RECUSAL_NOTICE))
    return [RecusalDecided(task.id, person, command.is_upheld, command.text), *released, *duties]


def _release_tasks_of(appeal: Appeal, person: UUID) -> list[e.TaskReleased]:
    return [e.TaskReleased(each.id, overridden=True) for each in appeal.open_tasks if each.holder == person]


def _deciding_superior(appeal: Appeal, of: Group) -> Group:
    """Return the superior of a member of the group *of*.

    A supervisor's recusal is decided by the superior body (67(6)), or else by another official of the same
    body (67(7)).
    """
    above = None if of.role in ROLE_OF_STEP.values() else appeal.superior_of(of.organisation)
    return Group(above.organisation if above else of.organisation, Role.SUPERVISOR)
