"""Hearing (АППК 73 and 74): the applicant is heard before a burdensome act. No clock stands still for it."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import HearingFirst, NothingTold, ReasonsRequired, TooEarly
from domain.law.applicable_law import LegalDecision, Procedure
from domain.law.rule_ids import HEARING
from domain.law.vocabulary import HearingException
from domain.rules.duties import notice, owed
from domain.rules.lifecycle import Verb
from domain.rules.permissions import check_duty, check_holder
from domain.state.appeal import Appeal, is_of_preliminary
from domain.state.task import Duty, Task
from domain.worktime.terms import Unit

OBJECTION, IN_PERSON = "objection", "oral_hearing"
PROTOCOL, REMARKS = "protocol", "protocol_remarks"
SPEAKS_TO = {OBJECTION: HEARING, IN_PERSON: HEARING, REMARKS: PROTOCOL}
HEARD_IN = frozenset({Procedure.GENERAL, Procedure.COMPLAINT})
BY_ITSELF = frozenset({HearingException.FAVOURABLE, HearingException.SIMPLIFIED})
EXCEPTIONS = "hearing_exceptions"
REASONED = frozenset(HearingException) - BY_ITSELF - {HearingException.SHORT_TERM}
SHORT = 5  # working days


def told(appeal: Appeal, task: Task, command: c.TellPreliminary, now: datetime) -> Sequence[e.Event]:
    """Return that the applicant knows what is going to be decided, and how soon the act may come."""
    check_holder(appeal, task, command.by, Verb.TELL_PRELIMINARY)
    rule = appeal.law.rule(HEARING)
    earliest = rule.ends(now, appeal.calendar)
    return [e.PreliminaryTold(task.id, earliest, rule.article, command.text), *notice(appeal, now, rule)]


def held(appeal: Appeal, task: Task, command: c.RecordHearing, now: datetime) -> Sequence[e.Event]:
    """Return that the applicant was heard, of which a protocol is to be signed."""
    check_holder(appeal, task, command.by, Verb.RECORD_HEARING)
    protocol = owed(appeal, now, Duty.PROTOCOL, appeal.law.rule(PROTOCOL))
    return [e.HearingHeld(task.id, command.text), protocol]


def signed(appeal: Appeal, task: Task, command: c.SignProtocol) -> Sequence[e.Event]:
    """Return that the protocol is there to be read."""
    check_duty(appeal, task, command.by)
    return [e.ProtocolSigned(task.id, command.text)]


def objected(appeal: Appeal, command: c.Object, now: datetime) -> Sequence[e.Event]:
    """Return that the applicant objected; late, it is kept all the same."""
    return [e.Objected(_in_time(appeal, OBJECTION, _known(appeal), now), command.text)]


def asked(appeal: Appeal, command: c.AskForHearing, now: datetime) -> Sequence[e.Event]:
    """Return that the applicant wants to be heard in person; asked in time, no act comes before that."""
    return [e.HearingAsked(_in_time(appeal, IN_PERSON, _known(appeal), now), command.text)]


def remarked(appeal: Appeal, command: c.RemarkOnProtocol, now: datetime) -> Sequence[e.Event]:
    """Return that the applicant remarked on the protocol; late, it is kept all the same."""
    return [e.ProtocolRemarked(_in_time(appeal, REMARKS, appeal.legal.protocol_at, now), command.text)]


def excused(
    appeal: Appeal, decision: LegalDecision, said: HearingException | None, now: datetime, *, reasoned: bool
) -> HearingException | None:
    """Return why nobody is heard before *decision*; None where the applicant was, or is never.

    Raises HearingFirst, TooEarly or ReasonsRequired. *reasoned* says that the act has a text to give its
    reasons in.
    """
    law = appeal.law
    if law.procedure is Procedure.SIMPLIFIED and law.knows(HEARING):
        return HearingException.SIMPLIFIED
    if law.procedure not in HEARD_IN or not law.knows(HEARING):
        return None
    if decision.favourable:
        return HearingException.FAVOURABLE
    if said in REASONED and not reasoned and law.knows(EXCEPTIONS):
        raise ReasonsRequired(exception=said, article=law.article(EXCEPTIONS))
    if said is not None and _fits(said, appeal, reasoned=reasoned):
        return said
    _check_heard(appeal, now)
    return None


def _fits(said: HearingException, appeal: Appeal, *, reasoned: bool) -> bool:
    """Tell whether the exception can be true; two of them follow from the act itself, and are not said.

    Whoever asked in time to be heard is heard, unless there is no time for it.
    """
    term = appeal.law.term.term
    match said:
        case HearingException.SHORT_TERM:
            return term is not None and term.unit is Unit.WORKING_DAYS and term.amount < SHORT
        case HearingException.URGENT_PROTECTION:
            return reasoned
        case _:
            return said not in BY_ITSELF and not _awaits_hearing(appeal)


def _check_heard(appeal: Appeal, now: datetime) -> None:
    legal, rule = appeal.legal, appeal.law.rule(HEARING)
    if legal.preliminary_at is None:
        raise HearingFirst(article=rule.article)
    earliest = rule.ends(_known(appeal) or now, appeal.calendar)
    if now < earliest:
        raise TooEarly(earliest=earliest.isoformat(), article=rule.article)
    if any(is_of_preliminary(appeal, task) for task in appeal.open_tasks):
        raise HearingFirst(article=rule.article)
    if _awaits_hearing(appeal):
        raise HearingFirst(article=appeal.law.article(IN_PERSON))


def _known(appeal: Appeal) -> datetime | None:
    """Return since when the applicant knows the preliminary decision, as far as there is a proof of it."""
    return appeal.legal.told_at or appeal.legal.preliminary_at


def _awaits_hearing(appeal: Appeal) -> bool:
    """Tell whether the applicant has asked to be heard in person, and was not yet."""
    return appeal.legal.hearing_asked and appeal.legal.heard_at is None


def _in_time(appeal: Appeal, rule: str, start: datetime | None, now: datetime) -> bool:
    """Tell whether the term of *rule* that began at *start* still runs. What speaks to nothing is refused.

    What speaks to something that is undone by now is kept, and is in no term.
    """
    term = appeal.law.rule(rule)
    if start is not None:
        return now <= term.ends(start, appeal.calendar)
    if not any(task.rule == SPEAKS_TO[rule] and not task.is_open for task in appeal.tasks):
        raise NothingTold(article=term.article)
    return False
