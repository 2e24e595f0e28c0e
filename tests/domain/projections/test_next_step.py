"""The applicant always reads what happens next and by when."""

from hypothesis import given

from domain import commands as c
from domain.procedure.competence.forward_complaint import complaint_deadline
from domain.projections.next_step import ExpectedStep, NextStep, expected_step
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import TaskOutcome
from tests.support.domain.builders import (
    OFFICER,
    Scenario,
    held_by_agency,
    make_plan,
    resolved_by_agency,
    unclaimed_at_reception,
)
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.domain.statutory_plans import statutory_plan

OF_APPLICANT = {
    NextStep.ANSWER_QUESTION: ClockKind.INFORMATION,
    NextStep.CORRECT_DEFECTS: ClockKind.DEFECT_CORRECTION,
    NextStep.CONFIRM_RECEIPT: ClockKind.RECEIPT,
}
AFTER_CLOSING = {NextStep.AWAIT_NOTICE, NextStep.COMPLAIN, NextStep.NOTHING}


@given(random_scenarios())
def test_an_open_appeal_has_a_next_step_and_a_closed_one_asks_for_nothing_but_a_complaint(
    story: Scenario,
) -> None:
    appeal = story.appeal
    expected = expected_step(appeal)
    assert appeal.is_closed == (expected.step in AFTER_CLOSING)
    if appeal.status is Status.AWAITING_INFORMATION:
        assert expected.step is NextStep.ANSWER_QUESTION
    if expected.step in OF_APPLICANT:
        kind = OF_APPLICANT[expected.step]
        assert expected.until in {appeal.reading(each).due for each in appeal.clocks if each.kind is kind}
    assert (expected.until is None) <= (
        expected.step
        in {NextStep.AWAIT_DECISION, NextStep.AWAIT_LATE_DECISION, NextStep.AWAIT_NOTICE, NextStep.NOTHING}
    )


def test_registered_appeal_awaits_the_decision_by_its_lawful_term() -> None:
    appeal = unclaimed_at_reception(statutory_plan()).appeal
    assert expected_step(appeal).step is NextStep.AWAIT_DECISION
    assert expected_step(appeal).until == appeal.statute_due


def test_question_is_answered_before_the_decision_is_awaited() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.RequestInformation(OFFICER, story.main_task.id))
    assert expected_step(story.appeal).step is NextStep.ANSWER_QUESTION


def test_help_that_is_on_its_way_is_confirmed() -> None:
    assert expected_step(resolved_by_agency(make_plan(receipt=True)).appeal).step is NextStep.CONFIRM_RECEIPT


def test_refused_applicant_awaits_the_notice_of_the_decision() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.EXPLAINED))
    assert expected_step(story.appeal).step in {NextStep.AWAIT_NOTICE, NextStep.COMPLAIN}


def test_late_decision_is_still_awaited_while_the_silence_may_be_complained_of() -> None:
    story = held_by_agency(statutory_plan())
    due = story.appeal.statute_due
    assert due is not None
    story.wait_until(due)
    assert expected_step(story.appeal) == ExpectedStep(
        NextStep.AWAIT_LATE_DECISION, complaint_deadline(story.appeal)
    )


def test_notified_applicant_may_complain_and_without_a_law_nothing_is_left() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.EXPLAINED))
    window = ExpectedStep(NextStep.COMPLAIN, complaint_deadline(story.appeal))
    assert expected_step(story.appeal) == (window if window.until else ExpectedStep(NextStep.AWAIT_NOTICE))
    assert expected_step(resolved_by_agency().appeal) == ExpectedStep(NextStep.NOTHING)
