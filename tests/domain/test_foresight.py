"""What will happen by itself, and when, if nobody acts: told ahead, and then it happens so."""

from datetime import datetime

from domain import events as e
from domain.alarms import next_alarm
from domain.foresight import foresee
from domain.ladder import Rank
from tests.domain.builders import (
    OFFICER,
    Story,
    a_plan,
    almaty,
    at_agency,
    at_reception,
    awaiting_receipt,
    closed,
)


def lived(story: Story, until: datetime) -> list[tuple[datetime, e.Event]]:
    """Let time pass and return what happened and when."""
    told = len(story.facts)
    story.wait(until)
    return [(fact.at, fact.event) for fact in story.facts[told:]]


def test_it_comes_as_it_was_told() -> None:
    for story in [at_reception(), at_agency(), awaiting_receipt(), at_reception(a_plan(lapse="1wd"))]:
        foreseen = [(each.at, each.event) for each in foresee(story.appeal)]
        assert foreseen == lived(story, foreseen[-1][0])[: len(foreseen)]


def test_it_begins_with_the_next_alarm() -> None:
    appeal = at_agency().appeal
    alarm = next_alarm(appeal)
    assert alarm is not None
    assert foresee(appeal)[0].at == alarm.at


def test_it_ends_where_the_operator_is_called() -> None:
    *before, last = foresee(at_reception().appeal)
    assert isinstance(last.event, e.Escalated)
    assert last.event.to is Rank.OPERATOR
    called = [each.event.to for each in before if isinstance(each.event, e.Escalated)]
    assert Rank.OPERATOR not in called


def test_no_more_is_told_than_was_asked() -> None:
    assert len(foresee(at_reception().appeal, most=3)) == 3


def test_of_a_closed_appeal_there_is_nothing_to_tell() -> None:
    assert foresee(closed().appeal) == []


def test_the_wait_for_the_citizen_is_foreseen_to_end() -> None:
    story = at_agency()
    story.ask_citizen(OFFICER)
    first = foresee(story.appeal)[0]
    assert first.at == almaty(4, 2, 18, 30)
    assert isinstance(first.event, e.InformationWaitLapsed)


def test_looking_ahead_changes_nothing() -> None:
    story = at_reception()
    before = story.appeal
    foresee(story.appeal)
    assert story.appeal == before
