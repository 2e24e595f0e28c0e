"""Return to the applicant, and what comes again after it (АППК 64(7) and (8))."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import EarlierRequired, MergedIntoItself, NothingToMend, TooEarly, TooLate
from domain.events import ReturnedToApplicant
from domain.law.applicable_law import LegalTerm, Start
from domain.law.vocabulary import ReturnGround
from domain.procedure.competence.danger import check_safe
from domain.procedure.competence.forward_complaint import check_end
from domain.rules.closing import close
from domain.rules.duties import notice
from domain.rules.lifecycle import Verb
from domain.rules.permissions import check_holder
from domain.rules.remedies import fought
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Outcome, Task

RULES = {
    ReturnGround.UNMENDED: "return_unmended",
    ReturnGround.IDENTICAL: "return_identical",
    ReturnGround.OBSCENE: "return_obscene",
}


def returned(appeal: Appeal, task: Task, command: c.ReturnToApplicant, now: datetime) -> Sequence[e.Event]:
    """Return the end of the appeal without a decision, of which the applicant is to be told with reasons."""
    overridden = check_holder(appeal, task, command.by, Verb.RETURN_TO_APPLICANT, override=command.override)
    check_end(appeal, Outcome.RETURNED)
    rule, twin = appeal.law.rule(RULES[command.ground]), command.earlier
    if command.ground is ReturnGround.IDENTICAL and twin in (None, appeal.id):
        raise EarlierRequired(article=rule.article)
    _check_term(appeal, rule, now)
    back = ReturnedToApplicant(task.id, command.ground, rule.article, twin, command.text, overridden)
    told = notice(appeal, now, rule)
    closed = fought(appeal, e.Closed(Outcome.RETURNED, text=command.text), told)
    return [back, *close(appeal, closed, task.id), *told]


def attached(appeal: Appeal, command: c.Attach) -> Sequence[e.Event]:
    """Return the end of what came again: it lies in the old file, and nobody is told."""
    article = appeal.law.article("attached")
    check_safe(appeal)
    check_end(appeal, Outcome.ATTACHED)
    if command.into == appeal.id:
        raise MergedIntoItself(into=command.into, article=article)
    return close(appeal, e.Closed(Outcome.ATTACHED, into=command.into))


def _check_term(appeal: Appeal, rule: LegalTerm, now: datetime) -> None:
    """Refuse to return an appeal before the term of *rule* has begun, or after it."""
    unmended = rule.start is Start.MEND_TERM_ENDED
    start = _mend_ended(appeal, rule) if unmended else appeal.registered_at
    ended = rule.ends(start, appeal.calendar)
    if now > ended:
        raise TooLate(ended=ended.isoformat(), article=rule.article)


def _mend_ended(appeal: Appeal, rule: LegalTerm) -> datetime:
    running = appeal.clock(ClockKind.MENDING)
    if running is not None:
        raise TooEarly(earliest=appeal.face(running).due.isoformat(), article=rule.article)
    if appeal.legal.mend_ended is None:
        raise NothingToMend(article=rule.article)
    return appeal.legal.mend_ended
