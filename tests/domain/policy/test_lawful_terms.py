"""No ladder takes accepted work from its body while the lawful term runs; the urgent lane is excepted."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime, time

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.errors import UnknownKind
from domain.evolve.appeal import evolve
from domain.identity.people import Group, Person, Role
from domain.law.vocabulary import Procedure
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Step
from domain.policy.routing import plan_for
from domain.rules.statute import keeps_work
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import HandBackReason
from domain.worktime.terms import Term
from loaders.policy.policy_files import load_policy_with_calendar
from loaders.rulebook.rulebook_files import load_rulebooks
from tests.support.domain.builders import (
    AGENCY_GROUP,
    DAY,
    FALLBACK_ORGANISATION,
    LAWYER,
    MONDAY,
    OFFICER,
    CasePlan,
    Scenario,
    almaty,
    held_by_agency,
    make_intake,
    person,
)
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.domain.statutory_plans import (
    POLICIES_FOLDER,
    keep_claimed_until,
    law_for,
    statutory_plan,
    urgent_plan,
)
from tests.support.scale import scaled

SHIPPED, CALENDAR = load_policy_with_calendar(POLICIES_FOLDER, "kazakhstan")
FIRST_DAY, LAST_DAY = date(2024, 1, 1), date(2027, 12, 31)
RULEBOOKS = load_rulebooks(POLICIES_FOLDER, "kz")
KINDS = sorted({kind.id for book in RULEBOOKS for kind in book.kinds})


def check_no_work_was_taken(facts: Sequence[e.Fact]) -> None:
    """Check that no ladder took accepted work before the end of its lawful term."""
    before: Appeal | None = None
    for fact in facts:
        if before is not None and isinstance(fact.event, e.Escalated) and fact.event.moved_to is not None:
            assert not keeps_work(before, before.task(fact.event.task), fact.at)
        before = evolve(before, fact)


@pytest.mark.law("АППК 76(1)")
def test_fallback_queue_took_the_work_on_the_fourteenth_day() -> None:
    story = held_by_agency(statutory_plan())
    keep_claimed_until(story, OFFICER, almaty(4, 9, 18))
    assert story.main_task.group == AGENCY_GROUP
    reached = [
        each for each in story.events if isinstance(each, e.Escalated) and each.clock is ClockKind.STEP
    ]
    called = next(each for each in reached if each.target is EscalationTarget.FALLBACK)
    assert (called.group.organisation, called.moved_to) == (FALLBACK_ORGANISATION, None)
    story.wait_until(almaty(4, 16))
    assert story.main_task.group.organisation == FALLBACK_ORGANISATION
    check_no_work_was_taken(story.facts)


@pytest.mark.law("АППК 76(1)")
def test_lapsed_lease_took_the_work_away() -> None:
    story = held_by_agency(statutory_plan())
    story.wait_until(almaty(4, 9, 18))
    assert (story.main_task.group, story.main_task.holder) == (AGENCY_GROUP, None)
    story.claim(OFFICER)


@pytest.mark.law("АППК 99")
def test_superior_lost_a_complaint_before_its_twentieth_day() -> None:
    plan = statutory_plan("complaint")
    story = held_by_agency(replace(plan, superiors=()))
    keep_claimed_until(story, OFFICER, almaty(4, 16, 18))
    assert story.main_task.group == AGENCY_GROUP


def test_offered_work_that_no_one_accepts_goes_to_the_queue_as_before() -> None:
    story = held_by_agency(statutory_plan())
    story.refer(OFFICER, Step.SPECIALIST)
    story.wait_until(almaty(3, 23))
    assert story.main_task.group.organisation == FALLBACK_ORGANISATION
    back = held_by_agency(statutory_plan())
    back.refer(OFFICER, Step.SPECIALIST)
    back.handle(c.Decline(LAWYER, back.main_task.id, HandBackReason.NO_STAFF))
    assert back.main_task.group == AGENCY_GROUP


def test_work_moved_to_another_organisation_is_accepted_there_again() -> None:
    story = held_by_agency(statutory_plan())
    assert story.main_task.is_accepted
    moved = story.main_task.moved_to(replace(AGENCY_GROUP, organisation=FALLBACK_ORGANISATION))
    assert not moved.is_accepted
    assert story.main_task.moved_to(replace(AGENCY_GROUP, role=Role.SUPERVISOR)).is_accepted


@pytest.mark.law("АППК 64(7-2)")
def test_urgent_work_is_taken_over_at_once() -> None:
    story = held_by_agency(urgent_plan())
    urgent = replace(story.main_task, urgent=True)
    assert not keeps_work(story.appeal, urgent, story.now)
    assert keeps_work(story.appeal, story.main_task, story.now)


def test_paused_term_still_keeps_the_work() -> None:
    story = held_by_agency(replace(statutory_plan(country="ru")))
    story.ask_citizen(OFFICER)
    assert story.appeal.is_clock_paused(story.appeal.clocks[0]) or story.appeal.statute_due
    assert keeps_work(story.appeal, story.main_task, story.now)


@pytest.mark.law("АППК 76(1)")
def test_step_lapsed_away_from_the_body_under_a_law() -> None:
    free = held_by_agency(statutory_plan())
    lapsing = tuple(
        replace(step, work=replace(step.work, lapse_after=Term.parse("1wd"))) for step in free.plan.steps
    )
    story = held_by_agency(replace(statutory_plan(), steps=lapsing))
    keep_claimed_until(story, OFFICER, almaty(4, 9, 18))
    assert (story.main_task.group, story.main_task.step) == (AGENCY_GROUP, Step.AGENCY)


@pytest.mark.parametrize(
    ("budget", "whole", "other", "expected"),
    [
        ("10wd", "15wd", "15wd", "10wd"),
        ("10wd", "15wd", "20wd", "13wd"),
        ("10wd", "15wd", "90cd", "60cd"),
        ("10wd", "15wd", "5wd", "3wd"),
        ("1wd", "15wd", "2wd", "1wd"),
        ("4wh", "15wd", "90cd", "4wh"),
        ("10wd", "15wd", None, "10wd"),
    ],
)
def test_budget_of_a_step_follows_the_term_of_the_kind(
    budget: str, whole: str, other: str | None, expected: str
) -> None:
    term = Term.parse(other) if other else None
    assert str(Term.parse(budget).in_proportion(Term.parse(whole), term)) == expected


def test_step_of_a_long_kind_was_late_after_ten_days() -> None:
    plan = statutory_plan()
    long = replace(plan.law, term=replace(plan.law.term, term=Term.parse("90cd")))
    story = held_by_agency(replace(plan, law=long))
    assert str(story.appeal.work_schedule(story.main_task).budget) == "30cd"


@pytest.mark.law("АППК 76(1)")
@given(random_scenarios())
def test_no_ladder_takes_accepted_work_in_its_lawful_term(lived: Scenario) -> None:
    check_no_work_was_taken(lived.facts)


@pytest.mark.law("АППК 76(1)")
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=scaled(4, 1461), deadline=None)
@given(st.dates(FIRST_DAY, LAST_DAY), st.sampled_from([1, 2, 5]), st.integers(0, 99))
def test_every_body_keeps_what_it_accepted_until_the_lawful_end(
    kind: str, day: date, days_between_claims: int, topic: int
) -> None:
    try:
        law_for(kind, day)
    except UnknownKind:  # petitions are newer than the other kinds
        reject()
    story = accepted_by_agency(kind, datetime.combine(day, time(10), MONDAY.tzinfo), topic)
    task, holder, end = story.main_task, story.main_task.holder, story.appeal.statute_due
    assert holder is not None
    assert end is not None
    if task.rule_id:  # the body complained of has only the term of forwarding
        end = story.due_at(ClockKind.STEP, task)
    while (moment := story.now + days_between_claims * DAY) < end:
        story.wait_until(moment)
        assert story.main_task.group == task.group
        story.claim(officer_of(task.group))
    check_no_work_was_taken(story.facts)


def accepted_by_agency(kind: str, at: datetime, topic: int) -> Scenario:
    """Return an appeal of this *kind* under the shipped policy, in the hands of the competent body."""
    law = law_for(kind, at.date())
    topics = sorted(SHIPPED.topics)
    plan = plan_for(SHIPPED, SHIPPED.topics[topics[topic % len(topics)]], "61", "reception-61", law=law)
    case = CasePlan(**{each.name: getattr(plan, each.name) for each in fields(plan)}, law=law)
    against = plan.steps[0].group.organisation if law.procedure is Procedure.COMPLAINT else ""
    story = Scenario(case, CALENDAR, at, make_intake(case, CALENDAR, at, complaint_against=against))
    if story.main_task.step is Step.RECEPTION:
        clerk = person(501, story.main_task.group.organisation, Role.CLERK)
        story.claim(clerk)
        story.refer(clerk, Step.AGENCY)
    story.claim(officer_of(story.main_task.group))
    return story


def officer_of(group: Group) -> Person:
    return person(502, group.organisation, group.role)
