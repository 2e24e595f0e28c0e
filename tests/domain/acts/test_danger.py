"""A crime or a threat to safety: it goes on at once, round the clock, and beats every other rule."""

from datetime import datetime, timedelta

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import FlagDanger, NameDefects, Redirect, ReturnToApplicant
from domain.decide.alarms import next_alarm
from domain.errors import DangerFirst, NotInLaw, NotYourGroup, SameReceiver
from domain.events import DangerFlagged, Redirected
from domain.evolve.appeal import record
from domain.identity.people import Group, Person, Role
from domain.law.vocabulary import Danger, Defect, ReturnGround
from domain.policy.escalation import Rank
from domain.policy.plan import Step
from domain.rules.lifecycle import Verb
from domain.rules.permissions import allowed_verbs
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import Duty, ReferralReason, TaskState
from tests.domain.builders import (
    AGENCY,
    CLERK,
    CLERKS_BOSS,
    DESK,
    HOUR,
    LAWYER,
    MINUTE,
    MONDAY,
    OFFICE,
    OFFICER,
    OTHER_CLERK,
    STRANGE_CLERK,
    Story,
    almaty,
    at_agency,
    at_reception,
    in_hand,
    names,
    offered_to_agency,
    person,
    term,
)
from tests.domain.lawful import EMERGENCY, POLICE, lawful, urgent

POLICE_OFFICER, RESCUER = person(40, "police", Role.OFFICER), person(41, "emergency", Role.OFFICER)
NIGHT, NAURYZ = almaty(3, 18, 2), almaty(3, 23, 23)


def flag(story: Story, danger: Danger = Danger.CRIME, at: datetime | None = None) -> list[e.Event]:
    """Tell of a danger, as somebody at the counter."""
    return story.give(FlagDanger(CLERK, story.main.id, danger), at)


def flagged(at: datetime = MONDAY) -> Story:
    story = at_reception(urgent(), now=at - HOUR)
    flag(story, at=at)
    return story


@pytest.mark.law("АППК 64(7-2)")
def test_what_tells_of_a_crime_is_sent_on_at_once() -> None:
    story = at_reception(urgent())
    happened = flag(story)
    assert names(happened) == ["DangerFlagged", "Redirected", "TaskOpened", "TaskOpened"]
    said, sent, offered, duty = happened
    assert isinstance(said, DangerFlagged)
    assert isinstance(sent, Redirected)
    assert (said.danger, said.article) == (Danger.CRIME, "АППК 64(7-2)")
    assert (sent.group, sent.article) == (POLICE, "АППК 64(7-2)")
    assert isinstance(offered, e.TaskOpened)
    assert (offered.group, offered.urgent, offered.offered) == (POLICE, True, True)
    assert isinstance(duty, e.TaskOpened)
    assert (duty.duty, duty.rule, duty.urgent) == (Duty.NOTICE, "redirect", False)
    assert story.appeal.needs_attention


@pytest.mark.law("АППК 64(7-2)")
def test_a_threat_to_safety_goes_to_those_who_save() -> None:
    story = at_reception(urgent())
    flag(story, Danger.SAFETY)
    assert story.main.group == EMERGENCY


@pytest.mark.law("АППК 64(7-2)")
@pytest.mark.parametrize("told", [almaty(3, 16, 12), NIGHT, NAURYZ], ids=["by day", "by night", "on Nauryz"])
def test_the_urgent_lane_is_in_minutes_round_the_clock(told: datetime) -> None:
    story = flagged(told)
    assert story.due(ClockKind.ACCEPTANCE, story.main) == told + 15 * MINUTE
    assert story.due(ClockKind.STEP, story.main) == told + 4 * HOUR
    alarm = next_alarm(story.appeal)
    assert alarm is not None
    assert alarm.at == told + 15 * MINUTE


@pytest.mark.law("АППК 64(7-2)")
def test_a_danger_that_nobody_takes_climbs_in_minutes_on_a_holiday_too() -> None:
    story = flagged(NAURYZ)
    story.wait(NAURYZ + 41 * MINUTE)
    climbed = [
        (fact.at - NAURYZ, fact.event.to) for fact in story.facts if isinstance(fact.event, e.Escalated)
    ]
    assert climbed == [
        (timedelta(minutes=15), Rank.SUPERVISOR),
        (timedelta(minutes=25), Rank.OPERATOR),
        (timedelta(minutes=40), Rank.OPERATOR),
    ]


def test_the_statute_clock_of_a_danger_goes_by_working_days_as_any() -> None:
    story = flagged(NIGHT)
    assert story.due(ClockKind.STATUTE) == almaty(4, 13, 18, 30)


def test_a_holder_in_the_urgent_lane_shows_signs_of_life_by_the_hour() -> None:
    story = flagged(NIGHT)
    story.give(c.Accept(POLICE_OFFICER, story.main.id))
    assert story.due(ClockKind.LEASE, story.main) == NIGHT + HOUR


@pytest.mark.law("АППК 64(7-2)")
@pytest.mark.parametrize("by", [OTHER_CLERK, CLERKS_BOSS], ids=["a colleague", "their supervisor"])
def test_anybody_who_has_it_tells_even_if_another_holds_it(by: Person) -> None:
    story = in_hand(urgent())
    story.give(FlagDanger(by, story.main.id, Danger.CRIME))
    assert story.main.group == POLICE


