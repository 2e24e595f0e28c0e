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
    running = appeal.clock(ClockKind.DEFECT_CORRECTION)
    if running is not None:
        raise DefectCorrectionPending(until=appeal.reading(running).due.isoformat(), article=rule.article)
    if not command.term.amount:
        raise NotInFuture(field="term")
    latest = calendar.add_term(now, appeal.plan.limits.max_information_wait)
    if _term_end(appeal, command.term, now) > latest:
        raise DefectCorrectionTermTooLong(latest=latest.isoformat(), article=rule.article)
    reported = DefectsReported(task.id, command.defects, command.term, rule.article, command.text)
    return [reported, *open_notice_duty(appeal, now, rule)]


def correct_defects(appeal: Appeal, command: c.CorrectDefects, _now: datetime) -> Sequence[e.Event]:
    """Return the correction of the defects, which is possible until the appeal is returned."""
    if appeal.clock(ClockKind.DEFECT_CORRECTION) is None and appeal.legal.defect_correction_lapsed_at is None:
        raise NoDefectsToCorrect(article=appeal.law.article_of(RuleId.DEFECT_CORRECTION))
    return [DefectsCorrected(command.text)]


def _term_end(appeal: Appeal, term: Term, now: datetime) -> datetime:
    """Return the end of a *term* that begins now; NEVER where it lies beyond the calendar."""
    try:
        return appeal.calendar.add_term(now, term)
    except CalendarExhausted:
        return NEVER
