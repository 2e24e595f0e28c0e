"""An appeal of another system continues here from where it was."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from domain import events as e
from domain.decide.alarms import next_alarm
from domain.errors import UnknownStep
from domain.evolve.appeal import replay
from domain.identity.people import Group
from domain.policy.plan import Step
from domain.procedure.takeover import Past, PastEnd, PastWait, PastWork, take_over
from domain.projections.notices import carried_over_until
from domain.state.appeal import Appeal, Status
from domain.state.clock import ClockKind
from domain.state.task import Ground, Outcome, TaskOutcome, TaskState
from tests.support.domain.builders import (
    AGENCY_GROUP,
    MONDAY,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    PLAN,
    RECEPTION_GROUP,
    CasePlan,
    Scenario,
    almaty,
    make_intake,
    make_plan,
)
from tests.support.domain.statutory_plans import statutory_plan

TUESDAY, WEDNESDAY, FRIDAY = almaty(3, 17, 10), almaty(3, 18, 11), almaty(3, 20, 15)
AT_AGENCY = PastWork(Step.AGENCY, TUESDAY)
HELD = replace(AT_AGENCY, holder=OFFICER.id, held_since=WEDNESDAY)
TEXT = UUID(int=77)


def taken_over(
    work: PastWork = AT_AGENCY,
    wait: PastWait | None = None,
    end: PastEnd | None = None,
    plan: CasePlan = PLAN,
    now: datetime = FRIDAY,
) -> tuple[Appeal, tuple[e.Fact, ...]]:
    past = Past("old-register", work, wait, end)
    return take_over(make_intake(plan), past, now, OPERATOR)


def test_the_clocks_of_an_open_appeal_stand_where_they_would_had_it_begun_here() -> None:
    here = Scenario(PLAN)
    appeal, facts = taken_over()
    (task,) = appeal.open_tasks
    assert (task.step, task.group, task.state) == (Step.AGENCY, AGENCY_GROUP, TaskState.READY)
    assert task.opened_at == TUESDAY
    assert appeal.statute_due == here.appeal.statute_due
    clock = appeal.clock(ClockKind.STEP, task.id)
    assert clock is not None
    assert clock.started_at == TUESDAY
    assert appeal.task_due(task) == almaty(
        3, 27, 18, 30
    )  # five working days after the three days off of Nauryz
    assert replay(facts) == appeal


def test_the_holder_keeps_the_task_and_has_a_whole_lease() -> None:
    appeal, _ = taken_over(HELD)
    (task,) = appeal.open_tasks
    assert (task.holder, task.state, task.state_since) == (OFFICER.id, TaskState.CLAIMED, WEDNESDAY)
    lease = appeal.clock(ClockKind.LEASE, task.id)
    assert lease is not None
    assert lease.started_at == FRIDAY
    assert appeal.clock(ClockKind.ACCEPTANCE, task.id) is None


def test_an_appeal_still_at_its_reception_is_referred_nowhere() -> None:
    appeal, facts = taken_over(PastWork(Step.RECEPTION, MONDAY))
    assert [task.group for task in appeal.open_tasks] == [RECEPTION_GROUP]
    assert [type(fact.event) for fact in facts] == [e.Registered, e.TaskOpened, e.TakenOver]


def test_skipped_steps_and_another_organisation_are_recorded() -> None:
    appeal, facts = taken_over(PastWork(Step.SPONSOR, TUESDAY))
    skipped = [fact.event.step for fact in facts if isinstance(fact.event, e.StepSkipped)]
    assert skipped == [Step.AGENCY, Step.SPECIALIST]
    other = Group(OTHER_AGENCY, AGENCY_GROUP.role)
    elsewhere, _ = taken_over(replace(AT_AGENCY, group=other))
    assert (elsewhere.group, elsewhere.considering_body) == (other, other)
    assert appeal.step is Step.SPONSOR


def test_a_step_that_is_not_on_the_path_is_refused() -> None:
    short = replace(PLAN, steps=PLAN.steps[:2])
    with pytest.raises(UnknownStep):
        taken_over(PastWork(Step.SPONSOR, TUESDAY), plan=short)


def test_a_question_is_awaited_from_the_day_on_which_it_was_asked() -> None:
    appeal, _ = taken_over(HELD, PastWait(WEDNESDAY, is_for_receipt=False, text=TEXT))
    assert appeal.status is Status.AWAITING_INFORMATION
    wait = appeal.clock(ClockKind.INFORMATION)
    assert wait is not None
    assert wait.started_at == WEDNESDAY
    assert appeal.suspension.last_question == 1


def test_receipt_of_help_is_awaited_from_the_day_on_which_it_was_granted() -> None:
    appeal, _ = taken_over(HELD, PastWait(WEDNESDAY, is_for_receipt=True), plan=make_plan(receipt=True))
    assert appeal.status is Status.AWAITING_RECEIPT
    assert [clock.started_at for clock in appeal.clocks] == [WEDNESDAY]
    alarm = next_alarm(appeal)
    assert alarm is not None
    assert alarm.clock is ClockKind.RECEIPT


@pytest.mark.parametrize("outcome", [Outcome.RESOLVED, Outcome.REFUSED, Outcome.WITHDRAWN])
def test_a_closed_appeal_without_law_is_history_without_a_clock(outcome: Outcome) -> None:
    appeal, facts = taken_over(HELD, end=PastEnd(outcome, WEDNESDAY, Ground.OTHER, TEXT))
    assert (appeal.status, appeal.progress.outcomes, appeal.open_tasks) == (Status.CLOSED, (outcome,), ())
    assert appeal.progress.closed_at == WEDNESDAY
    assert next_alarm(appeal) is None
    ended = [fact.event for fact in facts if isinstance(fact.event, e.TaskCompleted)]
    assert [each.outcome for each in ended] == (
        [] if outcome is Outcome.WITHDRAWN else [TaskOutcome(outcome)]
    )


@pytest.mark.law("АППК 92(1)")
def test_the_complaint_window_of_a_closed_appeal_counts_from_its_end() -> None:
    refused = PastEnd(Outcome.REFUSED, WEDNESDAY)
    appeal, _ = taken_over(HELD, end=refused, plan=statutory_plan())
    window = appeal.clock(ClockKind.COMPLAINT_WINDOW)
    assert window is not None
    assert (window.started_at, str(window.budget)) == (WEDNESDAY, "3mo")
    unstated, _ = taken_over(HELD, end=replace(refused, remedies_stated=False), plan=statutory_plan())
    assert [str(clock.budget) for clock in unstated.clocks] == ["6mo"]
    helped, _ = taken_over(HELD, end=PastEnd(Outcome.RESOLVED, WEDNESDAY), plan=statutory_plan())
    assert helped.clocks == ()


def test_a_complaint_window_that_is_over_leaves_no_clock() -> None:
    appeal, facts = taken_over(
        HELD, end=PastEnd(Outcome.REFUSED, WEDNESDAY), plan=statutory_plan(), now=almaty(9, 1)
    )
    assert next_alarm(appeal) is None
    assert isinstance(facts[-1].event, e.ComplaintWindowClosed)


def test_what_is_overdue_is_called_at_once_and_once() -> None:
    appeal, facts = taken_over(now=almaty(5, 20))
    late = Scenario(PLAN)
    late.appeal, late.facts = appeal, list(facts)
    called = [event for event in late.resume_after_outage(almaty(5, 20)) if isinstance(event, e.Breached)]
    assert {event.clock for event in called} == {ClockKind.STATUTE, ClockKind.STEP, ClockKind.ACCEPTANCE}


def test_the_take_over_is_recorded_with_its_author_after_the_past() -> None:
    _, facts = taken_over(HELD)
    arrival = next(fact for fact in facts if isinstance(fact.event, e.TakenOver))
    assert (arrival.at, arrival.by, arrival.event) == (FRIDAY, OPERATOR, e.TakenOver("old-register"))
    assert carried_over_until(facts) == arrival.seq
    assert [fact.at for fact in facts] == sorted(fact.at for fact in facts)
    assert carried_over_until(Scenario(PLAN).facts) == 0
