"""Complaint: the body complained of forwards it or satisfies it; who decided there has no part in it."""

from datetime import datetime
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import AttachToFile, DecideRecusal, ForwardComplaint, RequestRecusal
from domain.decide.allowed import allowed_verbs
from domain.errors import AppealClosed, Barred, DecisionNotAllowed, NotAllowedInTaskState, NotForwardable
from domain.events import ComplaintForwarded, DeemedRefused
from domain.identity.people import Person, Role
from domain.law.vocabulary import DecisionDetails
from domain.policy.plan import Step
from domain.procedure.competence.forward_complaint import complaint_deadline, complaint_target
from domain.rules.lifecycle import Verb
from domain.state.clock import ClockKind
from domain.state.task import Ground, TaskOutcome, TaskState
from tests.support.domain.builders import (
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CITIZEN,
    DAY,
    OFFICER,
    OTHER_AGENCY,
    OTHER_OFFICER,
    almaty,
    end_of_day,
    event_names,
    held_by_agency,
    held_by_clerk,
    only_event,
    parse_term,
    person,
)
from tests.support.domain.complaints import (
    MINISTRY_OFFICER,
    TEXT_ID,
    complaint_at_body,
    complaint_at_superior,
    forward_complaint,
    refuse,
)
from tests.support.domain.statutory_plans import SUPERIOR_GROUP, complete_due_notices, statutory_plan


@pytest.mark.law("АППК 91(4)")
def test_the_body_complained_of_has_three_working_days() -> None:
    story = complaint_at_body()
    assert (story.main_task.group, story.main_task.state) == (AGENCY_GROUP, TaskState.READY)
    assert story.due_at(ClockKind.STEP, story.main_task) == almaty(3, 19, 18, 30)
    late = story.wait_until(almaty(3, 19, 18, 31))
    assert any(isinstance(each, e.Breached) and each.task == story.main_task.id for each in late)


@pytest.mark.law("АППК 91(4)")
def test_superior_has_the_ordinary_term_after_forwarding() -> None:
    story = complaint_at_body()
    story.claim(OTHER_OFFICER)
    forwarded = only_event(ComplaintForwarded, forward_complaint(story))
    assert (forwarded.group, forwarded.article) == (SUPERIOR_GROUP, "АППК 91(4)")
    assert (story.main_task.group, story.main_task.budget, story.main_task.origin_task) == (
        SUPERIOR_GROUP,
        parse_term("6wd"),  # of the 20 working days of a complaint, as 5 are of 15
        None,
    )
    story.claim(MINISTRY_OFFICER)
    assert story.main_task.holder == MINISTRY_OFFICER.id


@pytest.mark.law("АППК 99")
def test_complaint_term_keeps_running_when_forwarded() -> None:
    story = complaint_at_body()
    due = story.appeal.statute_due
    assert due == almaty(4, 16, 18, 30)
    story.claim(OTHER_OFFICER)
    forward_complaint(story)
    assert story.appeal.statute_due == due


@pytest.mark.law("АППК 91(4)")
def test_it_may_satisfy_the_complaint_fully_and_decide_nothing_else() -> None:
    story = complaint_at_body()
    story.claim(OTHER_OFFICER)
    for outcome in (TaskOutcome.REFUSED, TaskOutcome.TERMINATED):
        with pytest.raises(DecisionNotAllowed) as caught:
            story.handle(
                c.Complete(OTHER_OFFICER, story.main_task.id, outcome, Ground.ALREADY_DECIDED, TEXT_ID)
            )
        assert caught.value.details["article"] == "АППК 91(4)"
    done = TaskOutcome.RESOLVED
    with pytest.raises(DecisionNotAllowed):
        story.handle(
            c.Complete(OTHER_OFFICER, story.main_task.id, done, decision_details=DecisionDetails("annulled"))
        )
    story.complete(OTHER_OFFICER)
    assert story.appeal.legal.decision.code == "satisfied"
    assert story.appeal.is_closed


@pytest.mark.law("АППК 91(4)")
def test_full_satisfaction_is_not_the_superiors_word() -> None:
    story = complaint_at_superior()
    done = TaskOutcome.RESOLVED
    with pytest.raises(DecisionNotAllowed):
        story.handle(
            c.Complete(
                MINISTRY_OFFICER, story.main_task.id, done, decision_details=DecisionDetails("satisfied")
            )
        )
    story.complete(MINISTRY_OFFICER)
    assert story.appeal.legal.decision.code == "annulled"


@pytest.mark.law("АППК 91(4)")
def test_complaint_is_forwarded_only_to_the_superior() -> None:
    story = complaint_at_body()
    story.claim(OTHER_OFFICER)
    with pytest.raises(NotAllowedInTaskState):
        story.refer(OTHER_OFFICER, Step.AGENCY, OTHER_AGENCY)
    assert Verb.REFER not in allowed_verbs(story.appeal, story.main_task, OTHER_OFFICER)
    forward_complaint(story)
    story.claim(MINISTRY_OFFICER)
    assert Verb.REFER in allowed_verbs(story.appeal, story.main_task, MINISTRY_OFFICER)


