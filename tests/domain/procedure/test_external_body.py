"""A body outside the system: written to, its answer awaited under a clock and entered by the sender."""

import pytest
from hypothesis import given

from domain.commands import Claim, Complete, FlagDanger, Reassign, RecordBodyRegistration, Redirect, Refer
from domain.errors import NotCompetentToDecide, SameAssignee, TermExpired
from domain.events import CompetenceDisputed, DeemedRefused, Redirected
from domain.identity.people import Group, Role
from domain.law.vocabulary import Danger
from domain.policy.plan import Step
from domain.projections.notices import notice_content
from domain.state.clock import ClockKind
from domain.state.task import Duty, ReferralReason, TaskOutcome, TaskState
from tests.support.domain.builders import (
    AGENCY_GROUP,
    DAY,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_OFFICER,
    Scenario,
    held_by_agency,
    only_event,
)
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.domain.statutory_plans import keep_claimed_until, statutory_plan

EMBASSY = Group("embassy", Role.OFFICER)
MINISTRY = Group("ministry", Role.OFFICER)


def sent_outside(to: str = EMBASSY.organisation) -> Scenario:
    """Return an appeal that its agency has redirected to a body outside the system."""
    story = held_by_agency(statutory_plan())
    write_to(story, to)
    return story


def write_to(story: Scenario, to: str = EMBASSY.organisation) -> None:
    story.handle(Redirect(OFFICER, story.main_task.id, to, superior=MINISTRY, is_external=True))


@pytest.mark.law("АППК 65(1)")
@pytest.mark.law("АППК 76(2)")
def test_the_sender_awaits_the_answer_under_the_term_of_the_external_body() -> None:
    story = sent_outside()
    sent = only_event(Redirected, story.events)
    assert (sent.group, sent.kept_by, sent.restarts_term) == (EMBASSY, AGENCY_GROUP, True)
    assert (story.main_task.group, story.main_task.state) == (AGENCY_GROUP, TaskState.READY)
    assert (story.appeal.considering_body, story.appeal.legal.competence.superior) == (EMBASSY, MINISTRY)
    assert story.appeal.legal.competence.external_body == EMBASSY.organisation
    clock = story.appeal.clock(ClockKind.STATUTE)
    assert clock is not None
    assert clock.started_at == story.now
    assert any(task.duty is Duty.NOTICE for task in story.appeal.open_tasks)


def test_the_notice_names_the_external_body() -> None:
    story = sent_outside()
    fact = next(each for each in story.facts if isinstance(each.event, Redirected))
    notice = notice_content(story.appeal, fact)
    assert notice is not None
    assert notice.parameters["organisation"] == EMBASSY.organisation


def test_the_sender_enters_the_number_and_the_answer_of_the_external_body() -> None:
    story = sent_outside()
    story.handle(RecordBodyRegistration(OFFICER, "7-1/12"))
    assert story.appeal.legal.registrations[0].organisation == EMBASSY.organisation
    story.handle(Claim(OFFICER, story.main_task.id))
    story.handle(Complete(OFFICER, story.main_task.id, TaskOutcome.RESOLVED))
    assert story.appeal.is_closed
    assert story.appeal.considering_body == EMBASSY


@pytest.mark.law("АППК 4(1)4")
def test_another_organisation_does_not_answer_for_the_external_body() -> None:
    story = sent_outside()
    done = Complete(OPERATOR, story.main_task.id, TaskOutcome.RESOLVED, override=True)
    with pytest.raises(NotCompetentToDecide):
        story.handle(done)


def test_another_official_of_the_sender_awaits_the_same_answer() -> None:
    story = sent_outside()
    story.handle(Reassign(OPERATOR, story.main_task.id, AGENCY_GROUP, OTHER_OFFICER.id))
    assert story.appeal.legal.competence.external_body == EMBASSY.organisation
    assert story.main_task.holder == OTHER_OFFICER.id


@pytest.mark.law("АППК 91(2)")
def test_the_silence_of_the_external_body_is_a_refusal_at_the_end_of_its_term() -> None:
    story = sent_outside()
    due = story.due_at(ClockKind.STATUTE)
    story.wait_until(due + DAY)
    assert only_event(DeemedRefused, story.events).due_at == due


def test_work_that_leaves_the_sender_is_no_longer_kept_for_the_external_body() -> None:
    story = sent_outside()
    story.handle(Claim(OFFICER, story.main_task.id))
    story.handle(Redirect(OFFICER, story.main_task.id, OTHER_AGENCY))
    competence = story.appeal.legal.competence
    assert (competence.external_body, competence.previous_bodies[-1]) == (None, EMBASSY.organisation)
    assert story.appeal.considering_body.organisation == OTHER_AGENCY


def test_a_referral_to_another_body_ends_the_wait_for_the_external_one() -> None:
    story = sent_outside()
    story.handle(Claim(OFFICER, story.main_task.id))
    to_other = Refer(
        OFFICER, story.main_task.id, Step.AGENCY, ReferralReason.OTHER_COMPETENT_BODY, OTHER_AGENCY
    )
    story.handle(to_other)
    assert story.appeal.legal.competence.kept_by is None


def test_a_danger_ends_the_wait_for_the_external_body() -> None:
    story = sent_outside()
    story.handle(FlagDanger(OFFICER, story.main_task.id, Danger.CRIME))
    assert story.appeal.legal.competence.kept_by is None


def test_the_external_body_does_not_get_what_it_has() -> None:
    story = sent_outside()
    story.handle(Claim(OFFICER, story.main_task.id))
    with pytest.raises(SameAssignee):
        write_to(story)


def test_an_external_body_that_sends_it_back_disputes_the_competence() -> None:
    story = sent_outside()
    story.handle(Claim(OFFICER, story.main_task.id))
    story.handle(Redirect(OFFICER, story.main_task.id, AGENCY_GROUP.organisation))
    assert only_event(CompetenceDisputed, story.events).bodies[-1] == AGENCY_GROUP.organisation
    assert story.main_task.group == story.appeal.plan.fallback


def test_the_external_body_has_its_own_days_to_redirect() -> None:
    story = sent_outside()
    keep_claimed_until(story, OFFICER, story.now + 6 * DAY)
    with pytest.raises(TermExpired):
        story.handle(Redirect(OFFICER, story.main_task.id, OTHER_AGENCY))


@given(random_scenarios())
def test_the_wait_for_an_external_body_has_a_holder_here_and_a_clock(story: Scenario) -> None:
    appeal = story.appeal
    if appeal.legal.competence.external_body is None or appeal.is_closed:
        return
    assert appeal.open_tasks or appeal.clocks
    if appeal.main_task is not None:
        assert appeal.clock(ClockKind.STEP, appeal.main_task.id) is not None
        assert appeal.main_task.group != appeal.considering_body
