"""Superiors: the body above the current one; a topmost body decides complaints itself, then the court."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import ChangeKind, FlagDanger, ForwardComplaint, Redirect, SplitOff
from domain.country.offices import Office
from domain.decide.allowed import allowed_verbs
from domain.errors import Barred, DecisionNotAllowed, NoSuperior, NotForwardable
from domain.events import ComplaintForwarded, DemandsSplitOff, Redirected
from domain.evolve.appeal import record
from domain.identity.people import Group, Person, Role
from domain.law.vocabulary import Danger, DecisionDetails
from domain.policy.plan import Step
from domain.procedure.competence.split_off import register_child_appeal
from domain.rules.applicability import awaits_forwarding
from domain.rules.lifecycle import Verb
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Ground, HandBackReason, ReferralReason, TaskOutcome
from tests.support.domain.builders import (
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CLERK,
    FALLBACK_ORGANISATION,
    LAWYER,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_OFFICER,
    RECEPTION_GROUP,
    RECEPTION_SUPERVISOR,
    UNRELATED_OFFICER,
    Scenario,
    almaty,
    altered,
    held_by_agency,
    held_by_clerk,
    only_event,
    parse_term,
)
from tests.support.domain.complaints import REFUSAL_WITHOUT_HEARING, TEXT_ID
from tests.support.domain.statutory_plans import (
    POLICE_GROUP,
    SUPERIOR_GROUP,
    law_for,
    statutory_plan,
    urgent_plan,
)
from tests.support.domain.superiors import (
    AKIMAT,
    FALLBACK_OFFICER,
    MINISTER,
    MINISTRY_OF_LABOUR,
    above,
    complain_about_current_body,
    plan_with_known_superiors,
    redirect_to,
)

PART_OF_TERM = parse_term("6wd")  # of the 20 working days of a complaint, as 5 are of 15
ORDINARY = almaty(3, 27, 18, 30)  # of twenty working days what five are of fifteen; Nauryz is between


def refuse(story: Scenario) -> list[e.Event]:
    done = c.Complete(
        OTHER_OFFICER,
        story.main_task.id,
        TaskOutcome.REFUSED,
        Ground.NO_RIGHT,
        TEXT_ID,
        decision_details=REFUSAL_WITHOUT_HEARING,
    )
    return story.handle(done)


def part_of(story: Scenario, by: Person, superior: Group | None) -> Appeal:
    """Return the part that has gone to another agency, above which *superior* stands."""
    command = SplitOff(
        by, story.main_task.id, story.appeal.legal.demands[:1], OTHER_AGENCY, superior=superior
    )
    sent = only_event(DemandsSplitOff, story.handle(command))
    part, _ = record(None, register_child_appeal(story.appeal, sent, story.now), story.now)
    return part


@pytest.mark.law("АППК 91(6)")
def test_topmost_body_decides_complaint_with_any_legal_decision() -> None:
    story = complain_about_current_body(alone=True)
    story.claim(OTHER_OFFICER)
    refuse(story)
    assert (story.appeal.legal.decision.code, story.appeal.is_closed) == ("dismissed", True)
    other = complain_about_current_body(alone=True)
    other.claim(OTHER_OFFICER)
    done = TaskOutcome.RESOLVED
    with pytest.raises(DecisionNotAllowed):
        other.handle(
            c.Complete(OTHER_OFFICER, other.main_task.id, done, decision_details=DecisionDetails("satisfied"))
        )
    other.complete(OTHER_OFFICER)
    assert other.appeal.legal.decision.code == "annulled"


@pytest.mark.law("АППК 97(2)")
def test_but_does_not_make_something_else_of_it() -> None:
    story = complain_about_current_body(alone=True)
    with pytest.raises(Barred):
        story.handle(ChangeKind(replace(AGENCY_SUPERVISOR, office=Office.HEAD), law_for(), TEXT_ID, ""))
    story.handle(ChangeKind(OPERATOR, law_for(), TEXT_ID, ""))
    assert story.appeal.legal.complaint.against == ""


@pytest.mark.law("АППК 91(6)")
def test_topmost_body_forwards_nowhere_and_refusal_names_the_court() -> None:
    story = complain_about_current_body(alone=True)
    story.claim(OTHER_OFFICER)
    assert Verb.FORWARD_COMPLAINT not in allowed_verbs(story.appeal, story.main_task, OTHER_OFFICER)
    with pytest.raises(NoSuperior) as caught:
        story.handle(ForwardComplaint(OTHER_OFFICER, story.main_task.id, TEXT_ID))
    assert caught.value.details == {"article": "АППК 91(6)"}
    application = held_by_agency(replace(plan_with_known_superiors(statutory_plan()), superiors=()))
    with pytest.raises(NotForwardable):
        application.handle(ForwardComplaint(OFFICER, application.main_task.id))


@pytest.mark.law("АППК 99")
def test_topmost_body_has_ordinary_term_not_forwarding_term() -> None:
    story = complain_about_current_body(alone=True)
    assert (story.main_task.rule_id, story.main_task.budget) == ("", PART_OF_TERM)
    assert story.due_at(ClockKind.STEP, story.main_task) == ORDINARY
    assert story.appeal.statute_due == almaty(4, 16, 18, 30)


@pytest.mark.law("АППК 91(4)")
def test_receiver_of_redirected_complaint_forwards_in_three_days() -> None:
    story = complain_about_current_body()
    assert above(story.appeal) == SUPERIOR_GROUP
    story.claim(OTHER_OFFICER)
    story.now = almaty(3, 17)
    assert only_event(Redirected, redirect_to(story)).superior == MINISTRY_OF_LABOUR
    assert above(story.appeal) == MINISTRY_OF_LABOUR
    assert (story.main_task.rule_id, story.main_task.budget) == ("complaint_forward", parse_term("3wd"))
    assert story.due_at(ClockKind.STEP, story.main_task) == almaty(3, 20, 18, 30)
    story.claim(UNRELATED_OFFICER)
    sent = story.handle(ForwardComplaint(UNRELATED_OFFICER, story.main_task.id, TEXT_ID))
    assert only_event(ComplaintForwarded, sent).group == MINISTRY_OF_LABOUR


@pytest.mark.law("АППК 91(6)")
def test_complaint_redirected_to_topmost_body_is_decided_there() -> None:
    story = complain_about_current_body()
    story.claim(OTHER_OFFICER)
    redirect_to(story, above=None)
    assert (above(story.appeal), story.main_task.budget) == (None, PART_OF_TERM)
    story.claim(UNRELATED_OFFICER)
    story.handle(c.Complete(UNRELATED_OFFICER, story.main_task.id, TaskOutcome.RESOLVED))
    assert story.appeal.legal.decision.code == "annulled"


def test_forwarded_complaint_is_decided_by_its_next_receiver() -> None:
    story = complain_about_current_body()
    story.claim(OTHER_OFFICER)
    story.handle(ForwardComplaint(OTHER_OFFICER, story.main_task.id, TEXT_ID))
    story.claim(MINISTER)
    story.handle(Redirect(MINISTER, story.main_task.id, OTHER_AGENCY, TEXT_ID, superior=MINISTRY_OF_LABOUR))
    assert (story.main_task.budget, awaits_forwarding(story.appeal)) == (PART_OF_TERM, False)


def test_fallback_queue_sends_complaint_on_and_does_not_decide_it() -> None:
    story = complain_about_current_body()
    story.wait_until(almaty(4, 3))
    assert story.main_task.group == story.appeal.plan.fallback
    assert (above(story.appeal), awaits_forwarding(story.appeal)) == (SUPERIOR_GROUP, True)
    story.claim(FALLBACK_OFFICER)
    sent = story.handle(ForwardComplaint(FALLBACK_OFFICER, story.main_task.id, TEXT_ID))
    assert only_event(ComplaintForwarded, sent).group == SUPERIOR_GROUP


def test_where_the_fallback_queue_is_itself_the_superior_it_decides() -> None:
    story = complain_about_current_body()
    plan = story.appeal.plan
    story.appeal = altered(story.appeal, "legal.competence", superior=plan.fallback)
    story.wait_until(almaty(4, 3))
    story.claim(FALLBACK_OFFICER)
    with pytest.raises(NoSuperior):
        story.handle(ForwardComplaint(FALLBACK_OFFICER, story.main_task.id))
    story.complete(FALLBACK_OFFICER)
    assert story.appeal.legal.decision.code == "annulled"


@pytest.mark.law("АППК 80(5)")
def test_appeal_has_superior_of_its_current_body() -> None:
    story = held_by_clerk(plan_with_known_superiors(statutory_plan()))
    assert above(story.appeal) is None
    story.refer(CLERK, Step.AGENCY)
    assert above(story.appeal) == SUPERIOR_GROUP
    story.claim(OFFICER)
    story.handle(c.Refer(OFFICER, story.main_task.id, Step.SPECIALIST, ReferralReason.OTHER))
    assert above(story.appeal) == SUPERIOR_GROUP  # who only helps is not the one that decides
    story.handle(c.Decline(LAWYER, story.main_task.id, HandBackReason.NOT_COMPETENT))
    assert above(story.appeal) == SUPERIOR_GROUP
    there = Group(OTHER_AGENCY, Role.OFFICER)
    story.handle(c.Reassign(OPERATOR, story.main_task.id, AGENCY_GROUP, OFFICER.id))
    story.handle(
        c.Refer(
            OFFICER, story.main_task.id, Step.AGENCY, ReferralReason.OTHER_COMPETENT_BODY, there.organisation
        )
    )
    assert above(story.appeal) is None


@pytest.mark.law("АППК 80(5)")
def test_it_is_known_of_bodies_that_no_plan_names() -> None:
    referred = held_by_agency(plan_with_known_superiors(statutory_plan()))
    aside = c.Refer(
        OFFICER,
        referred.main_task.id,
        Step.AGENCY,
        ReferralReason.OTHER_COMPETENT_BODY,
        OTHER_AGENCY,
        superior=AKIMAT,
    )
    assert only_event(e.Referred, referred.handle(aside)).superior == AKIMAT
    assert above(referred.appeal) == AKIMAT
    sent = held_by_agency(plan_with_known_superiors(statutory_plan()))
    sent.handle(Redirect(OFFICER, sent.main_task.id, OTHER_AGENCY, superior=AKIMAT))
    assert above(sent.appeal) == AKIMAT
    moved = held_by_clerk(plan_with_known_superiors(statutory_plan()))
    there = Group(OTHER_AGENCY, Role.OFFICER)
    moved.handle(c.Reassign(RECEPTION_SUPERVISOR, moved.main_task.id, there, superior=AKIMAT))
    assert above(moved.appeal) == AKIMAT


def test_side_task_does_not_change_the_superior() -> None:
    story = held_by_agency(plan_with_known_superiors(statutory_plan()))
    story.open_side_task(OFFICER)
    side = story.task
    story.handle(c.Reassign(OPERATOR, side.id, Group(OTHER_AGENCY, Role.OFFICER), superior=AKIMAT))
    assert above(story.appeal) == SUPERIOR_GROUP


def test_step_taken_over_by_fallback_queue_keeps_its_superior() -> None:
    story = held_by_agency(plan_with_known_superiors(statutory_plan(), **{FALLBACK_ORGANISATION: AKIMAT}))
    story.wait_until(almaty(4, 16))
    assert story.main_task.group == story.appeal.plan.fallback
    assert above(story.appeal) == SUPERIOR_GROUP


@pytest.mark.law("АППК 64(7-2)")
def test_danger_has_superior_of_its_competent_body() -> None:
    story = held_by_agency(
        plan_with_known_superiors(urgent_plan(), **{POLICE_GROUP.organisation: MINISTRY_OF_LABOUR})
    )
    story.handle(FlagDanger(OFFICER, story.main_task.id, Danger.CRIME))
    assert (story.main_task.group, above(story.appeal)) == (POLICE_GROUP, MINISTRY_OF_LABOUR)


@pytest.mark.law("АППК 65(2)")
def test_above_a_part_stands_the_superior_of_the_body_that_has_it() -> None:
    story = held_by_agency(plan_with_known_superiors(statutory_plan()))
    assert above(part_of(story, OFFICER, AKIMAT)) == AKIMAT
    assert above(part_of(story, OFFICER, None)) is None
    assert above(story.appeal) == SUPERIOR_GROUP


@pytest.mark.law("АППК 91(4)")
def test_part_of_complaint_is_forwarded_unless_whole_already_was() -> None:
    story = complain_about_current_body()
    story.claim(OTHER_OFFICER)
    part = part_of(story, OTHER_OFFICER, AKIMAT)
    assert part.tasks[0].budget == parse_term("3wd")
    assert awaits_forwarding(part)
    assert part_of(story, OTHER_OFFICER, None).tasks[0].budget == PART_OF_TERM
    whole = complain_about_current_body()
    whole.claim(OTHER_OFFICER)
    whole.handle(ForwardComplaint(OTHER_OFFICER, whole.main_task.id, TEXT_ID))
    whole.claim(MINISTER)
    after = part_of(whole, MINISTER, AKIMAT)
    assert (after.tasks[0].budget, awaits_forwarding(after)) == (PART_OF_TERM, False)


def test_topmost_counter_refers_new_complaint_before_it_is_decided() -> None:
    story = held_by_clerk(plan_with_known_superiors(statutory_plan()))
    story.handle(ChangeKind(CLERK, law_for("complaint"), TEXT_ID))
    assert (above(story.appeal), story.main_task.group) == (None, RECEPTION_GROUP)
    with pytest.raises(NoSuperior):
        story.handle(ForwardComplaint(CLERK, story.main_task.id))
    with pytest.raises(DecisionNotAllowed):
        story.complete(CLERK, TaskOutcome.REFUSED, Ground.NO_RIGHT)
    story.refer(CLERK, Step.AGENCY)
    assert (story.main_task.group, above(story.appeal)) == (AGENCY_GROUP, SUPERIOR_GROUP)
