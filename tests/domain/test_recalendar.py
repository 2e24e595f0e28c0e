"""A changed calendar reaches an appeal that runs: what moves, what stays, and what is said of it."""

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
from domain.decide.alarms import next_alarm, ring
from domain.decide.forecast import foresee
from domain.decide.handle import obey
from domain.errors import AppealClosed, Forbidden, Refusal
from domain.events import CalendarChanged, Moved
from domain.evolve.appeal import replay
from domain.procedure.calendar_change import command_id
from domain.projections.summaries import summarise
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.worktime.calendar_amendment import DayChange, Turn, amended
from domain.worktime.working_calendar import Calendar, calendar_for, intern
from tests.domain.builders import (
    CLERK,
    CLERKS_BOSS,
    DAY,
    HEAD,
    MONDAY,
    OFFICE,
    OPERATOR,
    REGION,
    Story,
    almaty,
    at_agency,
    at_reception,
    awaiting_receipt,
    closed,
    in_hand,
    offered_to_agency,
    term,
    the,
)
from tests.domain.lives import a_life

NOW = almaty(3, 17, 12)
THURSDAY, FRIDAY, SATURDAY = date(2026, 3, 19), date(2026, 3, 20), date(2026, 3, 28)


def moved_days(*days: tuple[date, str] | tuple[date, str, str], base: Calendar = OFFICE) -> Calendar:
    """Return the country's calendar after a change of these days."""
    changes = tuple(DayChange(day, Turn(turn), "", *region) for day, turn, *region in days)
    return amended(base, changes, (REGION, "71"), NOW)


def change(
    story: Story, *days: tuple[date, str] | tuple[date, str, str], at: datetime = NOW
) -> list[e.Event]:
    """Give the story's appeal a calendar in which these days are changed."""
    return give(story, moved_days(*days), at)


def give(story: Story, country: Calendar, at: datetime = NOW) -> list[e.Event]:
    """Give the story's appeal its part of the country's calendar."""
    return story.give(ChangeCalendar(OPERATOR, part_of(country, story)), at)


def part_of(country: Calendar, story: Story) -> Calendar:
    """Return what the story's appeal carries of the country's calendar."""
    return calendar_for(country, story.appeal.region, story.appeal.received_at)


class TestWhatMoves:
    def test_a_day_off_moves_every_clock_that_runs_over_it_and_one_event_says_so(self) -> None:
        story = in_hand()
        changed = the(CalendarChanged, change(story, (THURSDAY, "off")))
        assert changed.moved == (
            Moved(ClockKind.STATUTE, None, almaty(4, 9, 18, 30), almaty(4, 10, 18, 30), breached=False),
        )
        assert story.due(ClockKind.STATUTE) == almaty(4, 10, 18, 30)
        assert story.due(ClockKind.STEP, story.main) == almaty(3, 18, 18, 30)

    def test_a_task_moves_with_its_own_clock(self) -> None:
        story = at_agency()
        changed = the(CalendarChanged, change(story, (THURSDAY, "off")))
        steps = [each for each in changed.moved if each.clock is ClockKind.STEP]
        assert [each.task for each in steps] == [story.main.id]
        assert story.appeal.task_due(story.main) == steps[0].new_due > steps[0].old_due

    def test_a_worked_saturday_ends_a_term_earlier(self) -> None:
        story = in_hand()
        change(story, (SATURDAY, "on"))
        assert story.due(ClockKind.STATUTE) == almaty(4, 8, 18, 30)

    def test_a_day_off_of_another_region_moves_nothing(self) -> None:
        story = in_hand()
        changed = the(CalendarChanged, change(story, (THURSDAY, "off", "71")))
        assert changed.moved == ()
        assert story.appeal.calendar.version == "office-2026.1"

    def test_a_day_off_of_its_region_moves_it(self) -> None:
        story = in_hand()
        changed = the(CalendarChanged, change(story, (THURSDAY, "off", REGION)))
        assert len(changed.moved) == 1
        assert story.appeal.calendar.version == f"office-2026.1+{REGION}"

    def test_an_appeal_on_which_nothing_moves_is_reckoned_by_the_new_calendar_too(self) -> None:
        story = in_hand()
        changed = the(CalendarChanged, change(story, (date(2026, 9, 9), "off")))
        assert changed.moved == ()
        assert story.appeal.calendar.version == "office-2026.1"

    def test_a_hold_ends_when_its_holder_said(self) -> None:
        story = in_hand()
        story.hold(CLERK, almaty(3, 20, 12))
        changed = the(CalendarChanged, change(story, (FRIDAY, "off")))
        assert ClockKind.HOLD not in {each.clock for each in changed.moved}

    def test_an_appeal_that_waits_for_its_citizen_goes_on_by_the_new_calendar(self) -> None:
        story = in_hand()
        story.ask_citizen(CLERK)
        change(story, (THURSDAY, "off"))
        story.citizen_answers(almaty(3, 17, 14))
        straight = in_hand(calendar=story.appeal.calendar)
        straight.ask_citizen(CLERK)
        straight.citizen_answers(almaty(3, 17, 14))
        assert story.due(ClockKind.STATUTE) == straight.due(ClockKind.STATUTE)


