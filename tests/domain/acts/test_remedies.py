"""A decision is sent to the applicant, and the time to complain of it begins when they have it."""

from dataclasses import replace
from uuid import UUID

import pytest

from domain import commands as c
from domain.commands import Notify, ReturnToApplicant
from domain.decide.alarms import next_alarm
from domain.errors import TaskClosed
from domain.events import DeemedRefused
from domain.identity.people import Group, Person
from domain.law.vocabulary import HearingException, Means, ReturnGround, Verdict
from domain.policy.plan import Plan
from domain.procedure.competence.forward_complaint import complain_until, complained_of
from domain.rules.remedies import above
from domain.state.clock import ClockKind
from domain.state.task import Duty, Ground, Task, TaskOutcome
from tests.domain.acts.test_complaint import MINISTRY, sent_up
from tests.domain.builders import (
    AT_AGENCY,
    CITIZEN,
    CLERK,
    INTEGRATOR,
    OFFICER,
    OPERATOR,
    Story,
    almaty,
    at_agency,
    at_reception,
    in_hand,
    term,
    the,
)
from tests.domain.lawful import BODYS_HEAD, before_notices, lawful, tell

TEXT = UUID(int=9)
UNHEARD = Verdict(exception=HearingException.APPLICANT_ASKS)
NEXT_WEEK, MUCH_LATER = almaty(3, 26), almaty(12, 1)
RULE = "written"


def refused(plan: Plan | None = None, *, anonymous: bool = False) -> Story:
    """Tell of an appeal that was refused on Monday."""
    story = at_agency(plan or lawful())
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, anonymous=anonymous))
    refuse(story)
    return story


def refuse(story: Story, by: Person = OFFICER) -> None:
    no, overrides = TaskOutcome.REFUSED, by == OPERATOR
    story.give(c.Complete(by, story.main.id, no, Ground.NO_RIGHT, TEXT, overrides, UNHEARD))


def notify(story: Story, task: Task) -> None:
    story.give(Notify(INTEGRATOR, task.id, Means.SMS))


@pytest.mark.law("АППК 77(2)")
@pytest.mark.parametrize("kind", ["application", "message"])
@pytest.mark.parametrize("outcome", [TaskOutcome.RESOLVED, TaskOutcome.EXPLAINED, TaskOutcome.REFUSED])
def test_every_decision_is_sent_to_the_applicant(kind: str, outcome: TaskOutcome) -> None:
    story = at_agency(lawful(kind))
    story.give(c.Complete(OFFICER, story.main.id, outcome, Ground.NO_RIGHT, TEXT, verdict=UNHEARD))
    (owed,) = story.appeal.open_tasks
    assert (owed.duty, owed.rule, owed.group, owed.budget) == (Duty.NOTICE, RULE, AT_AGENCY, None)
    assert story.due(ClockKind.STEP, owed) == almaty(3, 19, 18, 30)  # as the policy has it of side tasks
    tell(story)
    assert story.appeal.open_tasks == ()


@pytest.mark.law("АППК 77(2)")
def test_that_help_is_granted_is_told_at_once_and_not_again_when_it_has_arrived() -> None:
    story = at_agency(lawful(receipt=True))
    story.complete(OFFICER)
    (owed,) = story.appeal.open_tasks
    assert (owed.rule, story.appeal.is_closed) == (RULE, False)
    story.give(c.ConfirmReceipt(CITIZEN, received=True))
    assert (story.appeal.open_tasks, story.appeal.is_closed) == ((owed,), True)
    tell(story)
    assert (story.appeal.open_tasks, story.appeal.clocks) == ((), ())


@pytest.mark.law("АППК 77(2)")
@pytest.mark.law("АППК 136(6)")
def test_the_decision_on_a_complaint_is_sent_too_and_the_month_to_court_begins_with_it() -> None:
    story = sent_up()
    refuse(story, MINISTRY)
    (owed,) = story.appeal.open_tasks
    assert (owed.rule, owed.group.organisation) == (RULE, MINISTRY.organisation)
    tell(story, NEXT_WEEK)
    assert complain_until(story.appeal) == almaty(4, 27, 18, 30)


@pytest.mark.law("АППК 92(1)")
def test_no_time_to_complain_runs_until_the_applicant_has_the_decision() -> None:
    story = refused()
    assert story.appeal.clock(ClockKind.WINDOW) is None
    assert next_alarm(story.appeal) is not None
    story.wait(MUCH_LATER)
    assert complain_until(story.appeal) is None
    assert not complained_of(story.facts, MUCH_LATER).late
    tell(story)
    assert complain_until(story.appeal) == almaty(3, 1, 18, 30).replace(year=2027)


@pytest.mark.law("АППК 92(1)")
def test_it_counts_from_the_proof_of_the_notice() -> None:
    story = refused()
    tell(story, NEXT_WEEK)
    assert complain_until(story.appeal) == almaty(6, 26, 18, 30)
    assert story.appeal.legal.window is None


