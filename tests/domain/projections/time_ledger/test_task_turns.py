"""Each task's time: who had it, waiting or in hand, by when it was due, how late it was, who was called."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain.identity.people import Group, Role
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Step
from domain.projections.time_ledger.ledger import time_ledger
from domain.projections.time_ledger.task_turns import EscalationCall, TaskTurn, TaskTurnBreakdown
from domain.state.clock import ClockKind
from domain.state.task import Purpose
from tests.support.domain.builders import (
    AGENCY_GROUP,
    CLERK,
    DAY,
    FALLBACK_GROUP,
    HOUR,
    LAWYER,
    LAWYERS_GROUP,
    MONDAY,
    OFFICER,
    OTHER_AGENCY,
    RECEPTION_GROUP,
    REGION_HEAD,
    Scenario,
    almaty,
    held_by_agency,
    held_by_clerk,
    parse_term,
    unclaimed_at_reception,
)
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.domain.statutory_plans import AGENCY_HEAD, statutory_plan
from tests.support.domain.strategies import LONG_WAITS
from tests.support.scale import scaled

NONE = timedelta()


def turns(story: Scenario) -> tuple[TaskTurn, ...]:
    """Return the turns of a story."""
    return time_ledger(story.facts, story.now).task_turns


class TestWhereItLay:
    def test_task_waits_in_group_until_claimed(self) -> None:
        story = unclaimed_at_reception()
        story.handle(c.Claim(CLERK, story.main_task.id), almaty(3, 16, 12))
        story.wait_until(almaty(3, 16, 18))
        (turn,) = turns(story)
        assert (turn.task, turn.step, turn.group) == (story.main_task.id, Step.RECEPTION, RECEPTION_GROUP)
        assert turn.breakdown == TaskTurnBreakdown(9 * HOUR, waiting_in_group=3 * HOUR, with_holder=6 * HOUR)

    def test_what_is_put_aside_is_in_hand(self) -> None:
        story = held_by_clerk()
        story.hold(CLERK, almaty(3, 16, 18))
        story.wait_until(almaty(3, 16, 12))
        assert turns(story)[0].breakdown.with_holder == 3 * HOUR

    def test_while_the_citizen_is_asked_it_is_neither(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        story.wait_until(almaty(3, 17))
        assert turns(story)[-1].breakdown == TaskTurnBreakdown(DAY, paused=9.5 * HOUR, off_hours=14.5 * HOUR)
        assert turns(story)[-1].due is None

    @pytest.mark.law("АППК 76(3)")
    def test_duty_turn_runs_in_parallel(self) -> None:
        story = held_by_agency(statutory_plan())
        story.handle(c.Extend(AGENCY_HEAD, parse_term("5wd")))
        story.ask_citizen(OFFICER)
        story.wait_until(almaty(3, 17))
        work, duty = turns(story)[-2:]
        assert (work.breakdown.paused, work.due) == (9.5 * HOUR, None)
        assert (duty.breakdown.waiting_in_group, duty.breakdown.paused) == (9.5 * HOUR, NONE)
        assert duty.due == almaty(3, 19, 18, 30)

    def test_a_hand_off_ends_it_and_begins_another(self) -> None:
        story = held_by_clerk()
        story.now = almaty(3, 16, 12)
        story.refer(CLERK, Step.AGENCY)
        story.wait_until(almaty(3, 16, 15))
        counter, housing = turns(story)
        assert (counter.begins, counter.ends, counter.due) == (
            MONDAY,
            almaty(3, 16, 12),
            almaty(3, 18, 18, 30),
        )
        assert (housing.begins, housing.ends, housing.group) == (counter.ends, story.now, AGENCY_GROUP)

    def test_reassigned_task_has_a_turn_per_group_and_one_term(self) -> None:
        story = held_by_agency()
        other = Group(OTHER_AGENCY, Role.OFFICER)
        story.handle(c.Reassign(REGION_HEAD, story.main_task.id, other), almaty(3, 17))
        story.wait_until(almaty(3, 18))
        _, ours, theirs = turns(story)
        assert (ours.task, ours.group) == (theirs.task, AGENCY_GROUP)
        assert (theirs.group, theirs.due) == (other, almaty(3, 26, 18, 30))

    def test_a_side_task_has_its_turn_beside_the_main_path(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        story.handle(c.Accept(LAWYER, story.task.id), almaty(3, 16, 12))
        story.handle(c.Withdraw(CLERK), almaty(3, 16, 15))
        side = turns(story)[-1]
        assert (side.purpose, side.group) == (Purpose.SIDE, LAWYERS_GROUP)
        assert side.breakdown == TaskTurnBreakdown(6 * HOUR, waiting_in_group=3 * HOUR, with_holder=3 * HOUR)


class TestLate:
    def test_it_is_late_from_its_own_due_time_on(self) -> None:
        story = held_by_clerk()
        story.wait_until(almaty(3, 18, 19))
        assert turns(story)[0].breakdown.late == HOUR / 2

    def test_time_paused_before_its_due_time_is_not_late(self) -> None:
        story = held_by_clerk()
        story.ask_citizen(CLERK)
        story.wait_until(almaty(3, 20))
        assert turns(story)[0].breakdown.late == NONE

    def test_each_called_level_is_listed_once_per_clock(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 20))
        counter, desk = turns(story)
        assert counter.escalations == (
            EscalationCall(almaty(3, 18), ClockKind.ACCEPTANCE, 1, EscalationTarget.SUPERVISOR),
            EscalationCall(almaty(3, 18, 13), ClockKind.ACCEPTANCE, 2, EscalationTarget.HEAD),
            EscalationCall(almaty(3, 18, 17), ClockKind.ACCEPTANCE, 3, EscalationTarget.FALLBACK),
        )
        assert (desk.group, desk.begins) == (FALLBACK_GROUP, almaty(3, 18, 17))
        assert desk.escalations == (
            EscalationCall(almaty(3, 19), ClockKind.STEP, 1, EscalationTarget.HOLDER),
            EscalationCall(almaty(3, 19), ClockKind.STEP, 2, EscalationTarget.SUPERVISOR),
            EscalationCall(almaty(3, 19, 11, 30), ClockKind.ACCEPTANCE, 4, EscalationTarget.OPERATOR),
        )


@settings(max_examples=scaled(60, 600))
@given(st.data())
def test_the_parts_of_each_task_add_up_to_the_time_it_was_open(data: st.DataObject) -> None:
    story = data.draw(random_scenarios())
    now = story.now + data.draw(st.sampled_from(LONG_WAITS))
    all_turns = time_ledger(story.facts, now).task_turns
    for turn in all_turns:
        spent = turn.breakdown
        assert turn.ends - turn.begins == spent.elapsed
        assert spent.elapsed == spent.waiting_in_group + spent.with_holder + spent.paused + spent.off_hours
        assert (
            min(spent.waiting_in_group, spent.with_holder, spent.paused, spent.off_hours, spent.late) >= NONE
        )
    for task in story.appeal.tasks:
        own = [turn for turn in all_turns if turn.task == task.id]
        assert all(one.ends == two.begins for one, two in pairwise(own))
        assert own[-1].group == task.group
        assert own[-1].ends == (max(now, story.facts[-1].at) if task.is_open else task.state_since)
