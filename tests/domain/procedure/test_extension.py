"""Extension: by the roles the law names, before the term ends, within its limit, never of a complaint."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.country.offices import Office
from domain.errors import (
    ExtensionNotAllowed,
    ExtensionTooLong,
    LimitReached,
    NotCompetentToDecide,
    NotInFuture,
    OfficeNotAuthorised,
    TermExpired,
)
from domain.identity.people import Person
from domain.state.clock import ClockKind
from domain.state.task import Duty
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_SUPERVISOR,
    MINUTE,
    OFFICER,
    OPERATOR,
    UNRELATED_HEAD,
    Scenario,
    almaty,
    awaiting_agency_acceptance,
    event_names,
    held_by_agency,
    only_event,
    parse_term,
)
from tests.support.domain.statutory_plans import (
    AGENCY_DEPUTY,
    AGENCY_HEAD,
    REGION_BODY_HEAD,
    REGISTERED_2025,
    statutory_plan,
)

ENDS = almaty(4, 9, 18, 30)  # fifteen working days after Monday, past Nauryz


def extend(story: Scenario, by: Person = AGENCY_HEAD, by_how_much: str = "5wd") -> list[e.Event]:
    return story.handle(c.Extend(by, parse_term(by_how_much)))


@pytest.mark.law("АППК 76(3)")
@pytest.mark.parametrize(
    "by",
    [AGENCY_HEAD, AGENCY_DEPUTY, replace(AGENCY_HEAD, office=Office.HEAD_OF_APPARATUS)],
)
def test_head_deputy_or_head_of_apparatus_extends_the_term(by: Person) -> None:
    story = held_by_agency(statutory_plan())
    extended = only_event(e.Extended, extend(story, by))
    assert (extended.old_due_at, extended.new_due_at) == (ENDS, almaty(4, 16, 18, 30))
    assert story.due_at(ClockKind.STATUTE) == extended.new_due_at


@pytest.mark.law("АППК 76(3)")
@pytest.mark.parametrize(
    "by", [OFFICER, AGENCY_SUPERVISOR, OPERATOR, replace(AGENCY_HEAD, office=Office.AUTHORISED)]
)
def test_other_roles_cannot_extend(by: Person) -> None:
    with pytest.raises(OfficeNotAuthorised) as refused:
        extend(held_by_agency(statutory_plan()), by)
    assert refused.value.details == {"offices": "head, deputy, head_of_apparatus", "article": "АППК 76(3)"}


@pytest.mark.law("АППК 76(3)")
@pytest.mark.law("АППК 4(1)4")
@pytest.mark.parametrize("by", [REGION_BODY_HEAD, replace(OPERATOR, office=Office.HEAD)])
def test_head_of_another_body_extended_the_term(by: Person) -> None:
    with pytest.raises(NotCompetentToDecide) as refused:
        extend(held_by_agency(statutory_plan()), by)
    assert (refused.value.details["organisation"], refused.value.details["article"]) == (AGENCY, "АППК 4(1)4")


@pytest.mark.law("АППК 76(3)")
def test_head_could_not_extend_once_the_fallback_queue_had_the_work() -> None:
    story = awaiting_agency_acceptance(statutory_plan())
    story.wait_until(almaty(3, 26))
    assert story.main_task.group == story.appeal.plan.fallback
    assert only_event(e.Extended, extend(story)).old_due_at == ENDS


def test_a_head_elsewhere_is_not_the_head_here() -> None:
    with pytest.raises(NotCompetentToDecide):
        extend(held_by_agency(statutory_plan()), replace(UNRELATED_HEAD, office=Office.HEAD))


def test_before_2026_the_head_of_apparatus_could_not() -> None:
    with pytest.raises(OfficeNotAuthorised):
        extend(
            held_by_agency(statutory_plan(day=REGISTERED_2025)),
            replace(AGENCY_HEAD, office=Office.HEAD_OF_APPARATUS),
        )


@pytest.mark.law("АППК 76(3)")
def test_extension_notice_is_owed_within_three_working_days() -> None:
    story = held_by_agency(statutory_plan())
    assert event_names(extend(story)) == ["Extended", "TaskOpened"]
    assert (story.task.duty, story.task.rule_id) == (Duty.NOTICE, "extension_notice")
    assert story.due_at(ClockKind.STEP, story.task) == almaty(3, 19, 18, 30)


@pytest.mark.law("АППК 76(3)")
def test_it_goes_two_months_from_the_day_of_its_decision_and_no_further() -> None:
    """Decided on 18 March: until 18 May."""
    story = held_by_agency(statutory_plan())
    story.wait_until(almaty(3, 18))
    with pytest.raises(ExtensionTooLong) as refused:
        extend(story, by_how_much="25wd")
    assert refused.value.details["article"] == "АППК 76(3)"
    assert datetime.fromisoformat(refused.value.details["latest"]) == almaty(5, 18, 18, 30)
    assert only_event(e.Extended, extend(story, by_how_much="24wd")).new_due_at == almaty(5, 18, 18, 30)


def test_before_2026_the_two_months_were_counted_from_receipt() -> None:
    story = held_by_agency(statutory_plan(day=REGISTERED_2025))
    story.wait_until(almaty(3, 18))
    with pytest.raises(ExtensionTooLong) as refused:
        extend(story, by_how_much="2mo")
    assert datetime.fromisoformat(refused.value.details["latest"]) == almaty(5, 18, 18, 30)  # 16 May rests


@pytest.mark.law("АППК 76(3)")
def test_only_before_the_end() -> None:
    story = held_by_agency(statutory_plan())
    story.wait_until(ENDS + MINUTE)
    with pytest.raises(TermExpired) as refused:
        extend(story)
    assert refused.value.details["article"] == "АППК 76(3)"


@pytest.mark.law("АППК 99")
@pytest.mark.law("АППК 1(2)")
@pytest.mark.parametrize(
    ("kind", "article"),
    [("complaint", "АППК 99"), ("state_service_complaint", "АППК 99"), ("notary_inquiry", "АППК 1(2)")],
)
def test_never_of_a_complaint_nor_of_what_other_laws_set(kind: str, article: str) -> None:
    with pytest.raises(ExtensionNotAllowed) as refused:
        extend(held_by_agency(statutory_plan(kind)))
    assert refused.value.details == {"kind": kind, "article": article}


@pytest.mark.law("Закон № 401-V, 11")
def test_information_request_is_extended_once_by_fifteen_days() -> None:
    """Due on 31 March, so until 15 April."""
    story = held_by_agency(statutory_plan("information_inquiry"))
    with pytest.raises(ExtensionTooLong) as refused:
        extend(story, by_how_much="16cd")
    assert refused.value.details["article"] == "Закон № 401-V, 11"
    extended = only_event(e.Extended, extend(story, by_how_much="15cd"))
    assert (extended.old_due_at, extended.new_due_at) == (almaty(3, 31, 18, 30), almaty(4, 15, 18, 30))
    assert (story.task.duty, story.task.rule_id) == (Duty.NOTICE, "information_extension_notice")
    assert story.due_at(ClockKind.STEP, story.task) == almaty(3, 19, 18, 30)
    with pytest.raises(LimitReached):
        extend(story, by_how_much="1cd")


@pytest.mark.law("АППК 76(3)")
@pytest.mark.parametrize("farther", ["900mo", "999999cd", "20000wd"])
def test_farther_than_any_calendar_reaches_is_too_long(farther: str) -> None:
    with pytest.raises(ExtensionTooLong) as refused:
        extend(held_by_agency(statutory_plan()), by_how_much=farther)
    assert refused.value.details["article"] == "АППК 76(3)"


def test_a_second_one_is_the_policys_to_allow() -> None:
    story = held_by_agency(statutory_plan())
    extend(story)
    with pytest.raises(LimitReached) as refused:
        extend(story)
    assert refused.value.details == {"limit": str(story.plan.limits.max_extensions)}


def test_by_nothing_is_no_extension() -> None:
    with pytest.raises(NotInFuture):
        extend(held_by_agency(statutory_plan()), by_how_much="0wd")


@given(st.integers(1, 40), st.integers(1, 40), st.sampled_from(["wd", "cd"]))
def test_a_longer_term_never_ends_sooner(one: int, other: int, unit: str) -> None:
    ends = []
    for amount in sorted((one, other)):
        story = held_by_agency(statutory_plan())
        try:
            ends.append(only_event(e.Extended, extend(story, by_how_much=f"{amount}{unit}")).new_due_at)
        except ExtensionTooLong:
            ends.append(datetime.max.replace(tzinfo=ENDS.tzinfo))
    assert ends[0] <= ends[1]


def test_other_countries_have_their_own_way() -> None:
    """Russia: thirty days beyond the term. India: an interim reply moves no term."""
    story = held_by_agency(statutory_plan("application", country="ru"))
    extended = only_event(e.Extended, extend(story, by_how_much="30cd"))
    assert extended.new_due_at > extended.old_due_at
    with pytest.raises(ExtensionNotAllowed):
        extend(held_by_agency(statutory_plan("grievance", country="in")))
