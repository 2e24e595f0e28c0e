"""Whose time it was: every stretch has one owner, and the parts add up to what has passed."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.commands import FlagDanger, Redirect
from domain.decide.registration import register
from domain.events import CalendarChanged, Redirected
from domain.evolve.appeal import record
from domain.identity.people import Role
from domain.law.vocabulary import Danger
from domain.policy.plan import Step
from domain.projections.time_ledger.clock_moves import PauseEnd
from domain.projections.time_ledger.ledger import Ledger, Spent, ledger
from domain.projections.time_ledger.spans import Owner, Whose
from domain.projections.time_ledger.task_turns import TurnSpent
from domain.state.clock import ClockKind
from domain.state.task import Outcome, Purpose, TaskOutcome
from tests.domain.builders import (
    AGENCY,
    AT_AGENCY,
    CITIZEN,
    CLERK,
    DAY,
    FALLBACK,
    HOUR,
    MONDAY,
    OFFICE,
    OFFICER,
    OFFICERS_BOSS,
    OPERATOR,
    OTHER_AGENCY,
    RECEPTION,
    ROUND_THE_CLOCK,
    STRANGE_OFFICER,
    Story,
    a_plan,
    almaty,
    an_intake,
    at_agency,
    at_reception,
    awaiting_receipt,
    in_hand,
    names,
    person,
    term,
)
from tests.domain.lawful import POLICE, lawful, urgent
from tests.domain.lives import AGES, a_life

COUNTER = Owner(Whose.ORGANISATION, RECEPTION, Step.RECEPTION)
HOUSING = Owner(Whose.ORGANISATION, AGENCY, Step.AGENCY)
ASKED, ON_ITS_WAY, CLOSED = (
    Owner(whose, AGENCY, Step.AGENCY) for whose in (Whose.CITIZEN, Whose.RECEIPT, Whose.NOBODY)
)
POLICEMAN = person(30, POLICE.organisation, Role.OFFICER)
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
        paused = dict(written(story).totals)[ASKED]
        assert (paused.working, paused.paused, paused.off_hours) == (NONE, 9.5 * HOUR, 14.5 * HOUR)
        assert owners(story) == [HOUSING, ASKED, HOUSING]

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
        assert [each.owner for each in kept.stretches] == [COUNTER]

    def test_what_was_settled_at_once_was_the_counters_time_until_it_was_written_down(self) -> None:
        appeal, facts = record(None, register(an_intake(received_at=MONDAY - HOUR)), MONDAY)
        _, done = record(appeal, [e.Closed(Outcome.EXPLAINED)], MONDAY)
        assert ledger((*facts, *done), MONDAY + DAY).totals == ((COUNTER, Spent(HOUR, off_hours=HOUR)),)

    def test_open_hours_in_which_nobody_had_to_work_on_it_are_idle(self) -> None:
        story = awaiting_receipt()
        story.wait(almaty(3, 17))
        assert dict(written(story).totals)[ON_ITS_WAY] == Spent(DAY, idle=9.5 * HOUR, off_hours=14.5 * HOUR)


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
        assert written(story).stretches[-1].owner.whose is Whose.CITIZEN

    @pytest.mark.law("АППК 76(3)")
    def test_under_a_law_what_is_awaited_after_the_due_time_is_late_too(self) -> None:
        story = at_agency(lawful("media_inquiry"))
        story.ask_citizen(OFFICER)
        story.wait(almaty(3, 27))
        story.citizen_answers()
        story.ask_citizen(OFFICER)
        story.wait(almaty(3, 31))
        before, after = written(story).stretches[-2:]
        assert (before.owner, after.owner) == (ASKED, ASKED)
        assert (before.late, after.late) == (False, True)
        assert after.begins == almaty(3, 30, 18, 30)

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
        assert extension.organisation == AGENCY
        assert (extension.old_due, extension.new_due) == (almaty(4, 9, 18, 30), almaty(4, 16, 18, 30))


class TestPauses:
    def test_they_tell_who_asked_and_that_the_citizen_answered(self) -> None:
        story = at_agency()
        text = UUID(int=9)
        story.give(c.RequestInformation(OFFICER, story.main.id, text), almaty(3, 17))
        story.citizen_answers(almaty(3, 18))
        (pause,) = written(story).pauses
        assert (pause.by, pause.text, pause.task) == (OFFICER, text, story.main.id)
        assert (pause.begins, pause.ends, pause.working) == (almaty(3, 17), almaty(3, 18), 9.5 * HOUR)
        assert pause.ended is PauseEnd.ANSWERED
        assert pause.statute

    @pytest.mark.law("АППК 76(3)")
    def test_under_a_law_they_are_the_steps_and_the_statute_clock_has_none(self) -> None:
        story = at_agency(lawful())
        story.give(c.RequestInformation(OFFICER, story.main.id), almaty(3, 17))
        story.citizen_answers(almaty(3, 18))
        (pause,) = written(story).pauses
        assert (pause.working, pause.statute) == (9.5 * HOUR, False)
        assert written(story).spent.paused == 9.5 * HOUR

    def test_a_wait_without_an_answer_lapses_when_it_was_due(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        story.sleep(almaty(4, 7))
        (pause,) = written(story).pauses
        assert (pause.ends, pause.ended) == (almaty(4, 2, 18, 30), PauseEnd.LAPSED)

    def test_the_end_of_the_appeal_stops_it(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        story.give(c.Withdraw(CITIZEN), almaty(3, 17))
        (pause,) = written(story).pauses
        assert (pause.ends, pause.ended) == (almaty(3, 17), PauseEnd.STOPPED)

    def test_one_that_goes_on_has_not_ended_whatever_happens_beside_it(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        story.give(c.Claim(OFFICER, story.main.id), almaty(3, 17))
        story.wait(almaty(3, 18))
        (pause,) = written(story).pauses
        assert (pause.ends, pause.ended) == (almaty(3, 18), None)

    def test_all_of_them_together_are_the_paused_time(self) -> None:
        story = at_agency()
        for day in (17, 19):
            story.give(c.RequestInformation(OFFICER, story.main.id), almaty(3, day))
            story.citizen_answers(almaty(3, day, 15))
        kept = written(story)
        assert [each.working for each in kept.pauses] == [6 * HOUR, 6 * HOUR]
        assert kept.spent.paused == 12 * HOUR


class TestBreaches:
    def test_each_missed_clock_is_told_with_whose_it_was_when_it_fell_due(self) -> None:
        story = at_agency()
        story.sleep(almaty(4, 10, 12))
        story.wait(almaty(4, 10, 15))
        step, statute = written(story).breaches
        assert (step.clock, step.task, step.due) == (ClockKind.STEP, story.main.id, almaty(3, 26, 18, 30))
        assert (statute.clock, statute.task, statute.due) == (ClockKind.STATUTE, None, almaty(4, 9, 18, 30))
        assert (step.organisation, statute.organisation) == (AGENCY, AGENCY)
        assert owners(story)[-1].organisation == FALLBACK.organisation

    def test_the_one_who_gets_it_later_did_not_miss_it(self) -> None:
        story = in_hand(a_plan(statute="3wd"))
        story.wait(almaty(3, 20))
        story.claim(CLERK)
        story.refer(CLERK, Step.AGENCY)
        story.wait(almaty(3, 20, 12))
        kept = written(story)
        statute = [each for each in kept.breaches if each.clock is ClockKind.STATUTE]
        assert [each.organisation for each in statute] == [RECEPTION]
        assert [(each.owner, each.late) for each in kept.stretches] == [
            (COUNTER, False),
            (COUNTER, True),
            (HOUSING, True),
        ]


class TestCalendars:
    def test_what_has_passed_is_reckoned_by_the_calendar_that_ran_then(self) -> None:
        story = at_agency()
        story.wait(almaty(3, 17))
        tuesday_off = replace(OFFICE, version="moved", days_off=(*OFFICE.days_off, date(2026, 3, 17)))
        story.appeal, facts = record(story.appeal, [CalendarChanged(tuesday_off)], almaty(3, 17, 12))
        story.facts += facts
        story.wait(almaty(3, 17, 18))
        assert written(story).spent.working == 12.5 * HOUR


class TestActs:
    def test_a_term_that_begins_anew_elsewhere_is_the_one_by_which_it_is_late_there(self) -> None:
        story = in_hand(replace(lawful(), statute=a_plan(statute="3wd").statute))
        story.give(Redirect(CLERK, story.main.id, OTHER_AGENCY, UUID(int=9)), almaty(3, 17))
        story.claim(STRANGE_OFFICER)
        story.wait(almaty(3, 20, 19, 30))
        told = [(each.owner.organisation, each.begins, each.late) for each in written(story).stretches]
        assert told == [
            (RECEPTION, MONDAY, False),
            (OTHER_AGENCY, almaty(3, 17), False),
            (OTHER_AGENCY, almaty(3, 20, 18, 30), True),
        ]

    def test_what_was_late_before_stays_late_with_whom_it_was(self) -> None:
        story = in_hand(replace(lawful(), statute=a_plan(statute="3wd").statute))
        story.wait(almaty(3, 20))
        sent = Redirected(story.main.id, AT_AGENCY, "АППК 65(1)")
        taken = e.TaskOpened(UUID(int=9), Purpose.WORK, Step.AGENCY, AT_AGENCY, offered=True)
        story.appeal, facts = record(story.appeal, [sent, taken], story.now)
        story.facts += facts
        story.wait(almaty(3, 20, 12))
        late = [(each.owner, each.spent.elapsed) for each in written(story).stretches if each.late]
        assert late == [(COUNTER, almaty(3, 20) - almaty(3, 19, 18, 30))]

    def test_a_duty_changes_nobodys_time_and_outlives_the_appeal(self) -> None:
        story = in_hand(lawful())
        story.give(Redirect(CLERK, story.main.id, OTHER_AGENCY, UUID(int=9)), almaty(3, 17))
        story.give(c.Withdraw(CITIZEN), almaty(3, 17, 12))
        story.wait(almaty(3, 18))
        kept = written(story)
        assert kept.ends == almaty(3, 17, 12)
        assert [each.owner.organisation for each in kept.stretches] == [RECEPTION, OTHER_AGENCY]
        duties = [each for each in kept.turns if each.purpose is Purpose.DUTY]
        assert [(each.group.organisation, each.ends) for each in duties] == [
            (RECEPTION, almaty(3, 18)),
            (OTHER_AGENCY, almaty(3, 18)),
        ]

    def test_all_hours_of_an_urgent_task_count_and_those_of_others_beside_it_as_ever(self) -> None:
        story = in_hand(urgent())
        story.give(FlagDanger(CLERK, story.main.id, Danger.CRIME), almaty(3, 17, 18))
        story.wait(almaty(3, 17, 22))
        kept = written(story)
        counter, police = kept.stretches
        assert (counter.spent.working, counter.spent.off_hours) == (18.5 * HOUR, 14.5 * HOUR)
        assert (police.spent.working, police.spent.off_hours) == (4 * HOUR, NONE)
        spent = {each.purpose: each.spent for each in kept.turns if each.begins == police.begins}
        assert spent[Purpose.WORK] == TurnSpent(4 * HOUR, in_group=4 * HOUR, late=spent[Purpose.WORK].late)
        assert (spent[Purpose.DUTY].in_group, spent[Purpose.DUTY].off_hours) == (HOUR / 2, 3.5 * HOUR)

    def test_what_was_asked_by_night_when_one_could_is_paused_by_night(self) -> None:
        story = in_hand(urgent())
        story.give(FlagDanger(CLERK, story.main.id, Danger.CRIME), almaty(3, 17, 20))
        story.claim(POLICEMAN)
        story.appeal, asked = record(story.appeal, [e.InformationRequested(story.main.id)], story.now)
        story.facts += asked
        story.citizen_answers(almaty(3, 17, 23))
        kept = written(story)
        assert kept.pauses[0].working == kept.spent.paused == 3 * HOUR


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
        assert spent.elapsed == spent.working + spent.paused + spent.idle + spent.off_hours
        assert min(spent.working, spent.paused, spent.idle, spent.off_hours, spent.late) >= NONE
    assert sum((spent.elapsed for _, spent in kept.totals), NONE) == kept.spent.elapsed
    assert sum((pause.working for pause in kept.pauses), NONE) == kept.spent.paused
