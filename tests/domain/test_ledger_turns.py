"""Each task's time: who had it, waiting or in hand, by when it was due, how late it was, who was called."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain.identity.people import Group, Role
from domain.policy.escalation import Rank
from domain.policy.plan import Step
from domain.projections.time_ledger.ledger import ledger
from domain.projections.time_ledger.task_turns import Call, Turn, TurnSpent
from domain.state.clock import ClockKind
from domain.state.task import Purpose
from tests.domain.builders import (
    AT_AGENCY,
    AT_LAWYERS,
    AT_RECEPTION,
    CLERK,
    DAY,
    FALLBACK,
    HEAD,
    HOUR,
    LAWYER,
    MONDAY,
    OFFICER,
    OTHER_AGENCY,
    Story,
    almaty,
    at_agency,
    at_reception,
    in_hand,
    term,
)
from tests.domain.lawful import BODYS_HEAD, lawful
from tests.domain.lives import AGES, a_life

NONE = timedelta()


def turns(story: Story) -> tuple[Turn, ...]:
    """Return the turns of a story."""
    return ledger(story.facts, story.now).turns


class TestWhereItLay:
    def test_it_waits_in_the_group_until_somebody_takes_it(self) -> None:
        story = at_reception()
        story.give(c.Claim(CLERK, story.main.id), almaty(3, 16, 12))
        story.wait(almaty(3, 16, 18))
        (turn,) = turns(story)
        assert (turn.task, turn.step, turn.group) == (story.main.id, Step.RECEPTION, AT_RECEPTION)
        assert turn.spent == TurnSpent(9 * HOUR, in_group=3 * HOUR, in_hand=6 * HOUR)

    def test_what_is_put_aside_is_in_hand(self) -> None:
        story = in_hand()
        story.hold(CLERK, almaty(3, 16, 18))
        story.wait(almaty(3, 16, 12))
        assert turns(story)[0].spent.in_hand == 3 * HOUR

    def test_while_the_citizen_is_asked_it_is_neither(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        story.wait(almaty(3, 17))
        assert turns(story)[-1].spent == TurnSpent(DAY, paused=9.5 * HOUR, off_hours=14.5 * HOUR)
        assert turns(story)[-1].due is None

    @pytest.mark.law("АППК 76(3)")
    def test_a_duty_goes_on_meanwhile(self) -> None:
        story = at_agency(lawful())
        story.give(c.Extend(BODYS_HEAD, term("5wd")))
        story.ask_citizen(OFFICER)
        story.wait(almaty(3, 17))
        work, duty = turns(story)[-2:]
        assert (work.spent.paused, work.due) == (9.5 * HOUR, None)
        assert (duty.spent.in_group, duty.spent.paused) == (9.5 * HOUR, NONE)
        assert duty.due == almaty(3, 19, 18, 30)

    def test_a_hand_off_ends_it_and_begins_another(self) -> None:
        story = in_hand()
        story.now = almaty(3, 16, 12)
        story.refer(CLERK, Step.AGENCY)
        story.wait(almaty(3, 16, 15))
        counter, housing = turns(story)
        assert (counter.begins, counter.ends, counter.due) == (
            MONDAY,
            almaty(3, 16, 12),
            almaty(3, 18, 18, 30),
        )
        assert (housing.begins, housing.ends, housing.group) == (counter.ends, story.now, AT_AGENCY)

    def test_what_is_moved_to_another_group_is_a_turn_for_each_and_its_term_goes_on(self) -> None:
        story = at_agency()
        other = Group(OTHER_AGENCY, Role.OFFICER)
        story.give(c.Reassign(HEAD, story.main.id, other), almaty(3, 17))
        story.wait(almaty(3, 18))
        _, ours, theirs = turns(story)
        assert (ours.task, ours.group) == (theirs.task, AT_AGENCY)
        assert (theirs.group, theirs.due) == (other, almaty(3, 26, 18, 30))

    def test_a_side_task_has_its_turn_beside_the_main_path(self) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        story.give(c.Accept(LAWYER, story.task.id), almaty(3, 16, 12))
        story.give(c.Withdraw(CLERK), almaty(3, 16, 15))
        side = turns(story)[-1]
        assert (side.purpose, side.group) == (Purpose.SIDE, AT_LAWYERS)
        assert side.spent == TurnSpent(6 * HOUR, in_group=3 * HOUR, in_hand=3 * HOUR)


class TestLate:
    def test_it_is_late_from_its_own_due_time_on(self) -> None:
        story = in_hand()
        story.wait(almaty(3, 18, 19))
        assert turns(story)[0].spent.late == HOUR / 2

    def test_time_paused_before_its_due_time_is_not_late(self) -> None:
        story = in_hand()
        story.ask_citizen(CLERK)
        story.wait(almaty(3, 20))
        assert turns(story)[0].spent.late == NONE

    def test_each_level_that_was_called_is_told_once_by_its_clock(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 20))
        counter, desk = turns(story)
        assert counter.calls == (
            Call(almaty(3, 18), ClockKind.ACCEPTANCE, 1, Rank.SUPERVISOR),
            Call(almaty(3, 18, 13), ClockKind.ACCEPTANCE, 2, Rank.HEAD),
            Call(almaty(3, 18, 17), ClockKind.ACCEPTANCE, 3, Rank.FALLBACK),
        )
        assert (desk.group, desk.begins) == (FALLBACK, almaty(3, 18, 17))
        assert desk.calls == (
            Call(almaty(3, 19), ClockKind.STEP, 1, Rank.HOLDER),
            Call(almaty(3, 19), ClockKind.STEP, 2, Rank.SUPERVISOR),
            Call(almaty(3, 19, 11, 30), ClockKind.ACCEPTANCE, 4, Rank.OPERATOR),
        )


@settings(max_examples=60)
@given(st.data())
def test_the_parts_of_each_task_add_up_to_the_time_it_was_open(data: st.DataObject) -> None:
    story = data.draw(a_life())
    now = story.now + data.draw(st.sampled_from(AGES))
    told = ledger(story.facts, now).turns
    for turn in told:
        spent = turn.spent
        assert turn.ends - turn.begins == spent.elapsed
        assert spent.elapsed == spent.in_group + spent.in_hand + spent.paused + spent.off_hours
        assert min(spent.in_group, spent.in_hand, spent.paused, spent.off_hours, spent.late) >= NONE
    for task in story.appeal.tasks:
        own = [turn for turn in told if turn.task == task.id]
        assert all(one.ends == two.begins for one, two in pairwise(own))
        assert own[-1].group == task.group
        assert own[-1].ends == (max(now, story.facts[-1].at) if task.is_open else task.since)