def test_a_complaint_is_forwarded_once_and_nothing_else_is() -> None:
    story = complaint_at_superior()
    application = held_by_agency(statutory_plan())
    for appeal_story, by in ((story, MINISTRY_OFFICER), (application, OFFICER)):
        with pytest.raises(NotForwardable) as caught:
            forward_complaint(appeal_story, by)
        assert caught.value.details == {"article": "АППК 91(4)"}
        assert Verb.FORWARD_COMPLAINT not in allowed_verbs(appeal_story.appeal, appeal_story.main_task, by)


@pytest.mark.law("АППК 97(2)")
@pytest.mark.parametrize("who", [OFFICER, AGENCY_SUPERVISOR])
def test_who_decided_what_is_complained_of_has_no_part_in_the_complaint(who: Person) -> None:
    story = complaint_at_body(who)
    main = story.main_task.id
    asked: list[c.PersonCommand] = [
        c.Claim(who, main),
        c.Complete(who, main, TaskOutcome.RESOLVED, override=True),
        ForwardComplaint(who, main, override=True),
        c.Reassign(AGENCY_SUPERVISOR, main, AGENCY_GROUP, who.id),
    ]
    for command in asked:
        with pytest.raises(Barred) as caught:
            story.handle(command)
        assert caught.value.details == {"article": "АППК 97(2)"}
    assert allowed_verbs(story.appeal, story.main_task, who) == []
    story.claim(OTHER_OFFICER)
    story.complete(OTHER_OFFICER)
    assert story.appeal.is_closed


def test_a_complaint_is_about_the_body_that_decided_and_those_who_did() -> None:
    story = held_by_agency(statutory_plan())
    refuse(story, OFFICER)
    about = complaint_target(story.facts, story.now)
    assert (about.complaint_against, about.barred, about.complaint_late) == (
        AGENCY_GROUP,
        (OFFICER.id,),
        False,
    )


def test_override_decision_belongs_to_the_overriding_person() -> None:
    story = held_by_agency(statutory_plan())
    outcome = TaskOutcome.RESOLVED
    story.handle(c.Complete(AGENCY_SUPERVISOR, story.main_task.id, outcome, override=True))
    assert complaint_target(story.facts, story.now).barred == (AGENCY_SUPERVISOR.id,)


def test_complaint_about_undecided_appeal_concerns_current_body() -> None:
    story = held_by_agency(statutory_plan())
    assert complaint_target(story.facts, story.now).barred == (OFFICER.id,)
    waiting = held_by_clerk(statutory_plan())
    waiting.handle(c.Release(person(1, "reception-turkestan", Role.CLERK), waiting.main_task.id))
    assert complaint_target(waiting.facts, waiting.now).barred == ()


@pytest.mark.law("АППК 97(2)")
@pytest.mark.parametrize(
    "end",
    [
        AttachToFile(AGENCY_SUPERVISOR, UUID(int=9)),
        c.Merge(AGENCY_SUPERVISOR, UUID(int=9), covers_all_applicants=True),
    ],
)
def test_closing_without_decision_bars_its_author_from_the_complaint(
    end: AttachToFile | c.Merge,
) -> None:
    story = held_by_agency(statutory_plan())
    story.handle(end)
    assert complaint_target(story.facts, story.now).barred == (AGENCY_SUPERVISOR.id,)


@pytest.mark.law("АППК 92(1)")
def test_complaint_is_late_three_months_after_the_decision() -> None:
    story = held_by_agency(statutory_plan())
    refuse(story, OFFICER)
    assert complaint_deadline(story.appeal) is None
    complete_due_notices(story)
    until = complaint_deadline(story.appeal)
    assert until == end_of_day(6, 16)
    assert not complaint_target(story.facts, until).complaint_late
    assert complaint_target(story.facts, until + DAY).complaint_late  # though no clock has spoken yet
    happened = story.wait_until(until + DAY)
    assert event_names(happened)[-1] == "ComplaintWindowClosed"
    assert complaint_target(story.facts, story.now).complaint_late
    assert complaint_deadline(story.appeal) is None


def test_complaint_is_never_late_where_no_time_limit_is_set() -> None:
    story = held_by_agency()
    story.complete(OFFICER)
    assert complaint_deadline(story.appeal) is None
    assert not complaint_target(story.facts, datetime.max.replace(tzinfo=story.now.tzinfo)).complaint_late


@pytest.mark.law("АППК 91(2)")
def test_one_may_complain_of_silence_for_three_months() -> None:
    story = held_by_agency(statutory_plan())
    silent = only_event(DeemedRefused, story.wait_until(almaty(4, 30)))
    assert silent.due_at == almaty(4, 9, 18, 30)
    assert complaint_deadline(story.appeal) == end_of_day(7, 9)


def test_a_recusal_bars_with_its_own_article() -> None:
    story = complaint_at_body()
    story.handle(RequestRecusal(CITIZEN, OTHER_OFFICER.id, TEXT_ID))
    duty = story.task
    story.handle(DecideRecusal(AGENCY_SUPERVISOR, duty.id, is_upheld=True))
    with pytest.raises(Barred) as caught:
        story.claim(OTHER_OFFICER)
    assert caught.value.details == {"article": "АППК 67(3)"}


def test_what_has_ended_is_not_forwarded() -> None:
    story = complaint_at_body()
    story.handle(c.Withdraw(CITIZEN, TEXT_ID))
    with pytest.raises(AppealClosed):
        story.handle(ForwardComplaint(OTHER_OFFICER, story.appeal.tasks[0].id))
