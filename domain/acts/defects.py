"""Defects (АППК 64(6)): what an appeal lacks, and the term to mend it."""

from collections.abc import Sequence
from datetime import datetime

from domain import act_commands as c
from domain import events as e
from domain.appeal import Appeal
from domain.tasks import Task


def named(appeal: Appeal, task: Task, command: c.NameDefects, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError


def mended(appeal: Appeal, command: c.Mend) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError
