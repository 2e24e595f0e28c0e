"""Split-off: demands become appeals of their own, and none is lost or duplicated."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.commands import Redirect, SplitOff
from domain.decide.appeal import decide
from domain.errors import (
    Barred,
    InvalidSplit,
    NotProvidedByLaw,
    Refusal,
    SameAssignee,
    TaskHeldByAnother,
    TermExpired,
    UnknownDemand,
)
from domain.events import DemandsSplitOff
from domain.events.fact import Fact
from domain.evolve.appeal import record
from domain.identity.people import Group, Person, Role
from domain.policy.plan import Step
from domain.procedure.competence.split_off import begin_child_appeals
from domain.state.appeal import Appeal, Status
from domain.state.clock import ClockKind
from domain.state.task import Duty, TaskState
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CLERK,
    DAY,
    DEMANDS,
    MINUTE,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_OFFICER,
    Scenario,
    almaty,
    altered,
    event_names,
    held_by_agency,
    held_by_clerk,
    only_event,
)
from tests.support.domain.statutory_plans import statutory_plan
from tests.support.scale import scaled

AT_OTHER_AGENCY = Group(OTHER_AGENCY, Role.OFFICER)
BODIES = [AGENCY, OTHER_AGENCY, "police", "ministry"]
TEXT = UUID(int=5)
TERM_ENDS = almaty(3, 19, 18, 30)


def part(
    story: Scenario,
    *demands: UUID,
    by: Person = OFFICER,
    to: str = OTHER_AGENCY,
    at: datetime | None = None,
    override: bool = False,
) -> list[e.Event]:
    """Split off *demands* as the holder of the appeal."""
    return story.handle(SplitOff(by, story.main_task.id, demands, to, TEXT, override), at)


def born(parent: Appeal, happened: list[e.Event], at: datetime) -> Appeal:
    """Return the appeal that the part has become."""
    ((grown, _),) = begin_child_appeals(parent, [Fact(0, at, event, OFFICER) for event in happened])
    return grown


@pytest.mark.law("АППК 65(2)")
def test_split_demands_go_to_competent_body_and_the_rest_stays() -> None:
    story = held_by_agency(statutory_plan())
    happened = part(story, DEMANDS[1])
    assert event_names(happened) == ["DemandsSplitOff", "TaskOpened"]
    sent = only_event(DemandsSplitOff, happened)
    assert (sent.demands, sent.number, sent.group) == (DEMANDS[1:2], "61-26-000001-5/1", AT_OTHER_AGENCY)
    assert (sent.article, sent.text) == ("АППК 65(2)", TEXT)
    assert story.appeal.legal.demands == (DEMANDS[0], DEMANDS[2])
    assert story.main_task.holder == OFFICER.id
    duty = only_event(e.TaskOpened, happened)
    assert (duty.duty, duty.rule_id, duty.group) == (Duty.NOTICE, "split_off", AGENCY_GROUP)


@pytest.mark.law("АППК 65(2)")
def test_a_part_is_an_appeal_of_its_own_at_that_body() -> None:
    story = held_by_agency(statutory_plan())
    grown = born(story.appeal, part(story, DEMANDS[1]), story.now)
    assert (grown.number, grown.status) == ("61-26-000001-5/1", Status.IN_PROGRESS)
    assert (grown.origin.parent, grown.legal.demands) == (story.appeal.id, DEMANDS[1:2])
    assert (grown.origin.topic, grown.origin.channel, grown.origin.language) == (
        "housing-queue",
        "counter",
        "kk",
    )
    task = grown.main_task
    assert task is not None
    assert (task.step, task.group, task.state) == (Step.AGENCY, AT_OTHER_AGENCY, TaskState.OFFERED)
    assert [each.step for each in grown.plan.steps] == [Step.AGENCY, Step.SPECIALIST, Step.SPONSOR]


@pytest.mark.law("АППК 76(2)")
def test_part_gets_full_term_from_receipt_and_rest_keeps_its_own() -> None:
    story = held_by_agency(statutory_plan())
    before = story.due_at(ClockKind.STATUTE)
    happened = part(story, DEMANDS[1], at=almaty(3, 17, 12))
    assert born(story.appeal, happened, story.now).statute_due == almaty(4, 10, 18, 30)
    assert story.due_at(ClockKind.STATUTE) == before == almaty(4, 9, 18, 30)


@pytest.mark.law("АППК 99")
def test_a_part_of_a_complaint_has_the_term_of_the_whole() -> None:
    story = held_by_agency(statutory_plan("complaint"))
    at = story.now + DAY
    grown = born(story.appeal, part(story, DEMANDS[1], at=at), at)
    assert grown.statute_due == story.appeal.statute_due
    assert (grown.origin.received_at, grown.origin.registered_at) == (at, story.appeal.origin.registered_at)


@pytest.mark.law("АППК 65(2)")
def test_a_part_that_is_sent_back_is_a_dispute_and_gains_no_time() -> None:
    story = held_by_agency(statutory_plan())
    due = story.due_at(ClockKind.STATUTE)
    grown = born(story.appeal, part(story, DEMANDS[1], at=almaty(3, 17, 12)), story.now)
    task = grown.main_task
    assert task is not None
    back = decide(grown, Redirect(OPERATOR, task.id, AGENCY, override=True), story.now)
    assert "CompetenceDisputed" in event_names(list(back))
    grown, _ = record(grown, back, story.now)
    final = Redirect(OPERATOR, grown.tasks[-1].id, AGENCY, override=True)
    grown, _ = record(grown, decide(grown, final, story.now), story.now)
    assert grown.group == AGENCY_GROUP
    assert grown.statute_due == due


def test_who_stepped_aside_has_no_part_in_a_part() -> None:
    story = held_by_agency(statutory_plan())
    happened = part(story, DEMANDS[1])
    challenged = altered(story.appeal, "legal.recusals", upheld=(UUID(int=40),))
    child = born(challenged, happened, story.now)
    assert child.legal.recusals.upheld == (UUID(int=40),)
    with pytest.raises(Barred):
        decide(
            child,
            c.Claim(Person(UUID(int=40), OTHER_AGENCY, Role.OFFICER, "61"), child.tasks[0].id),
            story.now,
        )


def test_a_path_without_an_agency_has_one_for_the_part() -> None:
    plan = statutory_plan()
    story = held_by_clerk(replace(plan, steps=plan.steps[:1]))
    grown = born(story.appeal, part(story, DEMANDS[0], by=CLERK), story.now)
    assert [each.group for each in grown.plan.steps] == [AT_OTHER_AGENCY]


@pytest.mark.law("АППК 65(2)")
def test_parts_are_numbered_one_after_the_other_and_a_part_of_a_part_too() -> None:
    story = held_by_agency(statutory_plan())
    part(story, DEMANDS[1])
    assert only_event(DemandsSplitOff, part(story, DEMANDS[0], to="police")).number == "61-26-000001-5/2"
    sent = DemandsSplitOff(story.task.id, DEMANDS, UUID(int=9), "N/1", AGENCY_GROUP, "")
    grown = born(story.appeal, [sent], story.now)
    (task,) = grown.tasks
    new_events = decide(grown, SplitOff(OPERATOR, task.id, DEMANDS[:1], "police", override=True), story.now)
    assert only_event(DemandsSplitOff, list(new_events)).number == "N/1/1"


@pytest.mark.law("АППК 65(2)")
@pytest.mark.parametrize(
    ("demands", "refusal"),
    [
        ((), InvalidSplit),
        (DEMANDS, InvalidSplit),
        ((DEMANDS[0], DEMANDS[0]), InvalidSplit),
        ((DEMANDS[0], UUID(int=1)), UnknownDemand),
    ],
    ids=["none", "all: redirect the whole", "one twice", "an unknown one"],
)
def test_what_is_no_part_is_refused(demands: tuple[UUID, ...], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        part(held_by_agency(statutory_plan()), *demands)
    assert refused.value.details["article"] == "АППК 65(2)"


def test_what_has_gone_does_not_go_again() -> None:
    story = held_by_agency(statutory_plan())
    part(story, DEMANDS[1])
    with pytest.raises(UnknownDemand):
        part(story, DEMANDS[1], to="police")


def test_the_last_demand_goes_only_with_the_whole_appeal() -> None:
    story = held_by_agency(statutory_plan())
    part(story, *DEMANDS[1:])
    with pytest.raises(InvalidSplit):
        part(story, DEMANDS[0], to="police")
    story.handle(Redirect(OFFICER, story.main_task.id, "police"))
    assert story.appeal.legal.demands == DEMANDS[:1]


@pytest.mark.law("АППК 65(2)")
def test_after_three_working_days_only_those_above_send_a_part_on() -> None:
    story = held_by_agency(statutory_plan())
    while story.now < TERM_ENDS + MINUTE:
        story.wait_until(min(story.now + DAY, TERM_ENDS + MINUTE))
        story.claim(OFFICER)
    with pytest.raises(TermExpired) as late:
        part(story, DEMANDS[0])
    assert late.value.details["article"] == "АППК 65(2)"
    assert only_event(
        DemandsSplitOff, part(story, DEMANDS[0], by=AGENCY_SUPERVISOR, override=True)
    ).overridden


def test_a_part_does_not_go_where_the_appeal_is_nor_by_anybody() -> None:
    story = held_by_agency(statutory_plan())
    with pytest.raises(SameAssignee):
        part(story, DEMANDS[0], to=AGENCY)
    with pytest.raises(TaskHeldByAnother):
        part(story, DEMANDS[0], by=OTHER_OFFICER)


def test_a_law_that_knows_no_parts_sends_none() -> None:
    for country, kind in (("ru", "application"), ("in", "grievance")):
        with pytest.raises(NotProvidedByLaw):
            part(held_by_agency(statutory_plan(kind, country=country)), DEMANDS[0])


@settings(max_examples=scaled(60, 600))
@given(st.data())
def test_split_off_neither_loses_nor_duplicates_demands(data: st.DataObject) -> None:
    family, now = [held_by_agency(statutory_plan()).appeal], almaty(3, 16, 12)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(family) - 1))
        demands = tuple(data.draw(st.lists(st.sampled_from(DEMANDS), max_size=3)))
        task = family[place].main_task
        assert task is not None
        command = SplitOff(OPERATOR, task.id, demands, data.draw(st.sampled_from(BODIES)), override=True)
        try:
            new_events = list(decide(family[place], command, now))
        except Refusal:
            continue
        family[place], _ = record(family[place], new_events, now)
        family.append(born(family[place], new_events, now))
    assert sorted(each for one in family for each in one.legal.demands) == sorted(DEMANDS)
    assert all(one.legal.demands for one in family)
    assert len({one.number for one in family}) == len({one.id for one in family}) == len(family)
