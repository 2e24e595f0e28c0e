"""A step without a decision lapses where the policy says so, and the appeal moves to the next step."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain import events as e
from domain.decide.alarms import next_alarm
from domain.errors import TaskClosed
from domain.policy.plan import Step
from domain.state.clock import ClockKind
from domain.state.task import HandBackReason, Purpose, TaskState
from tests.support.domain.builders import (
    AGENCY_GROUP,
    CLERK,
    FUND_GROUP,
    OFFICER,
    PLAN,
    RECEPTION_GROUP,
    Scenario,
    almaty,
    awaiting_receipt,
    event_names,
    held_by_agency,
    held_by_clerk,
    held_by_sponsor,
    make_plan,
    only_event,
    schedule,
    unclaimed_at_reception,
)

LAPSING = make_plan(lapse="1wd")


def lapses(story: Scenario) -> list[Step]:
    """Return the steps that have lapsed."""
    return [each.step for each in story.events if isinstance(each, e.StepLapsed)]


class TestLapse:
    def test_the_next_step_is_offered_the_appeal(self) -> None:
        story = unclaimed_at_reception(LAPSING)
        old = story.main_task
        story.wait_until(almaty(3, 20))
        assert only_event(e.StepLapsed, story.events).due_at == almaty(3, 20, 9)
        assert story.appeal.task(old.id).state is TaskState.SUPERSEDED
        assert (story.main_task.step, story.main_task.group, story.main_task.state) == (
            Step.AGENCY,
            AGENCY_GROUP,
            TaskState.OFFERED,
        )

    def test_previous_holder_cannot_act_after_lapse(self) -> None:
        story = held_by_clerk(LAPSING)
        slept_on = story.main_task.id
        story.wait_until(almaty(3, 20))
        with pytest.raises(TaskClosed):
            story.handle(c.Claim(CLERK, slept_on))

    def test_a_step_whose_policy_does_not_say_so_stays_where_it_is(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(6, 1))
        assert lapses(story) == []
        assert story.appeal.step is Step.RECEPTION

    def test_appeal_reaches_last_step_without_any_action(self) -> None:
        story = unclaimed_at_reception(LAPSING)
        story.wait_until(almaty(6, 1))
        assert lapses(story) == [Step.RECEPTION, Step.AGENCY, Step.SPECIALIST]
        assert story.appeal.step is Step.SPONSOR

    def test_a_level_of_the_same_moment_is_called_first(self) -> None:
        story = unclaimed_at_reception(LAPSING)
        happened = story.wait_until(almaty(3, 20))
        assert event_names(happened)[-3:] == ["Escalated", "StepLapsed", "TaskOpened"]

    def test_the_levels_after_it_are_those_of_the_next_step(self) -> None:
        story = unclaimed_at_reception(LAPSING)
        story.wait_until(almaty(6, 1))
        of_reception = [
            each.level
            for each in story.events
            if isinstance(each, e.Escalated)
            and each.task == story.appeal.tasks[0].id
            and each.clock is ClockKind.STEP
        ]
        assert of_reception == [1, 2]

    def test_declining_after_lapse_restarts_lapsed_step(self) -> None:
        story = held_by_clerk(LAPSING)
        story.handle(c.Claim(CLERK, story.main_task.id), almaty(3, 18))
        story.wait_until(almaty(3, 20))
        story.handle(c.Decline(OFFICER, story.main_task.id, HandBackReason.NOT_COMPETENT))
        assert (story.main_task.group, story.main_task.step) == (RECEPTION_GROUP, Step.RECEPTION)
        story.wait_until(almaty(4, 1))
        assert lapses(story) == [Step.RECEPTION, Step.RECEPTION]

    def test_a_pause_puts_it_off(self) -> None:
        story = held_by_clerk(LAPSING)
        story.ask_citizen(CLERK)
        story.wait_until(almaty(3, 26))
        assert lapses(story) == []

    def test_while_nothing_runs_every_step_has_its_time_after_all(self) -> None:
        story = unclaimed_at_reception(LAPSING)
        happened = story.resume_after_outage(almaty(6, 1))
        assert only_event(e.StepLapsed, happened).step is Step.RECEPTION
        assert story.appeal.task_due(story.main_task) == almaty(6, 8, 18, 30)

    def test_side_tasks_stay_open_after_lapse(self) -> None:
        story = held_by_clerk(LAPSING)
        story.open_side_task(CLERK)
        side = story.task
        story.wait_until(almaty(3, 20))
        assert lapses(story) == [Step.RECEPTION]
        assert story.appeal.task(side.id).is_open


class TestWhatCannotLapse:
    def test_the_last_step_climbs_its_ladder_whatever_the_policy_says(self) -> None:
        last = replace(PLAN.steps[-1], work=schedule("7wd", lapse="1wd"))
        story = held_by_sponsor(replace(PLAN, steps=(*PLAN.steps[:-1], last)))
        story.wait_until(almaty(6, 1))
        assert lapses(story) == []
        assert story.main_task.step is Step.SPONSOR
        assert {each.level for each in story.events if isinstance(each, e.Escalated)} >= {3, 4, 5}
        assert next_alarm(story.appeal) is not None

    def test_side_task_does_not_lapse(self) -> None:
        side = replace(PLAN.side_task, work=schedule("1wd", lapse="1wd"))
        story = held_by_agency(replace(PLAN, side_task=side))
        story.open_side_task(OFFICER)
        opened = story.task
        story.resume_after_outage(almaty(6, 1))
        assert lapses(story) == []
        assert story.appeal.task(opened.id).is_open

    def test_call_back_does_not_lapse(self) -> None:
        story = awaiting_receipt()
        receipt = story.appeal.plan.receipt
        assert receipt is not None
        lapsing = replace(receipt, call_back=schedule("1wd", lapse="1wd"))
        story.appeal = replace(story.appeal, plan=replace(story.appeal.plan, receipt=lapsing))
        story.wait_until(almaty(6, 1))
        assert lapses(story) == []
        assert story.task.purpose is Purpose.CALL_BACK
        assert next_alarm(story.appeal) is not None

    def test_nor_the_acceptance_of_a_hand_off_or_the_whole_appeal(self) -> None:
        lapsing = schedule("1wd", lapse="1wd")
        steps = tuple(replace(step, acceptance=lapsing) for step in PLAN.steps)
        story = unclaimed_at_reception(replace(PLAN, steps=steps, statute=lapsing))
        story.resume_after_outage(almaty(6, 1))
        assert lapses(story) == []
        assert next_alarm(story.appeal) is not None

    def test_a_step_that_is_passed_over_is_not_where_it_goes(self) -> None:
        path = (LAPSING.steps[0], LAPSING.steps[3])
        story = unclaimed_at_reception(replace(LAPSING, steps=path))
        story.wait_until(almaty(3, 20))
        assert story.main_task.group == FUND_GROUP
