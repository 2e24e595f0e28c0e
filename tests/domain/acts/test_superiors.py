"""Who stands above the body that has the appeal now; where nobody does, it decides, and then the court."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import ChangeKind, FlagDanger, Forward, Redirect, RedirectPart
from domain.decide.registration import register
from domain.errors import Barred, NobodyAbove, NothingToForward, WrongDecision
from domain.events import ComplaintForwarded, PartRedirected, Redirected
from domain.evolve.appeal import record
from domain.identity.people import Group, Office, Person, Role
from domain.law.vocabulary import Danger, Verdict
from domain.policy.plan import Plan, Step
from domain.procedure.competence.split_off import child
from domain.rules.applicability import awaits_forward
from domain.rules.lifecycle import Verb
from domain.rules.permissions import allowed_verbs
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Ground, HandBackReason, ReferralReason, TaskOutcome
from tests.domain.acts.test_complaint import REFUSED, TEXT
from tests.domain.builders import (
    AGENCY,
    AT_AGENCY,
    AT_RECEPTION,
    CLERK,
    CLERKS_BOSS,
    DESK,
    LAWYER,
    OFFICER,
    OFFICERS_BOSS,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_OFFICER,
    STRANGE_OFFICER,
    Story,
    almaty,
    an_intake,
    at_agency,
    in_hand,
    person,
    term,
    the,
)
from tests.domain.lawful import POLICE, SUPERIOR, lawful, the_law, urgent

AKIMAT, MINISTRY_OF_LABOUR = Group("akimat", Role.OFFICER), Group("labour", Role.OFFICER)
MINISTER = person(30, SUPERIOR.organisation, Role.OFFICER)
DESK_OFFICER = person(41, DESK, Role.OFFICER)
ORDINARY = almaty(3, 26, 18, 30)  # five working days, Nauryz between


def known(plan: Plan, **superiors: Group) -> Plan:
    """Return *plan* that knows who stands above whom: of the agency, ministry."""
    above = {AGENCY: SUPERIOR} | superiors
    return replace(plan, superiors=tuple(above.items()))


def complained(*, alone: bool = False) -> Story:
    """Tell of a complaint that waits at the agency, above which ministry stands, or nobody."""
    plan = known(lawful("complaint"))
    if alone:
        plan = replace(plan, superior=None, superiors=())
    agency = plan.at(Step.AGENCY)
    assert agency is not None
    story = Story(replace(plan, steps=(agency,)))
    intake = replace(an_intake(story.plan), against=AGENCY)
    story.appeal, facts = record(None, register(intake), story.now)
    story.facts = list(facts)
    return story


def redirect(story: Story, above: Group | None = MINISTRY_OF_LABOUR) -> list[e.Event]:
    return story.give(Redirect(OTHER_OFFICER, story.main.id, OTHER_AGENCY, TEXT, superior=above))


def refuse(story: Story) -> list[e.Event]:
    done = c.Complete(
        OTHER_OFFICER, story.main.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, verdict=REFUSED
    )
    return story.give(done)


def part_of(story: Story, by: Person, superior: Group | None) -> Appeal:
    """Return the part that has gone to another agency, above which *superior* stands."""
    command = RedirectPart(by, story.main.id, story.appeal.legal.demands[:1], OTHER_AGENCY, superior=superior)
    sent = the(PartRedirected, story.give(command))
    part, _ = record(None, child(story.appeal, sent, story.now), story.now)
    return part


def above(appeal: Appeal) -> Group | None:
    return appeal.plan.superior


@pytest.mark.law("АППК 91(6)")
def test_a_body_above_which_nobody_stands_decides_a_complaint_itself_by_any_of_the_laws_decisions() -> None:
    story = complained(alone=True)
    story.claim(OTHER_OFFICER)
    refuse(story)
    assert (story.appeal.legal.decision, story.appeal.is_closed) == ("unsatisfied", True)
    other = complained(alone=True)
    other.claim(OTHER_OFFICER)
    done = TaskOutcome.RESOLVED
    with pytest.raises(WrongDecision):
        other.give(c.Complete(OTHER_OFFICER, other.main.id, done, verdict=Verdict("satisfied")))
    other.complete(OTHER_OFFICER)
    assert other.appeal.legal.decision == "annulled"


def test_of_each_body_the_plan_knows_who_stands_above_it_once() -> None:
    plan = known(lawful())
    assert plan.under(AGENCY, SUPERIOR) == plan
    other = Group("another-ministry", Role.OFFICER)
    assert dict(plan.under(AGENCY, other).superiors or ()) == {AGENCY: other}


@pytest.mark.law("АППК 97(2)")
def test_but_does_not_make_something_else_of_it() -> None:
    story = complained(alone=True)
    with pytest.raises(Barred):
        story.give(ChangeKind(replace(OFFICERS_BOSS, office=Office.HEAD), the_law(), TEXT, ""))
    story.give(ChangeKind(OPERATOR, the_law(), TEXT, ""))
    assert story.appeal.legal.against == ""


@pytest.mark.law("АППК 91(6)")
def test_it_sends_the_complaint_to_nobody_and_is_told_that_one_goes_to_court() -> None:
    story = complained(alone=True)
    story.claim(OTHER_OFFICER)
    assert Verb.FORWARD not in allowed_verbs(story.appeal, story.main, OTHER_OFFICER)
    with pytest.raises(NobodyAbove) as caught:
        story.give(Forward(OTHER_OFFICER, story.main.id, TEXT))
    assert caught.value.facts == {"article": "АППК 91(6)"}
    application = at_agency(replace(known(lawful()), superiors=()))
    with pytest.raises(NothingToForward):
        application.give(Forward(OFFICER, application.main.id))


@pytest.mark.law("АППК 99")
def test_it_has_the_ordinary_time_for_that_and_not_the_three_days_for_sending_on() -> None:
    story = complained(alone=True)
    assert (story.main.rule, story.main.budget) == ("", None)
    assert story.due(ClockKind.STEP, story.main) == ORDINARY
    assert story.appeal.statute_due == almaty(4, 16, 18, 30)


def test_an_appeal_of_before_goes_up_to_the_fallback_queue_as_it_did() -> None:
    plan = lawful("complaint")
    rules = tuple(rule for rule in the_law("complaint").rules if rule.rule != "no_superior")
    story = complained(alone=True)
    old = replace(plan, law=replace(the_law("complaint"), rules=rules), superior=None)
    story.appeal = replace(story.appeal, plan=old)
    story.claim(OTHER_OFFICER)
    sent = story.give(Forward(OTHER_OFFICER, story.main.id, TEXT))
    assert the(ComplaintForwarded, sent).group == plan.fallback


@pytest.mark.law("АППК 91(4)")
def test_who_gets_a_redirected_complaint_sends_it_to_its_own_superior_in_three_days_of_its_own() -> None:
    story = complained()
    assert above(story.appeal) == SUPERIOR
    story.claim(OTHER_OFFICER)
    story.now = almaty(3, 17)
    assert the(Redirected, redirect(story)).superior == MINISTRY_OF_LABOUR
    assert above(story.appeal) == MINISTRY_OF_LABOUR
    assert (story.main.rule, story.main.budget) == ("complaint_forward", term("3wd"))
    assert story.due(ClockKind.STEP, story.main) == almaty(3, 20, 18, 30)
    story.claim(STRANGE_OFFICER)
    sent = story.give(Forward(STRANGE_OFFICER, story.main.id, TEXT))
    assert the(ComplaintForwarded, sent).group == MINISTRY_OF_LABOUR


@pytest.mark.law("АППК 91(6)")
def test_a_complaint_that_is_redirected_to_a_body_under_nobody_is_decided_there() -> None:
    story = complained()
    story.claim(OTHER_OFFICER)
    redirect(story, above=None)
    assert (above(story.appeal), story.main.budget) == (None, None)
    story.claim(STRANGE_OFFICER)
    story.give(c.Complete(STRANGE_OFFICER, story.main.id, TaskOutcome.RESOLVED))
    assert story.appeal.legal.decision == "annulled"


def test_what_was_forwarded_before_is_decided_by_whoever_gets_it_then() -> None:
    story = complained()
    story.claim(OTHER_OFFICER)
    story.give(Forward(OTHER_OFFICER, story.main.id, TEXT))
    story.claim(MINISTER)
    story.give(Redirect(MINISTER, story.main.id, OTHER_AGENCY, TEXT, superior=MINISTRY_OF_LABOUR))
    assert (story.main.budget, awaits_forward(story.appeal)) == (None, False)


def test_the_fallback_queue_sends_a_complaint_to_whom_it_goes_anyway_and_does_not_decide_it() -> None:
    story = complained()
    story.wait(almaty(4, 3))
    assert story.main.group == story.appeal.plan.fallback
    assert (above(story.appeal), awaits_forward(story.appeal)) == (SUPERIOR, True)
    story.claim(DESK_OFFICER)
    sent = story.give(Forward(DESK_OFFICER, story.main.id, TEXT))
    assert the(ComplaintForwarded, sent).group == SUPERIOR


def test_where_the_fallback_queue_is_itself_the_superior_it_decides() -> None:
    story = complained()
    plan = story.appeal.plan
    story.appeal = replace(story.appeal, plan=replace(plan, superior=plan.fallback))
    story.wait(almaty(4, 3))
    story.claim(DESK_OFFICER)
    with pytest.raises(NobodyAbove):
        story.give(Forward(DESK_OFFICER, story.main.id))
    story.complete(DESK_OFFICER)
    assert story.appeal.legal.decision == "annulled"


@pytest.mark.law("АППК 80(5)")
def test_above_an_appeal_stands_the_superior_of_whoever_has_it_now() -> None:
    story = in_hand(known(lawful()))
    assert above(story.appeal) is None
    story.refer(CLERK, Step.AGENCY)
    assert above(story.appeal) == SUPERIOR
    story.claim(OFFICER)
    story.give(c.Refer(OFFICER, story.main.id, Step.SPECIALIST, ReferralReason.OTHER))
    assert above(story.appeal) == SUPERIOR  # who only helps is not the one that decides
    story.give(c.Decline(LAWYER, story.main.id, HandBackReason.NOT_COMPETENT))
    assert above(story.appeal) == SUPERIOR
    there = Group(OTHER_AGENCY, Role.OFFICER)
    story.give(c.Reassign(OPERATOR, story.main.id, AT_AGENCY, OFFICER.id))
    story.give(c.Refer(OFFICER, story.main.id, Step.AGENCY, ReferralReason.COMPETENCE, there.organisation))
    assert above(story.appeal) is None


@pytest.mark.law("АППК 80(5)")
def test_it_is_known_of_bodies_that_no_plan_names() -> None:
    referred = at_agency(known(lawful()))
    aside = c.Refer(
        OFFICER, referred.main.id, Step.AGENCY, ReferralReason.COMPETENCE, OTHER_AGENCY, superior=AKIMAT
    )
    assert the(e.Referred, referred.give(aside)).superior == AKIMAT
    assert above(referred.appeal) == AKIMAT
    sent = at_agency(known(lawful()))
    sent.give(Redirect(OFFICER, sent.main.id, OTHER_AGENCY, superior=AKIMAT))
    assert above(sent.appeal) == AKIMAT
    moved = in_hand(known(lawful()))
    there = Group(OTHER_AGENCY, Role.OFFICER)
    moved.give(c.Reassign(CLERKS_BOSS, moved.main.id, there, superior=AKIMAT))
    assert above(moved.appeal) == AKIMAT


def test_what_is_asked_beside_the_path_puts_nobody_else_above() -> None:
    story = at_agency(known(lawful()))
    story.side_task(OFFICER)
    side = story.task
    story.give(c.Reassign(OPERATOR, side.id, Group(OTHER_AGENCY, Role.OFFICER), superior=AKIMAT))
    assert above(story.appeal) == SUPERIOR


def test_a_late_step_that_the_fallback_queue_takes_over_is_under_whoever_stood_above_it_before() -> None:
    story = at_agency(known(lawful(), **{DESK: AKIMAT}))
    story.wait(almaty(4, 6))
    assert story.main.group == story.appeal.plan.fallback
    assert above(story.appeal) == SUPERIOR


@pytest.mark.law("АППК 64(7-2)")
def test_above_a_danger_stands_the_superior_of_the_body_that_is_competent_for_it() -> None:
    story = at_agency(known(urgent(), **{POLICE.organisation: MINISTRY_OF_LABOUR}))
    story.give(FlagDanger(OFFICER, story.main.id, Danger.CRIME))
    assert (story.main.group, above(story.appeal)) == (POLICE, MINISTRY_OF_LABOUR)


@pytest.mark.law("АППК 65(2)")
def test_above_a_part_stands_the_superior_of_the_body_that_has_it() -> None:
    story = at_agency(known(lawful()))
    assert above(part_of(story, OFFICER, AKIMAT)) == AKIMAT
    assert above(part_of(story, OFFICER, None)) is None
    assert above(story.appeal) == SUPERIOR


@pytest.mark.law("АППК 91(4)")
def test_a_part_of_a_complaint_is_sent_up_in_three_days_unless_the_whole_was_before() -> None:
    story = complained()
    story.claim(OTHER_OFFICER)
    part = part_of(story, OTHER_OFFICER, AKIMAT)
    assert part.tasks[0].budget == term("3wd")
    assert awaits_forward(part)
    assert part_of(story, OTHER_OFFICER, None).tasks[0].budget is None
    whole = complained()
    whole.claim(OTHER_OFFICER)
    whole.give(Forward(OTHER_OFFICER, whole.main.id, TEXT))
    whole.claim(MINISTER)
    after = part_of(whole, MINISTER, AKIMAT)
    assert (after.tasks[0].budget, awaits_forward(after)) == (None, False)


def test_at_the_counter_that_stands_under_nobody_an_appeal_that_turns_out_a_complaint_goes_on_first() -> None:
    story = in_hand(known(lawful()))
    story.give(ChangeKind(CLERK, the_law("complaint"), TEXT))
    assert (above(story.appeal), story.main.group) == (None, AT_RECEPTION)
    with pytest.raises(NobodyAbove):
        story.give(Forward(CLERK, story.main.id))
    with pytest.raises(WrongDecision):
        story.complete(CLERK, TaskOutcome.REFUSED, Ground.NO_RIGHT)
    story.refer(CLERK, Step.AGENCY)
    assert (story.main.group, above(story.appeal)) == (AT_AGENCY, SUPERIOR)
