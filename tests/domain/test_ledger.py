"""Whose time it was: every stretch has one owner, and the parts add up to what has passed."""

from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.decide import record
from domain.ledger import Ledger, Owner, Spent, Whose, ledger
from domain.plan import Step
from domain.registration import register
from domain.tasks import TaskOutcome
from tests.domain.builders import (
    AGENCY,
    CITIZEN,
    CLERK,
    DAY,
    FALLBACK,
    HOUR,
    MONDAY,
    OFFICER,
    OFFICERS_BOSS,
    OPERATOR,
    RECEPTION,
    ROUND_THE_CLOCK,
    Story,
    a_plan,
    almaty,
    an_intake,
    at_agency,
    at_reception,
    awaiting_receipt,
    in_hand,
    names,
    term,
)
from tests.domain.lives import AGES, a_life

COUNTER = Owner(Whose.ORGANISATION, RECEPTION, Step.RECEPTION)
HOUSING = Owner(Whose.ORGANISATION, AGENCY, Step.AGENCY)
CITIZENS, ON_ITS_WAY, CLOSED = Owner(Whose.CITIZEN), Owner(Whose.RECEIPT), Owner(Whose.NOBODY)
NONE = timedelta()


def written(story: Story, now: datetime | None = None) -> Ledger:
    """Return the ledger of a story."""
    return ledger(story.facts, now or story.now)


def owners(story: Story) -> list[Owner]:
    """Return whose time it was, in order."""
    return [stretch.owner for stretch in written(story).stretches]


class TestWhoseTime:
    def test_what_waits_in_a_group_is_the_time_of_its_organisation(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 16, 12))
        assert written(story).totals == ((COUNTER, Spent(3 * HOUR, 3 * HOUR)),)

    def test_claiming_it_does_not_change_whose_it_is(self) -> None:
        story = at_reception()
        story.give(c.Claim(CLERK, story.main.id), almaty(3, 16, 12))
        story.wait(almaty(3, 16, 15))
        assert owners(story) == [COUNTER]

    def test_a_hand_off_does(self) -> None:
        story = in_hand()
        story.now = almaty(3, 16, 12)
        story.refer(CLERK, Step.AGENCY)
        story.wait(almaty(3, 16, 18))
        assert [(each.owner, each.spent.elapsed) for each in written(story).stretches] == [
            (COUNTER, 3 * HOUR),
            (HOUSING, 6 * HOUR),
        ]

    def test_nights_are_nobodys_working_time(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 17, 9))
        spent = written(story).spent
        assert (spent.elapsed, spent.working, spent.off_hours) == (DAY, 9.5 * HOUR, 14.5 * HOUR)

    def test_round_the_clock_there_are_no_nights(self) -> None:
        story = at_reception(calendar=ROUND_THE_CLOCK)
        story.wait(MONDAY + 3 * DAY)
        assert written(story).spent.off_hours == NONE

    def test_while_the_citizen_is_asked_it_is_theirs_and_paused(self) -> None:
        story = at_agency()
        story.give(c.RequestInformation(OFFICER, story.main.id), almaty(3, 17, 9))
        story.citizen_answers(almaty(3, 18, 9))
        story.wait(almaty(3, 18, 12))
        paused = dict(written(story).totals)[CITIZENS]
        assert (paused.working, paused.paused, paused.off_hours) == (NONE, 9.5 * HOUR, 14.5 * HOUR)
        assert owners(story) == [HOUSING, CITIZENS, HOUSING]

    def test_a_wait_that_nobody_heard_the_end_of_ends_when_it_was_due(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        story.sleep(almaty(4, 7))
        theirs, ours = written(story).stretches[:2]
        assert theirs.ends == ours.begins == almaty(4, 2, 18, 30)
        assert ours.owner == HOUSING

    def test_even_if_something_else_was_heard_first(self) -> None:
        story = at_agency()
        story.hold(OFFICER, almaty(3, 20))
        story.ask_citizen(OFFICER)
        story.sleep(almaty(4, 7))
        assert names(story.happened[-2:]) == ["TaskResumed", "InformationWaitLapsed"]
        assert written(story).stretches[0].ends == almaty(4, 2, 18, 30)

    def test_what_the_fallback_queue_took_is_its_time(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 19))
        assert owners(story)[-1] == Owner(Whose.ORGANISATION, FALLBACK.organisation, Step.RECEPTION)

    def test_a_side_task_beside_it_does_not_change_whose_it_is(self) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        story.wait(almaty(3, 16, 12))
        assert owners(story) == [HOUSING]

    def test_help_on_its_way_is_a_time_of_its_own_until_somebody_calls(self) -> None:
        story = awaiting_receipt()
        story.wait(almaty(4, 3, 12))
        assert owners(story) == [ON_ITS_WAY, COUNTER]

    def test_while_it_was_closed_it_was_nobodys(self) -> None:
        story = at_agency()
        story.now = almaty(3, 17)
        story.complete(OFFICER)
        story.give(c.Reopen(CITIZEN), almaty(3, 18))
        story.wait(almaty(3, 18, 12))
        assert owners(story) == [HOUSING, CLOSED, HOUSING]

    def test_the_time_before_it_was_written_down_counts_from_when_it_was_received(self) -> None:
        intake = an_intake(received_at=MONDAY - HOUR)
        _, facts = record(None, register(intake), MONDAY)
        kept = ledger(facts, MONDAY + HOUR)
        assert (kept.begins, kept.spent.elapsed) == (MONDAY - HOUR, 2 * HOUR)


