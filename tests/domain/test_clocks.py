"""The rules of the clocks, all on one page: when a term ends, what moves it, and when it speaks."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.decide.alarms import next_alarm, ring
from domain.errors import ExtensionTooLong, HoldTooLong, LimitReached, NotInFuture, NotNow, TooLate
from domain.policy.escalation import Ladder, Level, Rank
from domain.policy.plan import Schedule
from domain.rules.lifecycle import Verb
from domain.state.appeal import Status
from domain.state.clock import Clock, ClockKind, Face
from domain.state.task import TaskState
from domain.worktime.working_calendar import Interval
from tests.domain.builders import (
    AT_AGENCY,
    CLERK,
    DAY,
    HEAD,
    HOUR,
    LIMITS,
    MINUTE,
    MONDAY,
    OFFICE,
    OFFICER,
    OFFICERS_BOSS,
    PLAN,
    ROUND_THE_CLOCK,
    STATUTE_LADDER,
    WORK_LADDER,
    Story,
    a_plan,
    almaty,
    at_agency,
    at_reception,
    in_hand,
    names,
    offered_to_agency,
    schedule,
    term,
    the,
)

STATUTE, STEP = ClockKind.STATUTE, ClockKind.STEP


class TestWhenATermEnds:
    def test_fifteen_working_days_begin_the_day_after_and_end_at_closing(self) -> None:
        assert at_reception().appeal.statute_due == almaty(4, 9, 18, 30)

    def test_what_comes_after_closing_begins_the_next_working_day(self) -> None:
        eve_of_nauryz = at_reception(now=almaty(3, 20, 18, 31))
        assert eve_of_nauryz.appeal.registered_at == almaty(3, 26, 9)
        assert eve_of_nauryz.appeal.statute_due == almaty(4, 16, 18, 30)

    def test_each_task_has_the_whole_budget_of_its_step(self) -> None:
        story = offered_to_agency(now=almaty(3, 18))
        assert story.appeal.task_due(story.main) == almaty(3, 30, 18, 30)

    def test_the_due_time_is_a_pure_function_of_what_the_clock_was_started_with(self) -> None:
        clock = Clock(STATUTE, MONDAY, term("15wd"), extensions=(term("5wd"),))
        pauses = [Interval(almaty(3, 17), almaty(3, 18))]
        faces = [Face(clock, schedule("15wd"), OFFICE, pauses) for _ in range(2)]
        assert faces[0].due == faces[1].due == almaty(4, 17, 18, 30)

    def test_a_zero_budget_is_due_at_once(self) -> None:
        at_night = almaty(3, 16, 3)
        face = Face(Clock(STATUTE, at_night, term("0wd")), schedule("0wd", 50), OFFICE)
        warning, due = face.mark(0), face.mark(1)
        assert warning is not None
        assert due is not None
        assert warning.at == due.at == at_night


class TestPauses:
    def test_a_pause_puts_the_due_time_off_by_the_working_time_it_lasted(self) -> None:
        story = at_agency()
        story.give(c.RequestInformation(OFFICER, story.main.id), almaty(3, 17))
        story.citizen_answers(almaty(3, 19))
        assert story.appeal.statute_due == almaty(4, 13, 18, 30)
        assert story.appeal.task_due(story.main) == almaty(3, 30, 18, 30)

    def test_a_pause_over_a_weekend_shifts_nothing(self) -> None:
        story = at_agency(now=almaty(3, 12))
        due = story.appeal.statute_due
        story.give(c.RequestInformation(OFFICER, story.main.id), almaty(3, 13, 18, 30))
        story.citizen_answers(almaty(3, 16, 9))
        assert story.appeal.statute_due == due

    def test_while_paused_there_is_no_due_time_and_no_warning_no_level_speaks(self) -> None:
        story = at_agency()
        story.give(c.RequestInformation(OFFICER, story.main.id), almaty(3, 18))
        assert story.appeal.status is Status.AWAITING_INFORMATION
        assert story.appeal.statute_due is None
        assert story.appeal.task_due(story.main) is None
        assert story.wait(almaty(4, 1, 18)) == []

    def test_a_pause_silences_a_warning_that_was_about_to_speak(self) -> None:
        story = at_agency()
        warned_at = next_alarm(story.appeal)
        assert warned_at is not None
        story.give(c.RequestInformation(OFFICER, story.main.id), warned_at.at - MINUTE)
        assert story.wait(warned_at.at + DAY) == []

    def test_a_pause_silences_the_levels_of_a_task_that_is_late_already(self) -> None:
        story = in_hand()
        story.give(c.Claim(CLERK, story.main.id), almaty(3, 18))
        assert the(e.Escalated, story.wait(almaty(3, 19, 10))).to is Rank.HOLDER
        story.ask_citizen(CLERK)
        assert story.wait(almaty(4, 1)) == []
        story.citizen_answers()
        assert story.wait(almaty(4, 1, 17)) == []
        assert the(e.Escalated, story.wait(almaty(4, 1, 18))).to is Rank.SUPERVISOR

    def test_a_pause_has_a_maximum(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        lapsed = the(e.InformationWaitLapsed, story.wait(almaty(4, 2, 19)))
        assert lapsed.due == almaty(4, 2, 18, 30)
        assert story.appeal.status is Status.IN_WORK
        assert story.appeal.statute_due is not None

    def test_the_maximum_holds_even_when_nothing_ran_at_its_end(self) -> None:
        awake, asleep = at_agency(), at_agency()
        for story in awake, asleep:
            story.ask_citizen(OFFICER)
        awake.wait(almaty(4, 7))
        asleep.sleep(almaty(4, 7))
        assert asleep.appeal.statute_due == awake.appeal.statute_due

    def test_only_as_many_pauses_as_the_policy_allows(self) -> None:
        story = at_agency()
        for _ in range(LIMITS.information_waits):
            story.ask_citizen(OFFICER)
            story.citizen_answers(story.now + HOUR)
        with pytest.raises(LimitReached):
            story.ask_citizen(OFFICER)

    def test_an_answer_that_nobody_waits_for_moves_no_clock(self) -> None:
        story = at_agency()
        before = story.appeal
        assert story.citizen_answers() == [e.InformationProvided()]
        assert story.appeal == replace(before, seq=before.seq + 1)

    def test_a_citizen_who_answers_twice_shifts_once(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        story.citizen_answers(almaty(3, 17))
        due = story.appeal.statute_due
        story.citizen_answers(almaty(3, 18))
        assert story.appeal.statute_due == due

    @given(st.integers(0, 40), st.integers(0, 40))
    def test_no_pause_ever_makes_a_term_end_sooner(self, begins: int, lasts: int) -> None:
        story = at_agency()
        due = story.appeal.statute_due
        story.give(c.RequestInformation(OFFICER, story.main.id), MONDAY + begins * HOUR)
        story.citizen_answers(story.now + lasts * HOUR)
        assert due is not None
        assert story.appeal.statute_due is not None
        assert story.appeal.statute_due >= due


class TestNotesAndHolds:
    def test_no_note_can_move_a_clock_because_no_command_is_a_note(self) -> None:
        assert not [command for command in get_args(c.Command) if "note" in command.__name__.lower()]
        assert "note" not in {verb.value for verb in Verb}

    def test_holding_a_task_is_no_pause(self) -> None:
        story = in_hand()
        before = story.appeal.statute_due, story.appeal.task_due(story.main)
        story.hold(CLERK, almaty(3, 27))
        assert (story.appeal.statute_due, story.appeal.task_due(story.main)) == before
        assert story.main.held_until == almaty(3, 27)

    def test_a_held_task_comes_back_by_itself(self) -> None:
        story = in_hand()
        story.hold(CLERK, almaty(3, 17, 11))
        assert the(e.TaskResumed, story.wait(almaty(3, 17, 11))).by_itself
        assert story.main.state is TaskState.CLAIMED
        assert story.main.holder == CLERK.id

    def test_a_held_task_comes_back_even_while_the_citizen_is_asked(self) -> None:
        story = in_hand()
        story.hold(CLERK, almaty(3, 17, 11))
        story.ask_citizen(CLERK)
        assert names(story.wait(almaty(3, 18))) == ["TaskResumed"]

    def test_a_task_is_held_until_a_moment_to_come_and_no_longer_than_allowed(self) -> None:
        story = in_hand()
        with pytest.raises(NotInFuture):
            story.hold(CLERK, MONDAY)
        with pytest.raises(HoldTooLong):
            story.hold(CLERK, almaty(4, 2, 18, 31))
        story.hold(CLERK, almaty(4, 2, 18, 30))


class TestWarnings:
    def test_they_speak_at_half_and_at_three_quarters_of_the_budget(self) -> None:
        story = at_agency()
        heard = story.wait(almaty(3, 27, 18))
        assert [each.share for each in heard if isinstance(each, e.Warned) and each.clock is STEP] == [50, 75]

    def test_half_of_ten_working_hours_is_five(self) -> None:
        plan = replace(PLAN, statute=schedule("10wh", 50, ladder=STATUTE_LADDER))
        story = in_hand(plan)
        warned = [fact for fact in _told(story, almaty(3, 17)) if isinstance(fact.event, e.Warned)]
        assert warned[0].at == almaty(3, 16, 14)

    def test_a_warning_never_speaks_out_of_hours(self) -> None:
        story = at_reception()
        story.wait(almaty(4, 9))
        warned = [fact.at for fact in story.facts if isinstance(fact.event, e.Warned)]
        assert warned
        assert all(OFFICE.next_open(at) == at for at in warned)

    def test_missed_warnings_collapse_into_the_last_one(self) -> None:
        story = in_hand()
        warned = the(e.Warned, [each for each in story.sleep(almaty(3, 18, 18)) if _of_step(each)])
        assert (warned.share, warned.collapsed) == (75, (50,))

    def test_once_it_is_late_there_is_nothing_to_warn_of(self) -> None:
        story = in_hand()
        heard = [each for each in story.sleep(almaty(3, 18, 19)) if _of_step(each)]
        breached = the(e.Breached, heard)
        assert breached.collapsed == (50, 75)
        assert "Warned" not in names(heard)


class TestWhatIsPast:
    def test_a_deadline_already_past_fires_once_now(self) -> None:
        story = at_reception()
        heard = story.sleep(almaty(12, 1))
        assert names(heard).count("Breached") == 3  # statute, step, acceptance: each once
        assert ring(story.appeal, story.now) == []

    def test_missed_levels_collapse_into_the_highest_and_all_are_recorded(self) -> None:
        story = in_hand()
        heard = [each for each in story.sleep(almaty(3, 28)) if _of_step(each)]
        escalated = the(e.Escalated, heard)
        assert (escalated.level, escalated.collapsed) == (3, (1, 2))

    def test_after_a_long_gap_the_operator_is_called_once_not_once_a_day(self) -> None:
        story = at_reception()
        heard = [each for each in story.sleep(almaty(9, 1, 10)) if _of_step(each)]
        called = the(e.Escalated, heard)
        assert called.to is Rank.OPERATOR
        alarm = next_alarm(story.appeal)
        assert alarm is not None
        assert alarm.at > story.now

    def test_a_fallback_level_that_was_missed_still_takes_the_task(self) -> None:
        story = in_hand()
        story.sleep(almaty(9, 1, 10))
        assert story.main.group == PLAN.fallback
        assert story.main.holder is None

    def test_ringing_twice_at_one_instant_says_nothing_the_second_time(self) -> None:
        story = at_reception()
        story.sleep(almaty(4, 30))
        assert story.sleep(almaty(4, 30)) == []


class TestLevelsKeepWorkingHours:
    def test_the_operator_is_called_again_every_working_day_in_the_morning(self) -> None:
        story = at_agency()
        story.wait(almaty(4, 18))
        called = [
            fact.at for fact in story.facts if isinstance(fact.event, e.Escalated) and fact.event.level == 5
        ]
        assert called[:4] == [almaty(4, 3), almaty(4, 6), almaty(4, 7), almaty(4, 8)]

    def test_a_call_that_came_a_moment_late_did_not_skip_the_next_morning(self) -> None:
        """Timers are never early, always a little late: the operator was called every second morning."""
        story = at_agency()
        while (alarm := next_alarm(story.appeal)) is not None and alarm.at < almaty(4, 9):
            story.sleep(alarm.at + timedelta(seconds=1))
        called = [each.due for each in story.happened if isinstance(each, e.Escalated) and each.level == 5]
        assert called[:4] == [almaty(4, 3), almaty(4, 6), almaty(4, 7), almaty(4, 8)]

    @settings(max_examples=20)
    @given(st.integers(0, 60))
    def test_no_level_is_called_at_night_or_on_a_day_off(self, hours: int) -> None:
        story = at_agency(now=MONDAY + hours * HOUR)
        story.wait(MONDAY + 21 * DAY)
        called = [fact.at for fact in story.facts if isinstance(fact.event, e.Escalated)]
        assert called
        assert all(OFFICE.next_open(at) == at for at in called)

    def test_round_the_clock_they_speak_at_once(self) -> None:
        story = at_agency(calendar=ROUND_THE_CLOCK)
        story.wait(MONDAY + 5 * DAY)
        called = [fact for fact in story.facts if isinstance(fact.event, e.Escalated)]
        assert called[-1].at == MONDAY + 5 * DAY

    def test_the_repeat_waits_for_a_pause_to_end(self) -> None:
        story = at_agency()
        story.wait(almaty(4, 6, 12))
        story.give(c.Reassign(HEAD, story.main.id, AT_AGENCY, OFFICER.id))
        story.ask_citizen(OFFICER)
        story.citizen_answers(almaty(4, 10, 12))
        alarm = next_alarm(story.appeal)
        assert alarm is not None
        assert alarm.at > almaty(4, 10, 12)


class TestExtension:
    def test_it_moves_the_statute_clock_and_that_of_the_step_and_keeps_both_dates(self) -> None:
        story = at_agency()
        extended = the(e.Extended, story.give(c.Extend(OFFICERS_BOSS, term("5wd"))))
        assert (extended.old_due, extended.new_due) == (almaty(4, 9, 18, 30), almaty(4, 16, 18, 30))
        assert story.appeal.statute_due == extended.new_due
        assert story.appeal.task_due(story.main) == almaty(4, 2, 18, 30)

    def test_what_it_promises_is_what_the_clock_then_shows_pauses_or_not(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        story.citizen_answers(almaty(3, 17, 12))
        extended = the(e.Extended, story.give(c.Extend(OFFICERS_BOSS, term("10cd"))))
        assert story.appeal.statute_due == extended.new_due

    def test_it_reaches_two_months_from_the_day_of_the_decision_at_most(self) -> None:
        story = at_agency()
        with pytest.raises(ExtensionTooLong) as refused:
            story.give(c.Extend(OFFICERS_BOSS, term("2mo")), almaty(3, 18))
        assert refused.value.facts["latest"].startswith("2026-05-18")
        with pytest.raises(ExtensionTooLong):
            story.give(c.Extend(OFFICERS_BOSS, term("25wd")))
        story.give(c.Extend(OFFICERS_BOSS, term("24wd")))
        assert story.appeal.statute_due == almaty(5, 18, 18, 30)

    def test_it_comes_before_the_end_or_at_the_very_moment_but_not_after(self) -> None:
        story = at_agency()
        with pytest.raises(TooLate):
            story.give(c.Extend(HEAD, term("5wd")), almaty(4, 9, 18, 31))
        story.give(c.Extend(HEAD, term("5wd")), almaty(4, 9, 18, 30))

    def test_it_is_for_some_time(self) -> None:
        with pytest.raises(NotInFuture):
            at_agency().give(c.Extend(OFFICERS_BOSS, term("0wd")))

    def test_only_as_often_as_the_policy_allows(self) -> None:
        story = at_agency()
        story.give(c.Extend(OFFICERS_BOSS, term("1wd")))
        with pytest.raises(LimitReached):
            story.give(c.Extend(OFFICERS_BOSS, term("1wd")))

    def test_not_while_the_citizen_is_asked(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        with pytest.raises(NotNow):
            story.give(c.Extend(OFFICERS_BOSS, term("1wd")))

    def test_the_operator_is_not_called_again_before_the_new_end(self) -> None:
        story = at_reception(a_plan(statute="30wd"))
        story.wait(almaty(3, 31, 10))
        extended = the(e.Extended, story.give(c.Extend(HEAD, term("10wd"))))
        assert extended.new_due > extended.old_due
        due = story.appeal.task_due(story.main)
        assert due is not None
        heard = [fact.at for fact in _told(story, due) if _of_step(fact.event)]
        assert heard == []


class TestLease:
    def test_a_task_that_its_holder_sleeps_on_goes_back_to_the_group(self) -> None:
        story = at_agency()
        lapsed = the(e.LeaseLapsed, story.wait(almaty(3, 18, 19)))
        assert lapsed.holder == OFFICER.id
        assert (story.main.state, story.main.holder) == (TaskState.READY, None)

    def test_claiming_again_renews_it(self) -> None:
        story = at_agency()
        assert names(story.give(c.Claim(OFFICER, story.main.id), almaty(3, 18, 9))) == ["LeaseRenewed"]
        assert "LeaseLapsed" not in names(story.wait(almaty(3, 20, 18)))
        assert "LeaseLapsed" in names(story.wait(almaty(3, 20, 19)))

    def test_it_stands_still_while_the_citizen_is_asked(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        assert story.wait(almaty(3, 31)) == []
        story.citizen_answers()
        assert story.main.holder == OFFICER.id

    def test_the_budget_of_the_step_goes_on_when_it_lapses(self) -> None:
        story = at_agency()
        due = story.appeal.task_due(story.main)
        story.wait(almaty(3, 19))
        assert story.appeal.task_due(story.main) == due

    def test_the_group_has_the_term_of_acceptance_anew(self) -> None:
        story = at_agency()
        story.wait(almaty(3, 19))
        assert story.due(ClockKind.ACCEPTANCE, story.main) == almaty(3, 19, 18, 30)


class TestAlarms:
    def test_the_next_alarm_is_the_earliest_of_all_clocks(self) -> None:
        story = in_hand()
        alarm = next_alarm(story.appeal)
        assert alarm is not None
        marks = [story.appeal.face(clock).mark(clock.passed) for clock in story.appeal.clocks]
        assert alarm.at == min(mark.at for mark in marks if mark is not None)

    def test_a_clock_that_has_no_ladder_speaks_up_to_its_due_time(self) -> None:
        face = Face(Clock(STEP, MONDAY, term("1wd"), passed=1), Schedule(term("1wd")), OFFICE)
        assert face.mark(0) is not None
        assert face.mark(1) is None

    def test_the_top_level_repeats_only_after_it_was_heard(self) -> None:
        face = Face(Clock(STEP, MONDAY, term("1wd")), schedule("1wd"), OFFICE)
        assert face.mark(5) is not None
        assert face.mark(6) is None

    @pytest.mark.parametrize(
        ("levels", "repeat"),
        [((), "1wd"), (WORK_LADDER.levels[:-1], "1wd"), (WORK_LADDER.levels, "0wd")],
    )
    def test_a_ladder_that_could_forget_or_never_stop_is_none(
        self, levels: tuple[Level, ...], repeat: str
    ) -> None:
        with pytest.raises(ValueError, match="operator"):
            Ladder(levels, term(repeat))

    def test_a_plan_in_which_time_could_fall_silent_is_none(self) -> None:
        with pytest.raises(ValueError, match="ladders"):
            replace(PLAN, statute=schedule("15wd", ladder=None))
        with pytest.raises(ValueError, match="first step"):
            replace(PLAN, steps=())

    def test_a_clock_keeps_its_inputs_and_what_it_has_said(self) -> None:
        kept = {field.name for field in fields(Clock)}
        started_with = {"kind", "started", "budget", "task", "extensions", "until", "start_day_counts"}
        assert kept == started_with | {"passed", "spoke"}


def _of_step(event: e.Event) -> bool:
    return isinstance(event, e.Warned | e.Breached | e.Escalated) and event.clock is STEP


def _told(story: Story, until: datetime) -> list[e.Fact]:
    told = len(story.facts)
    story.wait(until)
    return story.facts[told:]
