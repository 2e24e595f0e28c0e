"""Hearing: a burdensome act waits until the applicant could be heard, and for nothing else."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.decide.allowed import allowed_verbs
from domain.errors import (
    HearingRequired,
    NotAllowedForPurpose,
    NotAnnouncedYet,
    NotProvidedByLaw,
    NotTheHolder,
    ReasonsRequired,
    TooEarly,
)
from domain.events import (
    Decided,
    HearingHeld,
    HearingProtocolSigned,
    HearingRequested,
    ObjectionSubmitted,
    PreliminaryDecisionAnnounced,
    ProtocolRemarksSubmitted,
)
from domain.identity.people import Person
from domain.law.applicable_law import Law
from domain.law.vocabulary import DecisionDetails, HearingException, NotificationMeans
from domain.rules.lifecycle import Verb
from domain.state.clock import ClockKind
from domain.state.task import Duty, Ground, TaskOutcome
from tests.support.domain.builders import (
    CITIZEN,
    HOUR,
    INTEGRATOR,
    LAWYER,
    MINUTE,
    MONDAY,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    UNRELATED_OFFICER,
    Scenario,
    almaty,
    altered,
    end_of_day,
    event_names,
    held_by_agency,
    only_event,
    parse_term,
)
from tests.support.domain.statutory_plans import (
    REGISTERED_2025,
    REGISTERED_2026,
    keep_claimed_until,
    law_for,
    statutory_plan,
)

TEXT = UUID(int=5)
EARLIEST = almaty(3, 19, 18, 30)  # three whole working days after Monday
OBJECTION_ENDS = end_of_day(3, 18)


def announced_and_notified(kind: str = "application") -> Scenario:
    """Return an appeal whose applicant was notified of the preliminary decision on Monday."""
    story = held_by_agency(statutory_plan(kind))
    if kind == "complaint":
        story.appeal = altered(story.appeal, "legal.complaint", is_forwarded=True)
    story.handle(c.AnnouncePreliminaryDecision(OFFICER, story.main_task.id, TEXT))
    return notified(story)


def notified(story: Scenario) -> Scenario:
    """Record the notice to the applicant, with proof, and return the story."""
    story.handle(c.RecordNotification(INTEGRATOR, story.task.id, NotificationMeans.SMS))
    return story


def refuse(story: Scenario, exception: HearingException | None = None, by: Person = OFFICER) -> list[e.Event]:
    """Make a burdensome act."""
    details = DecisionDetails(hearing_exception=exception)
    return story.handle(
        c.Complete(
            by, story.main_task.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, decision_details=details
        )
    )


@pytest.mark.law("АППК 73(1)")
def test_no_burdensome_act_without_a_preliminary_decision() -> None:
    story = held_by_agency(statutory_plan())
    with pytest.raises(HearingRequired) as refused:
        refuse(story)
    assert refused.value.details == {"article": "АППК 73(1)"}
    assert not story.appeal.is_closed


@pytest.mark.law("АППК 73(1)")
@pytest.mark.parametrize("kind", ["application", "complaint"])
def test_the_act_comes_no_sooner_than_three_working_days_after_it(kind: str) -> None:
    story = announced_and_notified(kind)
    assert only_event(PreliminaryDecisionAnnounced, story.events).earliest_decision_at == EARLIEST
    keep_claimed_until(story, OFFICER, EARLIEST - MINUTE)
    with pytest.raises(TooEarly) as refused:
        refuse(story)
    assert refused.value.details["article"] == "АППК 73(1)"
    assert datetime.fromisoformat(refused.value.details["earliest_decision_at"]) == EARLIEST
    keep_claimed_until(story, OFFICER, EARLIEST)
    assert only_event(Decided, refuse(story)).hearing_exception is None


@given(st.datetimes(MONDAY.replace(tzinfo=None), datetime(2026, 3, 30)))  # noqa: DTZ001 - Almaty's wall
def test_never_is_an_act_earlier_than_its_moment(at: datetime) -> None:
    story, now = announced_and_notified(), at.replace(tzinfo=MONDAY.tzinfo)
    keep_claimed_until(story, OFFICER, now)
    try:
        refuse(story)
    except TooEarly:
        assert now < EARLIEST
    else:
        assert now >= EARLIEST


@pytest.mark.law("АППК 73(1)")
def test_preliminary_decision_is_notified_with_proof() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.AnnouncePreliminaryDecision(OFFICER, story.main_task.id, TEXT))
    notice = next(task for task in story.appeal.tasks if task.duty is Duty.NOTICE)
    assert (notice.rule_id, story.due_at(ClockKind.STEP, notice)) == ("hearing", EARLIEST)


def test_nothing_of_it_moves_the_statute_clock() -> None:
    story = held_by_agency(statutory_plan())
    due = story.due_at(ClockKind.STATUTE)
    story.handle(c.AnnouncePreliminaryDecision(OFFICER, story.main_task.id))
    story.handle(c.RequestHearing(CITIZEN))
    story.handle(c.RecordHearing(OFFICER, story.main_task.id))
    assert story.due_at(ClockKind.STATUTE) == due


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize(
    "exception",
    [
        HearingException.URGENT_PROTECTION,
        HearingException.APPLICANT_REQUEST,
        HearingException.AUTOMATED,
        HearingException.OTHER_LAW,
    ],
)
def test_an_exception_of_the_law_is_kept_with_the_act(exception: HearingException) -> None:
    assert (
        only_event(Decided, refuse(held_by_agency(statutory_plan()), exception)).hearing_exception
        is exception
    )


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize(
    "exception",
    [HearingException.FAVOURABLE, HearingException.SIMPLIFIED, HearingException.SHORT_TERM],
)
def test_an_exception_that_does_not_fit_is_none(exception: HearingException) -> None:
    with pytest.raises(HearingRequired):
        refuse(held_by_agency(statutory_plan()), exception)


@pytest.mark.law("АППК 73(2)")
def test_a_term_of_less_than_five_days_is_too_short_for_a_hearing() -> None:
    plan = statutory_plan()
    short = replace(plan.law, term=replace(plan.law.term, term=parse_term("4wd")))
    story = held_by_agency(replace(plan, law=short))
    assert (
        only_event(Decided, refuse(story, HearingException.SHORT_TERM)).hearing_exception
        is HearingException.SHORT_TERM
    )


REASONED = [
    HearingException.URGENT_PROTECTION,
    HearingException.APPLICANT_REQUEST,
    HearingException.AUTOMATED,
    HearingException.OTHER_LAW,
]


def unreasoned(exception: HearingException, law: Law | None = None) -> None:
    """Make a burdensome act without a word, by an *exception*."""
    plan = statutory_plan()
    story = held_by_agency(replace(plan, law=law or plan.law))
    details = DecisionDetails(hearing_exception=exception)
    story.handle(
        c.Complete(
            OFFICER, story.main_task.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, decision_details=details
        )
    )


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize("exception", REASONED)
def test_hearing_exception_requires_reasons_in_the_act(exception: HearingException) -> None:
    with pytest.raises(ReasonsRequired) as refused:
        unreasoned(exception)
    assert refused.value.details == {"exception": exception, "article": "АППК 73(2)"}


def test_earlier_appeal_requires_reasons_for_urgency_only() -> None:
    law = law_for()
    before = replace(law, rules=tuple(each for each in law.rules if each.rule_id != "hearing_exceptions"))
    with pytest.raises(HearingRequired):
        unreasoned(HearingException.URGENT_PROTECTION, before)
    for exception in REASONED[1:]:
        unreasoned(exception, before)


@pytest.mark.law("АППК 73(2)")
def test_favourable_act_needs_no_hearing() -> None:
    story = held_by_agency(statutory_plan())
    assert only_event(Decided, story.complete(OFFICER)).hearing_exception is HearingException.FAVOURABLE


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize("kind", ["message", "proposal", "response", "inquiry"])
def test_simplified_procedure_needs_no_hearing(kind: str) -> None:
    assert (
        only_event(Decided, refuse(held_by_agency(statutory_plan(kind)))).hearing_exception
        is HearingException.SIMPLIFIED
    )


@pytest.mark.law("АППК 73(1)")
def test_before_a_complaint_is_left_unsatisfied_the_applicant_is_heard() -> None:
    story = held_by_agency(statutory_plan("complaint"))
    story.appeal = altered(story.appeal, "legal.complaint", is_forwarded=True)
    with pytest.raises(HearingRequired):
        refuse(story)


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize("day", [REGISTERED_2026, REGISTERED_2025])
def test_sending_complaint_back_needs_no_hearing(
    day: date,
) -> None:
    story = held_by_agency(statutory_plan("complaint", day))
    story.appeal = altered(story.appeal, "legal.complaint", is_forwarded=True)
    details = DecisionDetails("remitted")
    happened = story.handle(
        c.Complete(OFFICER, story.main_task.id, TaskOutcome.EXPLAINED, None, TEXT, decision_details=details)
    )
    assert only_event(Decided, happened).hearing_exception is HearingException.FAVOURABLE


def test_it_was_so_before_2026_too() -> None:
    with pytest.raises(HearingRequired):
        refuse(held_by_agency(statutory_plan(day=REGISTERED_2025)))


@pytest.mark.law("АППК 73(3)")
@pytest.mark.parametrize(
    ("at", "in_time"), [(almaty(3, 18, 22), True), (OBJECTION_ENDS, True), (almaty(3, 19, 0), False)]
)
def test_objection_after_closing_on_the_last_day_counted_as_late(at: datetime, *, in_time: bool) -> None:
    story = announced_and_notified()
    keep_claimed_until(story, OFFICER, at)
    assert only_event(
        ObjectionSubmitted, story.handle(c.SubmitObjection(CITIZEN, TEXT))
    ) == ObjectionSubmitted(in_time, TEXT)


@pytest.mark.law("АППК 73(3)")
def test_silence_of_the_applicant_blocks_nothing() -> None:
    story = announced_and_notified()
    keep_claimed_until(story, OFFICER, EARLIEST)
    assert "Closed" in event_names(refuse(story))


@pytest.mark.law("АППК 73(3)")
def test_a_hearing_asked_for_in_time_is_held_before_the_act() -> None:
    story = announced_and_notified()
    keep_claimed_until(story, OFFICER, almaty(3, 18, 20))
    assert only_event(HearingRequested, story.handle(c.RequestHearing(CITIZEN))).is_in_time
    keep_claimed_until(story, OFFICER, EARLIEST)
    with pytest.raises(HearingRequired) as refused:
        refuse(story)
    assert refused.value.details == {"article": "АППК 73(3)"}
    story.handle(c.RecordHearing(OFFICER, story.main_task.id))
    assert "Closed" in event_names(refuse(story))


@pytest.mark.law("АППК 73(3)")
def test_one_asked_for_late_is_kept_and_blocks_nothing() -> None:
    story = announced_and_notified()
    keep_claimed_until(story, OFFICER, OBJECTION_ENDS + MINUTE)
    assert not only_event(HearingRequested, story.handle(c.RequestHearing(CITIZEN))).is_in_time
    keep_claimed_until(story, OFFICER, EARLIEST)
    assert "Closed" in event_names(refuse(story))


@pytest.mark.law("АППК 74(4)")
def test_the_protocol_of_a_hearing_is_signed_in_two_days() -> None:
    story = announced_and_notified()
    held = story.handle(c.RecordHearing(OFFICER, story.main_task.id, TEXT))
    assert event_names(held) == ["HearingHeld", "TaskOpened"]
    assert only_event(HearingHeld, held).text == TEXT
    protocol = story.task
    assert (protocol.duty, protocol.rule_id) == (Duty.HEARING_PROTOCOL, "hearing_protocol")
    assert story.due_at(ClockKind.STEP, protocol) == almaty(3, 18, 18, 30)
    signed = story.handle(c.SignHearingProtocol(OFFICER, protocol.id, TEXT))
    assert only_event(HearingProtocolSigned, signed) == HearingProtocolSigned(protocol.id, TEXT)
    assert not story.appeal.task(protocol.id).is_open


@pytest.mark.law("АППК 74(4)")
def test_unsigned_protocol_is_late_even_after_closing() -> None:
    story = announced_and_notified()
    keep_claimed_until(story, OFFICER, EARLIEST)
    story.handle(c.RecordHearing(OFFICER, story.main_task.id))
    protocol = story.task
    refuse(story)
    late = story.wait_until(almaty(3, 26, 18, 31))
    breached = {(each.clock, each.task) for each in late if isinstance(each, e.Breached)}
    assert (ClockKind.STEP, protocol.id) in breached
    story.handle(c.SignHearingProtocol(OPERATOR, protocol.id, TEXT))


@pytest.mark.law("АППК 74(6)")
@pytest.mark.parametrize(("at", "in_time"), [(end_of_day(3, 19), True), (almaty(3, 20, 0), False)])
def test_remarks_on_it_are_in_time_for_three_days(at: datetime, *, in_time: bool) -> None:
    story = announced_and_notified()
    story.handle(c.RecordHearing(OFFICER, story.main_task.id))
    story.handle(c.SignHearingProtocol(OFFICER, story.task.id, TEXT))
    story.wait_until(at)
    assert (
        only_event(ProtocolRemarksSubmitted, story.handle(c.SubmitProtocolRemarks(CITIZEN, TEXT))).is_in_time
        is in_time
    )


@pytest.mark.parametrize("act", [c.SubmitObjection, c.RequestHearing, c.SubmitProtocolRemarks])
def test_objection_needs_a_notified_preliminary_decision(
    act: type[c.SubmitObjection | c.RequestHearing | c.SubmitProtocolRemarks],
) -> None:
    with pytest.raises(NotAnnouncedYet):
        held_by_agency(statutory_plan()).handle(act(CITIZEN))


def test_hearing_needs_a_notified_preliminary_decision() -> None:
    story = held_by_agency(statutory_plan())
    assert Verb.RECORD_HEARING not in allowed_verbs(story.appeal, story.main_task, OFFICER)
    with pytest.raises(NotAnnouncedYet) as refused:
        story.handle(c.RecordHearing(OFFICER, story.main_task.id))
    assert refused.value.details == {"article": "АППК 73(1)"}
    story.handle(c.AnnouncePreliminaryDecision(OFFICER, story.main_task.id, TEXT))
    assert Verb.RECORD_HEARING in allowed_verbs(story.appeal, story.main_task, OFFICER)


def test_no_hearing_is_recorded_on_what_is_no_work_of_the_main_path() -> None:
    story = held_by_agency(statutory_plan())
    story.open_side_task(OFFICER)
    story.claim(LAWYER, story.task)
    with pytest.raises(NotAllowedForPurpose):
        story.handle(c.RecordHearing(LAWYER, story.task.id))


def test_only_holder_announces_decision_and_records_hearing() -> None:
    story = announced_and_notified()
    for command in (c.AnnouncePreliminaryDecision, c.RecordHearing):
        with pytest.raises(NotTheHolder):
            story.handle(command(UNRELATED_OFFICER, story.main_task.id))


def test_another_preliminary_decision_is_another_three_days() -> None:
    story = announced_and_notified()
    story.handle(c.RequestHearing(CITIZEN))
    again = almaty(3, 17, 10)
    keep_claimed_until(story, OFFICER, again)
    story.handle(c.AnnouncePreliminaryDecision(OFFICER, story.main_task.id))
    notified(story)
    keep_claimed_until(story, OFFICER, EARLIEST + HOUR)
    with pytest.raises(TooEarly):
        refuse(story)
    keep_claimed_until(story, OFFICER, almaty(3, 20, 18, 30))
    story.handle(c.RecordHearing(OFFICER, story.main_task.id))
    assert "Closed" in event_names(refuse(story))


@pytest.mark.law("АППК 73(3)")
def test_requested_hearing_survives_new_preliminary_decision() -> None:
    story = announced_and_notified()
    story.handle(c.RequestHearing(CITIZEN))
    story.handle(c.AnnouncePreliminaryDecision(OFFICER, story.main_task.id))
    keep_claimed_until(notified(story), OFFICER, EARLIEST)
    with pytest.raises(HearingRequired):
        refuse(story)


@pytest.mark.law("АППК 73(1)")
def test_no_act_before_preliminary_decision_was_notified() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.AnnouncePreliminaryDecision(OFFICER, story.main_task.id))
    keep_claimed_until(story, OFFICER, EARLIEST)
    with pytest.raises(HearingRequired) as refused:
        refuse(story)
    assert refused.value.details == {"article": "АППК 73(1)"}


@pytest.mark.law("АППК 73(1)")
@pytest.mark.law("АППК 73(3)")
def test_its_three_days_and_the_two_to_object_count_from_the_notice() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.AnnouncePreliminaryDecision(OFFICER, story.main_task.id))
    keep_claimed_until(story, OFFICER, almaty(3, 18, 10))
    notified(story)
    assert only_event(
        ObjectionSubmitted, story.handle(c.SubmitObjection(CITIZEN, TEXT), almaty(3, 20, 18, 30))
    ).is_in_time
    story.claim(OFFICER)
    with pytest.raises(TooEarly):
        refuse(story)
    keep_claimed_until(story, OFFICER, almaty(3, 26, 18, 30))  # Nauryz lies between
    assert "Closed" in event_names(refuse(story))


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize(
    "exception",
    [HearingException.APPLICANT_REQUEST, HearingException.AUTOMATED, HearingException.OTHER_LAW],
)
def test_timely_hearing_request_outranks_any_exception(
    exception: HearingException,
) -> None:
    story = announced_and_notified()
    story.handle(c.RequestHearing(CITIZEN))
    keep_claimed_until(story, OFFICER, EARLIEST)
    with pytest.raises(HearingRequired) as refused:
        refuse(story, exception)
    assert refused.value.details == {"article": "АППК 73(3)"}
    story.handle(c.RecordHearing(OFFICER, story.main_task.id))
    assert only_event(Decided, refuse(story, exception)).hearing_exception is exception


@pytest.mark.law("АППК 73(2)")
def test_urgent_protection_does_not_wait_for_the_hearing() -> None:
    story = announced_and_notified()
    story.handle(c.RequestHearing(CITIZEN))
    urgent = HearingException.URGENT_PROTECTION
    assert only_event(Decided, refuse(story, urgent)).hearing_exception is urgent


def test_what_is_taken_up_again_is_heard_again() -> None:
    story = announced_and_notified()
    keep_claimed_until(story, OFFICER, EARLIEST)
    refuse(story)
    story.handle(c.Reopen(OPERATOR))
    story.claim(OFFICER)
    with pytest.raises(HearingRequired):
        refuse(story)


def test_preliminary_decision_needs_a_law() -> None:
    story = held_by_agency()
    with pytest.raises(NotProvidedByLaw):
        story.handle(c.AnnouncePreliminaryDecision(OFFICER, story.main_task.id))


def test_another_body_hears_the_applicant_itself() -> None:
    story = announced_and_notified()
    story.handle(c.Redirect(OFFICER, story.main_task.id, OTHER_AGENCY))
    story.claim(UNRELATED_OFFICER)
    keep_claimed_until(story, UNRELATED_OFFICER, EARLIEST)
    with pytest.raises(HearingRequired):
        refuse(story, by=UNRELATED_OFFICER)


@pytest.mark.law("АППК 73(3)")
@pytest.mark.parametrize("given", [True, False])
def test_objection_to_previous_body_is_kept_and_blocks_nothing(*, given: bool) -> None:
    story = announced_and_notified() if given else held_by_agency(statutory_plan())
    if not given:
        story.handle(c.AnnouncePreliminaryDecision(OFFICER, story.main_task.id, TEXT))
    story.handle(c.Redirect(OFFICER, story.main_task.id, OTHER_AGENCY))
    assert only_event(
        ObjectionSubmitted, story.handle(c.SubmitObjection(CITIZEN, TEXT))
    ) == ObjectionSubmitted(is_in_time=False, text=TEXT)
    assert not only_event(HearingRequested, story.handle(c.RequestHearing(CITIZEN))).is_in_time
    story.claim(UNRELATED_OFFICER)
    story.handle(c.AnnouncePreliminaryDecision(UNRELATED_OFFICER, story.main_task.id, TEXT))
    keep_claimed_until(notified(story), UNRELATED_OFFICER, EARLIEST)
    assert "Closed" in event_names(refuse(story, by=UNRELATED_OFFICER))


def test_so_are_remarks_on_a_protocol_that_was_signed_before_a_redirect() -> None:
    story = announced_and_notified()
    story.handle(c.RecordHearing(OFFICER, story.main_task.id))
    protocol = story.task
    story.handle(c.Redirect(OFFICER, story.main_task.id, OTHER_AGENCY))
    with pytest.raises(NotAnnouncedYet):
        story.handle(c.SubmitProtocolRemarks(CITIZEN, TEXT))
    story.handle(c.SignHearingProtocol(OFFICER, protocol.id, TEXT))
    assert only_event(
        ProtocolRemarksSubmitted, story.handle(c.SubmitProtocolRemarks(CITIZEN, TEXT))
    ).is_in_time
    story.handle(c.Redirect(OPERATOR, story.main_task.id, "police", override=True))
    assert not only_event(
        ProtocolRemarksSubmitted, story.handle(c.SubmitProtocolRemarks(CITIZEN, TEXT))
    ).is_in_time
