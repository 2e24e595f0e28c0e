"""Defects are named with a term to correct them, and no clock is paused meanwhile."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import CorrectDefects, ReportDefects, ReturnToApplicant
from domain.errors import (
    DangerTakesPrecedence,
    DefectCorrectionPending,
    DefectCorrectionTermTooLong,
    NoDefectsToCorrect,
    NotAllowedInTaskState,
    NotInFuture,
    NotNotifiedYet,
    NotProvidedByLaw,
    NotTheHolder,
)
from domain.events import DefectCorrectionLapsed, DefectsCorrected, DefectsReported
from domain.identity.people import Person
from domain.law.vocabulary import Danger, Defect, ReturnGround
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import Duty
from tests.support.domain.builders import (
    CITIZEN,
    CLERK,
    UNRELATED_CLERK,
    Scenario,
    almaty,
    altered,
    end_of_day,
    event_names,
    held_by_clerk,
    only_event,
    parse_term,
    unclaimed_at_reception,
)
from tests.support.domain.statutory_plans import complete_due_notices, keep_claimed_until, statutory_plan

MISSING = (Defect.ADDRESS, Defect.SIGNATURE)


def name(story: Scenario, by: Person = CLERK, within: str = "3wd") -> list[e.Event]:
    """Say on Monday what is missing; by default until Thursday evening."""
    return story.handle(ReportDefects(by, story.main_task.id, MISSING, parse_term(within)))


def not_notified() -> Scenario:
    """Return an appeal whose defects were reported on Monday, and no notice given."""
    story = held_by_clerk(statutory_plan())
    name(story)
    return story


def defective() -> Scenario:
    """Return an appeal whose applicant knows the defects since Monday, with a term until Thursday."""
    story = not_notified()
    complete_due_notices(story)
    return story


@pytest.mark.law("АППК 64(6)")
def test_defects_are_named_with_a_term_and_a_notice_is_owed() -> None:
    story = held_by_clerk(statutory_plan())
    happened = name(story)
    reported = only_event(DefectsReported, happened)
    assert (reported.defects, reported.term, reported.article) == (MISSING, parse_term("3wd"), "АППК 64(6)")
    owed = only_event(e.TaskOpened, happened)
    assert (owed.duty, owed.rule_id, owed.group) == (Duty.NOTICE, "defect_correction", story.main_task.group)
    assert story.appeal.clock(ClockKind.DEFECT_CORRECTION) is None


@pytest.mark.law("АППК 64(6)")
def test_term_to_correct_defects_began_before_the_applicant_knew_them() -> None:
    story = not_notified()
    story.claim(CLERK)
    complete_due_notices(story, almaty(3, 17, 17))
    assert story.due_at(ClockKind.DEFECT_CORRECTION) == end_of_day(3, 20)
    assert only_event(DefectCorrectionLapsed, story.wait_until(almaty(3, 26))).due_at == end_of_day(3, 20)


@pytest.mark.law("АППК 64(6)")
@pytest.mark.law("АППК 64(7)1")
def test_appeal_was_returned_for_defects_before_their_notice_was_served() -> None:
    story = not_notified()
    keep_claimed_until(story, CLERK, almaty(3, 27))
    with pytest.raises(NotNotifiedYet) as refused:
        story.handle(ReturnToApplicant(CLERK, story.main_task.id, ReturnGround.DEFECTS_NOT_CORRECTED))
    assert refused.value.details == {"article": "АППК 64(6)"}


def test_defects_are_not_reported_twice_before_their_notice() -> None:
    with pytest.raises(NotNotifiedYet):
        name(not_notified())


def test_what_the_applicant_corrects_unasked_ends_the_wait_for_the_notice() -> None:
    story = not_notified()
    only_event(DefectsCorrected, story.handle(CorrectDefects(CITIZEN)))
    complete_due_notices(story)
    assert story.appeal.clock(ClockKind.DEFECT_CORRECTION) is None


def test_notice_of_defects_after_the_end_starts_no_term() -> None:
    story = not_notified()
    story.handle(c.Withdraw(CITIZEN))
    complete_due_notices(story)
    assert story.appeal.clock(ClockKind.DEFECT_CORRECTION) is None


@pytest.mark.law("АППК 64(6)")
def test_statute_term_keeps_running_while_defects_are_corrected() -> None:
    story, untouched = defective(), held_by_clerk(statutory_plan())
    assert story.due_at(ClockKind.STATUTE) == untouched.due_at(ClockKind.STATUTE)
    assert (story.appeal.status, story.appeal.suspension.paused_at) == (Status.IN_PROGRESS, None)
    assert story.main_task.holder == CLERK.id


def test_one_wait_at_a_time() -> None:
    with pytest.raises(DefectCorrectionPending) as refused:
        name(defective())
    assert refused.value.details == {"until": "2026-03-19T18:59:59.999999+00:00", "article": "АППК 64(6)"}


def test_other_defects_may_be_found_after_correction() -> None:
    story = defective()
    story.handle(CorrectDefects(CITIZEN))
    assert "DefectsReported" in event_names(name(story))


def test_a_term_of_nothing_is_none() -> None:
    with pytest.raises(NotInFuture):
        name(held_by_clerk(statutory_plan()), within="0wd")


def test_a_term_is_reasonable_as_long_as_the_policys_longest_wait() -> None:
    name(held_by_clerk(statutory_plan()), within="10wd")
    with pytest.raises(DefectCorrectionTermTooLong) as refused:
        name(held_by_clerk(statutory_plan()), within="11wd")
    assert refused.value.details["article"] == "АППК 64(6)"


@pytest.mark.law("АППК 64(6)")
@pytest.mark.parametrize("farther", ["900mo", "999999cd", "20000wd"])
def test_nor_does_a_term_reach_farther_than_any_calendar(farther: str) -> None:
    with pytest.raises(DefectCorrectionTermTooLong) as refused:
        name(held_by_clerk(statutory_plan()), within=farther)
    assert refused.value.details["article"] == "АППК 64(6)"


def test_only_who_holds_the_appeal_names_its_defects() -> None:
    story = held_by_clerk(statutory_plan())
    with pytest.raises(NotTheHolder):
        name(story, by=UNRELATED_CLERK)
    with pytest.raises(NotAllowedInTaskState):
        name(unclaimed_at_reception(statutory_plan()))


def test_a_danger_goes_first() -> None:
    story = held_by_clerk(statutory_plan())
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, danger=Danger.CRIME))
    with pytest.raises(DangerTakesPrecedence):
        name(story)


def test_without_a_law_nothing_is_asked_for() -> None:
    with pytest.raises(NotProvidedByLaw):
        name(held_by_clerk())


def test_defects_of_anonymous_appeal_owe_no_notice() -> None:
    story = held_by_clerk(statutory_plan())
    story.appeal = altered(story.appeal, "origin", anonymous=True)
    assert event_names(name(story)) == ["DefectsReported"]
    assert story.due_at(ClockKind.DEFECT_CORRECTION) == end_of_day(3, 19)


@pytest.mark.parametrize("by", [CITIZEN, CLERK])
def test_correction_ends_the_wait(by: Person) -> None:
    story = defective()
    assert event_names(story.handle(CorrectDefects(by), almaty(3, 17))) == ["DefectsCorrected"]
    assert story.appeal.clock(ClockKind.DEFECT_CORRECTION) is None
    assert not any(isinstance(event, DefectCorrectionLapsed) for event in story.wait_until(almaty(3, 20)))


def test_correction_without_defects_is_refused() -> None:
    with pytest.raises(NoDefectsToCorrect):
        held_by_clerk(statutory_plan()).handle(CorrectDefects(CITIZEN))
    story = defective()
    story.handle(CorrectDefects(CITIZEN))
    with pytest.raises(NoDefectsToCorrect):
        story.handle(CorrectDefects(CITIZEN))


def test_end_of_correction_term_is_recorded_and_closes_nothing() -> None:
    story = defective()
    ended = only_event(DefectCorrectionLapsed, story.wait_until(almaty(3, 20)))
    assert ended.due_at == end_of_day(3, 19)
    assert (story.appeal.status, story.appeal.legal.defect_correction_lapsed_at) == (
        Status.IN_PROGRESS,
        ended.due_at,
    )


@pytest.mark.law("АППК 64(6)")
def test_late_correction_before_return_counts() -> None:
    story = defective()
    story.wait_until(almaty(3, 20))
    only_event(DefectsCorrected, story.handle(CorrectDefects(CITIZEN)))
    story.claim(CLERK)
    with pytest.raises(NoDefectsToCorrect):
        story.handle(ReturnToApplicant(CLERK, story.main_task.id, ReturnGround.DEFECTS_NOT_CORRECTED))


def test_the_wait_ends_with_the_appeal() -> None:
    story = defective()
    story.handle(c.Withdraw(CITIZEN), almaty(3, 17))
    assert story.appeal.clock(ClockKind.DEFECT_CORRECTION) is None
