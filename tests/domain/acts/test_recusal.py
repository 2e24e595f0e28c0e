"""Recusal: while it is pending the person challenged decides nothing; the superior decides on it."""

from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import Challenge, DecideRecusal
from domain.errors import (
    Barred,
    ChallengedBefore,
    Conflict,
    NobodyToChallenge,
    NotInLaw,
    NotYourGroup,
    RecusalPending,
)
from domain.events import Challenged, RecusalDecided
from domain.identity.people import Group, Person, Role
from domain.rules.lifecycle import Verb
from domain.rules.permissions import allowed_verbs
from domain.state.clock import ClockKind
from domain.state.task import Duty, Purpose, Task, TaskOutcome, TaskState
from tests.domain.builders import (
    AGENCY,
    AT_AGENCY,
    CITIZEN,
    CLERK,
    DESK,
    HEAD,
    OFFICER,
    OFFICERS_BOSS,
    OPERATOR,
    OTHER_OFFICER,
    STRANGE_BOSS,
    Story,
    almaty,
    at_agency,
    in_hand,
    person,
    the,
)
from tests.domain.lawful import lawful

TEXT = UUID(int=5)
DESKS_BOSS = person(31, DESK, Role.SUPERVISOR)


def challenged(whom: Person = OFFICER) -> Story:
    story = at_agency(lawful())
    story.give(Challenge(CITIZEN, whom.id, TEXT, Group(whom.organisation, whom.role)))
    return story


def decide(story: Story, by: Person, duty: Task, *, upheld: bool = True) -> list[e.Event]:
    return story.give(DecideRecusal(by, duty.id, upheld, TEXT))


@pytest.mark.law("АППК 67(3)")
def test_the_superior_has_three_working_days_to_decide() -> None:
    story = challenged()
    assert (story.task.duty, story.task.group) == (Duty.RECUSAL, Group(AGENCY, Role.SUPERVISOR))
    assert story.due(ClockKind.STEP, story.task) == almaty(3, 19, 18, 30)
    assert the(Challenged, story.happened) == Challenged(OFFICER.id, "АППК 67(3)", TEXT)


@pytest.mark.law("АППК 67(3)")
def test_while_it_is_pending_the_person_challenged_decides_nothing() -> None:
    story = challenged()
    for outcome in (TaskOutcome.RESOLVED, TaskOutcome.REFUSED):
        with pytest.raises(RecusalPending) as caught:
            story.give(c.Complete(OFFICER, story.main.id, outcome))
        assert caught.value.facts == {"article": "АППК 67(3)"}
    offered = allowed_verbs(story.appeal, story.main, OFFICER)
    assert not {Verb.COMPLETE, Verb.RETURN_TO_APPLICANT} & set(offered)
    assert Verb.RELEASE in offered
    assert story.main.state is TaskState.CLAIMED  # the work goes on


def test_nor_at_the_counter() -> None:
    story = in_hand(lawful())
    story.give(c.Release(CLERK, story.main.id))
    story.give(Challenge(CITIZEN, CLERK.id, TEXT))
    with pytest.raises(RecusalPending):
        story.give(c.ResolveHereAndNow(CLERK, TaskOutcome.EXPLAINED, text=TEXT))


@pytest.mark.law("АППК 67(11)")
def test_upheld_the_person_is_barred_and_gives_back_what_they_hold() -> None:
    story = challenged()
    duty = story.task
    told = decide(story, OFFICERS_BOSS, duty)
    assert the(RecusalDecided, told) == RecusalDecided(duty.id, OFFICER.id, upheld=True, text=TEXT)
    assert the(e.TaskReleased, told).overridden
    assert (story.main.state, story.main.holder) == (TaskState.READY, None)
    notice = the(e.TaskOpened, told)
    assert (notice.duty, notice.rule) == (Duty.NOTICE, "recusal_notice")
    assert story.due(ClockKind.STEP, story.task) == almaty(3, 18, 18, 30)
    with pytest.raises(Barred) as caught:
        story.claim(OFFICER)
    assert caught.value.facts == {"article": "АППК 67(3)"}
    assert allowed_verbs(story.appeal, story.main, OFFICER) == []
    story.claim(OTHER_OFFICER)


@pytest.mark.law("АППК 67(11)")
def test_not_upheld_the_person_goes_on_and_the_applicant_is_told() -> None:
    story = challenged()
    told = decide(story, OFFICERS_BOSS, story.task, upheld=False)
    assert the(e.TaskOpened, told).duty is Duty.NOTICE
    assert not [each for each in told if isinstance(each, e.TaskReleased)]
    story.give(c.Complete(OFFICER, story.main.id, TaskOutcome.RESOLVED))
    assert story.appeal.is_closed


