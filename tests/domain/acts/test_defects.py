"""Defects: what an appeal lacks is said with a term to mend it, and no clock stands still meanwhile."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import Mend, NameDefects, ReturnToApplicant
from domain.errors import (
    AlreadyAwaited,
    DangerFirst,
    MendTermTooLong,
    NothingToMend,
    NotInFuture,
    NotInLaw,
    NotTheHolder,
    TaskNotReady,
)
from domain.events import DefectsNamed, Mended, MendTermEnded
from domain.identity.people import Person
from domain.law.vocabulary import Danger, Defect, ReturnGround
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import Duty
from tests.domain.builders import (
    CITIZEN,
    CLERK,
    STRANGE_CLERK,
    Story,
    almaty,
    at_reception,
    in_hand,
    names,
    term,
    the,
)
from tests.domain.lawful import lawful

MISSING = (Defect.ADDRESS, Defect.SIGNATURE)


def name(story: Story, by: Person = CLERK, within: str = "3wd") -> list[e.Event]:
    """Say on Monday what is missing; by default until Thursday evening."""
    return story.give(NameDefects(by, story.main.id, MISSING, term(within)))


def defective() -> Story:
    story = in_hand(lawful())
    name(story)
    return story


@pytest.mark.law("АППК 64(6)")
def test_what_is_missing_is_named_with_a_term_and_the_applicant_is_to_be_told() -> None:
    story = in_hand(lawful())
    happened = name(story)
    said = the(DefectsNamed, happened)
    assert (said.missing, said.term, said.article) == (MISSING, term("3wd"), "АППК 64(6)")
    owed = the(e.TaskOpened, happened)
    assert (owed.duty, owed.rule, owed.group) == (Duty.NOTICE, "mend", story.main.group)
    assert story.due(ClockKind.MENDING) == almaty(3, 19, 18, 30)


@pytest.mark.law("АППК 64(6)")
def test_the_term_of_the_appeal_goes_on_while_it_is_mended() -> None:
    story, untouched = defective(), in_hand(lawful())
    assert story.due(ClockKind.STATUTE) == untouched.due(ClockKind.STATUTE)
    assert (story.appeal.status, story.appeal.paused_at) == (Status.IN_WORK, None)
    assert story.main.holder == CLERK.id


def test_one_wait_at_a_time() -> None:
    with pytest.raises(AlreadyAwaited) as refused:
        name(defective())
    assert refused.value.facts == {"until": "2026-03-19T13:30:00+00:00", "article": "АППК 64(6)"}


def test_after_it_was_mended_something_else_may_be_found_missing() -> None:
    story = defective()
    story.give(Mend(CITIZEN))
    assert "DefectsNamed" in names(name(story))


def test_a_term_of_nothing_is_none() -> None:
    with pytest.raises(NotInFuture):
        name(in_hand(lawful()), within="0wd")


def test_a_term_is_reasonable_as_long_as_the_policys_longest_wait() -> None:
    name(in_hand(lawful()), within="10wd")
    with pytest.raises(MendTermTooLong) as refused:
        name(in_hand(lawful()), within="11wd")
    assert refused.value.facts["article"] == "АППК 64(6)"


@pytest.mark.law("АППК 64(6)")
@pytest.mark.parametrize("farther", ["900mo", "999999cd", "20000wd"])
def test_nor_does_a_term_reach_farther_than_any_calendar(farther: str) -> None:
    with pytest.raises(MendTermTooLong) as refused:
        name(in_hand(lawful()), within=farther)
    assert refused.value.facts["article"] == "АППК 64(6)"


def test_only_who_holds_the_appeal_names_its_defects() -> None:
    story = in_hand(lawful())
    with pytest.raises(NotTheHolder):
        name(story, by=STRANGE_CLERK)
    with pytest.raises(TaskNotReady):
        name(at_reception(lawful()))


def test_a_danger_goes_first() -> None:
    story = in_hand(lawful())
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, danger=Danger.CRIME))
    with pytest.raises(DangerFirst):
        name(story)


def test_without_a_law_nothing_is_asked_for() -> None:
    with pytest.raises(NotInLaw):
        name(in_hand())


def test_nobody_has_to_be_told_where_nobody_is_known() -> None:
    story = in_hand(lawful())
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, anonymous=True))
    assert names(name(story)) == ["DefectsNamed"]


@pytest.mark.parametrize("by", [CITIZEN, CLERK])
def test_what_is_mended_is_waited_for_no_more(by: Person) -> None:
    story = defective()
    assert names(story.give(Mend(by), almaty(3, 17))) == ["Mended"]
    assert story.appeal.clock(ClockKind.MENDING) is None
    assert not any(isinstance(event, MendTermEnded) for event in story.wait(almaty(3, 20)))


def test_nothing_is_mended_where_nothing_was_missing() -> None:
    with pytest.raises(NothingToMend):
        in_hand(lawful()).give(Mend(CITIZEN))
    story = defective()
    story.give(Mend(CITIZEN))
    with pytest.raises(NothingToMend):
        story.give(Mend(CITIZEN))


def test_the_end_of_the_term_is_told_and_ends_nothing() -> None:
    story = defective()
    ended = the(MendTermEnded, story.wait(almaty(3, 20)))
    assert ended.due == almaty(3, 19, 18, 30)
    assert (story.appeal.status, story.appeal.legal.mend_ended) == (Status.IN_WORK, ended.due)


@pytest.mark.law("АППК 64(6)")
def test_what_is_mended_late_but_before_the_return_counts() -> None:
    story = defective()
    story.wait(almaty(3, 20))
    the(Mended, story.give(Mend(CITIZEN)))
    story.claim(CLERK)
    with pytest.raises(NothingToMend):
        story.give(ReturnToApplicant(CLERK, story.main.id, ReturnGround.UNMENDED))


def test_the_wait_ends_with_the_appeal() -> None:
    story = defective()
    story.give(c.Withdraw(CITIZEN), almaty(3, 17))
    assert story.appeal.clock(ClockKind.MENDING) is None
