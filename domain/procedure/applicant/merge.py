"""Merger: an appeal is continued by another one that has all its applicants (АППК 64(1), 70(3) and (4))."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import MergedIntoItself, MergeNotAllowed
from domain.law.rule_ids import RuleId
from domain.procedure.competence.danger import check_no_danger
from domain.procedure.competence.forward_complaint import check_complaint_may_end
from domain.procedure.decision.decision import open_termination_notice
from domain.rules.closing import close
from domain.rules.remedies import with_complaint_window
from domain.state.appeal import Appeal
from domain.state.task import Outcome


def merge(appeal: Appeal, command: c.Merge, now: datetime) -> Sequence[e.Event]:
    """Return the closing of the appeal as merged; an appeal with a danger, or a complaint, is not merged.

    Where the law requires it, the applicants are notified and may complain of the merger.
    """
    if command.target_appeal == appeal.id:
        raise MergedIntoItself(into=command.target_appeal)
    check_no_danger(appeal)
    check_complaint_may_end(appeal, Outcome.MERGED)
    closed = e.Closed(Outcome.MERGED, merged_into=command.target_appeal)
    if appeal.law.has_rule(RuleId.DUTY_TO_ACCEPT) and not command.covers_all_applicants:
        raise MergeNotAllowed(article=appeal.law.article_of(RuleId.DUTY_TO_ACCEPT))
    owing = open_termination_notice(appeal, now)
    merged = replace(with_complaint_window(appeal, closed, owing), merged_into_number=command.target_number)
    return [*close(appeal, merged), *owing]
