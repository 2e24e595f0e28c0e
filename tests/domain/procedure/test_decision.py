"""Decision is not outcome: the legal decision, its author, and the time limit for a complaint."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.country.offices import Office
from domain.errors import (
    DangerTakesPrecedence,
    DecisionNotAllowed,
    GroundRequired,
    OfficeNotAuthorised,
    OutcomeNotAllowed,
    TerminationGroundNotAllowed,
)
from domain.events import ComplaintWindowClosed, Decided
from domain.identity.people import Person
from domain.law.vocabulary import Danger, DecisionDetails, HearingException
from domain.state.clock import ClockKind
from domain.state.task import Duty, Ground, TaskOutcome
from tests.support.domain.builders import (
    CLERK,
    MINUTE,
    OFFICER,
    OPERATOR,
    Scenario,
    almaty,
    altered,
    end_of_day,
    event_names,
    held_by_agency,
    only_event,
    parse_term,
    unclaimed_at_reception,
)
from tests.support.domain.statutory_plans import (
    AGENCY_DEPUTY,
    AGENCY_HEAD,
    REGISTERED_2025,
    complete_due_notices,
    statutory_plan,
)

TEXT = UUID(int=9)
ASKED = HearingException.APPLICANT_REQUEST
THREE_MONTHS, SIX_MONTHS = end_of_day(6, 16), end_of_day(9, 16)


def decide(  # noqa: PLR0913 - a decision has that many sides
    story: Scenario,
    outcome: TaskOutcome,
    *,
    by: Person = OFFICER,
    ground: Ground | None = None,
    decision: str = "",
    termination: str = "",
    remedies: bool = True,
) -> list[e.Event]:
    """Decide the appeal, with the legal details that are passed."""
    details = DecisionDetails(decision, termination, remedies, ASKED)
    overrides = by != OFFICER
    return story.handle(c.Complete(by, story.main_task.id, outcome, ground, TEXT, overrides, details))


def refuse(story: Scenario, *, remedies: bool = True) -> list[e.Event]:
    return decide(story, TaskOutcome.REFUSED, ground=Ground.NO_RIGHT, remedies=remedies)


def terminate(
    story: Scenario, termination: str = "", ground: Ground | None = None, by: Person = OFFICER
) -> list[e.Event]:
    return decide(story, TaskOutcome.TERMINATED, ground=ground, termination=termination, by=by)


def forwarded(plan_kind: str) -> Scenario:
    """Return a complaint that the superior body holds."""
    story = held_by_agency(statutory_plan(plan_kind))
    story.appeal = altered(story.appeal, "legal.complaint", is_forwarded=True)
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
        ("complaint", TaskOutcome.REFUSED, "dismissed"),
    ],
)
def test_default_decision_is_used_when_none_is_named(kind: str, outcome: TaskOutcome, usual: str) -> None:
    happened = decide(forwarded(kind), outcome, ground=Ground.NO_RIGHT)
    assert only_event(Decided, happened).decision == usual


@pytest.mark.law("АППК 91(4)")
def test_the_body_complained_of_satisfies_a_complaint_fully_itself() -> None:
    decided = only_event(Decided, decide(held_by_agency(statutory_plan("complaint")), TaskOutcome.RESOLVED))
    assert (decided.decision, decided.article) == ("satisfied", "АППК 91(4)")


def test_decision_event_precedes_closing_and_has_all_details() -> None:
    story = held_by_agency(statutory_plan())
    happened = refuse(story, remedies=False)
    assert event_names(happened) == ["TaskCompleted", "Decided", "Closed", "TaskOpened"]
    assert happened[1] == Decided(
        "burdensome_act", "АППК 77(1)1", remedies_stated=False, hearing_exception=ASKED
    )
    assert (story.appeal.legal.decision.code, story.appeal.legal.decision.remedies_stated) == (
        "burdensome_act",
        False,
    )


def test_help_that_is_granted_is_decided_before_it_has_arrived() -> None:
    assert event_names(decide(held_by_agency(statutory_plan(receipt=True)), TaskOutcome.RESOLVED)) == [
        *("TaskCompleted", "Decided", "HelpGranted", "TaskOpened"),
    ]


def test_named_decision_is_recorded() -> None:
    happened = decide(forwarded("complaint"), TaskOutcome.RESOLVED, decision="performed")
    assert only_event(Decided, happened).article == "АППК 100(1)3"
    happened = decide(held_by_agency(statutory_plan("proposal")), TaskOutcome.EXPLAINED, decision="noted")
    assert only_event(Decided, happened).article == "АППК 89(1)2"


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
    story = held_by_agency(statutory_plan(kind))
    with pytest.raises(DecisionNotAllowed if kind != "petition" else TerminationGroundNotAllowed) as refused:
        decide(story, outcome, ground=Ground.OTHER, decision=decision)
    assert refused.value.details["article"]
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
    decided = only_event(Decided, terminate(forwarded(kind), termination))
    assert (decided.termination_ground, decided.article) == (termination, article)
    assert decided.decision == {"application": "termination", "complaint": "left_unconsidered"}[kind]


@pytest.mark.law("АППК 70(1)")
@pytest.mark.parametrize(("kind", "termination"), [("application", "anonymous"), ("message", "court_act")])
def test_a_ground_of_another_kind_is_none(kind: str, termination: str) -> None:
    with pytest.raises(TerminationGroundNotAllowed) as refused:
        terminate(held_by_agency(statutory_plan(kind)), termination)
    assert refused.value.details["ground"] == termination


def test_a_termination_needs_a_ground() -> None:
    with pytest.raises(GroundRequired):
        terminate(held_by_agency(statutory_plan()))


@pytest.mark.parametrize("ground", [Ground.ALREADY_DECIDED, Ground.COURT_ACT])
def test_working_grounds_map_to_grounds_of_the_law(ground: Ground) -> None:
    assert (
        only_event(Decided, terminate(held_by_agency(statutory_plan()), ground=ground)).termination_ground
        == ground
    )


def test_and_none_where_they_do_not() -> None:
    with pytest.raises(TerminationGroundNotAllowed):
        terminate(held_by_agency(statutory_plan()), ground=Ground.NO_RESOURCES)


@pytest.mark.law("АППК 88(1)2")
@pytest.mark.parametrize("kind", ["message", "proposal", "response", "inquiry"])
@pytest.mark.parametrize("termination", ["anonymous", "no_substance", "withdrawn"])
def test_the_simplified_procedure_is_terminated_by_the_head_or_the_deputy(
    termination: str, kind: str
) -> None:
    story = held_by_agency(statutory_plan(kind))
    with pytest.raises(OfficeNotAuthorised) as refused:
        terminate(story, termination)
    assert refused.value.details["offices"] == "head, deputy"
    assert refused.value.details["article"].startswith("АППК 88(1)")
    assert (
        only_event(Decided, terminate(story, termination, by=AGENCY_DEPUTY)).termination_ground == termination
    )


@pytest.mark.law("АППК 88(1)1")
def test_repeated_appeal_may_be_found_by_authorised_person() -> None:
    authorised = replace(AGENCY_HEAD, office=Office.AUTHORISED)
    story = held_by_agency(statutory_plan("message"))
    assert only_event(Decided, terminate(story, "repeated", by=authorised)).article == "АППК 88(1)1"


@pytest.mark.law("АППК 88(1)2")
def test_anonymous_danger_report_is_not_terminated() -> None:
    story = held_by_agency(statutory_plan("message"))
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, danger=Danger.CRIME))
    with pytest.raises(DangerTakesPrecedence):
        terminate(story, "anonymous", by=AGENCY_HEAD)


@pytest.mark.law("АППК 70(3)")
@pytest.mark.law("АППК 95(2)")
@pytest.mark.parametrize(
    ("kind", "rule"), [("application", "termination_notice"), ("complaint", "unconsidered_notice")]
)
def test_termination_notice_is_owed_within_three_working_days(kind: str, rule: str) -> None:
    story = forwarded(kind)
    terminate(story, "court_act")
    notice = story.task
    assert (notice.duty, notice.rule_id) == (Duty.NOTICE, rule)
    assert story.appeal.is_closed
    assert story.due_at(ClockKind.STEP, notice) == almaty(3, 19, 18, 30)


@pytest.mark.parametrize(("country", "ground"), [("ru", "anonymous"), ("ru", "repeated")])
def test_where_the_law_names_no_decision_of_termination_the_ground_is_all(country: str, ground: str) -> None:
    story = held_by_agency(statutory_plan("application", country=country))
    assert only_event(Decided, terminate(story, ground)) == Decided(
        "", {"anonymous": "59-ФЗ, 11(1)", "repeated": "59-ФЗ, 11(5)"}[ground], ground
    )


def test_where_the_law_knows_no_termination_there_is_none() -> None:
    with pytest.raises(TerminationGroundNotAllowed):
        terminate(held_by_agency(statutory_plan("grievance", country="in")), "anonymous")


def test_without_a_law_nothing_is_decided_in_its_terms() -> None:
    story = held_by_agency()
    assert event_names(story.complete(OFFICER)) == ["TaskCompleted", "Closed"]
    assert story.appeal.clocks == ()


@pytest.mark.law("АППК 92(1)")
@pytest.mark.law("АППК 92(1-1)")
@pytest.mark.law("АППК 80(5)")
@pytest.mark.parametrize(("remedies", "ends"), [(True, THREE_MONTHS), (False, SIX_MONTHS)])
def test_complaint_window_is_three_months_or_six_without_instructions(
    ends: datetime, *, remedies: bool
) -> None:
    story = held_by_agency(statutory_plan())
    refuse(story, remedies=remedies)
    complete_due_notices(story)
    assert story.due_at(ClockKind.COMPLAINT_WINDOW) == ends
    assert story.wait_until(ends - MINUTE) == []
    assert story.wait_until(ends) == [ComplaintWindowClosed(ends)]
    assert story.appeal.clocks == ()


@pytest.mark.law("АППК 92(1)")
def test_before_2026_it_was_of_three_months_in_any_case() -> None:
    story = held_by_agency(statutory_plan(day=REGISTERED_2025))
    refuse(story, remedies=False)
    complete_due_notices(story)
    assert story.due_at(ClockKind.COMPLAINT_WINDOW) == THREE_MONTHS


@pytest.mark.law("АППК 92(1)")
def test_a_termination_and_an_explanation_may_be_complained_of_too() -> None:
    for decided in (
        terminate(held_by_agency(statutory_plan()), "court_act"),
        decide(held_by_agency(statutory_plan()), TaskOutcome.EXPLAINED),
    ):
        assert str(only_event(e.Closed, decided).complaint_window) == "3mo"


def test_help_that_was_granted_leaves_no_window() -> None:
    assert (
        only_event(e.Closed, decide(held_by_agency(statutory_plan()), TaskOutcome.RESOLVED)).complaint_window
        is None
    )


def test_what_is_taken_up_again_has_no_window_until_it_is_decided_again() -> None:
    story = held_by_agency(statutory_plan())
    refuse(story)
    complete_due_notices(story)
    story.handle(c.Reopen(OPERATOR), almaty(3, 30))
    assert story.appeal.clock(ClockKind.COMPLAINT_WINDOW) is None
    assert story.appeal.legal.decision.code == ""
    story.claim(OFFICER)
    refuse(story, remedies=False)
    complete_due_notices(story)
    assert story.due_at(ClockKind.COMPLAINT_WINDOW) == end_of_day(9, 30)


def test_at_the_counter_advice_leaves_no_clock_and_a_no_leaves_the_window() -> None:
    advised, refused = unclaimed_at_reception(statutory_plan()), unclaimed_at_reception(statutory_plan())
    advised.handle(c.ResolveAtIntake(CLERK, TaskOutcome.EXPLAINED))
    assert advised.appeal.clocks == ()
    details = DecisionDetails(remedies_stated=False, hearing_exception=ASKED)
    happened = refused.handle(c.ResolveAtIntake(CLERK, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, details))
    assert event_names(happened) == ["TaskClaimed", "TaskCompleted", "Decided", "Closed"]
    assert [clock.kind for clock in refused.appeal.clocks] == [ClockKind.COMPLAINT_WINDOW]


def test_the_law_holds_at_the_counter_too() -> None:
    with pytest.raises(OfficeNotAuthorised):
        unclaimed_at_reception(statutory_plan("message")).handle(
            c.ResolveAtIntake(CLERK, TaskOutcome.TERMINATED, Ground.ANONYMOUS)
        )


@pytest.mark.law("АППК 100(2)")
def test_complaint_sent_back_stays_a_task_until_forwarded() -> None:
    story = forwarded("complaint")
    decide(story, TaskOutcome.EXPLAINED, decision="remitted")
    assert story.appeal.is_closed
    complete_due_notices(story)
    (sending,) = story.appeal.open_tasks
    assert (sending.duty, sending.rule_id, sending.budget) == (Duty.CASE_FILE, "remittal", parse_term("5wd"))
    story.handle(c.Claim(OFFICER, sending.id))
    story.handle(c.Complete(OFFICER, sending.id, TaskOutcome.ANSWERED))
    assert not story.appeal.open_tasks


@pytest.mark.law("АППК 100(2)")
def test_complaint_sent_back_escalates_if_not_forwarded() -> None:
    story = forwarded("complaint")
    decide(story, TaskOutcome.EXPLAINED, decision="remitted")
    complete_due_notices(story)
    assert {"Breached", "Escalated"} <= set(event_names(story.wait_until(almaty(3, 31))))


def test_impossible_outcome_is_refused_before_the_law_is_checked() -> None:
    story = held_by_agency(statutory_plan())
    with pytest.raises(OutcomeNotAllowed):
        story.complete(OFFICER, TaskOutcome.ANSWERED)
