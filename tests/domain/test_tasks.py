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
    NotASupervisor,
    NothingToReturnTo,
    NotNow,
    NotTheHolder,
    NotYourGroup,
    SameReceiver,
    TaskClosed,
    TaskHeldByAnother,
    TaskNotReady,
    UnknownStep,
    UnknownTask,
    WrongOutcome,
)
from domain.identity.people import Group, Person, Role, oversees, works_in
from domain.policy.plan import Specialty, Step
from domain.projections.summaries import changed_tasks, summarise_task
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import HandBackReason, HoldReason, Purpose, ReferralReason, TaskOutcome, TaskState
from tests.domain.builders import (
    AGENCY,
    AT_AGENCY,
    AT_FUND,
    AT_LAWYERS,
    AT_PSYCHOLOGISTS,
    AT_RECEPTION,
    CLERK,
    CLERKS_BOSS,
    HEAD,
    LAWYER,
    LAWYERS_BOSS,
    MONDAY,
    OFFICER,
    OFFICERS_BOSS,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_CLERK,
    OTHER_OFFICER,
    PEOPLE,
    SPONSOR,
    STRANGE_BOSS,
    STRANGE_CLERK,
    STRANGE_HEAD,
    STRANGE_OFFICER,
    Story,
    almaty,
    at_agency,
    at_reception,
    at_specialist,
    at_sponsor,
    awaiting_receipt,
    closed,
    in_hand,
    names,
    offered_to_agency,
    the,
)


def answered(story: Story) -> None:
    """Let the lawyer claim and answer the side task."""
    story.claim(LAWYER, story.task)
    story.complete(LAWYER, TaskOutcome.ANSWERED)


class TestClaim:
    def test_somebody_of_the_group_holds_it(self) -> None:
        story = at_reception()
        assert story.claim(CLERK) == [e.TaskClaimed(story.main.id, CLERK.id)]
        assert (story.main.state, story.main.holder) == (TaskState.CLAIMED, CLERK.id)
        assert story.appeal.clock(ClockKind.ACCEPTANCE, story.main.id) is None

    def test_so_may_their_supervisor(self) -> None:
        story = at_reception()
        story.claim(CLERKS_BOSS)
        assert story.main.holder == CLERKS_BOSS.id

    def test_the_same_person_again_succeeds(self) -> None:
        story = in_hand()
        assert story.claim(CLERK) == [e.LeaseRenewed(story.main.id)]

    def test_claiming_what_one_put_aside_takes_it_up_again(self) -> None:
        story = in_hand()
        story.hold(CLERK, almaty(3, 18))
        assert story.claim(CLERK) == [e.TaskResumed(story.main.id)]

    def test_another_gets_a_refusal_that_names_the_holder_and_since_when(self) -> None:
        story = in_hand()
        with pytest.raises(TaskHeldByAnother) as refused:
            story.claim(OTHER_CLERK)
        assert refused.value.facts == {"holder": str(CLERK.id), "since": MONDAY.isoformat()}

    @pytest.mark.parametrize("stranger", [OFFICER, STRANGE_CLERK, HEAD, STRANGE_BOSS, OPERATOR])
    def test_nobody_from_elsewhere(self, stranger: Person) -> None:
        with pytest.raises(NotYourGroup):
            at_reception().claim(stranger)

    def test_an_offer_may_be_claimed_outright(self) -> None:
        story = offered_to_agency()
        story.claim(OFFICER)
        assert story.main.state is TaskState.CLAIMED


