"""Redirect of a part (АППК 65(2)): some demands become an appeal of their own, and none is lost."""

from collections.abc import Sequence
from datetime import datetime

from domain import act_commands as c
from domain import events as e
from domain.appeal import Appeal
from domain.tasks import Task


def part_redirected(appeal: Appeal, task: Task, command: c.RedirectPart, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError
