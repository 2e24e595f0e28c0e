"""What each organisation had of an appeal: settled once, grown by a clock, and together the whole."""

from datetime import datetime, timedelta
from functools import reduce
from operator import add

from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain.commands import FlagDanger
from domain.law.vocabulary import Danger
from domain.policy.plan import Step
from domain.projections.time_ledger.ledger import TimeBreakdown, time_ledger
from domain.projections.time_ledger.per_organisation import (
    OrganisationTime,
    TimeLedgerSnapshot,
    take_snapshot,
    time_per_organisation,
)
from domain.state.clock import ClockKind
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_SUPERVISOR,
    CITIZEN,
    CLERK,
    DAY,
    HOUR,
    LAWYER,
    LAWYERS,
    OFFICER,
    RECEPTION,
    Scenario,
    almaty,
    held_by_agency,
    held_by_clerk,
    make_plan,
    parse_term,
    resolved_by_agency,
    unclaimed_at_reception,
)
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.domain.statutory_plans import urgent_plan
from tests.support.domain.strategies import LONG_WAITS
from tests.support.scale import scaled

NONE = timedelta()


def part(story: Scenario, organisation: str) -> OrganisationTime:
    """Return what *organisation* has had of a story by now."""
    kept = time_ledger(story.facts, story.now)
    return next(
        each
        for each in time_per_organisation(kept, story.appeal.group.organisation)
        if each.organisation == organisation
    )


