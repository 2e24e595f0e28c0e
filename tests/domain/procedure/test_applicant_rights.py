"""Rights beside the decision: the file is shown in three working days, a representative may change."""

from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import ChangeRepresentative, RequestFileAccess
from domain.decide.allowed import allowed_verbs
from domain.errors import AppealClosed, NotYourGroup, OutcomeNotAllowed, TaskHeldByAnother
from domain.events import FileAccessRequested, RepresentativeChanged
from domain.identity.people import Person
from domain.rules.lifecycle import Verb
from domain.state.clock import ClockKind
from domain.state.task import Duty, TaskOutcome
from tests.support.domain.builders import (
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CITIZEN,
    CLERK,
    LAWYER,
    OFFICER,
    OTHER_OFFICER,
    UNRELATED_OFFICER,
    Scenario,
    almaty,
    end_of_day,
    held_by_agency,
    only_event,
)
from tests.support.domain.statutory_plans import complete_due_notices, statutory_plan

TEXT = UUID(int=5)


def asked(story: Scenario) -> list[e.Event]:
    return story.handle(RequestFileAccess(CITIZEN, TEXT))


@pytest.mark.law("АППК 75(1)")
def test_file_is_shown_within_three_days_by_responsible_body() -> None:
    story = held_by_agency(statutory_plan())
    happened = asked(story)
    assert only_event(FileAccessRequested, happened) == FileAccessRequested(TEXT)
    duty = story.task
    assert (duty.duty, duty.group) == (Duty.CASE_FILE, AGENCY_GROUP)
    assert story.due_at(ClockKind.STEP, duty) == almaty(3, 19, 18, 30)
    with pytest.raises(OutcomeNotAllowed):
        story.handle(c.Complete(OTHER_OFFICER, duty.id, TaskOutcome.RESOLVED))
    assert Verb.COMPLETE in allowed_verbs(story.appeal, duty, OTHER_OFFICER)
    story.handle(
        c.Complete(OTHER_OFFICER, duty.id, TaskOutcome.ANSWERED, text=TEXT)
    )  # without a claim before it
    assert not story.appeal.task(duty.id).is_open
    assert not story.appeal.is_closed


@pytest.mark.parametrize("by", [UNRELATED_OFFICER, CLERK, LAWYER])
def test_file_is_not_shown_by_other_bodies(by: Person) -> None:
    story = held_by_agency(statutory_plan())
    asked(story)
    assert Verb.COMPLETE not in allowed_verbs(story.appeal, story.task, by)
    with pytest.raises(NotYourGroup):
        story.handle(c.Complete(by, story.task.id, TaskOutcome.ANSWERED))


def test_holder_shows_file_unless_superior_acts_for_them() -> None:
    story = held_by_agency(statutory_plan())
    asked(story)
    duty = story.task
    story.claim(OTHER_OFFICER, duty)
    taken = story.appeal.task(duty.id)
    assert Verb.COMPLETE not in allowed_verbs(story.appeal, taken, OFFICER)
    with pytest.raises(TaskHeldByAnother):
        story.handle(c.Complete(OFFICER, duty.id, TaskOutcome.ANSWERED))
    assert Verb.COMPLETE in allowed_verbs(story.appeal, taken, AGENCY_SUPERVISOR)
    shown = story.handle(c.Complete(AGENCY_SUPERVISOR, duty.id, TaskOutcome.ANSWERED, override=True))
    assert only_event(e.TaskCompleted, shown).overridden


@pytest.mark.law("АППК 75(1)")
def test_the_file_is_shown_after_the_end_too() -> None:
    story = held_by_agency(statutory_plan())
    story.complete(OFFICER)
    complete_due_notices(story)
    asked(story)
    duty = story.task
    assert duty.duty is Duty.CASE_FILE
    assert story.due_at(ClockKind.STEP, duty) == almaty(3, 19, 18, 30)
    story.handle(c.Complete(OFFICER, duty.id, TaskOutcome.ANSWERED))
    assert story.appeal.is_closed
    assert duty.id not in {clock.task for clock in story.appeal.clocks}


def test_asked_again_meanwhile_it_is_one_duty_and_afterwards_another() -> None:
    story = held_by_agency(statutory_plan())
    asked(story)
    duty = story.task
    assert asked(story) == [FileAccessRequested(TEXT)]
    story.handle(c.Complete(OFFICER, duty.id, TaskOutcome.ANSWERED))
    asked(story)
    assert story.task.duty is Duty.CASE_FILE
    assert story.task.id != duty.id


@pytest.mark.law("АППК 68(5)")
def test_removed_representative_is_replaced_within_three_working_days() -> None:
    story = held_by_agency(statutory_plan())
    assert story.handle(ChangeRepresentative(CITIZEN, TEXT)) == [RepresentativeChanged(TEXT)]
    gone = only_event(RepresentativeChanged, story.handle(ChangeRepresentative(CITIZEN, is_removal=True)))
    assert (gone.is_removal, gone.replacement_due) == (True, end_of_day(3, 19))


def test_no_representative_is_named_after_closing() -> None:
    story = held_by_agency(statutory_plan())
    story.complete(OFFICER)
    with pytest.raises(AppealClosed):
        story.handle(ChangeRepresentative(CITIZEN, TEXT))