class TestRelease:
    def test_the_holder_gives_it_back_to_the_group(self) -> None:
        story = in_hand()
        assert story.give(c.Release(CLERK, story.main.id)) == [e.TaskReleased(story.main.id)]
        assert (story.main.state, story.main.holder) == (TaskState.READY, None)
        story.claim(OTHER_CLERK)

    def test_even_while_it_is_put_aside(self) -> None:
        story = in_hand()
        story.hold(CLERK, almaty(3, 18))
        story.give(c.Release(CLERK, story.main.id))
        assert story.main.held_until is None
        assert story.appeal.clock(ClockKind.HOLD, story.main.id) is None

    def test_a_supervisor_may_override_and_that_is_recorded(self) -> None:
        story = in_hand()
        assert the(
            e.TaskReleased, story.give(c.Release(CLERKS_BOSS, story.main.id, override=True))
        ).overridden

    def test_the_holder_overrides_nobody(self) -> None:
        story = in_hand()
        released = the(e.TaskReleased, story.give(c.Release(CLERK, story.main.id, override=True)))
        assert not released.overridden

    def test_a_supervisor_must_say_that_it_is_an_override(self) -> None:
        story = in_hand()
        with pytest.raises(TaskHeldByAnother):
            story.give(c.Release(CLERKS_BOSS, story.main.id))

    @pytest.mark.parametrize("by", [OTHER_CLERK, STRANGE_BOSS, STRANGE_HEAD])
    def test_who_does_not_stand_above_cannot_override(self, by: Person) -> None:
        story = in_hand()
        with pytest.raises(NotASupervisor):
            story.give(c.Release(by, story.main.id, override=True))

    def test_a_stranger_is_told_nothing_of_the_holder(self) -> None:
        story = in_hand()
        with pytest.raises(NotTheHolder) as refused:
            story.give(c.Release(STRANGE_OFFICER, story.main.id))
        assert "holder" not in refused.value.facts

    def test_what_nobody_holds_cannot_be_released(self) -> None:
        story = at_reception()
        with pytest.raises(TaskNotReady):
            story.give(c.Release(CLERK, story.main.id))


class TestAcceptAndDecline:
    def test_who_accepts_holds_it(self) -> None:
        story = offered_to_agency()
        story.give(c.Accept(OFFICER, story.main.id))
        assert (story.main.state, story.main.holder) == (TaskState.CLAIMED, OFFICER.id)

    def test_what_is_not_offered_cannot_be_accepted(self) -> None:
        story = at_reception()
        with pytest.raises(TaskNotReady):
            story.give(c.Accept(CLERK, story.main.id))

    def test_accepting_is_for_the_receivers(self) -> None:
        story = offered_to_agency()
        with pytest.raises(NotYourGroup):
            story.give(c.Accept(STRANGE_OFFICER, story.main.id))

    def test_who_declines_sends_it_back_to_the_sender(self) -> None:
        story = offered_to_agency()
        offer = story.main
        declined = c.Decline(OFFICER, offer.id, HandBackReason.NOT_COMPETENT)
        assert names(story.give(declined)) == ["HandOffDeclined", "TaskOpened"]
        assert story.appeal.task(offer.id).state is TaskState.RETURNED
        assert (story.main.group, story.main.state, story.main.step) == (
            AT_RECEPTION,
            TaskState.READY,
            Step.RECEPTION,
        )

    def test_declining_is_for_the_receivers(self) -> None:
        story = offered_to_agency()
        with pytest.raises(NotYourGroup):
            story.give(c.Decline(CLERK, story.main.id, HandBackReason.OTHER))

    def test_what_was_accepted_can_be_declined_no_more(self) -> None:
        story = at_agency()
        with pytest.raises(TaskNotReady):
            story.give(c.Decline(OFFICER, story.main.id, HandBackReason.OTHER))

    def test_declining_a_side_task_opens_nothing(self) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        declined = story.give(c.Decline(LAWYER, story.task.id, HandBackReason.NO_STAFF))
        assert names(declined) == ["HandOffDeclined"]


