"""A crime or a threat to safety is sent on at once, round the clock, before every other rule."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import FlagDanger, Redirect, ReportDefects, ReturnToApplicant
from domain.decide.alarms import next_alarm
from domain.decide.allowed import allowed_verbs
from domain.errors import DangerTakesPrecedence, NotYourGroup, SameAssignee
from domain.events import DangerFlagged, Redirected
from domain.evolve.appeal import record
from domain.identity.people import Group, Person, Role
from domain.law.applicable_law import NO_LAW
from domain.law.vocabulary import Danger, Defect, ReturnGround
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Step
from domain.rules.lifecycle import Verb
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import Duty, ReferralReason, TaskState
from tests.support.domain.builders import (
    AGENCY,
    CLERK,
    FALLBACK_ORGANISATION,
    HOUR,
    LAWYER,
    LIMITS,
    MINUTE,
    MONDAY,
    OFFICE_CALENDAR,
    OFFICER,
    OPERATOR,
    OTHER_CLERK,
    RECEPTION_SUPERVISOR,
    UNRELATED_CLERK,
    CasePlan,
    Scenario,
    almaty,
    awaiting_agency_acceptance,
    event_names,
    held_by_agency,
    held_by_clerk,
    only_event,
    parse_term,
    person,
    unclaimed_at_reception,
)
from tests.support.domain.statutory_plans import EMERGENCY_GROUP, POLICE_GROUP, statutory_plan, urgent_plan

POLICE_OFFICER, RESCUER = person(40, "police", Role.OFFICER), person(41, "emergency", Role.OFFICER)
NIGHT, NAURYZ = almaty(3, 18, 2), almaty(3, 23, 23)


def flag(story: Scenario, danger: Danger = Danger.CRIME, at: datetime | None = None) -> list[e.Event]:
    """Report a danger as a clerk at the counter."""
    return story.handle(FlagDanger(CLERK, story.main_task.id, danger), at)


def flagged(at: datetime = MONDAY) -> Scenario:
    story = unclaimed_at_reception(urgent_plan(), now=at - HOUR)
    flag(story, at=at)
    return story


@pytest.mark.law("АППК 64(7-2)")
def test_crime_report_is_sent_on_at_once() -> None:
    story = unclaimed_at_reception(urgent_plan())
    happened = flag(story)
    assert event_names(happened) == ["DangerFlagged", "Redirected", "TaskOpened", "TaskOpened"]
    flagged_event, sent, offered, duty = happened
    assert isinstance(flagged_event, DangerFlagged)
    assert isinstance(sent, Redirected)
    assert (flagged_event.danger, flagged_event.article) == (Danger.CRIME, "АППК 64(7-2)")
    assert (sent.group, sent.article) == (POLICE_GROUP, "АППК 64(7-2)")
    assert isinstance(offered, e.TaskOpened)
    assert (offered.group, offered.urgent, offered.is_offered) == (POLICE_GROUP, True, True)
    assert isinstance(duty, e.TaskOpened)
    assert (duty.duty, duty.rule_id, duty.urgent) == (Duty.NOTICE, "redirect", False)
    assert story.appeal.progress.needs_attention


@pytest.mark.law("АППК 64(7-2)")
def test_a_threat_to_safety_goes_to_those_who_save() -> None:
    story = unclaimed_at_reception(urgent_plan())
    flag(story, Danger.PUBLIC_SAFETY)
    assert story.main_task.group == EMERGENCY_GROUP


@pytest.mark.law("АППК 64(7-2)")
@pytest.mark.parametrize(
    "flagged_at", [almaty(3, 16, 12), NIGHT, NAURYZ], ids=["by day", "by night", "on Nauryz"]
)
def test_the_urgent_lane_is_in_minutes_round_the_clock(flagged_at: datetime) -> None:
    story = flagged(flagged_at)
    assert story.due_at(ClockKind.ACCEPTANCE, story.main_task) == flagged_at + 15 * MINUTE
    assert story.due_at(ClockKind.STEP, story.main_task) == flagged_at + 4 * HOUR
    alarm = next_alarm(story.appeal)
    assert alarm is not None
    assert alarm.at == flagged_at + 15 * MINUTE


@pytest.mark.law("АППК 64(7-2)")
def test_unclaimed_danger_escalates_in_minutes_even_on_holiday() -> None:
    story = flagged(NAURYZ)
    story.wait_until(NAURYZ + 41 * MINUTE)
    climbed = [
        (fact.at - NAURYZ, fact.event.target) for fact in story.facts if isinstance(fact.event, e.Escalated)
    ]
    assert climbed == [
        (timedelta(minutes=15), EscalationTarget.SUPERVISOR),
        (timedelta(minutes=25), EscalationTarget.OPERATOR),
        (timedelta(minutes=40), EscalationTarget.OPERATOR),
    ]


def test_the_statute_clock_of_a_danger_goes_by_working_days_as_any() -> None:
    story = flagged(NIGHT)
    assert story.due_at(ClockKind.STATUTE) == almaty(4, 13, 18, 30)


def test_a_holder_in_the_urgent_lane_shows_signs_of_life_by_the_hour() -> None:
    story = flagged(NIGHT)
    story.handle(c.Accept(POLICE_OFFICER, story.main_task.id))
    assert story.due_at(ClockKind.LEASE, story.main_task) == NIGHT + HOUR


@pytest.mark.law("АППК 64(7-2)")
@pytest.mark.parametrize("by", [OTHER_CLERK, RECEPTION_SUPERVISOR], ids=["a colleague", "their supervisor"])
def test_any_member_of_responsible_body_may_report_danger(by: Person) -> None:
    story = held_by_clerk(urgent_plan())
    story.handle(FlagDanger(by, story.main_task.id, Danger.CRIME))
    assert story.main_task.group == POLICE_GROUP


def test_member_of_another_body_cannot_report_danger() -> None:
    story = held_by_clerk(urgent_plan())
    with pytest.raises(NotYourGroup):
        story.handle(FlagDanger(UNRELATED_CLERK, story.main_task.id, Danger.CRIME))


def test_danger_may_be_reported_before_accepting_the_offer() -> None:
    story = awaiting_agency_acceptance(urgent_plan())
    story.handle(FlagDanger(OFFICER, story.main_task.id, Danger.PUBLIC_SAFETY))
    assert story.main_task.group == EMERGENCY_GROUP


@pytest.mark.law("АППК 64(7-2)")
def test_no_answer_is_awaited_first() -> None:
    story = held_by_agency(urgent_plan())
    story.ask_citizen(OFFICER)
    story.handle(FlagDanger(OFFICER, story.main_task.id, Danger.CRIME), almaty(3, 17, 3))
    assert story.appeal.status is Status.IN_PROGRESS
    assert story.appeal.suspension.paused_at is None
    assert story.due_at(ClockKind.ACCEPTANCE, story.main_task) == almaty(3, 17, 3, 15)


@pytest.mark.law("АППК 64(7-2)")
def test_nor_afterwards() -> None:
    story = flagged()
    story.handle(c.Accept(POLICE_OFFICER, story.main_task.id))
    aside = {Verb.REQUEST_INFORMATION, Verb.REPORT_DEFECTS, Verb.RETURN_TO_APPLICANT}
    assert not aside & set(allowed_verbs(story.appeal, story.main_task, POLICE_OFFICER))
    with pytest.raises(DangerTakesPrecedence) as refused:
        story.ask_citizen(POLICE_OFFICER)
    assert refused.value.details == {"danger": "crime", "article": "АППК 64(7-2)"}


@pytest.mark.law("АППК 64(7-2)")
def test_urgent_clocks_never_pause() -> None:
    story = flagged()
    story.handle(c.Accept(POLICE_OFFICER, story.main_task.id))
    faces = [story.appeal.reading(each).due for each in story.appeal.clocks]
    asked, _ = record(
        story.appeal, [e.InformationRequested(story.main_task.id, LIMITS.max_information_wait, 1)], story.now
    )
    assert not any(asked.is_clock_paused(each) for each in asked.clocks)
    answered, _ = record(asked, [e.InformationProvided(ends_wait=True)], story.now + HOUR)
    assert [answered.reading(each).due for each in story.appeal.clocks] == faces


@pytest.mark.law("АППК 64(7-2)")
def test_a_danger_beats_return_and_defects() -> None:
    story = flagged()
    story.handle(c.Accept(POLICE_OFFICER, story.main_task.id))
    with pytest.raises(DangerTakesPrecedence) as refused:
        story.handle(ReturnToApplicant(POLICE_OFFICER, story.main_task.id, ReturnGround.OBSCENE))
    assert refused.value.details == {"danger": "crime", "article": "АППК 64(7-2)"}
    with pytest.raises(DangerTakesPrecedence):
        story.handle(ReportDefects(POLICE_OFFICER, story.main_task.id, (Defect.ADDRESS,), parse_term("5wd")))


def test_a_body_that_has_it_already_gets_it_as_urgent_and_no_time() -> None:
    story = unclaimed_at_reception(urgent_plan())
    story.claim(CLERK)
    story.refer(CLERK, Step.AGENCY, "police")
    due = story.due_at(ClockKind.STATUTE)
    story.handle(FlagDanger(POLICE_OFFICER, story.main_task.id, Danger.CRIME), almaty(3, 17))
    assert (story.main_task.group, story.main_task.urgent) == (POLICE_GROUP, True)
    assert story.due_at(ClockKind.STATUTE) == due


def test_danger_is_redirected_to_rescuers_without_going_in_circles() -> None:
    story = flagged()
    story.handle(FlagDanger(POLICE_OFFICER, story.main_task.id, Danger.PUBLIC_SAFETY))
    assert story.main_task.group == EMERGENCY_GROUP
    for danger in Danger:
        with pytest.raises(SameAssignee) as refused:
            story.handle(FlagDanger(RESCUER, story.main_task.id, danger))
        assert refused.value.details["article"] == "АППК 64(7-2)"


def test_danger_stays_urgent_with_any_recipient() -> None:
    story = flagged()
    story.handle(c.Accept(POLICE_OFFICER, story.main_task.id))
    story.handle(c.Refer(POLICE_OFFICER, story.main_task.id, Step.SPECIALIST, ReferralReason.OTHER))
    assert (story.main_task.step, story.main_task.urgent) == (Step.SPECIALIST, True)
    story.claim(LAWYER)
    story.handle(Redirect(LAWYER, story.main_task.id, AGENCY))
    assert (story.main_task.group.organisation, story.main_task.urgent) == (AGENCY, True)


def test_without_an_urgent_lane_the_fallback_queue_gets_it() -> None:
    story = unclaimed_at_reception(statutory_plan())
    flag(story)
    assert story.main_task.group == Group(FALLBACK_ORGANISATION, Role.OFFICER)
    assert story.main_task.state is TaskState.READY
    assert story.main_task.urgent


@pytest.mark.parametrize(
    "plan",
    [
        urgent_plan("grievance", country="in"),
        urgent_plan(country="ru"),
        replace(urgent_plan(), law=NO_LAW),
    ],
    ids=["in", "ru", "none"],
)
def test_a_danger_is_sent_on_at_once_under_every_law_and_under_none(plan: CasePlan) -> None:
    story = unclaimed_at_reception(plan)
    danger = only_event(DangerFlagged, flag(story))
    assert (danger.article, story.main_task.group, story.main_task.urgent) == ("", POLICE_GROUP, True)
    with pytest.raises(DangerTakesPrecedence):
        story.handle(c.Merge(OPERATOR, UUID(int=77)))


def test_the_derived_calendar_has_a_version_of_its_own() -> None:
    story = flagged(NAURYZ)
    face = story.appeal.reading(
        next(each for each in story.appeal.clocks if each.kind is ClockKind.ACCEPTANCE)
    )
    assert face.calendar.version == "office-2026+24/7"
    assert story.appeal.calendar == OFFICE_CALENDAR
