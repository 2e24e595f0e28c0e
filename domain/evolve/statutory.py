"""evolve for the acts of the law: what an appeal is after one was done."""

from dataclasses import replace
from typing import assert_never
from uuid import UUID

from domain import events as e
from domain.evolve.calendar import has_breached, with_calendar
from domain.evolve.task import known
from domain.law.applicable_law import Law
from domain.law.rule_ids import COUNT, FORWARD
from domain.state.appeal import Appeal, is_of_preliminary, unpaused, with_clock, with_task, without_clocks
from domain.state.clock import Clock, ClockKind
from domain.state.legal import Legal, undecided
from domain.state.task import TaskState


def act_done(  # noqa: C901, PLR0911, PLR0912 - one arm an event
    appeal: Appeal, event: e.ActEvent, fact: e.Fact
) -> Appeal:
    """Return *appeal* as it is after *event*, which is that of *fact*."""
    legal = appeal.legal
    match event:
        case e.Redirected():
            return _redirected(appeal, event, fact)
        case e.PartRedirected(demands=demands):
            left = tuple(each for each in legal.demands if each not in demands)
            return _with(appeal, replace(legal, demands=left, parts=legal.parts + 1))
        case e.DangerFlagged(danger=danger):
            hurried = replace(unpaused(appeal, fact.at), needs_attention=True)
            return _with(hurried, replace(legal, danger=danger))
        case e.DefectsNamed(term=term):
            waiting = with_clock(appeal, Clock(ClockKind.MENDING, fact.at, term))
            return _with(waiting, replace(legal, mend_ended=None))
        case e.Mended():
            return _with(without_clocks(appeal, None, ClockKind.MENDING), replace(legal, mend_ended=None))
        case e.MendTermEnded(due):
            return _with(without_clocks(appeal, None, ClockKind.MENDING), replace(legal, mend_ended=due))
        case e.PreliminaryTold():
            still = legal.hearing_asked and legal.heard_at is None
            anew = replace(legal, preliminary_at=fact.at, told_at=None, hearing_asked=still, heard_at=None)
            return _with(appeal, anew)
        case e.HearingAsked(in_time):
            return _with(appeal, replace(legal, hearing_asked=legal.hearing_asked or in_time))
        case e.HearingHeld():
            return _with(appeal, replace(legal, heard_at=fact.at))
        case e.ProtocolSigned(task):
            return _with(_done(appeal, task, fact), replace(legal, protocol_at=fact.at))
        case e.ComplaintForwarded(task):
            sent = _done(unpaused(appeal, fact.at), task, fact)
            return _with(sent, replace(legal, forwarded=True, reached=fact.at))
        case e.Challenged(person):
            return _with(appeal, replace(legal, challenged=(*legal.challenged, person)))
        case e.RecusalDecided():
            return _recused(appeal, event, fact)
        case e.ApplicantNotified(task):
            return _notified(appeal, task, fact)
        case e.KindChanged():
            return _of_another_kind(appeal, event, fact)
        case e.DeemedRefused(due):
            return _with(appeal, replace(legal, refused_at=due))
        case e.Decided():
            return _with(appeal, _decided(legal, event))
        case e.WindowClosed():
            return without_clocks(appeal, None, ClockKind.WINDOW)
        case e.CalendarChanged():
            return with_calendar(appeal, event)
        case e.CompetenceDisputed():
            return replace(appeal, needs_attention=True)
        case e.ReturnedToApplicant(task):
            return _done(appeal, task, fact)
        case e.Objected() | e.ProtocolRemarked() | e.RepresentativeNamed() | e.FileAsked():
            return appeal
        case _:
            assert_never(event)


def _with(appeal: Appeal, legal: Legal) -> Appeal:
    return replace(appeal, legal=legal)


def _decided(legal: Legal, event: e.Decided) -> Legal:
    return replace(
        legal,
        decision=event.decision,
        article=event.article,
        ground=event.ground,
        remedies=event.remedies,
        exception=event.exception,
    )


def _done(appeal: Appeal, task: UUID, fact: e.Fact) -> Appeal:
    """Return *appeal* with the task completed, and its clocks stopped."""
    old = appeal.task(task)
    ended = replace(old, state=TaskState.COMPLETED, since=fact.at, version=fact.seq, held_until=None)
    return without_clocks(with_task(appeal, ended), task)


