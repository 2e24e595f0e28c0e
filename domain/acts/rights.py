"""Rights of the applicant beside the decision: a representative, the file (АППК 68 and 75)."""

from collections.abc import Sequence
from datetime import datetime

from domain import act_commands as c
from domain import events as e
from domain.appeal import Appeal


def representative_named(appeal: Appeal, command: c.NameRepresentative) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError


def file_asked(appeal: Appeal, command: c.AskForFile, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError
