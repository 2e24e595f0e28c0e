"""A calendar change reaches a running appeal: which clocks move, which stay, and what is recorded."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.commands import ChangeCalendar
from domain.decide.alarms import fire_due, next_alarm
from domain.decide.forecast import forecast
from domain.decide.handle import handle
from domain.errors import AppealClosed, Forbidden, Refusal
from domain.events import CalendarChanged, ClockShift
from domain.evolve.appeal import replay
from domain.procedure.calendar_change import calendar_command_id
from domain.projections.summaries import summarise_appeal
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.worktime.calendar_amendment import DayAmendment, DayAmendmentKind, amend
from domain.worktime.working_calendar import Calendar, calendar_for_appeal, intern
from tests.support.domain.builders import (
    CLERK,
    DAY,
    MONDAY,
    OFFICE_CALENDAR,
    OPERATOR,
    RECEPTION_SUPERVISOR,
    REGION,
    REGION_HEAD,
    Scenario,
    almaty,
    awaiting_agency_acceptance,
    awaiting_receipt,
    held_by_agency,
    held_by_clerk,
    only_event,
    parse_term,
    resolved_by_agency,
    unclaimed_at_reception,
)
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.scale import scaled

NOW = almaty(3, 17, 12)
THURSDAY, FRIDAY, SATURDAY = date(2026, 3, 19), date(2026, 3, 20), date(2026, 3, 28)


def moved_days(*days: tuple[date, str] | tuple[date, str, str], base: Calendar = OFFICE_CALENDAR) -> Calendar:
    """Return the country's calendar after a change of these days."""
    changes = tuple(DayAmendment(day, DayAmendmentKind(turn), "", *region) for day, turn, *region in days)
    return amend(base, changes, (REGION, "71"), NOW)


def change(
    story: Scenario, *days: tuple[date, str] | tuple[date, str, str], at: datetime = NOW
) -> list[e.Event]:
    """Give the story's appeal a calendar in which these days are changed."""
    return apply_calendar(story, moved_days(*days), at)


def apply_calendar(story: Scenario, country: Calendar, at: datetime = NOW) -> list[e.Event]:
    """Give the story's appeal its part of the country's calendar."""
    return story.handle(ChangeCalendar(OPERATOR, part_of(country, story)), at)


def part_of(country: Calendar, story: Scenario) -> Calendar:
    """Return what the story's appeal carries of the country's calendar."""
    return calendar_for_appeal(country, story.appeal.origin.region, story.appeal.origin.received_at)


class TestWhatMoves:
    def test_day_off_moves_each_clock_across_it_in_one_event(self) -> None:
        story = held_by_clerk()
        changed = only_event(CalendarChanged, change(story, (THURSDAY, "day_off")))
        assert changed.clocks == (
            ClockShift(ClockKind.STATUTE, None, almaty(4, 9, 18, 30), almaty(4, 10, 18, 30), breached=False),
        )
        assert story.due_at(ClockKind.STATUTE) == almaty(4, 10, 18, 30)
        assert story.due_at(ClockKind.STEP, story.main_task) == almaty(3, 18, 18, 30)

    def test_a_task_moves_with_its_own_clock(self) -> None:
        story = held_by_agency()
        changed = only_event(CalendarChanged, change(story, (THURSDAY, "day_off")))
        steps = [each for each in changed.clocks if each.clock is ClockKind.STEP]
        assert [each.task for each in steps] == [story.main_task.id]
        assert story.appeal.task_due(story.main_task) == steps[0].new_due_at > steps[0].old_due_at

    def test_a_worked_saturday_ends_a_term_earlier(self) -> None:
        story = held_by_clerk()
        change(story, (SATURDAY, "working_day"))
        assert story.due_at(ClockKind.STATUTE) == almaty(4, 8, 18, 30)

    def test_a_day_off_of_another_region_moves_nothing(self) -> None:
        story = held_by_clerk()
        changed = only_event(CalendarChanged, change(story, (THURSDAY, "day_off", "71")))
        assert changed.clocks == ()
        assert story.appeal.calendar.version == "office-2026.1"

    def test_a_day_off_of_its_region_moves_it(self) -> None:
        story = held_by_clerk()
        changed = only_event(CalendarChanged, change(story, (THURSDAY, "day_off", REGION)))
        assert len(changed.clocks) == 1
        assert story.appeal.calendar.version == f"office-2026.1+{REGION}"

    def test_unaffected_appeal_gets_new_calendar_too(self) -> None:
        story = held_by_clerk()
        changed = only_event(CalendarChanged, change(story, (date(2026, 9, 9), "day_off")))
        assert changed.clocks == ()
        assert story.appeal.calendar.version == "office-2026.1"

    def test_hold_keeps_the_end_its_holder_set(self) -> None:
        story = held_by_clerk()
        story.hold(CLERK, almaty(3, 20, 12))
        changed = only_event(CalendarChanged, change(story, (FRIDAY, "day_off")))
        assert ClockKind.HOLD not in {each.clock for each in changed.clocks}

    def test_waiting_appeal_resumes_by_new_calendar(self) -> None:
        story = held_by_clerk()
        story.ask_citizen(CLERK)
        change(story, (THURSDAY, "day_off"))
        story.answer_information_request(almaty(3, 17, 14))
        straight = held_by_clerk(calendar=story.appeal.calendar)
        straight.ask_citizen(CLERK)
        straight.answer_information_request(almaty(3, 17, 14))
        assert story.due_at(ClockKind.STATUTE) == straight.due_at(ClockKind.STATUTE)