def test_somebody_of_another_body_does_not() -> None:
    story = in_hand(urgent())
    with pytest.raises(NotYourGroup):
        story.give(FlagDanger(STRANGE_CLERK, story.main.id, Danger.CRIME))


def test_one_who_is_offered_an_appeal_tells_before_accepting_it() -> None:
    story = offered_to_agency(urgent())
    story.give(FlagDanger(OFFICER, story.main.id, Danger.SAFETY))
    assert story.main.group == EMERGENCY


@pytest.mark.law("АППК 64(7-2)")
def test_no_answer_is_awaited_first() -> None:
    story = at_agency(urgent())
    story.ask_citizen(OFFICER)
    story.give(FlagDanger(OFFICER, story.main.id, Danger.CRIME), almaty(3, 17, 3))
    assert story.appeal.status is Status.IN_WORK
    assert story.appeal.paused_at is None
    assert story.due(ClockKind.ACCEPTANCE, story.main) == almaty(3, 17, 3, 15)


@pytest.mark.law("АППК 64(7-2)")
def test_nor_afterwards() -> None:
    story = flagged()
    story.give(c.Accept(POLICE_OFFICER, story.main.id))
    aside = {Verb.REQUEST_INFORMATION, Verb.NAME_DEFECTS, Verb.RETURN_TO_APPLICANT}
    assert not aside & set(allowed_verbs(story.appeal, story.main, POLICE_OFFICER))
    with pytest.raises(DangerFirst) as refused:
        story.ask_citizen(POLICE_OFFICER)
    assert refused.value.facts == {"danger": "crime", "article": "АППК 64(7-2)"}


@pytest.mark.law("АППК 64(7-2)")
def test_nothing_of_urgent_work_stands_still_whatever_was_asked() -> None:
    story = flagged()
    story.give(c.Accept(POLICE_OFFICER, story.main.id))
    faces = [story.appeal.face(each).due for each in story.appeal.clocks]
    asked, _ = record(story.appeal, [e.InformationRequested(story.main.id)], story.now)
    assert not any(asked.stands_still(each) for each in asked.clocks)
    answered, _ = record(asked, [e.InformationProvided()], story.now + HOUR)
    assert [answered.face(each).due for each in story.appeal.clocks] == faces


@pytest.mark.law("АППК 64(7-2)")
def test_a_danger_beats_return_and_defects() -> None:
    story = flagged()
    story.give(c.Accept(POLICE_OFFICER, story.main.id))
    with pytest.raises(DangerFirst) as refused:
        story.give(ReturnToApplicant(POLICE_OFFICER, story.main.id, ReturnGround.OBSCENE))
    assert refused.value.facts == {"danger": "crime", "article": "АППК 64(7-2)"}
    with pytest.raises(DangerFirst):
        story.give(NameDefects(POLICE_OFFICER, story.main.id, (Defect.ADDRESS,), term("5wd")))


def test_a_body_that_has_it_already_gets_it_as_urgent_and_no_time() -> None:
    story = at_reception(urgent())
    story.claim(CLERK)
    story.refer(CLERK, Step.AGENCY, "police")
    due = story.due(ClockKind.STATUTE)
    story.give(FlagDanger(POLICE_OFFICER, story.main.id, Danger.CRIME), almaty(3, 17))
    assert (story.main.group, story.main.urgent) == (POLICE, True)
    assert story.due(ClockKind.STATUTE) == due


def test_the_police_find_that_others_must_save_and_nobody_sends_it_round_in_circles() -> None:
    story = flagged()
    story.give(FlagDanger(POLICE_OFFICER, story.main.id, Danger.SAFETY))
    assert story.main.group == EMERGENCY
    for danger in Danger:
        with pytest.raises(SameReceiver) as refused:
            story.give(FlagDanger(RESCUER, story.main.id, danger))
        assert refused.value.facts["article"] == "АППК 64(7-2)"


def test_work_on_a_danger_stays_urgent_whoever_gets_it() -> None:
    story = flagged()
    story.give(c.Accept(POLICE_OFFICER, story.main.id))
    story.give(c.Refer(POLICE_OFFICER, story.main.id, Step.SPECIALIST, ReferralReason.OTHER))
    assert (story.main.step, story.main.urgent) == (Step.SPECIALIST, True)
    story.claim(LAWYER)
    story.give(Redirect(LAWYER, story.main.id, AGENCY))
    assert (story.main.group.organisation, story.main.urgent) == (AGENCY, True)


def test_without_an_urgent_lane_the_fallback_queue_gets_it() -> None:
    story = at_reception(lawful())
    flag(story)
    assert story.main.group == Group(DESK, Role.OFFICER)
    assert story.main.state is TaskState.READY
    assert story.main.urgent


def test_a_law_that_knows_no_danger_has_no_urgent_lane() -> None:
    with pytest.raises(NotInLaw):
        flag(at_reception(urgent("grievance", country="in")))


def test_the_derived_calendar_has_a_version_of_its_own() -> None:
    story = flagged(NAURYZ)
    face = story.appeal.face(next(each for each in story.appeal.clocks if each.kind is ClockKind.ACCEPTANCE))
    assert face.calendar.version == "office-2026+24/7"
    assert story.appeal.calendar == OFFICE
