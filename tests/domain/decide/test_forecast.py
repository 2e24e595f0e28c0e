"""The forecast lists the automatic events of an appeal in order, and they happen as forecast."""

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
    end_of_day,
    held_by_agency,
    make_plan,
    resolved_by_agency,
    unclaimed_at_reception,
)


def lived(story: Scenario, until: datetime) -> list[tuple[datetime, e.Event]]:
    """Let time pass and return what happened and when, but not that the operator was called again."""
    predicted = len(story.facts)
    story.wait_until(until)
    lived: list[tuple[datetime, e.Event]] = []
    called: set[tuple[str, UUID]] = set()
    for fact in story.facts[predicted:]:
        if isinstance(fact.event, e.Escalated) and fact.event.target is EscalationTarget.OPERATOR:
            if (fact.event.clock, fact.event.task) in called:
                continue
            called.add((fact.event.clock, fact.event.task))
        lived.append((fact.at, fact.event))
    return lived


def test_events_happen_as_forecast() -> None:
    held, asked = held_by_agency(), held_by_agency()
    held.hold(OFFICER, almaty(3, 18, 12))
    asked.ask_citizen(OFFICER)
    for story in [
        held,
        asked,
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


def test_forecast_lists_each_ladder_up_to_operator_without_repeats() -> None:
    predicted = [each.event for each in forecast(held_by_agency().appeal, most=100)]
    called = [
        each.clock
        for each in predicted
        if isinstance(each, e.Escalated) and each.target is EscalationTarget.OPERATOR
    ]
    assert sorted(called) == ["acceptance", "statute", "step"]
    assert predicted[-1] in [each for each in predicted if isinstance(each, e.Escalated)]


def test_forecast_includes_lapse_after_operator_was_called() -> None:
    appeal = unclaimed_at_reception(make_plan(lapse="1wd")).appeal
    predicted = [each.event for each in forecast(appeal, Staffing(), most=100)]
    called = next(
        n
        for n, each in enumerate(predicted)
        if isinstance(each, e.Escalated) and each.target is EscalationTarget.OPERATOR
    )
    lapsed = next(n for n, each in enumerate(predicted) if isinstance(each, e.StepLapsed))
    assert called < lapsed


def test_forecast_stops_at_requested_length() -> None:
    assert len(forecast(unclaimed_at_reception().appeal, most=3)) == 3


def test_closed_appeal_has_empty_forecast() -> None:
    assert forecast(resolved_by_agency().appeal) == []


def test_the_wait_for_the_citizen_is_foreseen_to_end() -> None:
    story = held_by_agency()
    story.ask_citizen(OFFICER)
    first = forecast(story.appeal)[0]
    assert first.at == end_of_day(4, 2)
    assert isinstance(first.event, e.InformationWaitLapsed)


def test_looking_ahead_changes_nothing() -> None:
    story = unclaimed_at_reception()
    before = story.appeal
    forecast(story.appeal)
    assert story.appeal == before


def test_forecast_passes_unstaffed_levels_at_once() -> None:
    predicted = forecast(unclaimed_at_reception().appeal, Staffing(), most=10)
    called = [each for each in predicted if isinstance(each.event, e.Escalated)]
    missed = [each for each in predicted if isinstance(each.event, e.EscalationLevelVacant)]
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


def test_forecast_calls_staffed_levels_in_turn() -> None:
    appeal = unclaimed_at_reception().appeal
    groups = groups_concerned(appeal)
    bosses = {Group(group.organisation, Role.SUPERVISOR) for group in groups}
    everywhere = Staffing(groups | bosses, frozenset({appeal.origin.region}))
    assert forecast(appeal, everywhere) == forecast(appeal)
