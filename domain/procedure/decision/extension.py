"""Extension (АППК 76(3)): a term is put off before its end; under a law only by those whom it names."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import (
    CalendarExhausted,
    ExtensionNotAllowed,
    ExtensionTooLong,
    LimitReached,
    NotInFuture,
    NotNow,
    TooLate,
    WrongOffice,
)
from domain.law.applicable_law import Law, LegalTerm, Start
from domain.rules.duties import notice
from domain.rules.lifecycle import Verb
from domain.state.appeal import Appeal, with_extension
from domain.worktime.terms import Term


def check_extends(appeal: Appeal, command: c.Extend) -> None:
    """Refuse, with its article, what the law does not let anybody extend, or not this person.

    A term that stands still is not extended before it goes on.
    """
    if appeal.statute_due is None:
        raise NotNow(command=Verb.EXTEND, status=appeal.status)
    if appeal.plan.law is not None:
        _limit(appeal.plan.law, command)


def extended(appeal: Appeal, command: c.Extend, now: datetime) -> Sequence[e.Event]:
    """Return the later due time, of which the applicant is to be told."""
    law, old, limits = appeal.plan.law, appeal.statute_due or now, appeal.plan.limits
    limit = _limit(law, command) if law else None
    cited = {"article": limit.article} if limit else {}
    if appeal.extensions >= limits.extensions:
        raise LimitReached(limit=limits.extensions)
    if now > old:
        raise TooLate(ended=old.isoformat(), **cited)
    if not command.term.amount:
        raise NotInFuture(field="term")
    new = _moved(appeal, command.term)
    latest = _latest(appeal, limit, old, now) if limit else appeal.calendar.after(now, limits.extension)
    if new is None or new > latest:
        raise ExtensionTooLong(term=command.term, latest=latest.isoformat(), **cited)
    later = e.Extended(command.term, old, new, command.text)
    return [later, *notice(appeal, now, law.extension_notice if law else None)]


def _limit(law: Law, command: c.Extend) -> LegalTerm:
    """Return how far the law lets the term be extended, if it does, and by whoever asks."""
    if law.extension is None:
        raise ExtensionNotAllowed(kind=law.kind, article=law.barred)
    if command.by.office not in law.extended_by:
        raise WrongOffice(offices=", ".join(law.extended_by), article=law.extension.article)
    return law.extension


def _moved(appeal: Appeal, term: Term) -> datetime | None:
    """Return when the statute clock would end; None where no calendar reaches as far."""
    try:
        return with_extension(appeal, term).statute_due
    except CalendarExhausted:
        return None


def _latest(appeal: Appeal, limit: LegalTerm, old: datetime, now: datetime) -> datetime:
    """Return the latest due time: counted from the decision to extend, unless the law counts otherwise."""
    received = appeal.legal.reached or appeal.received_at
    moments = {Start.EXTENDED: now, Start.RECEIVED: received, Start.DUE: old}
    return limit.ends(limit.begins(moments) or now, appeal.calendar)
