"""Rights of the applicant beside the decision: representation and access to the file (АППК 68 and 75)."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.events import FileAccessRequested, RepresentativeChanged
from domain.law.rule_ids import RuleId
from domain.rules.duties import open_duty
from domain.state.appeal import Appeal
from domain.state.task import Duty


def change_representative(
    appeal: Appeal, command: c.ChangeRepresentative, now: datetime
) -> Sequence[e.Event]:
    """Return the change of the representative; after a removal, with the term to name another.

    No clock runs for that term, and its end has no effect: another one may be named later too.
    """
    rule = appeal.law.rule(RuleId.REPRESENTATIVE_REPLACEMENT)
    until = rule.ends_at(now, appeal.calendar) if command.is_removal else None
    return [RepresentativeChanged(command.text, command.is_removal, until)]


def request_file_access(appeal: Appeal, command: c.RequestFileAccess, now: datetime) -> Sequence[e.Event]:
    """Return the request for access to the file, and the duty to grant it unless one is already open."""
    asked, rule = FileAccessRequested(command.text), appeal.law.rule(RuleId.FILE_ACCESS)
    if any(task.duty is Duty.CASE_FILE for task in appeal.open_tasks):
        return [asked]
    return [asked, open_duty(appeal, now, Duty.CASE_FILE, rule)]
