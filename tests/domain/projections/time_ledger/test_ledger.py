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
from domain.projections.time_ledger.clock_moves import PauseEndReason
from domain.projections.time_ledger.ledger import TimeBreakdown, TimeLedger, time_ledger
from domain.projections.time_ledger.spans import TimeAttribution, TimeOwnerKind
from domain.projections.time_ledger.task_turns import TaskTurnBreakdown
from domain.rules.statute import redirected_statute_clock
from domain.state.clock import ClockKind
from domain.state.task import Outcome, Purpose, TaskOutcome
from domain.worktime.terms import Term
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CITIZEN,
    CLERK,
    DAY,
    FALLBACK_GROUP,
    HOUR,
    LIMITS,
    MONDAY,
    OFFICE_CALENDAR,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    RECEPTION,
    ROUND_THE_CLOCK_CALENDAR,
    UNRELATED_OFFICER,
    CasePlan,
    Scenario,
    almaty,
    awaiting_receipt,
    end_of_day,
    event_names,
    held_by_agency,
    held_by_clerk,
    make_intake,
    make_plan,
    parse_term,
    person,
    unclaimed_at_reception,
)
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.domain.statutory_plans import POLICE_GROUP, seven_day_plan, statutory_plan, urgent_plan
from tests.support.domain.strategies import LONG_WAITS
from tests.support.scale import scaled

COUNTER = TimeAttribution(TimeOwnerKind.ORGANISATION, RECEPTION, Step.RECEPTION)
HOUSING = TimeAttribution(TimeOwnerKind.ORGANISATION, AGENCY, Step.AGENCY)
ASKED, ON_ITS_WAY, CLOSED = (
    TimeAttribution(whose, AGENCY, Step.AGENCY)
    for whose in (TimeOwnerKind.CITIZEN, TimeOwnerKind.RECEIPT, TimeOwnerKind.CLOSED)
)
POLICEMAN = person(30, POLICE_GROUP.organisation, Role.OFFICER)
NONE = timedelta()


def written(story: Scenario, now: datetime | None = None) -> TimeLedger:
    """Return the ledger of a story."""
    return time_ledger(story.facts, now or story.now)


def owners(story: Scenario) -> list[TimeAttribution]:
    """Return whose time it was, in order."""
    return [stretch.attribution for stretch in written(story).owned_times]


