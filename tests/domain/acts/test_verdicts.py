"""Decision is not outcome: what is decided in the law's terms, by whom, and how long one may complain."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.errors import (
    DangerFirst,
    GroundRequired,
    WrongDecision,
    WrongOffice,
    WrongOutcome,
    WrongTermination,
)
from domain.events import Decided, WindowClosed
from domain.identity.people import Office, Person
from domain.law.vocabulary import Danger, HearingException, Verdict
from domain.state.clock import ClockKind
from domain.state.task import Duty, Ground, TaskOutcome
from tests.domain.builders import (
    CLERK,
    MINUTE,
    OFFICER,
    OPERATOR,
    Story,
    almaty,
    at_agency,
    at_reception,
    names,
    term,
    the,
)
from tests.domain.lawful import BODYS_DEPUTY, BODYS_HEAD, OF_2021, lawful, tell

TEXT = UUID(int=9)
ASKED = HearingException.APPLICANT_ASKS
THREE_MONTHS, SIX_MONTHS = almaty(6, 16, 18, 30), almaty(9, 16, 18, 30)


def decide(  # noqa: PLR0913 - a decision has that many sides
    story: Story,
    outcome: TaskOutcome,
    *,
    by: Person = OFFICER,
    ground: Ground | None = None,
    decision: str = "",
    termination: str = "",
    remedies: bool = True,
) -> list[e.Event]:
    """Decide the appeal, in the law's terms as far as they are said."""
    said = Verdict(decision, termination, remedies, ASKED)
    overrides = by != OFFICER
    return story.give(c.Complete(by, story.main.id, outcome, ground, TEXT, overrides, said))


def refuse(story: Story, *, remedies: bool = True) -> list[e.Event]:
    return decide(story, TaskOutcome.REFUSED, ground=Ground.NO_RIGHT, remedies=remedies)


def terminate(
    story: Story, termination: str = "", ground: Ground | None = None, by: Person = OFFICER
) -> list[e.Event]:
    return decide(story, TaskOutcome.TERMINATED, ground=ground, termination=termination, by=by)


def forwarded(plan_kind: str) -> Story:
    """Tell of a complaint that the superior has."""
    story = at_agency(lawful(plan_kind))
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, forwarded=True))
    return story


@pytest.mark.law("АППК 77(1)1")
@pytest.mark.law("АППК 89(1)")
@pytest.mark.law("АППК 100(1)")
@pytest.mark.parametrize(
    ("kind", "outcome", "usual"),
    [
        ("application", TaskOutcome.RESOLVED, "favourable_act"),
        ("application", TaskOutcome.EXPLAINED, "favourable_act"),
        ("application", TaskOutcome.REFUSED, "burdensome_act"),
        ("message", TaskOutcome.RESOLVED, "answer"),
        ("message", TaskOutcome.EXPLAINED, "answer"),
        ("message", TaskOutcome.REFUSED, "answer"),
        ("complaint", TaskOutcome.RESOLVED, "annulled"),
        ("complaint", TaskOutcome.REFUSED, "unsatisfied"),
    ],
)
def test_unless_it_is_said_the_decision_is_the_usual_one(kind: str, outcome: TaskOutcome, usual: str) -> None:
    happened = decide(forwarded(kind), outcome, ground=Ground.NO_RIGHT)
    assert the(Decided, happened).decision == usual


@pytest.mark.law("АППК 91(4)")
def test_the_body_complained_of_satisfies_a_complaint_fully_itself() -> None:
    decided = the(Decided, decide(at_agency(lawful("complaint")), TaskOutcome.RESOLVED))
    assert (decided.decision, decided.article) == ("satisfied", "АППК 91(4)")


def test_it_is_told_before_the_appeal_is_closed_with_all_that_was_said() -> None:
    story = at_agency(lawful())
    happened = refuse(story, remedies=False)
    assert names(happened) == ["TaskCompleted", "Decided", "Closed", "TaskOpened"]
    assert happened[1] == Decided("burdensome_act", "АППК 77(1)1", remedies=False, exception=ASKED)
    assert (story.appeal.legal.decision, story.appeal.legal.remedies) == ("burdensome_act", False)


def test_help_that_is_granted_is_decided_before_it_has_arrived() -> None:
    assert names(decide(at_agency(lawful(receipt=True)), TaskOutcome.RESOLVED)) == [
        *("TaskCompleted", "Decided", "HelpGranted", "TaskOpened"),
    ]


def test_what_is_said_is_decided() -> None:
    happened = decide(forwarded("complaint"), TaskOutcome.RESOLVED, decision="performed")
    assert the(Decided, happened).article == "АППК 100(1)3"
    happened = decide(at_agency(lawful("proposal")), TaskOutcome.EXPLAINED, decision="noted")
    assert the(Decided, happened).article == "АППК 89(1)2"


