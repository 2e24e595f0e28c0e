"""What will happen by itself, and when, if nobody acts: told ahead, and then it happens so."""

from datetime import datetime
from uuid import UUID

from domain import events as e
from domain.decide.alarms import next_alarm
from domain.decide.forecast import forecast, groups_concerned
from domain.identity.people import Group, Role
from domain.policy.escalation import EscalationTarget, Staffing
from tests.support.domain.builders import (
    OFFICER,
    Scenario,
    almaty,
    awaiting_receipt,
    held_by_agency,
    make_plan,
    resolved_by_agency,
    unclaimed_at_reception,
)


def lived(story: Scenario, until: datetime) -> list[tuple[datetime, e.Event]]:
    """Let time pass and return what happened and when, but not that the operator was called again."""
    told = len(story.facts)
    story.wait_until(until)
    lived: list[tuple[datetime, e.Event]] = []
    called: set[tuple[str, UUID]] = set()
    for fact in story.facts[told:]:
        if isinstance(fact.event, e.Escalated) and fact.event.target is EscalationTarget.OPERATOR:
            if (fact.event.clock, fact.event.task) in called:
                continue
            called.add((fact.event.clock, fact.event.task))
        lived.append((fact.at, fact.event))
    return lived


def test_it_comes_as_it_was_told() -> None:
    for story in [
        unclaimed_at_reception(),
        held_by_agency(),
        awaiting_receipt(),
        unclaimed_at_reception(make_plan(lapse="1wd")),
    ]:
        foreseen = [(each.at, each.event) for each in forecast(story.appeal, most=100)]
        assert foreseen == lived(story, foreseen[-1][0])


def test_it_begins_with_the_next_alarm() -> None:
    appeal = held_by_agency().appeal
    alarm = next_alarm(appeal)
    assert alarm is not None
    assert forecast(appeal)[0].at == alarm.at


def test_it_tells_of_every_ladder_up_to_the_operator_and_not_that_he_is_called_again() -> None:
    told = [each.event for each in forecast(held_by_agency().appeal, most=100)]
    called = [
        each.clock
        for each in told
        if isinstance(each, e.Escalated) and each.target is EscalationTarget.OPERATOR
    ]
    assert sorted(called) == ["acceptance", "statute", "step"]
    assert told[-1] in [each for each in told if isinstance(each, e.Escalated)]


def test_what_lapses_after_the_operator_was_called_is_told_too() -> None:
    appeal = unclaimed_at_reception(make_plan(lapse="1wd")).appeal
    told = [each.event for each in forecast(appeal, Staffing(), most=100)]
    called = next(
        n
        for n, each in enumerate(told)
        if isinstance(each, e.Escalated) and each.target is EscalationTarget.OPERATOR
    )
    lapsed = next(n for n, each in enumerate(told) if isinstance(each, e.StepLapsed))
    assert called < lapsed


def test_no_more_is_told_than_was_asked() -> None:
    assert len(forecast(unclaimed_at_reception().appeal, most=3)) == 3


def test_of_a_closed_appeal_there_is_nothing_to_tell() -> None:
    assert forecast(resolved_by_agency().appeal) == []


def test_the_wait_for_the_citizen_is_foreseen_to_end() -> None:
    story = held_by_agency()
    story.ask_citizen(OFFICER)
    first = forecast(story.appeal)[0]
    assert first.at == almaty(4, 2, 18, 30)
    assert isinstance(first.event, e.InformationWaitLapsed)


def test_looking_ahead_changes_nothing() -> None:
    story = unclaimed_at_reception()
    before = story.appeal
    forecast(story.appeal)
    assert story.appeal == before


def test_levels_on_which_nobody_stands_are_foreseen_to_be_climbed_past_at_once() -> None:
    told = forecast(unclaimed_at_reception().appeal, Staffing(), most=10)
    called = [each for each in told if isinstance(each.event, e.Escalated)]
    missed = [each for each in told if isinstance(each.event, e.EscalationLevelVacant)]
    assert [each.event.target for each in called if isinstance(each.event, e.Escalated)] == [
        *(
            EscalationTarget.SUPERVISOR,
            EscalationTarget.HEAD,
            EscalationTarget.FALLBACK,
            EscalationTarget.OPERATOR,
        ),
    ]
    assert {each.at for each in [*called, *missed]} == {called[0].at}
    assert len(missed) == 3


def test_whoever_stands_somewhere_is_foreseen_to_be_called_in_their_turn() -> None:
    appeal = unclaimed_at_reception().appeal
    groups = groups_concerned(appeal)
    bosses = {Group(group.organisation, Role.SUPERVISOR) for group in groups}
    everywhere = Staffing(groups | bosses, frozenset({appeal.region}))
    assert forecast(appeal, everywhere) == forecast(appeal)
