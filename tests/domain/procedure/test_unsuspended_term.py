"""Nothing suspends the term of an appeal: a question to the applicant stops the clocks of the step alone."""

from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.commands import CorrectDefects, ForwardComplaint, ReportDefects
from domain.decide.alarms import next_alarm
from domain.decide.allowed import allowed_verbs
from domain.decide.forecast import forecast
from domain.errors import NotAllowedInStatus
from domain.events import DeemedRefused
from domain.evolve.appeal import record
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import Defect
from domain.policy.escalation import EscalationTarget
from domain.projections.summaries import summarise_appeal
from domain.rules.lifecycle import Verb
from domain.state.appeal import Status
from domain.state.clock import ClockKind, MarkKind
from domain.state.task import Duty, TaskOutcome
from tests.support.domain.builders import (
    CITIZEN,
    HOUR,
    LIMITS,
    OFFICER,
    CasePlan,
    Scenario,
    almaty,
    end_of_day,
    event_names,
    held_by_agency,
    only_event,
    parse_term,
)
from tests.support.domain.complaints import complaint_at_body
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.domain.statutory_plans import (
    AGENCY_HEAD,
    REGISTERED_2025,
    SUPERIOR_GROUP,
    complete_due_notices,
    keep_claimed_until,
    seven_day_plan,
    statutory_plan,
)
from tests.support.domain.strategies import PLANS

DUE = almaty(4, 9, 18, 30)  # fifteen working days after Monday, past Nauryz
LATE = almaty(3, 30, 18, 30)  # seven
TEXT = UUID(int=5)
LAWFUL = [plan for plan in PLANS if plan.law.rulebook]


def forgetful(plan: CasePlan) -> CasePlan:
    """Return *plan* with law data that was stored before it named suspension."""
    rules = tuple(each for each in plan.law.rules if each.rule_id != RuleId.NO_SUSPENSION)
    return replace(plan, law=replace(plan.law, rules=rules))


def asked(plan: CasePlan | None = None, until: int = 17) -> Scenario:
    """Return an appeal whose officer asks the citizen on that day of March."""
    story = held_by_agency(plan or statutory_plan())
    keep_claimed_until(story, OFFICER, almaty(3, until))
    story.ask_citizen(OFFICER)
    return story


def too_late() -> Scenario:
    """Return an appeal of seven working days that end while the answer is awaited."""
    return asked(seven_day_plan(), 19)


@pytest.mark.law("АППК 76(3)")
@pytest.mark.parametrize("plan", LAWFUL, ids=lambda plan: f"{plan.law.rulebook}: {plan.law.kind}")
def test_statute_clock_runs_while_answer_is_awaited(plan: CasePlan) -> None:
    story = held_by_agency(plan)
    due, step = story.due_at(ClockKind.STATUTE), story.appeal.task_due(story.main_task)
    story.handle(c.RequestInformation(OFFICER, story.main_task.id), almaty(3, 17))
    assert (story.appeal.statute_due, story.appeal.task_due(story.main_task)) == (due, None)
    assert summarise_appeal(story.appeal).statutory_due_at == due
    story.answer_information_request(almaty(3, 18))
    assert story.appeal.statute_due == due
    moved = story.appeal.task_due(story.main_task)
    assert step is not None
    assert moved == story.calendar.add_working_time(step, 9.5 * HOUR)


def test_appeal_under_earlier_law_keeps_suspending() -> None:
    story = asked(forgetful(statutory_plan()))
    assert story.appeal.statute_due is None
    assert story.wait_until(almaty(3, 31)) == []
    story.answer_information_request()
    assert story.appeal.statute_due is not None
    assert story.appeal.statute_due > DUE


def test_only_the_statute_clock_warns_meanwhile() -> None:
    story = asked()
    heard = story.wait_until(almaty(3, 31))
    assert event_names(heard) == ["Warned"]
    assert only_event(e.Warned, heard).clock is ClockKind.STATUTE


@pytest.mark.law("АППК 91(2)")
def test_a_term_that_ends_while_the_answer_is_awaited_ends_in_silence() -> None:
    story = too_late()
    alarm = next_alarm(story.appeal)
    assert alarm is not None
    assert (alarm.clock, alarm.mark) == (ClockKind.STATUTE, MarkKind.WARNING)
    foreseen = [each.at for each in forecast(story.appeal) if isinstance(each.event, DeemedRefused)]
    assert foreseen == [LATE]
    heard = story.wait_until(LATE)
    assert only_event(DeemedRefused, heard).due_at == only_event(e.Breached, heard).due_at == LATE
    assert story.appeal.status is Status.AWAITING_INFORMATION
    owed = next(task for task in story.appeal.open_tasks if task.duty is Duty.NOTICE)
    assert story.appeal.task_due(owed) == almaty(4, 2, 18, 30)


def test_ladder_takes_the_task_from_a_waiting_holder() -> None:
    story = too_late()
    main = story.main_task.id
    heard = story.wait_until(almaty(4, 6, 12))
    called = [each for each in heard if isinstance(each, e.Escalated) and each.clock is ClockKind.STATUTE]
    assert [each.target for each in called] == [
        EscalationTarget.SUPERVISOR,
        EscalationTarget.HEAD,
        EscalationTarget.FALLBACK,
    ]
    assert {each.task for each in called} == {main}
    assert story.appeal.status is Status.AWAITING_INFORMATION
    assert story.main_task.group == story.appeal.plan.fallback
    assert story.main_task.holder is None


def test_answer_after_deemed_refusal_resumes_work_only() -> None:
    story = too_late()
    story.wait_until(almaty(3, 31, 12))
    story.answer_information_request()
    assert story.appeal.status is Status.IN_PROGRESS
    assert summarise_appeal(story.appeal).deemed_refused_at == LATE
    assert story.appeal.statute_due == LATE
    assert story.appeal.task_due(story.main_task) == almaty(4, 3, 12)  # and that of the step has its pause
    story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.RESOLVED))
    assert summarise_appeal(story.appeal).deemed_refused_at == LATE


def test_unanswered_wait_ends_and_both_clocks_run() -> None:
    story = asked()
    heard = story.wait_until(almaty(4, 4, 0))
    assert only_event(e.InformationWaitLapsed, heard).due_at == end_of_day(4, 3)
    assert story.appeal.statute_due == DUE
    assert story.appeal.task_due(story.main_task) == almaty(
        4, 10, 18, 30
    )  # eleven days of waiting after 26 March


@pytest.mark.law("АППК 76(3)")
def test_the_notice_of_an_extension_waits_for_no_answer() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Extend(AGENCY_HEAD, parse_term("5wd"), TEXT))
    owed = story.task
    due = story.appeal.task_due(owed)
    story.ask_citizen(OFFICER)
    assert story.appeal.task_due(owed) == due
    heard = story.wait_until(almaty(3, 19, 18, 30))
    assert [
        each.due_at for each in heard if isinstance(each, e.Breached) and each.clock is ClockKind.STEP
    ] == [due]


@pytest.mark.law("АППК 91(4)")
def test_the_three_days_of_the_body_complained_of_wait_for_no_answer() -> None:
    story = complaint_at_body()
    story.claim(OFFICER)
    due = story.appeal.task_due(story.main_task)
    story.ask_citizen(OFFICER)
    assert story.appeal.task_due(story.main_task) == due == almaty(3, 19, 18, 30)
    heard = story.wait_until(almaty(3, 19, 18, 30))
    late = [each for each in heard if isinstance(each, e.Breached) and each.clock is ClockKind.STEP]
    assert [(each.task, each.due_at) for each in late] == [(story.main_task.id, due)]
    story.answer_information_request(almaty(3, 20))
    assert story.appeal.task_due(story.main_task) == due


@pytest.mark.law("АППК 91(4)")
def test_forwarding_during_a_wait_ends_the_wait() -> None:
    story = complaint_at_body()
    story.claim(OFFICER)
    story.ask_citizen(OFFICER)
    assert Verb.FORWARD_COMPLAINT in allowed_verbs(story.appeal, story.main_task, OFFICER)
    story.handle(ForwardComplaint(OFFICER, story.main_task.id, TEXT), almaty(3, 17))
    assert (story.appeal.status, story.main_task.group) == (Status.IN_PROGRESS, SUPERIOR_GROUP)
    assert story.appeal.task_due(story.main_task) is not None


@pytest.mark.law("АППК 64(6)")
def test_correction_term_runs_while_answer_is_awaited() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(ReportDefects(OFFICER, story.main_task.id, (Defect.ADDRESS,), parse_term("5wd")))
    complete_due_notices(story)
    due = story.due_at(ClockKind.DEFECT_CORRECTION)
    story.ask_citizen(OFFICER)
    story.answer_information_request(almaty(3, 18))
    assert story.due_at(ClockKind.DEFECT_CORRECTION) == due
    story.handle(CorrectDefects(CITIZEN))


@pytest.mark.law("АППК 76(3)")
def test_term_may_be_extended_while_answer_is_awaited() -> None:
    story = asked()
    extended = only_event(e.Extended, story.handle(c.Extend(AGENCY_HEAD, parse_term("5wd"), TEXT)))
    assert (extended.old_due_at, extended.new_due_at) == (DUE, almaty(4, 16, 18, 30))
    assert story.appeal.statute_due == extended.new_due_at


@pytest.mark.law("АППК 76(3)")
def test_two_questions_at_once_are_one_too_many() -> None:
    story = asked()
    with pytest.raises(NotAllowedInStatus) as refused:
        story.ask_citizen(OFFICER)
    assert refused.value.details["article"] == "АППК 76(3)"
    with pytest.raises(NotAllowedInStatus) as refused:
        asked(forgetful(statutory_plan())).ask_citizen(OFFICER)
    assert "article" not in refused.value.details


def test_the_older_law_knows_no_suspension_either() -> None:
    story = held_by_agency(statutory_plan(day=REGISTERED_2025))
    due = story.appeal.statute_due
    story.handle(c.RequestInformation(OFFICER, story.main_task.id), almaty(3, 17))
    story.answer_information_request(almaty(3, 19))
    assert story.appeal.statute_due == due


@given(random_scenarios(), st.integers(0, 40), st.integers(0, 40))
def test_no_pause_ever_makes_any_clock_end_sooner(story: Scenario, begins: int, lasts: int) -> None:
    story.resume_after_outage(story.now + begins * HOUR)
    main = story.appeal.main_task
    if main is None or story.appeal.suspension.paused_at is not None:
        return
    appeal, _ = record(
        story.appeal, [e.InformationRequested(main.id, LIMITS.max_information_wait, 1)], story.now
    )
    paused, _ = record(appeal, [e.InformationProvided(ends_wait=True)], story.now + lasts * HOUR)
    for clock in story.appeal.clocks:
        assert paused.reading(clock).due >= story.appeal.reading(clock).due
