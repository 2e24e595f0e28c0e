"""Notification of the applicant with proof of delivery (АППК 66)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.events import ApplicantNotified
from domain.law.vocabulary import Notification
from domain.state.appeal import Appeal
from domain.state.task import Duty, Task


def record_notification(
    _appeal: Appeal, task: Task, command: c.RecordNotification, _now: datetime
) -> Sequence[e.Event]:
    """Return the notification of the applicant, with the means and the proof."""
    return [ApplicantNotified(task.id, command.means, command.text)]


def with_notification(
    owed: Iterable[e.TaskOpened], notification: Notification | None
) -> Sequence[e.TaskOpened | ApplicantNotified]:
    """Return the duties *owed*, and the notification where the decision states that it was already made.

    It changes nothing where no notice is owed, as to an anonymous applicant.
    """
    duties = list(owed)
    if notification is None:
        return duties
    made = (
        ApplicantNotified(each.task, notification.means, notification.proof, notification.at)
        for each in duties
        if each.duty is Duty.NOTICE
    )
    return [*duties, *made]
