"""evolve for the acts of the law: what an appeal is after one was done."""

from dataclasses import replace
from typing import assert_never
from uuid import UUID

from domain import events as e
from domain.evolve.calendar import has_breached, with_calendar
from domain.evolve.task import with_superior
from domain.law.applicable_law import Law
from domain.law.rule_ids import RuleId
from domain.state.appeal import (
    Appeal,
    is_current_preliminary_notice,
    with_clock,
    with_clocks_resumed,
    with_task,
    without_clocks,
)
from domain.state.clock import Clock, ClockKind
from domain.state.legal import LegalState, undecided
from domain.state.task import TaskState


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
            hurried = replace(with_clocks_resumed(appeal, fact.at), needs_attention=True)
            return _with_legal(hurried, replace(legal, danger=danger))
        case e.DefectsReported(term=term):
            waiting = with_clock(appeal, Clock(ClockKind.DEFECT_CORRECTION, fact.at, term))
            return _with_legal(waiting, replace(legal, defect_correction_lapsed_at=None))
        case e.DefectsCorrected():
            return _with_legal(
                without_clocks(appeal, None, ClockKind.DEFECT_CORRECTION),
                replace(legal, defect_correction_lapsed_at=None),
            )
        case e.DefectCorrectionLapsed(due):
            return _with_legal(
                without_clocks(appeal, None, ClockKind.DEFECT_CORRECTION),
                replace(legal, defect_correction_lapsed_at=due),
            )
        case e.PreliminaryDecisionAnnounced():
            still = legal.hearing_requested and legal.heard_at is None
            anew = replace(
                legal,
                preliminary_announced_at=fact.at,
                preliminary_notified_at=None,
                hearing_requested=still,
                heard_at=None,
            )
            return _with_legal(appeal, anew)
        case e.HearingRequested(in_time):
            return _with_legal(appeal, replace(legal, hearing_requested=legal.hearing_requested or in_time))
        case e.HearingHeld():
            return _with_legal(appeal, replace(legal, heard_at=fact.at))
        case e.HearingProtocolSigned(task):
            return _with_legal(
                _with_task_completed(appeal, task, fact), replace(legal, protocol_signed_at=fact.at)
            )
        case e.ComplaintForwarded(task):
            sent = _with_task_completed(with_clocks_resumed(appeal, fact.at), task, fact)
            return _with_legal(sent, replace(legal, forwarded=True, received_by_body_at=fact.at))
        case e.RecusalRequested(person):
            return _with_legal(appeal, replace(legal, challenged=(*legal.challenged, person)))
        case e.RecusalDecided():
            return _with_recusal_decided(appeal, event, fact)
        case e.ApplicantNotified(task):
            return _notified(appeal, task, fact)
        case e.KindChanged():
            return _with_kind_changed(appeal, event, fact)
        case e.DeemedRefused(due):
            return _with_legal(appeal, replace(legal, deemed_refused_at=due))
        case e.Decided():
            return _with_legal(appeal, _with_decision(legal, event))
        case e.ComplaintWindowClosed():
            return without_clocks(appeal, None, ClockKind.COMPLAINT_WINDOW)
        case e.CalendarChanged():
            return with_calendar(appeal, event)
        case e.CompetenceDisputed():
            return replace(appeal, needs_attention=True)
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


def _with_decision(legal: LegalState, event: e.Decided) -> LegalState:
    return replace(
        legal,
        decision=event.decision,
        decision_article=event.article,
        termination_ground=event.termination_ground,
        remedies_stated=event.remedies_stated,
        hearing_exception=event.hearing_exception,
    )


def _with_task_completed(appeal: Appeal, task: UUID, fact: e.Fact) -> Appeal:
    """Return *appeal* with the task completed, and its clocks stopped."""
    old = appeal.task(task)
    ended = replace(old, state=TaskState.COMPLETED, state_since=fact.at, version=fact.seq, held_until=None)
    return without_clocks(with_task(appeal, ended), task)


