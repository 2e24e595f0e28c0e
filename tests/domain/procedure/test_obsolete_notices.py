"""A notice that says what is so no more is not owed; and what a body asked for ends with its turn."""

from collections.abc import Callable
from uuid import UUID

import pytest

from domain import commands as c
from domain.errors import NoDefectsToCorrect
from domain.law.vocabulary import DecisionDetails, Defect, HearingException, ReturnGround
from domain.state.clock import ClockKind
from domain.state.task import Duty, Ground, Task, TaskOutcome, TaskState
from tests.support.domain.builders import (
    CITIZEN,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    UNRELATED_OFFICER,
    Scenario,
    almaty,
    end_of_day,
    event_names,
    held_by_agency,
    parse_term,
)
from tests.support.domain.statutory_plans import (
    AGENCY_HEAD,
    complete_due_notices,
    keep_claimed_until,
    statutory_plan,
)

TEXT = UUID(int=9)
UNHEARD = DecisionDetails(hearing_exception=HearingException.OTHER_LAW)
NAMED = (Defect.NAME,)


def owed(story: Scenario) -> list[str]:
    """Return the rules of the notices that are still owed."""
    return [task.rule_id for task in story.appeal.open_tasks if task.duty is Duty.NOTICE]


def redirect(story: Scenario, to: str = OTHER_AGENCY) -> None:
    story.handle(c.Redirect(OPERATOR, story.main_task.id, to, override=True))


def refuse(story: Scenario) -> None:
    story.handle(
        c.Complete(
            OFFICER, story.main_task.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, decision_details=UNHEARD
        )
    )


def withdraw(story: Scenario) -> None:
    story.handle(c.Withdraw(CITIZEN, TEXT))


def return_to_applicant(story: Scenario) -> None:
    story.handle(c.ReturnToApplicant(OFFICER, story.main_task.id, ReturnGround.OBSCENE, text=TEXT))


def name_defects(story: Scenario) -> None:
    story.handle(c.ReportDefects(OFFICER, story.main_task.id, NAMED, parse_term("3wd"), TEXT))


def notice_of(story: Scenario, rule: str) -> Task:
    return next(task for task in story.appeal.tasks if task.rule_id == rule)


@pytest.mark.parametrize("end", [refuse, withdraw, return_to_applicant])
def test_notice_of_undone_closing_is_obsolete(end: Callable[[Scenario], None]) -> None:
    story = held_by_agency(statutory_plan())
    end(story)
    assert len(owed(story)) == 1
    happened = story.handle(c.Reopen(CITIZEN, TEXT))
    assert event_names(happened) == ["Reopened", "TaskCancelled", "TaskOpened"]
    assert owed(story) == []
    assert [task.state for task in story.appeal.tasks if task.duty] == [TaskState.CANCELLED]


def test_notice_of_help_that_did_not_arrive_is_obsolete() -> None:
    story = held_by_agency(statutory_plan(receipt=True))
    story.complete(OFFICER)
    assert owed(story) == ["written_decision"]
    story.handle(c.ConfirmReceipt(CITIZEN, received=False))
    assert owed(story) == []


def test_served_notice_stays_served() -> None:
    story = held_by_agency(statutory_plan())
    refuse(story)
    complete_due_notices(story)
    assert event_names(story.handle(c.Reopen(CITIZEN, TEXT))) == ["Reopened", "TaskOpened"]
    assert notice_of(story, "written_decision").state is TaskState.COMPLETED


def test_preliminary_decision_of_previous_body_needs_no_notice() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.AnnouncePreliminaryDecision(OFFICER, story.main_task.id, TEXT))
    redirect(story)
    assert owed(story) == ["redirect"]
    assert notice_of(story, "hearing").state is TaskState.CANCELLED


def test_extension_of_restarted_term_needs_no_notice() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Extend(AGENCY_HEAD, parse_term("5wd"), TEXT))
    redirect(story)
    assert owed(story) == ["redirect"]


@pytest.mark.parametrize("kind", ["application", "notary_inquiry"])
def test_redirect_cancelled_the_notice_of_a_deemed_refusal(kind: str) -> None:
    story = silent(kind)
    redirect(story)
    assert story.appeal.legal.deemed_refused_at
    assert owed(story) == ["deemed_refusal", "redirect"]


def test_redirect_notice_is_owed_after_further_redirects() -> None:
    story = held_by_agency(statutory_plan())
    redirect(story)
    redirect(story, "police")
    story.handle(c.Withdraw(CITIZEN, TEXT))
    story.handle(c.Reopen(CITIZEN, TEXT))
    assert owed(story) == ["redirect", "redirect"]


@pytest.mark.law("АППК 64(6)")
def test_new_body_cannot_return_appeal_for_defects_found_before() -> None:
    story = held_by_agency(statutory_plan())
    name_defects(story)
    redirect(story)
    assert owed(story) == ["redirect"]
    story.claim(UNRELATED_OFFICER)
    keep_claimed_until(story, UNRELATED_OFFICER, almaty(3, 26))
    with pytest.raises(NoDefectsToCorrect):
        story.handle(
            c.ReturnToApplicant(UNRELATED_OFFICER, story.main_task.id, ReturnGround.DEFECTS_NOT_CORRECTED)
        )
    with pytest.raises(NoDefectsToCorrect):
        story.handle(c.CorrectDefects(CITIZEN))


@pytest.mark.law("АППК 64(6)")
def test_new_body_names_defects_of_its_own() -> None:
    story = held_by_agency(statutory_plan())
    name_defects(story)
    redirect(story)
    story.claim(UNRELATED_OFFICER)
    story.handle(c.ReportDefects(UNRELATED_OFFICER, story.main_task.id, NAMED, parse_term("2wd"), TEXT))
    complete_due_notices(story)
    assert story.due_at(ClockKind.DEFECT_CORRECTION) == end_of_day(3, 18)


def test_correction_term_ended_with_previous_body_only() -> None:
    story = held_by_agency(statutory_plan())
    name_defects(story)
    complete_due_notices(story)
    keep_claimed_until(story, OFFICER, almaty(3, 20))
    assert story.appeal.legal.defect_correction_lapsed_at
    redirect(story)
    assert story.appeal.legal.defect_correction_lapsed_at is None


def silent(kind: str = "application") -> Scenario:
    """Return an appeal that was deemed refused."""
    story = held_by_agency(statutory_plan(kind))
    story.wait_until(story.due_at(ClockKind.STATUTE))
    assert owed(story) == ["deemed_refusal"]
    return story
