"""Rights of the applicant beside the decision: a representative, the file (АППК 68 and 75)."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.events import FileAsked, RepresentativeNamed
from domain.rules.duties import owed
from domain.state.appeal import Appeal
from domain.state.task import Duty


def representative_named(appeal: Appeal, command: c.NameRepresentative, now: datetime) -> Sequence[e.Event]:
    """Return that somebody speaks for the applicant; if nobody does any more, until when to name another.

    No clock runs for that term: it is told, and nothing follows from its end. Another may be named later too.
    """
    rule = appeal.law.rule("representative")
    until = rule.ends(now, appeal.calendar) if command.removed else None
    return [RepresentativeNamed(command.text, command.removed, until)]


def file_asked(appeal: Appeal, command: c.AskForFile, now: datetime) -> Sequence[e.Event]:
    """Return that whoever has the appeal is to show its file; asked again meanwhile, that stays one duty."""
    asked, rule = FileAsked(command.text), appeal.law.rule("file_access")
    if any(task.duty is Duty.FILE for task in appeal.open_tasks):
        return [asked]
    return [asked, owed(appeal, now, Duty.FILE, rule)]
