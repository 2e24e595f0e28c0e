"""The state of an appeal after the event of a statutory act."""

from dataclasses import replace
from typing import assert_never
from uuid import UUID

from domain import events as e
from domain.evolve.calendar import with_calendar
from domain.evolve.task import with_superior
from domain.state.appeal import (
    Appeal,
    with_attention,
    with_clock,
    with_clocks_resumed,
    with_progress,
    with_task,
    without_clocks,
)
from domain.state.clock import Clock, ClockKind
from domain.state.legal import NO_COMPLAINT, NO_DECISION, NO_HEARING, Decision, LegalState, PendingTerm
from domain.state.standing import is_current_preliminary_notice
from domain.state.task import TaskState
from domain.worktime.terms import Term


def evolve_statutory(  # noqa: C901, PLR0911, PLR0912 - one arm an event
    appeal: Appeal, event: e.ActEvent, fact: e.Fact
) -> Appeal:
    """Return *appeal* as it is after *event*, which is that of *fact*."""
    legal = appeal.legal
    match event:
        case e.Redirected():
            return _redirected(appeal, event, fact)
        case e.DemandsSplitOff(demands=demands):
            left = tuple(each for each in legal.demands if each not in demands)
            return _with_legal(appeal, replace(legal, demands=left, child_count=legal.child_count + 1))
        case e.DangerFlagged(danger=danger):
            flagged = with_attention(with_clocks_resumed(appeal, fact.at))
            return _with_legal(flagged, replace(legal, danger=danger))
        case e.DefectsReported():
            return _with_defects(appeal, event, fact)
        case e.DefectsCorrected():
            return _with_legal(
                without_clocks(appeal, None, ClockKind.DEFECT_CORRECTION),
                replace(legal, pending_correction=None, defect_correction_lapsed_at=None),
            )
        case e.DefectCorrectionLapsed(due):
            return _with_legal(
                without_clocks(appeal, None, ClockKind.DEFECT_CORRECTION),
                replace(legal, defect_correction_lapsed_at=due),
            )
        case e.PreliminaryDecisionAnnounced():
            hearing = replace(
                legal.hearing,
                announced_at=fact.at,
                notified_at=None,
                is_requested=legal.hearing.is_awaited,
                held_at=None,
            )
            return _with_legal(appeal, replace(legal, hearing=hearing))
        case e.HearingRequested(in_time):
            hearing = replace(legal.hearing, is_requested=legal.hearing.is_requested or in_time)
            return _with_legal(appeal, replace(legal, hearing=hearing))
        case e.HearingHeld():
            return _with_legal(appeal, replace(legal, hearing=replace(legal.hearing, held_at=fact.at)))
        case e.HearingProtocolSigned(task):
            hearing = replace(legal.hearing, protocol_signed_at=fact.at)
            return _with_legal(_with_task_completed(appeal, task, fact), replace(legal, hearing=hearing))
        case e.ComplaintForwarded(task):
            sent = _with_task_completed(with_clocks_resumed(appeal, fact.at), task, fact)
            complaint = replace(legal.complaint, is_forwarded=True)
            competence = replace(legal.competence, received_at=fact.at)
            return _with_legal(sent, replace(legal, complaint=complaint, competence=competence))
        case e.RecusalRequested(person):
            recusals = replace(legal.recusals, requested=(*legal.recusals.requested, person))
            return _with_legal(appeal, replace(legal, recusals=recusals))
        case e.RecusalDecided():
            return _with_recusal_decided(appeal, event, fact)
        case e.ApplicantNotified(task):
            return _notified(appeal, task, fact)
        case e.KindChanged():
            return _with_kind_changed(appeal, event, fact)
        case e.DeemedRefused(due, contestable_until=until):
            return _with_legal(appeal, replace(legal, deemed_refused_at=due, silence_contestable_until=until))
        case e.Decided():
            return _with_legal(appeal, replace(legal, decision=_decision(legal.decision, event)))
        case e.ComplaintWindowClosed():
            return without_clocks(appeal, None, ClockKind.COMPLAINT_WINDOW)
        case e.CalendarChanged():
            return with_calendar(appeal, event)
        case e.CompetenceDisputed():
            return with_attention(appeal)
        case e.ReturnedToApplicant(task):
            return _with_task_completed(appeal, task, fact)
        case (
            e.ObjectionSubmitted()
            | e.ProtocolRemarksSubmitted()
            | e.RepresentativeChanged()
            | e.FileAccessRequested()
        ):
            return appeal
        case _:
            assert_never(event)


def _with_legal(appeal: Appeal, legal: LegalState) -> Appeal:
    return replace(appeal, legal=legal)


def _decision(before: Decision, event: e.Decided) -> Decision:
    return Decision(
        event.decision,
        event.article,
        event.termination_ground,
        event.remedies_stated,
        event.hearing_exception,
        before.pending_window,
    )


