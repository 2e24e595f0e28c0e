"""A waiting appeal: nothing is written but its marks, each of them once, also at the edge of a pause."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from domain import commands as c
from domain import events as e
from domain.decide.alarms import next_alarm
from domain.evolve.appeal import replay
from domain.projections.summaries import summarise_appeal
from domain.state.clock import ClockKind
from domain.state.task import TaskOutcome
from tests.support.domain.builders import (
    CLERK,
    Scenario,
    held_by_clerk,
    make_plan,
    person,
    unclaimed_at_reception,
)

YEAR, SECOND, HOUR = timedelta(days=365), timedelta(seconds=1), timedelta(hours=1)
MARKS, MARKED = 4, e.Warned | e.Breached | e.Escalated
OTHER_MARKS = 20  # warnings, due times and lapses of all clocks
BATCH = 4
"""At most so many events at one moment: a call and a vacant level of each of two clocks."""


def held_aside() -> Scenario:
    story = held_by_clerk()
    story.hold(CLERK, story.now + 5 * timedelta(days=1))
    return story


def asked() -> Scenario:
    story = held_by_clerk()
    story.ask_citizen(CLERK)
    return story


def help_on_its_way() -> Scenario:
    story = held_by_clerk(make_plan(receipt=True))
    story.complete(CLERK)
    return story


def closed() -> Scenario:
    story = held_by_clerk()
    story.complete(CLERK, TaskOutcome.EXPLAINED)
    return story


def settled_at_the_counter() -> Scenario:
    story = unclaimed_at_reception()
    story.handle(c.ResolveAtIntake(CLERK, TaskOutcome.EXPLAINED))
    return story


WAITING: list[Callable[[], Scenario]] = [
    unclaimed_at_reception,
    held_by_clerk,
    held_aside,
    asked,
    help_on_its_way,
    closed,
    settled_at_the_counter,
]


@pytest.mark.parametrize("waiting", WAITING)
def test_in_a_year_of_waiting_only_marks_are_written(waiting: Callable[[], Scenario]) -> None:
    story = waiting()
    ends, moments = story.now + YEAR, 0
    while (alarm := next_alarm(story.appeal)) is not None and alarm.at <= ends:
        written = story.handle(c.FireDueClocks(), max(story.now, alarm.at))
        assert 1 <= len(written) <= BATCH
        moments += 1
        following = next_alarm(story.appeal)
        assert following is None or following.at > story.now  # nothing is due again at the same moment
    assert story.handle(c.FireDueClocks(), ends) == []
    calls = sum(isinstance(event, e.Escalated) for event in story.events)
    assert moments <= calls + OTHER_MARKS


@pytest.mark.parametrize("waiting", [closed, settled_at_the_counter])
def test_what_is_closed_has_no_running_clock_from_its_first_second(waiting: Callable[[], Scenario]) -> None:
    story = waiting()
    assert story.appeal.is_closed
    assert next_alarm(story.appeal) is None
    row = summarise_appeal(story.appeal)
    assert (row.next_alarm_at, row.statutory_due_at) == (None, None)


def test_what_waits_for_the_citizen_has_no_term_of_a_step_from_its_first_second() -> None:
    story = asked()
    assert summarise_appeal(story.appeal).statutory_due_at is None
    alarm = next_alarm(story.appeal)
    assert alarm is not None
    assert alarm.clock is ClockKind.INFORMATION
    assert replay(story.facts) == story.appeal


def marks_of_the_step() -> list[datetime]:
    """Return the moments of the first marks of the step's clock: two warnings, the due time, a level."""
    story = held_by_clerk()
    moments: list[datetime] = []
    while len(moments) < MARKS:
        alarm = next_alarm(story.appeal)
        assert alarm is not None
        written = story.handle(c.FireDueClocks(), alarm.at)
        if any(isinstance(each, MARKED) and each.clock is ClockKind.STEP for each in written):
            moments.append(alarm.at)
    return moments


@pytest.mark.parametrize("edge", [-SECOND, timedelta(), SECOND])
@pytest.mark.parametrize("mark", range(MARKS))
def test_each_mark_fires_once_at_the_edge_of_a_pause(mark: int, edge: timedelta) -> None:
    moment = marks_of_the_step()[mark] + edge
    story = held_by_clerk()
    story.wait_until(moment - SECOND if edge > timedelta() else moment - 2 * SECOND)
    holder = story.main_task.holder
    by = CLERK if holder == CLERK.id else person(40, story.main_task.group.organisation, CLERK.role)
    if holder is None:
        story.handle(c.Claim(by, story.main_task.id), moment)
    story.handle(c.RequestInformation(by, story.main_task.id), moment)
    story.wait_until(moment + 30 * HOUR)
    story.answer_information_request()
    story.wait_until(moment + 20 * 24 * HOUR)
    of_step = [event for event in story.events if isinstance(event, MARKED) and event.clock is ClockKind.STEP]
    warned = [event.share for event in of_step if isinstance(event, e.Warned)]
    breached = [event for event in of_step if isinstance(event, e.Breached)]
    levels = Counter(event.level for event in of_step if isinstance(event, e.Escalated))
    skipped = [share for event in of_step if isinstance(event, e.Warned) for share in event.skipped_shares]
    shares = [*warned, *skipped, *(share for event in breached for share in event.skipped_shares)]
    assert sorted(shares) == [50, 75]
    assert len(breached) == 1
    assert all(levels[level] <= 1 for level in range(1, 5))
