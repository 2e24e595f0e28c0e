"""A decision is sent to the applicant, and the time to complain of it begins when they have it."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain import commands as c
from domain.commands import RecordNotification, ReturnToApplicant
from domain.decide.alarms import next_alarm
from domain.errors import TaskClosed
from domain.events import DeemedRefused
from domain.identity.people import Group, Person
from domain.law.vocabulary import DecisionDetails, HearingException, NotificationMeans, ReturnGround
from domain.procedure.competence.forward_complaint import complaint_deadline, complaint_target
from domain.rules.remedies import superior_of
from domain.state.clock import ClockKind
from domain.state.task import Duty, Ground, Task, TaskOutcome
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_GROUP,
    CITIZEN,
    CLERK,
    INTEGRATOR,
    OFFICER,
    OPERATOR,
    CasePlan,
    Scenario,
    almaty,
    altered,
    end_of_day,
    held_by_agency,
    held_by_clerk,
    only_event,
    parse_term,
    unclaimed_at_reception,
)
from tests.support.domain.complaints import MINISTRY_OFFICER, complaint_at_superior
from tests.support.domain.statutory_plans import (
    AGENCY_HEAD,
    complete_due_notices,
    statutory_plan,
)

TEXT = UUID(int=9)
UNHEARD = DecisionDetails(hearing_exception=HearingException.APPLICANT_REQUEST)
NEXT_WEEK, MUCH_LATER = almaty(3, 26), almaty(12, 1)
RULE = "written_decision"


def refused(plan: CasePlan | None = None, *, anonymous: bool = False) -> Scenario:
    """Return an appeal that was refused on Monday."""
    story = held_by_agency(plan or statutory_plan())
    story.appeal = altered(story.appeal, "origin", anonymous=anonymous)
    refuse(story)
    return story


def refuse(story: Scenario, by: Person = OFFICER) -> None:
    no, overrides = TaskOutcome.REFUSED, by == OPERATOR
    story.handle(c.Complete(by, story.main_task.id, no, Ground.NO_RIGHT, TEXT, overrides, UNHEARD))


def notify(story: Scenario, task: Task) -> None:
    story.handle(RecordNotification(INTEGRATOR, task.id, NotificationMeans.SMS))


@pytest.mark.law("АППК 77(2)")
@pytest.mark.parametrize("kind", ["application", "message"])
@pytest.mark.parametrize("outcome", [TaskOutcome.RESOLVED, TaskOutcome.EXPLAINED, TaskOutcome.REFUSED])
def test_every_decision_is_sent_to_the_applicant(kind: str, outcome: TaskOutcome) -> None:
    story = held_by_agency(statutory_plan(kind))
    story.handle(
        c.Complete(OFFICER, story.main_task.id, outcome, Ground.NO_RIGHT, TEXT, decision_details=UNHEARD)
    )
    (owed,) = story.appeal.open_tasks
    assert (owed.duty, owed.rule_id, owed.group, owed.budget) == (Duty.NOTICE, RULE, AGENCY_GROUP, None)
    assert story.due_at(ClockKind.STEP, owed) == almaty(3, 19, 18, 30)  # as the policy has it of side tasks
    complete_due_notices(story)
    assert story.appeal.open_tasks == ()


@pytest.mark.law("АППК 77(2)")
def test_help_granted_is_notified_at_once_and_only_once() -> None:
    story = held_by_agency(statutory_plan(receipt=True))
    story.complete(OFFICER)
    (owed,) = story.appeal.open_tasks
    assert (owed.rule_id, story.appeal.is_closed) == (RULE, False)
    story.handle(c.ConfirmReceipt(CITIZEN, received=True))
    assert (story.appeal.open_tasks, story.appeal.is_closed) == ((owed,), True)
    complete_due_notices(story)
    assert (story.appeal.open_tasks, story.appeal.clocks) == ((), ())


@pytest.mark.law("АППК 77(2)")
@pytest.mark.law("АППК 136(6)")
def test_court_month_begins_with_notice_of_complaint_decision() -> None:
    story = complaint_at_superior()
    refuse(story, MINISTRY_OFFICER)
    (owed,) = story.appeal.open_tasks
    assert (owed.rule_id, owed.group.organisation) == (RULE, MINISTRY_OFFICER.organisation)
    complete_due_notices(story, NEXT_WEEK)
    assert complaint_deadline(story.appeal) == end_of_day(4, 27)


@pytest.mark.law("АППК 92(1)")
def test_no_time_to_complain_runs_until_the_applicant_has_the_decision() -> None:
    story = refused()
    assert story.appeal.clock(ClockKind.COMPLAINT_WINDOW) is None
    assert next_alarm(story.appeal) is not None
    story.wait_until(MUCH_LATER)
    assert complaint_deadline(story.appeal) is None
    assert not complaint_target(story.facts, MUCH_LATER).complaint_late
    complete_due_notices(story)
    assert complaint_deadline(story.appeal) == end_of_day(3, 1).replace(year=2027)


@pytest.mark.law("АППК 92(1)")
def test_it_counts_from_the_proof_of_the_notice() -> None:
    story = refused()
    complete_due_notices(story, NEXT_WEEK)
    assert complaint_deadline(story.appeal) == end_of_day(6, 26)
    assert story.appeal.legal.decision.pending_window is None


@pytest.mark.law("АППК 92(1)")
@pytest.mark.law("АППК 70(3)")
@pytest.mark.law("АППК 70(4)")
def test_complaint_window_of_other_closings_begins_with_notice() -> None:
    terminated, withdrawn, returned = (held_by_clerk(statutory_plan()) for _ in range(3))
    terminated.complete(CLERK, TaskOutcome.TERMINATED, Ground.COURT_ACT)
    withdrawn.handle(c.Withdraw(CITIZEN, TEXT))
    returned.handle(ReturnToApplicant(CLERK, returned.main_task.id, ReturnGround.OBSCENE, None, TEXT))
    for story in (terminated, withdrawn, returned):
        assert (story.appeal.is_closed, complaint_deadline(story.appeal)) == (True, None)
        complete_due_notices(story, NEXT_WEEK)
        assert complaint_deadline(story.appeal) == end_of_day(6, 26)


def test_a_notice_of_something_else_begins_nothing() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Extend(AGENCY_HEAD, parse_term("5wd"), TEXT))
    refuse(story)
    extension, decision = story.appeal.open_tasks
    notify(story, extension)
    assert story.appeal.clock(ClockKind.COMPLAINT_WINDOW) is None
    notify(story, decision)
    assert story.appeal.clock(ClockKind.COMPLAINT_WINDOW) is not None


def test_the_notice_of_an_older_end_begins_nothing() -> None:
    story = refused()
    older = story.task
    story.handle(c.Reopen(OPERATOR), NEXT_WEEK)
    story.claim(OFFICER)
    refuse(story)
    newer = story.task
    with pytest.raises(TaskClosed):
        notify(story, older)
    assert complaint_deadline(story.appeal) is None
    notify(story, newer)
    assert complaint_deadline(story.appeal) == end_of_day(6, 26)


def test_what_is_taken_up_again_forgets_what_was_to_begin() -> None:
    story = refused()
    story.handle(c.Reopen(OPERATOR), NEXT_WEEK)
    assert story.appeal.legal.decision.pending_window is None
    complete_due_notices(story)
    assert story.appeal.clock(ClockKind.COMPLAINT_WINDOW) is None


def test_outcome_at_the_counter_is_notified_in_person() -> None:
    story = unclaimed_at_reception(statutory_plan())
    no = TaskOutcome.REFUSED
    story.handle(c.ResolveAtIntake(CLERK, no, Ground.NO_RIGHT, TEXT, UNHEARD))
    assert story.appeal.open_tasks == ()
    assert complaint_deadline(story.appeal) == end_of_day(6, 16)


def test_complaint_window_without_contact_begins_with_closing() -> None:
    story = refused(anonymous=True)
    assert story.appeal.open_tasks == ()
    assert complaint_deadline(story.appeal) == end_of_day(6, 16)
    withdrawn = held_by_clerk(statutory_plan())
    withdrawn.appeal = altered(withdrawn.appeal, "origin", anonymous=True)
    withdrawn.handle(c.Withdraw(CITIZEN, TEXT))
    assert complaint_deadline(withdrawn.appeal) == end_of_day(6, 16)


def test_without_a_law_nothing_is_owed_and_no_time_runs() -> None:
    story = held_by_agency()
    story.complete(OFFICER, TaskOutcome.REFUSED, Ground.NO_RIGHT)
    assert (story.appeal.open_tasks, story.appeal.clocks) == ((), ())


@pytest.mark.law("АППК 91(2)")
def test_complaint_window_of_deemed_refusal_begins_without_notice() -> None:
    story = held_by_agency(statutory_plan())
    story.wait_until(almaty(4, 15))
    story.handle(c.Reassign(OPERATOR, story.main_task.id, AGENCY_GROUP, OFFICER.id))
    assert only_event(DeemedRefused, story.events).due_at == almaty(4, 9, 18, 30)
    assert complaint_deadline(story.appeal) == end_of_day(7, 9)
    refuse(story)
    assert complaint_deadline(story.appeal) is None


@pytest.mark.parametrize("superior", [None, AGENCY_GROUP])
def test_topmost_body_leaves_the_court_within_a_month(superior: Group | None) -> None:
    story = refused(replace(statutory_plan(), superiors=((AGENCY, superior),) if superior else ()))
    assert superior_of(story.appeal) is None
    complete_due_notices(story)
    assert complaint_deadline(story.appeal) == end_of_day(4, 16)