class TestWhatStays:
    def test_an_appeal_that_has_ended_does_not_move(self) -> None:
        with pytest.raises(AppealClosed):
            change(resolved_by_agency(), (THURSDAY, "day_off"))

    def test_what_was_late_stays_late_and_the_event_says_so(self) -> None:
        """On Thursday it becomes known that Wednesday, when the step ran out, was a day off."""
        story, wednesday = held_by_clerk(), almaty(3, 18, 18, 30)
        story.wait_until(almaty(3, 19, 10))
        changed = only_event(
            CalendarChanged, change(story, (date(2026, 3, 18), "day_off"), at=almaty(3, 19, 10))
        )
        late = next(each for each in changed.clocks if each.clock is ClockKind.STEP)
        assert late == ClockShift(
            ClockKind.STEP, story.main_task.id, wednesday, almaty(3, 19, 18, 30), breached=True
        )
        assert story.due_at(ClockKind.STEP, story.main_task) == wednesday

    def test_a_clock_that_ran_out_unheard_is_late_before_anything_moves(self) -> None:
        story = held_by_clerk()
        new_events = change(story, (date(2026, 3, 18), "day_off"), at=almaty(3, 18, 18, 31))
        assert [type(each) for each in new_events if isinstance(each, e.Breached | CalendarChanged)] == [
            e.Breached,
            CalendarChanged,
        ]

    def test_no_mark_fires_twice(self) -> None:
        story = held_by_clerk()
        happened = story.wait_until(almaty(3, 18, 10))
        assert any(isinstance(each, e.Warned) for each in happened)
        change(story, (THURSDAY, "day_off"), at=almaty(3, 18, 10))
        shares = [
            (each.clock, each.task, each.share)
            for each in [*happened, *story.wait_until(almaty(4, 30))]
            if isinstance(each, e.Warned)
        ]
        assert len(shares) == len(set(shares))

    def test_a_step_that_ran_out_is_still_extended_afterwards(self) -> None:
        story = held_by_clerk()
        story.wait_until(almaty(3, 19, 10))
        change(story, (date(2026, 3, 18), "day_off"), at=almaty(3, 19, 10))
        story.handle(c.Extend(RECEPTION_SUPERVISOR, parse_term("5wd")))
        assert story.due_at(ClockKind.STEP, story.main_task) == almaty(3, 31, 18, 30)


class TestWhatIsOverdueNow:
    def test_marks_past_by_new_calendar_fire_at_once(self) -> None:
        """Saturday becomes a working day, so the step ended on it and not on Monday."""
        story = held_by_clerk(now=almaty(3, 26, 9))
        assert story.due_at(ClockKind.STEP, story.main_task) == almaty(3, 30, 18, 30)
        new_events = change(story, (SATURDAY, "working_day"), at=almaty(3, 30, 9))
        assert [type(each) for each in new_events][-1] is CalendarChanged
        now = story.handle(c.FireDueClocks(), almaty(3, 30, 9))
        assert only_event(e.Breached, now).due_at == almaty(3, 28, 18, 30)


