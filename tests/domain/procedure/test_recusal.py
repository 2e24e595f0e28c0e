"""Recusal: while it is pending the person challenged decides nothing; the superior decides on it."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import DecideRecusal, RequestRecusal
from domain.decide.allowed import allowed_verbs
from domain.errors import (
    Barred,
    Conflict,
    NoHolderToRecuse,
    NotProvidedByLaw,
    NotYourGroup,
    RecusalAlreadyRequested,
    RecusalPending,
)
from domain.events import RecusalDecided, RecusalRequested
from domain.identity.people import Group, Person, Role
from domain.rules.lifecycle import Verb
from domain.state.clock import ClockKind
from domain.state.task import Duty, Purpose, Task, TaskOutcome, TaskState
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CITIZEN,
    CLERK,
    OFFICER,
    OPERATOR,
    OTHER_OFFICER,
    REGION_HEAD,
    UNRELATED_SUPERVISOR,
    Scenario,
    almaty,
    held_by_agency,
    held_by_clerk,
    only_event,
    person,
)
from tests.support.domain.statutory_plans import SUPERIOR_GROUP, statutory_plan

TEXT = UUID(int=5)
DEPUTY_MINISTER = person(31, SUPERIOR_GROUP.organisation, Role.SUPERVISOR)


def challenged(challenged_person: Person = OFFICER) -> Scenario:
    story = held_by_agency(statutory_plan())
    story.handle(
        RequestRecusal(
            CITIZEN, challenged_person.id, TEXT, Group(challenged_person.organisation, challenged_person.role)
        )
    )
    return story


def decide(story: Scenario, by: Person, duty: Task, *, upheld: bool = True) -> list[e.Event]:
    return story.handle(DecideRecusal(by, duty.id, upheld, TEXT))


@pytest.mark.law("АППК 67(3)")
def test_the_superior_has_three_working_days_to_decide() -> None:
    story = challenged()
    assert (story.task.duty, story.task.group) == (Duty.RECUSAL, Group(AGENCY, Role.SUPERVISOR))
    assert story.due_at(ClockKind.STEP, story.task) == almaty(3, 19, 18, 30)
    assert only_event(RecusalRequested, story.events) == RecusalRequested(OFFICER.id, "АППК 67(3)", TEXT)


@pytest.mark.law("АППК 67(3)")
def test_while_it_is_pending_the_person_challenged_decides_nothing() -> None:
    story = challenged()
    for outcome in (TaskOutcome.RESOLVED, TaskOutcome.REFUSED):
        with pytest.raises(RecusalPending) as caught:
            story.handle(c.Complete(OFFICER, story.main_task.id, outcome))
        assert caught.value.details == {"article": "АППК 67(3)"}
    offered = allowed_verbs(story.appeal, story.main_task, OFFICER)
    assert not {Verb.COMPLETE, Verb.RETURN_TO_APPLICANT} & set(offered)
    assert Verb.RELEASE in offered
    assert story.main_task.state is TaskState.CLAIMED  # the work continues


def test_nor_at_the_counter() -> None:
    story = held_by_clerk(statutory_plan())
    story.handle(c.Release(CLERK, story.main_task.id))
    story.handle(RequestRecusal(CITIZEN, CLERK.id, TEXT))
    with pytest.raises(RecusalPending):
        story.handle(c.ResolveAtIntake(CLERK, TaskOutcome.EXPLAINED, text=TEXT))


@pytest.mark.law("АППК 67(11)")
def test_upheld_challenge_bars_person_and_releases_their_task() -> None:
    story = challenged()
    duty = story.task
    happened = decide(story, AGENCY_SUPERVISOR, duty)
    assert only_event(RecusalDecided, happened) == RecusalDecided(
        duty.id, OFFICER.id, is_upheld=True, text=TEXT
    )
    assert only_event(e.TaskReleased, happened).overridden
    assert (story.main_task.state, story.main_task.holder) == (TaskState.READY, None)
    notice = only_event(e.TaskOpened, happened)
    assert (notice.duty, notice.rule_id) == (Duty.NOTICE, "recusal_notice")
    assert story.due_at(ClockKind.STEP, story.task) == almaty(3, 18, 18, 30)
    with pytest.raises(Barred) as caught:
        story.claim(OFFICER)
    assert caught.value.details == {"article": "АППК 67(3)"}
    assert allowed_verbs(story.appeal, story.main_task, OFFICER) == []
    story.claim(OTHER_OFFICER)


@pytest.mark.law("АППК 67(11)")
def test_rejected_challenge_keeps_person_and_notifies_applicant() -> None:
    story = challenged()
    happened = decide(story, AGENCY_SUPERVISOR, story.task, upheld=False)
    assert only_event(e.TaskOpened, happened).duty is Duty.NOTICE
    assert not [each for each in happened if isinstance(each, e.TaskReleased)]
    story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.RESOLVED))
    assert story.appeal.is_closed


def test_person_is_challenged_only_once_per_appeal() -> None:
    story = challenged()
    duty = story.task
    for upheld in (None, False):
        if upheld is not None:
            decide(story, AGENCY_SUPERVISOR, duty, upheld=upheld)
        with pytest.raises(RecusalAlreadyRequested) as caught:
            story.handle(RequestRecusal(CITIZEN, OFFICER.id, TEXT, AGENCY_GROUP))
        assert caught.value.details == {"article": "АППК 67(3)"}


@pytest.mark.parametrize("by", [OFFICER, OTHER_OFFICER, UNRELATED_SUPERVISOR, CLERK])
def test_only_those_above_decide_on_it(by: Person) -> None:
    story = challenged()
    assert Verb.DECIDE_RECUSAL not in allowed_verbs(story.appeal, story.task, by)
    with pytest.raises((NotYourGroup, RecusalPending)):
        decide(story, by, story.task)


@pytest.mark.law("АППК 67(7)")
def test_challenge_of_the_topmost_head_stays_with_another_official_there() -> None:
    story = held_by_agency(replace(statutory_plan(), superiors=()))
    group = Group(AGENCY, Role.SUPERVISOR)
    story.handle(RequestRecusal(CITIZEN, AGENCY_SUPERVISOR.id, TEXT, group))
    assert story.task.group == group


@pytest.mark.law("АППК 67(9)")
def test_new_circumstances_were_refused_as_a_repeated_challenge() -> None:
    story = challenged()
    decide(story, AGENCY_SUPERVISOR, story.task, upheld=False)
    again = RequestRecusal(CITIZEN, OFFICER.id, TEXT, AGENCY_GROUP, has_new_circumstances=True)
    assert only_event(RecusalRequested, story.handle(again)).person == OFFICER.id
    with pytest.raises(RecusalAlreadyRequested):
        story.handle(again)


@pytest.mark.law("АППК 67(6)")
@pytest.mark.parametrize("by", [REGION_HEAD, OPERATOR])
def test_overseer_outside_the_superior_body_decided_on_the_challenge(by: Person) -> None:
    story = challenged(AGENCY_SUPERVISOR)
    assert Verb.DECIDE_RECUSAL not in allowed_verbs(story.appeal, story.task, by)
    with pytest.raises(NotYourGroup):
        decide(story, by, story.task)


@pytest.mark.law("АППК 67(6)")
@pytest.mark.parametrize("by", [DEPUTY_MINISTER, replace(DEPUTY_MINISTER, role=Role.HEAD)])
def test_challenge_of_a_head_went_to_the_fallback_queue(by: Person) -> None:
    story = challenged(AGENCY_SUPERVISOR)
    assert story.task.group == Group(SUPERIOR_GROUP.organisation, Role.SUPERVISOR)
    with pytest.raises(RecusalPending):
        decide(story, AGENCY_SUPERVISOR, story.task)
    assert Verb.DECIDE_RECUSAL in allowed_verbs(story.appeal, story.task, by)
    decide(story, by, story.task)
    assert AGENCY_SUPERVISOR.id in story.appeal.legal.recusals.upheld
    with pytest.raises(Barred):
        story.handle(c.Complete(AGENCY_SUPERVISOR, story.main_task.id, TaskOutcome.RESOLVED, override=True))


@pytest.mark.law("АППК 67(3)")
def test_challenge_without_name_concerns_the_holder() -> None:
    story = held_by_agency(statutory_plan())
    happened = story.handle(RequestRecusal(CITIZEN, text=TEXT))
    assert only_event(RecusalRequested, happened) == RecusalRequested(OFFICER.id, "АППК 67(3)", TEXT)
    assert story.task.group == Group(AGENCY, Role.SUPERVISOR)
    with pytest.raises(RecusalPending):
        story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.RESOLVED))
    with pytest.raises(RecusalAlreadyRequested):
        story.handle(RequestRecusal(CITIZEN, text=TEXT))


@pytest.mark.law("АППК 67(3)")
def test_challenge_of_unclaimed_task_must_name_a_person() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Release(OFFICER, story.main_task.id))
    with pytest.raises(NoHolderToRecuse) as caught:
        story.handle(RequestRecusal(CITIZEN, text=TEXT))
    assert caught.value.details == {"article": "АППК 67(3)"}
    story.handle(RequestRecusal(CITIZEN, OFFICER.id, TEXT, AGENCY_GROUP))
    assert story.appeal.legal.recusals.requested == (OFFICER.id,)


def test_each_duty_is_about_its_own_person() -> None:
    story = challenged()
    first = story.task
    story.handle(RequestRecusal(CITIZEN, OTHER_OFFICER.id, TEXT, AGENCY_GROUP))
    second = story.task
    decide(story, AGENCY_SUPERVISOR, second)
    assert story.appeal.legal.recusals.upheld == (OTHER_OFFICER.id,)
    assert story.appeal.legal.recusals.requested == (OFFICER.id,)
    decide(story, AGENCY_SUPERVISOR, first, upheld=False)
    assert story.appeal.legal.recusals.dismissed == (OFFICER.id,)


def test_a_challenge_outlives_the_end_of_the_appeal() -> None:
    story = challenged()
    duty = story.task
    story.handle(c.Withdraw(CITIZEN, TEXT))
    decide(story, AGENCY_SUPERVISOR, duty)
    assert story.appeal.legal.recusals.upheld == (OFFICER.id,)


@pytest.mark.law("АППК 67(3)")
def test_fallback_queue_took_an_undecided_challenge() -> None:
    story = challenged()
    duty = story.task.id
    story.wait_until(almaty(4, 9))
    assert story.appeal.task(duty).group == Group(AGENCY, Role.SUPERVISOR)
    assert [each for each in story.events if isinstance(each, e.Escalated) and each.task == duty]


def test_a_person_is_challenged_only_under_a_law_that_knows_it() -> None:
    story = held_by_agency()
    with pytest.raises(NotProvidedByLaw):
        story.handle(RequestRecusal(CITIZEN, OFFICER.id, TEXT))


def test_a_duty_of_recusal_is_not_completed_as_work_is() -> None:
    story = challenged()
    assert story.task.purpose is Purpose.DUTY
    story.handle(c.Claim(AGENCY_SUPERVISOR, story.task.id))
    with pytest.raises(Conflict):
        story.handle(c.Complete(AGENCY_SUPERVISOR, story.task.id, TaskOutcome.ANSWERED))
