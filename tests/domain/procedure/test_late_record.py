"""A question or an answer that is recorded later counts from its own day; the term of the law is unmoved."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain.errors import Forbidden, ImpossibleDate
from domain.state.appeal import Status
from tests.support.domain.builders import (
    CITIZEN,
    OFFICE_CALENDAR,
    OFFICER,
    Scenario,
    almaty,
    held_by_agency,
)
from tests.support.domain.statutory_plans import keep_claimed_until, statutory_plan

REASON = UUID(int=7)
MONDAY = date(2026, 3, 16)


def on(day: date) -> c.HappenedOn:
    return c.HappenedOn(day, REASON)


def held_until(day: int) -> Scenario:
    """Return an appeal that an officer has held from Monday, 16 March, until noon of a day of March."""
    story = held_by_agency(statutory_plan())
    keep_claimed_until(story, OFFICER, almaty(3, day, 12))
    return story


def ask(story: Scenario, day: date) -> None:
    story.handle(c.RequestInformation(OFFICER, story.main_task.id, happened_on=on(day)))


def answer(story: Scenario, day: date) -> None:
    story.handle(c.ProvideInformation(OFFICER, happened_on=on(day)))


@pytest.mark.law("АППК 76(3)")
@given(st.integers(0, 2), st.integers(0, 3), st.integers(0, 2), st.integers(0, 2))
def test_time_between_the_days_of_question_and_answer_is_no_time_of_the_step(
    asked: int, waited: int, asked_late: int, answered_late: int
) -> None:
    story = held_until(16 + asked + asked_late)
    due, statute_due = story.appeal.task_due(story.main_task), story.appeal.statute_due
    assert due is not None
    asked_on, answered_on = MONDAY + timedelta(asked), MONDAY + timedelta(asked + waited)
    recorded_at = story.now
    ask(story, asked_on)
    known = max(asked + asked_late, asked + waited) + answered_late
    story.now = almaty(3, 16 + known, 13)
    answer(story, answered_on)
    begins = min(recorded_at, OFFICE_CALENDAR.local_day(asked_on).end)
    paused = OFFICE_CALENDAR.working_time_between(begins, OFFICE_CALENDAR.local_day(answered_on).start)
    assert story.appeal.task_due(story.main_task) == OFFICE_CALENDAR.add_working_time(due, paused)
    assert story.appeal.statute_due == statute_due
    assert story.appeal.status is Status.IN_PROGRESS


@pytest.mark.parametrize("day", [date(2026, 3, 19), date(2026, 3, 15)], ids=["future", "before the step"])
def test_question_on_an_impossible_day_is_refused(day: date) -> None:
    story = held_until(18)
    with pytest.raises(ImpossibleDate) as refused:
        ask(story, day)
    assert refused.value.details == {"date": str(day), "earliest": "2026-03-16", "latest": "2026-03-18"}


@pytest.mark.parametrize("day", [date(2026, 3, 19), date(2026, 3, 16)], ids=["future", "before the question"])
def test_answer_on_an_impossible_day_is_refused(day: date) -> None:
    story = held_until(18)
    ask(story, date(2026, 3, 17))
    with pytest.raises(ImpossibleDate):
        answer(story, day)


def test_applicant_states_no_earlier_day_for_their_own_answer() -> None:
    story = held_until(18)
    ask(story, date(2026, 3, 17))
    with pytest.raises(Forbidden):
        story.handle(c.ProvideInformation(CITIZEN, happened_on=on(date(2026, 3, 17))))


def test_second_question_cannot_precede_the_answer_to_the_first() -> None:
    story = held_until(18)
    ask(story, date(2026, 3, 16))
    answer(story, date(2026, 3, 18))
    with pytest.raises(ImpossibleDate):
        ask(story, date(2026, 3, 17))


def test_late_answer_where_none_is_awaited_moves_no_clock() -> None:
    story = held_until(18)
    due = story.appeal.task_due(story.main_task)
    answer(story, date(2026, 3, 17))
    assert story.appeal.task_due(story.main_task) == due
