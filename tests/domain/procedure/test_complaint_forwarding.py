"""Forwarding: a complaint about an act goes up and nowhere else, unless a danger goes first."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain.commands import FlagDanger, ForwardComplaint, Redirect, SplitOff
from domain.decide.allowed import allowed_verbs
from domain.errors import DangerTakesPrecedence, DecisionNotAllowed, ForwardRequired
from domain.events import ComplaintForwarded
from domain.identity.people import Group, Role
from domain.law.vocabulary import Danger, DecisionDetails
from domain.policy.plan import Step
from domain.rules.lifecycle import Verb
from domain.state.clock import ClockKind
from domain.state.task import Ground, TaskOutcome
from tests.support.domain.builders import (
    AGENCY_SUPERVISOR,
    CITIZEN,
    DAY,
    DEMANDS,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_OFFICER,
    CasePlan,
    Scenario,
    almaty,
    altered,
    make_intake,
    person,
)
from tests.support.domain.complaints import (
    MINISTRY_OFFICER,
    REFUSAL_WITHOUT_HEARING,
    TEXT_ID,
    complaint_at_body,
    forward_complaint,
)
from tests.support.domain.statutory_plans import (
    POLICE_GROUP,
    SUPERIOR_GROUP,
    complete_due_notices,
    statutory_plan,
    urgent_plan,
)

POLICE_OFFICER = person(40, POLICE_GROUP.organisation, Role.OFFICER)


def complained_of(body: Group, plan: CasePlan) -> Scenario:
    """Return a complaint against *body*, whose superior is the ministry, about no known act."""
    agency = plan.find_step(Step.AGENCY)
    assert agency is not None
    there = replace(
        plan, steps=(replace(agency, group=body),), superiors=((body.organisation, SUPERIOR_GROUP),)
    )
    return Scenario(there, intake=make_intake(there, complaint_against=body.organisation))


def in_danger(plan: CasePlan | None = None) -> Scenario:
    """Return a complaint that reports a crime and is held by the police."""
    plan = plan or urgent_plan("complaint")
    story = complained_of(plan.steps[1].group, plan)
    story.handle(FlagDanger(OTHER_OFFICER, story.main_task.id, Danger.CRIME))
    story.claim(POLICE_OFFICER)
    return story


def redirects(story: Scenario) -> list[c.Command]:
    main = story.main_task.id
    return [
        Redirect(OTHER_OFFICER, main, OTHER_AGENCY, TEXT_ID),
        Redirect(OPERATOR, main, OTHER_AGENCY, TEXT_ID, override=True),
        SplitOff(OTHER_OFFICER, main, DEMANDS[:1], OTHER_AGENCY, TEXT_ID),
        SplitOff(AGENCY_SUPERVISOR, main, DEMANDS[:1], OTHER_AGENCY, TEXT_ID, override=True),
    ]


def may_redirect(story: Scenario) -> set[Verb]:
    holder = replace(OTHER_OFFICER, organisation=story.main_task.group.organisation)
    allowed = allowed_verbs(story.appeal, story.main_task, holder)
    return {Verb.REDIRECT, Verb.SPLIT_OFF} & set(allowed)


def refuse(story: Scenario, verdict: DecisionDetails = REFUSAL_WITHOUT_HEARING) -> None:
    main = story.main_task.id
    story.handle(
        c.Complete(
            POLICE_OFFICER, main, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT_ID, decision_details=verdict
        )
    )


@pytest.mark.law("АППК 91(4)")
def test_body_complained_of_does_not_choose_who_considers_it() -> None:
    story = complaint_at_body()
    story.claim(OTHER_OFFICER)
    for command in redirects(story):
        with pytest.raises(ForwardRequired) as caught:
            story.handle(command)
        assert caught.value.details == {"article": "АППК 91(4)"}
    assert may_redirect(story) == set()
    forward_complaint(story)
    story.claim(replace(MINISTRY_OFFICER, id=OTHER_OFFICER.id))
    assert may_redirect(story) == {Verb.REDIRECT, Verb.SPLIT_OFF}


@pytest.mark.law("АППК 65(1)")
def test_a_complaint_about_no_known_act_may_be_with_the_wrong_body() -> None:
    story = complained_of(statutory_plan().steps[1].group, statutory_plan("complaint"))
    story.claim(OTHER_OFFICER)
    assert may_redirect(story) == {Verb.REDIRECT, Verb.SPLIT_OFF}
    story.handle(Redirect(OTHER_OFFICER, story.main_task.id, OTHER_AGENCY, TEXT_ID))
    assert story.main_task.group.organisation == OTHER_AGENCY


@pytest.mark.law("АППК 64(7-2)")
def test_danger_handler_may_close_complaint_with_any_legal_decision() -> None:
    story = in_danger()
    with pytest.raises(DecisionNotAllowed):
        story.handle(
            c.Complete(
                POLICE_OFFICER,
                story.main_task.id,
                TaskOutcome.RESOLVED,
                text=TEXT_ID,
                decision_details=DecisionDetails("satisfied"),
            )
        )
    refuse(story)
    assert (story.appeal.legal.decision.code, story.appeal.is_closed) == ("dismissed", True)


@pytest.mark.law("АППК 64(7-2)")
def test_nor_do_they_send_it_to_their_own_superior() -> None:
    story = in_danger()
    story.appeal = altered(story.appeal, "legal.competence", superior=SUPERIOR_GROUP)
    assert Verb.FORWARD_COMPLAINT not in allowed_verbs(story.appeal, story.main_task, POLICE_OFFICER)
    with pytest.raises(DangerTakesPrecedence) as caught:
        story.handle(ForwardComplaint(POLICE_OFFICER, story.main_task.id, TEXT_ID))
    assert caught.value.details == {"danger": "crime", "article": "АППК 64(7-2)"}


@pytest.mark.law("АППК 91(4)")
def test_danger_does_not_let_a_body_decide_complaint_against_itself() -> None:
    story = complained_of(POLICE_GROUP, urgent_plan("complaint"))
    story.handle(FlagDanger(POLICE_OFFICER, story.main_task.id, Danger.CRIME))
    story.claim(POLICE_OFFICER)
    with pytest.raises(DecisionNotAllowed):
        refuse(story)
    sent = story.handle(ForwardComplaint(POLICE_OFFICER, story.main_task.id, TEXT_ID))
    assert isinstance(sent[0], ComplaintForwarded)
    assert story.main_task.group == SUPERIOR_GROUP


def reopened(story: Scenario) -> Scenario:
    """Return a complaint that the body complained of has satisfied and that the citizen reopens."""
    story.claim(OTHER_OFFICER)
    story.complete(OTHER_OFFICER)
    complete_due_notices(story)
    story.handle(c.Reopen(CITIZEN, TEXT_ID), story.now + DAY)
    return story


@pytest.mark.law("АППК 91(4)")
def test_reopened_complaint_is_forwarded_in_three_days_again() -> None:
    story = reopened(complaint_at_body())
    assert (story.main_task.rule_id, story.due_at(ClockKind.STEP, story.main_task)) == (
        "complaint_forward",
        almaty(3, 20, 18, 30),
    )
    story.claim(OTHER_OFFICER)
    forward_complaint(story)
    assert story.main_task.group == SUPERIOR_GROUP
    story.claim(MINISTRY_OFFICER)
    story.complete(MINISTRY_OFFICER)
    story.handle(c.Reopen(CITIZEN, TEXT_ID))
    assert (story.main_task.group, story.main_task.rule_id) == (SUPERIOR_GROUP, "")
