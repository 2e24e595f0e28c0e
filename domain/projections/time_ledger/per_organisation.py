"""What each organisation had of an appeal, made to be added up: settled as far as facts tell, and growing.

The ledger as of now is what is settled and what has run since, without another look at the facts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import add

from domain.events import Fact
from domain.projections.time_ledger.amounts import NONE
from domain.projections.time_ledger.ledger import Ledger, Spent, ledger_of
from domain.projections.time_ledger.spans import Owner, Whose, cut, spans
from domain.state.clock import ClockKind
from domain.worktime.round_the_clock import round_the_clock
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class Part:
    """What *organisation* had of an appeal; ``breached`` counts missed statute clocks."""

    organisation: str
    spent: Spent
    extended: timedelta
    breached: int
    breached_steps: int


@dataclass(frozen=True, slots=True)
class Running:
    """The time of an open appeal since its last fact: whose it is, and from when on it is late.

    All hours count where it is *urgent*.
    """

    whose: Whose
    since: datetime
    late_from: datetime
    urgent: bool = False

    def until(self, now: datetime, calendar: Calendar) -> Spent:
        """Return what has run by *now*, by the *calendar* of the appeal."""
        own = round_the_clock(calendar) if self.urgent else calendar
        pieces = cut(self.since, max(self.since, now), self.late_from)
        spent = (Spent.of(self.whose, own, begins, ends, late=late) for begins, ends, late in pieces)
        return reduce(add, spent, Spent())


@dataclass(frozen=True, slots=True)
class Settled:
    """The parts of an appeal as of its fact number ``seq``; ``holder`` has it, or had it last.

    ``running`` goes on for the holder; None where the appeal is closed.
    """

    seq: int
    parts: tuple[Part, ...]
    holder: str
    running: Running | None


def settle(facts: Sequence[Fact]) -> Settled:
    """Return the parts of the appeal with these *facts* as of the last of them."""
    life = spans(facts, facts[-1].at)
    kept, last = ledger_of(life), life[-1]
    has = Owner.of(last.appeal)
    urgent = last.calendar != last.appeal.calendar
    running = Running(has.whose, last.ends, last.statute_late_from, urgent)
    return Settled(
        seq=last.fact.seq,
        parts=parts(kept, has.organisation),
        holder=has.organisation,
        running=None if last.appeal.is_closed else running,
    )


def parts(kept: Ledger, holder: str) -> tuple[Part, ...]:
    """Return what each organisation had of the appeal, *holder* among them; all parts together are *kept*."""
    owners = (owner.organisation for owner, _ in kept.totals)
    asked = (turn.group.organisation for turn in kept.turns)
    return tuple(_part(kept, each) for each in dict.fromkeys([*owners, *asked, holder]))


def _part(kept: Ledger, organisation: str) -> Part:
    missed = [each.clock for each in kept.breaches if each.organisation == organisation]
    extended = (each.new_due - each.old_due for each in kept.extensions if each.organisation == organisation)
    spent = (spent for owner, spent in kept.totals if owner.organisation == organisation)
    return Part(
        organisation=organisation,
        spent=reduce(add, spent, Spent()),
        extended=sum(extended, NONE),
        breached=missed.count(ClockKind.STATUTE),
        breached_steps=missed.count(ClockKind.STEP),
    )
