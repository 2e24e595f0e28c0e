"""Kinds: another kind is another term, and never more time or less right than the law of it gives."""

from uuid import UUID

import pytest

from domain import commands as c
from domain.act_commands import Attach, ChangeKind, FlagDanger, ReturnToApplicant
from domain.law_errors import Barred, DangerFirst, WrongDecision
from domain.legal import Danger, ReturnGround
from domain.people import Person
from tests.domain.acts.test_complaint import a_complaint, forward
from tests.domain.builders import (
    CLERK,
    MINUTE,
    OFFICER,
    OFFICERS_BOSS,
    OPERATOR,
    OTHER_OFFICER,
    Story,
    almaty,
    at_agency,
    in_hand,
    term,
)
from tests.domain.lawful import BODYS_HEAD, lawful, the_law, urgent

OTHER, TEXT = UUID(int=77), UUID(int=5)
FIFTEEN, TWENTY = almaty(4, 9, 18, 30), almaty(4, 16, 18, 30)


def treat(story: Story, kind: str, by: Person = OFFICER) -> None:
    story.give(ChangeKind(by, the_law(kind), TEXT))


@pytest.mark.law("АППК 99")
def test_what_was_extended_is_not_so_as_a_complaint() -> None:
    story = at_agency(lawful())
    story.give(c.Extend(BODYS_HEAD, term("1mo"), TEXT))
    treat(story, "complaint")
    assert story.appeal.statute_due == TWENTY


def test_what_was_extended_stays_so_as_a_kind_that_is_extended_too() -> None:
    story = at_agency(lawful())
    story.give(c.Extend(BODYS_HEAD, term("5wd"), TEXT))
    extended = story.appeal.statute_due
    treat(story, "message")
    assert story.appeal.statute_due == extended != FIFTEEN


@pytest.mark.law("АППК 91(2)")
def test_what_has_ended_in_silence_does_not_begin_to_run_again_as_another_kind() -> None:
    story = at_agency(lawful())
    story.wait(FIFTEEN + MINUTE)
    assert story.appeal.legal.refused_at == FIFTEEN
    treat(story, "taxpayer_complaint", OPERATOR)
    assert (story.appeal.statute_due, story.appeal.legal.refused_at) == (FIFTEEN, FIFTEEN)


@pytest.mark.law("АППК 97(2)")
def test_the_body_complained_of_makes_nothing_else_of_a_complaint() -> None:
    story = a_complaint()
    for by in (OTHER_OFFICER, OFFICERS_BOSS):
        with pytest.raises(Barred) as caught:
            treat(story, "application", by)
        assert caught.value.facts["article"] == "АППК 97(2)"
    treat(story, "state_service_complaint", OTHER_OFFICER)
    treat(story, "application", OPERATOR)
    assert story.appeal.law.kind == "application"


@pytest.mark.law("АППК 91(4)")
def test_the_body_complained_of_ends_a_complaint_in_no_other_way_either() -> None:
    story = a_complaint()
    story.claim(OTHER_OFFICER)
    for command in (
        c.Merge(OFFICERS_BOSS, OTHER),
        Attach(OTHER_OFFICER, OTHER),
        ReturnToApplicant(OTHER_OFFICER, story.main.id, ReturnGround.OBSCENE, None, TEXT),
    ):
        with pytest.raises(WrongDecision) as caught:
            story.give(command)
        assert caught.value.facts["article"] == "АППК 91(4)"
    forward(story)
    story.give(c.Merge(OPERATOR, OTHER))
    assert story.appeal.merged_into == OTHER


@pytest.mark.law("АППК 64(7-2)")
def test_what_tells_of_a_danger_does_not_end_in_another_appeal() -> None:
    story = in_hand(urgent())
    story.give(FlagDanger(CLERK, story.main.id, Danger.CRIME))
    with pytest.raises(DangerFirst) as caught:
        story.give(c.Merge(OPERATOR, OTHER))
    assert caught.value.facts["article"] == "АППК 64(7-2)"
