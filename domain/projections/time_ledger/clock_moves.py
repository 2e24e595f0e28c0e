"""Pauses, extensions and breaches of an appeal's clocks, with the people and organisations involved."""

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
    SilenceCorrected,
)
from domain.identity.people import Person
from domain.projections.time_ledger.spans import Span, TimeAttribution, state_at, whole_second
from domain.state.clock import ClockKind
from domain.worktime.terms import Term


class PauseEndReason(StrEnum):
    """The way a pause ended."""

    ANSWERED = "answered"
    LAPSED = "lapsed"
    INTERRUPTED = "interrupted"  # the appeal ended, or left the step otherwise


PAUSE_END_OF: dict[type[Event], PauseEndReason] = {
    InformationProvided: PauseEndReason.ANSWERED,
    InformationWaitLapsed: PauseEndReason.LAPSED,
}


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of the step's clocks: the request to the citizen, its text and its end (None: not ended).

    ``paused_working_time`` is the working time that did not count; ``pauses_statute`` states whether the
    statute clock paused too, which it does not under a law without suspension.
    """

    begins: datetime
    ends: datetime
    by: Person | None
    task: UUID
    text: UUID | None
    end_reason: PauseEndReason | None
    paused_working_time: timedelta
    pauses_statute: bool


@dataclass(frozen=True, slots=True)
class ClockExtension:
    """An extension of the statute clock, and the organisation that had the appeal then."""

    at: datetime
    by: Person | None
    organisation: str
    term: Term
    old_due: datetime
    new_due: datetime
    text: UUID | None


@dataclass(frozen=True, slots=True)
class Breach:
    """A clock that ran out at ``due``, of a *task* or of the appeal, and the *organisation* that had it."""

    clock: ClockKind
    task: UUID | None
    organisation: str
    due: datetime


def pauses(life: Sequence[Span]) -> Iterator[Pause]:
    """Yield the pauses of *life*, in order."""
    for index, span in enumerate(life):
        asked = span.fact.event
        if isinstance(asked, InformationRequested):
            stood, following = _paused_spans(life[index:])
            worked = (
                each.calendar.working_time_between(whole_second(each.begins), whole_second(each.ends))
                for each in stood
            )
            yield Pause(
                begins=span.begins,
                ends=stood[-1].ends,
                by=span.fact.by,
                task=asked.task,
                text=asked.text,
                end_reason=PAUSE_END_OF.get(type(following.fact.event), PauseEndReason.INTERRUPTED)
                if following
                else None,
                paused_working_time=sum(worked, timedelta()),
                pauses_statute=span.appeal.statute_due is None,
            )


def extensions(life: Sequence[Span]) -> Iterator[ClockExtension]:
    """Yield the extensions of *life*, in order."""
    for span in life:
        if isinstance(event := span.fact.event, Extended):
            had = TimeAttribution.of_appeal(span.appeal).organisation
            yield ClockExtension(
                span.fact.at, span.fact.by, had, event.term, event.old_due_at, event.new_due_at, event.text
            )


def breaches(life: Sequence[Span]) -> Iterator[Breach]:
    """Yield the breaches of *life* that were not corrected, in the order in which they were recorded."""
    corrections = (span.fact.event for span in life if isinstance(span.fact.event, SilenceCorrected))
    undone = {seq for correction in corrections for seq in correction.undone}
    for span in life:
        if isinstance(event := span.fact.event, Breached) and span.fact.seq not in undone:
            then = state_at(life, event.due_at)
            group = then.task(event.task).group if event.task else None
            had = group.organisation if group else TimeAttribution.of_appeal(then).organisation
            yield Breach(event.clock, event.task, had, event.due_at)


def _paused_spans(life: Sequence[Span]) -> tuple[Sequence[Span], Span | None]:
    """Return the spans of the pause with which *life* begins, and the span that ended it."""
    paused_at = life[0].appeal.suspension.paused_at
    count = next(
        (n for n, span in enumerate(life) if span.appeal.suspension.paused_at != paused_at), len(life)
    )
    return life[:count], life[count] if count < len(life) else None
