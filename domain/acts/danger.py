"""A crime or a threat to safety (АППК 64(7-2)): it beats every other rule."""

from collections.abc import Sequence
from datetime import datetime

from domain import act_commands as c
from domain import events as e
from domain.appeal import Appeal
from domain.law_errors import DangerFirst
from domain.tasks import Task


def flagged(appeal: Appeal, task: Task, command: c.FlagDanger, now: datetime) -> Sequence[e.Event]:
    """Return what follows, or refuse."""
    raise NotImplementedError


def check_safe(appeal: Appeal) -> None:
    """Refuse what a crime or a threat to safety goes before: to return it, to find defects, to ask who speaks."""
    if appeal.legal.danger is not None:
        raise DangerFirst(danger=appeal.legal.danger, article=appeal.law.article("urgent"))
