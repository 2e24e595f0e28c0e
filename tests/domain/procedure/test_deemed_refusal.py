"""Deemed refusal: the end of the term is a refusal, recorded once, and the work stays open."""

from uuid import UUID

import pytest
from hypothesis import given

from domain import commands as c
from domain import events as e
from domain.decide.forecast import forecast
from domain.events import DeemedRefused
from domain.evolve.appeal import evolve
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import OWN_INITIATIVE, DecisionDetails, HearingException
from domain.procedure.competence.forward_complaint import complaint_deadline
from domain.projections.summaries import summarise_appeal
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import Duty, Ground, Purpose, TaskOutcome, TaskState
from tests.support.domain.builders import (
    CITIZEN,
    CLERK,
    MINUTE,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    RECEPTION_GROUP,
    REGION_HEAD,
    Scenario,
    almaty,
    end_of_day,
    held_by_agency,
    make_intake,
    only_event,
    parse_term,
    unclaimed_at_reception,
)
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.domain.statutory_plans import AGENCY_HEAD, REGISTERED_2025, statutory_plan

TEXT = UUID(int=5)
DUE = almaty(4, 9, 18, 30)
THREE_MONTHS = end_of_day(7, 9)


def silent(story: Scenario) -> list[DeemedRefused]:
    return [each for each in story.events if isinstance(each, DeemedRefused)]


@pytest.mark.law("АППК 91(2)")
def test_silence_is_a_refusal_at_the_very_end_of_the_term() -> None:
    story = unclaimed_at_reception(statutory_plan())
    story.wait_until(DUE - MINUTE)
    assert not silent(story)
    story.wait_until(DUE)
    assert silent(story) == [DeemedRefused(DUE, "АППК 91(2)", THREE_MONTHS)]
    assert summarise_appeal(story.appeal).deemed_refused_at == DUE


@pytest.mark.law("АППК 100(5)")
def test_silence_on_a_complaint_is_a_refusal_too() -> None:
    story = unclaimed_at_reception(statutory_plan("complaint"))
    refusal = only_event(DeemedRefused, story.wait_until(almaty(4, 17)))
    assert refusal == DeemedRefused(almaty(4, 16, 18, 30), "АППК 100(5)", end_of_day(5, 18))


@pytest.mark.law("АППК 91(2)")
def test_deemed_refusal_owes_notice_and_leaves_work_and_ladder_open() -> None:
    story = unclaimed_at_reception(statutory_plan())
    story.wait_until(DUE)
    duty = next(task for task in story.appeal.open_tasks if task.duty is Duty.NOTICE)
    assert (duty.purpose, duty.rule_id) == (Purpose.DUTY, "deemed_refusal")
    later = story.wait_until(almaty(4, 20))
    assert [each for each in later if isinstance(each, e.Escalated) and each.clock is ClockKind.STATUTE]
    story.handle(c.Reassign(OPERATOR, story.main_task.id, RECEPTION_GROUP, CLERK.id))
    story.handle(c.Complete(CLERK, story.main_task.id, TaskOutcome.RESOLVED))
    assert story.appeal.status is Status.CLOSED
    assert summarise_appeal(story.appeal).deemed_refused_at == DUE  # what is decided late takes nothing back


@pytest.mark.law("АППК 92(1)")
def test_time_to_complain_of_an_old_silence_followed_the_next_body() -> None:
    story = held_by_agency(statutory_plan())
    story.wait_until(DUE)
    assert complaint_deadline(story.appeal) == THREE_MONTHS
    main = story.main_task.id
    story.handle(c.Redirect(AGENCY_HEAD, main, "parliament", override=True), almaty(4, 10))
    assert story.appeal.superior_of("parliament") is None
    assert complaint_deadline(story.appeal) == THREE_MONTHS


def test_deemed_refusal_is_recorded_once() -> None:
    story = unclaimed_at_reception(statutory_plan())
    story.wait_until(almaty(6, 1))
    assert len(silent(story)) == 1


def test_what_is_decided_in_time_is_never_silence() -> None:
    story = held_by_agency(statutory_plan())
    verdict = DecisionDetails(hearing_exception=HearingException.APPLICANT_REQUEST)
    refuse = c.Complete(
        OFFICER, story.main_task.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, decision_details=verdict
    )
    story.handle(refuse)
    story.wait_until(almaty(6, 1))
    assert not silent(story)


def test_that_the_citizen_was_asked_puts_the_silence_off_by_nothing() -> None:
    story = held_by_agency(statutory_plan())
    story.ask_citizen(OFFICER)
    story.answer_information_request(almaty(3, 18, 9))  # two working days later
    story.wait_until(DUE - MINUTE)
    assert not silent(story)
    story.wait_until(DUE)
    assert silent(story) == [DeemedRefused(DUE, "АППК 91(2)", THREE_MONTHS)]


def test_an_extension_moves_the_silence() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Extend(AGENCY_HEAD, parse_term("5wd"), TEXT))
    story.wait_until(almaty(4, 16, 18, 29))
    assert not silent(story)
    assert only_event(DeemedRefused, story.wait_until(almaty(4, 16, 18, 30))).due_at == almaty(4, 16, 18, 30)


def test_reopened_appeal_may_become_deemed_refusal_again() -> None:
    story = unclaimed_at_reception(statutory_plan())
    story.wait_until(DUE)
    story.handle(c.Withdraw(CITIZEN, TEXT))
    story.handle(c.Reopen(CLERK, TEXT), almaty(4, 10, 9))
    assert summarise_appeal(story.appeal).deemed_refused_at == DUE
    story.wait_until(almaty(6, 1))
    assert len(silent(story)) == 2
    assert summarise_appeal(story.appeal).deemed_refused_at == silent(story)[-1].due_at


@pytest.mark.law("АППК 91(2)")
@pytest.mark.law("АППК 92(1)")
def test_redirect_after_silence_took_the_refusal_and_the_time_to_complain_back() -> None:
    story = unclaimed_at_reception(statutory_plan())
    story.wait_until(DUE)
    until = complaint_deadline(story.appeal)
    owed = [task.id for task in story.appeal.open_tasks if task.rule_id == "deemed_refusal"]
    story.handle(c.Redirect(REGION_HEAD, story.main_task.id, OTHER_AGENCY, TEXT, override=True))
    assert summarise_appeal(story.appeal).deemed_refused_at == DUE
    assert complaint_deadline(story.appeal) == until == end_of_day(7, 9)
    assert [task.id for task in story.appeal.open_tasks if task.rule_id == "deemed_refusal"] == owed


def test_silence_of_the_next_body_is_another_refusal() -> None:
    story = unclaimed_at_reception(statutory_plan())
    story.wait_until(DUE)
    story.handle(c.Redirect(REGION_HEAD, story.main_task.id, OTHER_AGENCY, TEXT, override=True))
    story.wait_until(almaty(6, 1))
    assert [each.due_at for each in silent(story)] == [DUE, almaty(4, 30, 18, 30)]


@pytest.mark.law("АППК 91(2)")
@given(random_scenarios())
def test_nothing_ever_takes_silence_back(lived: Scenario) -> None:
    after, refused, owed = None, None, set[UUID]()
    for fact in lived.facts:
        after = evolve(after, fact)
        silence = after.legal.deemed_refused_at
        assert refused is None or (silence is not None and silence >= refused)
        refused, rule = silence, after.law.deemed_refusal
        notices = {task.id: task.state for task in after.tasks if rule and task.rule_id == rule.rule_id}
        assert TaskState.CANCELLED not in notices.values()
        assert owed <= notices.keys()
        owed |= notices.keys()
        if refused is not None and after.law.find_rule(RuleId.COMPLAINT_WINDOW):
            deadline = complaint_deadline(after)
            assert after.legal.decision.pending_window or (deadline is not None and deadline > refused)


def test_deemed_refusal_missed_in_outage_is_recorded_afterwards() -> None:
    story = unclaimed_at_reception(statutory_plan())
    story.resume_after_outage(almaty(5, 20))
    assert [each.due_at for each in silent(story)] == [DUE]


def test_it_is_foreseen() -> None:
    story = unclaimed_at_reception(statutory_plan())
    seen = [each for each in forecast(story.appeal, most=100) if isinstance(each.event, DeemedRefused)]
    assert [each.at for each in seen] == [DUE]


def test_without_law_there_is_no_deemed_refusal() -> None:
    story = unclaimed_at_reception()
    story.wait_until(almaty(6, 1))
    assert not silent(story)


@pytest.mark.law("АППК 91(2)")
def test_it_was_so_in_the_first_years_of_the_law() -> None:
    story = unclaimed_at_reception(statutory_plan(day=REGISTERED_2025))
    assert only_event(DeemedRefused, story.wait_until(almaty(4, 10))).article == "АППК 91(2)"


@pytest.mark.law("АППК 62(1)2")
def test_what_the_body_began_itself_was_deemed_refused() -> None:
    plan = statutory_plan()
    story = Scenario(plan, intake=make_intake(plan, channel=OWN_INITIATIVE))
    story.wait_until(almaty(6, 1))
    assert not silent(story)
