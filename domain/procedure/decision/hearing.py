"""Hearing (АППК 73 and 74): the applicant is heard before a burdensome act. No clock stands still for it."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import HearingRequired, NotAnnouncedYet, ReasonsRequired, TooEarly
from domain.law.applicable_law import LegalDecision
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import HearingException, Procedure
from domain.rules.duties import open_duty, open_notice_duty
from domain.state.appeal import Appeal, is_current_preliminary_notice
from domain.state.task import Duty, Task
from domain.worktime.terms import Unit

RESPONDS_TO = {
    RuleId.OBJECTION: RuleId.HEARING,
    RuleId.HEARING_REQUEST: RuleId.HEARING,
    RuleId.PROTOCOL_REMARKS: RuleId.HEARING_PROTOCOL,
}
PROCEDURES_WITH_HEARING = frozenset({Procedure.GENERAL, Procedure.COMPLAINT})
IMPLIED_EXCEPTIONS = frozenset({HearingException.FAVOURABLE, HearingException.SIMPLIFIED})

EXCEPTIONS_NEEDING_REASONS = frozenset(HearingException) - IMPLIED_EXCEPTIONS - {HearingException.SHORT_TERM}
SHORT_TERM_WORKING_DAYS = 5  # working days


def announce_preliminary_decision(
    appeal: Appeal, task: Task, command: c.AnnouncePreliminaryDecision, now: datetime
) -> Sequence[e.Event]:
    """Return that the applicant knows what is going to be decided, and how soon the act may come."""
    rule = appeal.law.rule(RuleId.HEARING)
    earliest = rule.ends_at(now, appeal.calendar)
    return [
        e.PreliminaryDecisionAnnounced(task.id, earliest, rule.article, command.text),
        *open_notice_duty(appeal, now, rule),
    ]


def record_hearing(appeal: Appeal, task: Task, command: c.RecordHearing, now: datetime) -> Sequence[e.Event]:
    """Return that the applicant was heard, of which a protocol is to be signed."""
    protocol = open_duty(appeal, now, Duty.HEARING_PROTOCOL, appeal.law.rule(RuleId.HEARING_PROTOCOL))
    return [e.HearingHeld(task.id, command.text), protocol]


def sign_hearing_protocol(
    _appeal: Appeal, task: Task, command: c.SignHearingProtocol, _now: datetime
) -> Sequence[e.Event]:
    """Return that the protocol is there to be read."""
    return [e.HearingProtocolSigned(task.id, command.text)]


def submit_objection(appeal: Appeal, command: c.SubmitObjection, now: datetime) -> Sequence[e.Event]:
    """Return that the applicant objected; late, it is kept all the same."""
    return [
        e.ObjectionSubmitted(
            _is_in_time(appeal, RuleId.OBJECTION, _preliminary_known_since(appeal), now), command.text
        )
    ]


def request_hearing(appeal: Appeal, command: c.RequestHearing, now: datetime) -> Sequence[e.Event]:
    """Return that the applicant wants to be heard in person; asked in time, no act comes before that."""
    return [
        e.HearingRequested(
            _is_in_time(appeal, RuleId.HEARING_REQUEST, _preliminary_known_since(appeal), now), command.text
        )
    ]


def submit_protocol_remarks(
    appeal: Appeal, command: c.SubmitProtocolRemarks, now: datetime
) -> Sequence[e.Event]:
    """Return that the applicant remarked on the protocol; late, it is kept all the same."""
    return [
        e.ProtocolRemarksSubmitted(
            _is_in_time(appeal, RuleId.PROTOCOL_REMARKS, appeal.legal.protocol_signed_at, now), command.text
        )
    ]


def applicable_hearing_exception(
    appeal: Appeal, decision: LegalDecision, said: HearingException | None, now: datetime, *, reasoned: bool
) -> HearingException | None:
    """Return why nobody is heard before *decision*; None where the applicant was, or is never.

    Raises HearingFirst, TooEarly or ReasonsRequired. *reasoned* says that the act has a text to give its
    reasons in.
    """
    law = appeal.law
    if law.procedure is Procedure.SIMPLIFIED and law.has_rule(RuleId.HEARING):
        return HearingException.SIMPLIFIED
    if law.procedure not in PROCEDURES_WITH_HEARING or not law.has_rule(RuleId.HEARING):
        return None
    if decision.is_favourable:
        return HearingException.FAVOURABLE
    if said in EXCEPTIONS_NEEDING_REASONS and not reasoned and law.has_rule(RuleId.HEARING_EXCEPTIONS):
        raise ReasonsRequired(exception=said, article=law.article_of(RuleId.HEARING_EXCEPTIONS))
    if said is not None and _exception_applies(said, appeal, reasoned=reasoned):
        return said
    _check_heard(appeal, now)
    return None


def _exception_applies(said: HearingException, appeal: Appeal, *, reasoned: bool) -> bool:
    """Tell whether the exception can be true; two of them follow from the act itself, and are not said.

    Whoever asked in time to be heard is heard, unless there is no time for it.
    """
    term = appeal.law.term.term
    match said:
        case HearingException.SHORT_TERM:
            return (
                term is not None and term.unit is Unit.WORKING_DAYS and term.amount < SHORT_TERM_WORKING_DAYS
            )
        case HearingException.URGENT_PROTECTION:
            return reasoned
        case _:
            return said not in IMPLIED_EXCEPTIONS and not _awaits_hearing(appeal)


def _check_heard(appeal: Appeal, now: datetime) -> None:
    legal, rule = appeal.legal, appeal.law.rule(RuleId.HEARING)
    if legal.preliminary_announced_at is None:
        raise HearingRequired(article=rule.article)
    earliest = rule.ends_at(_preliminary_known_since(appeal) or now, appeal.calendar)
    if now < earliest:
        raise TooEarly(earliest_decision_at=earliest.isoformat(), article=rule.article)
    if any(is_current_preliminary_notice(appeal, task) for task in appeal.open_tasks):
        raise HearingRequired(article=rule.article)
    if _awaits_hearing(appeal):
        raise HearingRequired(article=appeal.law.article_of(RuleId.HEARING_REQUEST))


def _preliminary_known_since(appeal: Appeal) -> datetime | None:
    """Return since when the applicant knows the preliminary decision, as far as there is a proof of it."""
    return appeal.legal.preliminary_notified_at or appeal.legal.preliminary_announced_at


def _awaits_hearing(appeal: Appeal) -> bool:
    """Tell whether the applicant has asked to be heard in person, and was not yet."""
    return appeal.legal.hearing_requested and appeal.legal.heard_at is None


def _is_in_time(appeal: Appeal, rule: RuleId, start: datetime | None, now: datetime) -> bool:
    """Tell whether the term of *rule* that began at *start* still runs. What speaks to nothing is refused.

    What speaks to something that is undone by now is kept, and is in no term.
    """
    term = appeal.law.rule(rule)
    if start is not None:
        return now <= term.ends_at(start, appeal.calendar)
    if not any(task.rule_id == RESPONDS_TO[rule] and not task.is_open for task in appeal.tasks):
        raise NotAnnouncedYet(article=term.article)
    return False