class TestTwice:
    def test_the_same_calendar_again_says_nothing(self) -> None:
        story = held_by_clerk()
        change(story, (THURSDAY, "day_off"))
        assert change(story, (THURSDAY, "day_off")) == []

    def test_of_two_changes_that_overtake_each_other_the_later_stays(self) -> None:
        first = moved_days((THURSDAY, "day_off"))
        second = moved_days((FRIDAY, "day_off"), base=first)
        story = held_by_clerk()
        apply_calendar(story, second)
        assert apply_calendar(story, first) == []
        assert story.appeal.calendar.version == "office-2026.2"
        assert apply_calendar(story, replace(OFFICE_CALENDAR, version="office-2027")) == []

    def test_the_command_has_one_id_for_each_version_and_appeal(self) -> None:
        one, other = UUID(int=1), UUID(int=2)
        assert calendar_command_id("kz-2026.1.1", one) == calendar_command_id("kz-2026.1.1", one)
        assert (
            len({calendar_command_id(version, each) for version in ("a", "b") for each in (one, other)}) == 4
        )
        assert calendar_command_id("kz-2026.1.1", one).version == 8

    def test_equal_calendars_are_one_in_memory(self) -> None:
        stories = held_by_clerk(), held_by_agency()
        for story in stories:
            change(story, (THURSDAY, "day_off"))
        assert stories[0].appeal.calendar is stories[1].appeal.calendar
        assert intern(stories[0].appeal.calendar) is stories[0].appeal.calendar


@pytest.mark.parametrize("by", [CLERK, RECEPTION_SUPERVISOR, REGION_HEAD])
def test_only_operators_change_a_calendar(by: object) -> None:
    story = held_by_clerk()
    with pytest.raises(Forbidden):
        story.handle(ChangeCalendar(by, moved_days((THURSDAY, "day_off"))))  # type: ignore[arg-type]


FEWER = settings(max_examples=scaled(25, 400))  # each lives a life first
DAYS = st.lists(st.integers(0, 90).map(lambda n: date(2026, 3, 10) + n * DAY), min_size=1, max_size=6)


@st.composite
def a_change(draw: st.DrawFn, *, off_only: bool = False) -> Calendar:
    """Return a calendar in which some days of the spring are turned over."""
    country = OFFICE_CALENDAR
    for day in sorted(set(draw(DAYS))):
        turn = DayAmendmentKind.DAY_OFF if country.is_working_day(day) else DayAmendmentKind.WORKING_DAY
        if turn is DayAmendmentKind.DAY_OFF or not off_only:
            country = amend(country, (DayAmendment(day, turn),), (), NOW)
    return country


def running(story: Scenario, country: Calendar) -> tuple[Appeal, Appeal, list[e.Event]] | None:
    """Return the appeal before and after the new calendar, and the new events; None if it is closed."""
    if story.appeal.is_closed or story.appeal.calendar.always_open:
        return None
    story.resume_after_outage(story.now)
    before, new_events = story.appeal, apply_calendar(story, country, story.now)
    return before, story.appeal, new_events


@FEWER
@given(random_scenarios(), a_change())
def test_twice_is_once(story: Scenario, country: Calendar) -> None:
    if running(story, country) is not None:
        story.resume_after_outage(story.now)  # alarms that the new calendar made overdue fire first
        once = story.appeal
        assert apply_calendar(story, country, story.now) == []
        assert story.appeal == once == replay(story.facts)


@FEWER
@given(random_scenarios(), a_change())
def test_nothing_is_due_before_the_appeal_was_registered(story: Scenario, country: Calendar) -> None:
    if (lived := running(story, country)) is not None:
        _, after, _ = lived
        assert all(after.reading(clock).due >= after.origin.registered_at for clock in after.clocks)


@FEWER
@given(random_scenarios(), a_change())
def test_what_has_breached_stays_breached(story: Scenario, country: Calendar) -> None:
    if (lived := running(story, country)) is None:
        return
    before, after, _ = lived
    late = set()
    for old, new in zip(before.clocks, after.clocks, strict=True):
        assert (new.kind, new.task, new.marks_fired, new.last_fired_at) == (
            old.kind,
            old.task,
            old.marks_fired,
            old.last_fired_at,
        )
        if old.marks_fired > len(before.reading(old).schedule.warnings):
            late.add((old.kind, old.task))
            assert after.reading(new).due == before.reading(old).due
    again = {(each.clock, each.task) for each in fire_due(after, story.now) if isinstance(each, e.Breached)}
    assert not again & late


@FEWER
@given(random_scenarios(), a_change(off_only=True))
def test_days_off_never_make_a_clock_due_earlier(story: Scenario, country: Calendar) -> None:
    """Where it never waited for the citizen: a wait that falls on a day off is worth no time.

    And where it was not given other days off before, which this change takes back.
    """
    if (lived := running(story, country)) is None:
        return
    before, after, new_events = lived
    if (
        before.suspension.pauses
        or before.suspension.paused_at
        or not {*before.calendar.days_off} <= {*after.calendar.days_off}
    ):
        return
    for old, new in zip(before.clocks, after.clocks, strict=True):
        assert after.reading(new).due >= before.reading(old).due
    changed = [each for each in new_events if isinstance(each, CalendarChanged)]
    assert all(each.new_due_at > each.old_due_at for event in changed for each in event.clocks)


