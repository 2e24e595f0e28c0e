"""Corrections of what was registered: the steps ahead change, and no clock, holder or term of the appeal."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given

from domain.commands import CorrectApplicant, CorrectRegion, CorrectTopic, Redirect
from domain.decide.alarms import next_alarm
from domain.errors import AppealClosed, Forbidden, NothingToCorrect, NotYourGroup, Refusal
from domain.events import ApplicantCorrected, RegionCorrected, TopicCorrected
from domain.evolve.appeal import replay
from domain.identity.people import Group, Person, Role
from domain.law.vocabulary import Danger
from domain.policy.plan import Plan, Step
from domain.projections.summaries import changed_tasks, summarise_appeal, summarise_task
from domain.state.task import Outcome
from tests.support.domain.builders import (
    CITIZEN,
    CLERK,
    FALLBACK_GROUP,
    INTEGRATOR,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_CLERK,
    PSYCHOLOGISTS_GROUP,
    RECEIPT,
    RECEPTION_SUPERVISOR,
    REGION_HEAD,
    SPONSOR,
    UNRELATED_CLERK,
    Scenario,
    awaiting_agency_acceptance,
    held_by_agency,
    held_by_clerk,
    make_plan,
    only_event,
    resolved_by_agency,
    schedule,
    step_plan,
)
from tests.support.domain.complaints import complaint_at_body
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.domain.statutory_plans import statutory_plan

TEXT = UUID(int=5)
EMPLOYMENT, MINISTRY = Group(OTHER_AGENCY, Role.OFFICER), Group("ministry", Role.OFFICER)
POLICE = Group("police", Role.OFFICER)
EMPLOYMENT_PLAN: Plan = replace(
    make_plan(receipt=True).plan(),
    policy="test-2",
    statute=schedule("1wd"),
    steps=(step_plan(Step.RECEPTION, FALLBACK_GROUP, "1wd"), step_plan(Step.AGENCY, EMPLOYMENT, "1wd")),
    side_task=step_plan(Step.SPECIALIST, PSYCHOLOGISTS_GROUP, "1wd"),
    danger_groups=((Danger.CRIME, POLICE),),
    superiors=((OTHER_AGENCY, MINISTRY),),
)


def correct_topic(story: Scenario, by: Person = CLERK, plan: Plan = EMPLOYMENT_PLAN) -> TopicCorrected:
    return only_event(TopicCorrected, story.handle(CorrectTopic(by, "employment", plan, text=TEXT)))


def test_a_corrected_topic_is_recorded_with_the_former_one() -> None:
    story = held_by_clerk()
    corrected = correct_topic(story)
    assert (corrected.former_topic, corrected.topic, corrected.text) == ("housing-queue", "employment", TEXT)
    assert summarise_appeal(story.appeal).topic == "employment"


def test_the_referral_after_a_corrected_topic_goes_to_its_competent_body() -> None:
    story = held_by_clerk()
    correct_topic(story)
    story.refer(CLERK, Step.AGENCY)
    assert story.main_task.group == EMPLOYMENT
    assert story.appeal.superior_of(OTHER_AGENCY) == MINISTRY


def test_a_corrected_topic_leaves_the_appeal_with_the_body_that_has_it() -> None:
    story = held_by_agency()
    holder = story.main_task
    correct_topic(story, OFFICER)
    assert story.main_task == holder
    assert story.appeal.plan.find_step(Step.SPECIALIST) is None  # the new topic has no such step
    assert story.appeal.step_plan(holder).group == holder.group


def test_a_corrected_region_changes_who_is_called_for_a_danger() -> None:
    story = held_by_clerk()
    corrected = only_event(RegionCorrected, story.handle(CorrectRegion(CLERK, "79", EMPLOYMENT_PLAN, TEXT)))
    assert (corrected.former_region, corrected.region) == ("61", "79")
    assert story.appeal.plan.group_for_danger(Danger.CRIME) == POLICE
    assert summarise_appeal(story.appeal).region == "79"


def test_the_terms_of_the_appeal_are_those_of_its_registration() -> None:
    story = held_by_clerk()
    before = story.appeal.plan
    correct_topic(story)
    after = story.appeal.plan
    assert (after.policy, after.statute, after.limits, after.side_task) == (
        before.policy,
        before.statute,
        before.limits,
        before.side_task,
    )
    assert after.receipt == RECEIPT


def test_a_corrected_topic_does_not_change_the_path_of_a_complaint() -> None:
    story = complaint_at_body()
    before = story.appeal.plan
    correct_topic(story, OPERATOR)
    assert (story.appeal.plan.steps, story.appeal.plan.receipt) == (before.steps, before.receipt)


def test_a_path_that_would_be_empty_is_kept() -> None:
    plan = replace(make_plan(), steps=make_plan().steps[1:])
    story = Scenario(plan)  # a path that begins at the agency
    before = story.appeal.plan.steps
    correct_topic(story, OPERATOR, replace(EMPLOYMENT_PLAN, steps=EMPLOYMENT_PLAN.steps[:1]))
    assert story.appeal.plan.steps == before[:1]


@given(random_scenarios())
def test_no_running_clock_moves_by_a_correction(story: Scenario) -> None:
    before = [story.appeal.reading(each) for each in story.appeal.clocks], next_alarm(story.appeal)
    for command in (
        CorrectTopic(OPERATOR, "employment", EMPLOYMENT_PLAN),
        CorrectRegion(OPERATOR, "79", EMPLOYMENT_PLAN),
        CorrectApplicant(OPERATOR, 0, ("name",)),
    ):
        try:
            story.handle(command)
        except Refusal:
            continue
        after = [story.appeal.reading(each) for each in story.appeal.clocks]
        assert [each.due for each in after] == [each.due for each in before[0]]


def test_the_fields_of_the_same_topic_are_corrected_alone() -> None:
    story = held_by_clerk()
    before = story.appeal.plan
    events = story.handle(CorrectTopic(CLERK, "housing-queue", EMPLOYMENT_PLAN, ("children",)))
    assert events == [TopicCorrected("housing-queue", "housing-queue", before, ("children",))]


def test_ended_tasks_have_the_corrected_topic_too() -> None:
    story = awaiting_agency_acceptance()
    since = story.appeal.seq
    ended = story.appeal.tasks[0]
    story.handle(CorrectTopic(OFFICER, "employment", EMPLOYMENT_PLAN))
    (row, _) = changed_tasks(story.appeal, since)
    assert (row.id, row.seq, row.version) == (ended.id, story.appeal.seq, ended.version)
    story.handle(CorrectApplicant(OFFICER, 0, ("name",)))
    assert summarise_task(story.appeal, ended).seq == row.seq
    assert [each.id for each in changed_tasks(story.appeal, row.seq)] == [story.main_task.id]


def test_the_fields_of_an_applicant_are_named_without_their_values() -> None:
    story = held_by_clerk()
    events = story.handle(CorrectApplicant(CLERK, 1, ("name", "contacts"), TEXT))
    assert events == [ApplicantCorrected(1, ("name", "contacts"), TEXT)]
    assert replay(story.facts) == story.appeal


@pytest.mark.parametrize("by", [CLERK, OTHER_CLERK, RECEPTION_SUPERVISOR, OPERATOR, UNRELATED_CLERK, OFFICER])
def test_officials_correct_an_applicant_wherever_the_appeal_is(by: Person) -> None:
    assert held_by_agency().handle(CorrectApplicant(by, 0, ("name",)))


def test_an_applicant_is_corrected_after_the_end_too() -> None:
    assert resolved_by_agency().handle(CorrectApplicant(CLERK, 0, ("contacts",)))


@pytest.mark.parametrize("by", [CITIZEN, INTEGRATOR, SPONSOR, REGION_HEAD])
def test_others_than_officials_correct_nothing(by: Person) -> None:
    story = held_by_clerk()
    for command in (
        CorrectApplicant(by, 0, ("name",)),
        CorrectTopic(by, "employment", EMPLOYMENT_PLAN),
        CorrectRegion(by, "79", EMPLOYMENT_PLAN),
    ):
        with pytest.raises(Forbidden):
            story.handle(command)


def test_a_topic_is_corrected_by_those_who_have_the_appeal() -> None:
    story = held_by_agency()
    with pytest.raises(NotYourGroup):
        correct_topic(story, CLERK)
    assert correct_topic(story, OFFICER)


def test_a_correction_that_changes_nothing_is_refused() -> None:
    story = held_by_clerk()
    for command in (
        CorrectApplicant(CLERK),
        CorrectTopic(CLERK, "housing-queue", EMPLOYMENT_PLAN),
        CorrectRegion(CLERK, "61", EMPLOYMENT_PLAN),
    ):
        with pytest.raises(NothingToCorrect):
            story.handle(command)


def test_the_topic_of_a_closed_appeal_stays() -> None:
    story = resolved_by_agency()
    assert story.appeal.progress.outcomes == (Outcome.RESOLVED,)
    with pytest.raises(AppealClosed):
        correct_topic(story, OFFICER)


def test_a_redirect_after_a_corrected_topic_restarts_the_term_as_before() -> None:
    story = held_by_agency(statutory_plan())
    correct_topic(story, OFFICER)
    due = story.appeal.statute_due
    story.handle(Redirect(OFFICER, story.main_task.id, OTHER_AGENCY, TEXT, superior=MINISTRY))
    assert story.main_task.group == EMPLOYMENT
    assert story.appeal.statute_due is not None
    assert due is not None
    assert story.appeal.statute_due >= due