def _with_task_completed(appeal: Appeal, task: UUID, fact: e.Fact) -> Appeal:
    """Return *appeal* with the task completed, and its clocks stopped."""
    old = appeal.task(task)
    ended = replace(old, state=TaskState.COMPLETED, state_since=fact.at, version=fact.seq, held_until=None)
    return without_clocks(with_task(appeal, ended), task)


def _with_defects(appeal: Appeal, event: e.DefectsReported, fact: e.Fact) -> Appeal:
    """Return *appeal* with its defects reported; the term to correct them waits for a notice that is due."""
    notice = event.notice_task
    awaited = PendingTerm(notice, event.term) if notice else None
    legal = replace(appeal.legal, pending_correction=awaited, defect_correction_lapsed_at=None)
    reported = _with_legal(appeal, legal)
    return reported if notice else _with_correction_term(reported, event.term, fact)


def _with_correction_term(appeal: Appeal, term: Term, fact: e.Fact) -> Appeal:
    return with_clock(appeal, Clock(ClockKind.DEFECT_CORRECTION, fact.at, term))


def _notified(appeal: Appeal, task: UUID, fact: e.Fact) -> Appeal:
    """Return *appeal* with its applicant notified: the terms that count from the notification begin."""
    legal, done = appeal.legal, _with_task_completed(appeal, task, fact)
    if is_current_preliminary_notice(appeal, appeal.task(task)):
        return _with_legal(done, replace(legal, hearing=replace(legal.hearing, notified_at=fact.at)))
    defects = legal.pending_correction
    if defects is not None and defects.notice_task == task:
        known = _with_correction_term(done, defects.term, fact)
        return _with_legal(known, replace(legal, pending_correction=None))
    window = legal.decision.pending_window
    if window is None or window.notice_task != task:
        return done
    known = with_clock(done, Clock(ClockKind.COMPLAINT_WINDOW, fact.at, window.term))
    return _with_legal(known, replace(legal, decision=replace(legal.decision, pending_window=None)))


def _redirected(appeal: Appeal, event: e.Redirected, fact: e.Fact) -> Appeal:
    """Return *appeal* at its new body, under the statute clock of the event or the running one.

    The hearing, the decision and the defects belong to the previous body and are cleared.
    """
    known = with_superior(appeal, event.group.organisation, event.superior)
    statute, competence = appeal.clock(ClockKind.STATUTE), known.legal.competence
    left = competence.external_body or appeal.task(event.task).group.organisation
    term_start = statute.started_at if statute else fact.at
    legal = replace(
        known.legal,
        hearing=NO_HEARING,
        decision=NO_DECISION,
        pending_correction=None,
        defect_correction_lapsed_at=None,
        competence=replace(
            competence,
            previous_bodies=(*competence.previous_bodies, left),
            previous_term_starts=(*competence.previous_term_starts, term_start),
            received_at=fact.at,
            kept_by=event.kept_by,
        ),
    )
    if event.kept_by is not None:
        body = replace(legal.competence, considering_body=event.group, superior=event.superior)
        legal = replace(legal, competence=body)
    moved = _with_legal(_with_task_completed(known, event.task, fact), legal)
    moved = without_clocks(moved, None, ClockKind.DEFECT_CORRECTION)
    if event.statute_clock is None:
        return moved
    suspension = replace(moved.suspension, information_requests=0)
    return with_clock(with_progress(replace(moved, suspension=suspension), extensions=0), event.statute_clock)


def _with_recusal_decided(appeal: Appeal, event: e.RecusalDecided, fact: e.Fact) -> Appeal:
    recusals = appeal.legal.recusals
    decided = replace(recusals, requested=tuple(each for each in recusals.requested if each != event.person))
    if event.is_upheld:
        decided = replace(decided, upheld=(*recusals.upheld, event.person))
    else:
        decided = replace(decided, dismissed=(*recusals.dismissed, event.person))
    return _with_legal(
        _with_task_completed(appeal, event.task, fact), replace(appeal.legal, recusals=decided)
    )


def _with_kind_changed(appeal: Appeal, event: e.KindChanged, fact: e.Fact) -> Appeal:
    """Return *appeal* as one of its new kind; what belongs to a complaint ends with the complaint."""
    complaint, statute = appeal.legal.complaint, event.statute_clock
    # in the same place: among clocks of one moment the first fires first
    clocks = tuple(statute if each.kind is statute.kind else each for each in appeal.clocks)
    treated = replace(appeal, law=event.law, clocks=clocks)
    if event.complaint_against in {None, complaint.against}:
        return treated
    if event.ends_information_wait:
        treated = with_clocks_resumed(treated, fact.at)
    if not event.complaint_against:
        recusals = replace(appeal.legal.recusals, barred=())
        return _with_legal(treated, replace(treated.legal, complaint=NO_COMPLAINT, recusals=recusals))
    known = with_superior(treated, event.complaint_against, event.superior)
    competence = replace(known.legal.competence, superior=event.superior)
    against = replace(complaint, against=event.complaint_against, is_forwarded=False)
    return _with_legal(known, replace(known.legal, complaint=against, competence=competence))
