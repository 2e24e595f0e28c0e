"""Defects (АППК 64(6)): their report and correction within a term, during which no clock pauses."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain import commands as c
from domain import events as e
from domain.errors import (
    CalendarExhausted,
    DefectCorrectionPending,
    DefectCorrectionTermTooLong,
    NoDefectsToCorrect,
    NotInFuture,
    NotNotifiedYet,
)
from domain.events import DefectsCorrected, DefectsReported
from domain.law.rule_ids import RuleId
from domain.rules.duties import open_notice_duty
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Task
from domain.worktime.terms import Term

NEVER = datetime.max.replace(tzinfo=UTC)


def report_defects(appeal: Appeal, task: Task, command: c.ReportDefects, now: datetime) -> Sequence[e.Event]:
    """Return the report of defects with a term for their correction, and the duty to notify the applicant.

    The law leaves the term to the body; the policy's longest wait for an answer limits it.
    """
    rule, calendar = appeal.law.rule(RuleId.DEFECT_CORRECTION), appeal.calendar
    if appeal.legal.pending_correction is not None:
        raise NotNotifiedYet(article=rule.article)
    running = appeal.clock(ClockKind.DEFECT_CORRECTION)
    if running is not None:
        raise DefectCorrectionPending(until=appeal.reading(running).due.isoformat(), article=rule.article)
    if not command.term.amount:
        raise NotInFuture(field="term")
    latest = calendar.add_term(now, appeal.plan.limits.max_information_wait)
    if _term_end(appeal, command.term, now) > latest:
        raise DefectCorrectionTermTooLong(latest=latest.isoformat(), article=rule.article)
    notices = open_notice_duty(appeal, now, rule)
    notice = next((each.task for each in notices), None)
    reported = DefectsReported(task.id, command.defects, command.term, rule.article, command.text, notice)
    return [reported, *notices]


def correct_defects(appeal: Appeal, command: c.CorrectDefects, _now: datetime) -> Sequence[e.Event]:
    """Return the correction of the defects, which is possible until the appeal is returned."""
    if not has_defects_to_correct(appeal):
        raise NoDefectsToCorrect(article=appeal.law.article_of(RuleId.DEFECT_CORRECTION))
    return [DefectsCorrected(command.text)]


def has_defects_to_correct(appeal: Appeal) -> bool:
    """Return whether defects were reported and are not corrected yet, in their term or after it."""
    legal = appeal.legal
    reported = legal.pending_correction is not None or legal.defect_correction_lapsed_at is not None
    return reported or appeal.clock(ClockKind.DEFECT_CORRECTION) is not None


def _term_end(appeal: Appeal, term: Term, now: datetime) -> datetime:
    """Return the end of a *term* that begins now; NEVER where it lies beyond the calendar."""
    try:
        return appeal.calendar.add_term(now, term)
    except CalendarExhausted:
        return NEVER
