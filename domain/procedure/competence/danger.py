"""A crime or a threat to safety (АППК 64(7-2)), which takes precedence over every other rule."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.errors import DangerTakesPrecedence, SameAssignee
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Danger
from domain.procedure.competence.redirect import bodies_so_far, hand_over, redirected
from domain.rules.duties import open_transfer_notice
from domain.state.appeal import Appeal
from domain.state.task import Task


def flag_danger(appeal: Appeal, task: Task, command: c.FlagDanger, now: datetime) -> Sequence[e.Event]:
    """Return the transfer of the appeal for danger, on the report of any of the groups that have it."""
    return redirect_for_danger(appeal, task, command.danger, now, command.text)


def redirect_for_danger(
    appeal: Appeal, task: Task, danger: Danger, now: datetime, text: UUID | None = None
) -> Sequence[e.Event]:
    """Return the transfer of the appeal to the body competent for this *danger*, with the urgent terms.

    A body that already has the appeal gets it as urgent, or raises SameAssignee if it was urgent before.
    """
    article = appeal.law.cite(RuleId.URGENT_REDIRECT)
    receiver, known = appeal.plan.group_for_danger(danger), bodies_so_far(appeal)
    if appeal.legal.danger is not None and receiver.organisation in known:
        raise SameAssignee(group=receiver, article=article)
    sent = replace(redirected(appeal, task, receiver, article, now), text=text)
    return [
        e.DangerFlagged(task.id, danger, article, text),
        *hand_over(appeal, sent, now, urgent=True),
        *open_transfer_notice(appeal, now, appeal.law.find_rule(RuleId.REDIRECT), after=1),
    ]


def check_no_danger(appeal: Appeal) -> None:
    """Refuse to end an appeal with a danger for its form, or by a merger."""
    if appeal.legal.danger is not None:
        raise DangerTakesPrecedence(
            danger=appeal.legal.danger, article=appeal.law.cite(RuleId.URGENT_REDIRECT)
        )