class TestWhatStays:
    def test_an_appeal_that_has_ended_does_not_move(self) -> None:
        with pytest.raises(AppealClosed):
            change(closed(), (THURSDAY, "off"))

    def test_what_was_late_stays_late_and_the_event_says_so(self) -> None:
        """On Thursday it becomes known that Wednesday, when the step ran out, was a day off."""
        story, wednesday = in_hand(), almaty(3, 18, 18, 30)
        story.wait(almaty(3, 19, 10))
        changed = the(CalendarChanged, change(story, (date(2026, 3, 18), "off"), at=almaty(3, 19, 10)))
        late = next(each for each in changed.moved if each.clock is ClockKind.STEP)
        assert late == Moved(ClockKind.STEP, story.main.id, wednesday, almaty(3, 19, 18, 30), breached=True)
        assert story.due(ClockKind.STEP, story.main) == wednesday

    def test_a_clock_that_ran_out_unheard_is_late_before_anything_moves(self) -> None:
        story = in_hand()
        said = change(story, (date(2026, 3, 18), "off"), at=almaty(3, 18, 18, 31))
        assert [type(each) for each in said if isinstance(each, e.Breached | CalendarChanged)] == [
            e.Breached,
            CalendarChanged,
        ]

    def test_no_mark_speaks_twice(self) -> None:
        story = in_hand()
        told = story.wait(almaty(3, 18, 10))
        assert any(isinstance(each, e.Warned) for each in told)
        change(story, (THURSDAY, "off"), at=almaty(3, 18, 10))
        shares = [
            (each.clock, each.task, each.share)
            for each in [*told, *story.wait(almaty(4, 30))]
            if isinstance(each, e.Warned)
        ]
        assert len(shares) == len(set(shares))

    def test_a_step_that_ran_out_is_still_extended_afterwards(self) -> None:
        story = in_hand()
        story.wait(almaty(3, 19, 10))
        change(story, (date(2026, 3, 18), "off"), at=almaty(3, 19, 10))
        story.give(c.Extend(CLERKS_BOSS, term("5wd")))
        assert story.due(ClockKind.STEP, story.main) == almaty(3, 31, 18, 30)


class TestWhatIsOverdueNow:
    def test_what_is_past_by_the_new_calendar_speaks_at_once(self) -> None:
        """A Saturday is said to have been worked, so the step ran out on it and not on Monday."""
        story = in_hand(now=almaty(3, 26, 9))
        assert story.due(ClockKind.STEP, story.main) == almaty(3, 30, 18, 30)
        said = change(story, (SATURDAY, "on"), at=almaty(3, 30, 9))
        assert [type(each) for each in said][-1] is CalendarChanged
        now = story.give(c.Ring(), almaty(3, 30, 9))
        assert the(e.Breached, now).due == almaty(3, 28, 18, 30)


