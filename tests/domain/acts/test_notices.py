"""Notices: given by whom they fall to or by a gateway, once, with a means; late like any other task."""

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import NameDefects, Notify
from domain.errors import NotYourGroup, TaskClosed, TaskHeldByAnother, TaskNotReady
from domain.events import ApplicantNotified
from domain.identity.people import Person
from domain.law.vocabulary import Defect, Means
from domain.policy.escalation import Rank
from domain.rules.lifecycle import Verb
from domain.rules.permissions import allowed_verbs
from domain.state.clock import ClockKind
from domain.state.task import Duty, Task, TaskState
from tests.domain.builders import (
    CITIZEN,
    CLERK,
    CLERKS_BOSS,
    INTEGRATOR,
    OPERATOR,
    OTHER_CLERK,
    STRANGE_CLERK,
    Story,
    almaty,
    in_hand,
    term,
    the,
)
from tests.domain.lawful import lawful


def owing() -> tuple[Story, Task]:
    """Tell of an appeal that was taken back, of which the applicant is to be told by Thursday."""
    story = in_hand(lawful())
    story.give(c.Withdraw(CITIZEN))
    return story, story.task


@pytest.mark.law("АППК 66(2)")
@pytest.mark.parametrize("by", [CLERK, OTHER_CLERK, CLERKS_BOSS, OPERATOR, INTEGRATOR])
def test_a_notice_is_given_by_whom_it_falls_to_or_by_a_gateway(by: Person) -> None:
    story, owed = owing()
    told = the(ApplicantNotified, story.give(Notify(by, owed.id, Means.SMS)))
    assert (told.task, told.means) == (owed.id, Means.SMS)
    assert story.appeal.task(owed.id).state is TaskState.COMPLETED
    assert [(clock.kind, clock.task) for clock in story.appeal.clocks] == [(ClockKind.WINDOW, None)]


def test_a_notice_is_given_once() -> None:
    story, owed = owing()
    story.give(Notify(INTEGRATOR, owed.id, Means.SMS))
    with pytest.raises(TaskClosed):
        story.give(Notify(CLERK, owed.id, Means.EMAIL))


def test_it_is_not_for_strangers_and_not_from_under_a_colleagues_hands() -> None:
    story, owed = owing()
    with pytest.raises(NotYourGroup):
        story.give(Notify(STRANGE_CLERK, owed.id, Means.SMS))
    story.claim(OTHER_CLERK, owed)
    with pytest.raises(TaskHeldByAnother):
        story.give(Notify(CLERK, owed.id, Means.SMS))
    assert Verb.NOTIFY in allowed_verbs(story.appeal, story.appeal.task(owed.id), OTHER_CLERK)


def test_only_the_duty_of_a_notice_is_one() -> None:
    story = in_hand(lawful())
    with pytest.raises(TaskNotReady):
        story.give(Notify(CLERK, story.main.id, Means.SMS))


@pytest.mark.law("АППК 70(3)")
def test_a_notice_that_nobody_gives_climbs_the_ladder_though_the_appeal_is_closed() -> None:
    story, owed = owing()
    happened = story.wait(almaty(4, 3))
    late = [each for each in happened if isinstance(each, e.Breached) and each.clock is ClockKind.STEP]
    assert [(each.task, each.due) for each in late] == [(owed.id, almaty(3, 19, 18, 30))]
    called = {each.to for each in happened if isinstance(each, e.Escalated)}
    assert {Rank.SUPERVISOR, Rank.HEAD, Rank.OPERATOR} <= called
    assert story.appeal.is_closed


def test_where_the_law_sets_no_term_that_of_the_policys_side_tasks_runs() -> None:
    story = in_hand(lawful())
    story.give(NameDefects(CLERK, story.main.id, (Defect.DATE,), term("5wd")))
    owed = story.task
    assert (owed.duty, owed.budget) == (Duty.NOTICE, None)
    assert story.due(ClockKind.STEP, owed) == almaty(3, 19, 18, 30)
