"""Notices (АППК 66): the applicant is told, and there is a proof of it."""

from collections.abc import Sequence

from domain import act_commands as c
from domain import events as e
from domain.access import check_duty
from domain.act_events import ApplicantNotified
from domain.appeal import Appeal
from domain.people import Role
from domain.tasks import Task


def notified(appeal: Appeal, task: Task, command: c.Notify) -> Sequence[e.Event]:
    """Return that the applicant was told, by whom it falls to or by the gateway that sends it."""
    if command.by.role is not Role.INTEGRATOR:
        check_duty(appeal, task, command.by)
    return [ApplicantNotified(task.id, command.means, command.text)]
