"""The ledger of an appeal's time: whose every stretch of it was, how much of it counted, how much was late.

Every stretch is of one owner, so the parts add up to the time that has passed, to the microsecond.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import reduce
from itertools import accumulate, groupby, pairwise
from operator import add
from typing import Self
from uuid import UUID

from domain.appeal import Appeal
from domain.clocks import ClockKind
from domain.events import Extended, Fact, InformationWaitLapsed
from domain.evolve import evolve, replay
from domain.people import Person
from domain.plan import Step
from domain.tasks import Purpose
from domain.terms import Term
from domain.workdays import Calendar

NONE = timedelta()
NEVER = datetime.max.replace(tzinfo=UTC)


class Whose(StrEnum):
    """Whom a stretch of time belongs to."""

    ORGANISATION = "organisation"  # that works on it, or lets it wait in its group
    CITIZEN = "citizen"  # who was asked for information
    RECEIPT = "receipt"  # the help is granted and on its way
    NOBODY = "nobody"  # the appeal was closed, and was reopened later


@dataclass(frozen=True, slots=True)
class Owner:
    """Who had the appeal; an organisation together with the step it had it for."""

    whose: Whose
    organisation: str = ""
    step: Step | None = None


Piece = tuple[Owner, bool, datetime, datetime]


@dataclass(frozen=True, slots=True)
class Spent:
    """An amount of time: ``elapsed`` is the sum of what counted, what was paused and the off-hours."""

    elapsed: timedelta = NONE
    working: timedelta = NONE
    paused: timedelta = NONE
    off_hours: timedelta = NONE
    late: timedelta = NONE

    def __add__(self, other: Self) -> Self:
        """Return both together."""
        return replace(
            self,
            elapsed=self.elapsed + other.elapsed,
            working=self.working + other.working,
            paused=self.paused + other.paused,
            off_hours=self.off_hours + other.off_hours,
            late=self.late + other.late,
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
class Extension:
    """The statute clock was extended: when, by whom, and from which due time to which."""

    at: datetime
    by: Person | None
    term: Term
    old_due: datetime
    new_due: datetime
    text: UUID | None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All stretches in order, their sums by owner and altogether, and the extensions."""

    begins: datetime
    ends: datetime
    stretches: tuple[Stretch, ...]
    totals: tuple[tuple[Owner, Spent], ...]
    spent: Spent
    extensions: tuple[Extension, ...]


def ledger(facts: Sequence[Fact], now: datetime) -> Ledger:
    """Return the ledger of the appeal with these *facts* (all from its registration on), as of *now*.

    It begins when the appeal was received, and ends when it was closed, or else *now*.
    """
    lives = list(accumulate(facts[1:], evolve, initial=replay(facts[:1])))
    last = lives[-1]
    begins, ends = min(last.received_at, facts[0].at), last.closed_at or max(now, facts[-1].at)
    heard = [begins if fact.at == facts[0].at else _heard(fact) for fact in facts]
    starts = list(accumulate([ends, *reversed(heard)], min))[::-1]
    pieces = [
        piece for life, span in zip(lives, pairwise(starts), strict=True) for piece in _pieces(life, *span)
    ]
    stretches = tuple(
        _stretch(last.calendar, list(same)) for _, same in groupby(pieces, lambda each: each[:2])
    )
    owners = dict.fromkeys(stretch.owner for stretch in stretches)
    return Ledger(
        begins,
        ends,
        stretches,
        tuple((owner, _sum(each for each in stretches if each.owner == owner)) for owner in owners),
        _sum(stretches),
        tuple(_extension(fact, fact.event) for fact in facts if isinstance(fact.event, Extended)),
    )


def _heard(fact: Fact) -> datetime:
    """Return when *fact* took effect: a wait ends when it is due, even if nothing ran then."""
    return fact.event.due if isinstance(fact.event, InformationWaitLapsed) else fact.at


def _pieces(appeal: Appeal, start: datetime, end: datetime) -> Iterator[Piece]:
    """Yield the time from *start* to *end*, cut where it becomes late."""
    if start == end:
        return
    owner, cut = _owner(appeal), min(max(_late_from(appeal), start), end)
    if start < cut:
        yield owner, False, start, cut
    if cut < end:
        yield owner, True, cut, end


def _owner(appeal: Appeal) -> Owner:
    if appeal.is_closed:
        return Owner(Whose.NOBODY)
    if appeal.paused_at is not None:
        return Owner(Whose.CITIZEN)
    if appeal.clock(ClockKind.RECEIPT) is not None:
        return Owner(Whose.RECEIPT)
    task = next(task for task in reversed(appeal.tasks) if task.purpose is not Purpose.SIDE)
    return Owner(Whose.ORGANISATION, task.group.organisation, task.step)


def _late_from(appeal: Appeal) -> datetime:
    """Return from when on time is late under the statute clock, as far as it runs."""
    clock = appeal.clock(ClockKind.STATUTE)
    due = appeal.face(clock).due if clock else NEVER
    return NEVER if appeal.paused_at is not None and due > appeal.paused_at else due


def _stretch(calendar: Calendar, pieces: Sequence[Piece]) -> Stretch:
    """Return *pieces*, one after the other and alike, as one."""
    owner, late, begins, _ = pieces[0]
    ends = pieces[-1][-1]
    elapsed, worked = ends - begins, calendar.worked(begins, ends)
    waited = owner.whose is Whose.CITIZEN
    spent = Spent(
        elapsed=elapsed,
        working=NONE if waited else worked,
        paused=worked if waited else NONE,
        off_hours=elapsed - worked,
        late=elapsed if late else NONE,
    )
    return Stretch(owner, begins, ends, late, spent)


def _sum(stretches: Iterable[Stretch]) -> Spent:
    return reduce(add, (stretch.spent for stretch in stretches), Spent())


def _extension(fact: Fact, event: Extended) -> Extension:
    return Extension(fact.at, fact.by, event.term, event.old_due, event.new_due, event.text)