class TestWhoseTime:
    def test_what_waits_in_a_group_is_the_time_of_its_organisation(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 16, 12))
        assert written(story).totals_by_attribution == ((COUNTER, TimeBreakdown(3 * HOUR, 3 * HOUR)),)

    def test_claiming_it_does_not_change_whose_it_is(self) -> None:
        story = unclaimed_at_reception()
        story.handle(c.Claim(CLERK, story.main_task.id), almaty(3, 16, 12))
        story.wait_until(almaty(3, 16, 15))
        assert owners(story) == [COUNTER]

    def test_a_hand_off_does(self) -> None:
        story = held_by_clerk()
        story.now = almaty(3, 16, 12)
        story.refer(CLERK, Step.AGENCY)
        story.wait_until(almaty(3, 16, 18))
        assert [(each.attribution, each.breakdown.elapsed) for each in written(story).owned_times] == [
            (COUNTER, 3 * HOUR),
            (HOUSING, 6 * HOUR),
        ]

    def test_nights_are_nobodys_working_time(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 17, 9))
        spent = written(story).total
        assert (spent.elapsed, spent.working, spent.off_hours) == (DAY, 9.5 * HOUR, 14.5 * HOUR)

    def test_round_the_clock_there_are_no_nights(self) -> None:
        story = unclaimed_at_reception(calendar=ROUND_THE_CLOCK_CALENDAR)
        story.wait_until(MONDAY + 3 * DAY)
        assert written(story).total.off_hours == NONE

    def test_while_the_citizen_is_asked_it_is_theirs_and_paused(self) -> None:
        story = held_by_agency()
        story.handle(c.RequestInformation(OFFICER, story.main_task.id), almaty(3, 17, 9))
        story.answer_information_request(almaty(3, 18, 9))
        story.wait_until(almaty(3, 18, 12))
        paused = dict(written(story).totals_by_attribution)[ASKED]
        assert (paused.working, paused.paused, paused.off_hours) == (NONE, 9.5 * HOUR, 14.5 * HOUR)
        assert owners(story) == [HOUSING, ASKED, HOUSING]

    def test_wait_without_recorded_end_ends_when_due(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        story.resume_after_outage(almaty(4, 7))
        theirs, ours = written(story).owned_times[:2]
        assert theirs.ends == ours.begins == end_of_day(4, 2).replace(microsecond=0)
        assert ours.attribution == HOUSING

    def test_even_if_something_else_was_heard_first(self) -> None:
        story = held_by_agency()
        story.hold(OFFICER, almaty(3, 20))
        story.ask_citizen(OFFICER)
        story.resume_after_outage(almaty(4, 7))
        assert event_names(story.events[-2:]) == ["TaskResumed", "InformationWaitLapsed"]
        assert written(story).owned_times[0].ends == end_of_day(4, 2).replace(microsecond=0)

    def test_what_the_fallback_queue_took_is_its_time(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 19))
        assert owners(story)[-1] == TimeAttribution(
            TimeOwnerKind.ORGANISATION, FALLBACK_GROUP.organisation, Step.RECEPTION
        )

    def test_a_side_task_beside_it_does_not_change_whose_it_is(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        story.wait_until(almaty(3, 16, 12))
        assert owners(story) == [HOUSING]

    def test_help_in_transit_is_separate_time_until_call_back(self) -> None:
        story = awaiting_receipt()
        story.wait_until(almaty(4, 3, 12))
        assert owners(story) == [ON_ITS_WAY, COUNTER]

    def test_while_it_was_closed_it_was_nobodys(self) -> None:
        story = held_by_agency()
        story.now = almaty(3, 17)
        story.complete(OFFICER)
        story.handle(c.Reopen(CITIZEN), almaty(3, 18))
        story.wait_until(almaty(3, 18, 12))
        assert owners(story) == [HOUSING, CLOSED, HOUSING]

    def test_time_before_recording_counts_from_receipt(self) -> None:
        intake = make_intake(received_at=MONDAY - HOUR)
        _, facts = record(None, register(intake), MONDAY)
        kept = time_ledger(facts, MONDAY + HOUR)
        assert (kept.begins, kept.total.elapsed) == (MONDAY - HOUR, 2 * HOUR)
        assert [each.attribution for each in kept.owned_times] == [COUNTER]

    def test_time_until_recording_of_immediate_answer_is_the_counters(self) -> None:
        appeal, facts = record(None, register(make_intake(received_at=MONDAY - HOUR)), MONDAY)
        _, done = record(appeal, [e.Closed(Outcome.EXPLAINED)], MONDAY)
        assert time_ledger((*facts, *done), MONDAY + DAY).totals_by_attribution == (
            (COUNTER, TimeBreakdown(HOUR, off_hours=HOUR)),
        )

    def test_open_hours_without_responsible_person_are_idle(self) -> None:
        story = awaiting_receipt()
        story.wait_until(almaty(3, 17))
        assert dict(written(story).totals_by_attribution)[ON_ITS_WAY] == TimeBreakdown(
            DAY, idle=9.5 * HOUR, off_hours=14.5 * HOUR
        )


class TestLate:
    def test_time_past_statute_due_time_is_late_for_its_owner(self) -> None:
        story = held_by_agency()
        story.wait_until(almaty(4, 10, 12))
        before, after = written(story).owned_times[-2:]
        assert (before.is_late, after.is_late) == (False, True)
        assert before.ends == after.begins == almaty(4, 9, 18, 30)
        assert written(story).total.late == almaty(4, 10, 12) - almaty(4, 9, 18, 30)

    def test_time_paused_before_the_due_time_is_not_late_however_long(self) -> None:
        story = held_by_agency(make_plan(statute="3wd"))
        story.handle(c.RequestInformation(OFFICER, story.main_task.id), almaty(3, 17))
        story.wait_until(almaty(3, 31))
        assert written(story).total.late == NONE

    def test_asking_the_citizen_when_it_is_too_late_does_not_help(self) -> None:
        story = held_by_agency()
        story.wait_until(almaty(4, 10, 12))
        story.claim(OPERATOR)
        story.ask_citizen(OPERATOR)
        story.wait_until(almaty(4, 10, 15))
        assert written(story).owned_times[-1].is_late
        assert written(story).owned_times[-1].attribution.owner is TimeOwnerKind.CITIZEN

    @pytest.mark.law("АППК 76(3)")
    def test_under_a_law_what_is_awaited_after_the_due_time_is_late_too(self) -> None:
        story = held_by_agency(seven_day_plan())
        story.ask_citizen(OFFICER)
        story.wait_until(almaty(3, 27))
        story.answer_information_request()
        story.ask_citizen(OFFICER)
        story.wait_until(almaty(3, 31))
        before, after = written(story).owned_times[-2:]
        assert (before.attribution, after.attribution) == (ASKED, ASKED)
        assert (before.is_late, after.is_late) == (False, True)
        assert after.begins == almaty(3, 30, 18, 30)

    def test_waiting_for_help_that_was_granted_in_time_is_not_late(self) -> None:
        story = awaiting_receipt()
        story.wait_until(almaty(6, 1))
        assert written(story).total.late == NONE


class TestExtensions:
    def test_they_are_listed_with_both_dates(self) -> None:
        story = held_by_agency()
        story.handle(c.Extend(AGENCY_SUPERVISOR, parse_term("5wd")), almaty(3, 17))
        extension, *none = written(story).extensions
        assert not none
        assert (extension.by, extension.at) == (AGENCY_SUPERVISOR, almaty(3, 17))
        assert extension.organisation == AGENCY
        assert (extension.old_due, extension.new_due) == (almaty(4, 9, 18, 30), almaty(4, 16, 18, 30))


class TestPauses:
    def test_pauses_name_the_requester_and_the_answer(self) -> None:
        story = held_by_agency()
        text = UUID(int=9)
        story.handle(c.RequestInformation(OFFICER, story.main_task.id, text), almaty(3, 17))
        story.answer_information_request(almaty(3, 18))
        (pause,) = written(story).pauses
        assert (pause.by, pause.text, pause.task) == (OFFICER, text, story.main_task.id)
        assert (pause.begins, pause.ends, pause.paused_working_time) == (
            almaty(3, 17),
            almaty(3, 18),
            9.5 * HOUR,
        )
        assert pause.end_reason is PauseEndReason.ANSWERED
        assert pause.pauses_statute

    @pytest.mark.law("АППК 76(3)")
    def test_under_a_law_they_are_the_steps_and_the_statute_clock_has_none(self) -> None:
        story = held_by_agency(statutory_plan())
        story.handle(c.RequestInformation(OFFICER, story.main_task.id), almaty(3, 17))
        story.answer_information_request(almaty(3, 18))
        (pause,) = written(story).pauses
        assert (pause.paused_working_time, pause.pauses_statute) == (9.5 * HOUR, False)
        assert written(story).total.paused == 9.5 * HOUR

    def test_a_wait_without_an_answer_lapses_when_it_was_due(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        story.resume_after_outage(almaty(4, 7))
        (pause,) = written(story).pauses
        assert (pause.ends, pause.end_reason) == (end_of_day(4, 2), PauseEndReason.LAPSED)

    def test_the_end_of_the_appeal_stops_it(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        story.handle(c.Withdraw(CITIZEN), almaty(3, 17))
        (pause,) = written(story).pauses
        assert (pause.ends, pause.end_reason) == (almaty(3, 17), PauseEndReason.INTERRUPTED)

    def test_running_pause_stays_open_despite_other_events(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        story.handle(c.Claim(OFFICER, story.main_task.id), almaty(3, 17))
        story.wait_until(almaty(3, 18))
        (pause,) = written(story).pauses
        assert (pause.ends, pause.end_reason) == (almaty(3, 18), None)

    def test_all_of_them_together_are_the_paused_time(self) -> None:
        story = held_by_agency()
        for day in (17, 19):
            story.handle(c.RequestInformation(OFFICER, story.main_task.id), almaty(3, day))
            story.answer_information_request(almaty(3, day, 15))
        kept = written(story)
        assert [each.paused_working_time for each in kept.pauses] == [6 * HOUR, 6 * HOUR]
        assert kept.total.paused == 12 * HOUR


class TestBreaches:
    def test_each_breach_names_the_owner_at_due_time(self) -> None:
        story = held_by_agency()
        story.resume_after_outage(almaty(4, 10, 12))
        story.wait_until(almaty(4, 10, 15))
        step, statute = written(story).breaches
        assert (step.clock, step.task, step.due) == (
            ClockKind.STEP,
            story.main_task.id,
            almaty(3, 26, 18, 30),
        )
        assert (statute.clock, statute.task, statute.due) == (ClockKind.STATUTE, None, almaty(4, 9, 18, 30))
        assert (step.organisation, statute.organisation) == (AGENCY, AGENCY)
        assert owners(story)[-1].organisation == FALLBACK_GROUP.organisation

    def test_the_one_who_gets_it_later_did_not_miss_it(self) -> None:
        story = held_by_clerk(make_plan(statute="3wd"))
        story.wait_until(almaty(3, 20))
        story.claim(CLERK)
        story.refer(CLERK, Step.AGENCY)
        story.wait_until(almaty(3, 20, 12))
        kept = written(story)
        statute = [each for each in kept.breaches if each.clock is ClockKind.STATUTE]
        assert [each.organisation for each in statute] == [RECEPTION]
        assert [(each.attribution, each.is_late) for each in kept.owned_times] == [
            (COUNTER, False),
            (COUNTER, True),
            (HOUSING, True),
        ]


class TestCalendars:
    def test_past_time_is_measured_by_the_calendar_of_its_day(self) -> None:
        story = held_by_agency()
        story.wait_until(almaty(3, 17))
        tuesday_off = replace(
            OFFICE_CALENDAR, version="clocks", days_off=(*OFFICE_CALENDAR.days_off, date(2026, 3, 17))
        )
        story.appeal, facts = record(story.appeal, [CalendarChanged(tuesday_off)], almaty(3, 17, 12))
        story.facts += facts
        story.wait_until(almaty(3, 17, 18))
        assert written(story).total.working == 12.5 * HOUR


class TestActs:
    def test_lateness_follows_the_restarted_term(self) -> None:
        story = held_by_clerk(with_term(statutory_plan(), "3wd"))
        story.handle(Redirect(CLERK, story.main_task.id, OTHER_AGENCY, UUID(int=9)), almaty(3, 17))
        story.claim(UNRELATED_OFFICER)
        story.wait_until(almaty(3, 20, 19, 30))
        times = [
            (each.attribution.organisation, each.begins, each.is_late) for each in written(story).owned_times
        ]
        assert times == [
            (RECEPTION, MONDAY, False),
            (OTHER_AGENCY, almaty(3, 17), False),
            (OTHER_AGENCY, almaty(3, 20, 18, 30), True),
        ]

    def test_earlier_late_time_stays_with_its_owner(self) -> None:
        story = held_by_clerk(with_term(statutory_plan(), "3wd"))
        story.wait_until(almaty(3, 20))
        begun = redirected_statute_clock(story.appeal, AGENCY_GROUP, story.now, restarts_term=True)
        sent = Redirected(story.main_task.id, AGENCY_GROUP, "АППК 65(1)", statute_clock=begun)
        taken = e.TaskOpened(UUID(int=9), Purpose.WORK, Step.AGENCY, AGENCY_GROUP, is_offered=True)
        story.appeal, facts = record(story.appeal, [sent, taken], story.now)
        story.facts += facts
        story.wait_until(almaty(3, 20, 12))
        late = [
            (each.attribution, each.breakdown.elapsed) for each in written(story).owned_times if each.is_late
        ]
        assert late == [(COUNTER, almaty(3, 20) - almaty(3, 19, 18, 30))]

    def test_a_duty_changes_nobodys_time_and_outlives_the_appeal(self) -> None:
        story = held_by_clerk(statutory_plan())
        story.handle(Redirect(CLERK, story.main_task.id, OTHER_AGENCY, UUID(int=9)), almaty(3, 17))
        story.handle(c.Withdraw(CITIZEN), almaty(3, 17, 12))
        story.wait_until(almaty(3, 18))
        kept = written(story)
        assert kept.ends == almaty(3, 17, 12)
        assert [each.attribution.organisation for each in kept.owned_times] == [RECEPTION, OTHER_AGENCY]
        duties = [each for each in kept.task_turns if each.purpose is Purpose.DUTY]
        assert [(each.group.organisation, each.ends) for each in duties] == [
            (RECEPTION, almaty(3, 18)),
            (OTHER_AGENCY, almaty(3, 18)),
        ]

    def test_urgent_task_counts_all_hours_and_others_open_hours(self) -> None:
        story = held_by_clerk(urgent_plan())
        story.handle(FlagDanger(CLERK, story.main_task.id, Danger.CRIME), almaty(3, 17, 18))
        story.wait_until(almaty(3, 17, 22))
        kept = written(story)
        counter, police = kept.owned_times
        assert (counter.breakdown.working, counter.breakdown.off_hours) == (18.5 * HOUR, 14.5 * HOUR)
        assert (police.breakdown.working, police.breakdown.off_hours) == (4 * HOUR, NONE)
        spent = {each.purpose: each.breakdown for each in kept.task_turns if each.begins == police.begins}
        assert spent[Purpose.WORK] == TaskTurnBreakdown(
            4 * HOUR, waiting_in_group=4 * HOUR, late=spent[Purpose.WORK].late
        )
        assert (spent[Purpose.DUTY].waiting_in_group, spent[Purpose.DUTY].off_hours) == (HOUR / 2, 3.5 * HOUR)

    def test_what_was_asked_by_night_when_one_could_is_paused_by_night(self) -> None:
        story = held_by_clerk(urgent_plan())
        story.handle(FlagDanger(CLERK, story.main_task.id, Danger.CRIME), almaty(3, 17, 20))
        story.claim(POLICEMAN)
        story.appeal, asked = record(
            story.appeal,
            [e.InformationRequested(story.main_task.id, LIMITS.max_information_wait, 1)],
            story.now,
        )
        story.facts += asked
        story.answer_information_request(almaty(3, 17, 23))
        kept = written(story)
        assert kept.pauses[0].paused_working_time == kept.total.paused == 3 * HOUR


class TestEnds:
    def test_it_ends_when_the_appeal_is_closed_whatever_comes_after(self) -> None:
        story = held_by_agency()
        story.now = almaty(3, 17)
        story.complete(OFFICER, TaskOutcome.EXPLAINED)
        _, late = record(story.appeal, [e.CommandRefused("claim", "appeal_closed")], almaty(4, 1))
        story.facts += late
        assert written(story, almaty(5, 4)).ends == almaty(3, 17)
        assert written(story, almaty(5, 4)).total.elapsed == DAY

    def test_an_appeal_that_was_just_received_has_spent_nothing(self) -> None:
        kept = written(unclaimed_at_reception())
        assert kept.owned_times == ()
        assert kept.total == TimeBreakdown()


@settings(max_examples=scaled(60, 600))
@given(st.data())
def test_the_parts_add_up_to_the_time_that_has_passed(data: st.DataObject) -> None:
    story = data.draw(random_scenarios())
    kept = written(story, story.now + data.draw(st.sampled_from(LONG_WAITS)))
    assert kept.ends - kept.begins == kept.total.elapsed
    assert all(one.ends == two.begins for one, two in pairwise(kept.owned_times))
    for _, spent in (*kept.totals_by_attribution, (None, kept.total)):
        assert spent.elapsed == spent.working + spent.paused + spent.idle + spent.off_hours
        assert min(spent.working, spent.paused, spent.idle, spent.off_hours, spent.late) >= NONE
    assert sum((spent.elapsed for _, spent in kept.totals_by_attribution), NONE) == kept.total.elapsed
    assert sum((pause.paused_working_time for pause in kept.pauses), NONE) == kept.total.paused


def with_term(plan: CasePlan, term: str) -> CasePlan:
    """Return *plan* under a law whose term is *term*."""
    return replace(plan, law=replace(plan.law, term=replace(plan.law.term, term=Term.parse(term))))
