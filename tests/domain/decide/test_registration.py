"""Registration: the first task of an appeal, and the history from which its state is replayed."""

from dataclasses import replace
from datetime import datetime
from itertools import pairwise

import pytest

from domain import commands as c
from domain import events as e
from domain.decide.handle import handle
from domain.decide.registration import check_resolvable_at_intake, late_registration, register
from domain.errors import IntakeResolutionNotAllowed, TaskHeldByAnother
from domain.evolve.appeal import evolve, record, replay
from domain.identity.uuid7 import EPOCH, MILLISECOND
from domain.law.applicable_law import NO_LAW, Law
from domain.law.vocabulary import Danger
from domain.policy.plan import Step
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import Purpose, TaskState
from tests.support.domain.builders import (
    AGENCY_GROUP,
    CLERK,
    MINUTE,
    MONDAY,
    OTHER_CLERK,
    PLAN,
    RECEPTION_GROUP,
    REGION,
    ROUND_THE_CLOCK_CALENDAR,
    almaty,
    end_of_day,
    event_names,
    held_by_clerk,
    held_by_sponsor,
    make_intake,
    only_event,
    unclaimed_at_reception,
)
from tests.support.domain.statutory_plans import law_for, statutory_plan


class TestRegistration:
    def test_it_is_registered_and_waits_at_the_counter(self) -> None:
        registered, opened = register(make_intake())
        assert isinstance(registered, e.Registered)
        assert isinstance(opened, e.TaskOpened)
        assert (opened.purpose, opened.step, opened.group) == (Purpose.WORK, Step.RECEPTION, RECEPTION_GROUP)
        assert not opened.is_offered

    def test_the_same_intake_is_the_same_appeal(self) -> None:
        assert register(make_intake()) == register(make_intake())

    @pytest.mark.law("АППК 64(3)")
    def test_after_closing_it_counts_from_the_next_working_day(self) -> None:
        late = make_intake(received_at=almaty(3, 6, 18, 31))  # a Friday; the Monday is off for 8 March
        assert only_event(e.Registered, list(register(late))).registered_at == almaty(3, 10, 9)

    def test_the_plan_and_the_calendar_are_stamped_on_it(self) -> None:
        story = unclaimed_at_reception(calendar=ROUND_THE_CLOCK_CALENDAR)
        assert (story.appeal.plan, story.appeal.calendar) == (PLAN.plan(), ROUND_THE_CLOCK_CALENDAR)

    def test_it_starts_with_three_clocks(self) -> None:
        kinds = {clock.kind for clock in unclaimed_at_reception().appeal.clocks}
        assert kinds == {ClockKind.STATUTE, ClockKind.STEP, ClockKind.ACCEPTANCE}

    def test_its_task_is_numbered_by_the_time_it_was_made(self) -> None:
        assert EPOCH + (unclaimed_at_reception().task.id.int >> 80) * MILLISECOND == MONDAY

    def test_a_path_that_begins_at_the_agency_begins_there(self) -> None:
        story = unclaimed_at_reception(replace(PLAN, steps=PLAN.steps[1:]))
        assert (story.appeal.step, story.main_task.group) == (Step.AGENCY, AGENCY_GROUP)

    def test_it_is_in_work(self) -> None:
        appeal = unclaimed_at_reception().appeal
        assert (appeal.status, appeal.stage, appeal.origin.region) == (
            Status.IN_PROGRESS,
            "reception",
            REGION,
        )


class TestHistory:
    def test_facts_are_numbered_from_one_without_a_gap(self) -> None:
        seqs = [fact.seq for fact in held_by_sponsor().facts]
        assert seqs == list(range(1, len(seqs) + 1))

    def test_events_reproduce_the_appeal(self) -> None:
        story = held_by_sponsor()
        assert replay(story.facts) == story.appeal

    def test_from_any_point_on(self) -> None:
        story = held_by_sponsor()
        half = len(story.facts) // 2
        assert replay(story.facts[half:], replay(story.facts[:half])) == story.appeal

    def test_a_history_begins_with_its_registration(self) -> None:
        story = unclaimed_at_reception()
        with pytest.raises(ValueError, match="begins with its registration"):
            replay([])
        with pytest.raises(ValueError, match="begins with its registration"):
            evolve(None, story.facts[1])
        with pytest.raises(ValueError, match="begins with its registration"):
            record(None, [], MONDAY)

    def test_what_is_recorded_but_changes_nothing_is_still_counted(self) -> None:
        story = unclaimed_at_reception()
        refused = e.CommandRefused("claim", "not_your_group")
        appeal, facts = record(story.appeal, [refused], MONDAY, CLERK)
        assert appeal == replace(story.appeal, seq=story.appeal.seq + 1)
        assert (facts[0].by, facts[0].event) == (CLERK, refused)

    def test_time_never_runs_backwards_in_it(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(5, 4))
        assert all(one.at <= two.at for one, two in pairwise(story.facts))


