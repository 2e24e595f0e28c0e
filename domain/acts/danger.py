"""A crime or a threat to safety (АППК 64(7-2)): it beats every other rule."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from domain import act_commands as c
from domain import act_events as a
from domain import events as e
from domain.acts.redirect import begins_anew, had, handed_over
from domain.appeal import Appeal
from domain.duties import notice
from domain.errors import NotYourGroup, SameReceiver
from domain.law_errors import DangerFirst
from domain.legal import Danger
from domain.people import oversees, works_in
from domain.tasks import Task


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
    sent = a.Redirected(task.id, receiver, article, restarts=begins_anew(appeal, receiver), text=text)
    return [
        a.DangerFlagged(task.id, danger, article, text),
        *handed_over(appeal, sent, now, urgent=True),
        *notice(appeal, now, appeal.law.rule("redirect"), after=1),
    ]


def check_safe(appeal: Appeal) -> None:
    """Refuse what a danger goes before: to end the appeal for its form, or in another one."""
    if appeal.legal.danger is not None:
        raise DangerFirst(danger=appeal.legal.danger, article=appeal.law.article("urgent"))
