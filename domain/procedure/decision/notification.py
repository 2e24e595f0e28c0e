"""Notices (АППК 66): the applicant is told, and there is a proof of it."""

from collections.abc import Sequence

from domain import commands as c
from domain import events as e
from domain.events import ApplicantNotified
from domain.identity.people import Role
from domain.rules.permissions import check_may_do_duty
from domain.state.appeal import Appeal
from domain.state.task import Task


def record_notification(appeal: Appeal, task: Task, command: c.RecordNotification) -> Sequence[e.Event]:
    """Return that the applicant was told, by whom it falls to or by the gateway that sends it."""
    if command.by.role is not Role.INTEGRATOR:
        check_may_do_duty(appeal, task, command.by)
    return [ApplicantNotified(task.id, command.means, command.text)]
