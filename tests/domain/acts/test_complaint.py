"""Complaint: the body complained of forwards it or satisfies it; who decided there has no part in it."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import Attach, Challenge, DecideRecusal, Forward
from domain.decide.registration import register
from domain.errors import AppealClosed, Barred, NothingToForward, TaskNotReady, WrongDecision
from domain.events import ComplaintForwarded, DeemedRefused
from domain.evolve.appeal import record
from domain.identity.people import Person, Role
from domain.law.vocabulary import HearingException, Verdict
from domain.policy.plan import Step
from domain.procedure.competence.forward_complaint import complain_until, complained_of
from domain.rules.lifecycle import Verb
from domain.rules.permissions import allowed_verbs
from domain.state.clock import ClockKind
from domain.state.task import Ground, TaskOutcome, TaskState
from tests.domain.builders import (
    AT_AGENCY,
    CITIZEN,
    DAY,
    OFFICER,
    OFFICERS_BOSS,
    OTHER_AGENCY,
    OTHER_OFFICER,
    Story,
    almaty,
    an_intake,
    at_agency,
    in_hand,
    names,
    person,
    the,
)
from tests.domain.lawful import SUPERIOR, lawful, tell

MINISTRY = person(30, "ministry", Role.OFFICER)
TEXT = UUID(int=5)
REFUSED = Verdict(exception=HearingException.APPLICANT_ASKS)


def a_complaint(*barred: Person, kind: str = "complaint") -> Story:
    """Tell of a complaint that waits at the body complained of."""
    plan = lawful(kind)
    agency = plan.at(Step.AGENCY)
    assert agency is not None
    story = Story(replace(plan, steps=(agency,)))
    intake = replace(an_intake(story.plan), against=agency.group.organisation)
    barring = replace(intake, about=UUID(int=9), barred=tuple(each.id for each in barred))
    story.appeal, facts = record(None, register(barring), story.now)
    story.facts = list(facts)
    return story


def forward(story: Story, by: Person = OTHER_OFFICER) -> list[e.Event]:
    return story.give(Forward(by, story.main.id, TEXT))


def sent_up() -> Story:
    """Tell of a complaint that somebody of the superior body has in hand."""
    story = a_complaint()
    story.claim(OTHER_OFFICER)
    forward(story)
    story.claim(MINISTRY)
    return story


def refused(story: Story, by: Person) -> None:
    """Refuse what the story asks for, lawfully."""
    command = c.Complete(by, story.main.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, verdict=REFUSED)
    story.give(command)


@pytest.mark.law("АППК 91(4)")
def test_the_body_complained_of_has_three_working_days() -> None:
    story = a_complaint()
    assert (story.main.group, story.main.state) == (AT_AGENCY, TaskState.READY)
    assert story.due(ClockKind.STEP, story.main) == almaty(3, 19, 18, 30)
    late = story.wait(almaty(3, 19, 18, 31))
    assert any(isinstance(each, e.Breached) and each.task == story.main.id for each in late)


@pytest.mark.law("АППК 91(4)")
def test_it_forwards_the_complaint_to_its_superior_who_has_the_ordinary_time() -> None:
    story = a_complaint()
    story.claim(OTHER_OFFICER)
    told = the(ComplaintForwarded, forward(story))
    assert (told.group, told.article) == (SUPERIOR, "АППК 91(4)")
    assert (story.main.group, story.main.budget, story.main.origin) == (SUPERIOR, None, None)
    story.claim(MINISTRY)
    assert story.main.holder == MINISTRY.id


@pytest.mark.law("АППК 99")
def test_the_term_of_a_complaint_goes_on_when_it_is_forwarded() -> None:
    story = a_complaint()
    due = story.appeal.statute_due
    assert due == almaty(4, 16, 18, 30)
    story.claim(OTHER_OFFICER)
    forward(story)
    assert story.appeal.statute_due == due


@pytest.mark.law("АППК 91(4)")
def test_it_may_satisfy_the_complaint_fully_and_decide_nothing_else() -> None:
    story = a_complaint()
    story.claim(OTHER_OFFICER)
    for outcome in (TaskOutcome.REFUSED, TaskOutcome.TERMINATED):
        with pytest.raises(WrongDecision) as caught:
            story.give(c.Complete(OTHER_OFFICER, story.main.id, outcome, Ground.ALREADY_DECIDED, TEXT))
        assert caught.value.facts["article"] == "АППК 91(4)"
    done = TaskOutcome.RESOLVED
    with pytest.raises(WrongDecision):
        story.give(c.Complete(OTHER_OFFICER, story.main.id, done, verdict=Verdict("annulled")))
    story.complete(OTHER_OFFICER)
    assert story.appeal.legal.decision == "satisfied"
    assert story.appeal.is_closed


@pytest.mark.law("АППК 91(4)")
def test_full_satisfaction_is_not_the_superiors_word() -> None:
    story = sent_up()
    done = TaskOutcome.RESOLVED
    with pytest.raises(WrongDecision):
        story.give(c.Complete(MINISTRY, story.main.id, done, verdict=Verdict("satisfied")))
    story.complete(MINISTRY)
    assert story.appeal.legal.decision == "annulled"


@pytest.mark.law("АППК 91(4)")
def test_it_passes_the_complaint_to_nobody_else() -> None:
    story = a_complaint()
    story.claim(OTHER_OFFICER)
    with pytest.raises(TaskNotReady):
        story.refer(OTHER_OFFICER, Step.AGENCY, OTHER_AGENCY)
    assert Verb.REFER not in allowed_verbs(story.appeal, story.main, OTHER_OFFICER)
    forward(story)
    story.claim(MINISTRY)
    assert Verb.REFER in allowed_verbs(story.appeal, story.main, MINISTRY)


def test_a_complaint_is_forwarded_once_and_nothing_else_is() -> None:
    story = sent_up()
    application = at_agency(lawful())
    for told, by in ((story, MINISTRY), (application, OFFICER)):
        with pytest.raises(NothingToForward) as caught:
            forward(told, by)
        assert caught.value.facts == {"article": "АППК 91(4)"}
        assert Verb.FORWARD not in allowed_verbs(told.appeal, told.main, by)


@pytest.mark.law("АППК 97(2)")
@pytest.mark.parametrize("who", [OFFICER, OFFICERS_BOSS])
def test_who_decided_what_is_complained_of_has_no_part_in_the_complaint(who: Person) -> None:
    story = a_complaint(who)
    main = story.main.id
    asked: list[c.PersonCommand] = [
        c.Claim(who, main),
        c.Complete(who, main, TaskOutcome.RESOLVED, override=True),
        Forward(who, main, override=True),
        c.Reassign(OFFICERS_BOSS, main, AT_AGENCY, who.id),
    ]
    for command in asked:
        with pytest.raises(Barred) as caught:
            story.give(command)
        assert caught.value.facts == {"article": "АППК 97(2)"}
    assert allowed_verbs(story.appeal, story.main, who) == []
    story.claim(OTHER_OFFICER)
    story.complete(OTHER_OFFICER)
    assert story.appeal.is_closed


def test_a_complaint_is_about_the_body_that_decided_and_those_who_did() -> None:
    story = at_agency(lawful())
    refused(story, OFFICER)
    about = complained_of(story.facts, story.now)
    assert (about.body, about.barred, about.late) == (AT_AGENCY, (OFFICER.id,), False)


def test_a_decision_by_override_is_that_of_whoever_overrode() -> None:
    story = at_agency(lawful())
    outcome = TaskOutcome.RESOLVED
    story.give(c.Complete(OFFICERS_BOSS, story.main.id, outcome, override=True))
    assert complained_of(story.facts, story.now).barred == (OFFICERS_BOSS.id,)


def test_a_complaint_about_what_nobody_has_decided_is_about_whoever_has_it() -> None:
    story = at_agency(lawful())
    assert complained_of(story.facts, story.now).barred == (OFFICER.id,)
    waiting = in_hand(lawful())
    waiting.give(c.Release(person(1, "reception-turkestan", Role.CLERK), waiting.main.id))
    assert complained_of(waiting.facts, waiting.now).barred == ()


@pytest.mark.law("АППК 97(2)")
@pytest.mark.parametrize(
    "end", [Attach(OFFICERS_BOSS, UUID(int=9)), c.Merge(OFFICERS_BOSS, UUID(int=9), answered_there=True)]
)
def test_whoever_ended_it_without_a_decision_has_no_part_in_the_complaint(end: Attach | c.Merge) -> None:
    story = at_agency(lawful())
    story.give(end)
    assert complained_of(story.facts, story.now).barred == (OFFICERS_BOSS.id,)


@pytest.mark.law("АППК 92(1)")
def test_one_may_complain_of_a_decision_for_three_months_and_be_late_after_that() -> None:
    story = at_agency(lawful())
    refused(story, OFFICER)
    assert complain_until(story.appeal) is None
    tell(story)
    until = complain_until(story.appeal)
    assert until == almaty(6, 16, 18, 30)
    assert not complained_of(story.facts, until).late
    assert complained_of(story.facts, until + DAY).late  # though no clock has spoken yet
    told = story.wait(until + DAY)
    assert names(told)[-1] == "WindowClosed"
    assert complained_of(story.facts, story.now).late
    assert complain_until(story.appeal) is None


def test_nobody_is_late_to_complain_of_what_sets_no_time() -> None:
    story = at_agency()
    story.complete(OFFICER)
    assert complain_until(story.appeal) is None
    assert not complained_of(story.facts, datetime.max.replace(tzinfo=story.now.tzinfo)).late


@pytest.mark.law("АППК 91(2)")
def test_one_may_complain_of_silence_for_three_months() -> None:
    story = at_agency(lawful())
    silent = the(DeemedRefused, story.wait(almaty(4, 30)))
    assert silent.due == almaty(4, 9, 18, 30)
    assert complain_until(story.appeal) == almaty(7, 9, 18, 30)


def test_a_recusal_bars_with_its_own_article() -> None:
    story = a_complaint()
    story.give(Challenge(CITIZEN, OTHER_OFFICER.id, TEXT))
    duty = story.task
    story.give(DecideRecusal(OFFICERS_BOSS, duty.id, upheld=True))
    with pytest.raises(Barred) as caught:
        story.claim(OTHER_OFFICER)
    assert caught.value.facts == {"article": "АППК 67(3)"}


def test_what_has_ended_is_not_forwarded() -> None:
    story = a_complaint()
    story.give(c.Withdraw(CITIZEN, TEXT))
    with pytest.raises(AppealClosed):
        story.give(Forward(OTHER_OFFICER, story.appeal.tasks[0].id))
