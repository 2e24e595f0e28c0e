"""The time ledger: an appeal's time divided by owner, by whether it counted, and by whether it was late.

Every period has one owner, so the parts add up to the elapsed time, to the second. Amounts are whole seconds.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from itertools import groupby
from operator import add

from domain.events import Fact
from domain.projections.time_ledger.amounts import ZERO_TIME, TimeAmounts
from domain.projections.time_ledger.clock_moves import (
    Breach,
    ClockExtension,
    Pause,
    breaches,
    extensions,
    pauses,
)
from domain.projections.time_ledger.spans import (
    Span,
    TimeAttribution,
    TimeOwnerKind,
    spans,
    split_at_due,
    whole_second,
)
from domain.projections.time_ledger.task_turns import TaskTurn, task_turns
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class TimeBreakdown(TimeAmounts):
    """An amount of time: ``elapsed`` is the sum of working, paused, idle and the off-hours.

    Of the hours that count, which are all hours of an urgent task, ``working`` is an organisation's,
    ``paused`` the citizen's, and ``idle`` passed while help was on its way or the appeal was closed.
    Paused time is the step's; each pause states whether the statute clock paused too.
    """

    working: timedelta = ZERO_TIME
    paused: timedelta = ZERO_TIME
    idle: timedelta = ZERO_TIME
    off_hours: timedelta = ZERO_TIME
    late: timedelta = ZERO_TIME

    @classmethod
    def of(
        cls, whose: TimeOwnerKind, calendar: Calendar, begins: datetime, ends: datetime, *, late: bool
    ) -> "TimeBreakdown":
        """Return the breakdown of the time from *begins* to *ends*, of one owner, all *late* or none."""
        elapsed, worked = ends - begins, calendar.working_time_between(begins, ends)
        return cls(
            elapsed=elapsed,
            working=worked if whose is TimeOwnerKind.ORGANISATION else ZERO_TIME,
            paused=worked if whose is TimeOwnerKind.CITIZEN else ZERO_TIME,
            idle=worked if whose in (TimeOwnerKind.RECEIPT, TimeOwnerKind.CLOSED) else ZERO_TIME,
            off_hours=elapsed - worked,
            late=elapsed if late else ZERO_TIME,
        )


@dataclass(frozen=True, slots=True)
class OwnedTime:
    """Time of one owner, all of it before the statute due time or all of it ``late``."""

    attribution: TimeAttribution
    begins: datetime
    ends: datetime
    is_late: bool
    breakdown: TimeBreakdown


@dataclass(frozen=True, slots=True)
class TimeLedger:
    """The owned times in order with their sums, the task turns, and the moves of clocks."""

    begins: datetime
    ends: datetime
    owned_times: tuple[OwnedTime, ...]
    totals_by_attribution: tuple[tuple[TimeAttribution, TimeBreakdown], ...]
    total: TimeBreakdown
    task_turns: tuple[TaskTurn, ...]
    pauses: tuple[Pause, ...]
    extensions: tuple[ClockExtension, ...]
    breaches: tuple[Breach, ...]


def time_ledger(facts: Sequence[Fact], now: datetime) -> TimeLedger:
    """Return the ledger of the appeal with *facts* (all since its registration), as of *now*."""
    return time_ledger_of_spans(spans(facts, now))


def time_ledger_of_spans(life: Sequence[Span]) -> TimeLedger:
    """Return the ledger of *life*.

    It begins with the receipt of the appeal and ends with its closing, or else with *life*. The turns at
    duties continue after the closing.
    """
    ends = life[-1].appeal.progress.closed_at or life[-1].ends
    pieces = [piece for span in life for piece in _split_span(span, ends)]
    stretches = tuple(
        _merge_adjacent(list(same))
        for _, same in groupby(pieces, lambda each: (each.attribution, each.is_late))
    )
    owners = dict.fromkeys(stretch.attribution for stretch in stretches)
    return TimeLedger(
        begins=whole_second(life[0].begins),
        ends=whole_second(ends),
        owned_times=stretches,
        totals_by_attribution=tuple(
            (owner, _sum_breakdowns(each for each in stretches if each.attribution == owner))
            for owner in owners
        ),
        total=_sum_breakdowns(stretches),
        task_turns=tuple(task_turns(life)),
        pauses=tuple(pauses(life)),
        extensions=tuple(extensions(life)),
        breaches=tuple(breaches(life)),
    )


def _split_span(span: Span, closed: datetime) -> Iterator[OwnedTime]:
    """Yield the owned times of *span* until the appeal was *closed*, divided at the due time.

    They are computed with the clock and the calendar of the span, regardless of later changes.
    """
    owner, calendar = TimeAttribution.of_appeal(span.appeal), span.calendar
    for begins, ends, late in split_at_due(span.begins, min(span.ends, closed), span.statute_late_from):
        spent = TimeBreakdown.of(owner.owner, calendar, begins, ends, late=late)
        yield OwnedTime(owner, begins, ends, late, spent)


def _merge_adjacent(pieces: Sequence[OwnedTime]) -> OwnedTime:
    """Return adjacent *pieces* of the same owner as one."""
    first = pieces[0]
    return OwnedTime(first.attribution, first.begins, pieces[-1].ends, first.is_late, _sum_breakdowns(pieces))


def _sum_breakdowns(stretches: Iterable[OwnedTime]) -> TimeBreakdown:
    return reduce(add, (stretch.breakdown for stretch in stretches), TimeBreakdown())