class TestLate:
    def test_time_after_the_statute_due_time_is_late_and_whose_it_was_is_told(self) -> None:
        story = at_agency()
        story.wait(almaty(4, 10, 12))
        before, after = written(story).stretches[-2:]
        assert (before.late, after.late) == (False, True)
        assert before.ends == after.begins == almaty(4, 9, 18, 30)
        assert written(story).spent.late == almaty(4, 10, 12) - almaty(4, 9, 18, 30)

    def test_time_paused_before_the_due_time_is_not_late_however_long(self) -> None:
        story = at_agency(a_plan(statute="3wd"))
        story.give(c.RequestInformation(OFFICER, story.main.id), almaty(3, 17))
        story.wait(almaty(3, 31))
        assert written(story).spent.late == NONE

    def test_asking_the_citizen_when_it_is_too_late_does_not_help(self) -> None:
        story = at_agency()
        story.wait(almaty(4, 10, 12))
        story.claim(OPERATOR)
        story.ask_citizen(OPERATOR)
        story.wait(almaty(4, 10, 15))
        assert written(story).stretches[-1].late
        assert written(story).stretches[-1].owner == CITIZENS

    def test_waiting_for_help_that_was_granted_in_time_is_not_late(self) -> None:
        story = awaiting_receipt()
        story.wait(almaty(6, 1))
        assert written(story).spent.late == NONE


class TestExtensions:
    def test_they_are_listed_with_both_dates(self) -> None:
        story = at_agency()
        story.give(c.Extend(OFFICERS_BOSS, term("5wd")), almaty(3, 17))
        extension, *none = written(story).extensions
        assert not none
        assert (extension.by, extension.at) == (OFFICERS_BOSS, almaty(3, 17))
        assert (extension.old_due, extension.new_due) == (almaty(4, 9, 18, 30), almaty(4, 16, 18, 30))


class TestEnds:
    def test_it_ends_when_the_appeal_is_closed_whatever_comes_after(self) -> None:
        story = at_agency()
        story.now = almaty(3, 17)
        story.complete(OFFICER, TaskOutcome.EXPLAINED)
        _, late = record(story.appeal, [e.CommandRefused("claim", "appeal_closed")], almaty(4, 1))
        story.facts += late
        assert written(story, almaty(5, 4)).ends == almaty(3, 17)
        assert written(story, almaty(5, 4)).spent.elapsed == DAY

    def test_an_appeal_that_was_just_received_has_spent_nothing(self) -> None:
        kept = written(at_reception())
        assert kept.stretches == ()
        assert kept.spent == Spent()


@settings(max_examples=60)
@given(st.data())
def test_the_parts_add_up_to_the_time_that_has_passed(data: st.DataObject) -> None:
    story = data.draw(a_life())
    kept = written(story, story.now + data.draw(st.sampled_from(AGES)))
    assert kept.ends - kept.begins == kept.spent.elapsed
    assert all(one.ends == two.begins for one, two in pairwise(kept.stretches))
    for _, spent in (*kept.totals, (None, kept.spent)):
        assert spent.elapsed == spent.working + spent.paused + spent.off_hours
        assert min(spent.working, spent.paused, spent.off_hours, spent.late) >= NONE
    assert sum((spent.elapsed for _, spent in kept.totals), NONE) == kept.spent.elapsed