class TestTwice:
    def test_the_same_calendar_again_says_nothing(self) -> None:
        story = in_hand()
        change(story, (THURSDAY, "off"))
        assert change(story, (THURSDAY, "off")) == []

    def test_of_two_changes_that_overtake_each_other_the_later_stays(self) -> None:
        first = moved_days((THURSDAY, "off"))
        second = moved_days((FRIDAY, "off"), base=first)
        story = in_hand()
        give(story, second)
        assert give(story, first) == []
        assert story.appeal.calendar.version == "office-2026.2"
        assert give(story, replace(OFFICE, version="office-2027")) == []

    def test_the_command_has_one_id_for_each_version_and_appeal(self) -> None:
        one, other = UUID(int=1), UUID(int=2)
        assert command_id("kz-2026.1.1", one) == command_id("kz-2026.1.1", one)
        assert len({command_id(version, each) for version in ("a", "b") for each in (one, other)}) == 4
        assert command_id("kz-2026.1.1", one).version == 8

    def test_equal_calendars_are_one_in_memory(self) -> None:
        stories = in_hand(), at_agency()
        for story in stories:
            change(story, (THURSDAY, "off"))
        assert stories[0].appeal.calendar is stories[1].appeal.calendar
        assert intern(stories[0].appeal.calendar) is stories[0].appeal.calendar


@pytest.mark.parametrize("by", [CLERK, CLERKS_BOSS, HEAD])
def test_only_operators_change_a_calendar(by: object) -> None:
    story = in_hand()
    with pytest.raises(Forbidden):
        story.give(ChangeCalendar(by, moved_days((THURSDAY, "off"))))  # type: ignore[arg-type]


FEWER = settings(max_examples=40)  # each lives a life first
DAYS = st.lists(st.integers(0, 90).map(lambda n: date(2026, 3, 10) + n * DAY), min_size=1, max_size=6)


@st.composite
def a_change(draw: st.DrawFn, *, off_only: bool = False) -> Calendar:
    """Return a calendar in which some days of the spring are turned over."""
    country = OFFICE
    for day in sorted(set(draw(DAYS))):
        turn = Turn.OFF if country.is_working_day(day) else Turn.ON
        if turn is Turn.OFF or not off_only:
            country = amended(country, (DayChange(day, turn),), (), NOW)
    return country


def running(story: Story, country: Calendar) -> tuple[Appeal, Appeal, list[e.Event]] | None:
    """Return the appeal before and after it gets the new calendar, and what was said; None once ended."""
    if story.appeal.is_closed or story.appeal.calendar.always_open:
        return None
    story.sleep(story.now)
    before, said = story.appeal, give(story, country, story.now)
    return before, story.appeal, said


@FEWER
@given(a_life(), a_change())
def test_twice_is_once(story: Story, country: Calendar) -> None:
    if running(story, country) is not None:
        story.sleep(story.now)  # what the new calendar made overdue speaks first
        once = story.appeal
        assert give(story, country, story.now) == []
        assert story.appeal == once == replay(story.facts)


@FEWER
@given(a_life(), a_change())
def test_nothing_is_due_before_the_appeal_was_registered(story: Story, country: Calendar) -> None:
    if (lived := running(story, country)) is not None:
        _, after, _ = lived
        assert all(after.face(clock).due >= after.registered_at for clock in after.clocks)


@FEWER
@given(a_life(), a_change())
def test_what_has_breached_stays_breached(story: Story, country: Calendar) -> None:
    if (lived := running(story, country)) is None:
        return
    before, after, _ = lived
    late = set()
    for old, new in zip(before.clocks, after.clocks, strict=True):
        assert (new.kind, new.task, new.passed, new.spoke) == (old.kind, old.task, old.passed, old.spoke)
        if old.passed > len(before.face(old).schedule.warnings):
            late.add((old.kind, old.task))
            assert after.face(new).due == before.face(old).due
    again = {(each.clock, each.task) for each in ring(after, story.now) if isinstance(each, e.Breached)}
    assert not again & late


@FEWER
@given(a_life(), a_change(off_only=True))
def test_days_off_never_make_a_clock_due_earlier(story: Story, country: Calendar) -> None:
    """Where it never waited for the citizen: a wait that falls on a day off is worth no time.

    And where it was not given other days off before, which this change takes back.
    """
    if (lived := running(story, country)) is None:
        return
    before, after, said = lived
    if before.pauses or before.paused_at or not {*before.calendar.days_off} <= {*after.calendar.days_off}:
        return
    for old, new in zip(before.clocks, after.clocks, strict=True):
        assert after.face(new).due >= before.face(old).due
    changed = [each for each in said if isinstance(each, CalendarChanged)]
    assert all(each.new_due > each.old_due for event in changed for each in event.moved)


