"""The ledger of an appeal's time: whose every stretch of it was, how much of it counted, how much was late.

Every stretch is of one owner, so the parts add up to the time that has passed, to the microsecond.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from itertools import groupby
from operator import add

from domain.events import Fact
from domain.projections.time_ledger.amounts import NONE, Amounts
from domain.projections.time_ledger.clock_moves import (
    Breach,
    Extension,
    Pause,
    breaches,
    extensions,
    pauses,
)
from domain.projections.time_ledger.spans import Owner, Span, Whose, cut, spans
from domain.projections.time_ledger.task_turns import Turn, turns
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Spent(Amounts):
    """An amount of time: ``elapsed`` is the sum of working, paused, idle and the off-hours.

    Of the hours that count, which are all hours of an urgent task, ``working`` is an organisation's,
    ``paused`` the citizen's, and ``idle`` what passed while help was on its way or the appeal was closed.
    What was paused is the step's time; whether the statute clock stood still too, each pause says.
    """

    working: timedelta = NONE
    paused: timedelta = NONE
    idle: timedelta = NONE
    off_hours: timedelta = NONE
    late: timedelta = NONE

    @classmethod
    def of(cls, whose: Whose, calendar: Calendar, begins: datetime, ends: datetime, *, late: bool) -> "Spent":
        """Return the time from *begins* to *ends*, all of it somebody's, all of it *late* or none."""
        elapsed, worked = ends - begins, calendar.worked(begins, ends)
        return cls(
            elapsed=elapsed,
            working=worked if whose is Whose.ORGANISATION else NONE,
            paused=worked if whose is Whose.CITIZEN else NONE,
            idle=worked if whose in (Whose.RECEIPT, Whose.NOBODY) else NONE,
            off_hours=elapsed - worked,
            late=elapsed if late else NONE,
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Time of one owner, all of it before the statute due time or all of it ``late``."""

    owner: Owner
    begins: datetime
    ends: datetime
    late: bool
    spent: Spent


@dataclass(frozen=True, slots=True)
class Ledger:
    """All stretches in order, their sums by owner and altogether; the turns at tasks; what moved clocks."""

    begins: datetime
    ends: datetime
    stretches: tuple[Stretch, ...]
    totals: tuple[tuple[Owner, Spent], ...]
    spent: Spent
    turns: tuple[Turn, ...]
    pauses: tuple[Pause, ...]
    extensions: tuple[Extension, ...]
    breaches: tuple[Breach, ...]


def ledger(facts: Sequence[Fact], now: datetime) -> Ledger:
    """Return the ledger of the appeal with these *facts* (all from its registration on), as of *now*."""
    return ledger_of(spans(facts, now))


def ledger_of(life: Sequence[Span]) -> Ledger:
    """Return the ledger of *life*.

    It begins when the appeal was received, and ends when it was closed, or else with *life*. The turns at
    what the law asks for after the closing go on.
    """
    ends = life[-1].appeal.closed_at or life[-1].ends
    pieces = [piece for span in life for piece in _pieces(span, ends)]
    stretches = tuple(
        _joined(list(same)) for _, same in groupby(pieces, lambda each: (each.owner, each.late))
    )
    owners = dict.fromkeys(stretch.owner for stretch in stretches)
    return Ledger(
        begins=life[0].begins,
        ends=ends,
        stretches=stretches,
        totals=tuple((owner, _sum(each for each in stretches if each.owner == owner)) for owner in owners),
        spent=_sum(stretches),
        turns=tuple(turns(life)),
        pauses=tuple(pauses(life)),
        extensions=tuple(extensions(life)),
        breaches=tuple(breaches(life)),
    )


def _pieces(span: Span, closed: datetime) -> Iterator[Stretch]:
    """Yield the time of *span* until the appeal was *closed*, cut where it becomes late.

    It is reckoned by the clock and the calendar that ran then, whatever came after.
    """
    owner, calendar = Owner.of(span.appeal), span.calendar
    for begins, ends, late in cut(span.begins, min(span.ends, closed), span.statute_late_from):
        spent = Spent.of(owner.whose, calendar, begins, ends, late=late)
        yield Stretch(owner, begins, ends, late, spent)


def _joined(pieces: Sequence[Stretch]) -> Stretch:
    """Return *pieces*, one after the other and alike, as one."""
    first = pieces[0]
    return Stretch(first.owner, first.begins, pieces[-1].ends, first.late, _sum(pieces))


def _sum(stretches: Iterable[Stretch]) -> Spent:
    return reduce(add, (stretch.spent for stretch in stretches), Spent())
