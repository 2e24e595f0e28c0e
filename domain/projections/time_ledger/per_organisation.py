"""The time of an appeal per organisation, with the sums settled by facts and the time still running.

The ledger as of now is the settled sums plus the time since, computed without the facts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import add

from domain.events import Fact
from domain.projections.time_ledger.amounts import ZERO_TIME
from domain.projections.time_ledger.ledger import TimeBreakdown, TimeLedger, time_ledger_of_spans
from domain.projections.time_ledger.spans import (
    TimeAttribution,
    TimeOwnerKind,
    spans,
    split_at_due,
    whole_second,
)
from domain.state.clock import ClockKind
from domain.worktime.round_the_clock import round_the_clock
from domain.worktime.working_calendar import Calendar


@dataclass(frozen=True, slots=True)
class OrganisationTime:
    """The time that *organisation* had an appeal, with its extensions and missed clocks."""

    organisation: str
    breakdown: TimeBreakdown
    extended_by: timedelta
    missed_statute_clocks: int
    missed_step_clocks: int


@dataclass(frozen=True, slots=True)
class RunningTime:
    """The time of an open appeal since its last fact: its owner, and the time from which it is late.

    All hours count where ``is_urgent``.
    """

    owner: TimeOwnerKind
    since: datetime
    late_from: datetime
    is_urgent: bool = False

    def breakdown_until(self, now: datetime, calendar: Calendar) -> TimeBreakdown:
        """Return the breakdown of the time from the last fact to *now*, by the *calendar* of the appeal."""
        own = round_the_clock(calendar) if self.is_urgent else calendar
        pieces = split_at_due(self.since, max(self.since, now), self.late_from)
        spent = (TimeBreakdown.of(self.owner, own, begins, ends, late=late) for begins, ends, late in pieces)
        return reduce(add, spent, TimeBreakdown())


@dataclass(frozen=True, slots=True)
class TimeLedgerSnapshot:
    """The time per organisation as of fact ``seq``; ``current_organisation`` is the present or last one.

    ``running`` is that organisation's time since; None where the appeal is closed.
    """

    seq: int
    organisation_times: tuple[OrganisationTime, ...]
    current_organisation: str
    running: RunningTime | None


def take_snapshot(facts: Sequence[Fact]) -> TimeLedgerSnapshot:
    """Return the snapshot of the appeal with *facts* as of the last of them."""
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
    """Return the time that each organisation had the appeal, *holder* included; the sum is that of *kept*."""
    owners = (owner.organisation for owner, _ in kept.totals_by_attribution)
    asked = (turn.group.organisation for turn in kept.task_turns)
    return tuple(_organisation_time(kept, each) for each in dict.fromkeys([*owners, *asked, holder]))


def _organisation_time(kept: TimeLedger, organisation: str) -> OrganisationTime:
    missed = [each.clock for each in kept.breaches if each.organisation == organisation]
    extended = (
        whole_second(each.new_due) - whole_second(each.old_due)
        for each in kept.extensions
        if each.organisation == organisation
    )
    spent = (spent for owner, spent in kept.totals_by_attribution if owner.organisation == organisation)
    return OrganisationTime(
        organisation=organisation,
        breakdown=reduce(add, spent, TimeBreakdown()),
        extended_by=sum(extended, ZERO_TIME),
        missed_statute_clocks=missed.count(ClockKind.STATUTE),
        missed_step_clocks=missed.count(ClockKind.STEP),
    )
