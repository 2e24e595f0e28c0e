"""Remedies (АППК 80(5), 91 and 92): the competent body, the term and its start."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from domain import events as e
from domain.identity.people import Group
from domain.law.applicable_law import LegalTerm
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Procedure
from domain.state.appeal import Appeal
from domain.state.task import Duty
from domain.worktime.terms import Term


def remedy_of(appeal: Appeal, *, named: bool) -> LegalTerm | None:
    """Return the term for a complaint about the end of *appeal*; without superior, for an action in court.

    Where the act does not state the remedies, and so is not *named*, the law may set a longer term.
    """
    law = appeal.law
    straight = law.has_rule(RuleId.NO_SUPERIOR) and superior_of(appeal) is None
    in_court = law.find_rule(RuleId.COURT_ACTION_WITHOUT_SUPERIOR) or law.find_rule(RuleId.COURT_ACTION)
    if straight and in_court is not None and law.procedure is not Procedure.COMPLAINT:
        return in_court
    return law.remedy_term(remedies_stated=named)


def complaint_window_of(appeal: Appeal, *, named: bool) -> Term | None:
    """Return the term in which the end of *appeal* may be contested; None where the law sets none."""
    remedy = remedy_of(appeal, named=named)
    return remedy.term if remedy else None


def superior_of(appeal: Appeal) -> Group | None:
    """Return the superior of the body whose act it is, which decides on a complaint, or None."""
    superior, body = appeal.legal.competence.superior, appeal.considering_body
    return superior if superior and superior.organisation != body.organisation else None


def window_starts_with_notice(appeal: Appeal) -> bool:
    """Return whether the time to complain begins with the notification, and not with the end itself."""
    return not appeal.origin.anonymous


def with_complaint_window(appeal: Appeal, closed: e.Closed, owed: Iterable[e.TaskOpened]) -> e.Closed:
    """Return *closed* with its complaint window, which counts from the notice among the duties *owed*."""
    return replace(
        closed,
        complaint_window=complaint_window_of(appeal, named=True),
        notice_task=notice_starting_window(appeal, owed),
    )


def notice_starting_window(appeal: Appeal, owed: Iterable[e.TaskOpened]) -> UUID | None:
    """Return the duty among *owed* whose notification starts the complaint window, or None."""
    notices = (each.task for each in owed if each.duty is Duty.NOTICE)
    return next(notices, None) if window_starts_with_notice(appeal) else None