@pytest.mark.law("АППК 92(1)")
@pytest.mark.law("АППК 70(3)")
@pytest.mark.law("АППК 70(4)")
def test_what_was_terminated_or_withdrawn_or_returned_may_be_complained_of_from_the_notice() -> None:
    terminated, withdrawn, returned = (in_hand(lawful()) for _ in range(3))
    terminated.complete(CLERK, TaskOutcome.TERMINATED, Ground.COURT_ACT)
    withdrawn.give(c.Withdraw(CITIZEN, TEXT))
    returned.give(ReturnToApplicant(CLERK, returned.main.id, ReturnGround.OBSCENE, None, TEXT))
    for story in (terminated, withdrawn, returned):
        assert (story.appeal.is_closed, complain_until(story.appeal)) == (True, None)
        tell(story, NEXT_WEEK)
        assert complain_until(story.appeal) == almaty(6, 26, 18, 30)


def test_a_notice_of_something_else_begins_nothing() -> None:
    story = at_agency(lawful())
    story.give(c.Extend(BODYS_HEAD, term("5wd"), TEXT))
    refuse(story)
    extension, decision = story.appeal.open_tasks
    notify(story, extension)
    assert story.appeal.clock(ClockKind.WINDOW) is None
    notify(story, decision)
    assert story.appeal.clock(ClockKind.WINDOW) is not None


def test_the_notice_of_an_older_end_begins_nothing() -> None:
    story = refused()
    older = story.task
    story.give(c.Reopen(OPERATOR), NEXT_WEEK)
    story.claim(OFFICER)
    refuse(story)
    newer = story.task
    with pytest.raises(TaskClosed):
        notify(story, older)
    assert complain_until(story.appeal) is None
    notify(story, newer)
    assert complain_until(story.appeal) == almaty(6, 26, 18, 30)


def test_what_is_taken_up_again_forgets_what_was_to_begin() -> None:
    story = refused()
    story.give(c.Reopen(OPERATOR), NEXT_WEEK)
    assert story.appeal.legal.window is None
    tell(story)
    assert story.appeal.clock(ClockKind.WINDOW) is None


def test_what_is_settled_at_the_counter_is_told_in_person_there() -> None:
    story = at_reception(lawful())
    no = TaskOutcome.REFUSED
    story.give(c.ResolveHereAndNow(CLERK, no, Ground.NO_RIGHT, TEXT, UNHEARD))
    assert story.appeal.open_tasks == ()
    assert complain_until(story.appeal) == almaty(6, 16, 18, 30)


def test_where_nobody_can_be_told_the_time_begins_with_the_end() -> None:
    story = refused(anonymous=True)
    assert story.appeal.open_tasks == ()
    assert complain_until(story.appeal) == almaty(6, 16, 18, 30)
    withdrawn = in_hand(lawful())
    withdrawn.appeal = replace(withdrawn.appeal, legal=replace(withdrawn.appeal.legal, anonymous=True))
    withdrawn.give(c.Withdraw(CITIZEN, TEXT))
    assert complain_until(withdrawn.appeal) == almaty(6, 16, 18, 30)


def test_what_began_before_the_notice_was_owed_goes_on_as_it_was() -> None:
    story = refused(before_notices(lawful()))
    assert story.appeal.open_tasks == ()
    assert complain_until(story.appeal) == almaty(6, 16, 18, 30)
    terminated, withdrawn = (in_hand(before_notices(lawful())) for _ in range(2))
    terminated.complete(CLERK, TaskOutcome.TERMINATED, Ground.COURT_ACT)
    assert complain_until(terminated.appeal) == almaty(6, 16, 18, 30)
    withdrawn.give(c.Withdraw(CITIZEN, TEXT))
    tell(withdrawn)
    assert withdrawn.appeal.clocks == ()
    alone = refused(replace(before_notices(lawful()), superior=None))
    assert complain_until(alone.appeal) == almaty(6, 16, 18, 30)


def test_without_a_law_nothing_is_owed_and_no_time_runs() -> None:
    story = at_agency()
    story.complete(OFFICER, TaskOutcome.REFUSED, Ground.NO_RIGHT)
    assert (story.appeal.open_tasks, story.appeal.clocks) == ((), ())


@pytest.mark.law("АППК 91(2)")
def test_of_silence_one_may_complain_from_its_day_though_nobody_has_told() -> None:
    story = at_agency(lawful())
    silent = the(DeemedRefused, story.wait(almaty(4, 15)))
    assert complain_until(story.appeal) == almaty(7, 9, 18, 30) > silent.due
    refuse(story, OPERATOR)
    assert complain_until(story.appeal) is None


@pytest.mark.parametrize("superior", [None, AT_AGENCY])
def test_where_nobody_stands_above_there_is_the_court_and_its_month(superior: Group | None) -> None:
    story = refused(replace(lawful(), superior=superior))
    assert above(story.appeal) is None
    tell(story)
    assert complain_until(story.appeal) == almaty(4, 16, 18, 30)
