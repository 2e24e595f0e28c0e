"""Silence: the end of the term is a refusal by itself, told once, and no end of the work."""

from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.decide.forecast import foresee
from domain.events import DeemedRefused
from domain.law.vocabulary import HearingException, Verdict
from domain.projections.summaries import summarise
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import Duty, Ground, Purpose, TaskOutcome
from tests.domain.builders import (
    CITIZEN,
    CLERK,
    HEAD,
    MINUTE,
    OFFICER,
    Story,
    almaty,
    at_agency,
    at_reception,
    term,
    the,
)
from tests.domain.lawful import BODYS_HEAD, OF_2021, lawful

TEXT = UUID(int=5)
DUE = almaty(4, 9, 18, 30)


def silent(story: Story) -> list[DeemedRefused]:
    return [each for each in story.happened if isinstance(each, DeemedRefused)]


@pytest.mark.law("АППК 91(2)")
def test_silence_is_a_refusal_at_the_very_end_of_the_term() -> None:
    story = at_reception(lawful())
    story.wait(DUE - MINUTE)
    assert not silent(story)
    story.wait(DUE)
    assert silent(story) == [DeemedRefused(DUE, "АППК 91(2)")]
    assert summarise(story.appeal).refused_at == DUE


@pytest.mark.law("АППК 100(5)")
def test_silence_on_a_complaint_is_a_refusal_too() -> None:
    story = at_reception(lawful("complaint"))
    told = the(DeemedRefused, story.wait(almaty(4, 17)))
    assert told == DeemedRefused(almaty(4, 16, 18, 30), "АППК 100(5)")


@pytest.mark.law("АППК 91(2)")
def test_the_applicant_is_to_be_told_the_ladder_goes_on_and_the_work_may_still_be_done() -> None:
    story = at_reception(lawful())
    story.wait(DUE)
    duty = next(task for task in story.appeal.open_tasks if task.duty is Duty.NOTICE)
    assert (duty.purpose, duty.rule) == (Purpose.DUTY, "silence")
    later = story.wait(almaty(4, 20))
    assert [each for each in later if isinstance(each, e.Escalated) and each.clock is ClockKind.STATUTE]
    story.give(c.Complete(HEAD, story.main.id, TaskOutcome.RESOLVED, override=True))
    assert story.appeal.status is Status.CLOSED
    assert summarise(story.appeal).refused_at is None  # what was decided stands in its place


def test_it_is_said_once() -> None:
    story = at_reception(lawful())
    story.wait(almaty(6, 1))
    assert len(silent(story)) == 1


def test_what_is_decided_in_time_is_never_silence() -> None:
    story = at_agency(lawful())
    verdict = Verdict(exception=HearingException.APPLICANT_ASKS)
    refuse = c.Complete(OFFICER, story.main.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, verdict=verdict)
    story.give(refuse)
    story.wait(almaty(6, 1))
    assert not silent(story)


def test_that_the_citizen_was_asked_puts_the_silence_off_by_nothing() -> None:
    story = at_agency(lawful())
    story.ask_citizen(OFFICER)
    story.citizen_answers(almaty(3, 18, 9))  # two working days later
    story.wait(DUE - MINUTE)
    assert not silent(story)
    story.wait(DUE)
    assert silent(story) == [DeemedRefused(DUE, "АППК 91(2)")]


def test_an_extension_moves_the_silence() -> None:
    story = at_agency(lawful())
    story.give(c.Extend(BODYS_HEAD, term("5wd"), TEXT))
    story.wait(almaty(4, 16, 18, 29))
    assert not silent(story)
    assert the(DeemedRefused, story.wait(almaty(4, 16, 18, 30))).due == almaty(4, 16, 18, 30)


def test_reopened_it_may_be_silence_anew() -> None:
    story = at_reception(lawful())
    story.wait(DUE)
    story.give(c.Withdraw(CITIZEN, TEXT))
    story.give(c.Reopen(CLERK, TEXT), almaty(4, 10, 9))
    assert summarise(story.appeal).refused_at is None
    story.wait(almaty(6, 1))
    assert len(silent(story)) == 2


def test_whoever_slept_through_it_says_it_when_they_wake() -> None:
    story = at_reception(lawful())
    story.sleep(almaty(5, 20))
    assert [each.due for each in silent(story)] == [DUE]


def test_it_is_foreseen() -> None:
    story = at_reception(lawful())
    seen = [each for each in foresee(story.appeal, most=100) if isinstance(each.event, DeemedRefused)]
    assert [each.at for each in seen] == [DUE]


def test_there_is_no_silence_without_a_law() -> None:
    story = at_reception()
    story.wait(almaty(6, 1))
    assert not silent(story)


@pytest.mark.law("АППК 91(2)")
def test_it_was_so_in_the_first_years_of_the_law() -> None:
    story = at_reception(lawful(day=OF_2021))
    assert the(DeemedRefused, story.wait(almaty(4, 10))).article == "АППК 91(2)"