class TestOverdueAlarms:
    def test_overdue_alarms_fire_before_the_command(self) -> None:
        story = unclaimed_at_reception()
        happened = story.handle(c.Claim(CLERK, story.main_task.id), almaty(3, 18, 12))
        assert event_names(happened) == ["Breached", "Escalated", "Warned", "TaskClaimed"]
        by = [fact.by for fact in story.facts[-len(happened) :]]
        assert by == [None, None, None, CLERK]

    def test_a_command_at_the_very_instant_of_a_deadline_is_in_time(self) -> None:
        story = held_by_clerk()
        happened = story.handle(c.Release(CLERK, story.main_task.id), almaty(3, 18, 18, 30))
        assert "LeaseLapsed" not in event_names(happened)

    def test_of_two_who_claim_at_one_instant_one_gets_it(self) -> None:
        story = unclaimed_at_reception()
        story.claim(CLERK)
        with pytest.raises(TaskHeldByAnother):
            story.claim(OTHER_CLERK)
        assert story.main_task.state is TaskState.CLAIMED

    def test_alarm_events_have_no_author(self) -> None:
        story = unclaimed_at_reception()
        _, facts = handle(story.appeal, c.FireDueClocks(), almaty(3, 20))
        assert facts
        assert {fact.by for fact in facts} == {None}


@pytest.mark.law("АППК 64(1)")
def test_what_goes_to_others_at_once_is_not_settled_at_the_counter() -> None:
    for law, danger, article in (
        (law_for("complaint"), None, "АППК 91(4)"),
        (law_for(), Danger.PUBLIC_SAFETY, "АППК 64(7-2)"),
        (law_for("appeal", country="in"), None, law_for("appeal", country="in").term.article),
    ):
        with pytest.raises(IntakeResolutionNotAllowed) as refused:
            check_resolvable_at_intake(law, danger)
        assert refused.value.details == {"article": article}


def test_all_else_may_be() -> None:
    check_resolvable_at_intake(law_for(), None)


@pytest.mark.parametrize("law", [NO_LAW, law_for(country="ru"), law_for("grievance", country="in")])
def test_a_danger_is_never_resolved_at_intake_whatever_the_law(law: Law) -> None:
    with pytest.raises(IntakeResolutionNotAllowed) as refused:
        check_resolvable_at_intake(law, Danger.CRIME)
    assert refused.value.details == {"article": ""}


@pytest.mark.law("АППК 64(3)")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        (almaty(3, 16, 10), end_of_day(3, 16)),
        (almaty(3, 16, 18, 31), end_of_day(3, 17)),
        (almaty(3, 6, 18, 31), end_of_day(3, 10)),  # a Friday; the Monday is off for 8 March
    ],
)
def test_late_entry_was_dated_back_without_a_breach(received: datetime, due: datetime) -> None:
    appeal, _ = record(None, register(make_intake(statutory_plan(), received_at=received)), received)
    assert late_registration(appeal, due) == []
    late = due + MINUTE
    assert late_registration(appeal, late) == [e.RegisteredLate(received, due, late, "АППК 64(3)")]
    after, _ = record(appeal, late_registration(appeal, late), late)
    assert (after.origin, after.clocks) == (appeal.origin, appeal.clocks)


def test_a_law_without_a_day_of_registration_is_not_breached() -> None:
    appeal, _ = record(None, register(make_intake()), MONDAY)
    assert late_registration(appeal, almaty(6, 1)) == []
