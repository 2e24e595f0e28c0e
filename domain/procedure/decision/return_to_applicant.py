"""The return of an appeal, and the attachment of an identical one after it (АППК 64(7) and (8))."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import (
    IdenticalAppealRequired,
    MergedIntoItself,
    NoDefectsToCorrect,
    NotNotifiedYet,
    TermExpired,
    TooEarly,
)
from domain.events import ReturnedToApplicant
from domain.law.applicable_law import LegalTerm, term_end
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import ReturnGround, TermStart
from domain.procedure.competence.danger import check_no_danger
from domain.procedure.competence.forward_complaint import check_complaint_may_end
from domain.procedure.decision.notification import with_notification
from domain.rules.closing import close
from domain.rules.duties import open_notice_duty
from domain.rules.permissions import acts_by_override
from domain.rules.remedies import with_complaint_window
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Outcome, Task
from domain.worktime.terms import Term, Unit

RULE_OF_GROUND = {
    ReturnGround.DEFECTS_NOT_CORRECTED: RuleId.RETURN_UNCORRECTED,
    ReturnGround.IDENTICAL: RuleId.RETURN_IDENTICAL,
    ReturnGround.OBSCENE: RuleId.RETURN_OBSCENE,
}


def return_to_applicant(
    appeal: Appeal, task: Task, command: c.ReturnToApplicant, now: datetime
) -> Sequence[e.Event]:
    """Return the closing of the appeal as returned, and the duty to notify the applicant with reasons."""
    overridden = acts_by_override(appeal, task, command)
    check_complaint_may_end(appeal, Outcome.RETURNED)
    rule, earlier = appeal.law.rule(RULE_OF_GROUND[command.ground]), command.identical_to
    if command.ground is ReturnGround.IDENTICAL and earlier in (None, appeal.id):
        raise IdenticalAppealRequired(article=rule.article)
    ended = _return_term_ends_at(appeal, rule, now)
    back = ReturnedToApplicant(task.id, command.ground, rule.article, earlier, command.text, overridden)
    duties = open_notice_duty(appeal, now, replace(rule, term=_rest_of_term(appeal, rule, now, ended)))
    closed = with_complaint_window(appeal, e.Closed(Outcome.RETURNED, text=command.text), duties)
    return [back, *close(appeal, closed, task.id), *with_notification(duties, command.notification)]


def attach_to_file(appeal: Appeal, command: c.AttachToFile, _now: datetime) -> Sequence[e.Event]:
    """Return the closing of an identical appeal: it is attached to the earlier file, without notice."""
    article = appeal.law.article_of(RuleId.ATTACH_TO_FILE)
    check_no_danger(appeal)
    check_complaint_may_end(appeal, Outcome.ATTACHED)
    if command.target_appeal == appeal.id:
        raise MergedIntoItself(into=command.target_appeal, article=article)
    return close(appeal, e.Closed(Outcome.ATTACHED, merged_into=command.target_appeal))


def _return_term_ends_at(appeal: Appeal, rule: LegalTerm, now: datetime) -> datetime:
    """Return the end of the term of *rule*; refuse to return an appeal before that has begun, or after it.

    The term of the body that received the appeal by a redirect is its own (65(3)).
    """
    uncorrected = rule.start is TermStart.DEFECT_CORRECTION_LAPSED
    registered = appeal.legal.competence.received_at or appeal.origin.registered_at
    start = _correction_term_ended_at(appeal, rule) if uncorrected else registered
    ended = rule.ends_at(start, appeal.calendar)
    if now > ended:
        raise TermExpired(ended=ended.isoformat(), article=rule.article)
    return ended


def _rest_of_term(appeal: Appeal, rule: LegalTerm, now: datetime, ended: datetime) -> Term | None:
    """Return the working days left of the term of *rule*, which the notice of the return shares."""
    days = rule.term.amount if rule.term else 0
    rests = (Term(each, Unit.WORKING_DAYS) for each in range(days))
    return next((each for each in rests if term_end(each, now, appeal.calendar) >= ended), rule.term)


def _correction_term_ended_at(appeal: Appeal, rule: LegalTerm) -> datetime:
    if appeal.legal.pending_correction is not None:
        raise NotNotifiedYet(article=appeal.law.cite(RuleId.DEFECT_CORRECTION))
    running = appeal.clock(ClockKind.DEFECT_CORRECTION)
    if running is not None:
        raise TooEarly(earliest_decision_at=appeal.reading(running).due.isoformat(), article=rule.article)
    if appeal.legal.defect_correction_lapsed_at is None:
        raise NoDefectsToCorrect(article=rule.article)
    return appeal.legal.defect_correction_lapsed_at