@FEWER
@given(a_life(), a_change())
def test_the_event_tells_of_every_clock_that_moved_and_of_no_other(story: Story, country: Calendar) -> None:
    if (lived := running(story, country)) is None:
        return
    before, after, said = lived
    told = {(m.clock, m.task): m for event in said if isinstance(event, CalendarChanged) for m in event.moved}
    for old, new in zip(before.clocks, after.clocks, strict=True):
        was, is_now = before.face(old).due, after.face(new).due
        moved = told.pop((old.kind, old.task), None)
        if moved is None:
            assert was == is_now
        else:
            assert moved.old_due == was
            assert is_now == (was if moved.breached else moved.new_due)
    assert told == {}


@FEWER
@given(a_life(), a_change())
def test_an_open_appeal_never_falls_silent(story: Story, country: Calendar) -> None:
    if running(story, country) is not None:
        assert next_alarm(story.appeal) is not None


@FEWER
@given(a_life(), a_change(), a_change())
def test_life_goes_on_under_any_calendar(story: Story, first: Calendar, second: Calendar) -> None:
    """Whatever the order, the appeal ends up by one calendar and every fact can be played again."""
    for country in (first, replace(second, amended=almaty(3, 18))):
        with suppress(Refusal):
            command = ChangeCalendar(OPERATOR, part_of(country, story))
            story.appeal, facts = obey(story.appeal, command, story.now)
            story.facts += facts
        story.wait(story.now + DAY)
    assert replay(story.facts) == story.appeal


def test_every_stage_of_an_appeal_can_move() -> None:
    for story in (at_reception(), offered_to_agency(), awaiting_receipt(now=MONDAY)):
        assert the(CalendarChanged, change(story, (THURSDAY, "off"))).calendar.version == "office-2026.1"


class TestEstimates:
    AIT = date(2026, 5, 27)
    EXPECTED = replace(OFFICE, days_off=tuple(sorted((*OFFICE.days_off, AIT))), estimated=(AIT,))

    def test_a_due_time_beyond_an_expected_day_off_is_marked_until_the_day_is_confirmed(self) -> None:
        story = in_hand(calendar=self.EXPECTED, now=almaty(5, 20))
        assert story.appeal.due_estimated
        assert summarise(story.appeal).due_estimated
        give(story, moved_days((self.AIT, "confirm"), base=self.EXPECTED), almaty(5, 21))
        assert not story.appeal.due_estimated

    def test_each_clock_is_marked_for_itself(self) -> None:
        story = in_hand(calendar=self.EXPECTED, now=almaty(5, 20))
        marked = {clock.kind: story.appeal.face(clock).is_estimated for clock in story.appeal.clocks}
        assert marked[ClockKind.STATUTE]
        assert not marked[ClockKind.STEP]
        assert not Story(calendar=self.EXPECTED, now=almaty(5, 28)).appeal.due_estimated

    def test_what_is_foreseen_beyond_it_is_marked_too(self) -> None:
        story = in_hand(calendar=self.EXPECTED, now=almaty(5, 20))
        marks = [
            (each.at.astimezone(MONDAY.tzinfo).date() >= self.AIT, each.estimated)
            for each in foresee(story.appeal)
        ]
        assert {estimated for beyond, estimated in marks if not beyond} == {False}
        assert {estimated for beyond, estimated in marks if beyond} == {True}

    def test_a_pause_marks_nothing_and_neither_does_a_hold(self) -> None:
        story = in_hand(calendar=self.EXPECTED, now=almaty(5, 20))
        story.hold(CLERK, almaty(5, 29))
        hold = story.appeal.clock(ClockKind.HOLD, story.main.id)
        assert hold is not None
        assert not story.appeal.face(hold).is_estimated
        story.give(c.Resume(CLERK, story.main.id), almaty(5, 21))
        story.ask_citizen(CLERK)
        assert not story.appeal.due_estimated
