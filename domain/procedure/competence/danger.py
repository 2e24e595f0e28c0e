"""A crime or a threat to safety (АППК 64(7-2)): it beats every other rule."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.errors import DangerTakesPrecedence, SameAssignee
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Danger
from domain.procedure.competence.redirect import bodies_so_far, hand_over, restarts_term
from domain.rules.duties import open_notice_duty
from domain.state.appeal import Appeal
from domain.state.task import Task


def flag_danger(appeal: Appeal, task: Task, command: c.FlagDanger, now: datetime) -> Sequence[e.Event]:
    """Return that the appeal goes on at once, whoever of those who have it has seen what it tells of."""
    return redirect_for_danger(appeal, task, command.danger, now, command.text)


def redirect_for_danger(
    appeal: Appeal, task: Task, danger: Danger, now: datetime, text: UUID | None = None
) -> Sequence[e.Event]:
    """Return that the body competent for this *danger* has the appeal from now on, and minutes to take it.

    A body that has it already gets it as urgent. Raises SameReceiver where it did before.
    """
    article = appeal.law.cite(RuleId.URGENT_REDIRECT)
    receiver, known = appeal.plan.group_for_danger(danger), bodies_so_far(appeal)
    if appeal.legal.danger is not None and receiver.organisation in known:
        raise SameAssignee(group=receiver, article=article)
    sent = e.Redirected(task.id, receiver, article, restarts_term=restarts_term(appeal, receiver), text=text)
    return [
        e.DangerFlagged(task.id, danger, article, text),
        *hand_over(appeal, sent, now, urgent=True),
        *open_notice_duty(appeal, now, appeal.law.find_rule(RuleId.REDIRECT), after=1),
    ]


def check_no_danger(appeal: Appeal) -> None:
    """Refuse what a danger goes before: to end the appeal for its form, or in another one."""
    if appeal.legal.danger is not None:
        raise DangerTakesPrecedence(
            danger=appeal.legal.danger, article=appeal.law.cite(RuleId.URGENT_REDIRECT)
        )
