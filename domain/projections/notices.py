"""Notices to the applicant: for each notifiable fact, the key of the text and its parameters."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never, get_args
from uuid import UUID

from domain import events as e
from domain.identity.people import Group
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Procedure
from domain.procedure.competence.redirect import is_transfer_to_other_body
from domain.procedure.decision.decision import REMITTED
from domain.rules.remedies import remedy_of, superior_of, window_starts_with_notice
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Duty, Outcome

EndingEvent = e.Closed | e.HelpGranted | e.DeemedRefused | e.ReturnedToApplicant
RequestEvent = (
    e.InformationRequested | e.DefectsReported | e.PreliminaryDecisionAnnounced | e.HearingProtocolSigned
)
DueDateEvent = e.Registered | e.Reopened | e.Extended | e.KindChanged | e.CalendarChanged | e.SilenceCorrected
TransferEvent = e.Redirected | e.DemandsSplitOff | e.DangerFlagged | e.ComplaintForwarded | e.Referred
PartyEvent = e.RecusalDecided | e.RepresentativeChanged | e.BodyRegistrationRecorded
NOTIFIABLE_EVENTS: tuple[type, ...] = get_args(
    EndingEvent | RequestEvent | DueDateEvent | TransferEvent | PartyEvent
)
OUTCOMES_WITHOUT_OWN_NOTICE = frozenset(
    {Outcome.RETURNED, Outcome.ATTACHED}
)  # covered by the notice of return; an attached appeal gets none
NoticeParameters = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """One notice: its text by *key*, its *parameters*, and the id of a *text* written for the applicant.

    *complaint_parameters* are those of the sentence on remedies: where to complain, and until when or,
    where the term counts from the receipt of the notice itself, for how long.
    """

    key: str
    parameters: NoticeParameters = field(default_factory=dict)
    text: UUID | None = None
    complaint_parameters: NoticeParameters | None = None


def notice_content(appeal: Appeal, fact: e.Fact) -> NoticeContent | None:
    """Return the notice of *fact* to the applicant; *appeal* is the state right after it."""
    match fact.event:
        case e.Closed() | e.HelpGranted() | e.DeemedRefused() | e.ReturnedToApplicant() as event:
            return _ending_notice(appeal, event, fact.at)
        case (
            e.InformationRequested()
            | e.DefectsReported()
            | e.PreliminaryDecisionAnnounced()
            | e.HearingProtocolSigned() as event
        ):
            return _request_notice(appeal, event)
        case (
            e.Registered()
            | e.Reopened()
            | e.Extended()
            | e.KindChanged()
            | e.CalendarChanged()
            | e.SilenceCorrected() as event
        ):
            return _due_date_notice(appeal, event)
        case e.RecusalDecided() | e.RepresentativeChanged() | e.BodyRegistrationRecorded() as event:
            return _party_notice(appeal, event)
        case _:
            return _transfer_notice(appeal, fact.event)


def carried_over_until(facts: Iterable[e.Fact]) -> int:
    """Return the number of the last event that the appeal brought from another system, or 0.

    The applicant had the notices of those events from that system.
    """
    return max((fact.seq for fact in facts if isinstance(fact.event, e.TakenOver)), default=0)


def open_notice_task(appeal: Appeal, fact: e.Fact) -> UUID | None:
    """Return the open task to give notice of *fact*, or None.

    A decision after the end of the term shares its moment with the deemed refusal, which has its own notice.
    """
    rule, is_deemed_refusal = appeal.law.deemed_refusal, isinstance(fact.event, e.DeemedRefused)
    owed = (task for task in appeal.open_tasks if task.duty is Duty.NOTICE and task.opened_at == fact.at)
    return next(
        (
            task.id
            for task in owed
            if (rule is not None and rule.rule_id == task.rule_id) is is_deemed_refusal
        ),
        None,
    )


def _ending_notice(appeal: Appeal, event: EndingEvent, at: datetime) -> NoticeContent | None:
    """Return the notice of the end of the appeal, or of a deemed refusal."""
    match event:
        case e.DeemedRefused(due_at=due, article=article):
            return NoticeContent(
                "deemed_refused",
                {"article": article},
                complaint_parameters=_complaint_parameters(appeal, due),
            )
        case e.ReturnedToApplicant(ground=ground, article=article, text=text):
            ended = None if window_starts_with_notice(appeal) else at
            return NoticeContent(
                f"returned.{ground}", {"article": article}, text, _complaint_parameters(appeal, ended)
            )
        case e.HelpGranted(text=text):
            return NoticeContent("help_granted", _decision_parameters(appeal), text)
        case e.Closed(
            outcome=outcome, text=text, complaint_window=window, notice_task=notice, merged_into_number=number
        ):
            complaint = _complaint_parameters(appeal, None if notice else at) if window else None
            article = _termination_article(appeal)
            if number and article:
                return NoticeContent("merged", {"into": number, "article": article}, text, complaint)
            how = REMITTED if appeal.legal.decision.code == REMITTED else outcome
            closed = NoticeContent(f"closed.{how}", _decision_parameters(appeal), text, complaint)
            return None if outcome in OUTCOMES_WITHOUT_OWN_NOTICE else closed
        case _:
            assert_never(event)


def _request_notice(appeal: Appeal, event: RequestEvent) -> NoticeContent:
    """Return the notice of a request to the applicant, or of a right open to them for a term."""
    match event:
        case e.InformationRequested(text=text):
            return NoticeContent(
                "information_requested", {"until": _clock_due(appeal, ClockKind.INFORMATION)}, text
            )
        case e.DefectsReported(defects=missing, term=term, article=article, text=text, notice_task=notice):
            facts = {"defects": ", ".join(missing), "article": article}
            if notice is not None:
                return NoticeContent("defects_reported.within", {**facts, "term": str(term)}, text)
            until = _clock_due(appeal, ClockKind.DEFECT_CORRECTION)
            return NoticeContent("defects_reported", {**facts, "until": until}, text)
        case e.PreliminaryDecisionAnnounced(article=article, text=text):
            facts = {
                "objection": _rule_term(appeal, RuleId.OBJECTION),
                "hearing": _rule_term(appeal, RuleId.HEARING),
            }
            return NoticeContent("preliminary_decision_announced", {**facts, "article": article}, text)
        case e.HearingProtocolSigned():
            return NoticeContent(
                "hearing_protocol_signed", {"remarks": _rule_term(appeal, RuleId.PROTOCOL_REMARKS)}
            )
        case _:
            assert_never(event)


def _due_date_notice(appeal: Appeal, event: DueDateEvent) -> NoticeContent | None:
    """Return the notice of the due time of the appeal."""
    law, due = appeal.law, {"due_at": _isoformat(appeal.statute_due)}
    match event:
        case e.Registered():
            return NoticeContent("registered", due)
        case e.Reopened():
            return NoticeContent("reopened", due)
        case e.Extended(old_due_at=old, new_due_at=new):
            article = law.extension.article if law.extension else ""
            return NoticeContent(
                "extended", {"old": _isoformat(old), "due_at": _isoformat(new), "article": article}
            )
        case e.KindChanged(law=new):
            return NoticeContent("kind_changed", {**due, "kind": new.kind})
        case e.CalendarChanged(clocks=moved):
            clocks = (each for each in moved if each.clock is ClockKind.STATUTE)
            return next(
                (_due_moved_notice(each) for each in clocks if each.old_due_at != each.new_due_at), None
            )
        case e.SilenceCorrected(accepted_at=accepted, is_notifiable=notifiable):
            corrected = NoticeContent("silence_corrected", {**due, "accepted_at": _isoformat(accepted)})
            return corrected if notifiable else None
        case _:
            assert_never(event)


def _due_moved_notice(clock: e.ClockShift) -> NoticeContent:
    return NoticeContent(
        "due_moved", {"old": _isoformat(clock.old_due_at), "due_at": _isoformat(clock.new_due_at)}
    )


def _transfer_notice(appeal: Appeal, event: e.Event) -> NoticeContent | None:
    """Return the notice of the transfer of the appeal."""
    match event:
        case e.Redirected(group=group, article=article):
            return _redirect_notice(appeal, group, article)
        case e.Referred(task=task, step=step, group=group):
            is_redirect = appeal.law.has_rule(RuleId.REDIRECT) and is_transfer_to_other_body(
                appeal.task(task), step, group
            )
            article = appeal.law.cite(RuleId.REDIRECT)
            return _redirect_notice(appeal, group, article) if is_redirect else None
        case e.DemandsSplitOff(number=part, group=group, article=article):
            facts = {"part": part, "article": article}
            return NoticeContent("demands_split_off", {**facts, "organisation": group.organisation})
        case e.DangerFlagged(article=article):
            return NoticeContent("danger_flagged", {"article": article})
        case e.ComplaintForwarded(group=group, article=article):
            return NoticeContent(
                "complaint_forwarded", {"organisation": group.organisation, "article": article}
            )
        case _:
            return None


def _redirect_notice(appeal: Appeal, group: Group, article: str) -> NoticeContent:
    """Return the notice of a redirect; the fallback queue only decides on the competence."""
    if group == appeal.plan.fallback:
        return NoticeContent("competence_disputed")
    facts = {"due_at": _isoformat(appeal.statute_due), "article": article}
    return NoticeContent("redirected", {**facts, "organisation": group.organisation})


def _party_notice(appeal: Appeal, event: PartyEvent) -> NoticeContent | None:
    """Return the notice of a decided recusal, the removal of the representative, or a body's own number.

    The number is that of the considering body: one that only assists does not answer.
    """
    match event:
        case e.BodyRegistrationRecorded(organisation, number, registered_on):
            own = {"organisation": organisation, "own_number": number, "on": registered_on.isoformat()}
            answers = organisation == appeal.considering_body.organisation
            return NoticeContent("registered_by_body", own) if answers else None
        case e.RecusalDecided(is_upheld=upheld):
            return NoticeContent("recusal_upheld" if upheld else "recusal_dismissed")
        case e.RepresentativeChanged(is_removal=removed, replacement_due=until):
            facts = {
                "until": _isoformat(until),
                "article": appeal.law.article_of(RuleId.REPRESENTATIVE_REPLACEMENT),
            }
            return NoticeContent("representative_removed", facts) if removed else None
        case _:
            assert_never(event)


def _decision_parameters(appeal: Appeal) -> NoticeParameters:
    """Return the parameters of the legal decision or the ground of termination; empty if there is neither."""
    decision = appeal.legal.decision
    if decision.termination_ground:
        return {"ground": decision.termination_ground, "article": decision.article}
    return {"decision": decision.code, "article": decision.article} if decision.code else {}


def _termination_article(appeal: Appeal) -> str:
    """Return the article on notice of an end without a decision on the substance; empty if there is none."""
    complains = appeal.law.procedure is Procedure.COMPLAINT
    return appeal.law.cite(RuleId.UNCONSIDERED_NOTICE if complains else RuleId.TERMINATION_NOTICE)


def _complaint_parameters(appeal: Appeal, ended: datetime | None) -> NoticeParameters | None:
    """Return the remedy: a complaint to the *superior* through the *body*, or else an action in court.

    The term counts from the time when the appeal *ended*, or else from the receipt of the notice.
    """
    remedy = remedy_of(appeal, named=appeal.legal.decision.remedies_stated)
    if remedy is None:
        return None
    until = (
        {"until": _isoformat(remedy.ends_at(ended, appeal.calendar))} if ended else {"term": str(remedy.term)}
    )
    facts, superior = {**until, "article": remedy.article}, superior_of(appeal)
    if remedy.rule_id == RuleId.COURT_ACTION or superior is None:
        return facts
    return {"body": appeal.considering_body.organisation, "superior": superior.organisation, **facts}


def _rule_term(appeal: Appeal, rule: RuleId) -> str:
    found = appeal.law.find_rule(rule)
    return str(found.term) if found else ""


def _clock_due(appeal: Appeal, kind: ClockKind) -> str:
    clock = appeal.clock(kind)
    return _isoformat(appeal.reading(clock).due) if clock else ""


def _isoformat(at: datetime | None) -> str:
    return at.isoformat() if at else ""