@FEWER
@given(random_scenarios(), a_change())
def test_event_lists_exactly_the_clocks_that_moved(story: Scenario, country: Calendar) -> None:
    if (lived := running(story, country)) is None:
        return
    before, after, new_events = lived
    happened = {
        (m.clock, m.task): m
        for event in new_events
        if isinstance(event, CalendarChanged)
        for m in event.clocks
    }
    for old, new in zip(before.clocks, after.clocks, strict=True):
        was, is_now = before.reading(old).due, after.reading(new).due
        moved = happened.pop((old.kind, old.task), None)
        if moved is None:
            assert was == is_now
        else:
            assert moved.old_due_at == was
            assert is_now == (was if moved.breached else moved.new_due_at)
    assert happened == {}


@FEWER
@given(random_scenarios(), a_change())
def test_an_open_appeal_never_falls_silent(story: Scenario, country: Calendar) -> None:
    if running(story, country) is not None:
        assert next_alarm(story.appeal) is not None


@FEWER
@given(random_scenarios(), a_change(), a_change())
def test_appeal_continues_under_any_calendar(story: Scenario, first: Calendar, second: Calendar) -> None:
    """Whatever the order, the appeal ends up by one calendar and every fact can be played again."""
    for country in (first, replace(second, amended_at=almaty(3, 18))):
        with suppress(Refusal):
            command = ChangeCalendar(OPERATOR, part_of(country, story))
            story.appeal, facts = handle(story.appeal, command, story.now)
            story.facts += facts
        story.wait_until(story.now + DAY)
    assert replay(story.facts) == story.appeal


def test_every_stage_of_an_appeal_can_move() -> None:
    for story in (unclaimed_at_reception(), awaiting_agency_acceptance(), awaiting_receipt(now=MONDAY)):
        changed = only_event(CalendarChanged, change(story, (THURSDAY, "day_off")))
        assert changed.calendar.version == "office-2026.1"


class TestEstimates:
    AIT = date(2026, 5, 27)
    EXPECTED = replace(
        OFFICE_CALENDAR, days_off=tuple(sorted((*OFFICE_CALENDAR.days_off, AIT))), estimated_days_off=(AIT,)
    )

    def test_due_time_past_expected_day_off_is_marked_until_confirmed(self) -> None:
        story = held_by_clerk(calendar=self.EXPECTED, now=almaty(5, 20))
        assert story.appeal.due_estimated
        assert summarise_appeal(story.appeal).due_estimated
        apply_calendar(story, moved_days((self.AIT, "confirmed"), base=self.EXPECTED), almaty(5, 21))
        assert not story.appeal.due_estimated

    def test_each_clock_is_marked_for_itself(self) -> None:
        story = held_by_clerk(calendar=self.EXPECTED, now=almaty(5, 20))
        marked = {clock.kind: story.appeal.reading(clock).is_estimated for clock in story.appeal.clocks}
        assert marked[ClockKind.STATUTE]
        assert not marked[ClockKind.STEP]
        assert not Scenario(calendar=self.EXPECTED, now=almaty(5, 28)).appeal.due_estimated

    def test_what_is_foreseen_beyond_it_is_marked_too(self) -> None:
        story = held_by_clerk(calendar=self.EXPECTED, now=almaty(5, 20))
        marks = [
            (each.at.astimezone(MONDAY.tzinfo).date() >= self.AIT, each.is_estimated)
            for each in forecast(story.appeal)
        ]
        assert {estimated for beyond, estimated in marks if not beyond} == {False}
        assert {estimated for beyond, estimated in marks if beyond} == {True}

    def test_a_pause_marks_nothing_and_neither_does_a_hold(self) -> None:
        story = held_by_clerk(calendar=self.EXPECTED, now=almaty(5, 20))
        story.hold(CLERK, almaty(5, 29))
        hold = story.appeal.clock(ClockKind.HOLD, story.main_task.id)
        assert hold is not None
        assert not story.appeal.reading(hold).is_estimated
        story.handle(c.Resume(CLERK, story.main_task.id), almaty(5, 21))
        story.ask_citizen(CLERK)
        assert not story.appeal.due_estimated