class TestParts:
    def test_each_organisation_has_its_own_time(self) -> None:
        story = held_by_clerk()
        story.now = almaty(3, 16, 12)
        story.refer(CLERK, Step.AGENCY)
        story.wait_until(almaty(3, 16, 18))
        assert part(story, RECEPTION).breakdown == TimeBreakdown(3 * HOUR, 3 * HOUR)
        assert part(story, AGENCY).breakdown == TimeBreakdown(6 * HOUR, 6 * HOUR)

    def test_a_pause_is_a_part_of_the_one_who_asked(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        story.wait_until(almaty(3, 17))
        assert part(story, AGENCY).breakdown == TimeBreakdown(DAY, paused=9.5 * HOUR, off_hours=14.5 * HOUR)

    def test_an_extension_is_a_part_of_the_one_who_had_it(self) -> None:
        story = held_by_agency()
        story.handle(c.Extend(AGENCY_SUPERVISOR, parse_term("5wd")), almaty(3, 17))
        assert part(story, AGENCY).extended_by == almaty(4, 16) - almaty(4, 9)
        assert part(story, RECEPTION).extended_by == NONE

    def test_missed_terms_are_counted_where_they_fell_due(self) -> None:
        story = held_by_clerk(make_plan(statute="3wd"))
        story.wait_until(almaty(3, 20))
        story.claim(CLERK)
        story.refer(CLERK, Step.AGENCY)
        story.wait_until(almaty(3, 20, 12))
        counter, housing = part(story, RECEPTION), part(story, AGENCY)
        assert (counter.missed_statute_clocks, counter.missed_step_clocks) == (1, 1)
        assert (housing.missed_statute_clocks, housing.missed_step_clocks) == (0, 0)
        assert housing.breakdown.late == 3 * HOUR

    def test_who_was_asked_for_a_part_of_the_work_has_none_of_its_time(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        story.handle(c.Accept(LAWYER, story.task.id))
        story.wait_until(almaty(3, 20))
        assert part(story, LAWYERS) == OrganisationTime(LAWYERS, TimeBreakdown(), NONE, 0, 1)

    def test_a_statute_clock_that_begins_again_may_be_missed_again(self) -> None:
        story = held_by_agency(make_plan(statute="3wd"))
        story.wait_until(almaty(3, 20))
        assert part(story, AGENCY).missed_statute_clocks == 1
        story.handle(c.Withdraw(CITIZEN))
        story.handle(c.Reopen(CITIZEN))
        story.claim(OFFICER)
        story.wait_until(almaty(3, 31))
        assert part(story, AGENCY).missed_statute_clocks == 2


class TestSettled:
    def test_an_appeal_just_received_is_the_counters_and_runs(self) -> None:
        story = unclaimed_at_reception()
        snapshot = take_snapshot(story.facts)
        assert (snapshot.seq, snapshot.current_organisation) == (story.appeal.seq, RECEPTION)
        assert snapshot.organisation_times == (OrganisationTime(RECEPTION, TimeBreakdown(), NONE, 0, 0),)
        assert snapshot.running is not None

    def test_a_closed_one_runs_no_more(self) -> None:
        snapshot = take_snapshot(resolved_by_agency().facts)
        assert (snapshot.current_organisation, snapshot.running) == (AGENCY, None)

    def test_what_runs_becomes_late_by_itself(self) -> None:
        running, story = take_snapshot(held_by_agency().facts).running, held_by_agency()
        assert running is not None
        spent = running.breakdown_until(almaty(4, 9, 19, 30), story.calendar)
        assert spent.late == HOUR

    def test_what_is_urgent_runs_by_night(self) -> None:
        story = held_by_clerk(urgent_plan())
        story.handle(FlagDanger(CLERK, story.main_task.id, Danger.CRIME), almaty(3, 17, 18))
        running = take_snapshot(story.facts).running
        assert running is not None
        assert running.breakdown_until(almaty(3, 17, 22), story.calendar).working == 4 * HOUR

    def test_a_clock_that_is_behind_takes_nothing_back(self) -> None:
        running, story = take_snapshot(held_by_agency().facts).running, held_by_agency()
        assert running is not None
        assert running.breakdown_until(story.now - HOUR, story.calendar) == TimeBreakdown()


def as_of(snapshot: TimeLedgerSnapshot, story: Scenario, now: datetime) -> TimeBreakdown:
    """Return all parts together, grown until *now*."""
    running = [snapshot.running.breakdown_until(now, story.appeal.calendar)] if snapshot.running else []
    return reduce(add, [*(each.breakdown for each in snapshot.organisation_times), *running], TimeBreakdown())


@settings(max_examples=scaled(100, 1000))
@given(st.data())
def test_settled_parts_and_what_runs_since_are_the_ledger(data: st.DataObject) -> None:
    story = data.draw(random_scenarios())
    now = story.now + data.draw(st.sampled_from(LONG_WAITS))
    kept, snapshot = time_ledger(story.facts, now), take_snapshot(story.facts)
    assert as_of(snapshot, story, now) == kept.total
    whole = time_per_organisation(kept, snapshot.current_organisation)
    assert {each.organisation for each in whole} == {
        each.organisation for each in snapshot.organisation_times
    }
    for each in whole:
        then = next(part for part in snapshot.organisation_times if part.organisation == each.organisation)
        grows = snapshot.running is not None and each.organisation == snapshot.current_organisation
        grown = (
            snapshot.running.breakdown_until(now, story.appeal.calendar)
            if snapshot.running and grows
            else TimeBreakdown()
        )
        assert each.breakdown == then.breakdown + grown
        assert (each.extended_by, each.missed_statute_clocks, each.missed_step_clocks) == (
            then.extended_by,
            then.missed_statute_clocks,
            then.missed_step_clocks,
        )


@settings(max_examples=scaled(60, 600))
@given(st.data())
def test_the_parts_together_are_the_appeal(data: st.DataObject) -> None:
    story = data.draw(random_scenarios())
    kept = time_ledger(story.facts, story.now)
    whole = time_per_organisation(kept, take_snapshot(story.facts).current_organisation)
    assert reduce(add, (each.breakdown for each in whole), TimeBreakdown()) == kept.total
    clocks = [each.clock for each in kept.breaches]
    assert sum(each.missed_statute_clocks for each in whole) == clocks.count(ClockKind.STATUTE)
    assert sum(each.missed_step_clocks for each in whole) == clocks.count(ClockKind.STEP)
    assert sum((each.extended_by for each in whole), NONE) == sum(
        (each.new_due - each.old_due for each in kept.extensions), NONE
    )
