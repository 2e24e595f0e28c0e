"""What the applicant is told of what happened: which words, by their key, and the facts in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never, get_args
from uuid import UUID

from domain import events as e
from domain.identity.people import Group
from domain.law.applicable_law import Procedure
from domain.law.rule_ids import COURT
from domain.procedure.competence.redirect import REDIRECT, is_sideways
from domain.procedure.decision.decision import SENT_BACK
from domain.rules.remedies import above, counts_from_notice, remedy_of
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Duty, Outcome

Ended = e.Closed | e.HelpGranted | e.DeemedRefused | e.ReturnedToApplicant
Asked = e.InformationRequested | e.DefectsNamed | e.PreliminaryTold | e.ProtocolSigned
Moved = e.Registered | e.Reopened | e.Extended | e.KindChanged | e.CalendarChanged
Passed = e.Redirected | e.PartRedirected | e.DangerFlagged | e.ComplaintForwarded | e.Referred
Rights = e.RecusalDecided | e.RepresentativeNamed
TOLD: tuple[type, ...] = get_args(Ended | Asked | Moved | Passed | Rights)
TOLD_BEFORE = frozenset({Outcome.RETURNED, Outcome.ATTACHED})  # by the return itself; or by nobody
Facts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Telling:
    """One notice: its words and their *facts*, and the *text* that somebody wrote for the applicant.

    *complaint* are the facts of the sentence that tells where one may complain, and until when or, where
    that counts from the receipt of the notice itself, for how long.
    """

    key: str
    facts: Facts = field(default_factory=dict)
    text: UUID | None = None
    complaint: Facts | None = None


def told(appeal: Appeal, fact: e.Fact) -> Telling | None:
    """Return what is told of *fact* to the applicant; *appeal* is what it was right after it."""
    match fact.event:
        case e.Closed() | e.HelpGranted() | e.DeemedRefused() | e.ReturnedToApplicant() as event:
            return _ended(appeal, event, fact.at)
        case e.InformationRequested() | e.DefectsNamed() | e.PreliminaryTold() | e.ProtocolSigned() as event:
            return _asked(appeal, event)
        case e.Registered() | e.Reopened() | e.Extended() | e.KindChanged() | e.CalendarChanged() as event:
            return _moved(appeal, event)
        case e.RecusalDecided() | e.RepresentativeNamed() as event:
            return _spoken(appeal, event)
        case _:
            return _passed(appeal, fact.event)


def duty(appeal: Appeal, fact: e.Fact) -> UUID | None:
    """Return the task, still open, to give notice of *fact*.

    What is done after the end of the term comes at one moment with the silence, of which there is its own.
    """
    silence, silent = appeal.plan.law and appeal.plan.law.silence, isinstance(fact.event, e.DeemedRefused)
    owed = (task for task in appeal.open_tasks if task.duty is Duty.NOTICE and task.opened == fact.at)
    return next((task.id for task in owed if (silence and silence.rule == task.rule) is silent), None)


def _ended(appeal: Appeal, event: Ended, at: datetime) -> Telling | None:
    """Return what is told of an end, or of what the law takes for one."""
    match event:
        case e.DeemedRefused(due=due, article=article):
            return Telling("deemed_refused", {"article": article}, complaint=_complaint(appeal, due))
        case e.ReturnedToApplicant(ground=ground, article=article, text=text):
            ended = None if counts_from_notice(appeal) else at
            return Telling(f"returned.{ground}", {"article": article}, text, _complaint(appeal, ended))
        case e.HelpGranted():
            return Telling("help_granted", _decided(appeal))
        case e.Closed(outcome=outcome, text=text, window=window, notice=notice, number=number):
            complaint = _complaint(appeal, None if notice else at) if window else None
            if number:
                return Telling("merged", {"into": number, "article": _of_the_end(appeal)}, text, complaint)
            how = SENT_BACK if appeal.legal.decision == SENT_BACK else outcome
            closed = Telling(f"closed.{how}", _decided(appeal), text, complaint)
            return None if outcome in TOLD_BEFORE else closed
        case _:
            assert_never(event)


def _asked(appeal: Appeal, event: Asked) -> Telling:
    """Return what is told where something is asked of the applicant, or open to them, for a while."""
    match event:
        case e.InformationRequested(text=text):
            return Telling("information_requested", {"until": _ends(appeal, ClockKind.INFORMATION)}, text)
        case e.DefectsNamed(missing=missing, article=article, text=text):
            facts = {"missing": ", ".join(missing), "until": _ends(appeal, ClockKind.MENDING)}
            return Telling("defects_named", {**facts, "article": article}, text)
        case e.PreliminaryTold(article=article, text=text):
            facts = {"objection": _term(appeal, "objection"), "hearing": _term(appeal, "hearing")}
            return Telling("preliminary_told", {**facts, "article": article}, text)
        case e.ProtocolSigned():
            return Telling("protocol_signed", {"remarks": _term(appeal, "protocol_remarks")})
        case _:
            assert_never(event)


def _moved(appeal: Appeal, event: Moved) -> Telling | None:
    """Return what is told of the time by which the appeal is due."""
    law, due = appeal.plan.law, {"due": _written(appeal.statute_due)}
    match event:
        case e.Registered():
            return Telling("registered", due)
        case e.Reopened():
            return Telling("reopened", due)
        case e.Extended(old_due=old, new_due=new):
            article = law.extension.article if law and law.extension else ""
            return Telling("extended", {"old": _written(old), "due": _written(new), "article": article})
        case e.KindChanged(law=new):
            return Telling("kind_changed", {**due, "kind": new.kind})
        case e.CalendarChanged(moved=moved):
            clocks = (each for each in moved if each.clock is ClockKind.STATUTE)
            return next((_put_off(each) for each in clocks if each.old_due != each.new_due), None)
        case _:
            assert_never(event)


def _put_off(clock: e.Moved) -> Telling:
    return Telling("due_moved", {"old": _written(clock.old_due), "due": _written(clock.new_due)})


def _passed(appeal: Appeal, event: e.Event) -> Telling | None:
    """Return what is told of where the appeal has gone."""
    match event:
        case e.Redirected(group=group, article=article):
            return _sent_on(appeal, group, article)
        case e.Referred(task=task, step=step, group=group):
            told = appeal.knows(REDIRECT) and is_sideways(appeal.task(task), step, group)
            return _sent_on(appeal, group, appeal.law.article(REDIRECT)) if told else None
        case e.PartRedirected(number=part, group=group, article=article):
            facts = {"part": part, "article": article}
            return Telling("part_redirected", {**facts, "organisation": group.organisation})
        case e.DangerFlagged(article=article):
            return Telling("danger_flagged", {"article": article})
        case e.ComplaintForwarded(group=group, article=article):
            return Telling("complaint_forwarded", {"organisation": group.organisation, "article": article})
        case _:
            return None


def _sent_on(appeal: Appeal, group: Group, article: str) -> Telling:
    """Return where it has gone; the fallback queue only decides whose it is."""
    if group == appeal.plan.fallback:
        return Telling("competence_disputed")
    facts = {"due": _written(appeal.statute_due), "article": article}
    return Telling("redirected", {**facts, "organisation": group.organisation})


def _spoken(appeal: Appeal, event: Rights) -> Telling | None:
    """Return what is told of who decides on the appeal, and of who speaks for the applicant."""
    match event:
        case e.RecusalDecided(upheld=upheld):
            return Telling("recusal_upheld" if upheld else "recusal_dismissed")
        case e.RepresentativeNamed(removed=removed, until=until):
            facts = {"until": _written(until), "article": appeal.law.article("representative")}
            return Telling("representative_removed", facts) if removed else None
        case _:
            assert_never(event)


def _decided(appeal: Appeal) -> Facts:
    """Return what the law calls the decision, or the ground of an end without one, if it was said."""
    legal = appeal.legal
    said = {"ground": legal.ground} if legal.ground else {"decision": legal.decision}
    return {**said, "article": legal.article} if legal.ground or legal.decision else {}


def _of_the_end(appeal: Appeal) -> str:
    """Return by which article the applicant is told of an end without a decision on the substance."""
    complains = appeal.law.procedure is Procedure.COMPLAINT
    return appeal.law.article("unconsidered_notice" if complains else "termination_notice")


def _complaint(appeal: Appeal, ended: datetime | None) -> Facts | None:
    """Return where one may complain: at the *body*, which passes it to its *superior*; if none, in court.

    The time counts from the day the appeal *ended*, or else from the receipt of the notice.
    """
    remedy = remedy_of(appeal, named=appeal.legal.remedies)
    if remedy is None:
        return None
    until = {"until": _written(remedy.ends(ended, appeal.calendar))} if ended else {"term": str(remedy.term)}
    facts, superior = {**until, "article": remedy.article}, above(appeal)
    if remedy.rule == COURT or superior is None:
        return facts
    return {"body": appeal.considered_by.organisation, "superior": superior.organisation, **facts}


def _term(appeal: Appeal, rule: str) -> str:
    law = appeal.plan.law
    return str(law.rule(rule).term) if law and law.knows(rule) else ""


def _ends(appeal: Appeal, kind: ClockKind) -> str:
    clock = appeal.clock(kind)
    return _written(appeal.face(clock).due) if clock else ""


def _written(at: datetime | None) -> str:
    return at.isoformat() if at else ""