@pytest.mark.law("АППК 77(1)1")
@pytest.mark.parametrize(
    ("kind", "outcome", "decision"),
    [
        ("application", TaskOutcome.RESOLVED, "noted"),
        ("application", TaskOutcome.RESOLVED, "burdensome_act"),
        ("application", TaskOutcome.REFUSED, "favourable_act"),
        ("message", TaskOutcome.EXPLAINED, "favourable_act"),
        ("petition", TaskOutcome.TERMINATED, "refused"),
    ],
)
def test_a_decision_of_another_kind_or_outcome_is_refused(
    kind: str, outcome: TaskOutcome, decision: str
) -> None:
    story = at_agency(lawful(kind))
    with pytest.raises(WrongDecision if kind != "petition" else WrongTermination) as refused:
        decide(story, outcome, ground=Ground.OTHER, decision=decision)
    assert refused.value.facts["article"]
    assert not story.appeal.is_closed


@pytest.mark.law("АППК 70(1)")
@pytest.mark.law("АППК 95(1)")
@pytest.mark.parametrize(
    ("kind", "termination", "article"),
    [
        ("application", "already_decided", "АППК 70(1)1"),
        ("application", "court_act", "АППК 70(1)2"),
        ("application", "other_law", "АППК 70(1)5"),
        ("complaint", "suit_pending", "АППК 95(1)5"),
        ("complaint", "court_act", "АППК 95(1)2"),
    ],
)
def test_a_procedure_is_terminated_on_a_ground_of_its_kind(kind: str, termination: str, article: str) -> None:
    decided = the(Decided, terminate(forwarded(kind), termination))
    assert (decided.ground, decided.article) == (termination, article)
    assert decided.decision == {"application": "termination", "complaint": "unconsidered"}[kind]


@pytest.mark.law("АППК 70(1)")
@pytest.mark.parametrize(("kind", "termination"), [("application", "anonymous"), ("message", "court_act")])
def test_a_ground_of_another_kind_is_none(kind: str, termination: str) -> None:
    with pytest.raises(WrongTermination) as refused:
        terminate(at_agency(lawful(kind)), termination)
    assert refused.value.facts["ground"] == termination


def test_a_termination_needs_a_ground() -> None:
    with pytest.raises(GroundRequired):
        terminate(at_agency(lawful()))


@pytest.mark.parametrize("ground", [Ground.ALREADY_DECIDED, Ground.COURT_ACT])
def test_the_grounds_of_everyday_work_are_those_of_the_law_where_they_mean_the_same(ground: Ground) -> None:
    assert the(Decided, terminate(at_agency(lawful()), ground=ground)).ground == ground


def test_and_none_where_they_do_not() -> None:
    with pytest.raises(WrongTermination):
        terminate(at_agency(lawful()), ground=Ground.NO_MEANS)


@pytest.mark.law("АППК 88(1)2")
@pytest.mark.parametrize("termination", ["anonymous", "no_substance", "withdrawn"])
def test_the_simplified_procedure_is_terminated_by_the_head_or_the_deputy(termination: str) -> None:
    story = at_agency(lawful("message"))
    with pytest.raises(WrongOffice) as refused:
        terminate(story, termination)
    assert refused.value.facts["offices"] == "head, deputy"
    assert refused.value.facts["article"].startswith("АППК 88(1)")
    assert the(Decided, terminate(story, termination, by=BODYS_DEPUTY)).ground == termination


@pytest.mark.law("АППК 88(1)1")
def test_what_is_repeated_may_be_so_by_somebody_authorised() -> None:
    authorised = replace(BODYS_HEAD, office=Office.AUTHORISED)
    story = at_agency(lawful("message"))
    assert the(Decided, terminate(story, "repeated", by=authorised)).article == "АППК 88(1)1"


@pytest.mark.law("АППК 88(1)2")
def test_what_tells_of_a_danger_is_not_terminated_for_being_anonymous() -> None:
    story = at_agency(lawful("message"))
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, danger=Danger.CRIME))
    with pytest.raises(DangerFirst):
        terminate(story, "anonymous", by=BODYS_HEAD)


@pytest.mark.law("АППК 70(3)")
@pytest.mark.law("АППК 95(2)")
@pytest.mark.parametrize(
    ("kind", "rule"), [("application", "termination_notice"), ("complaint", "unconsidered_notice")]
)
def test_the_applicant_is_told_of_it_in_three_working_days(kind: str, rule: str) -> None:
    story = forwarded(kind)
    terminate(story, "court_act")
    notice = story.task
    assert (notice.duty, notice.rule) == (Duty.NOTICE, rule)
    assert story.appeal.is_closed
    assert story.due(ClockKind.STEP, notice) == almaty(3, 19, 18, 30)


@pytest.mark.parametrize(("country", "ground"), [("ru", "anonymous"), ("ru", "repeated")])
def test_where_the_law_names_no_decision_of_termination_the_ground_is_all(country: str, ground: str) -> None:
    story = at_agency(lawful("application", country=country))
    assert the(Decided, terminate(story, ground)) == Decided(
        "", {"anonymous": "59-ФЗ, 11(1)", "repeated": "59-ФЗ, 11(5)"}[ground], ground
    )