def _notified(appeal: Appeal, task: UUID, fact: e.Fact) -> Appeal:
    """Return *appeal* with the applicant told: from now on they know, and their own terms count."""
    legal, done = appeal.legal, _done(appeal, task, fact)
    if is_of_preliminary(appeal, appeal.task(task)):
        return _with(done, replace(legal, told_at=fact.at))
    if legal.window is None or legal.window.notice != task:
        return done
    known = with_clock(done, Clock(ClockKind.WINDOW, fact.at, legal.window.term))
    return _with(known, replace(legal, window=None))


def _redirected(appeal: Appeal, event: e.Redirected, fact: e.Fact) -> Appeal:
    """Return *appeal* in other hands, under their own statute clock: anew, or the one they had left.

    A term that the law counts from the registration alone goes on instead. What the body before told,
    heard and let pass, and the defects it named, are not their own.
    """
    legal, body = appeal.legal, event.group.organisation
    statute = appeal.clock(ClockKind.STATUTE)
    passed = replace(
        legal,
        bodies=(*legal.bodies, appeal.task(event.task).group.organisation),
        terms=(*legal.terms, statute.started if statute else fact.at),
        reached=fact.at,
    )
    gone = _with(_done(known(appeal, event), event.task, fact), undecided(passed))
    begins, law = fact.at if event.restarts else legal.began(body), appeal.plan.law
    if law is not None and law.knows(COUNT):
        gone = _with(without_clocks(gone, None, ClockKind.MENDING), replace(gone.legal, mend_ended=None))
    goes_on = law is None or law.term.restart is None or event.group == appeal.plan.fallback
    if begins is None or law is None or goes_on:
        return gone
    anew = replace(gone, extensions=0, waits=0, legal=replace(gone.legal, refused_at=None))
    counts = law.term.start_day_counts
    return with_clock(
        anew, Clock(ClockKind.STATUTE, begins, appeal.plan.statute.budget, start_day_counts=counts)
    )


def _recused(appeal: Appeal, event: e.RecusalDecided, fact: e.Fact) -> Appeal:
    legal = appeal.legal
    pending = tuple(each for each in legal.challenged if each != event.person)
    recused = (*legal.recused, event.person) if event.upheld else legal.recused
    cleared = legal.cleared if event.upheld else (*legal.cleared, event.person)
    known = replace(legal, challenged=pending, recused=recused, cleared=cleared)
    return _with(_done(appeal, event.task, fact), known)


def _of_another_kind(appeal: Appeal, event: e.KindChanged, fact: e.Fact) -> Appeal:
    """Return *appeal* as of its new kind; of a complaint that is none any more nothing is left.

    The body complained of, if that is another, waits for no answer to a question that was not its own.
    """
    treated, legal = of_kind(appeal, event.law), appeal.legal
    if event.against in {None, legal.against}:
        return treated
    if event.against and event.law.knows(FORWARD) and event.against != appeal.group.organisation:
        treated = unpaused(treated, fact.at)
    left = legal if event.against else replace(legal, about=None, barred=(), late=False)
    plan = treated.plan
    if event.against:
        plan = replace(plan.under(event.against, event.superior), superior=event.superior)
    return replace(treated, plan=plan, legal=replace(left, against=str(event.against), forwarded=False))


def of_kind(appeal: Appeal, law: Law) -> Appeal:
    """Return *appeal* under the terms of *law*: its statute clock started when it did.

    What was extended stays so where this law extends, and what has breached stays due when it was.
    """
    term = law.term
    statute = replace(appeal.plan.statute, budget=term.term or appeal.plan.statute.budget)
    plan = replace(appeal.plan, law=law, statute=statute)
    clocks = tuple(
        replace(
            each,
            budget=statute.budget,
            start_day_counts=term.start_day_counts,
            extensions=each.extensions if law.extension else (),
            until=appeal.face(each).due if has_breached(appeal, each) else each.until,
        )
        if each.kind is ClockKind.STATUTE
        else each
        for each in appeal.clocks
    )
    return replace(appeal, plan=plan, clocks=clocks)
