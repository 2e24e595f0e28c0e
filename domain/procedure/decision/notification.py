"""Notification of the applicant with proof of delivery (АППК 66)."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.events import ApplicantNotified
from domain.state.appeal import Appeal
from domain.state.task import Task


def record_notification(
    _appeal: Appeal, task: Task, command: c.RecordNotification, _now: datetime
) -> Sequence[e.Event]:
    """Return the notification of the applicant, with the means and the proof."""
    return [ApplicantNotified(task.id, command.means, command.text)]
