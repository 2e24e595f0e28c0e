"""Kinds: another kind is another term, and never more time or less right than the law of it gives."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import Attach, ChangeKind, FlagDanger, Forward, ReturnToApplicant
from domain.errors import Barred, DangerFirst, WrongDecision
from domain.identity.people import Group, Person, Role
from domain.law.vocabulary import Danger, ReturnGround
from domain.policy.plan import Step
from domain.rules.lifecycle import Verb
from domain.rules.permissions import allowed_verbs
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import TaskOutcome, TaskState
from tests.domain.acts.test_complaint import a_complaint, forward
from tests.domain.builders import (
    AGENCY,
    AT_AGENCY,
    AT_RECEPTION,
    CLERK,
    CLERKS_BOSS,
    MINUTE,
    OFFICER,
    OFFICERS_BOSS,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_CLERK,
    OTHER_OFFICER,
    RECEPTION,
    STRANGE_OFFICER,
    Story,
    almaty,
    at_agency,
    at_reception,
    in_hand,
    names,
    term,
)
from tests.domain.lawful import BODYS_HEAD, SUPERIOR, lawful, the_law, urgent

STRANGERS, OF_OTHERS = Group(OTHER_AGENCY, Role.OFFICER), Group("akimat", Role.OFFICER)
OTHER, TEXT = UUID(int=77), UUID(int=5)
FIFTEEN, TWENTY = almaty(4, 9, 18, 30), almaty(4, 16, 18, 30)


def treat(story: Story, kind: str, by: Person = OFFICER) -> None:
    story.give(ChangeKind(by, the_law(kind), TEXT))


@pytest.mark.law("АППК 99")
def test_what_was_extended_is_not_so_as_a_complaint() -> None:
    story = at_agency(lawful())
    story.give(c.Extend(BODYS_HEAD, term("1mo"), TEXT))
    treat(story, "complaint")
    assert story.appeal.statute_due == TWENTY


def test_what_was_extended_stays_so_as_a_kind_that_is_extended_too() -> None:
    story = at_agency(lawful())
    story.give(c.Extend(BODYS_HEAD, term("5wd"), TEXT))
    extended = story.appeal.statute_due
    treat(story, "message")
    assert story.appeal.statute_due == extended != FIFTEEN


@pytest.mark.law("АППК 91(2)")
def test_what_has_ended_in_silence_does_not_begin_to_run_again_as_another_kind() -> None:
    story = at_agency(lawful())
    story.wait(FIFTEEN + MINUTE)
    assert story.appeal.legal.refused_at == FIFTEEN
    treat(story, "taxpayer_complaint", OPERATOR)
    assert (story.appeal.statute_due, story.appeal.legal.refused_at) == (FIFTEEN, FIFTEEN)


@pytest.mark.law("АППК 97(2)")
def test_the_body_complained_of_makes_nothing_else_of_a_complaint() -> None:
    story = a_complaint()
    for by in (OTHER_OFFICER, OFFICERS_BOSS):
        with pytest.raises(Barred) as caught:
            treat(story, "application", by)
        assert caught.value.facts["article"] == "АППК 97(2)"
    treat(story, "state_service_complaint", OTHER_OFFICER)
    treat(story, "application", OPERATOR)
    assert story.appeal.law.kind == "application"


@pytest.mark.law("АППК 91(4)")
def test_the_body_complained_of_ends_a_complaint_in_no_other_way_either() -> None:
    story = a_complaint()
    story.claim(OTHER_OFFICER)
    for command in (
        c.Merge(OFFICERS_BOSS, OTHER, answered_there=True),
        Attach(OTHER_OFFICER, OTHER),
        ReturnToApplicant(OTHER_OFFICER, story.main.id, ReturnGround.OBSCENE, None, TEXT),
    ):
        with pytest.raises(WrongDecision) as caught:
            story.give(command)
        assert caught.value.facts["article"] == "АППК 91(4)"
    forward(story)
    story.give(c.Merge(OPERATOR, OTHER, answered_there=True))
    assert story.appeal.merged_into == OTHER


@pytest.mark.law("АППК 64(7-2)")
def test_what_tells_of_a_danger_does_not_end_in_another_appeal() -> None:
    story = in_hand(urgent())
    story.give(FlagDanger(CLERK, story.main.id, Danger.CRIME))
    with pytest.raises(DangerFirst) as caught:
        story.give(c.Merge(OPERATOR, OTHER, answered_there=True))
    assert caught.value.facts["article"] == "АППК 64(7-2)"


def complain(
    story: Story, against: str = AGENCY, by: Person = OFFICER, kind: str = "complaint"
) -> list[e.Event]:
    """Treat it as a complaint against that body, above which stands the superior of it."""
    superior = OF_OTHERS if against == OTHER_AGENCY else SUPERIOR
    return story.give(ChangeKind(by, the_law(kind), TEXT, against, superior))


@pytest.mark.law("АППК 91(4)")
def test_what_becomes_a_complaint_has_the_three_days_of_one_that_was_registered_so() -> None:
    story = at_agency(lawful())
    story.claim(OFFICER)
    told = complain(story)
    assert names(told) == ["KindChanged", "TaskCancelled", "TaskOpened", "TaskReassigned"]
    assert (story.appeal.legal.against, story.main.rule) == (AGENCY, "complaint_forward")
    assert (story.main.group, story.main.holder) == (AT_AGENCY, OFFICER.id)  # who has it in hand keeps it
    assert story.due(ClockKind.STEP, story.main) == almaty(3, 19, 18, 30)
    assert story.appeal.statute_due == TWENTY
    allowed = allowed_verbs(story.appeal, story.main, OFFICER)
    assert Verb.FORWARD in allowed
    assert Verb.REFER not in allowed
    with pytest.raises(WrongDecision):
        story.give(c.Complete(OFFICER, story.main.id, TaskOutcome.EXPLAINED, text=TEXT))
    forward(story, OFFICER)
    assert (story.main.group, story.appeal.legal.forwarded) == (SUPERIOR, True)


@pytest.mark.law("АППК 91(4)")
def test_it_goes_to_the_body_complained_of_if_that_is_another_and_from_there_to_its_superior() -> None:
    story = in_hand(lawful())
    complain(story, OTHER_AGENCY, CLERK)
    assert (story.main.group, story.main.state) == (STRANGERS, TaskState.OFFERED)
    assert (story.main.step, story.main.holder, story.main.origin) == (Step.AGENCY, None, None)
    story.claim(STRANGE_OFFICER)
    forward(story, STRANGE_OFFICER)
    assert story.main.group == OF_OTHERS


@pytest.mark.law("АППК 91(4)")
def test_the_body_complained_of_awaits_no_answer_to_what_another_asked() -> None:
    story = at_agency(lawful())
    story.ask_citizen(OFFICER)
    complain(story)
    assert story.appeal.status is Status.AWAITING_INFORMATION  # it has asked that itself
    complain(story, OTHER_AGENCY, OPERATOR)
    assert (story.appeal.status, story.appeal.paused_at) == (Status.IN_WORK, None)
    story.claim(STRANGE_OFFICER)
    forward(story, STRANGE_OFFICER)
    assert story.main.group == OF_OTHERS


def test_at_the_counter_that_nobody_has_left_it_waits_there_as_a_complaint() -> None:
    story = at_reception(lawful())
    complain(story, RECEPTION, CLERK)
    assert (story.main.group, story.main.state, story.main.step) == (
        AT_RECEPTION,
        TaskState.READY,
        Step.AGENCY,
    )
    assert story.due(ClockKind.STEP, story.main) == almaty(3, 19, 18, 30)


def test_it_goes_nowhere_by_itself_and_waits_for_no_help() -> None:
    plan = lawful(receipt=True)
    lapsing = tuple(
        replace(each, work=replace(each.work, lapse=term("1wd"))) if each.step is Step.AGENCY else each
        for each in plan.steps
    )
    story = at_agency(replace(plan, steps=lapsing))
    complain(story)
    story.wait(almaty(4, 3))
    assert not [each for each in story.happened if isinstance(each, e.StepLapsed)]
    assert story.main.step is Step.AGENCY
    story.give(Forward(OPERATOR, story.main.id, TEXT, override=True))
    story.give(c.Complete(OPERATOR, story.main.id, TaskOutcome.RESOLVED, text=TEXT, override=True))
    assert story.appeal.is_closed


@pytest.mark.law("АППК 97(2)")
def test_the_body_complained_of_does_not_make_it_one_against_another() -> None:
    story = at_agency(lawful())
    complain(story)
    with pytest.raises(Barred) as caught:
        complain(story, OTHER_AGENCY)
    assert caught.value.facts == {"article": "АППК 97(2)"}
    assert names(complain(story, kind="state_service_complaint")) == ["KindChanged"]
    complain(story, OTHER_AGENCY, OPERATOR)
    assert (story.main.group, story.appeal.legal.against) == (STRANGERS, OTHER_AGENCY)


@pytest.mark.law("АППК 97(2)")
def test_what_the_counter_took_for_one_against_itself_is_named_anew_by_those_above_it() -> None:
    story = in_hand(lawful())
    complain(story, RECEPTION, CLERK)
    for by in (CLERK, OTHER_CLERK):
        with pytest.raises(Barred):
            complain(story, OTHER_AGENCY, by)
    with pytest.raises(Barred):  # but it stays a complaint
        story.give(ChangeKind(CLERKS_BOSS, the_law(), TEXT, ""))
    complain(story, OTHER_AGENCY, CLERKS_BOSS)
    assert (story.main.group, story.appeal.legal.against) == (STRANGERS, OTHER_AGENCY)
    assert story.due(ClockKind.STEP, story.main) == almaty(3, 19, 18, 30)


@pytest.mark.law("АППК 97(2)")
def test_nobody_at_the_counter_names_anew_what_is_about_its_own_act() -> None:
    story = in_hand(lawful())
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, about=OTHER))
    complain(story, RECEPTION, CLERK)
    with pytest.raises(Barred):
        complain(story, OTHER_AGENCY, CLERKS_BOSS)


def test_what_is_no_complaint_after_all_is_at_the_counter_where_it_was() -> None:
    story = in_hand(lawful())
    before = story.main
    complain(story, RECEPTION, CLERK)
    story.give(ChangeKind(OPERATOR, the_law(), TEXT, ""))
    assert (story.main.step, story.main.group) == (before.step, before.group)


def test_against_another_body_it_begins_anew_though_it_was_forwarded() -> None:
    story = at_agency(lawful())
    complain(story)
    forward(story, OFFICER)
    complain(story, OTHER_AGENCY, OPERATOR)
    assert (story.main.group, story.appeal.legal.forwarded) == (STRANGERS, False)
    story.claim(STRANGE_OFFICER)
    assert Verb.FORWARD in allowed_verbs(story.appeal, story.main, STRANGE_OFFICER)


def as_application(story: Story) -> list[e.Event]:
    return story.give(ChangeKind(OPERATOR, the_law(), TEXT, ""))


def test_what_is_no_complaint_any_more_has_nothing_left_of_one() -> None:
    story = at_agency(lawful())
    budget = story.main.budget
    before, due = story.appeal, story.due(ClockKind.STEP, story.main)
    complain(story)
    as_application(story)
    assert story.appeal.legal == before.legal
    assert story.appeal.plan == before.plan
    assert story.appeal.statute_due == before.statute_due
    assert (story.main.rule, story.main.budget, story.main.holder) == ("", budget, OFFICER.id)
    assert story.due(ClockKind.STEP, story.main) == due
    story.refer(OFFICER, Step.SPECIALIST)


def test_nor_has_one_that_was_registered_so_and_forwarded() -> None:
    story = a_complaint(OFFICER)
    story.claim(OTHER_OFFICER)
    forward(story)
    at_superior = story.main
    assert names(as_application(story)) == ["KindChanged"]
    legal = story.appeal.legal
    assert (legal.against, legal.about, legal.barred) == ("", None, ())
    assert (legal.late, legal.forwarded) == (False, False)
    assert story.main == at_superior


@pytest.mark.law("АППК 64(7-2)")
def test_a_complaint_that_tells_of_a_danger_stays_where_it_is_dealt_with() -> None:
    story = in_hand(urgent())
    story.give(FlagDanger(CLERK, story.main.id, Danger.CRIME))
    main = story.main
    assert names(complain(story, OTHER_AGENCY, OPERATOR)) == ["KindChanged"]
    assert (story.main, story.appeal.legal.against) == (main, OTHER_AGENCY)
    assert story.appeal.plan.superior == OF_OTHERS


def test_a_law_that_sends_no_complaint_up_leaves_it_where_it_is() -> None:
    story = at_agency(lawful())
    law = the_law("complaint")
    plain = replace(law, rules=tuple(each for each in law.rules if each.rule != "complaint_forward"))
    assert names(story.give(ChangeKind(OFFICER, plain, TEXT, AGENCY, SUPERIOR))) == ["KindChanged"]
    assert story.appeal.legal.against == AGENCY
