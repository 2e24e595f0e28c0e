"""Forwarding: a complaint about an act goes up and nowhere else, unless a danger goes first."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import FlagDanger, Forward, Redirect, RedirectPart
from domain.decide.registration import register
from domain.errors import DangerFirst, ForwardInstead, WrongDecision
from domain.events import ComplaintForwarded
from domain.evolve.appeal import record
from domain.identity.people import Group, Role
from domain.law.vocabulary import Danger, Verdict
from domain.policy.plan import Plan, Step
from domain.rules.lifecycle import Verb
from domain.rules.permissions import allowed_verbs
from domain.state.clock import ClockKind
from domain.state.task import Ground, TaskOutcome
from tests.domain.acts.test_complaint import MINISTRY, REFUSED, TEXT, a_complaint, forward
from tests.domain.builders import (
    CITIZEN,
    DAY,
    DEMANDS,
    OFFICERS_BOSS,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_OFFICER,
    Story,
    almaty,
    an_intake,
    person,
)
from tests.domain.lawful import POLICE, SUPERIOR, before_notices, lawful, tell, urgent

POLICE_OFFICER = person(40, POLICE.organisation, Role.OFFICER)


def complained_of(body: Group, plan: Plan) -> Story:
    """Tell of a complaint against that *body*, above which ministry stands, about no known act."""
    agency = plan.at(Step.AGENCY)
    assert agency is not None
    story = Story(
        replace(plan, steps=(replace(agency, group=body),), superiors=((body.organisation, SUPERIOR),))
    )
    intake = replace(an_intake(story.plan), against=body.organisation)
    story.appeal, facts = record(None, register(intake), story.now)
    story.facts = list(facts)
    return story


def in_danger(plan: Plan | None = None) -> Story:
    """Tell of a complaint that tells of a crime, which the police have in hand."""
    plan = plan or urgent("complaint")
    story = complained_of(plan.steps[1].group, plan)
    story.give(FlagDanger(OTHER_OFFICER, story.main.id, Danger.CRIME))
    story.claim(POLICE_OFFICER)
    return story


def redirects(story: Story) -> list[c.Command]:
    main = story.main.id
    return [
        Redirect(OTHER_OFFICER, main, OTHER_AGENCY, TEXT),
        Redirect(OPERATOR, main, OTHER_AGENCY, TEXT, override=True),
        RedirectPart(OTHER_OFFICER, main, DEMANDS[:1], OTHER_AGENCY, TEXT),
        RedirectPart(OFFICERS_BOSS, main, DEMANDS[:1], OTHER_AGENCY, TEXT, override=True),
    ]


def may_redirect(story: Story) -> set[Verb]:
    holder = replace(OTHER_OFFICER, organisation=story.main.group.organisation)
    allowed = allowed_verbs(story.appeal, story.main, holder)
    return {Verb.REDIRECT, Verb.REDIRECT_PART} & set(allowed)


def refuse(story: Story, verdict: Verdict = REFUSED) -> None:
    main = story.main.id
    story.give(c.Complete(POLICE_OFFICER, main, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, verdict=verdict))


@pytest.mark.law("АППК 91(4)")
def test_the_body_whose_act_is_complained_of_does_not_choose_who_judges_it() -> None:
    story = a_complaint()
    story.claim(OTHER_OFFICER)
    for command in redirects(story):
        with pytest.raises(ForwardInstead) as caught:
            story.give(command)
        assert caught.value.facts == {"article": "АППК 91(4)"}
    assert may_redirect(story) == set()
    forward(story)
    story.claim(replace(MINISTRY, id=OTHER_OFFICER.id))
    assert may_redirect(story) == {Verb.REDIRECT, Verb.REDIRECT_PART}


@pytest.mark.law("АППК 65(1)")
def test_a_complaint_about_no_known_act_may_be_with_the_wrong_body() -> None:
    story = complained_of(lawful().steps[1].group, lawful("complaint"))
    story.claim(OTHER_OFFICER)
    assert may_redirect(story) == {Verb.REDIRECT, Verb.REDIRECT_PART}
    story.give(Redirect(OTHER_OFFICER, story.main.id, OTHER_AGENCY, TEXT))
    assert story.main.group.organisation == OTHER_AGENCY


@pytest.mark.law("АППК 64(7-2)")
def test_who_deals_with_a_danger_ends_the_complaint_by_any_of_the_laws_decisions() -> None:
    story = in_danger()
    with pytest.raises(WrongDecision):
        story.give(
            c.Complete(
                POLICE_OFFICER, story.main.id, TaskOutcome.RESOLVED, text=TEXT, verdict=Verdict("satisfied")
            )
        )
    refuse(story)
    assert (story.appeal.legal.decision, story.appeal.is_closed) == ("unsatisfied", True)


@pytest.mark.law("АППК 64(7-2)")
def test_nor_do_they_send_it_to_their_own_superior() -> None:
    story = in_danger()
    story.appeal = replace(story.appeal, plan=replace(story.appeal.plan, superior=SUPERIOR))
    assert Verb.FORWARD not in allowed_verbs(story.appeal, story.main, POLICE_OFFICER)
    with pytest.raises(DangerFirst) as caught:
        story.give(Forward(POLICE_OFFICER, story.main.id, TEXT))
    assert caught.value.facts == {"danger": "crime", "article": "АППК 64(7-2)"}


@pytest.mark.law("АППК 91(4)")
def test_a_danger_makes_nobody_the_judge_of_a_complaint_against_themselves() -> None:
    story = complained_of(POLICE, urgent("complaint"))
    story.give(FlagDanger(POLICE_OFFICER, story.main.id, Danger.CRIME))
    story.claim(POLICE_OFFICER)
    with pytest.raises(WrongDecision):
        refuse(story)
    sent = story.give(Forward(POLICE_OFFICER, story.main.id, TEXT))
    assert isinstance(sent[0], ComplaintForwarded)
    assert story.main.group == SUPERIOR


def test_a_danger_in_a_complaint_of_before_changes_nobodys_decisions() -> None:
    story = in_danger(before_notices(urgent("complaint")))
    with pytest.raises(WrongDecision):
        refuse(story)
    story.give(c.Complete(POLICE_OFFICER, story.main.id, TaskOutcome.RESOLVED, text=TEXT))
    assert story.appeal.legal.decision == "satisfied"


def reopened(story: Story) -> Story:
    """Tell of a complaint that the body complained of has satisfied, which the citizen takes up again."""
    story.claim(OTHER_OFFICER)
    story.complete(OTHER_OFFICER)
    tell(story)
    story.give(c.Reopen(CITIZEN, TEXT), story.now + DAY)
    return story


@pytest.mark.law("АППК 91(4)")
def test_a_complaint_that_is_taken_up_again_is_sent_up_in_three_days_again() -> None:
    story = reopened(a_complaint())
    assert (story.main.rule, story.due(ClockKind.STEP, story.main)) == (
        "complaint_forward",
        almaty(3, 20, 18, 30),
    )
    story.claim(OTHER_OFFICER)
    forward(story)
    assert story.main.group == SUPERIOR
    story.claim(MINISTRY)
    story.complete(MINISTRY)
    story.give(c.Reopen(CITIZEN, TEXT))
    assert (story.main.group, story.main.rule) == (SUPERIOR, "")


def test_one_of_before_is_taken_up_again_as_it_was() -> None:
    plan = before_notices(lawful("complaint"))
    story = reopened(complained_of(plan.steps[1].group, plan))
    assert isinstance(story.happened[-1], e.TaskOpened)
    assert story.main.rule == ""