class TestComplete:
    def test_only_the_holder(self) -> None:
        story = in_hand()
        with pytest.raises(TaskHeldByAnother):
            story.complete(OTHER_CLERK)
        with pytest.raises(NotTheHolder):
            story.complete(STRANGE_OFFICER)

    def test_what_nobody_holds_is_claimed_first(self) -> None:
        story = at_reception()
        with pytest.raises(TaskNotReady) as refused:
            story.complete(CLERK)
        assert refused.value.facts["instead"] == "claim"
        with pytest.raises(NotYourGroup):
            story.complete(OFFICER)

    @pytest.mark.parametrize("by", [OFFICERS_BOSS, HEAD, OPERATOR])
    def test_those_above_may_override_and_that_is_recorded(self, by: Person) -> None:
        story = offered_to_agency()
        done = story.give(c.Complete(by, story.main.id, TaskOutcome.RESOLVED, override=True))
        assert the(e.TaskCompleted, done).overridden
        assert story.appeal.is_closed

    def test_not_while_the_citizen_is_asked(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        with pytest.raises(NotNow):
            story.complete(OFFICER)

    @pytest.mark.parametrize("outcome", [TaskOutcome.ANSWERED, TaskOutcome.RECEIVED, TaskOutcome.REFERRED])
    def test_the_main_path_ends_with_a_decision(self, outcome: TaskOutcome) -> None:
        with pytest.raises(WrongOutcome):
            at_agency().complete(OFFICER, outcome)

    def test_a_side_task_ends_with_an_answer(self) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        story.claim(LAWYER, story.task)
        with pytest.raises(WrongOutcome):
            story.complete(LAWYER, TaskOutcome.RESOLVED)
        assert names(story.complete(LAWYER, TaskOutcome.ANSWERED)) == ["TaskCompleted"]

    def test_a_side_task_may_be_answered_while_the_citizen_is_asked(self) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        story.ask_citizen(OFFICER)
        answered(story)
        assert story.task.state is TaskState.COMPLETED


class TestRefer:
    def test_the_receiver_of_the_policy_is_offered_the_next_step(self) -> None:
        story = in_hand()
        sender = story.main
        assert names(story.refer(CLERK, Step.AGENCY)) == ["Referred", "TaskOpened"]
        assert (story.main.group, story.main.state, story.main.origin) == (
            AT_AGENCY,
            TaskState.OFFERED,
            sender.id,
        )
        assert story.appeal.task(sender.id).state is TaskState.COMPLETED
        assert story.appeal.step is Step.AGENCY

    def test_steps_may_be_passed_over_with_a_reason(self) -> None:
        story = in_hand()
        happened = story.refer(CLERK, Step.SPONSOR)
        passed = [each.step for each in happened if isinstance(each, e.StepPassedOver)]
        assert passed == [Step.AGENCY, Step.SPECIALIST]
        assert story.main.group == AT_FUND

    def test_the_sender_may_name_the_receiver(self) -> None:
        story = in_hand()
        story.refer(CLERK, Step.AGENCY, to=OTHER_AGENCY)
        assert story.main.group == Group(OTHER_AGENCY, Role.OFFICER)

    def test_another_organisation_of_the_same_step(self) -> None:
        story = at_agency()
        story.refer(OFFICER, Step.AGENCY, to=OTHER_AGENCY)
        story.claim(STRANGE_OFFICER)
        assert story.appeal.step is Step.AGENCY

    def test_the_kind_of_specialist_says_who_gets_it(self) -> None:
        story = at_agency()
        refer = c.Refer(
            OFFICER,
            story.main.id,
            Step.SPECIALIST,
            ReferralReason.NEEDS_PSYCHOLOGIST,
            specialty=Specialty.PSYCHOLOGIST,
        )
        story.give(refer)
        assert (story.main.group, story.main.specialty) == (AT_PSYCHOLOGISTS, Specialty.PSYCHOLOGIST)

    def test_a_kind_that_nobody_offers_is_refused(self) -> None:
        story = at_agency()
        refer = c.Refer(
            OFFICER, story.main.id, Step.SPECIALIST, ReferralReason.OTHER, specialty=Specialty.OTHER
        )
        with pytest.raises(UnknownStep):
            story.give(refer)

    def test_never_back(self) -> None:
        with pytest.raises(BackwardReferral):
            at_agency().refer(OFFICER, Step.RECEPTION)

    def test_not_to_oneself(self) -> None:
        story = at_agency()
        with pytest.raises(SameReceiver):
            story.refer(OFFICER, Step.AGENCY)
        with pytest.raises(SameReceiver):
            story.refer(OFFICER, Step.AGENCY, to=AGENCY)

    def test_not_by_one_who_does_not_hold_it(self) -> None:
        with pytest.raises(TaskHeldByAnother):
            at_agency().refer(OTHER_OFFICER, Step.SPECIALIST)

    def test_a_supervisor_may_override(self) -> None:
        story = offered_to_agency()
        refer = c.Refer(HEAD, story.main.id, Step.SPONSOR, ReferralReason.NEEDS_MEANS, override=True)
        assert the(e.Referred, story.give(refer)).overridden

    def test_side_tasks_are_not_referred(self) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        story.claim(LAWYER, story.task)
        with pytest.raises(TaskNotReady):
            story.give(c.Refer(LAWYER, story.task.id, Step.SPONSOR, ReferralReason.OTHER))

    def test_not_while_the_citizen_is_asked(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        with pytest.raises(NotNow):
            story.refer(OFFICER, Step.SPECIALIST)


class TestReturn:
    def test_the_sender_gets_it_back(self) -> None:
        story = at_specialist()
        assert names(story.give_back(LAWYER)) == ["TaskReturned", "TaskOpened"]
        assert (story.main.group, story.main.step, story.appeal.step) == (
            AT_AGENCY,
            Step.AGENCY,
            Step.AGENCY,
        )

    def test_and_so_back_to_the_counter_where_nobody_is_left_to_return_to(self) -> None:
        story = at_specialist()
        story.give_back(LAWYER)
        story.claim(OFFICER)
        story.give_back(OFFICER)
        story.claim(CLERK)
        assert story.main.group == AT_RECEPTION
        with pytest.raises(NothingToReturnTo):
            story.give_back(CLERK)

    def test_the_budget_of_the_step_begins_anew(self) -> None:
        story = at_agency()
        story.now = almaty(3, 18)
        story.give_back(OFFICER)
        assert story.appeal.task_due(story.main) == almaty(3, 20, 18, 30)

    def test_while_the_citizen_is_asked_the_clocks_stay_paused(self) -> None:
        story = at_agency()
        story.ask_citizen(OFFICER)
        story.give_back(OFFICER)
        assert story.appeal.status is Status.AWAITING_INFORMATION
        assert story.wait(almaty(3, 27)) == []

    def test_an_asked_specialist_may_return_a_side_task(self) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        story.claim(LAWYER, story.task)
        assert names(story.give_back(LAWYER)) == ["TaskReturned"]
        assert story.main.holder == OFFICER.id

    def test_a_supervisor_may_override(self) -> None:
        story = at_agency()
        returned = c.Return(OFFICERS_BOSS, story.main.id, HandBackReason.WRONG_REGION, override=True)
        assert the(e.TaskReturned, story.give(returned)).overridden

    def test_not_by_one_who_does_not_hold_it(self) -> None:
        with pytest.raises(TaskHeldByAnother):
            at_agency().give_back(OTHER_OFFICER)


class TestReassign:
    def test_the_holder_hands_it_to_a_colleague(self) -> None:
        story = in_hand()
        story.give(c.Reassign(CLERK, story.main.id, AT_RECEPTION, OTHER_CLERK.id))
        assert (story.main.holder, story.main.state) == (OTHER_CLERK.id, TaskState.CLAIMED)

    def test_the_holder_cannot_hand_it_to_another_organisation(self) -> None:
        story = in_hand()
        with pytest.raises(NotASupervisor):
            story.give(c.Reassign(CLERK, story.main.id, AT_AGENCY))

    def test_a_colleague_cannot_take_it_so(self) -> None:
        story = in_hand()
        with pytest.raises(NotTheHolder):
            story.give(c.Reassign(OTHER_CLERK, story.main.id, AT_RECEPTION, OTHER_CLERK.id))

    def test_a_supervisor_moves_it_to_another_group_and_the_step_clock_goes_on(self) -> None:
        story = in_hand()
        due, started = story.appeal.task_due(story.main), story.main.opened
        story.now = almaty(3, 17)
        story.give(c.Reassign(CLERKS_BOSS, story.main.id, AT_AGENCY))
        assert (story.main.group, story.main.state, story.main.holder) == (AT_AGENCY, TaskState.READY, None)
        assert (story.appeal.task_due(story.main), story.main.opened) == (due, started)

    def test_what_was_put_aside_is_so_no_more(self) -> None:
        story = in_hand()
        story.hold(CLERK, almaty(3, 18))
        story.give(c.Reassign(CLERKS_BOSS, story.main.id, AT_RECEPTION, OTHER_CLERK.id))
        assert story.main.state is TaskState.CLAIMED
        assert names(story.wait(almaty(3, 18))) == ["Warned"]

    def test_not_to_whoever_has_it(self) -> None:
        story = in_hand()
        with pytest.raises(SameReceiver):
            story.give(c.Reassign(CLERKS_BOSS, story.main.id, AT_RECEPTION, CLERK.id))


class TestHoldAndResume:
    def test_it_is_put_aside_and_taken_up_again(self) -> None:
        story = in_hand()
        story.hold(CLERK, almaty(3, 20))
        assert (story.main.state, story.main.holder) == (TaskState.HELD, CLERK.id)
        assert story.appeal.clock(ClockKind.LEASE, story.main.id) is None
        story.give(c.Resume(CLERK, story.main.id))
        assert (story.main.state, story.main.held_until) == (TaskState.CLAIMED, None)
        assert story.appeal.clock(ClockKind.LEASE, story.main.id) is not None

    def test_a_task_put_aside_is_not_lost_to_the_group(self) -> None:
        story = in_hand()
        story.hold(CLERK, almaty(3, 27))
        story.wait(almaty(3, 20))
        assert story.main.holder == CLERK.id

    def test_only_the_holder(self) -> None:
        story = in_hand()
        with pytest.raises(TaskHeldByAnother):
            story.hold(OTHER_CLERK, almaty(3, 18))
        story.hold(CLERK, almaty(3, 18))
        with pytest.raises(TaskHeldByAnother):
            story.give(c.Resume(OTHER_CLERK, story.main.id))

    def test_only_what_is_claimed_is_put_aside_and_only_what_is_put_aside_resumed(self) -> None:
        story = at_reception()
        with pytest.raises(TaskNotReady):
            story.hold(CLERK, almaty(3, 18))
        story.claim(CLERK)
        with pytest.raises(TaskNotReady):
            story.give(c.Resume(CLERK, story.main.id))

    def test_what_is_put_aside_can_still_be_decided(self) -> None:
        story = in_hand()
        story.hold(CLERK, almaty(3, 18))
        story.complete(CLERK)
        assert story.appeal.is_closed

    def test_nobody_puts_a_task_aside_twice(self) -> None:
        story = in_hand()
        story.hold(CLERK, almaty(3, 18))
        with pytest.raises(TaskNotReady):
            story.give(c.Hold(CLERK, story.main.id, almaty(3, 19), HoldReason.LEAVE))

    def test_a_hold_until_a_moment_without_an_offset_is_no_command(self) -> None:
        story = at_agency()
        naive = datetime(2026, 4, 2, 19)  # noqa: DTZ001 - that is the mistake
        with pytest.raises(ValueError, match="no offset"):
            c.Hold(OFFICER, story.main.id, naive, HoldReason.LEAVE)


class TestRequestInformation:
    def test_the_holder_asks_and_the_appeal_waits(self) -> None:
        story = in_hand()
        assert story.ask_citizen(CLERK) == [e.InformationRequested(story.main.id)]
        assert story.appeal.status is Status.AWAITING_INFORMATION
        assert story.appeal.stage == "awaiting_information"

    def test_only_the_holder_of_the_main_path(self) -> None:
        story = at_agency()
        with pytest.raises(TaskHeldByAnother):
            story.ask_citizen(OTHER_OFFICER)
        story.side_task(OFFICER)
        story.claim(LAWYER, story.task)
        with pytest.raises(TaskNotReady):
            story.give(c.RequestInformation(LAWYER, story.task.id))

    def test_not_twice_at_once(self) -> None:
        story = in_hand()
        story.ask_citizen(CLERK)
        with pytest.raises(NotNow):
            story.ask_citizen(CLERK)


class TestSideTasks:
    def test_a_lawyer_is_asked_beside_the_step(self) -> None:
        story = at_agency()
        opened = the(e.TaskOpened, story.side_task(OFFICER))
        assert (opened.purpose, opened.group, opened.offered) == (Purpose.SIDE, AT_LAWYERS, True)
        assert story.main.holder == OFFICER.id
        assert story.appeal.step is Step.AGENCY

    def test_it_has_a_budget_of_its_own_not_that_of_the_step(self) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        assert story.appeal.task_due(story.task) == almaty(3, 19, 18, 30)

    def test_or_another_agency_as_co_executor(self) -> None:
        story = at_agency()
        story.give(c.OpenSideTask(OFFICER, story.main.id, Step.AGENCY, mandatory=False, to=OTHER_AGENCY))
        story.claim(STRANGE_OFFICER, story.task)
        assert story.task.group == Group(OTHER_AGENCY, Role.OFFICER)

    def test_somebody_must_be_competent(self) -> None:
        story = at_agency()
        ask = c.OpenSideTask(
            OFFICER, story.main.id, Step.SPECIALIST, mandatory=True, specialty=Specialty.OTHER
        )
        with pytest.raises(UnknownStep):
            story.give(ask)

    def test_only_the_holder_asks(self) -> None:
        with pytest.raises(TaskHeldByAnother):
            at_agency().side_task(OTHER_OFFICER)

    def test_who_is_asked_does_not_ask_others(self) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        story.claim(LAWYER, story.task)
        with pytest.raises(TaskNotReady):
            story.give(c.OpenSideTask(LAWYER, story.task.id, Step.SPECIALIST, mandatory=False))

    @pytest.mark.parametrize("by", [OFFICER, OFFICERS_BOSS, HEAD, OPERATOR])
    def test_those_who_lead_the_appeal_cancel_it(self, by: Person) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        assert names(story.give(c.CancelSideTask(by, story.task.id))) == ["TaskCancelled"]

    @pytest.mark.parametrize("by", [LAWYER, LAWYERS_BOSS, OTHER_OFFICER])
    def test_those_who_are_asked_do_not(self, by: Person) -> None:
        story = at_agency()
        story.side_task(OFFICER)
        with pytest.raises(NotTheHolder):
            story.give(c.CancelSideTask(by, story.task.id))

    def test_the_main_path_is_not_cancelled_so(self) -> None:
        story = at_agency()
        with pytest.raises(TaskNotReady):
            story.give(c.CancelSideTask(OFFICER, story.main.id))


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
            lambda by, task: c.Reassign(by, task, AT_RECEPTION),
            lambda by, task: c.Hold(by, task, almaty(3, 20), HoldReason.OTHER),
            c.Resume,
            c.RequestInformation,
            lambda by, task: c.OpenSideTask(by, task, Step.SPECIALIST, mandatory=False),
            c.CancelSideTask,
        ],
    )
    def test_no_verb_moves_what_has_ended(self, verb: Callable[[Person, UUID], c.TaskCommand]) -> None:
        story = at_agency()
        ended = story.appeal.tasks[0].id
        with pytest.raises(TaskClosed) as refused:
            story.give(verb(CLERK, ended))
        assert refused.value.facts == {"state": "completed"}
        with pytest.raises(AppealClosed):
            closed().give(verb(CLERK, ended))

    def test_an_unknown_task_is_refused(self) -> None:
        with pytest.raises(UnknownTask):
            at_reception().give(c.Claim(CLERK, UUID(int=0)))

    def test_each_way_leads_to_the_end(self) -> None:
        story = at_sponsor()
        story.complete(SPONSOR)
        assert [task.state for task in story.appeal.tasks] == [TaskState.COMPLETED] * 4


