"""Recusal (АППК 67): the superior decides whether somebody steps aside."""

from collections.abc import Sequence
from datetime import datetime

from domain import act_commands as c
from domain import events as e
from domain.appeal import Appeal
from domain.tasks import Task


def challenged(appeal: Appeal, command: c.Challenge, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError


def decided(appeal: Appeal, task: Task, command: c.DecideRecusal, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError
