"""A public reception is no body: what it passes on is redirected, with notice and the body's own term."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain import events as e
from domain.identity.people import Group, Role
from domain.policy.plan import Step
from domain.state.clock import ClockKind
from domain.state.task import Duty, HandBackReason
from domain.worktime.terms import Term
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_GROUP,
    CLERK,
    OFFICER,
    CasePlan,
    Scenario,
    almaty,
    held_by_clerk,
    only_event,
    unclaimed_at_reception,
)
from tests.support.domain.statutory_plans import statutory_plan

FROM_REGISTRATION, FROM_RECEIPT = almaty(4, 9, 18, 30), almaty(4, 10, 18, 30)


def at_public_reception(plan: CasePlan | None = None) -> CasePlan:
    """Return a plan whose appeal is received by a counter that belongs to no administrative body."""
    return replace(plan or statutory_plan(), body_with_counter="")


def referred(plan: CasePlan) -> Scenario:
    """Return an appeal that the clerk refers to the agency on the day after its registration."""
    story = held_by_clerk(plan)
    story.wait_until(almaty(3, 17))
    story.refer(CLERK, Step.AGENCY)
    return story


@pytest.mark.law("АППК 65(1)")
@pytest.mark.law("АППК 76(2)")
def test_public_reception_passed_the_appeal_on_without_notice_and_term() -> None:
    story = referred(at_public_reception())
    assert story.due_at(ClockKind.STATUTE) == FROM_RECEIPT
    notice = next(task for task in story.appeal.open_tasks if task.duty is Duty.NOTICE)
    assert (notice.rule_id, notice.group.role) == ("redirect", Role.CLERK)
    assert story.due_at(ClockKind.STEP, notice) == almaty(3, 17, 18, 30)
    assert story.main_task.group == AGENCY_GROUP
    assert story.appeal.legal.competence.received_at == almaty(3, 17)


@pytest.mark.law("АППК 65(1)")
def test_lapse_of_the_public_reception_left_the_body_no_term_of_its_own() -> None:
    plan = at_public_reception()
    first = replace(plan.steps[0], work=replace(plan.steps[0].work, lapse_after=Term.parse("1wd")))
    story = unclaimed_at_reception(replace(plan, steps=(first, *plan.steps[1:])))
    happened = story.wait_until(almaty(3, 20))
    lapsed = only_event(e.StepLapsed, happened)
    assert lapsed.statute_clock is not None
    assert (story.main_task.group, story.due_at(ClockKind.STATUTE)) == (AGENCY_GROUP, almaty(4, 15, 18, 30))
    notice = next(task for task in story.appeal.open_tasks if task.duty is Duty.NOTICE)
    assert story.due_at(ClockKind.STEP, notice) == almaty(3, 20, 18, 30)


@pytest.mark.law("АППК 76(2)")
def test_what_comes_back_from_the_body_gains_no_second_term() -> None:
    story = referred(at_public_reception())
    story.handle(c.Decline(OFFICER, story.main_task.id, HandBackReason.OTHER), almaty(3, 18))
    story.claim(CLERK)
    story.refer(CLERK, Step.AGENCY)
    assert story.due_at(ClockKind.STATUTE) == FROM_RECEIPT


def test_counter_of_the_body_hands_over_inside_it() -> None:
    inside = statutory_plan()
    own = replace(inside.steps[0], group=Group(AGENCY, Role.CLERK))
    story = Scenario(replace(inside, steps=(own, *inside.steps[1:]), body_with_counter=AGENCY))
    clerk = replace(CLERK, organisation=AGENCY)
    story.claim(clerk)
    story.wait_until(almaty(3, 17))
    story.refer(clerk, Step.AGENCY)
    assert story.due_at(ClockKind.STATUTE) == FROM_REGISTRATION
    assert not [task for task in story.appeal.open_tasks if task.duty]


@pytest.mark.parametrize("plan", [statutory_plan(country="ru"), statutory_plan("grievance", country="in")])
def test_other_laws_without_the_power_to_decide_keep_their_hand_over(plan: CasePlan) -> None:
    story = referred(at_public_reception(plan))
    assert not [each for each in story.events if isinstance(each, e.Referred) and each.statute_clock]
