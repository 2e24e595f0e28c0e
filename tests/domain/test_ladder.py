"""The ladder: a silence is shown to one more person at each level, and nothing falls off it."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain import events as e
from domain.errors import NotYourGroup
from domain.identity.people import Group, Role
from domain.policy.escalation import Posts, Rank
from domain.policy.plan import Schedule, Step
from domain.projections.summaries import summarise
from domain.state.clock import ClockKind
from domain.state.task import Purpose, TaskState
from tests.domain.builders import (
    AT_AGENCY,
    CLERK,
    CLERKS_BOSS,
    DESK,
    FALLBACK,
    HEAD,
    MONDAY,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    PLAN,
    QUICK_LADDER,
    STATUTE_LADDER,
    WEEK,
    WORK_LADDER,
    Story,
    almaty,
    at_agency,
    at_reception,
    awaiting_receipt,
    in_hand,
    names,
    offered_to_agency,
    schedule,
    the,
)

STATUTE, STEP, ACCEPTANCE = ClockKind.STATUTE, ClockKind.STEP, ClockKind.ACCEPTANCE


def calls(story: Story, kind: ClockKind) -> list[e.Escalated]:
    """Return the calls that a clock of this kind has made."""
    return [each for each in story.happened if isinstance(each, e.Escalated) and each.clock is kind]


def kept_at_work(story: Story, until: int) -> None:
    """Let the clerk renew the lease every working day from the 17th of March on."""
    for day in range(17, until):
        story.wait(almaty(3, day))
        if story.main.holder == CLERK.id:
            story.give(c.Claim(CLERK, story.main.id))


class TestEachLevel:
    def test_holder_supervisor_head_fallback_operator_one_after_the_other(self) -> None:
        story = in_hand()
        kept_at_work(story, 27)
        story.wait(almaty(4, 15))
        called = [(each.level, each.to) for each in calls(story, STEP)[:5]]
        assert called == [
            (1, Rank.HOLDER),
            (2, Rank.SUPERVISOR),
            (3, Rank.HEAD),
            (4, Rank.FALLBACK),
            (5, Rank.OPERATOR),
        ]

    @pytest.mark.parametrize(
        ("rank", "moment"),
        [
            (Rank.HOLDER, almaty(3, 19)),
            (Rank.SUPERVISOR, almaty(3, 20)),
            (Rank.HEAD, almaty(3, 26)),
            (Rank.FALLBACK, almaty(3, 30)),
            (Rank.OPERATOR, almaty(3, 31)),
        ],
    )
    def test_each_is_called_when_the_policy_says(self, rank: Rank, moment: object) -> None:
        story = in_hand()
        kept_at_work(story, 31)
        story.wait(almaty(4, 1))
        first = next(
            fact.at
            for fact in story.facts
            if isinstance(fact.event, e.Escalated) and fact.event.clock is STEP and fact.event.to is rank
        )
        assert first == moment

    def test_every_call_counts(self) -> None:
        story = at_reception()
        story.wait(MONDAY + 2 * WEEK)
        assert story.appeal.escalations == len(calls(story, STEP)) + len(calls(story, ACCEPTANCE))

    def test_the_operator_sees_that_attention_is_needed_until_the_appeal_is_closed(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 19))
        assert not story.appeal.needs_attention
        story.wait(almaty(3, 19, 12))
        assert story.appeal.needs_attention
        story.give(c.Withdraw(CLERK))
        assert not story.appeal.needs_attention

    def test_a_breach_of_the_statute_needs_attention_at_once(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)  # which puts everything off, but for the clock we look at
        story.citizen_answers()
        assert not story.appeal.needs_attention
        story.sleep(almaty(4, 9, 18, 31))
        assert story.appeal.needs_attention


class TestNobodyThere:
    def test_a_task_that_nobody_holds_climbs_past_the_holder_at_once(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 19))
        holder, supervisor = calls(story, STEP)
        assert (holder.to, supervisor.to) == (Rank.HOLDER, Rank.SUPERVISOR)
        assert supervisor.pulled_up
        assert e.LevelUnreachable(STEP, story.main.id, 1) in story.happened

    def test_an_organisation_without_a_supervisor_is_passed_at_once_when_that_is_reported(self) -> None:
        story = offered_to_agency()
        story.wait(almaty(3, 18))
        first = calls(story, ACCEPTANCE)[-1]
        heard = story.give(c.ReportUnreachable(ACCEPTANCE, first.task, first.level))
        assert names(heard) == ["LevelUnreachable", "Escalated"]
        above = the(e.Escalated, heard)
        assert (above.to, above.pulled_up) == (Rank.HEAD, True)

    def test_an_organisation_without_any_staff_is_climbed_past_to_the_operator(self) -> None:
        story = offered_to_agency()
        story.wait(almaty(3, 18))
        while (last := calls(story, ACCEPTANCE)[-1]).to is not Rank.OPERATOR:
            story.give(c.ReportUnreachable(ACCEPTANCE, last.task, last.level))
        assert [each.level for each in calls(story, ACCEPTANCE)] == [1, 2, 3, 4]
        assert story.main.group == FALLBACK

    def test_that_the_operator_is_away_is_recorded_and_the_call_is_repeated(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 19, 12))
        last = calls(story, ACCEPTANCE)[-1]
        heard = story.give(c.ReportUnreachable(ACCEPTANCE, last.task, last.level))
        assert names(heard) == ["LevelUnreachable"]
        assert calls(story, ACCEPTANCE)[-1] is last
        story.wait(almaty(3, 20))
        assert calls(story, ACCEPTANCE)[-1] is not last

    def test_a_level_before_a_lapse_has_nobody_above_it(self) -> None:
        lapsing = schedule("1wd", lapse="1wd", ladder=WORK_LADDER)
        first = replace(PLAN.steps[0], work=lapsing)
        story = in_hand(replace(PLAN, steps=(first, *PLAN.steps[1:])))
        story.wait(almaty(3, 18))
        last = calls(story, STEP)[-1]
        assert last.to is Rank.HOLDER
        story.give(c.ReportUnreachable(STEP, last.task, last.level))
        assert calls(story, STEP)[-1].to is Rank.SUPERVISOR
        heard = story.give(c.ReportUnreachable(STEP, last.task, calls(story, STEP)[-1].level))
        assert names(heard) == ["LevelUnreachable"]

    @pytest.mark.parametrize("stale", [1, 3, 4])
    def test_a_report_of_a_level_that_is_not_the_last_called_is_stale(self, stale: int) -> None:
        story = at_reception()
        story.wait(almaty(3, 19))
        assert calls(story, STEP)[-1].level == 2
        assert story.give(c.ReportUnreachable(STEP, story.main.id, stale)) == []

    def test_a_report_about_a_clock_that_has_not_spoken_is_stale(self) -> None:
        story = at_reception()
        assert story.give(c.ReportUnreachable(STEP, story.main.id, 1)) == []

    def test_a_report_that_comes_after_somebody_acted_is_stale(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 18))
        called = calls(story, ACCEPTANCE)[-1]
        story.claim(CLERK)
        assert story.give(c.ReportUnreachable(ACCEPTANCE, called.task, called.level)) == []

    def test_a_report_about_a_closed_appeal_is_stale(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 19))
        called = calls(story, STEP)[-1]
        story.give(c.Withdraw(CLERK))
        assert story.give(c.ReportUnreachable(STEP, called.task, called.level)) == []

    def test_a_report_during_a_pause_is_kept_but_calls_nobody(self) -> None:
        story = in_hand()
        story.give(c.Claim(CLERK, story.main.id), almaty(3, 18))
        story.wait(almaty(3, 20))
        called = calls(story, STEP)[-1]
        story.ask_citizen(CLERK)
        heard = story.give(c.ReportUnreachable(STEP, called.task, called.level))
        assert names(heard) == ["LevelUnreachable"]


class TestFallback:
    def test_the_fallback_queue_takes_the_task(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 18, 17))
        taken = calls(story, ACCEPTANCE)[-1]
        assert (taken.to, taken.group) == (Rank.FALLBACK, FALLBACK)
        assert (story.main.group, story.main.state) == (FALLBACK, TaskState.READY)
        assert summarise(story.appeal).organisation == DESK

    def test_it_takes_a_task_out_of_the_hands_of_one_who_never_acts(self) -> None:
        story = in_hand()
        kept_at_work(story, 30)
        story.wait(almaty(3, 30))
        assert (story.main.group, story.main.holder) == (FALLBACK, None)
        with pytest.raises(NotYourGroup):
            story.claim(CLERK)

    def test_it_has_the_term_of_acceptance_and_the_ladder_goes_on(self) -> None:
        story = in_hand()
        kept_at_work(story, 30)
        story.wait(almaty(3, 30))
        assert story.due(ACCEPTANCE, story.main) == almaty(3, 31, 18, 30)
        assert calls(story, STEP)[-1].level == 4
        story.wait(almaty(3, 31))
        assert calls(story, STEP)[-1].to is Rank.OPERATOR

    def test_a_task_that_was_never_accepted_stays_on_its_own_ladder(self) -> None:
        story = offered_to_agency()
        story.wait(almaty(3, 18, 17))
        assert story.main.state is TaskState.READY
        story.wait(almaty(3, 19, 12))
        assert calls(story, ACCEPTANCE)[-1].to is Rank.OPERATOR

    def test_its_operator_claims_and_refers_the_appeal_back_on_its_way(self) -> None:
        story = offered_to_agency()
        story.wait(almaty(3, 18, 17))
        story.claim(OPERATOR)
        story.refer(OPERATOR, Step.AGENCY)
        assert story.main.group == AT_AGENCY
        assert story.main.state is TaskState.OFFERED

    def test_what_is_in_the_fallback_queue_already_is_not_moved_again(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 27))
        story.claim(OPERATOR)
        story.wait(almaty(3, 30))
        assert calls(story, STEP)[-1].group is None
        assert story.main.holder == OPERATOR.id


class TestNeverResets:
    def test_a_claim_does_not_start_the_ladder_of_the_step_again(self) -> None:
        story = in_hand()
        story.give(c.Claim(CLERK, story.main.id), almaty(3, 18))
        story.wait(almaty(3, 20, 10))
        assert calls(story, STEP)[-1].level == 2
        story.give(c.Claim(CLERK, story.main.id))
        story.wait(almaty(3, 26))
        assert calls(story, STEP)[-1].level == 3

    def test_reassigning_keeps_the_clock_of_the_step(self) -> None:
        story = at_reception()
        due = story.appeal.task_due(story.main)
        story.wait(almaty(3, 20, 10))
        story.give(c.Reassign(HEAD, story.main.id, Group(OTHER_AGENCY, Role.OFFICER)))
        story.wait(almaty(3, 26))
        assert story.appeal.task_due(story.main) == due
        assert calls(story, STEP)[-1].level == 3

    def test_a_refusal_does_not_either(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 20, 10))
        before = story.appeal
        with pytest.raises(NotYourGroup):
            story.claim(OFFICER)
        assert story.appeal is before


class TestStatute:
    def test_it_calls_about_the_task_of_the_main_path_wherever_that_is(self) -> None:
        story = at_agency()
        story.wait(almaty(4, 13))
        called = calls(story, STATUTE)[-1]
        assert (called.task, called.to) == (story.main.id, Rank.SUPERVISOR)

    def test_its_levels_end_at_the_operator_too(self) -> None:
        story = at_agency()
        story.wait(almaty(5, 4))
        assert [each.to for each in calls(story, STATUTE)[:4]] == [
            Rank.SUPERVISOR,
            Rank.HEAD,
            Rank.FALLBACK,
            Rank.OPERATOR,
        ]

    def test_it_moves_the_task_to_the_fallback_queue_like_any_other(self) -> None:
        quiet = schedule("99wd", ladder=WORK_LADDER)
        steps = tuple(replace(step, work=quiet, acceptance=quiet) for step in PLAN.steps)
        story = at_reception(replace(PLAN, steps=steps))
        story.wait(almaty(4, 16))
        assert calls(story, STATUTE)[-1].group == FALLBACK
        assert story.main.group == FALLBACK

    def test_a_report_names_the_task_and_still_finds_the_clock(self) -> None:
        story = at_agency()
        story.wait(almaty(4, 13))
        called = calls(story, STATUTE)[-1]
        heard = story.give(c.ReportUnreachable(STATUTE, called.task, called.level))
        assert the(e.Escalated, heard).to is Rank.HEAD

    def test_what_is_granted_or_closed_has_no_statute_clock_left(self) -> None:
        assert awaiting_receipt().appeal.clock(STATUTE) is None


class TestOthers:
    def test_only_the_late_side_task_escalates(self) -> None:
        story = at_agency()
        story.wait(almaty(3, 18))
        story.give(c.Claim(OFFICER, story.main.id))
        story.side_task(OFFICER)
        side = story.task
        story.wait(almaty(3, 20, 12))
        assert side.purpose is Purpose.SIDE
        assert {each.task for each in calls(story, ACCEPTANCE)} == {side.id}

    def test_a_call_back_that_nobody_makes_climbs_as_well(self) -> None:
        story = awaiting_receipt()
        story.wait(almaty(5, 4))
        assert story.task.purpose is Purpose.CALL_BACK
        assert Rank.OPERATOR in {each.to for each in calls(story, STEP)}

    def test_past_the_top_the_level_is_the_top_again(self) -> None:
        assert QUICK_LADDER.level(9).to is Rank.OPERATOR
        assert STATUTE_LADDER.level(1).to is Rank.SUPERVISOR

    def test_a_schedule_without_a_ladder_would_call_the_operator(self) -> None:
        assert Schedule(WORK_LADDER.repeat).rank(1) is Rank.OPERATOR

    def test_a_supervisor_who_is_called_can_act(self) -> None:
        story = at_reception()
        story.wait(almaty(3, 18))
        story.give(c.Reassign(CLERKS_BOSS, story.main.id, story.main.group, CLERK.id))
        assert story.main.holder == CLERK.id

    @pytest.mark.parametrize(
        ("rank", "where"),
        [
            (Rank.HOLDER, Posts()),
            (Rank.SUPERVISOR, Posts(groups=frozenset({Group(AT_AGENCY.organisation, Role.SUPERVISOR)}))),
            (Rank.HEAD, Posts(heads=frozenset({"61"}))),
            (Rank.FALLBACK, Posts(groups=frozenset({AT_AGENCY}))),
            (Rank.OPERATOR, Posts()),
        ],
    )
    def test_a_call_reaches_who_stands_there(self, rank: Rank, where: Posts) -> None:
        assert where.reached(rank, AT_AGENCY, OFFICER.id, "61")

    @pytest.mark.parametrize("rank", [Rank.HOLDER, Rank.SUPERVISOR, Rank.HEAD, Rank.FALLBACK])
    def test_a_call_reaches_nobody_elsewhere_and_nobody_who_has_left(self, rank: Rank) -> None:
        elsewhere = Posts(
            frozenset({Group("housing-71", Role.OFFICER)}), frozenset({"71"}), frozenset({OFFICER.id})
        )
        assert not elsewhere.reached(rank, AT_AGENCY, OFFICER.id, "61")
