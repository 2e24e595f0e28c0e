"""Defects (АППК 64(6)): what an appeal lacks, and the term to mend it; no clock stands still."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain import commands as c
from domain import events as e
from domain.errors import AlreadyAwaited, CalendarExhausted, MendTermTooLong, NothingToMend, NotInFuture
from domain.events import DefectsNamed, Mended
from domain.law.rule_ids import MEND
from domain.rules.duties import notice
from domain.rules.lifecycle import Verb
from domain.rules.permissions import check_holder
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Task
from domain.worktime.terms import Term

NEVER = datetime.max.replace(tzinfo=UTC)


def named(appeal: Appeal, task: Task, command: c.NameDefects, now: datetime) -> Sequence[e.Event]:
    """Return that the applicant has a term to mend what is missing, and is to be told so.

    The law leaves the term to the body; the policy's longest wait for an answer is the longest of them.
    """
    check_holder(appeal, task, command.by, Verb.NAME_DEFECTS)
    rule, calendar = appeal.law.rule(MEND), appeal.calendar
    running = appeal.clock(ClockKind.MENDING)
    if running is not None:
        raise AlreadyAwaited(until=appeal.face(running).due.isoformat(), article=rule.article)
    if not command.term.amount:
        raise NotInFuture(field="term")
    latest = calendar.after(now, appeal.plan.limits.information_term)
    if _ends(appeal, command.term, now) > latest:
        raise MendTermTooLong(latest=latest.isoformat(), article=rule.article)
    said = DefectsNamed(task.id, command.missing, command.term, rule.article, command.text)
    return [said, *notice(appeal, now, rule)]


def mended(appeal: Appeal, command: c.Mend) -> Sequence[e.Event]:
    """Return that nothing is missing any more: at any time before the appeal is returned."""
    if appeal.clock(ClockKind.MENDING) is None and appeal.legal.mend_ended is None:
        raise NothingToMend(article=appeal.law.article(MEND))
    return [Mended(command.text)]


def _ends(appeal: Appeal, term: Term, now: datetime) -> datetime:
    """Return when a *term* that begins now ends: never, where no calendar reaches as far."""
    try:
        return appeal.calendar.after(now, term)
    except CalendarExhausted:
        return NEVER