class TestPeople:
    def test_the_head_of_a_region_oversees_its_appeals_wherever_they_are(self) -> None:
        assert oversees(HEAD, AT_AGENCY, "61")
        assert not oversees(STRANGE_HEAD, AT_AGENCY, "61")

    def test_a_group_is_its_organisation_and_role(self) -> None:
        assert str(AT_AGENCY) == "housing:officer"
        assert [person for person in PEOPLE if works_in(person, AT_AGENCY)] == [
            OFFICER,
            OTHER_OFFICER,
            OFFICERS_BOSS,
        ]


class TestRows:
    def test_a_task_is_shown_with_its_due_time(self) -> None:
        story = at_agency()
        row = summarise_task(story.appeal, story.main)
        assert (row.state, row.holder, row.due) == (TaskState.CLAIMED, OFFICER.id, almaty(3, 26, 18, 30))

    def test_its_version_is_the_number_of_the_last_event_that_moved_it(self) -> None:
        story = at_reception()
        for move in (
            c.Claim(CLERK, story.main.id),
            c.Hold(CLERK, story.main.id, almaty(3, 18), HoldReason.OTHER),
            c.Resume(CLERK, story.main.id),
            c.Release(CLERK, story.main.id),
            c.Reassign(CLERKS_BOSS, story.main.id, AT_AGENCY),
            c.Complete(HEAD, story.main.id, TaskOutcome.EXPLAINED, override=True),
        ):
            moved = story.appeal.seq + 1
            story.give(move)
            assert story.task.version == moved

    def test_renewing_a_lease_leaves_it(self) -> None:
        story = in_hand()
        version = story.main.version
        story.claim(CLERK)
        assert story.main.version == version

    def test_changed_tasks_are_the_open_ones_and_those_that_ended_since(self) -> None:
        story = offered_to_agency()
        seq = story.appeal.seq
        assert [row.id for row in changed_tasks(story.appeal, seq)] == [story.main.id]
        offer = story.main
        story.give(c.Decline(OFFICER, offer.id, HandBackReason.OTHER))
        assert {row.id for row in changed_tasks(story.appeal, seq)} == {offer.id, story.main.id}

    def test_a_call_back_has_a_budget_of_its_own(self) -> None:
        story = awaiting_receipt()
        story.wait(almaty(4, 2, 19))
        assert story.task.purpose is Purpose.CALL_BACK
        row = summarise_task(story.appeal, story.task)
        assert row.due == almaty(4, 3, 18, 30)
