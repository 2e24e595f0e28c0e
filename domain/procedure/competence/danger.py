"""A crime or a threat to safety (АППК 64(7-2)): it beats every other rule."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.errors import DangerFirst, NotYourGroup, SameReceiver
from domain.identity.people import oversees, works_in
from domain.law.vocabulary import Danger
from domain.procedure.competence.redirect import begins_anew, had, handed_over
from domain.rules.duties import notice
from domain.state.appeal import Appeal
from domain.state.task import Task


def flagged(appeal: Appeal, task: Task, command: c.FlagDanger, now: datetime) -> Sequence[e.Event]:
    """Return that the appeal goes on at once, whoever of those who have it has seen what it tells of."""
    if not (works_in(command.by, task.group) or oversees(command.by, task.group, appeal.region)):
        raise NotYourGroup(group=task.group)
    return sent_on(appeal, task, command.danger, now, command.text)


def sent_on(
    appeal: Appeal, task: Task, danger: Danger, now: datetime, text: UUID | None = None
) -> Sequence[e.Event]:
    """Return that the body competent for this *danger* has the appeal from now on, and minutes to take it.

    A body that has it already gets it as urgent. Raises SameReceiver where it did before.
    """
    article = appeal.law.article("urgent")
    receiver, known = appeal.plan.urgent_body(danger), had(appeal)
    if appeal.legal.danger is not None and receiver.organisation in known:
        raise SameReceiver(group=receiver, article=article)
    sent = e.Redirected(task.id, receiver, article, restarts=begins_anew(appeal, receiver), text=text)
    return [
        e.DangerFlagged(task.id, danger, article, text),
        *handed_over(appeal, sent, now, urgent=True),
        *notice(appeal, now, appeal.law.rule("redirect"), after=1),
    ]


def check_safe(appeal: Appeal) -> None:
    """Refuse what a danger goes before: to end the appeal for its form, or in another one."""
    if appeal.legal.danger is not None:
        raise DangerFirst(danger=appeal.legal.danger, article=appeal.law.article("urgent"))
