"""What will happen by itself, and when, if nobody acts: told ahead, and then it happens so."""

from datetime import datetime
from uuid import UUID

from domain import events as e
from domain.decide.alarms import next_alarm
from domain.decide.forecast import concerned, foresee
from domain.identity.people import Group, Role
from domain.policy.escalation import Posts, Rank
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
    """Let time pass and return what happened and when, but not that the operator was called again."""
    told = len(story.facts)
    story.wait(until)
    lived: list[tuple[datetime, e.Event]] = []
    called: set[tuple[str, UUID]] = set()
    for fact in story.facts[told:]:
        if isinstance(fact.event, e.Escalated) and fact.event.to is Rank.OPERATOR:
            if (fact.event.clock, fact.event.task) in called:
                continue
            called.add((fact.event.clock, fact.event.task))
        lived.append((fact.at, fact.event))
    return lived


def test_it_comes_as_it_was_told() -> None:
    for story in [at_reception(), at_agency(), awaiting_receipt(), at_reception(a_plan(lapse="1wd"))]:
        foreseen = [(each.at, each.event) for each in foresee(story.appeal, most=100)]
        assert foreseen == lived(story, foreseen[-1][0])


def test_it_begins_with_the_next_alarm() -> None:
    appeal = at_agency().appeal
    alarm = next_alarm(appeal)
    assert alarm is not None
    assert foresee(appeal)[0].at == alarm.at


def test_it_tells_of_every_ladder_up_to_the_operator_and_not_that_he_is_called_again() -> None:
    told = [each.event for each in foresee(at_agency().appeal, most=100)]
    called = [each.clock for each in told if isinstance(each, e.Escalated) and each.to is Rank.OPERATOR]
    assert sorted(called) == ["acceptance", "statute", "step"]
    assert told[-1] in [each for each in told if isinstance(each, e.Escalated)]


def test_what_lapses_after_the_operator_was_called_is_told_too() -> None:
    appeal = at_reception(a_plan(lapse="1wd")).appeal
    told = [each.event for each in foresee(appeal, Posts(), most=100)]
    called = next(
        n for n, each in enumerate(told) if isinstance(each, e.Escalated) and each.to is Rank.OPERATOR
    )
    lapsed = next(n for n, each in enumerate(told) if isinstance(each, e.StepLapsed))
    assert called < lapsed


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


def test_levels_on_which_nobody_stands_are_foreseen_to_be_climbed_past_at_once() -> None:
    told = foresee(at_reception().appeal, Posts(), most=10)
    called = [each for each in told if isinstance(each.event, e.Escalated)]
    missed = [each for each in told if isinstance(each.event, e.LevelUnreachable)]
    assert [each.event.to for each in called if isinstance(each.event, e.Escalated)] == [
        *(Rank.SUPERVISOR, Rank.HEAD, Rank.FALLBACK, Rank.OPERATOR),
    ]
    assert {each.at for each in [*called, *missed]} == {called[0].at}
    assert len(missed) == 3


def test_whoever_stands_somewhere_is_foreseen_to_be_called_in_their_turn() -> None:
    appeal = at_reception().appeal
    groups = concerned(appeal)
    bosses = {Group(group.organisation, Role.SUPERVISOR) for group in groups}
    everywhere = Posts(groups | bosses, frozenset({appeal.region}))
    assert foresee(appeal, everywhere) == foresee(appeal)