def test_where_the_law_knows_no_termination_there_is_none() -> None:
    with pytest.raises(WrongTermination):
        terminate(at_agency(lawful("grievance", country="in")), "anonymous")


def test_without_a_law_nothing_is_decided_in_its_terms() -> None:
    story = at_agency()
    assert names(story.complete(OFFICER)) == ["TaskCompleted", "Closed"]
    assert story.appeal.clocks == ()


@pytest.mark.law("АППК 92(1)")
@pytest.mark.law("АППК 92(1-1)")
@pytest.mark.law("АППК 80(5)")
@pytest.mark.parametrize(("remedies", "ends"), [(True, THREE_MONTHS), (False, SIX_MONTHS)])
def test_the_window_is_of_three_months_and_of_six_if_the_act_does_not_tell_how(
    ends: datetime, *, remedies: bool
) -> None:
    story = at_agency(lawful())
    refuse(story, remedies=remedies)
    tell(story)
    assert story.due(ClockKind.WINDOW) == ends
    assert story.wait(ends - MINUTE) == []
    assert story.wait(ends) == [WindowClosed(ends)]
    assert story.appeal.clocks == ()


@pytest.mark.law("АППК 92(1)")
def test_before_2026_it_was_of_three_months_in_any_case() -> None:
    story = at_agency(lawful(day=OF_2021))
    refuse(story, remedies=False)
    tell(story)
    assert story.due(ClockKind.WINDOW) == THREE_MONTHS


@pytest.mark.law("АППК 92(1)")
def test_a_termination_and_an_explanation_may_be_complained_of_too() -> None:
    for decided in (
        terminate(at_agency(lawful()), "court_act"),
        decide(at_agency(lawful()), TaskOutcome.EXPLAINED),
    ):
        assert str(the(e.Closed, decided).window) == "3mo"


def test_help_that_was_granted_leaves_no_window() -> None:
    assert the(e.Closed, decide(at_agency(lawful()), TaskOutcome.RESOLVED)).window is None


def test_what_is_taken_up_again_has_no_window_until_it_is_decided_again() -> None:
    story = at_agency(lawful())
    refuse(story)
    tell(story)
    story.give(c.Reopen(OPERATOR), almaty(3, 30))
    assert story.appeal.clock(ClockKind.WINDOW) is None
    assert story.appeal.legal.decision == ""
    story.claim(OFFICER)
    refuse(story, remedies=False)
    tell(story)
    assert story.due(ClockKind.WINDOW) == almaty(9, 30, 18, 30)


def test_at_the_counter_advice_leaves_no_clock_and_a_no_leaves_the_window() -> None:
    advised, refused = at_reception(lawful()), at_reception(lawful())
    advised.give(c.ResolveHereAndNow(CLERK, TaskOutcome.EXPLAINED))
    assert advised.appeal.clocks == ()
    said = Verdict(remedies=False, exception=ASKED)
    happened = refused.give(c.ResolveHereAndNow(CLERK, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, said))
    assert names(happened) == ["TaskClaimed", "TaskCompleted", "Decided", "Closed"]
    assert [clock.kind for clock in refused.appeal.clocks] == [ClockKind.WINDOW]


def test_the_law_holds_at_the_counter_too() -> None:
    with pytest.raises(WrongOffice):
        at_reception(lawful("message")).give(
            c.ResolveHereAndNow(CLERK, TaskOutcome.TERMINATED, Ground.ANONYMOUS)
        )


@pytest.mark.law("АППК 100(2)")
def test_a_complaint_that_is_sent_back_is_on_somebodys_desk_until_it_has_gone() -> None:
    story = forwarded("complaint")
    decide(story, TaskOutcome.EXPLAINED, decision="sent_back")
    assert story.appeal.is_closed
    tell(story)
    (sending,) = story.appeal.open_tasks
    assert (sending.duty, sending.rule, sending.budget) == (Duty.FILE, "send_back", term("5wd"))
    story.give(c.Claim(OFFICER, sending.id))
    story.give(c.Complete(OFFICER, sending.id, TaskOutcome.ANSWERED))
    assert not story.appeal.open_tasks


@pytest.mark.law("АППК 100(2)")
def test_and_is_escalated_if_nobody_sends_it() -> None:
    story = forwarded("complaint")
    decide(story, TaskOutcome.EXPLAINED, decision="sent_back")
    tell(story)
    assert {"Breached", "Escalated"} <= set(names(story.wait(almaty(3, 31))))


def test_an_outcome_in_which_no_appeal_ends_is_refused_as_that_and_not_for_the_law() -> None:
    story = at_agency(lawful())
    with pytest.raises(WrongOutcome):
        story.complete(OFFICER, TaskOutcome.ANSWERED)
