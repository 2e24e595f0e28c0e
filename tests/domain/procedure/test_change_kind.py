"""Kinds: another kind is another term, and never more time or less right than the law of it gives."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import AttachToFile, ChangeKind, FlagDanger, ForwardComplaint, ReturnToApplicant
from domain.decide.allowed import allowed_verbs
from domain.errors import Barred, DangerTakesPrecedence, DecisionNotAllowed
from domain.identity.people import Group, Person, Role
from domain.law.vocabulary import Danger, ReturnGround
from domain.policy.plan import Step
from domain.rules.lifecycle import Verb
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from domain.state.task import TaskOutcome, TaskState
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CLERK,
    MINUTE,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_CLERK,
    OTHER_OFFICER,
    RECEPTION,
    RECEPTION_GROUP,
    RECEPTION_SUPERVISOR,
    UNRELATED_OFFICER,
    Scenario,
    almaty,
    altered,
    event_names,
    held_by_agency,
    held_by_clerk,
    parse_term,
    unclaimed_at_reception,
)
from tests.support.domain.complaints import MINISTRY_OFFICER, complaint_at_body, forward_complaint
from tests.support.domain.statutory_plans import (
    AGENCY_HEAD,
    SUPERIOR_GROUP,
    law_for,
    statutory_plan,
    urgent_plan,
)

STRANGERS, OF_OTHERS = Group(OTHER_AGENCY, Role.OFFICER), Group("akimat", Role.OFFICER)
OTHER, TEXT = UUID(int=77), UUID(int=5)
FIFTEEN, TWENTY = almaty(4, 9, 18, 30), almaty(4, 16, 18, 30)


def treat(story: Scenario, kind: str, by: Person = OFFICER) -> None:
    story.handle(ChangeKind(by, law_for(kind), TEXT))


@pytest.mark.law("АППК 99")
def test_what_was_extended_is_not_so_as_a_complaint() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Extend(AGENCY_HEAD, parse_term("1mo"), TEXT))
    treat(story, "complaint")
    assert story.appeal.statute_due == TWENTY


def test_what_was_extended_stays_so_as_a_kind_that_is_extended_too() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Extend(AGENCY_HEAD, parse_term("5wd"), TEXT))
    extended = story.appeal.statute_due
    treat(story, "message")
    assert story.appeal.statute_due == extended != FIFTEEN


@pytest.mark.law("АППК 91(2)")
def test_deemed_refusal_clock_does_not_restart_on_kind_change() -> None:
    story = held_by_agency(statutory_plan())
    story.wait_until(FIFTEEN + MINUTE)
    assert story.appeal.legal.deemed_refused_at == FIFTEEN
    treat(story, "taxpayer_complaint", OPERATOR)
    assert (story.appeal.statute_due, story.appeal.legal.deemed_refused_at) == (FIFTEEN, FIFTEEN)


@pytest.mark.law("АППК 97(2)")
def test_the_body_complained_of_makes_nothing_else_of_a_complaint() -> None:
    story = complaint_at_body()
    for by in (OTHER_OFFICER, AGENCY_SUPERVISOR):
        with pytest.raises(Barred) as caught:
            treat(story, "application", by)
        assert caught.value.details["article"] == "АППК 97(2)"
    treat(story, "state_service_complaint", OTHER_OFFICER)
    treat(story, "application", OPERATOR)
    assert story.appeal.law.kind == "application"


@pytest.mark.law("АППК 91(4)")
def test_the_body_complained_of_ends_a_complaint_in_no_other_way_either() -> None:
    story = complaint_at_body()
    story.claim(OTHER_OFFICER)
    for command in (
        c.Merge(AGENCY_SUPERVISOR, OTHER, covers_all_applicants=True),
        AttachToFile(OTHER_OFFICER, OTHER),
        ReturnToApplicant(OTHER_OFFICER, story.main_task.id, ReturnGround.OBSCENE, None, TEXT),
    ):
        with pytest.raises(DecisionNotAllowed) as caught:
            story.handle(command)
        assert caught.value.details["article"] == "АППК 91(4)"
    forward_complaint(story)
    story.handle(c.Merge(OPERATOR, OTHER, covers_all_applicants=True))
    assert story.appeal.progress.merged_into == OTHER


@pytest.mark.law("АППК 64(7-2)")
def test_danger_report_is_not_closed_into_another_appeal() -> None:
    story = held_by_clerk(urgent_plan())
    story.handle(FlagDanger(CLERK, story.main_task.id, Danger.CRIME))
    with pytest.raises(DangerTakesPrecedence) as caught:
        story.handle(c.Merge(OPERATOR, OTHER, covers_all_applicants=True))
    assert caught.value.details["article"] == "АППК 64(7-2)"


def complain(
    story: Scenario, against: str = AGENCY, by: Person = OFFICER, kind: str = "complaint"
) -> list[e.Event]:
    """Treat it as a complaint against that body, above which stands the superior of it."""
    superior = OF_OTHERS if against == OTHER_AGENCY else SUPERIOR_GROUP
    return story.handle(ChangeKind(by, law_for(kind), TEXT, against, superior))


@pytest.mark.law("АППК 91(4)")
def test_appeal_changed_to_complaint_gets_forwarding_term_of_three_days() -> None:
    story = held_by_agency(statutory_plan())
    story.claim(OFFICER)
    happened = complain(story)
    assert event_names(happened) == ["KindChanged", "TaskCancelled", "TaskOpened", "TaskReassigned"]
    assert (story.appeal.legal.complaint.against, story.main_task.rule_id) == (AGENCY, "complaint_forward")
    assert (story.main_task.group, story.main_task.holder) == (
        AGENCY_GROUP,
        OFFICER.id,
    )  # who has it in hand keeps it
    assert story.due_at(ClockKind.STEP, story.main_task) == almaty(3, 19, 18, 30)
    assert story.appeal.statute_due == TWENTY
    allowed = allowed_verbs(story.appeal, story.main_task, OFFICER)
    assert Verb.FORWARD_COMPLAINT in allowed
    assert Verb.REFER not in allowed
    with pytest.raises(DecisionNotAllowed):
        story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.EXPLAINED, text=TEXT))
    forward_complaint(story, OFFICER)
    assert (story.main_task.group, story.appeal.legal.complaint.is_forwarded) == (SUPERIOR_GROUP, True)


@pytest.mark.law("АППК 91(4)")
def test_new_complaint_goes_to_body_complained_of_then_to_its_superior() -> None:
    story = held_by_clerk(statutory_plan())
    complain(story, OTHER_AGENCY, CLERK)
    assert (story.main_task.group, story.main_task.state) == (STRANGERS, TaskState.OFFERED)
    assert (story.main_task.step, story.main_task.holder, story.main_task.origin_task) == (
        Step.AGENCY,
        None,
        None,
    )
    story.claim(UNRELATED_OFFICER)
    forward_complaint(story, UNRELATED_OFFICER)
    assert story.main_task.group == OF_OTHERS


@pytest.mark.law("АППК 91(4)")
def test_the_body_complained_of_awaits_no_answer_to_what_another_asked() -> None:
    story = held_by_agency(statutory_plan())
    story.ask_citizen(OFFICER)
    complain(story)
    assert story.appeal.status is Status.AWAITING_INFORMATION  # it has asked that itself
    complain(story, OTHER_AGENCY, OPERATOR)
    assert (story.appeal.status, story.appeal.suspension.paused_at) == (Status.IN_PROGRESS, None)
    story.claim(UNRELATED_OFFICER)
    forward_complaint(story, UNRELATED_OFFICER)
    assert story.main_task.group == OF_OTHERS


def test_new_complaint_not_yet_referred_waits_at_the_counter() -> None:
    story = unclaimed_at_reception(statutory_plan())
    complain(story, RECEPTION, CLERK)
    assert (story.main_task.group, story.main_task.state, story.main_task.step) == (
        RECEPTION_GROUP,
        TaskState.READY,
        Step.AGENCY,
    )
    assert story.due_at(ClockKind.STEP, story.main_task) == almaty(3, 19, 18, 30)


def test_it_goes_nowhere_by_itself_and_waits_for_no_help() -> None:
    plan = statutory_plan(receipt=True)
    lapsing = tuple(
        replace(each, work=replace(each.work, lapse_after=parse_term("1wd")))
        if each.step is Step.AGENCY
        else each
        for each in plan.steps
    )
    story = held_by_agency(replace(plan, steps=lapsing))
    complain(story)
    story.wait_until(almaty(4, 3))
    assert not [each for each in story.events if isinstance(each, e.StepLapsed)]
    assert story.main_task.step is Step.AGENCY
    story.handle(ForwardComplaint(OPERATOR, story.main_task.id, TEXT, override=True))
    story.claim(MINISTRY_OFFICER)
    story.handle(c.Complete(MINISTRY_OFFICER, story.main_task.id, TaskOutcome.RESOLVED, text=TEXT))
    assert story.appeal.is_closed


@pytest.mark.law("АППК 97(2)")
def test_the_body_complained_of_does_not_make_it_one_against_another() -> None:
    story = held_by_agency(statutory_plan())
    complain(story)
    with pytest.raises(Barred) as caught:
        complain(story, OTHER_AGENCY)
    assert caught.value.details == {"article": "АППК 97(2)"}
    assert event_names(complain(story, kind="state_service_complaint")) == ["KindChanged"]
    complain(story, OTHER_AGENCY, OPERATOR)
    assert (story.main_task.group, story.appeal.legal.complaint.against) == (STRANGERS, OTHER_AGENCY)


@pytest.mark.law("АППК 97(2)")
def test_superior_changes_kind_of_complaint_against_the_counter() -> None:
    story = held_by_clerk(statutory_plan())
    complain(story, RECEPTION, CLERK)
    for by in (CLERK, OTHER_CLERK):
        with pytest.raises(Barred):
            complain(story, OTHER_AGENCY, by)
    with pytest.raises(Barred):  # but it stays a complaint
        story.handle(ChangeKind(RECEPTION_SUPERVISOR, law_for(), TEXT, ""))
    complain(story, OTHER_AGENCY, RECEPTION_SUPERVISOR)
    assert (story.main_task.group, story.appeal.legal.complaint.against) == (STRANGERS, OTHER_AGENCY)
    assert story.due_at(ClockKind.STEP, story.main_task) == almaty(3, 19, 18, 30)


@pytest.mark.law("АППК 97(2)")
def test_counter_cannot_change_kind_of_complaint_about_its_own_act() -> None:
    story = held_by_clerk(statutory_plan())
    story.appeal = altered(story.appeal, "legal.complaint", about=OTHER)
    complain(story, RECEPTION, CLERK)
    with pytest.raises(Barred):
        complain(story, OTHER_AGENCY, RECEPTION_SUPERVISOR)


def test_what_is_no_complaint_after_all_is_at_the_counter_where_it_was() -> None:
    story = held_by_clerk(statutory_plan())
    before = story.main_task
    complain(story, RECEPTION, CLERK)
    story.handle(ChangeKind(OPERATOR, law_for(), TEXT, ""))
    assert (story.main_task.step, story.main_task.group) == (before.step, before.group)


def test_forwarded_complaint_restarts_against_another_body() -> None:
    story = held_by_agency(statutory_plan())
    complain(story)
    forward_complaint(story, OFFICER)
    complain(story, OTHER_AGENCY, OPERATOR)
    assert (story.main_task.group, story.appeal.legal.complaint.is_forwarded) == (STRANGERS, False)
    story.claim(UNRELATED_OFFICER)
    assert Verb.FORWARD_COMPLAINT in allowed_verbs(story.appeal, story.main_task, UNRELATED_OFFICER)


def as_application(story: Scenario) -> list[e.Event]:
    return story.handle(ChangeKind(OPERATOR, law_for(), TEXT, ""))


def test_what_is_no_complaint_any_more_has_nothing_left_of_one() -> None:
    story = held_by_agency(statutory_plan())
    budget = story.main_task.budget
    before, due = story.appeal, story.due_at(ClockKind.STEP, story.main_task)
    complain(story)
    as_application(story)
    assert story.appeal.legal == before.legal
    assert story.appeal.plan == before.plan
    assert story.appeal.statute_due == before.statute_due
    assert (story.main_task.rule_id, story.main_task.budget, story.main_task.holder) == (
        "",
        budget,
        OFFICER.id,
    )
    assert story.due_at(ClockKind.STEP, story.main_task) == due
    story.refer(OFFICER, Step.SPECIALIST)


def test_nor_has_one_that_was_registered_so_and_forwarded() -> None:
    story = complaint_at_body(OFFICER)
    story.claim(OTHER_OFFICER)
    forward_complaint(story)
    at_superior = story.main_task
    assert event_names(as_application(story)) == ["KindChanged"]
    legal = story.appeal.legal
    assert (legal.complaint.against, legal.complaint.about, legal.recusals.barred) == ("", None, ())
    assert (legal.complaint.is_late, legal.complaint.is_forwarded) == (False, False)
    assert story.main_task == at_superior


@pytest.mark.law("АППК 64(7-2)")
def test_complaint_with_danger_stays_with_its_handling_body() -> None:
    story = held_by_clerk(urgent_plan())
    story.handle(FlagDanger(CLERK, story.main_task.id, Danger.CRIME))
    main = story.main_task
    assert event_names(complain(story, OTHER_AGENCY, OPERATOR)) == ["KindChanged"]
    assert (story.main_task, story.appeal.legal.complaint.against) == (main, OTHER_AGENCY)
    assert story.appeal.legal.competence.superior == OF_OTHERS


def test_a_law_that_sends_no_complaint_up_leaves_it_where_it_is() -> None:
    story = held_by_agency(statutory_plan())
    law = law_for("complaint")
    plain = replace(law, rules=tuple(each for each in law.rules if each.rule_id != "complaint_forward"))
    assert event_names(story.handle(ChangeKind(OFFICER, plain, TEXT, AGENCY, SUPERIOR_GROUP))) == [
        "KindChanged"
    ]
    assert story.appeal.legal.complaint.against == AGENCY
