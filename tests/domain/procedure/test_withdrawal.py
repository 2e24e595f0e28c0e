"""Withdrawal: in writing, before the decision; the applicant is notified of the closing."""

from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.errors import NotAllowedInStatus, WrittenFormRequired
from domain.identity.people import Person
from domain.state.clock import ClockKind
from domain.state.task import Duty, Outcome
from tests.support.domain.builders import (
    CITIZEN,
    CLERK,
    INTEGRATOR,
    OFFICER,
    OPERATOR,
    almaty,
    altered,
    awaiting_receipt,
    event_names,
    held_by_agency,
    held_by_clerk,
    only_event,
)
from tests.support.domain.statutory_plans import statutory_plan

TEXT = UUID(int=9)


@pytest.mark.law("АППК 64(9)")
@pytest.mark.law("АППК 70(3)")
@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("application", "termination_notice"),
        ("message", "termination_notice"),
        ("complaint", "unconsidered_notice"),
    ],
)
def test_withdrawal_owes_notice_of_closing(kind: str, rule: str) -> None:
    story = held_by_clerk(statutory_plan(kind))
    happened = story.handle(c.Withdraw(CITIZEN, TEXT))
    assert only_event(e.Closed, happened).outcome is Outcome.WITHDRAWN
    (owed,) = story.appeal.open_tasks
    assert (owed.duty, owed.rule_id) == (Duty.NOTICE, rule)
    assert story.due_at(ClockKind.STEP, owed) == almaty(3, 19, 18, 30)


@pytest.mark.law("АППК 64(9)")
def test_after_the_decision_it_is_too_late_to_withdraw() -> None:
    story = held_by_agency(statutory_plan(receipt=True))
    story.complete(OFFICER)
    with pytest.raises(NotAllowedInStatus) as refused:
        story.handle(c.Withdraw(CITIZEN, TEXT))
    assert refused.value.details["article"] == "АППК 64(9)"


def test_without_a_law_it_is_never_too_late() -> None:
    story = awaiting_receipt()
    assert "Closed" in event_names(story.handle(c.Withdraw(CITIZEN)))


@pytest.mark.law("АППК 64(9)")
@pytest.mark.parametrize("by", [CLERK, OPERATOR])
def test_who_withdraws_for_the_applicant_enters_what_they_wrote(by: Person) -> None:
    story = held_by_clerk(statutory_plan())
    with pytest.raises(WrittenFormRequired) as refused:
        story.handle(c.Withdraw(by))
    assert refused.value.details == {"field": "text", "article": "АППК 64(9)"}
    assert "Closed" in event_names(story.handle(c.Withdraw(by, TEXT)))


@pytest.mark.parametrize("by", [CITIZEN, INTEGRATOR])
def test_what_comes_in_electronic_form_is_in_writing(by: Person) -> None:
    assert "Closed" in event_names(held_by_clerk(statutory_plan()).handle(c.Withdraw(by)))


def test_withdrawal_of_anonymous_appeal_owes_no_notice() -> None:
    story = held_by_agency(statutory_plan())
    story.appeal = altered(story.appeal, "origin", anonymous=True)
    story.handle(c.Withdraw(CITIZEN))
    assert story.appeal.open_tasks == ()
