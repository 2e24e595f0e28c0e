"""Return to the applicant, and what comes again after it (АППК 64(7) and (8))."""

from collections.abc import Sequence
from datetime import datetime

from domain import act_commands as c
from domain import events as e
from domain.appeal import Appeal
from domain.tasks import Task


def returned(appeal: Appeal, task: Task, command: c.ReturnToApplicant, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError


def attached(appeal: Appeal, command: c.Attach) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError
