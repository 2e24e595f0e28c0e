"""Return to the applicant: on its grounds, in its term, with reasons; what comes again joins the old file."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import AttachToFile, CorrectDefects, Redirect, ReportDefects, ReturnToApplicant
from domain.errors import (
    DangerTakesPrecedence,
    IdenticalAppealRequired,
    MergedIntoItself,
    NoDefectsToCorrect,
    NotASupervisor,
    NotProvidedByLaw,
    TaskHeldByAnother,
    TermExpired,
    TooEarly,
)
from domain.events import ReturnedToApplicant
from domain.identity.people import Person
from domain.law.vocabulary import Danger, Defect, ReturnGround
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import Duty, Outcome
from tests.support.domain.builders import (
    AGENCY_SUPERVISOR,
    CITIZEN,
    DAY,
    MINUTE,
    OFFICER,
    OTHER_AGENCY,
    OTHER_OFFICER,
    UNRELATED_OFFICER,
    Scenario,
    almaty,
    altered,
    end_of_day,
    event_names,
    held_by_agency,
    only_event,
    parse_term,
)
from tests.support.domain.statutory_plans import complete_due_notices, statutory_plan

EARLIER, TEXT = UUID(int=77), UUID(int=5)
CORRECTION_ENDS, RETURN_ENDS = end_of_day(3, 19), almaty(3, 27, 18, 30)  # Nauryz lies between
REGISTRATIONS_TERM_ENDS = almaty(3, 19, 18, 30)


def hold(story: Scenario, until: datetime) -> None:
    while story.now < until:
        story.wait_until(min(story.now + DAY, until))
        story.claim(OFFICER)


def return_to_applicant(
    story: Scenario, ground: ReturnGround, at: datetime | None = None, earlier: UUID | None = None
) -> list[e.Event]:
    """Return the appeal as the officer who has it, and has shown signs of life until then."""
    hold(story, at or story.now)
    return story.handle(ReturnToApplicant(OFFICER, story.main_task.id, ground, earlier, TEXT))


def uncorrected() -> Scenario:
    """Return an appeal whose correction term has just ended."""
    story = held_by_agency(statutory_plan())
    story.handle(ReportDefects(OFFICER, story.main_task.id, (Defect.SIGNATURE,), parse_term("3wd")))
    complete_due_notices(story)
    hold(story, CORRECTION_ENDS + MINUTE)
    return story


@pytest.mark.law("АППК 64(7)1")
def test_uncorrected_appeal_is_returned_with_reasons() -> None:
    story = uncorrected()
    happened = return_to_applicant(story, ReturnGround.DEFECTS_NOT_CORRECTED, almaty(3, 20))
    back = only_event(ReturnedToApplicant, happened)
    assert (back.article, back.text) == ("АППК 64(7)1", TEXT)
    closed = only_event(e.Closed, happened)
    assert (closed.outcome, closed.complaint_window) == (Outcome.RETURNED, parse_term("3mo"))
    assert story.appeal.status is Status.CLOSED
    assert story.appeal.main_task is None


@pytest.mark.law("АППК 64(7)1")
def test_notice_of_a_return_had_three_days_more_than_the_return() -> None:
    story = uncorrected()
    return_to_applicant(story, ReturnGround.DEFECTS_NOT_CORRECTED, almaty(3, 20))
    owed = [task for task in story.appeal.open_tasks if task.rule_id == "return_uncorrected"]
    assert [task.duty for task in owed] == [Duty.NOTICE]
    assert story.due_at(ClockKind.STEP, owed[0]) == RETURN_ENDS


@pytest.mark.law("АППК 64(6)")
def test_return_of_anonymous_appeal_owes_no_notice() -> None:
    story = uncorrected()
    story.appeal = altered(story.appeal, "origin", anonymous=True)
    happened = return_to_applicant(story, ReturnGround.DEFECTS_NOT_CORRECTED, almaty(3, 20))
    assert event_names(happened)[-1] == "Closed"
    assert story.appeal.progress.outcomes == (Outcome.RETURNED,)


@pytest.mark.law("АППК 64(7)1")
def test_appeal_is_not_returned_before_correction_term_ends() -> None:
    story = held_by_agency(statutory_plan())
    with pytest.raises(NoDefectsToCorrect):
        return_to_applicant(story, ReturnGround.DEFECTS_NOT_CORRECTED)
    story.handle(ReportDefects(OFFICER, story.main_task.id, (Defect.SIGNATURE,), parse_term("3wd")))
    complete_due_notices(story)
    with pytest.raises(TooEarly) as refused:
        return_to_applicant(story, ReturnGround.DEFECTS_NOT_CORRECTED, CORRECTION_ENDS - MINUTE)
    assert refused.value.details == {
        "earliest_decision_at": "2026-03-19T18:59:59.999999+00:00",
        "article": "АППК 64(7)1",
    }


@pytest.mark.law("АППК 64(7)1")
def test_it_is_not_returned_more_than_three_working_days_after_it() -> None:
    assert "Closed" in event_names(
        return_to_applicant(uncorrected(), ReturnGround.DEFECTS_NOT_CORRECTED, RETURN_ENDS)
    )
    with pytest.raises(TermExpired) as refused:
        return_to_applicant(uncorrected(), ReturnGround.DEFECTS_NOT_CORRECTED, almaty(3, 30, 9))
    assert refused.value.details == {"ended": "2026-03-27T13:30:00+00:00", "article": "АППК 64(7)1"}


@pytest.mark.law("АППК 64(7)2")
@pytest.mark.parametrize(
    ("ground", "earlier"), [(ReturnGround.IDENTICAL, EARLIER), (ReturnGround.OBSCENE, None)]
)
def test_identical_or_obscene_appeal_is_returned_within_three_days(
    ground: ReturnGround, earlier: UUID | None
) -> None:
    story = held_by_agency(statutory_plan())
    back = only_event(
        ReturnedToApplicant, return_to_applicant(story, ground, REGISTRATIONS_TERM_ENDS, earlier)
    )
    assert (back.ground, back.identical_to, back.article) == (ground, earlier, "АППК 64(7)2")
    with pytest.raises(TermExpired):
        return_to_applicant(held_by_agency(statutory_plan()), ground, almaty(3, 20), earlier)


@pytest.mark.law("АППК 64(7)2")
def test_return_on_the_last_day_left_its_notice_for_later() -> None:
    story = held_by_agency(statutory_plan())
    return_to_applicant(story, ReturnGround.OBSCENE, almaty(3, 19, 18))
    assert story.due_at(ClockKind.STEP, story.task) == REGISTRATIONS_TERM_ENDS


@pytest.mark.law("АППК 65(3)")
@pytest.mark.law("АППК 64(7)2")
def test_second_body_could_not_return_what_is_obscene() -> None:
    story = held_by_agency(statutory_plan())
    hold(story, almaty(3, 19, 10))
    story.handle(Redirect(OFFICER, story.main_task.id, OTHER_AGENCY, TEXT))
    story.claim(UNRELATED_OFFICER)
    back = ReturnToApplicant(UNRELATED_OFFICER, story.main_task.id, ReturnGround.OBSCENE, None, TEXT)
    assert "Closed" in event_names(story.handle(back, almaty(3, 20)))


def test_the_identical_is_so_to_another_appeal() -> None:
    story = held_by_agency(statutory_plan())
    for earlier in (None, story.appeal.id):
        with pytest.raises(IdenticalAppealRequired):
            return_to_applicant(story, ReturnGround.IDENTICAL, earlier=earlier)


@pytest.mark.law("АППК 64(7-2)")
@pytest.mark.parametrize("ground", ReturnGround)
def test_danger_report_is_never_returned(ground: ReturnGround) -> None:
    story = uncorrected()
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, danger=Danger.PUBLIC_SAFETY))
    with pytest.raises(DangerTakesPrecedence):
        return_to_applicant(story, ground, earlier=EARLIER)
    with pytest.raises(DangerTakesPrecedence):
        story.handle(AttachToFile(OFFICER, EARLIER))


def test_it_is_the_holders_to_return_or_a_supervisors() -> None:
    story = held_by_agency(statutory_plan())

    def asked(by: Person, *, override: bool) -> ReturnToApplicant:
        return ReturnToApplicant(by, story.main_task.id, ReturnGround.OBSCENE, None, TEXT, override)

    with pytest.raises(TaskHeldByAnother):
        story.handle(asked(OTHER_OFFICER, override=False))
    with pytest.raises(NotASupervisor):
        story.handle(asked(OTHER_OFFICER, override=True))
    assert only_event(ReturnedToApplicant, story.handle(asked(AGENCY_SUPERVISOR, override=True))).overridden


def test_without_a_law_nothing_is_returned_or_attached() -> None:
    with pytest.raises(NotProvidedByLaw):
        return_to_applicant(held_by_agency(), ReturnGround.OBSCENE)
    with pytest.raises(NotProvidedByLaw):
        held_by_agency().handle(AttachToFile(OFFICER, EARLIER))


def test_after_a_new_beginning_the_old_defects_are_no_ground() -> None:
    story = uncorrected()
    return_to_applicant(story, ReturnGround.DEFECTS_NOT_CORRECTED)
    story.handle(c.Reopen(CITIZEN))
    with pytest.raises(NoDefectsToCorrect):
        story.handle(CorrectDefects(CITIZEN))


@pytest.mark.law("АППК 64(8)")
def test_identical_appeal_is_attached_without_notice() -> None:
    story = held_by_agency(statutory_plan())
    happened = story.handle(AttachToFile(OFFICER, EARLIER))
    closed = only_event(e.Closed, happened)
    assert (closed.outcome, closed.merged_into, closed.complaint_window) == (Outcome.ATTACHED, EARLIER, None)
    assert story.appeal.open_tasks == ()
    assert story.appeal.progress.merged_into == EARLIER


def test_an_appeal_is_not_attached_to_itself() -> None:
    story = held_by_agency(statutory_plan())
    with pytest.raises(MergedIntoItself):
        story.handle(AttachToFile(OFFICER, story.appeal.id))
