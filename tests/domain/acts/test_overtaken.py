"""A notice that says what is so no more is not owed; and what a body asked for ends with its turn."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from domain import commands as c
from domain.errors import NothingToMend
from domain.law.rule_ids import COUNT
from domain.law.vocabulary import Defect, HearingException, ReturnGround, Verdict
from domain.policy.plan import Plan
from domain.state.clock import ClockKind
from domain.state.task import Duty, Ground, Task, TaskOutcome, TaskState
from tests.domain.builders import (
    CITIZEN,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    STRANGE_OFFICER,
    Story,
    almaty,
    at_agency,
    names,
    term,
)
from tests.domain.lawful import BODYS_HEAD, before_notices, lawful, stays, tell

TEXT = UUID(int=9)
UNHEARD = Verdict(exception=HearingException.OTHER_LAW)
NAMED = (Defect.NAME,)


def owed(story: Story) -> list[str]:
    """Return by which rules the applicant is still to be told of something."""
    return [task.rule for task in story.appeal.open_tasks if task.duty is Duty.NOTICE]


def redirect(story: Story, to: str = OTHER_AGENCY) -> None:
    story.give(c.Redirect(OPERATOR, story.main.id, to, override=True))


def refuse(story: Story) -> None:
    story.give(
        c.Complete(OFFICER, story.main.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, verdict=UNHEARD)
    )


def withdraw(story: Story) -> None:
    story.give(c.Withdraw(CITIZEN, TEXT))


def give_back(story: Story) -> None:
    story.give(c.ReturnToApplicant(OFFICER, story.main.id, ReturnGround.OBSCENE, text=TEXT))


def name_defects(story: Story) -> None:
    story.give(c.NameDefects(OFFICER, story.main.id, NAMED, term("3wd"), TEXT))


def notice_of(story: Story, rule: str) -> Task:
    return next(task for task in story.appeal.tasks if task.rule == rule)


@pytest.mark.parametrize("end", [refuse, withdraw, give_back])
def test_of_an_end_that_was_undone_nobody_need_be_told(end: Callable[[Story], None]) -> None:
    story = at_agency(lawful())
    end(story)
    assert len(owed(story)) == 1
    happened = story.give(c.Reopen(CITIZEN, TEXT))
    assert names(happened) == ["Reopened", "TaskCancelled", "TaskOpened"]
    assert owed(story) == []
    assert [task.state for task in story.appeal.tasks if task.duty] == [TaskState.CANCELLED]


def test_nor_of_help_that_has_not_arrived() -> None:
    story = at_agency(lawful(receipt=True))
    story.complete(OFFICER)
    assert owed(story) == ["written"]
    story.give(c.ConfirmReceipt(CITIZEN, received=False))
    assert owed(story) == []


def test_a_notice_that_was_given_stays_given() -> None:
    story = at_agency(lawful())
    refuse(story)
    tell(story)
    assert names(story.give(c.Reopen(CITIZEN, TEXT))) == ["Reopened", "TaskOpened"]
    assert notice_of(story, "written").state is TaskState.COMPLETED


def test_the_preliminary_decision_of_the_body_before_is_not_told_any_more() -> None:
    story = at_agency(lawful())
    story.give(c.TellPreliminary(OFFICER, story.main.id, TEXT))
    redirect(story)
    assert owed(story) == ["redirect"]
    assert notice_of(story, "hearing").state is TaskState.CANCELLED


def test_nor_is_the_later_end_of_a_term_that_begins_anew() -> None:
    story = at_agency(lawful())
    story.give(c.Extend(BODYS_HEAD, term("5wd"), TEXT))
    redirect(story)
    assert owed(story) == ["redirect"]


def test_nor_a_silence_that_another_body_may_still_break() -> None:
    story = silent()
    redirect(story)
    assert story.appeal.legal.refused_at is None
    assert owed(story) == ["redirect"]


def test_but_it_is_where_the_term_has_ended_for_any_body() -> None:
    story = silent("notary_inquiry")
    redirect(story)
    assert story.appeal.legal.refused_at
    assert owed(story) == ["silence", "redirect"]


def test_where_the_appeal_went_is_told_wherever_it_goes_then() -> None:
    story = at_agency(lawful())
    redirect(story)
    redirect(story, "police")
    story.give(c.Withdraw(CITIZEN, TEXT))
    story.give(c.Reopen(CITIZEN, TEXT))
    assert owed(story) == ["redirect", "redirect"]


def test_an_appeal_that_began_before_tells_all_of_it() -> None:
    story = at_agency(before_notices(lawful()))
    story.give(c.TellPreliminary(OFFICER, story.main.id, TEXT))
    redirect(story)
    story.give(c.Withdraw(CITIZEN, TEXT))
    story.give(c.Reopen(CITIZEN, TEXT))
    assert owed(story) == ["hearing", "redirect", "termination_notice"]


@pytest.mark.law("АППК 64(6)")
def test_another_body_does_not_return_an_appeal_for_what_the_body_before_missed() -> None:
    story = at_agency(lawful())
    name_defects(story)
    redirect(story)
    assert owed(story) == ["redirect"]
    story.claim(STRANGE_OFFICER)
    stays(story, STRANGE_OFFICER, almaty(3, 26))
    with pytest.raises(NothingToMend):
        story.give(c.ReturnToApplicant(STRANGE_OFFICER, story.main.id, ReturnGround.UNMENDED))
    with pytest.raises(NothingToMend):
        story.give(c.Mend(CITIZEN))


@pytest.mark.law("АППК 64(6)")
def test_but_names_what_it_misses_itself() -> None:
    story = at_agency(lawful())
    name_defects(story)
    redirect(story)
    story.claim(STRANGE_OFFICER)
    story.give(c.NameDefects(STRANGE_OFFICER, story.main.id, NAMED, term("2wd"), TEXT))
    assert story.due(ClockKind.MENDING) == almaty(3, 18, 18, 30)


def test_a_term_to_mend_that_ended_with_the_body_before_has_ended_for_it_alone() -> None:
    story = at_agency(lawful())
    name_defects(story)
    stays(story, OFFICER, almaty(3, 19, 18, 30))
    assert story.appeal.legal.mend_ended
    redirect(story)
    assert story.appeal.legal.mend_ended is None


def test_in_an_appeal_that_began_before_it_goes_on() -> None:
    story = at_agency(uncounted())
    name_defects(story)
    redirect(story)
    assert story.due(ClockKind.MENDING) == almaty(3, 19, 18, 30)


def uncounted() -> Plan:
    """Return a plan as an appeal carries it that began before it was told apart who had it."""
    plan = lawful()
    assert plan.law is not None
    rules = tuple(each for each in plan.law.rules if each.rule != COUNT)
    return replace(plan, law=replace(plan.law, rules=rules))


def silent(kind: str = "application") -> Story:
    """Tell of an appeal whose term ended in silence."""
    story = at_agency(lawful(kind))
    story.wait(story.due(ClockKind.STATUTE))
    assert owed(story) == ["silence"]
    return story