def _notified(appeal: Appeal, task: UUID, fact: e.Fact) -> Appeal:
    """Return *appeal* with the applicant told: from now on they know, and their own terms count."""
    legal, done = appeal.legal, _with_task_completed(appeal, task, fact)
    if is_current_preliminary_notice(appeal, appeal.task(task)):
        return _with_legal(done, replace(legal, preliminary_notified_at=fact.at))
    if legal.pending_complaint_window is None or legal.pending_complaint_window.notice_task != task:
        return done
    known = with_clock(done, Clock(ClockKind.COMPLAINT_WINDOW, fact.at, legal.pending_complaint_window.term))
    return _with_legal(known, replace(legal, pending_complaint_window=None))


def _redirected(appeal: Appeal, event: e.Redirected, fact: e.Fact) -> Appeal:
    """Return *appeal* in other hands, under their own statute clock: anew, or the one they had left.

    A term that the law counts from the registration alone goes on instead. What the body before told,
    heard and let pass, and the defects it named, are not their own.
    """
    legal, body = appeal.legal, event.group.organisation
    statute = appeal.clock(ClockKind.STATUTE)
    passed = replace(
        legal,
        previous_bodies=(*legal.previous_bodies, appeal.task(event.task).group.organisation),
        previous_term_starts=(*legal.previous_term_starts, statute.started_at if statute else fact.at),
        received_by_body_at=fact.at,
    )
    gone = _with_legal(
        _with_task_completed(
            with_superior(appeal, event.group.organisation, event.superior), event.task, fact
        ),
        undecided(passed),
    )
    begins, law = fact.at if event.restarts_term else legal.previous_term_start(body), appeal.law
    gone = _with_legal(
        without_clocks(gone, None, ClockKind.DEFECT_CORRECTION),
        replace(gone.legal, defect_correction_lapsed_at=None),
    )
    goes_on = law.term.restart is None or event.group == appeal.plan.fallback
    if begins is None or goes_on:
        return gone
    anew = replace(
        gone, extensions=0, information_requests=0, legal=replace(gone.legal, deemed_refused_at=None)
    )
    counts = law.term.start_day_counts
    return with_clock(
        anew, Clock(ClockKind.STATUTE, begins, appeal.statute_schedule.budget, start_day_counts=counts)
    )


def _with_recusal_decided(appeal: Appeal, event: e.RecusalDecided, fact: e.Fact) -> Appeal:
    legal = appeal.legal
    pending = tuple(each for each in legal.challenged if each != event.person)
    recused = (*legal.recused, event.person) if event.is_upheld else legal.recused
    cleared = legal.recusal_dismissed if event.is_upheld else (*legal.recusal_dismissed, event.person)
    known = replace(legal, challenged=pending, recused=recused, recusal_dismissed=cleared)
    return _with_legal(_with_task_completed(appeal, event.task, fact), known)


def _with_kind_changed(appeal: Appeal, event: e.KindChanged, fact: e.Fact) -> Appeal:
    """Return *appeal* as of its new kind; of a complaint that is none any more nothing is left.

    The body complained of, if that is another, waits for no answer to a question that was not its own.
    """
    treated, legal = with_law(appeal, event.law), appeal.legal
    if event.complaint_against in {None, legal.complaint_against}:
        return treated
    if (
        event.complaint_against
        and event.law.has_rule(RuleId.COMPLAINT_FORWARD)
        and event.complaint_against != appeal.group.organisation
    ):
        treated = with_clocks_resumed(treated, fact.at)
    left = (
        legal
        if event.complaint_against
        else replace(legal, complaint_about=None, barred=(), complaint_late=False)
    )
    if event.complaint_against:
        known = with_superior(treated, event.complaint_against, event.superior)
        treated = replace(known, superior=event.superior)
    return replace(
        treated,
        legal=replace(left, complaint_against=str(event.complaint_against), forwarded=False),
    )


def with_law(appeal: Appeal, law: Law) -> Appeal:
    """Return *appeal* under the terms of *law*: its statute clock started when it did.

    What was extended stays so where this law extends, and what has breached stays due when it was.
    """
    term = law.term
    budget = replace(appeal, law=law).statute_schedule.budget
    clocks = tuple(
        replace(
            each,
            budget=budget,
            start_day_counts=term.start_day_counts,
            extensions=each.extensions if law.extension else (),
            fixed_end=appeal.reading(each).due if has_breached(appeal, each) else each.fixed_end,
        )
        if each.kind is ClockKind.STATUTE
        else each
        for each in appeal.clocks
    )
    return replace(appeal, law=law, clocks=clocks)
