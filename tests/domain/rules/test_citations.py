"""Every due date that the law sets has its address: rule, article, and what it counts from."""

from uuid import UUID

import pytest

from domain import commands as c
from domain.law.vocabulary import DecisionDetails, Defect, HearingException, TermStart
from domain.rules.citations import rule_of_clock
from domain.state.clock import ClockKind
from domain.state.task import Ground, Purpose, TaskOutcome
from tests.support.domain.builders import (
    CLERK,
    OFFICER,
    Scenario,
    almaty,
    held_by_agency,
    held_by_clerk,
    parse_term,
)
from tests.support.domain.statutory_plans import complete_due_notices, statutory_plan


def address(story: Scenario, kind: ClockKind) -> str | None:
    """Return the article of the rule that the running clock of this kind keeps."""
    clock = next(each for each in story.appeal.clocks if each.kind is kind)
    rule = rule_of_clock(story.appeal, clock)
    return rule.article if rule else None


@pytest.mark.law("АППК 76(1)")
def test_the_statute_clock_of_an_application() -> None:
    story = held_by_clerk(statutory_plan())
    rule = rule_of_clock(story.appeal, story.appeal.clocks[0])
    assert rule is not None
    assert (rule.rule_id, rule.article, rule.start) == ("general_term", "АППК 76(1)", TermStart.REGISTERED)


def test_the_statute_clock_of_a_complaint() -> None:
    assert address(held_by_clerk(statutory_plan("complaint")), ClockKind.STATUTE) == "АППК 99"


def test_what_the_policy_sets_has_no_article() -> None:
    assert address(held_by_clerk(statutory_plan()), ClockKind.STEP) is None
    assert address(held_by_clerk(), ClockKind.STATUTE) is None
    assert address(held_by_clerk(statutory_plan()), ClockKind.LEASE) is None


def test_correction_term_and_its_notice_cite_articles() -> None:
    story = held_by_clerk(statutory_plan())
    story.handle(c.ReportDefects(CLERK, story.main_task.id, (Defect.SIGNATURE,), parse_term("5wd")))
    notice = next(each for each in story.appeal.open_tasks if each.purpose is Purpose.DUTY)
    clock = story.appeal.clock(ClockKind.STEP, notice.id)
    assert clock is not None
    rule = rule_of_clock(story.appeal, clock)
    assert rule is not None
    assert rule.article == "АППК 64(6)"
    complete_due_notices(story)
    assert address(story, ClockKind.DEFECT_CORRECTION) == "АППК 64(6)"


def test_a_notice_of_silence() -> None:
    story = held_by_clerk(statutory_plan())
    story.wait_until(almaty(4, 20))
    duties = [each for each in story.appeal.open_tasks if each.duty]
    rules = [
        rule_of_clock(story.appeal, clock) for clock in story.appeal.clocks if clock.task == duties[0].id
    ]
    assert "АППК 91(2)" in [rule.article for rule in rules if rule]


@pytest.mark.parametrize(("remedies", "article"), [(True, "АППК 92(1)"), (False, "АППК 92(1-1)")])
def test_the_time_to_complain(remedies: bool, article: str) -> None:  # noqa: FBT001 - a case
    story = held_by_agency(statutory_plan())
    details = DecisionDetails(remedies_stated=remedies, hearing_exception=HearingException.APPLICANT_REQUEST)
    no = TaskOutcome.REFUSED
    story.handle(
        c.Complete(OFFICER, story.main_task.id, no, Ground.NO_RIGHT, UUID(int=9), decision_details=details)
    )
    assert address(story, ClockKind.STEP) == "АППК 77(2)"
    complete_due_notices(story)
    assert address(story, ClockKind.COMPLAINT_WINDOW) == article
