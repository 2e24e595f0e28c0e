"""Complaint (АППК 91 to 100): who decides on it, and who has no part in it."""

from collections.abc import Sequence
from datetime import datetime

from domain import act_commands as c
from domain import events as e
from domain.appeal import Appeal
from domain.tasks import Task


def forwarded(appeal: Appeal, task: Task, command: c.Forward, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError
