"""Recusal (АППК 67): the superior decides whether somebody steps aside."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.errors import ChallengedBefore, NobodyToChallenge
from domain.events import Challenged, RecusalDecided
from domain.identity.people import Group, Role
from domain.policy.plan import WORKER_OF
from domain.rules.duties import notice, owed
from domain.rules.permissions import challenged_in, check_duty
from domain.state.appeal import Appeal
from domain.state.task import Duty, Task


def challenged(appeal: Appeal, command: c.Challenge, now: datetime) -> Sequence[e.Event]:
    """Return that the superior has to decide on it; once for each person.

    Whom an applicant cannot name is whoever has the work in hand.
    """
    rule, legal, main = appeal.law.rule("recusal"), appeal.legal, appeal.main_task
    person = command.person or (main.holder if main else None)
    if person is None:
        raise NobodyToChallenge(article=rule.article)
    if person in (*legal.challenged, *legal.recused, *legal.cleared):
        raise ChallengedBefore(article=rule.article)
    superior = _superior(appeal, command.of or appeal.group)
    return [
        Challenged(person, rule.article, command.text),
        owed(appeal, now, Duty.RECUSAL, rule, group=superior),
    ]


def decided(appeal: Appeal, task: Task, command: c.DecideRecusal, now: datetime) -> Sequence[e.Event]:
    """Return what was decided, and that the applicant is told.

    Whoever steps aside gives back what they hold.
    """
    check_duty(appeal, task, command.by)
    person = challenged_in(appeal, task)
    given_back = _given_back(appeal, person) if command.upheld else []
    told = notice(appeal, now, appeal.law.rule("recusal_notice"))
    return [RecusalDecided(task.id, person, command.upheld, command.text), *given_back, *told]


def _given_back(appeal: Appeal, person: UUID) -> list[e.TaskReleased]:
    return [e.TaskReleased(each.id, overridden=True) for each in appeal.open_tasks if each.holder == person]


def _superior(appeal: Appeal, of: Group) -> Group:
    """Return who stands above somebody of the group *of*; above those who supervise, the fallback's own."""
    worker = of.role in WORKER_OF.values()
    return Group(of.organisation if worker else appeal.plan.fallback.organisation, Role.SUPERVISOR)
