"""Rights beside the decision: the file is shown in three working days, a representative may change."""

from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import AskForFile, NameRepresentative
from domain.errors import AppealClosed, NotYourGroup, TaskHeldByAnother, WrongOutcome
from domain.events import FileAsked, RepresentativeNamed
from domain.identity.people import Person
from domain.rules.lifecycle import Verb
from domain.rules.permissions import allowed_verbs
from domain.state.clock import ClockKind
from domain.state.task import Duty, TaskOutcome
from tests.domain.builders import (
    AT_AGENCY,
    CITIZEN,
    CLERK,
    LAWYER,
    OFFICER,
    OFFICERS_BOSS,
    OTHER_OFFICER,
    STRANGE_OFFICER,
    Story,
    almaty,
    at_agency,
    the,
)
from tests.domain.lawful import lawful, tell

TEXT = UUID(int=5)


def asked(story: Story) -> list[e.Event]:
    return story.give(AskForFile(CITIZEN, TEXT))


@pytest.mark.law("АППК 75(1)")
def test_the_file_is_shown_in_three_working_days_by_whoever_has_the_appeal() -> None:
    story = at_agency(lawful())
    told = asked(story)
    assert the(FileAsked, told) == FileAsked(TEXT)
    duty = story.task
    assert (duty.duty, duty.group) == (Duty.FILE, AT_AGENCY)
    assert story.due(ClockKind.STEP, duty) == almaty(3, 19, 18, 30)
    with pytest.raises(WrongOutcome):
        story.give(c.Complete(OTHER_OFFICER, duty.id, TaskOutcome.RESOLVED))
    assert Verb.COMPLETE in allowed_verbs(story.appeal, duty, OTHER_OFFICER)
    story.give(c.Complete(OTHER_OFFICER, duty.id, TaskOutcome.ANSWERED, text=TEXT))  # nobody claims it first
    assert not story.appeal.task(duty.id).is_open
    assert not story.appeal.is_closed


@pytest.mark.parametrize("by", [STRANGE_OFFICER, CLERK, LAWYER])
def test_it_is_shown_by_nobody_to_whom_it_does_not_fall(by: Person) -> None:
    story = at_agency(lawful())
    asked(story)
    assert Verb.COMPLETE not in allowed_verbs(story.appeal, story.task, by)
    with pytest.raises(NotYourGroup):
        story.give(c.Complete(by, story.task.id, TaskOutcome.ANSWERED))


def test_whoever_has_taken_it_shows_it_unless_somebody_above_acts_for_them() -> None:
    story = at_agency(lawful())
    asked(story)
    duty = story.task
    story.claim(OTHER_OFFICER, duty)
    taken = story.appeal.task(duty.id)
    assert Verb.COMPLETE not in allowed_verbs(story.appeal, taken, OFFICER)
    with pytest.raises(TaskHeldByAnother):
        story.give(c.Complete(OFFICER, duty.id, TaskOutcome.ANSWERED))
    assert Verb.COMPLETE in allowed_verbs(story.appeal, taken, OFFICERS_BOSS)
    shown = story.give(c.Complete(OFFICERS_BOSS, duty.id, TaskOutcome.ANSWERED, override=True))
    assert the(e.TaskCompleted, shown).overridden


@pytest.mark.law("АППК 75(1)")
def test_the_file_is_shown_after_the_end_too() -> None:
    story = at_agency(lawful())
    story.complete(OFFICER)
    tell(story)
    asked(story)
    duty = story.task
    assert duty.duty is Duty.FILE
    assert story.due(ClockKind.STEP, duty) == almaty(3, 19, 18, 30)
    story.give(c.Complete(OFFICER, duty.id, TaskOutcome.ANSWERED))
    assert story.appeal.is_closed
    assert duty.id not in {clock.task for clock in story.appeal.clocks}


def test_asked_again_meanwhile_it_is_one_duty_and_afterwards_another() -> None:
    story = at_agency(lawful())
    asked(story)
    duty = story.task
    assert asked(story) == [FileAsked(TEXT)]
    story.give(c.Complete(OFFICER, duty.id, TaskOutcome.ANSWERED))
    asked(story)
    assert story.task.duty is Duty.FILE
    assert story.task.id != duty.id


@pytest.mark.law("АППК 68(5)")
def test_a_representative_is_named_and_another_within_three_working_days_of_the_removal() -> None:
    story = at_agency(lawful())
    assert story.give(NameRepresentative(CITIZEN, TEXT)) == [RepresentativeNamed(TEXT)]
    gone = the(RepresentativeNamed, story.give(NameRepresentative(CITIZEN, removed=True)))
    assert (gone.removed, gone.until) == (True, almaty(3, 19, 18, 30))


def test_nobody_is_named_after_the_end() -> None:
    story = at_agency(lawful())
    story.complete(OFFICER)
    with pytest.raises(AppealClosed):
        story.give(NameRepresentative(CITIZEN, TEXT))
