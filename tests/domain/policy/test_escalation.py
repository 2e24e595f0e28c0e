"""Escalations: a silence is shown to one more person at each level, and nothing falls off it."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain import events as e
from domain.errors import NotYourGroup
from domain.identity.people import Group, Role
from domain.policy.escalation import EscalationTarget, Staffing
from domain.policy.plan import Schedule, Step
from domain.projections.summaries import summarise_appeal
from domain.state.clock import ClockKind
from domain.state.task import Purpose, TaskState
from tests.support.domain.builders import (
    AGENCY_GROUP,
    CLERK,
    FALLBACK_GROUP,
    FALLBACK_ORGANISATION,
    MONDAY,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    PLAN,
    QUICK_ESCALATION,
    RECEPTION_SUPERVISOR,
    REGION_HEAD,
    STATUTE_ESCALATION,
    WEEK,
    WORK_ESCALATION,
    Scenario,
    almaty,
    awaiting_agency_acceptance,
    awaiting_receipt,
    event_names,
    held_by_agency,
    held_by_clerk,
    only_event,
    schedule,
    unclaimed_at_reception,
)

STATUTE, STEP, ACCEPTANCE = ClockKind.STATUTE, ClockKind.STEP, ClockKind.ACCEPTANCE


def calls(story: Scenario, kind: ClockKind) -> list[e.Escalated]:
    """Return the calls that a clock of this kind has made."""
    return [each for each in story.events if isinstance(each, e.Escalated) and each.clock is kind]


def kept_at_work(story: Scenario, until: int) -> None:
    """Let the clerk renew the lease every working day from the 17th of March on."""
    for day in range(17, until):
        story.wait_until(almaty(3, day))
        if story.main_task.holder == CLERK.id:
            story.handle(c.Claim(CLERK, story.main_task.id))


class TestEachLevel:
    def test_holder_supervisor_head_fallback_operator_one_after_the_other(self) -> None:
        story = held_by_clerk()
        kept_at_work(story, 27)
        story.wait_until(almaty(4, 15))
        called = [(each.level, each.target) for each in calls(story, STEP)[:5]]
        assert called == [
            (1, EscalationTarget.HOLDER),
            (2, EscalationTarget.SUPERVISOR),
            (3, EscalationTarget.HEAD),
            (4, EscalationTarget.FALLBACK),
            (5, EscalationTarget.OPERATOR),
        ]

    @pytest.mark.parametrize(
        ("rank", "moment"),
        [
            (EscalationTarget.HOLDER, almaty(3, 19)),
            (EscalationTarget.SUPERVISOR, almaty(3, 20)),
            (EscalationTarget.HEAD, almaty(3, 26)),
            (EscalationTarget.FALLBACK, almaty(3, 30)),
            (EscalationTarget.OPERATOR, almaty(3, 31)),
        ],
    )
    def test_each_is_called_when_the_policy_says(self, rank: EscalationTarget, moment: object) -> None:
        story = held_by_clerk()
        kept_at_work(story, 31)
        story.wait_until(almaty(4, 1))
        first = next(
            fact.at
            for fact in story.facts
            if isinstance(fact.event, e.Escalated) and fact.event.clock is STEP and fact.event.target is rank
        )
        assert first == moment

    def test_every_call_counts(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(MONDAY + 2 * WEEK)
        assert story.appeal.progress.escalations == len(calls(story, STEP)) + len(calls(story, ACCEPTANCE))

    def test_operator_attention_lasts_until_appeal_is_closed(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 19))
        assert not story.appeal.progress.needs_attention
        story.wait_until(almaty(3, 19, 12))
        assert story.appeal.progress.needs_attention
        story.handle(c.Withdraw(CLERK))
        assert not story.appeal.progress.needs_attention

    def test_a_breach_of_the_statute_needs_attention_at_once(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)  # which puts everything off, but for the clock we look at
        story.answer_information_request()
        assert not story.appeal.progress.needs_attention
        story.resume_after_outage(almaty(4, 9, 18, 31))
        assert story.appeal.progress.needs_attention


class TestUnstaffedLevels:
    def test_unclaimed_task_skips_holder_level(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 19))
        holder, supervisor = calls(story, STEP)
        assert (holder.target, supervisor.target) == (EscalationTarget.HOLDER, EscalationTarget.SUPERVISOR)
        assert supervisor.early
        assert e.EscalationLevelVacant(STEP, story.main_task.id, 1) in story.events

    def test_reported_missing_supervisor_is_skipped_at_once(self) -> None:
        story = awaiting_agency_acceptance()
        story.wait_until(almaty(3, 18))
        first = calls(story, ACCEPTANCE)[-1]
        heard = story.handle(c.ReportVacantLevel(ACCEPTANCE, first.task, first.level))
        assert event_names(heard) == ["EscalationLevelVacant", "Escalated"]
        above = only_event(e.Escalated, heard)
        assert (above.target, above.early) == (EscalationTarget.HEAD, True)

    def test_unstaffed_organisation_escalates_to_operator(self) -> None:
        story = awaiting_agency_acceptance()
        story.wait_until(almaty(3, 18))
        while (last := calls(story, ACCEPTANCE)[-1]).target is not EscalationTarget.OPERATOR:
            story.handle(c.ReportVacantLevel(ACCEPTANCE, last.task, last.level))
        assert [each.level for each in calls(story, ACCEPTANCE)] == [1, 2, 3, 4]
        assert story.main_task.group == FALLBACK_GROUP

    def test_that_the_operator_is_away_is_recorded_and_the_call_is_repeated(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 19, 12))
        last = calls(story, ACCEPTANCE)[-1]
        heard = story.handle(c.ReportVacantLevel(ACCEPTANCE, last.task, last.level))
        assert event_names(heard) == ["EscalationLevelVacant"]
        assert calls(story, ACCEPTANCE)[-1] is last
        story.wait_until(almaty(3, 20))
        assert calls(story, ACCEPTANCE)[-1] is not last

    def test_last_level_before_lapse_has_no_next_level(self) -> None:
        lapsing = schedule("1wd", lapse="1wd", ladder=WORK_ESCALATION)
        first = replace(PLAN.steps[0], work=lapsing)
        story = held_by_clerk(replace(PLAN, steps=(first, *PLAN.steps[1:])))
        story.wait_until(almaty(3, 18))
        last = calls(story, STEP)[-1]
        assert last.target is EscalationTarget.HOLDER
        story.handle(c.ReportVacantLevel(STEP, last.task, last.level))
        assert calls(story, STEP)[-1].target is EscalationTarget.SUPERVISOR
        heard = story.handle(c.ReportVacantLevel(STEP, last.task, calls(story, STEP)[-1].level))
        assert event_names(heard) == ["EscalationLevelVacant"]

    @pytest.mark.parametrize("stale", [1, 3, 4])
    def test_a_report_of_a_level_that_is_not_the_last_called_is_stale(self, stale: int) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 19))
        assert calls(story, STEP)[-1].level == 2
        assert story.handle(c.ReportVacantLevel(STEP, story.main_task.id, stale)) == []

    def test_a_report_about_a_clock_that_has_not_spoken_is_stale(self) -> None:
        story = unclaimed_at_reception()
        assert story.handle(c.ReportVacantLevel(STEP, story.main_task.id, 1)) == []

    def test_report_after_an_action_is_stale(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 18))
        called = calls(story, ACCEPTANCE)[-1]
        story.claim(CLERK)
        assert story.handle(c.ReportVacantLevel(ACCEPTANCE, called.task, called.level)) == []

    def test_a_report_about_a_closed_appeal_is_stale(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 19))
        called = calls(story, STEP)[-1]
        story.handle(c.Withdraw(CLERK))
        assert story.handle(c.ReportVacantLevel(STEP, called.task, called.level)) == []

    def test_report_during_pause_is_recorded_without_escalation(self) -> None:
        story = held_by_clerk()
        story.handle(c.Claim(CLERK, story.main_task.id), almaty(3, 18))
        story.wait_until(almaty(3, 20))
        called = calls(story, STEP)[-1]
        story.ask_citizen(CLERK)
        heard = story.handle(c.ReportVacantLevel(STEP, called.task, called.level))
        assert event_names(heard) == ["EscalationLevelVacant"]


class TestFallback:
    def test_the_fallback_queue_takes_the_task(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 18, 17))
        taken = calls(story, ACCEPTANCE)[-1]
        assert (taken.target, taken.moved_to) == (EscalationTarget.FALLBACK, FALLBACK_GROUP)
        assert (story.main_task.group, story.main_task.state) == (FALLBACK_GROUP, TaskState.READY)
        assert summarise_appeal(story.appeal).organisation == FALLBACK_ORGANISATION

    def test_it_takes_a_task_out_of_the_hands_of_one_who_never_acts(self) -> None:
        story = held_by_clerk()
        kept_at_work(story, 30)
        story.wait_until(almaty(3, 30))
        assert (story.main_task.group, story.main_task.holder) == (FALLBACK_GROUP, None)
        with pytest.raises(NotYourGroup):
            story.claim(CLERK)

    def test_fallback_queue_gets_acceptance_term_and_ladder_continues(self) -> None:
        story = held_by_clerk()
        kept_at_work(story, 30)
        story.wait_until(almaty(3, 30))
        assert story.due_at(ACCEPTANCE, story.main_task) == almaty(3, 31, 18, 30)
        assert calls(story, STEP)[-1].level == 4
        story.wait_until(almaty(3, 31))
        assert calls(story, STEP)[-1].target is EscalationTarget.OPERATOR

    def test_a_task_that_was_never_accepted_stays_on_its_own_ladder(self) -> None:
        story = awaiting_agency_acceptance()
        story.wait_until(almaty(3, 18, 17))
        assert story.main_task.state is TaskState.READY
        story.wait_until(almaty(3, 19, 12))
        assert calls(story, ACCEPTANCE)[-1].target is EscalationTarget.OPERATOR

    def test_its_operator_claims_and_refers_the_appeal_back_on_its_way(self) -> None:
        story = awaiting_agency_acceptance()
        story.wait_until(almaty(3, 18, 17))
        story.claim(OPERATOR)
        story.refer(OPERATOR, Step.AGENCY)
        assert story.main_task.group == AGENCY_GROUP
        assert story.main_task.state is TaskState.OFFERED

    def test_what_is_in_the_fallback_queue_already_is_not_moved_again(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 27))
        story.claim(OPERATOR)
        story.wait_until(almaty(3, 30))
        assert calls(story, STEP)[-1].moved_to is None
        assert story.main_task.holder == OPERATOR.id


class TestNeverResets:
    def test_a_claim_does_not_start_the_ladder_of_the_step_again(self) -> None:
        story = held_by_clerk()
        story.handle(c.Claim(CLERK, story.main_task.id), almaty(3, 18))
        story.wait_until(almaty(3, 20, 10))
        assert calls(story, STEP)[-1].level == 2
        story.handle(c.Claim(CLERK, story.main_task.id))
        story.wait_until(almaty(3, 26))
        assert calls(story, STEP)[-1].level == 3

    def test_reassigning_keeps_the_clock_of_the_step(self) -> None:
        story = unclaimed_at_reception()
        due = story.appeal.task_due(story.main_task)
        story.wait_until(almaty(3, 20, 10))
        story.handle(c.Reassign(REGION_HEAD, story.main_task.id, Group(OTHER_AGENCY, Role.OFFICER)))
        story.wait_until(almaty(3, 26))
        assert story.appeal.task_due(story.main_task) == due
        assert calls(story, STEP)[-1].level == 3

    def test_a_refusal_does_not_either(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 20, 10))
        before = story.appeal
        with pytest.raises(NotYourGroup):
            story.claim(OFFICER)
        assert story.appeal is before


class TestStatute:
    def test_it_calls_about_the_task_of_the_main_path_wherever_that_is(self) -> None:
        story = held_by_agency()
        story.wait_until(almaty(4, 13))
        called = calls(story, STATUTE)[-1]
        assert (called.task, called.target) == (story.main_task.id, EscalationTarget.SUPERVISOR)

    def test_its_levels_end_at_the_operator_too(self) -> None:
        story = held_by_agency()
        story.wait_until(almaty(5, 4))
        assert [each.target for each in calls(story, STATUTE)[:4]] == [
            EscalationTarget.SUPERVISOR,
            EscalationTarget.HEAD,
            EscalationTarget.FALLBACK,
            EscalationTarget.OPERATOR,
        ]

    def test_it_moves_the_task_to_the_fallback_queue_like_any_other(self) -> None:
        quiet = schedule("99wd", ladder=WORK_ESCALATION)
        steps = tuple(replace(step, work=quiet, acceptance=quiet) for step in PLAN.steps)
        story = unclaimed_at_reception(replace(PLAN, steps=steps))
        story.wait_until(almaty(4, 16))
        assert calls(story, STATUTE)[-1].moved_to == FALLBACK_GROUP
        assert story.main_task.group == FALLBACK_GROUP

    def test_a_report_names_the_task_and_still_finds_the_clock(self) -> None:
        story = held_by_agency()
        story.wait_until(almaty(4, 13))
        called = calls(story, STATUTE)[-1]
        heard = story.handle(c.ReportVacantLevel(STATUTE, called.task, called.level))
        assert only_event(e.Escalated, heard).target is EscalationTarget.HEAD

    def test_what_is_granted_or_closed_has_no_statute_clock_left(self) -> None:
        assert awaiting_receipt().appeal.clock(STATUTE) is None


class TestOthers:
    def test_only_the_late_side_task_escalates(self) -> None:
        story = held_by_agency()
        story.wait_until(almaty(3, 18))
        story.handle(c.Claim(OFFICER, story.main_task.id))
        story.open_side_task(OFFICER)
        side = story.task
        story.wait_until(almaty(3, 20, 12))
        assert side.purpose is Purpose.SIDE
        assert {each.task for each in calls(story, ACCEPTANCE)} == {side.id}

    def test_missed_call_back_escalates_too(self) -> None:
        story = awaiting_receipt()
        story.wait_until(almaty(5, 4))
        assert story.task.purpose is Purpose.CALL_BACK
        assert EscalationTarget.OPERATOR in {each.target for each in calls(story, STEP)}

    def test_past_the_top_the_level_is_the_top_again(self) -> None:
        assert QUICK_ESCALATION.level(9).target is EscalationTarget.OPERATOR
        assert STATUTE_ESCALATION.level(1).target is EscalationTarget.SUPERVISOR

    def test_a_schedule_without_a_ladder_would_call_the_operator(self) -> None:
        assert Schedule(WORK_ESCALATION.repeat_every).escalation_target(1) is EscalationTarget.OPERATOR

    def test_a_supervisor_who_is_called_can_act(self) -> None:
        story = unclaimed_at_reception()
        story.wait_until(almaty(3, 18))
        story.handle(c.Reassign(RECEPTION_SUPERVISOR, story.main_task.id, story.main_task.group, CLERK.id))
        assert story.main_task.holder == CLERK.id

    @pytest.mark.parametrize(
        ("rank", "where"),
        [
            (EscalationTarget.HOLDER, Staffing()),
            (
                EscalationTarget.SUPERVISOR,
                Staffing(staffed_groups=frozenset({Group(AGENCY_GROUP.organisation, Role.SUPERVISOR)})),
            ),
            (EscalationTarget.HEAD, Staffing(regions_with_head=frozenset({"61"}))),
            (EscalationTarget.FALLBACK, Staffing(staffed_groups=frozenset({AGENCY_GROUP}))),
            (EscalationTarget.OPERATOR, Staffing()),
        ],
    )
    def test_a_call_reaches_who_stands_there(self, rank: EscalationTarget, where: Staffing) -> None:
        assert where.is_reachable(rank, AGENCY_GROUP, OFFICER.id, "61")

    @pytest.mark.parametrize(
        "rank",
        [
            EscalationTarget.HOLDER,
            EscalationTarget.SUPERVISOR,
            EscalationTarget.HEAD,
            EscalationTarget.FALLBACK,
        ],
    )
    def test_call_reaches_only_current_staff_of_the_level(self, rank: EscalationTarget) -> None:
        elsewhere = Staffing(
            frozenset({Group("housing-71", Role.OFFICER)}), frozenset({"71"}), frozenset({OFFICER.id})
        )
        assert not elsewhere.is_reachable(rank, AGENCY_GROUP, OFFICER.id, "61")
