"""Every verb of a task: what it does when it is allowed, and each way in which it is refused."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.errors import (
    AppealClosed,
    BackwardReferral,
    NoSender,
    NotAllowedForPurpose,
    NotAllowedInStatus,
    NotAllowedInTaskState,
    NotASupervisor,
    NotTheHolder,
    NotYourGroup,
    OutcomeNotAllowed,
    SameAssignee,
    TaskClosed,
    TaskHeldByAnother,
    UnknownStep,
    UnknownTask,
)
from domain.identity.people import Group, Person, Role, oversees, works_in
from domain.policy.plan import Specialty, Step
from domain.projections.summaries import changed_tasks, summarise_task
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import HandBackReason, HoldReason, Purpose, ReferralReason, TaskOutcome, TaskState
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CLERK,
    FUND_GROUP,
    LAWYER,
    LAWYERS_GROUP,
    LAWYERS_SUPERVISOR,
    LIMITS,
    MONDAY,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_CLERK,
    OTHER_OFFICER,
    PEOPLE,
    PSYCHOLOGISTS_GROUP,
    RECEPTION_GROUP,
    RECEPTION_SUPERVISOR,
    REGION_HEAD,
    SPONSOR,
    UNRELATED_CLERK,
    UNRELATED_HEAD,
    UNRELATED_OFFICER,
    UNRELATED_SUPERVISOR,
    Scenario,
    almaty,
    awaiting_agency_acceptance,
    awaiting_receipt,
    event_names,
    held_by_agency,
    held_by_clerk,
    held_by_specialist,
    held_by_sponsor,
    only_event,
    resolved_by_agency,
    unclaimed_at_reception,
)


def answered(story: Scenario) -> None:
    """Let the lawyer claim and answer the side task."""
    story.claim(LAWYER, story.task)
    story.complete(LAWYER, TaskOutcome.ANSWERED)


class TestClaim:
    def test_group_member_claims_task(self) -> None:
        story = unclaimed_at_reception()
        assert story.claim(CLERK) == [e.TaskClaimed(story.main_task.id, CLERK.id)]
        assert (story.main_task.state, story.main_task.holder) == (TaskState.CLAIMED, CLERK.id)
        assert story.appeal.clock(ClockKind.ACCEPTANCE, story.main_task.id) is None

    def test_supervisor_may_claim_too(self) -> None:
        story = unclaimed_at_reception()
        story.claim(RECEPTION_SUPERVISOR)
        assert story.main_task.holder == RECEPTION_SUPERVISOR.id

    def test_the_same_person_again_succeeds(self) -> None:
        story = held_by_clerk()
        assert story.claim(CLERK) == [e.LeaseRenewed(story.main_task.id)]

    def test_claiming_what_one_put_aside_takes_it_up_again(self) -> None:
        story = held_by_clerk()
        story.hold(CLERK, almaty(3, 18))
        assert story.claim(CLERK) == [e.TaskResumed(story.main_task.id)]

    def test_second_claim_is_refused_with_holder_and_time(self) -> None:
        story = held_by_clerk()
        with pytest.raises(TaskHeldByAnother) as refused:
            story.claim(OTHER_CLERK)
        assert refused.value.details == {"holder": str(CLERK.id), "since": MONDAY.isoformat()}

    @pytest.mark.parametrize(
        "stranger", [OFFICER, UNRELATED_CLERK, REGION_HEAD, UNRELATED_SUPERVISOR, OPERATOR]
    )
    def test_outsider_cannot_claim_task(self, stranger: Person) -> None:
        with pytest.raises(NotYourGroup):
            unclaimed_at_reception().claim(stranger)

    def test_an_offer_may_be_claimed_outright(self) -> None:
        story = awaiting_agency_acceptance()
        story.claim(OFFICER)
        assert story.main_task.state is TaskState.CLAIMED


class TestRelease:
    def test_holder_releases_task_to_group(self) -> None:
        story = held_by_clerk()
        assert story.handle(c.Release(CLERK, story.main_task.id)) == [e.TaskReleased(story.main_task.id)]
        assert (story.main_task.state, story.main_task.holder) == (TaskState.READY, None)
        story.claim(OTHER_CLERK)

    def test_held_task_can_be_released(self) -> None:
        story = held_by_clerk()
        story.hold(CLERK, almaty(3, 18))
        story.handle(c.Release(CLERK, story.main_task.id))
        assert story.main_task.held_until is None
        assert story.appeal.clock(ClockKind.HOLD, story.main_task.id) is None

    def test_a_supervisor_may_override_and_that_is_recorded(self) -> None:
        story = held_by_clerk()
        assert only_event(
            e.TaskReleased, story.handle(c.Release(RECEPTION_SUPERVISOR, story.main_task.id, override=True))
        ).overridden

    def test_holder_releasing_is_not_an_override(self) -> None:
        story = held_by_clerk()
        released = only_event(
            e.TaskReleased, story.handle(c.Release(CLERK, story.main_task.id, override=True))
        )
        assert not released.overridden

    def test_a_supervisor_must_say_that_it_is_an_override(self) -> None:
        story = held_by_clerk()
        with pytest.raises(TaskHeldByAnother):
            story.handle(c.Release(RECEPTION_SUPERVISOR, story.main_task.id))

    @pytest.mark.parametrize("by", [OTHER_CLERK, UNRELATED_SUPERVISOR, UNRELATED_HEAD])
    def test_only_superior_can_override(self, by: Person) -> None:
        story = held_by_clerk()
        with pytest.raises(NotASupervisor):
            story.handle(c.Release(by, story.main_task.id, override=True))

    def test_refusal_does_not_reveal_holder_to_outsider(self) -> None:
        story = held_by_clerk()
        with pytest.raises(NotTheHolder) as refused:
            story.handle(c.Release(UNRELATED_OFFICER, story.main_task.id))
        assert "holder" not in refused.value.details

    def test_unclaimed_task_cannot_be_released(self) -> None:
        story = unclaimed_at_reception()
        with pytest.raises(NotAllowedInTaskState):
            story.handle(c.Release(CLERK, story.main_task.id))


class TestAcceptAndDecline:
    def test_who_accepts_holds_it(self) -> None:
        story = awaiting_agency_acceptance()
        story.handle(c.Accept(OFFICER, story.main_task.id))
        assert (story.main_task.state, story.main_task.holder) == (TaskState.CLAIMED, OFFICER.id)

    def test_what_is_not_offered_cannot_be_accepted(self) -> None:
        story = unclaimed_at_reception()
        with pytest.raises(NotAllowedInTaskState):
            story.handle(c.Accept(CLERK, story.main_task.id))

    def test_accepting_is_for_the_receivers(self) -> None:
        story = awaiting_agency_acceptance()
        with pytest.raises(NotYourGroup):
            story.handle(c.Accept(UNRELATED_OFFICER, story.main_task.id))

    def test_who_declines_sends_it_back_to_the_sender(self) -> None:
        story = awaiting_agency_acceptance()
        offer = story.main_task
        declined = c.Decline(OFFICER, offer.id, HandBackReason.NOT_COMPETENT)
        assert event_names(story.handle(declined)) == ["HandOffDeclined", "TaskOpened"]
        assert story.appeal.task(offer.id).state is TaskState.RETURNED
        assert (story.main_task.group, story.main_task.state, story.main_task.step) == (
            RECEPTION_GROUP,
            TaskState.READY,
            Step.RECEPTION,
        )

    def test_declining_is_for_the_receivers(self) -> None:
        story = awaiting_agency_acceptance()
        with pytest.raises(NotYourGroup):
            story.handle(c.Decline(CLERK, story.main_task.id, HandBackReason.OTHER))

    def test_what_was_accepted_can_be_declined_no_more(self) -> None:
        story = held_by_agency()
        with pytest.raises(NotAllowedInTaskState):
            story.handle(c.Decline(OFFICER, story.main_task.id, HandBackReason.OTHER))

    def test_declining_a_side_task_opens_nothing(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        declined = story.handle(c.Decline(LAWYER, story.task.id, HandBackReason.NO_STAFF))
        assert event_names(declined) == ["HandOffDeclined"]


class TestComplete:
    def test_only_holder_completes(self) -> None:
        story = held_by_clerk()
        with pytest.raises(TaskHeldByAnother):
            story.complete(OTHER_CLERK)
        with pytest.raises(NotTheHolder):
            story.complete(UNRELATED_OFFICER)

    def test_unclaimed_task_must_be_claimed_before_completion(self) -> None:
        story = unclaimed_at_reception()
        with pytest.raises(NotAllowedInTaskState) as refused:
            story.complete(CLERK)
        assert refused.value.details["instead"] == "claim"
        with pytest.raises(NotYourGroup):
            story.complete(OFFICER)

    @pytest.mark.parametrize("by", [AGENCY_SUPERVISOR, REGION_HEAD, OPERATOR])
    def test_those_above_may_override_and_that_is_recorded(self, by: Person) -> None:
        story = awaiting_agency_acceptance()
        done = story.handle(c.Complete(by, story.main_task.id, TaskOutcome.RESOLVED, override=True))
        assert only_event(e.TaskCompleted, done).overridden
        assert story.appeal.is_closed

    def test_no_completion_while_the_citizen_is_asked(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        with pytest.raises(NotAllowedInStatus):
            story.complete(OFFICER)

    @pytest.mark.parametrize("outcome", [TaskOutcome.ANSWERED, TaskOutcome.RECEIVED, TaskOutcome.REFERRED])
    def test_the_main_path_ends_with_a_decision(self, outcome: TaskOutcome) -> None:
        with pytest.raises(OutcomeNotAllowed):
            held_by_agency().complete(OFFICER, outcome)

    def test_a_side_task_ends_with_an_answer(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        story.claim(LAWYER, story.task)
        with pytest.raises(OutcomeNotAllowed):
            story.complete(LAWYER, TaskOutcome.RESOLVED)
        assert event_names(story.complete(LAWYER, TaskOutcome.ANSWERED)) == ["TaskCompleted"]

    def test_a_side_task_may_be_answered_while_the_citizen_is_asked(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        story.ask_citizen(OFFICER)
        answered(story)
        assert story.task.state is TaskState.COMPLETED


class TestRefer:
    def test_the_receiver_of_the_policy_is_offered_the_next_step(self) -> None:
        story = held_by_clerk()
        sender = story.main_task
        assert event_names(story.refer(CLERK, Step.AGENCY)) == ["Referred", "TaskOpened"]
        assert (story.main_task.group, story.main_task.state, story.main_task.origin_task) == (
            AGENCY_GROUP,
            TaskState.OFFERED,
            sender.id,
        )
        assert story.appeal.task(sender.id).state is TaskState.COMPLETED
        assert story.appeal.step is Step.AGENCY

    def test_steps_may_be_passed_over_with_a_reason(self) -> None:
        story = held_by_clerk()
        happened = story.refer(CLERK, Step.SPONSOR)
        passed = [each.step for each in happened if isinstance(each, e.StepSkipped)]
        assert passed == [Step.AGENCY, Step.SPECIALIST]
        assert story.main_task.group == FUND_GROUP

    def test_the_sender_may_name_the_receiver(self) -> None:
        story = held_by_clerk()
        story.refer(CLERK, Step.AGENCY, to=OTHER_AGENCY)
        assert story.main_task.group == Group(OTHER_AGENCY, Role.OFFICER)

    def test_task_is_referred_to_another_organisation_of_the_step(self) -> None:
        story = held_by_agency()
        story.refer(OFFICER, Step.AGENCY, to=OTHER_AGENCY)
        story.claim(UNRELATED_OFFICER)
        assert story.appeal.step is Step.AGENCY

    def test_the_kind_of_specialist_says_who_gets_it(self) -> None:
        story = held_by_agency()
        refer = c.Refer(
            OFFICER,
            story.main_task.id,
            Step.SPECIALIST,
            ReferralReason.NEEDS_PSYCHOLOGIST,
            specialty=Specialty.PSYCHOLOGIST,
        )
        story.handle(refer)
        assert (story.main_task.group, story.main_task.specialty) == (
            PSYCHOLOGISTS_GROUP,
            Specialty.PSYCHOLOGIST,
        )

    def test_unavailable_specialist_kind_is_refused(self) -> None:
        story = held_by_agency()
        refer = c.Refer(
            OFFICER, story.main_task.id, Step.SPECIALIST, ReferralReason.OTHER, specialty=Specialty.OTHER
        )
        with pytest.raises(UnknownStep):
            story.handle(refer)

    def test_appeal_is_never_referred_back(self) -> None:
        with pytest.raises(BackwardReferral):
            held_by_agency().refer(OFFICER, Step.RECEPTION)

    def test_task_is_not_referred_to_its_own_group(self) -> None:
        story = held_by_agency()
        with pytest.raises(SameAssignee):
            story.refer(OFFICER, Step.AGENCY)
        with pytest.raises(SameAssignee):
            story.refer(OFFICER, Step.AGENCY, to=AGENCY)

    def test_only_holder_refers(self) -> None:
        with pytest.raises(TaskHeldByAnother):
            held_by_agency().refer(OTHER_OFFICER, Step.SPECIALIST)

    def test_a_supervisor_may_override(self) -> None:
        story = awaiting_agency_acceptance()
        refer = c.Refer(
            REGION_HEAD, story.main_task.id, Step.SPONSOR, ReferralReason.NEEDS_RESOURCES, override=True
        )
        assert only_event(e.Referred, story.handle(refer)).overridden

    def test_side_tasks_are_not_referred(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        story.claim(LAWYER, story.task)
        with pytest.raises(NotAllowedForPurpose):
            story.handle(c.Refer(LAWYER, story.task.id, Step.SPONSOR, ReferralReason.OTHER))

    def test_no_referral_while_the_citizen_is_asked(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        with pytest.raises(NotAllowedInStatus):
            story.refer(OFFICER, Step.SPECIALIST)


class TestReturn:
    def test_the_sender_gets_it_back(self) -> None:
        story = held_by_specialist()
        assert event_names(story.hand_back(LAWYER)) == ["TaskReturned", "TaskOpened"]
        assert (story.main_task.group, story.main_task.step, story.appeal.step) == (
            AGENCY_GROUP,
            Step.AGENCY,
            Step.AGENCY,
        )

    def test_repeated_return_stops_at_the_counter(self) -> None:
        story = held_by_specialist()
        story.hand_back(LAWYER)
        story.claim(OFFICER)
        story.hand_back(OFFICER)
        story.claim(CLERK)
        assert story.main_task.group == RECEPTION_GROUP
        with pytest.raises(NoSender):
            story.hand_back(CLERK)

    def test_return_restarts_step_budget(self) -> None:
        story = held_by_agency()
        story.now = almaty(3, 18)
        story.hand_back(OFFICER)
        assert story.appeal.task_due(story.main_task) == almaty(3, 20, 18, 30)

    def test_while_the_citizen_is_asked_the_clocks_stay_paused(self) -> None:
        story = held_by_agency()
        story.ask_citizen(OFFICER)
        story.hand_back(OFFICER)
        assert story.appeal.status is Status.AWAITING_INFORMATION
        assert story.wait_until(almaty(3, 27)) == []

    def test_an_asked_specialist_may_return_a_side_task(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        story.claim(LAWYER, story.task)
        assert event_names(story.hand_back(LAWYER)) == ["TaskReturned"]
        assert story.main_task.holder == OFFICER.id

    def test_a_supervisor_may_override(self) -> None:
        story = held_by_agency()
        returned = c.Return(AGENCY_SUPERVISOR, story.main_task.id, HandBackReason.WRONG_REGION, override=True)
        assert only_event(e.TaskReturned, story.handle(returned)).overridden

    def test_only_holder_returns_task(self) -> None:
        with pytest.raises(TaskHeldByAnother):
            held_by_agency().hand_back(OTHER_OFFICER)


class TestReassign:
    def test_the_holder_hands_it_to_a_colleague(self) -> None:
        story = held_by_clerk()
        story.handle(c.Reassign(CLERK, story.main_task.id, RECEPTION_GROUP, OTHER_CLERK.id))
        assert (story.main_task.holder, story.main_task.state) == (OTHER_CLERK.id, TaskState.CLAIMED)

    def test_the_holder_cannot_hand_it_to_another_organisation(self) -> None:
        story = held_by_clerk()
        with pytest.raises(NotASupervisor):
            story.handle(c.Reassign(CLERK, story.main_task.id, AGENCY_GROUP))

    def test_a_colleague_cannot_take_it_so(self) -> None:
        story = held_by_clerk()
        with pytest.raises(NotTheHolder):
            story.handle(c.Reassign(OTHER_CLERK, story.main_task.id, RECEPTION_GROUP, OTHER_CLERK.id))

    def test_supervisor_reassigns_to_group_and_step_clock_keeps_running(self) -> None:
        story = held_by_clerk()
        due, started = story.appeal.task_due(story.main_task), story.main_task.opened_at
        story.now = almaty(3, 17)
        story.handle(c.Reassign(RECEPTION_SUPERVISOR, story.main_task.id, AGENCY_GROUP))
        assert (story.main_task.group, story.main_task.state, story.main_task.holder) == (
            AGENCY_GROUP,
            TaskState.READY,
            None,
        )
        assert (story.appeal.task_due(story.main_task), story.main_task.opened_at) == (due, started)

    def test_what_was_put_aside_is_so_no_more(self) -> None:
        story = held_by_clerk()
        story.hold(CLERK, almaty(3, 18))
        story.handle(c.Reassign(RECEPTION_SUPERVISOR, story.main_task.id, RECEPTION_GROUP, OTHER_CLERK.id))
        assert story.main_task.state is TaskState.CLAIMED
        assert event_names(story.wait_until(almaty(3, 18))) == ["Warned"]

    def test_reassigning_to_current_holder_is_refused(self) -> None:
        story = held_by_clerk()
        with pytest.raises(SameAssignee):
            story.handle(c.Reassign(RECEPTION_SUPERVISOR, story.main_task.id, RECEPTION_GROUP, CLERK.id))


class TestHoldAndResume:
    def test_it_is_put_aside_and_taken_up_again(self) -> None:
        story = held_by_clerk()
        story.hold(CLERK, almaty(3, 20))
        assert (story.main_task.state, story.main_task.holder) == (TaskState.HELD, CLERK.id)
        assert story.appeal.clock(ClockKind.LEASE, story.main_task.id) is None
        story.handle(c.Resume(CLERK, story.main_task.id))
        assert (story.main_task.state, story.main_task.held_until) == (TaskState.CLAIMED, None)
        assert story.appeal.clock(ClockKind.LEASE, story.main_task.id) is not None

    def test_a_task_put_aside_is_not_lost_to_the_group(self) -> None:
        story = held_by_clerk()
        story.hold(CLERK, almaty(3, 27))
        story.wait_until(almaty(3, 20))
        assert story.main_task.holder == CLERK.id

    def test_only_the_holder(self) -> None:
        story = held_by_clerk()
        with pytest.raises(TaskHeldByAnother):
            story.hold(OTHER_CLERK, almaty(3, 18))
        story.hold(CLERK, almaty(3, 18))
        with pytest.raises(TaskHeldByAnother):
            story.handle(c.Resume(OTHER_CLERK, story.main_task.id))

    def test_only_claimed_task_is_held_and_only_held_task_is_resumed(self) -> None:
        story = unclaimed_at_reception()
        with pytest.raises(NotAllowedInTaskState):
            story.hold(CLERK, almaty(3, 18))
        story.claim(CLERK)
        with pytest.raises(NotAllowedInTaskState):
            story.handle(c.Resume(CLERK, story.main_task.id))

    def test_what_is_put_aside_can_still_be_decided(self) -> None:
        story = held_by_clerk()
        story.hold(CLERK, almaty(3, 18))
        story.complete(CLERK)
        assert story.appeal.is_closed

    def test_held_task_cannot_be_held_again(self) -> None:
        story = held_by_clerk()
        story.hold(CLERK, almaty(3, 18))
        with pytest.raises(NotAllowedInTaskState):
            story.handle(c.Hold(CLERK, story.main_task.id, almaty(3, 19), HoldReason.ON_LEAVE))

    def test_a_hold_until_a_moment_without_an_offset_is_no_command(self) -> None:
        story = held_by_agency()
        naive = datetime(2026, 4, 2, 19)  # noqa: DTZ001 - that is the mistake
        with pytest.raises(ValueError, match="no offset"):
            c.Hold(OFFICER, story.main_task.id, naive, HoldReason.ON_LEAVE)


class TestRequestInformation:
    def test_the_holder_asks_and_the_appeal_waits(self) -> None:
        story = held_by_clerk()
        assert story.ask_citizen(CLERK) == [
            e.InformationRequested(story.main_task.id, LIMITS.max_information_wait, 1)
        ]
        assert story.appeal.status is Status.AWAITING_INFORMATION
        assert story.appeal.stage == "awaiting_information"

    def test_only_the_holder_of_the_main_path(self) -> None:
        story = held_by_agency()
        with pytest.raises(TaskHeldByAnother):
            story.ask_citizen(OTHER_OFFICER)
        story.open_side_task(OFFICER)
        story.claim(LAWYER, story.task)
        with pytest.raises(NotAllowedForPurpose):
            story.handle(c.RequestInformation(LAWYER, story.task.id))

    def test_not_twice_at_once(self) -> None:
        story = held_by_clerk()
        story.ask_citizen(CLERK)
        with pytest.raises(NotAllowedInStatus):
            story.ask_citizen(CLERK)


class TestSideTasks:
    def test_a_lawyer_is_asked_beside_the_step(self) -> None:
        story = held_by_agency()
        opened = only_event(e.TaskOpened, story.open_side_task(OFFICER))
        assert (opened.purpose, opened.group, opened.is_offered) == (Purpose.SIDE, LAWYERS_GROUP, True)
        assert story.main_task.holder == OFFICER.id
        assert story.appeal.step is Step.AGENCY

    def test_it_has_a_budget_of_its_own_not_that_of_the_step(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        assert story.appeal.task_due(story.task) == almaty(3, 19, 18, 30)

    def test_or_another_agency_as_co_executor(self) -> None:
        story = held_by_agency()
        story.handle(
            c.OpenSideTask(
                OFFICER, story.main_task.id, Step.AGENCY, mandatory=False, to_organisation=OTHER_AGENCY
            )
        )
        story.claim(UNRELATED_OFFICER, story.task)
        assert story.task.group == Group(OTHER_AGENCY, Role.OFFICER)

    def test_side_task_needs_a_competent_body(self) -> None:
        story = held_by_agency()
        ask = c.OpenSideTask(
            OFFICER, story.main_task.id, Step.SPECIALIST, mandatory=True, specialty=Specialty.OTHER
        )
        with pytest.raises(UnknownStep):
            story.handle(ask)

    def test_only_the_holder_asks(self) -> None:
        with pytest.raises(TaskHeldByAnother):
            held_by_agency().open_side_task(OTHER_OFFICER)

    def test_who_is_asked_does_not_ask_others(self) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        story.claim(LAWYER, story.task)
        with pytest.raises(NotAllowedForPurpose):
            story.handle(c.OpenSideTask(LAWYER, story.task.id, Step.SPECIALIST, mandatory=False))

    @pytest.mark.parametrize("by", [OFFICER, AGENCY_SUPERVISOR, REGION_HEAD, OPERATOR])
    def test_those_who_lead_the_appeal_cancel_it(self, by: Person) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        assert event_names(story.handle(c.CancelSideTask(by, story.task.id))) == ["TaskCancelled"]

    @pytest.mark.parametrize("by", [LAWYER, LAWYERS_SUPERVISOR, OTHER_OFFICER])
    def test_those_who_are_asked_do_not(self, by: Person) -> None:
        story = held_by_agency()
        story.open_side_task(OFFICER)
        with pytest.raises(NotTheHolder):
            story.handle(c.CancelSideTask(by, story.task.id))

    def test_the_main_path_is_not_cancelled_so(self) -> None:
        story = held_by_agency()
        with pytest.raises(NotAllowedForPurpose):
            story.handle(c.CancelSideTask(OFFICER, story.main_task.id))


class TestTerminalIsTerminal:
    @pytest.mark.parametrize(
        "verb",
        [
            c.Claim,
            c.Release,
            c.Accept,
            lambda by, task: c.Decline(by, task, HandBackReason.OTHER),
            lambda by, task: c.Complete(by, task, TaskOutcome.RESOLVED),
            lambda by, task: c.Refer(by, task, Step.SPONSOR, ReferralReason.OTHER),
            lambda by, task: c.Return(by, task, HandBackReason.OTHER),
            lambda by, task: c.Reassign(by, task, RECEPTION_GROUP),
            lambda by, task: c.Hold(by, task, almaty(3, 20), HoldReason.OTHER),
            c.Resume,
            c.RequestInformation,
            lambda by, task: c.OpenSideTask(by, task, Step.SPECIALIST, mandatory=False),
            c.CancelSideTask,
        ],
    )
    def test_no_verb_moves_what_has_ended(self, verb: Callable[[Person, UUID], c.TaskCommand]) -> None:
        story = held_by_agency()
        ended = story.appeal.tasks[0].id
        with pytest.raises(TaskClosed) as refused:
            story.handle(verb(CLERK, ended))
        assert refused.value.details == {"state": "completed"}
        with pytest.raises(AppealClosed):
            resolved_by_agency().handle(verb(CLERK, ended))

    def test_an_unknown_task_is_refused(self) -> None:
        with pytest.raises(UnknownTask):
            unclaimed_at_reception().handle(c.Claim(CLERK, UUID(int=0)))

    def test_each_way_leads_to_the_end(self) -> None:
        story = held_by_sponsor()
        story.complete(SPONSOR)
        assert [task.state for task in story.appeal.tasks] == [TaskState.COMPLETED] * 4


class TestPeople:
    def test_the_head_of_a_region_oversees_its_appeals_wherever_they_are(self) -> None:
        assert oversees(REGION_HEAD, AGENCY_GROUP, "61")
        assert not oversees(UNRELATED_HEAD, AGENCY_GROUP, "61")

    def test_a_group_is_its_organisation_and_role(self) -> None:
        assert str(AGENCY_GROUP) == "housing:officer"
        assert [person for person in PEOPLE if works_in(person, AGENCY_GROUP)] == [
            OFFICER,
            OTHER_OFFICER,
            AGENCY_SUPERVISOR,
        ]


class TestRows:
    def test_a_task_is_shown_with_its_due_time(self) -> None:
        story = held_by_agency()
        row = summarise_task(story.appeal, story.main_task)
        assert (row.state, row.holder, row.due_at) == (TaskState.CLAIMED, OFFICER.id, almaty(3, 26, 18, 30))

    def test_its_version_is_the_number_of_the_last_event_that_moved_it(self) -> None:
        story = unclaimed_at_reception()
        for move in (
            c.Claim(CLERK, story.main_task.id),
            c.Hold(CLERK, story.main_task.id, almaty(3, 18), HoldReason.OTHER),
            c.Resume(CLERK, story.main_task.id),
            c.Release(CLERK, story.main_task.id),
            c.Reassign(RECEPTION_SUPERVISOR, story.main_task.id, AGENCY_GROUP),
            c.Complete(REGION_HEAD, story.main_task.id, TaskOutcome.EXPLAINED, override=True),
        ):
            moved = story.appeal.seq + 1
            story.handle(move)
            assert story.task.version == moved

    def test_renewing_a_lease_leaves_it(self) -> None:
        story = held_by_clerk()
        version = story.main_task.version
        story.claim(CLERK)
        assert story.main_task.version == version

    def test_changed_tasks_are_the_open_ones_and_those_that_ended_since(self) -> None:
        story = awaiting_agency_acceptance()
        seq = story.appeal.seq
        assert [row.id for row in changed_tasks(story.appeal, seq)] == [story.main_task.id]
        offer = story.main_task
        story.handle(c.Decline(OFFICER, offer.id, HandBackReason.OTHER))
        assert {row.id for row in changed_tasks(story.appeal, seq)} == {offer.id, story.main_task.id}

    def test_a_call_back_has_a_budget_of_its_own(self) -> None:
        story = awaiting_receipt()
        story.wait_until(almaty(4, 2, 19))
        assert story.task.purpose is Purpose.CALL_BACK
        row = summarise_task(story.appeal, story.task)
        assert row.due_at == almaty(4, 3, 18, 30)
