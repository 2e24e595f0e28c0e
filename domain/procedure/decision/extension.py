"""Extension (АППК 76(3)): a term is extended before its end, by the offices that the law authorises."""

from collections.abc import Sequence
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.errors import (
    CalendarExhausted,
    ExtensionNotAllowed,
    ExtensionTooLong,
    LimitReached,
    NotAllowedInStatus,
    NotInFuture,
    OfficeNotAuthorised,
    TermExpired,
)
from domain.law.applicable_law import LegalTerm
from domain.law.vocabulary import TermStart
from domain.rules.applicability import check_power_to_decide
from domain.rules.duties import open_notice_duty
from domain.rules.lifecycle import Verb
from domain.state.appeal import Appeal, with_extension
from domain.worktime.terms import Term


def check_may_extend(appeal: Appeal, command: c.Extend) -> None:
    """Refuse, with the article, an extension that the law forbids, or forbids to this person.

    A paused term cannot be extended.
    """
    if appeal.statute_due is None:
        raise NotAllowedInStatus(verb=Verb.EXTEND, status=appeal.status)
    if appeal.law.regulates_extension:
        _extension_rule(appeal, command)


def extend(appeal: Appeal, command: c.Extend, now: datetime) -> Sequence[e.Event]:
    """Return the extension, and the duty to notify the applicant."""
    law, old, limits = appeal.law, appeal.statute_due or now, appeal.plan.limits
    limit = _extension_rule(appeal, command) if law.regulates_extension else None
    cited = {"article": limit.article} if limit else {}
    if appeal.progress.extensions >= limits.max_extensions:
        raise LimitReached(limit=limits.max_extensions)
    if now > old:
        raise TermExpired(ended=old.isoformat(), **cited)
    if not command.term.amount:
        raise NotInFuture(field="term")
    new = _extended_due(appeal, command.term)
    latest = (
        _latest_due(appeal, limit, old, now) if limit else appeal.calendar.add_term(now, limits.max_extension)
    )
    if new is None or new > latest:
        raise ExtensionTooLong(term=command.term, latest=latest.isoformat(), **cited)
    later = e.Extended(command.term, old, new, command.text)
    return [later, *open_notice_duty(appeal, now, law.extension_notice)]


def _extension_rule(appeal: Appeal, command: c.Extend) -> LegalTerm:
    """Return the rule that limits the extension, or refuse where law, office or body forbid it."""
    law = appeal.law
    if law.extension is None:
        raise ExtensionNotAllowed(kind=law.kind, article=law.extension_bar_article)
    if command.by.office not in law.extension_offices:
        raise OfficeNotAuthorised(offices=", ".join(law.extension_offices), article=law.extension.article)
    check_power_to_decide(appeal, command.by)
    return law.extension


def _extended_due(appeal: Appeal, term: Term) -> datetime | None:
    """Return the extended end of the statute clock; None beyond the calendar."""
    try:
        return with_extension(appeal, term).statute_due
    except CalendarExhausted:
        return None


def _latest_due(appeal: Appeal, limit: LegalTerm, old: datetime, now: datetime) -> datetime:
    """Return the latest due time: counted from the decision to extend, unless the law counts otherwise."""
    received = appeal.legal.competence.received_at or appeal.origin.received_at
    moments = {TermStart.EXTENDED: now, TermStart.RECEIVED: received, TermStart.DUE: old}
    return limit.ends_at(limit.starts_at(moments) or now, appeal.calendar)
