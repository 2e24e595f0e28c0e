"""Merging by the law: only where all who asked are answered; they are told where, and may complain."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import Notify
from domain.errors import MergedIntoItself, NotToBeMerged
from domain.law.vocabulary import Means
from domain.policy.plan import Plan
from domain.procedure.competence.forward_complaint import complain_until
from domain.projections.notices import told
from domain.state.clock import ClockKind
from domain.state.task import Duty, Outcome
from tests.domain.acts.test_complaint import sent_up
from tests.domain.builders import (
    AT_AGENCY,
    OFFICER,
    OFFICERS_BOSS,
    OPERATOR,
    PLAN,
    Story,
    almaty,
    at_agency,
    names,
    the,
)
from tests.domain.lawful import lawful, the_law

INTO, NUMBER = UUID(int=77), "61-26-000007-1"
MERGER = c.Merge(OFFICERS_BOSS, INTO, answered_there=True, number=NUMBER)


def merged(plan: Plan | None = None) -> Story:
    """Tell of an appeal of the agency that goes on in another one."""
    story = at_agency(plan or lawful())
    story.give(MERGER)
    return story


@pytest.mark.law("АППК 64(1)")
def test_what_somebody_else_asks_does_not_end_in_an_answer_to_others() -> None:
    story = at_agency(lawful())
    with pytest.raises(NotToBeMerged) as caught:
        story.give(c.Merge(OFFICERS_BOSS, INTO))
    assert caught.value.facts == {"article": "АППК 64(1)"}


@pytest.mark.law("АППК 70(3)")
def test_those_who_asked_are_told_of_the_end_and_where_the_appeal_goes_on() -> None:
    story = merged()
    assert names(story.happened)[-3:] == ["TaskCancelled", "Closed", "TaskOpened"]
    closed = the(e.Closed, story.happened)
    assert (closed.outcome, closed.into, closed.number) == (Outcome.MERGED, INTO, NUMBER)
    (owed,) = story.appeal.open_tasks
    assert (owed.duty, owed.rule, owed.group) == (Duty.NOTICE, "termination_notice", AT_AGENCY)
    assert story.appeal.task_due(owed) == almaty(3, 19, 18, 30)
    fact = next(each for each in story.facts if each.event == closed)
    telling = told(story.appeal, fact)
    assert telling is not None
    assert (telling.key, telling.facts) == ("merged", {"into": NUMBER, "article": "АППК 70(3)"})


@pytest.mark.law("АППК 70(4)")
def test_of_that_end_one_may_complain_as_of_a_termination() -> None:
    story = merged()
    assert complain_until(story.appeal) is None
    (owed,) = story.appeal.open_tasks
    story.give(Notify(OFFICER, owed.id, Means.SMS), almaty(3, 17))
    assert complain_until(story.appeal) == almaty(6, 17, 18, 30)


@pytest.mark.law("АППК 95(2)")
def test_a_complaint_that_was_forwarded_goes_on_in_another_one_and_that_is_told() -> None:
    story = sent_up()
    story.give(replace(MERGER, by=OPERATOR))
    assert [each.rule for each in story.appeal.open_tasks] == ["unconsidered_notice"]


def test_an_appeal_does_not_go_on_in_itself() -> None:
    story = at_agency(lawful())
    with pytest.raises(MergedIntoItself):
        story.give(replace(MERGER, into=story.appeal.id))


def test_without_a_law_nothing_is_asked_and_nothing_owed() -> None:
    old = the_law()
    known = tuple(rule for rule in old.rules if rule.rule != "acceptance")
    for plan in (PLAN, lawful("grievance", country="in"), replace(lawful(), law=replace(old, rules=known))):
        story = at_agency(plan)
        story.give(c.Merge(OFFICERS_BOSS, INTO))
        assert (story.appeal.open_tasks, story.appeal.clock(ClockKind.WINDOW)) == ((), None)
        assert the(e.Closed, story.happened) == e.Closed(Outcome.MERGED, into=INTO)
