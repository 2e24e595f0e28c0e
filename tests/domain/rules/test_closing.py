"""How appeals end: with an outcome and perhaps a ground, after the help arrived, and not always for good."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.decide.alarms import next_alarm
from domain.errors import (
    AppealClosed,
    AppealNotClosed,
    Forbidden,
    GroundRequired,
    LimitReached,
    MergedIntoItself,
    NotAllowedInStatus,
    NotASupervisor,
    NotYourGroup,
    OutcomeNotAllowed,
    SideTaskOpen,
    TermExpired,
)
from domain.identity.people import Person
from domain.policy.plan import Step
from domain.projections.summaries import summarise_appeal
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import Ground, Outcome, Purpose, TaskOutcome, TaskState
from tests.support.domain.builders import (
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CITIZEN,
    CLERK,
    INTEGRATOR,
    LAWYER,
    LAWYERS_GROUP,
    LIMITS,
    OFFICER,
    OPERATOR,
    RECEPTION_SUPERVISOR,
    REGION_HEAD,
    UNRELATED_CLERK,
    UNRELATED_HEAD,
    UNRELATED_SUPERVISOR,
    Scenario,
    almaty,
    awaiting_receipt,
    end_of_day,
    event_names,
    held_by_agency,
    held_by_clerk,
    make_plan,
    only_event,
    parse_term,
    resolved_by_agency,
    unclaimed_at_reception,
)

ANOTHER = UUID("01957000-0000-7000-8000-00000000000a")


def is_over(story: Scenario, outcome: Outcome) -> bool:
    """Return whether the appeal is closed with this outcome, without open tasks or running clocks."""
    appeal = story.appeal
    return (
        appeal.is_closed
        and appeal.progress.outcomes[-1] is outcome
        and appeal.progress.closed_at == story.now
        and not appeal.open_tasks
        and not appeal.clocks
        and next_alarm(appeal) is None
        and summarise_appeal(appeal).outcome is outcome
    )


class TestDecisions:
    @pytest.mark.parametrize(
        ("decision", "ground", "outcome"),
        [
            (TaskOutcome.RESOLVED, None, Outcome.RESOLVED),
            (TaskOutcome.EXPLAINED, None, Outcome.EXPLAINED),
            (TaskOutcome.REFUSED, Ground.NO_RIGHT, Outcome.REFUSED),
            (TaskOutcome.TERMINATED, Ground.COURT_ACT, Outcome.TERMINATED),
        ],
    )
    def test_the_decision_is_the_outcome(
        self, decision: TaskOutcome, ground: Ground | None, outcome: Outcome
    ) -> None:
        story = held_by_agency()
        happened = story.complete(OFFICER, decision, ground)
        assert event_names(happened) == ["TaskCompleted", "Closed"]
        assert only_event(e.Closed, happened).ground is ground
        assert is_over(story, outcome)

    @pytest.mark.parametrize("decision", [TaskOutcome.REFUSED, TaskOutcome.TERMINATED])
    def test_no_refusal_without_a_ground(self, decision: TaskOutcome) -> None:
        with pytest.raises(GroundRequired):
            held_by_agency().complete(OFFICER, decision)

    def test_what_was_decided_is_closed_to_every_verb(self) -> None:
        story = resolved_by_agency()
        with pytest.raises(AppealClosed) as refused:
            story.handle(c.Withdraw(CITIZEN))
        assert refused.value.details == {"outcome": "resolved"}


class TestHereAndNow:
    def test_it_is_registered_and_resolved_in_one_visit_and_no_clock_is_left(self) -> None:
        story = unclaimed_at_reception()
        happened = story.handle(c.ResolveAtIntake(CLERK, TaskOutcome.EXPLAINED))
        assert event_names(happened) == ["TaskClaimed", "TaskCompleted", "Closed"]
        assert is_over(story, Outcome.EXPLAINED)

    def test_help_granted_at_the_counter_needs_no_wait(self) -> None:
        story = unclaimed_at_reception(make_plan(receipt=True))
        story.handle(c.ResolveAtIntake(CLERK, TaskOutcome.RESOLVED))
        assert is_over(story, Outcome.RESOLVED)

    def test_a_refusal_needs_its_ground_here_too(self) -> None:
        with pytest.raises(GroundRequired):
            unclaimed_at_reception().handle(c.ResolveAtIntake(CLERK, TaskOutcome.REFUSED))
        with pytest.raises(OutcomeNotAllowed):
            unclaimed_at_reception().handle(c.ResolveAtIntake(CLERK, TaskOutcome.ANSWERED))

    @pytest.mark.parametrize("at", [held_by_clerk, held_by_agency, awaiting_receipt])
    def test_only_what_waits_at_the_counter(self, at: Callable[[], Scenario]) -> None:
        with pytest.raises((NotAllowedInStatus, NotYourGroup)):
            at().handle(c.ResolveAtIntake(CLERK, TaskOutcome.RESOLVED))

    def test_counter_of_another_organisation_cannot_resolve(self) -> None:
        with pytest.raises(NotYourGroup):
            unclaimed_at_reception().handle(c.ResolveAtIntake(UNRELATED_CLERK, TaskOutcome.RESOLVED))

    @pytest.mark.parametrize("by", [OFFICER, CITIZEN, OPERATOR])
    def test_only_counter_staff_resolve_at_intake(self, by: Person) -> None:
        with pytest.raises(Forbidden):
            unclaimed_at_reception().handle(c.ResolveAtIntake(by, TaskOutcome.RESOLVED))

    def test_not_while_a_lawyer_who_had_to_be_asked_has_not_answered(self) -> None:
        story = held_by_clerk()
        story.open_side_task(CLERK)
        story.handle(c.Release(CLERK, story.main_task.id))
        with pytest.raises(SideTaskOpen):
            story.handle(c.ResolveAtIntake(CLERK, TaskOutcome.RESOLVED))

    def test_what_need_not_be_answered_ends_with_it(self) -> None:
        story = held_by_clerk()
        story.open_side_task(CLERK, mandatory=False)
        story.handle(c.Release(CLERK, story.main_task.id))
        story.handle(c.ResolveAtIntake(CLERK, TaskOutcome.RESOLVED))
        assert story.task.state is TaskState.CANCELLED
        assert is_over(story, Outcome.RESOLVED)


class TestSideTasks:
    def test_a_mandatory_one_blocks_closing_and_is_named(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        with pytest.raises(SideTaskOpen) as refused:
            story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.RESOLVED))
        assert refused.value.details == {"tasks": str(story.task.id)}

    def test_once_it_is_answered_the_appeal_can_be_closed(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        story.claim(LAWYER, story.task)
        story.complete(LAWYER, TaskOutcome.ANSWERED)
        story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.RESOLVED))
        assert is_over(story, Outcome.RESOLVED)

    def test_an_optional_one_is_cancelled_by_the_decision(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER, mandatory=False)
        story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.RESOLVED))
        assert story.task.state is TaskState.CANCELLED
        assert is_over(story, Outcome.RESOLVED)

    def test_side_task_continues_when_appeal_is_referred(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        side = story.task
        story.refer(OFFICER, Step.SPONSOR)
        assert story.appeal.task(side.id).is_open

    def test_it_does_not_keep_a_citizen_from_withdrawing(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        story.handle(c.Withdraw(CITIZEN))
        assert is_over(story, Outcome.WITHDRAWN)


class TestReceipt:
    def test_granted_is_not_resolved(self) -> None:
        story = awaiting_receipt()
        assert story.appeal.status is Status.AWAITING_RECEIPT
        assert story.appeal.stage == "awaiting_receipt"
        assert not story.appeal.progress.outcomes
        assert summarise_appeal(story.appeal).outcome is None
        assert story.due_at(ClockKind.RECEIPT) == almaty(4, 2, 18, 30)
        assert story.appeal.group == AGENCY_GROUP

    def test_only_help_is_waited_for_not_an_explanation(self) -> None:
        story = held_by_agency(make_plan(receipt=True))
        story.complete(OFFICER, TaskOutcome.EXPLAINED)
        assert is_over(story, Outcome.EXPLAINED)

    @pytest.mark.parametrize("by", [CITIZEN, OFFICER, INTEGRATOR])
    def test_confirming_receipt_closes_the_appeal(self, by: Person) -> None:
        story = awaiting_receipt()
        happened = story.handle(c.ConfirmReceipt(by, received=True))
        assert event_names(happened) == ["ReceiptConfirmed", "Closed"]
        assert is_over(story, Outcome.RESOLVED)

    def test_unconfirmed_receipt_opens_a_call_back(self) -> None:
        story = awaiting_receipt()
        happened = story.wait_until(almaty(4, 2, 18, 30))
        assert event_names(happened) == ["ReceiptOverdue", "TaskOpened"]
        assert (story.task.purpose, story.task.step) == (Purpose.CALL_BACK, Step.RECEPTION)

    def test_the_call_ends_the_wait(self) -> None:
        story = awaiting_receipt()
        story.wait_until(almaty(4, 3))
        story.claim(CLERK, story.task)
        assert event_names(story.complete(CLERK, TaskOutcome.RECEIVED)) == [
            "TaskCompleted",
            "ReceiptConfirmed",
            "Closed",
        ]
        assert is_over(story, Outcome.RESOLVED)

    def test_a_call_ends_with_yes_or_no(self) -> None:
        story = awaiting_receipt()
        story.wait_until(almaty(4, 3))
        story.claim(CLERK, story.task)
        with pytest.raises(OutcomeNotAllowed):
            story.complete(CLERK, TaskOutcome.RESOLVED)

    def test_a_confirmation_that_comes_first_cancels_the_call(self) -> None:
        story = awaiting_receipt()
        story.wait_until(almaty(4, 3))
        story.handle(c.ConfirmReceipt(CITIZEN, received=True))
        assert story.task.state is TaskState.CANCELLED
        assert is_over(story, Outcome.RESOLVED)

    def test_what_did_not_arrive_goes_back_to_those_who_promised_it(self) -> None:
        story = awaiting_receipt()
        happened = story.handle(c.ConfirmReceipt(CITIZEN, received=False), almaty(3, 20))
        assert event_names(happened) == ["ReceiptConfirmed", "Reopened", "TaskOpened"]
        assert (story.main_task.group, story.main_task.step) == (AGENCY_GROUP, Step.AGENCY)
        assert story.appeal.status is Status.IN_PROGRESS
        assert story.appeal.progress.reopenings == 0
        assert story.appeal.clock(ClockKind.RECEIPT) is None
        assert story.appeal.statute_due == almaty(4, 15, 18, 30)

    def test_the_same_when_the_call_says_so(self) -> None:
        story = awaiting_receipt()
        story.wait_until(almaty(4, 3))
        call = story.task
        story.claim(CLERK, call)
        story.complete(CLERK, TaskOutcome.NOT_RECEIVED)
        assert story.appeal.task(call.id).state is TaskState.COMPLETED
        assert story.main_task.group == AGENCY_GROUP

    def test_or_when_the_citizen_says_so_before_the_call_was_made(self) -> None:
        story = awaiting_receipt()
        story.wait_until(almaty(4, 3))
        call = story.task
        story.handle(c.ConfirmReceipt(CITIZEN, received=False))
        assert story.appeal.task(call.id).state is TaskState.CANCELLED

    def test_there_is_nothing_to_confirm_before_it_is_granted(self) -> None:
        with pytest.raises(NotAllowedInStatus):
            held_by_agency().handle(c.ConfirmReceipt(CITIZEN, received=True))

    def test_nothing_is_extended_or_asked_any_more(self) -> None:
        story = awaiting_receipt()
        with pytest.raises(NotAllowedInStatus):
            story.handle(c.Extend(REGION_HEAD, parse_term("1wd")))
        assert event_names(story.answer_information_request()) == ["InformationProvided"]


@pytest.mark.law("АППК 64(9)")
class TestWithdrawal:
    @pytest.mark.parametrize("at", [unclaimed_at_reception, held_by_clerk, held_by_agency, awaiting_receipt])
    def test_the_citizen_takes_the_appeal_back_at_any_time_before_the_end(
        self, at: Callable[[], Scenario]
    ) -> None:
        story = at()
        story.handle(c.Withdraw(CITIZEN))
        assert is_over(story, Outcome.WITHDRAWN)

    def test_even_while_being_asked(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        story.handle(c.Withdraw(CITIZEN))
        assert is_over(story, Outcome.WITHDRAWN)
        assert story.appeal.suspension.paused_at is None

    def test_an_officer_does_not_withdraw_for_them(self) -> None:
        with pytest.raises(Forbidden):
            held_by_agency().handle(c.Withdraw(OFFICER))


class TestMerging:
    def test_an_appeal_becomes_a_part_of_another(self) -> None:
        story = unclaimed_at_reception()
        story.handle(c.Merge(CLERK, ANOTHER))
        assert is_over(story, Outcome.MERGED)
        assert summarise_appeal(story.appeal).merged_into == ANOTHER

    def test_not_of_itself(self) -> None:
        story = unclaimed_at_reception()
        with pytest.raises(MergedIntoItself):
            story.handle(c.Merge(CLERK, story.appeal.id))

    @pytest.mark.parametrize("by", [RECEPTION_SUPERVISOR, AGENCY_SUPERVISOR, OPERATOR])
    def test_holder_or_superior_merges(self, by: Person) -> None:
        story = unclaimed_at_reception() if by is RECEPTION_SUPERVISOR else held_by_agency()
        story.handle(c.Merge(by, ANOTHER))
        assert is_over(story, Outcome.MERGED)

    @pytest.mark.parametrize("by", [UNRELATED_CLERK, UNRELATED_SUPERVISOR, CLERK])
    def test_appeal_of_another_organisation_cannot_be_merged(self, by: Person) -> None:
        with pytest.raises(NotYourGroup):
            held_by_agency().handle(c.Merge(by, ANOTHER))

    def test_reopening_parts_it_again(self) -> None:
        story = unclaimed_at_reception()
        story.handle(c.Merge(CLERK, ANOTHER))
        story.handle(c.Reopen(CITIZEN))
        assert story.appeal.progress.merged_into is None


class TestReopening:
    def test_reopened_appeal_restarts_with_last_body_and_keeps_outcome(self) -> None:
        story = resolved_by_agency()
        happened = story.handle(c.Reopen(CITIZEN), almaty(3, 26))
        assert event_names(happened) == ["Reopened", "TaskOpened"]
        assert (story.main_task.group, story.main_task.step, story.main_task.state) == (
            AGENCY_GROUP,
            Step.AGENCY,
            TaskState.READY,
        )
        assert story.appeal.progress.outcomes == (Outcome.RESOLVED,)
        assert summarise_appeal(story.appeal).outcome is None
        assert story.appeal.progress.reopenings == 1

    def test_the_statute_clock_starts_again(self) -> None:
        story = resolved_by_agency()
        story.handle(c.Reopen(CITIZEN), almaty(3, 26))
        assert story.appeal.statute_due == almaty(4, 16, 18, 30)

    def test_what_it_was_handed_over_from_is_remembered(self) -> None:
        story = resolved_by_agency()
        story.handle(c.Reopen(CITIZEN), almaty(3, 26))
        story.claim(OFFICER)
        story.hand_back(OFFICER)
        assert story.appeal.step is Step.RECEPTION

    def test_reopening_resets_waits_extensions_and_pauses(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        story.answer_information_request(almaty(3, 17))
        story.handle(c.Extend(AGENCY_SUPERVISOR, parse_term("1wd")))
        story.complete(OFFICER)
        story.handle(c.Reopen(CITIZEN))
        appeal = story.appeal
        assert (
            appeal.suspension.information_requests,
            appeal.progress.extensions,
            appeal.suspension.pauses,
        ) == (0, 0, ())

    def test_at_the_last_moment_but_not_after(self) -> None:
        with pytest.raises(TermExpired) as refused:
            resolved_by_agency().handle(c.Reopen(CITIZEN), almaty(4, 17, 0))
        assert refused.value.details["ended"].startswith("2026-04-16T18:59:59")
        resolved_by_agency().handle(c.Reopen(CITIZEN), end_of_day(4, 16))

    def test_only_as_often_as_the_policy_allows(self) -> None:
        story = unclaimed_at_reception()
        for _ in range(LIMITS.max_reopenings):
            story.handle(c.Withdraw(CITIZEN))
            story.handle(c.Reopen(CITIZEN))
        story.handle(c.Withdraw(CITIZEN))
        with pytest.raises(LimitReached) as refused:
            story.handle(c.Reopen(CITIZEN))
        assert refused.value.details == {"limit": str(LIMITS.max_reopenings)}
        assert story.appeal.progress.outcomes == (Outcome.WITHDRAWN,) * 3

    @pytest.mark.law("АППК 100(1)")
    def test_appeal_reopens_without_limit_after_complaint_was_sent_back(self) -> None:
        story = resolved_by_agency(make_plan(limits=replace(LIMITS, max_reopenings=0)))
        later, earlier = almaty(6, 16), story.now
        with pytest.raises(LimitReached):
            story.handle(c.Reopen(CITIZEN, remitted_at=earlier), later)
        happened = story.handle(c.Reopen(AGENCY_SUPERVISOR, remitted_at=later), later)
        assert event_names(happened) == ["Reopened", "TaskOpened"]
        assert story.main_task.group == AGENCY_GROUP

    def test_only_what_is_closed(self) -> None:
        with pytest.raises(AppealNotClosed):
            held_by_agency().handle(c.Reopen(CITIZEN))

    def test_an_officer_does_not_reopen(self) -> None:
        with pytest.raises(Forbidden):
            resolved_by_agency().handle(c.Reopen(OFFICER))

    def test_a_side_task_that_was_opened_last_is_not_where_it_begins_again(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER, mandatory=False)
        assert story.task.group == LAWYERS_GROUP
        story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.RESOLVED))
        assert summarise_appeal(story.appeal).organisation == AGENCY_GROUP.organisation
        story.handle(c.Reopen(CITIZEN))
        assert story.main_task.group == AGENCY_GROUP


class TestExtendingIsForThoseAbove:
    @pytest.mark.parametrize("by", [AGENCY_SUPERVISOR, REGION_HEAD, OPERATOR])
    def test_they_extend(self, by: Person) -> None:
        assert event_names(held_by_agency().handle(c.Extend(by, parse_term("1wd")))) == ["Extended"]

    @pytest.mark.parametrize("by", [RECEPTION_SUPERVISOR, UNRELATED_SUPERVISOR, UNRELATED_HEAD])
    def test_those_above_others_do_not(self, by: Person) -> None:
        with pytest.raises(NotASupervisor):
            held_by_agency().handle(c.Extend(by, parse_term("1wd")))

    @pytest.mark.parametrize("by", [OFFICER, CITIZEN])
    def test_nor_those_who_work_on_it(self, by: Person) -> None:
        with pytest.raises(Forbidden):
            held_by_agency().handle(c.Extend(by, parse_term("1wd")))
