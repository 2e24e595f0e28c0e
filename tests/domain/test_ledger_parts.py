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
from domain.projections.time_ledger.ledger import Spent, ledger
from domain.projections.time_ledger.per_organisation import Part, Settled, parts, settle
from domain.state.clock import ClockKind
from tests.domain.builders import (
    AGENCY,
    CITIZEN,
    CLERK,
    DAY,
    HOUR,
    LAWYER,
    LAWYERS,
    OFFICER,
    OFFICERS_BOSS,
    RECEPTION,
    Story,
    a_plan,
    almaty,
    at_agency,
    at_reception,
    closed,
    in_hand,
    term,
)
from tests.domain.lawful import urgent
from tests.domain.lives import AGES, a_life

NONE = timedelta()


def part(story: Story, organisation: str) -> Part:
    """Return what *organisation* has had of a story by now."""
    kept = ledger(story.facts, story.now)
    return next(
        each for each in parts(kept, story.appeal.group.organisation) if each.organisation == organisation
    )


class TestParts:
    def test_each_organisation_has_its_own_time(self) -> None:
        story = in_hand()
        story.now = almaty(3, 16, 12)
        story.refer(CLERK, Step.AGENCY)
        story.wait(almaty(3, 16, 18))
        assert part(story, RECEPTION).spent == Spent(3 * HOUR, 3 * HOUR)
        assert part(story, AGENCY).spent == Spent(6 * HOUR, 6 * HOUR)

    def test_a_pause_is_a_part_of_the_one_who_asked(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        story.wait(almaty(3, 17))
        assert part(story, AGENCY).spent == Spent(DAY, paused=9.5 * HOUR, off_hours=14.5 * HOUR)

    def test_an_extension_is_a_part_of_the_one_who_had_it(self) -> None:
        story = at_agency()
        story.give(c.Extend(OFFICERS_BOSS, term("5wd")), almaty(3, 17))
        assert part(story, AGENCY).extended == almaty(4, 16) - almaty(4, 9)
        assert part(story, RECEPTION).extended == NONE

    def test_missed_terms_are_counted_where_they_fell_due(self) -> None:
        story = in_hand(a_plan(statute="3wd"))
        story.wait(almaty(3, 20))
        story.claim(CLERK)
        story.refer(CLERK, Step.AGENCY)
        story.wait(almaty(3, 20, 12))
        counter, housing = part(story, RECEPTION), part(story, AGENCY)
        assert (counter.breached, counter.breached_steps) == (1, 1)
        assert (housing.breached, housing.breached_steps) == (0, 0)
        assert housing.spent.late == 3 * HOUR

    def test_who_was_asked_for_a_part_of_the_work_has_none_of_its_time(self) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        story.give(c.Accept(LAWYER, story.task.id))
        story.wait(almaty(3, 20))
        assert part(story, LAWYERS) == Part(LAWYERS, Spent(), NONE, 0, 1)

    def test_a_statute_clock_that_begins_again_may_be_missed_again(self) -> None:
        story = at_agency(a_plan(statute="3wd"))
        story.wait(almaty(3, 20))
        assert part(story, AGENCY).breached == 1
        story.give(c.Withdraw(CITIZEN))
        story.give(c.Reopen(CITIZEN))
        story.claim(OFFICER)
        story.wait(almaty(3, 31))
        assert part(story, AGENCY).breached == 2


class TestSettled:
    def test_an_appeal_just_received_is_the_counters_and_runs(self) -> None:
        story = at_reception()
        told = settle(story.facts)
        assert (told.seq, told.holder) == (story.appeal.seq, RECEPTION)
        assert told.parts == (Part(RECEPTION, Spent(), NONE, 0, 0),)
        assert told.running is not None

    def test_a_closed_one_runs_no_more(self) -> None:
        told = settle(closed().facts)
        assert (told.holder, told.running) == (AGENCY, None)

    def test_what_runs_becomes_late_by_itself(self) -> None:
        running, story = settle(at_agency().facts).running, at_agency()
        assert running is not None
        spent = running.until(almaty(4, 9, 19, 30), story.calendar)
        assert spent.late == HOUR

    def test_what_is_urgent_runs_by_night(self) -> None:
        story = in_hand(urgent())
        story.give(FlagDanger(CLERK, story.main.id, Danger.CRIME), almaty(3, 17, 18))
        running = settle(story.facts).running
        assert running is not None
        assert running.until(almaty(3, 17, 22), story.calendar).working == 4 * HOUR

    def test_a_clock_that_is_behind_takes_nothing_back(self) -> None:
        running, story = settle(at_agency().facts).running, at_agency()
        assert running is not None
        assert running.until(story.now - HOUR, story.calendar) == Spent()


def as_of(told: Settled, story: Story, now: datetime) -> Spent:
    """Return all parts together, grown until *now*."""
    running = [told.running.until(now, story.appeal.calendar)] if told.running else []
    return reduce(add, [*(each.spent for each in told.parts), *running], Spent())


@settings(max_examples=100)
@given(st.data())
def test_settled_parts_and_what_runs_since_are_the_ledger(data: st.DataObject) -> None:
    story = data.draw(a_life())
    now = story.now + data.draw(st.sampled_from(AGES))
    kept, told = ledger(story.facts, now), settle(story.facts)
    assert as_of(told, story, now) == kept.spent
    whole = parts(kept, told.holder)
    assert {each.organisation for each in whole} == {each.organisation for each in told.parts}
    for each in whole:
        then = next(part for part in told.parts if part.organisation == each.organisation)
        grows = told.running is not None and each.organisation == told.holder
        grown = told.running.until(now, story.appeal.calendar) if told.running and grows else Spent()
        assert each.spent == then.spent + grown
        assert (each.extended, each.breached, each.breached_steps) == (
            then.extended,
            then.breached,
            then.breached_steps,
        )


@settings(max_examples=60)
@given(st.data())
def test_the_parts_together_are_the_appeal(data: st.DataObject) -> None:
    story = data.draw(a_life())
    kept = ledger(story.facts, story.now)
    whole = parts(kept, settle(story.facts).holder)
    assert reduce(add, (each.spent for each in whole), Spent()) == kept.spent
    clocks = [each.clock for each in kept.breaches]
    assert sum(each.breached for each in whole) == clocks.count(ClockKind.STATUTE)
    assert sum(each.breached_steps for each in whole) == clocks.count(ClockKind.STEP)
    assert sum((each.extended for each in whole), NONE) == sum(
        (each.new_due - each.old_due for each in kept.extensions), NONE
    )
