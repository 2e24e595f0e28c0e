"""Remedies (АППК 80(5), 91 and 92): before whom an end may be fought, for how long, and from when."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from domain import events as e
from domain.identity.people import Group
from domain.law.applicable_law import LegalTerm
from domain.law.rule_ids import RuleId
from domain.state.appeal import Appeal
from domain.state.task import Duty
from domain.worktime.terms import Term


def remedy_of(appeal: Appeal, *, named: bool) -> LegalTerm | None:
    """Return how long an end may be complained of; where nobody stands above, how long one may go to court.

    Where the act does not tell how, and so is not *named*, the law may give more time.
    """
    law = appeal.law
    straight = (
        law.has_rule(RuleId.NO_SUPERIOR) and law.has_rule(RuleId.COURT_ACTION) and superior_of(appeal) is None
    )
    return law.rule(RuleId.COURT_ACTION) if straight else law.remedy_term(remedies_stated=named)


def complaint_window_of(appeal: Appeal, *, named: bool) -> Term | None:
    """Return the time in which an end may be fought; None where the law says nothing of it."""
    remedy = remedy_of(appeal, named=named)
    return remedy.term if remedy else None


def superior_of(appeal: Appeal) -> Group | None:
    """Return who decides on a complaint against the body whose the act is, if anybody stands above it."""
    superior, body = appeal.plan.superior, appeal.considering_body
    return superior if superior and superior.organisation != body.organisation else None


def window_starts_with_notice(appeal: Appeal) -> bool:
    """Tell whether the time to complain begins when the applicant is told, and not with the end itself."""
    return not appeal.legal.anonymous


def with_complaint_window(appeal: Appeal, closed: e.Closed, owed: Iterable[e.TaskOpened]) -> e.Closed:
    """Return *closed* with the time to fight it, which counts from the notice among the duties *owed*."""
    return replace(
        closed,
        complaint_window=complaint_window_of(appeal, named=True),
        notice_task=notice_starting_window(appeal, owed),
    )


def notice_starting_window(appeal: Appeal, owed: Iterable[e.TaskOpened]) -> UUID | None:
    """Return by which of the duties *owed* the applicant gets to know of the end, where that counts."""
    told = (each.task for each in owed if each.duty is Duty.NOTICE)
    return next(told, None) if window_starts_with_notice(appeal) else None
