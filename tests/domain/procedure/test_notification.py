"""Notices are served once, by the responsible body or a gateway, and are late like any other task."""

from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import RecordNotification, ReportDefects
from domain.decide.allowed import allowed_verbs
from domain.errors import NotAllowedForPurpose, NotYourGroup, TaskClosed, TaskHeldByAnother
from domain.events import ApplicantNotified
from domain.identity.people import Person
from domain.law.vocabulary import Defect, Notification, NotificationMeans
from domain.policy.escalation import EscalationTarget
from domain.rules.lifecycle import Verb
from domain.state.clock import ClockKind
from domain.state.task import Duty, Task, TaskOutcome, TaskState
from tests.support.domain.builders import (
    CITIZEN,
    CLERK,
    INTEGRATOR,
    OPERATOR,
    OTHER_CLERK,
    RECEPTION_SUPERVISOR,
    UNRELATED_CLERK,
    Scenario,
    almaty,
    held_by_clerk,
    only_event,
    parse_term,
)
from tests.support.domain.statutory_plans import statutory_plan

TEXT, PROOF = UUID(int=1), UUID(int=2)


def owing() -> tuple[Scenario, Task]:
    """Return a withdrawn appeal whose closing notice is due on Thursday."""
    story = held_by_clerk(statutory_plan())
    story.handle(c.Withdraw(CITIZEN))
    return story, story.task


@pytest.mark.law("АППК 66(2)")
@pytest.mark.parametrize("by", [CLERK, OTHER_CLERK, RECEPTION_SUPERVISOR, OPERATOR, INTEGRATOR])
def test_notice_is_served_by_responsible_body_or_gateway(by: Person) -> None:
    story, owed = owing()
    served = only_event(
        ApplicantNotified, story.handle(RecordNotification(by, owed.id, NotificationMeans.SMS))
    )
    assert (served.task, served.means) == (owed.id, NotificationMeans.SMS)
    assert story.appeal.task(owed.id).state is TaskState.COMPLETED
    assert [(clock.kind, clock.task) for clock in story.appeal.clocks] == [(ClockKind.COMPLAINT_WINDOW, None)]


def test_notice_is_served_once() -> None:
    story, owed = owing()
    story.handle(RecordNotification(INTEGRATOR, owed.id, NotificationMeans.SMS))
    with pytest.raises(TaskClosed):
        story.handle(RecordNotification(CLERK, owed.id, NotificationMeans.EMAIL))


def test_it_is_not_for_strangers_and_not_from_under_a_colleagues_hands() -> None:
    story, owed = owing()
    with pytest.raises(NotYourGroup):
        story.handle(RecordNotification(UNRELATED_CLERK, owed.id, NotificationMeans.SMS))
    story.claim(OTHER_CLERK, owed)
    with pytest.raises(TaskHeldByAnother):
        story.handle(RecordNotification(CLERK, owed.id, NotificationMeans.SMS))
    assert Verb.RECORD_NOTIFICATION in allowed_verbs(story.appeal, story.appeal.task(owed.id), OTHER_CLERK)


def test_only_the_duty_of_a_notice_is_one() -> None:
    story = held_by_clerk(statutory_plan())
    with pytest.raises(NotAllowedForPurpose):
        story.handle(RecordNotification(CLERK, story.main_task.id, NotificationMeans.SMS))


@pytest.mark.law("АППК 70(3)")
def test_unserved_notice_escalates_even_after_closing() -> None:
    story, owed = owing()
    happened = story.wait_until(almaty(4, 3))
    late = [each for each in happened if isinstance(each, e.Breached) and each.clock is ClockKind.STEP]
    assert [(each.task, each.due_at) for each in late] == [(owed.id, almaty(3, 19, 18, 30))]
    called = {each.target for each in happened if isinstance(each, e.Escalated)}
    assert {EscalationTarget.SUPERVISOR, EscalationTarget.HEAD, EscalationTarget.OPERATOR} <= called
    assert story.appeal.is_closed


def test_a_decision_that_was_handed_over_owes_no_second_command() -> None:
    story = held_by_clerk(statutory_plan())
    stated = Notification(NotificationMeans.IN_PERSON, PROOF, almaty(3, 16, 9))
    happened = story.handle(
        c.Complete(CLERK, story.main_task.id, TaskOutcome.EXPLAINED, text=TEXT, notification=stated)
    )
    opened = only_event(e.TaskOpened, happened)
    served = only_event(ApplicantNotified, happened)
    assert served == ApplicantNotified(opened.task, NotificationMeans.IN_PERSON, PROOF, almaty(3, 16, 9))
    assert happened.index(opened) < happened.index(served)
    assert story.appeal.is_closed
    assert [clock.kind for clock in story.appeal.clocks] == [ClockKind.COMPLAINT_WINDOW]
    assert story.appeal.open_tasks == ()


def test_nothing_is_recorded_where_no_notice_is_owed() -> None:
    story = held_by_clerk()
    stated = Notification(NotificationMeans.IN_PERSON, PROOF)
    happened = story.handle(
        c.Complete(CLERK, story.main_task.id, TaskOutcome.EXPLAINED, text=TEXT, notification=stated)
    )
    assert not [each for each in happened if isinstance(each, ApplicantNotified)]


def test_where_the_law_sets_no_term_that_of_the_policys_side_tasks_runs() -> None:
    story = held_by_clerk(statutory_plan())
    story.handle(ReportDefects(CLERK, story.main_task.id, (Defect.DATE,), parse_term("5wd")))
    owed = story.task
    assert (owed.duty, owed.budget) == (Duty.NOTICE, None)
    assert story.due_at(ClockKind.STEP, owed) == almaty(3, 19, 18, 30)
