"""Hearing (АППК 73 and 74): the applicant is heard before a burdensome act."""

from collections.abc import Sequence
from datetime import datetime

from domain import act_commands as c
from domain import events as e
from domain.appeal import Appeal
from domain.tasks import Task


def told(appeal: Appeal, task: Task, command: c.TellPreliminary, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError


def held(appeal: Appeal, task: Task, command: c.RecordHearing, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError


def signed(appeal: Appeal, task: Task, command: c.SignProtocol) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError


def objected(appeal: Appeal, command: c.Object, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError


def asked(appeal: Appeal, command: c.AskForHearing, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError


def remarked(appeal: Appeal, command: c.RemarkOnProtocol, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError
