"""Hearing (АППК 73 and 74): the applicant is heard before an adverse act; no clock pauses for it."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.country.hearing_exceptions import (
    EXCEPTIONS_NEEDING_REASONS,
    IMPLIED_EXCEPTIONS,
    SHORT_TERM_WORKING_DAYS,
)
from domain.errors import HearingRequired, NotAnnouncedYet, ReasonsRequired, TooEarly
from domain.law.applicable_law import LegalDecision
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import HearingException, Procedure
from domain.procedure.decision.notification import with_notification
from domain.rules.duties import open_duty, open_notice_duty
from domain.state.appeal import Appeal
from domain.state.standing import is_current_preliminary_notice
from domain.state.task import Duty, Task
from domain.worktime.terms import Unit

RESPONDS_TO = {
    RuleId.OBJECTION: RuleId.HEARING,
    RuleId.HEARING_REQUEST: RuleId.HEARING,
    RuleId.PROTOCOL_REMARKS: RuleId.HEARING_PROTOCOL,
}
PROCEDURES_WITH_HEARING = frozenset({Procedure.GENERAL, Procedure.COMPLAINT})


def announce_preliminary_decision(
    appeal: Appeal, task: Task, command: c.AnnouncePreliminaryDecision, now: datetime
) -> Sequence[e.Event]:
    """Return the announcement of the preliminary decision, with the earliest time of the act."""
    rule = appeal.law.rule(RuleId.HEARING)
    earliest = rule.ends_at(now, appeal.calendar)
    return [
        e.PreliminaryDecisionAnnounced(task.id, earliest, rule.article, command.text),
        *with_notification(open_notice_duty(appeal, now, rule), command.notification),
    ]


def record_hearing(appeal: Appeal, task: Task, command: c.RecordHearing, now: datetime) -> Sequence[e.Event]:
    """Return the record of the hearing, and the duty to sign its protocol."""
    protocol = open_duty(appeal, now, Duty.HEARING_PROTOCOL, appeal.law.rule(RuleId.HEARING_PROTOCOL))
    return [e.HearingHeld(task.id, command.text), protocol]


def sign_hearing_protocol(
    _appeal: Appeal, task: Task, command: c.SignHearingProtocol, _now: datetime
) -> Sequence[e.Event]:
    """Return the signature of the protocol, which the applicant may then read."""
    return [e.HearingProtocolSigned(task.id, command.text)]


def submit_objection(appeal: Appeal, command: c.SubmitObjection, now: datetime) -> Sequence[e.Event]:
    """Return the objection; a late one is recorded too."""
    return [
        e.ObjectionSubmitted(
            _is_in_time(appeal, RuleId.OBJECTION, _preliminary_known_since(appeal), now), command.text
        )
    ]


def request_hearing(appeal: Appeal, command: c.RequestHearing, now: datetime) -> Sequence[e.Event]:
    """Return the request for a hearing; one in time must be met before the act."""
    return [
        e.HearingRequested(
            _is_in_time(appeal, RuleId.HEARING_REQUEST, _preliminary_known_since(appeal), now), command.text
        )
    ]


def submit_protocol_remarks(
    appeal: Appeal, command: c.SubmitProtocolRemarks, now: datetime
) -> Sequence[e.Event]:
    """Return the remarks on the protocol; late ones are recorded too."""
    return [
        e.ProtocolRemarksSubmitted(
            _is_in_time(appeal, RuleId.PROTOCOL_REMARKS, appeal.legal.hearing.protocol_signed_at, now),
            command.text,
        )
    ]


def applicable_hearing_exception(
    appeal: Appeal, decision: LegalDecision, named: HearingException | None, now: datetime, *, reasoned: bool
) -> HearingException | None:
    """Return the exception from the hearing before *decision*; None if there was or need be a hearing.

    Raises HearingRequired, TooEarly or ReasonsRequired. *reasoned* states that the act has a text with its
    reasons.
    """
    law = appeal.law
    if law.procedure is Procedure.SIMPLIFIED and law.has_rule(RuleId.HEARING):
        return HearingException.SIMPLIFIED
    if law.procedure not in PROCEDURES_WITH_HEARING or not law.has_rule(RuleId.HEARING):
        return None
    if decision.is_favourable:
        return HearingException.FAVOURABLE
    if named in EXCEPTIONS_NEEDING_REASONS and not reasoned and law.has_rule(RuleId.HEARING_EXCEPTIONS):
        raise ReasonsRequired(exception=named, article=law.article_of(RuleId.HEARING_EXCEPTIONS))
    if named is not None and _exception_applies(named, appeal, reasoned=reasoned):
        return named
    _check_heard(appeal, now)
    return None


def _exception_applies(exception: HearingException, appeal: Appeal, *, reasoned: bool) -> bool:
    """Return whether *exception* can apply; two exceptions follow from the act itself, and cannot be named.

    A hearing requested in time takes precedence, except over the lack of time for it.
    """
    term = appeal.law.term.term
    match exception:
        case HearingException.SHORT_TERM:
            return (
                term is not None and term.unit is Unit.WORKING_DAYS and term.amount < SHORT_TERM_WORKING_DAYS
            )
        case HearingException.URGENT_PROTECTION:
            return reasoned
        case _:
            return exception not in IMPLIED_EXCEPTIONS and not appeal.legal.hearing.is_awaited


def _check_heard(appeal: Appeal, now: datetime) -> None:
    legal, rule = appeal.legal, appeal.law.rule(RuleId.HEARING)
    if legal.hearing.announced_at is None:
        raise HearingRequired(article=rule.article)
    earliest = rule.ends_at(_preliminary_known_since(appeal) or now, appeal.calendar)
    if now < earliest:
        raise TooEarly(earliest_decision_at=earliest.isoformat(), article=rule.article)
    if any(is_current_preliminary_notice(appeal, task) for task in appeal.open_tasks):
        raise HearingRequired(article=rule.article)
    if appeal.legal.hearing.is_awaited:
        raise HearingRequired(article=appeal.law.article_of(RuleId.HEARING_REQUEST))


def _preliminary_known_since(appeal: Appeal) -> datetime | None:
    """Return the time since which the applicant knows the preliminary decision, as far as it is proven."""
    return appeal.legal.hearing.notified_at or appeal.legal.hearing.announced_at


def _is_in_time(appeal: Appeal, rule: RuleId, start: datetime | None, now: datetime) -> bool:
    """Return whether the term of *rule* that began at *start* still runs, or refuse if nothing was announced.

    A submission about an announcement that was superseded is recorded as out of time.
    """
    term = appeal.law.rule(rule)
    if start is not None:
        return now <= term.ends_at(start, appeal.calendar)
    if not any(task.rule_id == RESPONDS_TO[rule] and not task.is_open for task in appeal.tasks):
        raise NotAnnouncedYet(article=term.article)
    return False