def test_nobody_is_challenged_twice_in_one_appeal() -> None:
    story = challenged()
    duty = story.task
    for upheld in (None, False):
        if upheld is not None:
            decide(story, OFFICERS_BOSS, duty, upheld=upheld)
        with pytest.raises(ChallengedBefore) as caught:
            story.give(Challenge(CITIZEN, OFFICER.id, TEXT, AT_AGENCY))
        assert caught.value.facts == {"article": "АППК 67(3)"}


@pytest.mark.parametrize("by", [OFFICER, OTHER_OFFICER, STRANGE_BOSS, CLERK])
def test_only_those_above_decide_on_it(by: Person) -> None:
    story = challenged()
    assert Verb.DECIDE_RECUSAL not in allowed_verbs(story.appeal, story.task, by)
    with pytest.raises((NotYourGroup, RecusalPending)):
        decide(story, by, story.task)


@pytest.mark.parametrize("by", [DESKS_BOSS, HEAD, OPERATOR])
def test_the_challenge_of_a_supervisor_goes_to_the_head_of_the_region_or_to_the_fallback(by: Person) -> None:
    story = challenged(OFFICERS_BOSS)
    assert story.task.group == Group(DESK, Role.SUPERVISOR)
    with pytest.raises(RecusalPending):
        decide(story, OFFICERS_BOSS, story.task)
    assert Verb.DECIDE_RECUSAL in allowed_verbs(story.appeal, story.task, by)
    decide(story, by, story.task)
    assert OFFICERS_BOSS.id in story.appeal.legal.recused
    with pytest.raises(Barred):
        story.give(c.Complete(OFFICERS_BOSS, story.main.id, TaskOutcome.RESOLVED, override=True))


@pytest.mark.law("АППК 67(3)")
def test_where_nobody_is_named_it_is_meant_for_whoever_has_the_work_in_hand() -> None:
    story = at_agency(lawful())
    told = story.give(Challenge(CITIZEN, text=TEXT))
    assert the(Challenged, told) == Challenged(OFFICER.id, "АППК 67(3)", TEXT)
    assert story.task.group == Group(AGENCY, Role.SUPERVISOR)
    with pytest.raises(RecusalPending):
        story.give(c.Complete(OFFICER, story.main.id, TaskOutcome.RESOLVED))
    with pytest.raises(ChallengedBefore):
        story.give(Challenge(CITIZEN, text=TEXT))


@pytest.mark.law("АППК 67(3)")
def test_where_nobody_has_it_in_hand_somebody_is_to_be_named() -> None:
    story = at_agency(lawful())
    story.give(c.Release(OFFICER, story.main.id))
    with pytest.raises(NobodyToChallenge) as caught:
        story.give(Challenge(CITIZEN, text=TEXT))
    assert caught.value.facts == {"article": "АППК 67(3)"}
    story.give(Challenge(CITIZEN, OFFICER.id, TEXT, AT_AGENCY))
    assert story.appeal.legal.challenged == (OFFICER.id,)


def test_each_duty_is_about_its_own_person() -> None:
    story = challenged()
    first = story.task
    story.give(Challenge(CITIZEN, OTHER_OFFICER.id, TEXT, AT_AGENCY))
    second = story.task
    decide(story, OFFICERS_BOSS, second)
    assert story.appeal.legal.recused == (OTHER_OFFICER.id,)
    assert story.appeal.legal.challenged == (OFFICER.id,)
    decide(story, OFFICERS_BOSS, first, upheld=False)
    assert story.appeal.legal.cleared == (OFFICER.id,)


def test_a_challenge_outlives_the_end_of_the_appeal() -> None:
    story = challenged()
    duty = story.task
    story.give(c.Withdraw(CITIZEN, TEXT))
    decide(story, OFFICERS_BOSS, duty)
    assert story.appeal.legal.recused == (OFFICER.id,)


def test_the_ladder_calls_about_a_challenge_that_nobody_decides() -> None:
    story = challenged()
    duty = story.task.id
    story.wait(almaty(4, 9))
    assert story.appeal.task(duty).group == Group(DESK, Role.OFFICER)
    assert [each for each in story.happened if isinstance(each, e.Escalated) and each.task == duty]


def test_a_person_is_challenged_only_under_a_law_that_knows_it() -> None:
    story = at_agency()
    with pytest.raises(NotInLaw):
        story.give(Challenge(CITIZEN, OFFICER.id, TEXT))


def test_a_duty_of_recusal_is_not_completed_as_work_is() -> None:
    story = challenged()
    assert story.task.purpose is Purpose.DUTY
    story.give(c.Claim(OFFICERS_BOSS, story.task.id))
    with pytest.raises(Conflict):
        story.give(c.Complete(OFFICERS_BOSS, story.task.id, TaskOutcome.ANSWERED))
