"""The rules of the clocks: when a term ends, what moves it, and when its alarms fire."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.decide.alarms import fire_due, next_alarm
from domain.errors import (
    ExtensionTooLong,
    HoldTooLong,
    LimitReached,
    NotAllowedInStatus,
    NotInFuture,
    TermExpired,
)
from domain.policy.escalation import Escalation, EscalationLevel, EscalationTarget
from domain.policy.plan import Schedule
from domain.rules.lifecycle import Verb
from domain.state.appeal import Status
from domain.state.clock import Clock, ClockKind, ClockReading
from domain.state.task import TaskState
from domain.worktime.working_calendar import Interval
from tests.support.domain.builders import (
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CLERK,
    DAY,
    HOUR,
    LIMITS,
    MINUTE,
    MONDAY,
    OFFICE_CALENDAR,
    OFFICER,
    PLAN,
    REGION_HEAD,
    ROUND_THE_CLOCK_CALENDAR,
    STATUTE_ESCALATION,
    WORK_ESCALATION,
    Scenario,
    almaty,
    awaiting_agency_acceptance,
    end_of_day,
    event_names,
    held_by_agency,
    held_by_clerk,
    make_plan,
    only_event,
    parse_term,
    schedule,
    unclaimed_at_reception,
)
from tests.support.scale import scaled

STATUTE, STEP = ClockKind.STATUTE, ClockKind.STEP


class TestWhenATermEnds:
    def test_fifteen_working_days_begin_the_day_after_and_end_at_closing(self) -> None:
        assert unclaimed_at_reception().appeal.statute_due == almaty(4, 9, 18, 30)

    def test_what_comes_after_closing_begins_the_next_working_day(self) -> None:
        eve_of_nauryz = unclaimed_at_reception(now=almaty(3, 20, 18, 31))
        assert eve_of_nauryz.appeal.origin.registered_at == almaty(3, 26, 9)
        assert eve_of_nauryz.appeal.statute_due == almaty(4, 16, 18, 30)

    def test_each_task_has_the_whole_budget_of_its_step(self) -> None:
        story = awaiting_agency_acceptance(now=almaty(3, 18))
        assert story.appeal.task_due(story.main_task) == almaty(3, 30, 18, 30)

    def test_due_time_depends_only_on_clock_inputs(self) -> None:
        clock = Clock(STATUTE, MONDAY, parse_term("15wd"), extensions=(parse_term("5wd"),))
        pauses = [Interval(almaty(3, 17), almaty(3, 18))]
        faces = [ClockReading(clock, schedule("15wd"), OFFICE_CALENDAR, pauses) for _ in range(2)]
        assert faces[0].due == faces[1].due == almaty(4, 17, 18, 30)

    def test_a_zero_budget_is_due_at_once(self) -> None:
        at_night = almaty(3, 16, 3)
        face = ClockReading(Clock(STATUTE, at_night, parse_term("0wd")), schedule("0wd", 50), OFFICE_CALENDAR)
        warning, due = face.mark(0), face.mark(1)
        assert warning is not None
        assert due is not None
        assert warning.at == due.at == at_night


class TestPauses:
    def test_a_pause_puts_the_due_time_off_by_the_working_time_it_lasted(self) -> None:
        story = held_by_agency()
        story.handle(c.RequestInformation(OFFICER, story.main_task.id), almaty(3, 17))
        story.answer_information_request(almaty(3, 19))
        assert story.appeal.statute_due == almaty(4, 13, 18, 30)
        assert story.appeal.task_due(story.main_task) == almaty(3, 30, 18, 30)

    def test_a_pause_over_a_weekend_shifts_nothing(self) -> None:
        story = held_by_agency(now=almaty(3, 12))
        due = story.appeal.statute_due
        story.handle(c.RequestInformation(OFFICER, story.main_task.id), almaty(3, 13, 18, 30))
        story.answer_information_request(almaty(3, 16, 9))
        assert story.appeal.statute_due == due

    def test_paused_clock_has_no_due_time_warning_or_level(self) -> None:
        story = held_by_agency()
        story.handle(c.RequestInformation(OFFICER, story.main_task.id), almaty(3, 18))
        assert story.appeal.status is Status.AWAITING_INFORMATION
        assert story.appeal.statute_due is None
        assert story.appeal.task_due(story.main_task) is None
        assert story.wait_until(almaty(4, 1, 18)) == []

    def test_pause_stops_an_imminent_warning(self) -> None:
        story = held_by_agency()
        warned_at = next_alarm(story.appeal)
        assert warned_at is not None
        story.handle(c.RequestInformation(OFFICER, story.main_task.id), warned_at.at - MINUTE)
        assert story.wait_until(warned_at.at + DAY) == []

    def test_a_pause_silences_the_levels_of_a_task_that_is_late_already(self) -> None:
        story = held_by_clerk()
        story.handle(c.Claim(CLERK, story.main_task.id), almaty(3, 18))
        assert only_event(e.Escalated, story.wait_until(almaty(3, 19, 10))).target is EscalationTarget.HOLDER
        story.ask_citizen(CLERK)
        assert story.wait_until(almaty(4, 1)) == []
        story.answer_information_request()
        assert story.wait_until(almaty(4, 1, 17)) == []
        assert (
            only_event(e.Escalated, story.wait_until(almaty(4, 1, 18))).target is EscalationTarget.SUPERVISOR
        )

    def test_a_pause_has_a_maximum(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        lapsed = only_event(e.InformationWaitLapsed, story.wait_until(almaty(4, 3, 0)))
        assert lapsed.due_at == end_of_day(4, 2)
        assert story.appeal.status is Status.IN_PROGRESS
        assert story.appeal.statute_due is not None

    def test_the_maximum_holds_even_when_nothing_ran_at_its_end(self) -> None:
        awake, asleep = held_by_agency(), held_by_agency()
        for story in awake, asleep:
            story.ask_citizen(OFFICER)
        awake.wait_until(almaty(4, 7))
        asleep.resume_after_outage(almaty(4, 7))
        assert asleep.appeal.statute_due == awake.appeal.statute_due

    def test_only_as_many_pauses_as_the_policy_allows(self) -> None:
        story = held_by_agency()
        for _ in range(LIMITS.max_information_requests):
            story.ask_citizen(OFFICER)
            story.answer_information_request(story.now + HOUR)
        with pytest.raises(LimitReached) as refused:
            story.ask_citizen(OFFICER)
        assert refused.value.details == {"limit": str(LIMITS.max_information_requests)}

    def test_unexpected_answer_moves_no_clock(self) -> None:
        story = held_by_agency()
        before = story.appeal
        assert story.answer_information_request() == [e.InformationProvided(None, 0, ends_wait=False)]
        assert story.appeal == replace(before, seq=before.seq + 1)

    def test_a_citizen_who_answers_twice_shifts_once(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        story.answer_information_request(almaty(3, 17))
        due = story.appeal.statute_due
        story.answer_information_request(almaty(3, 18))
        assert story.appeal.statute_due == due

    @given(st.integers(0, 40), st.integers(0, 40))
    def test_no_pause_ever_makes_a_term_end_sooner(self, begins: int, lasts: int) -> None:
        story = held_by_agency()
        due = story.appeal.statute_due
        story.handle(c.RequestInformation(OFFICER, story.main_task.id), MONDAY + begins * HOUR)
        story.answer_information_request(story.now + lasts * HOUR)
        assert due is not None
        assert story.appeal.statute_due is not None
        assert story.appeal.statute_due >= due


class TestNotesAndHolds:
    def test_no_note_can_move_a_clock_because_no_command_is_a_note(self) -> None:
        assert not [command for command in get_args(c.Command) if "note" in command.__name__.lower()]
        assert "note" not in {verb.value for verb in Verb}

    def test_holding_a_task_is_no_pause(self) -> None:
        story = held_by_clerk()
        before = story.appeal.statute_due, story.appeal.task_due(story.main_task)
        story.hold(CLERK, almaty(3, 27))
        assert (story.appeal.statute_due, story.appeal.task_due(story.main_task)) == before
        assert story.main_task.held_until == almaty(3, 27)

    def test_a_held_task_comes_back_by_itself(self) -> None:
        story = held_by_clerk()
        story.hold(CLERK, almaty(3, 17, 11))
        assert only_event(e.TaskResumed, story.wait_until(almaty(3, 17, 11))).automatic
        assert story.main_task.state is TaskState.CLAIMED
        assert story.main_task.holder == CLERK.id

    def test_a_held_task_comes_back_even_while_the_citizen_is_asked(self) -> None:
        story = held_by_clerk()
        story.hold(CLERK, almaty(3, 17, 11))
        story.ask_citizen(CLERK)
        assert event_names(story.wait_until(almaty(3, 18))) == ["TaskResumed"]

    def test_a_task_is_held_until_a_moment_to_come_and_no_longer_than_allowed(self) -> None:
        story = held_by_clerk()
        with pytest.raises(NotInFuture):
            story.hold(CLERK, MONDAY)
        with pytest.raises(HoldTooLong):
            story.hold(CLERK, almaty(4, 2, 18, 31))
        story.hold(CLERK, almaty(4, 2, 18, 30))


class TestWarnings:
    def test_warnings_fire_at_half_and_three_quarters_of_the_budget(self) -> None:
        story = held_by_agency()
        heard = story.wait_until(almaty(3, 27, 18))
        assert [each.share for each in heard if isinstance(each, e.Warned) and each.clock is STEP] == [50, 75]

    def test_half_of_ten_working_hours_is_five(self) -> None:
        plan = replace(PLAN, statute=schedule("10wh", 50, ladder=STATUTE_ESCALATION))
        story = held_by_clerk(plan)
        warned = [fact for fact in _facts_until(story, almaty(3, 17)) if isinstance(fact.event, e.Warned)]
        assert warned[0].at == almaty(3, 16, 14)

    def test_warning_never_fires_out_of_hours(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(4, 9))
        warned = [fact.at for fact in story.facts if isinstance(fact.event, e.Warned)]
        assert warned
        assert all(OFFICE_CALENDAR.at_or_next_opening(at) == at for at in warned)

    def test_missed_warnings_collapse_into_the_last_one(self) -> None:
        story = held_by_clerk()
        warned = only_event(
            e.Warned, [each for each in story.resume_after_outage(almaty(3, 18, 18)) if _of_step(each)]
        )
        assert (warned.share, warned.skipped_shares) == (75, (50,))

    def test_once_it_is_late_there_is_nothing_to_warn_of(self) -> None:
        story = held_by_clerk()
        heard = [each for each in story.resume_after_outage(almaty(3, 18, 19)) if _of_step(each)]
        breached = only_event(e.Breached, heard)
        assert breached.skipped_shares == (50, 75)
        assert "Warned" not in event_names(heard)


class TestWhatIsPast:
    def test_a_deadline_already_past_fires_once_now(self) -> None:
        story = unclaimed_at_reception()
        heard = story.resume_after_outage(almaty(12, 1))
        assert event_names(heard).count("Breached") == 3  # statute, step, acceptance: each once
        assert fire_due(story.appeal, story.now) == []

    def test_missed_levels_collapse_into_the_highest_and_all_are_recorded(self) -> None:
        story = held_by_clerk()
        heard = [each for each in story.resume_after_outage(almaty(3, 28)) if _of_step(each)]
        escalated = only_event(e.Escalated, heard)
        assert (escalated.level, escalated.skipped_levels) == (3, (1, 2))

    def test_after_a_long_gap_the_operator_is_called_once_not_once_a_day(self) -> None:
        story = unclaimed_at_reception()
        heard = [each for each in story.resume_after_outage(almaty(9, 1, 10)) if _of_step(each)]
        called = only_event(e.Escalated, heard)
        assert called.target is EscalationTarget.OPERATOR
        alarm = next_alarm(story.appeal)
        assert alarm is not None
        assert alarm.at > story.now

    def test_a_fallback_level_that_was_missed_still_takes_the_task(self) -> None:
        story = held_by_clerk()
        story.resume_after_outage(almaty(9, 1, 10))
        assert story.main_task.group == PLAN.fallback
        assert story.main_task.holder is None

    def test_ringing_twice_at_one_instant_says_nothing_the_second_time(self) -> None:
        story = unclaimed_at_reception()
        story.resume_after_outage(almaty(4, 30))
        assert story.resume_after_outage(almaty(4, 30)) == []


class TestLevelsKeepWorkingHours:
    def test_the_operator_is_called_again_every_working_day_in_the_morning(self) -> None:
        story = held_by_agency()
        story.wait_until(almaty(4, 18))
        called = [
            fact.at for fact in story.facts if isinstance(fact.event, e.Escalated) and fact.event.level == 5
        ]
        assert called[:4] == [almaty(4, 3), almaty(4, 6), almaty(4, 7), almaty(4, 8)]

    def test_a_call_that_came_a_moment_late_did_not_skip_the_next_morning(self) -> None:
        """Timers are never early, always a little late: the operator was called every second morning."""
        story = held_by_agency()
        while (alarm := next_alarm(story.appeal)) is not None and alarm.at < almaty(4, 9):
            story.resume_after_outage(alarm.at + timedelta(seconds=1))
        called = [each.due_at for each in story.events if isinstance(each, e.Escalated) and each.level == 5]
        assert called[:4] == [almaty(4, 3), almaty(4, 6), almaty(4, 7), almaty(4, 8)]

    @settings(max_examples=scaled(20, 200))
    @given(st.integers(0, 60))
    def test_no_level_is_called_at_night_or_on_a_day_off(self, hours: int) -> None:
        story = held_by_agency(now=MONDAY + hours * HOUR)
        story.wait_until(MONDAY + 21 * DAY)
        called = [fact.at for fact in story.facts if isinstance(fact.event, e.Escalated)]
        assert called
        assert all(OFFICE_CALENDAR.at_or_next_opening(at) == at for at in called)

    def test_round_the_clock_levels_fire_at_once(self) -> None:
        story = held_by_agency(calendar=ROUND_THE_CLOCK_CALENDAR)
        story.wait_until(MONDAY + 5 * DAY)
        called = [fact for fact in story.facts if isinstance(fact.event, e.Escalated)]
        assert called[-1].at == MONDAY + 5 * DAY

    def test_the_repeat_waits_for_a_pause_to_end(self) -> None:
        story = held_by_agency()
        story.wait_until(almaty(4, 6, 12))
        story.handle(c.Reassign(REGION_HEAD, story.main_task.id, AGENCY_GROUP, OFFICER.id))
        story.ask_citizen(OFFICER)
        story.answer_information_request(almaty(4, 10, 12))
        alarm = next_alarm(story.appeal)
        assert alarm is not None
        assert alarm.at > almaty(4, 10, 12)


class TestExtension:
    def test_extension_moves_statute_and_step_clock_and_keeps_both_dates(self) -> None:
        story = held_by_agency()
        extended = only_event(e.Extended, story.handle(c.Extend(AGENCY_SUPERVISOR, parse_term("5wd"))))
        assert (extended.old_due_at, extended.new_due_at) == (almaty(4, 9, 18, 30), almaty(4, 16, 18, 30))
        assert story.appeal.statute_due == extended.new_due_at
        assert story.appeal.task_due(story.main_task) == almaty(4, 2, 18, 30)

    def test_what_it_promises_is_what_the_clock_then_shows_pauses_or_not(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        story.answer_information_request(almaty(3, 17, 12))
        extended = only_event(e.Extended, story.handle(c.Extend(AGENCY_SUPERVISOR, parse_term("10cd"))))
        assert story.appeal.statute_due == extended.new_due_at

    def test_it_reaches_two_months_from_the_day_of_the_decision_at_most(self) -> None:
        story = held_by_agency()
        with pytest.raises(ExtensionTooLong) as refused:
            story.handle(c.Extend(AGENCY_SUPERVISOR, parse_term("2mo")), almaty(3, 18))
        assert refused.value.details["latest"].startswith("2026-05-18")
        with pytest.raises(ExtensionTooLong):
            story.handle(c.Extend(AGENCY_SUPERVISOR, parse_term("25wd")))
        story.handle(c.Extend(AGENCY_SUPERVISOR, parse_term("24wd")))
        assert story.appeal.statute_due == almaty(5, 18, 18, 30)

    def test_it_comes_before_the_end_or_at_the_very_moment_but_not_after(self) -> None:
        story = held_by_agency()
        with pytest.raises(TermExpired):
            story.handle(c.Extend(REGION_HEAD, parse_term("5wd")), almaty(4, 9, 18, 31))
        story.handle(c.Extend(REGION_HEAD, parse_term("5wd")), almaty(4, 9, 18, 30))

    def test_it_is_for_some_time(self) -> None:
        with pytest.raises(NotInFuture):
            held_by_agency().handle(c.Extend(AGENCY_SUPERVISOR, parse_term("0wd")))

    def test_only_as_often_as_the_policy_allows(self) -> None:
        story = held_by_agency()
        story.handle(c.Extend(AGENCY_SUPERVISOR, parse_term("1wd")))
        with pytest.raises(LimitReached):
            story.handle(c.Extend(AGENCY_SUPERVISOR, parse_term("1wd")))

    def test_not_while_the_citizen_is_asked(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        with pytest.raises(NotAllowedInStatus):
            story.handle(c.Extend(AGENCY_SUPERVISOR, parse_term("1wd")))

    def test_the_operator_is_not_called_again_before_the_new_end(self) -> None:
        story = unclaimed_at_reception(make_plan(statute="30wd"))
        story.wait_until(almaty(3, 31, 10))
        extended = only_event(e.Extended, story.handle(c.Extend(REGION_HEAD, parse_term("10wd"))))
        assert extended.new_due_at > extended.old_due_at
        due = story.appeal.task_due(story.main_task)
        assert due is not None
        heard = [fact.at for fact in _facts_until(story, due) if _of_step(fact.event)]
        assert heard == []


class TestLease:
    def test_a_task_that_its_holder_sleeps_on_goes_back_to_the_group(self) -> None:
        story = held_by_agency()
        lapsed = only_event(e.LeaseLapsed, story.wait_until(almaty(3, 18, 19)))
        assert lapsed.holder == OFFICER.id
        assert (story.main_task.state, story.main_task.holder) == (TaskState.READY, None)

    def test_claiming_again_renews_it(self) -> None:
        story = held_by_agency()
        assert event_names(story.handle(c.Claim(OFFICER, story.main_task.id), almaty(3, 18, 9))) == [
            "LeaseRenewed"
        ]
        assert "LeaseLapsed" not in event_names(story.wait_until(almaty(3, 20, 18)))
        assert "LeaseLapsed" in event_names(story.wait_until(almaty(3, 20, 19)))

    def test_lease_is_paused_while_the_citizen_is_asked(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        assert story.wait_until(almaty(3, 31)) == []
        story.answer_information_request()
        assert story.main_task.holder == OFFICER.id

    def test_step_budget_keeps_running_when_lease_lapses(self) -> None:
        story = held_by_agency()
        due = story.appeal.task_due(story.main_task)
        story.wait_until(almaty(3, 19))
        assert story.appeal.task_due(story.main_task) == due

    def test_lapsed_lease_restarts_acceptance_term(self) -> None:
        story = held_by_agency()
        story.wait_until(almaty(3, 19))
        assert story.due_at(ClockKind.ACCEPTANCE, story.main_task) == almaty(3, 19, 18, 30)


class TestAlarms:
    def test_the_next_alarm_is_the_earliest_of_all_clocks(self) -> None:
        story = held_by_clerk()
        alarm = next_alarm(story.appeal)
        assert alarm is not None
        marks = [story.appeal.reading(clock).mark(clock.marks_fired) for clock in story.appeal.clocks]
        assert alarm.at == min(mark.at for mark in marks if mark is not None)

    def test_clock_without_ladder_fires_only_until_due_time(self) -> None:
        face = ClockReading(
            Clock(STEP, MONDAY, parse_term("1wd"), marks_fired=1),
            Schedule(parse_term("1wd")),
            OFFICE_CALENDAR,
        )
        assert face.mark(0) is not None
        assert face.mark(1) is None

    def test_the_top_level_repeats_only_after_it_was_heard(self) -> None:
        face = ClockReading(Clock(STEP, MONDAY, parse_term("1wd")), schedule("1wd"), OFFICE_CALENDAR)
        assert face.mark(5) is not None
        assert face.mark(6) is None

    @pytest.mark.parametrize(
        ("levels", "repeat"),
        [((), "1wd"), (WORK_ESCALATION.levels[:-1], "1wd"), (WORK_ESCALATION.levels, "0wd")],
    )
    def test_a_ladder_that_could_forget_or_never_stop_is_none(
        self, levels: tuple[EscalationLevel, ...], repeat: str
    ) -> None:
        with pytest.raises(ValueError, match="operator"):
            Escalation(levels, parse_term(repeat))

    def test_a_plan_in_which_time_could_fall_silent_is_none(self) -> None:
        with pytest.raises(ValueError, match="ladders"):
            replace(PLAN, statute=schedule("15wd", ladder=None))
        with pytest.raises(ValueError, match="first step"):
            replace(PLAN, steps=())

    def test_clock_keeps_its_inputs_and_fired_marks(self) -> None:
        kept = {field.name for field in fields(Clock)}
        started_with = {"kind", "started_at", "budget", "task", "extensions", "fixed_end", "start_day_counts"}
        assert kept == started_with | {"marks_fired", "last_fired_at"}


def _of_step(event: e.Event) -> bool:
    return isinstance(event, e.Warned | e.Breached | e.Escalated) and event.clock is STEP


def _facts_until(story: Scenario, until: datetime) -> list[e.Fact]:
    known = len(story.facts)
    story.wait_until(until)
    return story.facts[known:]
