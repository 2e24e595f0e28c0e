"""Redirect (АППК 65(1)): an appeal goes to the body that is competent, and its term begins anew there."""

from collections.abc import Sequence
from datetime import datetime

from domain import act_commands as c
from domain import events as e
from domain.appeal import Appeal
from domain.tasks import Task


def redirected(appeal: Appeal, task: Task, command: c.Redirect, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError
