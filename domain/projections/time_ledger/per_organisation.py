"""What each organisation had of an appeal, made to be added up: settled as far as facts tell, and growing.

The ledger as of now is what is settled and what has run since, without another look at the facts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import add

from domain.events import Fact
from domain.projections.time_ledger.amounts import ZERO_TIME
from domain.projections.time_ledger.ledger import TimeBreakdown, TimeLedger, time_ledger_of_spans
from domain.projections.time_ledger.spans import TimeAttribution, TimeOwnerKind, spans, split_at_due
from domain.state.clock import ClockKind
from domain.worktime.round_the_clock import round_the_clock
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class OrganisationTime:
    """What *organisation* had of an appeal; ``breached`` counts missed statute clocks."""

    organisation: str
    breakdown: TimeBreakdown
    extended_by: timedelta
    missed_statute_clocks: int
    missed_step_clocks: int


@dataclass(frozen=True, slots=True)
class RunningTime:
    """The time of an open appeal since its last fact: whose it is, and from when on it is late.

    All hours count where it is *urgent*.
    """

    owner: TimeOwnerKind
    since: datetime
    late_from: datetime
    is_urgent: bool = False

    def breakdown_until(self, now: datetime, calendar: Calendar) -> TimeBreakdown:
        """Return what has run by *now*, by the *calendar* of the appeal."""
        own = round_the_clock(calendar) if self.is_urgent else calendar
        pieces = split_at_due(self.since, max(self.since, now), self.late_from)
        spent = (TimeBreakdown.of(self.owner, own, begins, ends, late=late) for begins, ends, late in pieces)
        return reduce(add, spent, TimeBreakdown())


@dataclass(frozen=True, slots=True)
class TimeLedgerSnapshot:
    """The parts of an appeal as of its fact number ``seq``; ``holder`` has it, or had it last.

    ``running`` goes on for the holder; None where the appeal is closed.
    """

    seq: int
    organisation_times: tuple[OrganisationTime, ...]
    current_organisation: str
    running: RunningTime | None


def take_snapshot(facts: Sequence[Fact]) -> TimeLedgerSnapshot:
    """Return the parts of the appeal with these *facts* as of the last of them."""
    life = spans(facts, facts[-1].at)
    kept, last = time_ledger_of_spans(life), life[-1]
    has = TimeAttribution.of_appeal(last.appeal)
    urgent = last.calendar != last.appeal.calendar
    running = RunningTime(has.owner, last.ends, last.statute_late_from, urgent)
    return TimeLedgerSnapshot(
        seq=last.fact.seq,
        organisation_times=time_per_organisation(kept, has.organisation),
        current_organisation=has.organisation,
        running=None if last.appeal.is_closed else running,
    )


def time_per_organisation(kept: TimeLedger, holder: str) -> tuple[OrganisationTime, ...]:
    """Return what each organisation had of the appeal, *holder* among them; all parts together are *kept*."""
    owners = (owner.organisation for owner, _ in kept.totals_by_attribution)
    asked = (turn.group.organisation for turn in kept.task_turns)
    return tuple(_organisation_time(kept, each) for each in dict.fromkeys([*owners, *asked, holder]))


def _organisation_time(kept: TimeLedger, organisation: str) -> OrganisationTime:
    missed = [each.clock for each in kept.breaches if each.organisation == organisation]
    extended = (each.new_due - each.old_due for each in kept.extensions if each.organisation == organisation)
    spent = (spent for owner, spent in kept.totals_by_attribution if owner.organisation == organisation)
    return OrganisationTime(
        organisation=organisation,
        breakdown=reduce(add, spent, TimeBreakdown()),
        extended_by=sum(extended, ZERO_TIME),
        missed_statute_clocks=missed.count(ClockKind.STATUTE),
        missed_step_clocks=missed.count(ClockKind.STEP),
    )
