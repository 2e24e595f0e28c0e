"""What moved an appeal's clocks, and which of them were missed: pauses, extensions, breaches; and by whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from domain.events import (
    Breached,
    Event,
    Extended,
    InformationProvided,
    InformationRequested,
    InformationWaitLapsed,
)
from domain.identity.people import Person
from domain.projections.time_ledger.spans import Owner, Span, at
from domain.state.clock import ClockKind
from domain.worktime.terms import Term


class PauseEnd(StrEnum):
    """How a pause ended."""

    ANSWERED = "answered"
    LAPSED = "lapsed"
    STOPPED = "stopped"  # the appeal ended, or went on by another way


ENDS: dict[type[Event], PauseEnd] = {
    InformationProvided: PauseEnd.ANSWERED,
    InformationWaitLapsed: PauseEnd.LAPSED,
}


@dataclass(frozen=True, slots=True)
class Pause:
    """The step's clocks stood still: who asked the citizen, in which words, how it ended (None: it has not).

    ``working`` is the working time that did not count; ``statute`` tells whether it did not for the statute
    clock either, which under a law that knows no suspension goes on.
    """

    begins: datetime
    ends: datetime
    by: Person | None
    task: UUID
    text: UUID | None
    ended: PauseEnd | None
    working: timedelta
    statute: bool


@dataclass(frozen=True, slots=True)
class Extension:
    """The statute clock was extended: when, by whom, from which due time to which; who had the appeal."""

    at: datetime
    by: Person | None
    organisation: str
    term: Term
    old_due: datetime
    new_due: datetime
    text: UUID | None


@dataclass(frozen=True, slots=True)
class Breach:
    """A clock ran out at ``due``; that of a *task*, or the appeal's own. It was *organisation*'s then."""

    clock: ClockKind
    task: UUID | None
    organisation: str
    due: datetime


def pauses(life: Sequence[Span]) -> Iterator[Pause]:
    """Yield the pauses of *life*, in order."""
    for index, span in enumerate(life):
        asked = span.fact.event
        if isinstance(asked, InformationRequested):
            stood, following = _stood_still(life[index:])
            worked = (each.calendar.worked(each.begins, each.ends) for each in stood)
            yield Pause(
                begins=span.begins,
                ends=stood[-1].ends,
                by=span.fact.by,
                task=asked.task,
                text=asked.text,
                ended=ENDS.get(type(following.fact.event), PauseEnd.STOPPED) if following else None,
                working=sum(worked, timedelta()),
                statute=span.appeal.statute_due is None,
            )


def extensions(life: Sequence[Span]) -> Iterator[Extension]:
    """Yield the extensions of *life*, in order."""
    for span in life:
        if isinstance(event := span.fact.event, Extended):
            had = Owner.of(span.appeal).organisation
            yield Extension(
                span.fact.at, span.fact.by, had, event.term, event.old_due, event.new_due, event.text
            )


def breaches(life: Sequence[Span]) -> Iterator[Breach]:
    """Yield the clocks that were missed in *life*, in the order in which that was said."""
    for span in life:
        if isinstance(event := span.fact.event, Breached):
            then = at(life, event.due)
            group = then.task(event.task).group if event.task else None
            had = group.organisation if group else Owner.of(then).organisation
            yield Breach(event.clock, event.task, had, event.due)


def _stood_still(life: Sequence[Span]) -> tuple[Sequence[Span], Span | None]:
    """Return the spans during which the pause lasted with which *life* begins, and the one that ended it."""
    paused_at = life[0].appeal.paused_at
    count = next((n for n, span in enumerate(life) if span.appeal.paused_at != paused_at), len(life))
    return life[:count], life[count] if count < len(life) else None
