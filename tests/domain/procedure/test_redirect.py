"""Redirect: to the competent body in three working days; repeated redirects add no time."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.commands import ChangeKind, RecordNotification, Redirect, SplitOff
from domain.errors import (
    NoSender,
    NotASupervisor,
    NotProvidedByLaw,
    RedirectRequired,
    SameAssignee,
    TaskHeldByAnother,
    TermExpired,
)
from domain.events import ApplicantNotified, CompetenceDisputed, Redirected
from domain.identity.people import Group, Person, Role
from domain.law.vocabulary import NotificationMeans
from domain.policy.plan import Step
from domain.state.clock import ClockKind
from domain.state.task import Duty, HandBackReason, Purpose, TaskState
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_GROUP,
    AGENCY_SUPERVISOR,
    CLERK,
    DAY,
    DEMANDS,
    FALLBACK_ORGANISATION,
    HOUR,
    LAWYER,
    MINUTE,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_OFFICER,
    PLAN,
    REGION_HEAD,
    UNRELATED_OFFICER,
    UNRELATED_SUPERVISOR,
    CasePlan,
    Scenario,
    almaty,
    altered,
    awaiting_agency_acceptance,
    event_names,
    held_by_agency,
    held_by_clerk,
    make_plan,
    only_event,
    parse_term,
    person,
)
from tests.support.domain.statutory_plans import (
    AGENCY_DEPUTY,
    REGISTERED_2025,
    REGISTERED_2026,
    SUPERIOR_GROUP,
    keep_claimed_until,
    law_for,
    statutory_plan,
)
from tests.support.scale import scaled

AT_OTHER_AGENCY = Group(OTHER_AGENCY, Role.OFFICER)
POLICE_OFFICER = person(40, "police", Role.OFFICER)
DESK_OFFICER = person(41, FALLBACK_ORGANISATION, Role.OFFICER)
BODIES = [AGENCY, OTHER_AGENCY, "police", "fire-service", "ministry"]
TEXT = UUID(int=5)
TERM_ENDS = almaty(3, 19, 18, 30)  # received on Monday, 16 March
NEXT_MORNING = almaty(3, 20, 9)


def redirect(
    story: Scenario, by: Person = OFFICER, to: str = OTHER_AGENCY, at: datetime | None = None
) -> list[e.Event]:
    """Redirect the appeal as its holder."""
    return story.handle(Redirect(by, story.main_task.id, to, TEXT), at)


def send(story: Scenario, by: Person, to: str, at: datetime | None = None) -> list[e.Event]:
    """Take the appeal in hand and redirect it."""
    story.handle(c.Claim(by, story.main_task.id), at)
    return redirect(story, by, to)


@pytest.mark.law("АППК 65(1)")
def test_redirect_offers_appeal_to_competent_body_and_owes_notice() -> None:
    story = held_by_agency(statutory_plan())
    happened = redirect(story)
    assert event_names(happened) == ["Redirected", "TaskOpened", "TaskOpened"]
    sent, offered, duty = happened
    clock = story.appeal.clock(ClockKind.STATUTE)
    assert sent == Redirected(
        story.appeal.tasks[1].id, AT_OTHER_AGENCY, "АППК 65(1)", text=TEXT, statute_clock=clock
    )
    assert isinstance(offered, e.TaskOpened)
    assert (offered.purpose, offered.step, offered.is_offered) == (Purpose.WORK, Step.AGENCY, True)
    assert isinstance(duty, e.TaskOpened)
    assert (duty.duty, duty.rule_id, duty.group, duty.budget) == (
        Duty.NOTICE,
        "redirect",
        AGENCY_GROUP,
        parse_term("0wd"),
    )
    assert story.main_task.state is TaskState.OFFERED
    assert story.appeal.clock(ClockKind.ACCEPTANCE, story.main_task.id)


@pytest.mark.law("АППК 65(1)")
def test_redirecting_body_still_owes_the_notice() -> None:
    story = held_by_agency(statutory_plan())
    redirect(story)
    notice = story.task
    assert story.appeal.task_due(notice) == almaty(3, 16, 18, 30)
    happened = story.handle(RecordNotification(OFFICER, notice.id, NotificationMeans.SMS, TEXT))
    assert isinstance(happened[-1], ApplicantNotified)


@pytest.mark.law("АППК 76(2)")
@pytest.mark.parametrize(
    ("day", "due"),
    [(REGISTERED_2026, almaty(4, 10, 18, 30)), (REGISTERED_2025, almaty(4, 9, 18, 30))],
    ids=["from the day after", "the day itself counts"],
)
def test_receivers_term_restarts_with_the_receipt(day: date, due: datetime) -> None:
    story = held_by_agency(statutory_plan(day=day))
    redirect(story, at=almaty(3, 17, 12))
    assert story.due_at(ClockKind.STATUTE) == due


@pytest.mark.law("АППК 76(2)")
def test_what_is_received_after_hours_counts_from_the_day_after() -> None:
    story = held_by_agency(statutory_plan())
    redirect(story, at=almaty(3, 17, 22))
    assert story.due_at(ClockKind.STATUTE) == almaty(4, 10, 18, 30)


def test_extensions_waits_and_silence_of_the_body_before_do_not_follow() -> None:
    story = held_by_agency(statutory_plan())
    story.ask_citizen(OFFICER)
    story.answer_information_request()
    story.handle(c.Extend(AGENCY_DEPUTY, parse_term("5wd")))
    assert story.appeal.progress.extensions == 1
    redirect(story)
    assert (story.appeal.progress.extensions, story.appeal.suspension.information_requests) == (0, 0)
    assert story.due_at(ClockKind.STATUTE) == almaty(4, 9, 18, 30)


def test_what_was_asked_beside_the_step_ends_with_it() -> None:
    story = held_by_agency(statutory_plan())
    story.open_side_task(OFFICER)
    side = story.task
    redirect(story)
    assert story.appeal.task(side.id).state is TaskState.CANCELLED


@pytest.mark.law("АППК 65(1)")
def test_the_holder_redirects_until_the_very_end_of_the_third_working_day() -> None:
    story = held_by_agency(statutory_plan())
    keep(story, TERM_ENDS)
    redirect(story)
    assert story.main_task.group == AT_OTHER_AGENCY


@pytest.mark.law("АППК 65(1)")
def test_after_three_working_days_only_those_above_redirect() -> None:
    story = held_by_agency(statutory_plan())
    keep(story, TERM_ENDS + MINUTE)
    with pytest.raises(TermExpired) as late:
        redirect(story)
    assert late.value.details["article"] == "АППК 65(1)"
    command = Redirect(AGENCY_SUPERVISOR, story.main_task.id, OTHER_AGENCY, TEXT, override=True)
    assert only_event(Redirected, story.handle(command)).overridden
    assert story.main_task.group == AT_OTHER_AGENCY


@pytest.mark.law("АППК 65(1)")
def test_the_receivers_three_days_count_from_its_own_receipt() -> None:
    story = held_by_agency(statutory_plan())
    redirect(story, at=almaty(3, 18, 12))
    keep(story, almaty(3, 26, 18, 30), UNRELATED_OFFICER)  # three working days, Nauryz between
    redirect(story, UNRELATED_OFFICER, "police")
    assert story.main_task.group.organisation == "police"


def lapsed(plan: CasePlan) -> Scenario:
    """Return an appeal whose step lapsed from the clerk to the agency."""
    story = held_by_clerk(plan)
    keep_claimed_until(story, CLERK, TERM_ENDS)
    story.wait_until(NEXT_MORNING)
    return story


@pytest.mark.law("АППК 65(1)")
def test_what_lapsed_from_the_counter_has_the_bodys_own_three_days() -> None:
    plan = replace(statutory_plan(), steps=make_plan(lapse="1wd").steps)
    story = lapsed(plan)
    assert (story.main_task.group, story.main_task.opened_at) == (AGENCY_GROUP, NEXT_MORNING)
    ends = almaty(3, 30, 18, 30)  # three working days, Nauryz between
    keep(story, ends)
    part = SplitOff(OFFICER, story.main_task.id, DEMANDS[:1], OTHER_AGENCY, TEXT)
    assert event_names(story.handle(part)) == ["DemandsSplitOff", "TaskOpened"]
    redirect(story)
    assert story.main_task.group == AT_OTHER_AGENCY
    late = lapsed(plan)
    keep(late, ends + MINUTE)
    with pytest.raises(TermExpired) as refused:
        redirect(late)
    assert refused.value.details["ended"] == ends.astimezone(UTC).isoformat()


@pytest.mark.law("АППК 65(1)")
def test_kind_change_and_return_add_no_days() -> None:
    story = held_by_agency(statutory_plan())
    story.refer(OFFICER, Step.SPECIALIST)
    story.claim(LAWYER)
    keep_claimed_until(story, LAWYER, TERM_ENDS)
    story.handle(c.Return(LAWYER, story.main_task.id, HandBackReason.NOT_COMPETENT))
    story.claim(OFFICER)
    story.handle(ChangeKind(OFFICER, law_for("complaint"), TEXT, AGENCY, SUPERIOR_GROUP), TERM_ENDS + MINUTE)
    with pytest.raises(TermExpired):
        redirect(story)


@pytest.mark.law("АППК 65(1)")
def test_who_had_it_before_gets_no_new_days_by_what_the_queue_decides() -> None:
    story = held_by_agency(statutory_plan())
    redirect(story, at=almaty(3, 17))
    send(story, UNRELATED_OFFICER, AGENCY, almaty(3, 18))
    send(story, DESK_OFFICER, AGENCY, TERM_ENDS)
    story.claim(OFFICER)
    with pytest.raises(TermExpired) as refused:
        redirect(story, to="police", at=TERM_ENDS + MINUTE)
    assert refused.value.details["ended"] == TERM_ENDS.astimezone(UTC).isoformat()
    story.handle(Redirect(AGENCY_SUPERVISOR, story.main_task.id, "police", TEXT, override=True))


@pytest.mark.law("АППК 65(1)")
def test_inactive_body_cannot_redirect_after_fallback_queue() -> None:
    story = awaiting_agency_acceptance(statutory_plan())
    story.wait_until(almaty(3, 26))
    send(story, DESK_OFFICER, AGENCY)
    story.claim(OFFICER)
    with pytest.raises(TermExpired):
        redirect(story)


def test_only_holder_or_superior_redirects() -> None:
    story = held_by_agency(statutory_plan())
    with pytest.raises(TaskHeldByAnother):
        redirect(story, person(42, AGENCY, Role.OFFICER))
    with pytest.raises(NotASupervisor):
        story.handle(Redirect(UNRELATED_SUPERVISOR, story.main_task.id, "police", TEXT, override=True))


def test_a_body_does_not_redirect_to_itself() -> None:
    with pytest.raises(SameAssignee) as refused:
        redirect(held_by_agency(statutory_plan()), to=AGENCY)
    assert refused.value.details["article"] == "АППК 65(1)"


def test_redirected_appeal_is_never_returned_to_sender() -> None:
    story = held_by_agency(statutory_plan())
    redirect(story)
    with pytest.raises(NoSender):
        story.handle(c.Decline(UNRELATED_OFFICER, story.main_task.id, HandBackReason.NOT_COMPETENT))


def test_at_the_counter_too_an_appeal_is_redirected() -> None:
    story = held_by_clerk(statutory_plan())
    redirect(story, CLERK)
    assert story.main_task.step is Step.AGENCY


def test_without_a_law_or_where_it_knows_no_redirect_there_is_none() -> None:
    with pytest.raises(NotProvidedByLaw):
        redirect(held_by_agency())
    with pytest.raises(NotProvidedByLaw) as refused:
        redirect(held_by_agency(statutory_plan("grievance", country="in")))
    assert refused.value.details["rule"] == "redirect"


def test_russian_law_redirects_within_seven_days_of_registration() -> None:
    story = held_by_agency(statutory_plan(country="ru"))
    keep(story, almaty(3, 23, 18, 30))
    redirect(story)
    assert only_event(Redirected, story.events).article == "59-ФЗ, 8(3)"


@pytest.mark.law("АППК 65(1)")
def test_referral_to_another_agency_owes_redirect_notice() -> None:
    story = held_by_agency(statutory_plan())
    due = story.due_at(ClockKind.STATUTE)
    story.refer(OFFICER, Step.AGENCY, OTHER_AGENCY)
    owed = [(task.group, task.duty, task.rule_id) for task in story.appeal.open_tasks if task.duty]
    assert owed == [(AGENCY_GROUP, Duty.NOTICE, "redirect")]
    assert story.due_at(ClockKind.STATUTE) == due
    late = held_by_agency(statutory_plan())
    keep(late, TERM_ENDS + MINUTE)
    with pytest.raises(TermExpired) as refused:
        late.refer(OFFICER, Step.AGENCY, OTHER_AGENCY)
    assert refused.value.details["article"] == "АППК 65(1)"


@pytest.mark.law("АППК 65(1)")
@pytest.mark.parametrize("by", [AGENCY_SUPERVISOR, REGION_HEAD, OPERATOR])
def test_agency_work_moves_to_another_body_only_by_redirect(by: Person) -> None:
    story = held_by_agency(statutory_plan())
    for holder in (None, UNRELATED_OFFICER.id):
        with pytest.raises(RedirectRequired) as refused:
            story.handle(c.Reassign(by, story.main_task.id, AT_OTHER_AGENCY, holder))
        assert refused.value.details == {"article": "АППК 65(1)"}
    story.handle(Redirect(by, story.main_task.id, OTHER_AGENCY, TEXT, override=True))
    assert story.main_task.group == AT_OTHER_AGENCY
    assert [task.rule_id for task in story.appeal.open_tasks if task.duty] == ["redirect"]


def test_reassigning_inside_an_organisation_owes_no_notice() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Reassign(AGENCY_SUPERVISOR, story.main_task.id, AGENCY_GROUP, OTHER_OFFICER.id))
    assert (story.main_task.holder, len(story.appeal.open_tasks)) == (OTHER_OFFICER.id, 1)


def test_side_tasks_and_counter_tasks_are_reassigned_freely() -> None:
    story = held_by_agency(statutory_plan())
    story.open_side_task(OFFICER)
    side = story.task
    story.handle(c.Reassign(OPERATOR, side.id, AT_OTHER_AGENCY))
    assert story.appeal.task(side.id).group == AT_OTHER_AGENCY
    counter = held_by_clerk(statutory_plan())
    counter.handle(c.Reassign(OPERATOR, counter.main_task.id, AT_OTHER_AGENCY))
    assert counter.main_task.group == AT_OTHER_AGENCY


def test_laws_with_redirect_forbid_reassigning_to_another_body() -> None:
    story = held_by_agency(statutory_plan(country="ru"))
    with pytest.raises(RedirectRequired):
        story.handle(c.Reassign(OPERATOR, story.main_task.id, AT_OTHER_AGENCY))


@pytest.mark.parametrize("plan", [PLAN, statutory_plan("grievance", country="in")], ids=["none", "in"])
def test_where_no_law_knows_a_redirect_work_is_reassigned_to_another_body(plan: CasePlan) -> None:
    story = held_by_agency(plan)
    story.handle(c.Reassign(OPERATOR, story.main_task.id, AT_OTHER_AGENCY))
    assert story.main_task.group == AT_OTHER_AGENCY


@pytest.mark.law("АППК 99")
@pytest.mark.parametrize("kind", ["complaint", "notary_inquiry"])
def test_term_counted_from_registration_survives_redirect(kind: str) -> None:
    story = held_by_agency(statutory_plan(kind))
    due = story.due_at(ClockKind.STATUTE)
    happened = redirect(story, at=almaty(3, 18))
    assert not only_event(Redirected, happened).restarts_term
    assert "CompetenceDisputed" not in event_names(happened)
    assert story.due_at(ClockKind.STATUTE) == due


def test_a_redirect_back_is_a_dispute_that_the_fallback_queue_decides() -> None:
    story = held_by_agency(statutory_plan())
    redirect(story, at=almaty(3, 17))
    due = story.due_at(ClockKind.STATUTE)
    happened = send(story, UNRELATED_OFFICER, AGENCY, almaty(3, 18))
    assert event_names(happened) == ["CompetenceDisputed", "Redirected", "TaskOpened"]
    assert only_event(CompetenceDisputed, happened).bodies == (AGENCY, OTHER_AGENCY, AGENCY)
    assert story.main_task.group == Group(FALLBACK_ORGANISATION, Role.OFFICER)
    assert story.main_task.state is TaskState.READY
    assert story.appeal.progress.needs_attention
    assert story.due_at(ClockKind.STATUTE) == due


def test_third_redirect_is_a_dispute_for_any_receiver() -> None:
    story = held_by_agency(statutory_plan())
    redirect(story)
    send(story, UNRELATED_OFFICER, "police")
    due = story.due_at(ClockKind.STATUTE)
    happened = send(story, POLICE_OFFICER, "fire-service", almaty(3, 17))
    assert "CompetenceDisputed" in event_names(happened)
    assert story.main_task.group.organisation == FALLBACK_ORGANISATION
    assert story.due_at(ClockKind.STATUTE) == due


def test_dispute_decision_is_final_and_adds_no_time_for_previous_body() -> None:
    story = held_by_agency(statutory_plan())
    due = story.due_at(ClockKind.STATUTE)
    redirect(story, at=almaty(3, 17))
    send(story, UNRELATED_OFFICER, AGENCY, almaty(3, 18))
    happened = send(story, DESK_OFFICER, AGENCY, almaty(4, 6))  # its own three days do not matter
    assert event_names(happened) == ["Redirected", "TaskOpened", "TaskOpened"]
    assert story.main_task.group == AGENCY_GROUP
    assert story.due_at(ClockKind.STATUTE) == due


@pytest.mark.law("АППК 76(2)")
def test_body_gains_no_time_when_fallback_queue_returns_appeal() -> None:
    story = awaiting_agency_acceptance(statutory_plan())
    due = story.due_at(ClockKind.STATUTE)
    story.wait_until(almaty(3, 26))
    assert story.main_task.group == Group(FALLBACK_ORGANISATION, Role.OFFICER)
    assert not only_event(Redirected, send(story, DESK_OFFICER, AGENCY)).restarts_term
    assert (story.main_task.group, story.due_at(ClockKind.STATUTE)) == (AGENCY_GROUP, due)


@pytest.mark.law("АППК 76(2)")
def test_a_body_that_the_fallback_queue_finds_has_its_own_whole_term() -> None:
    story = held_by_agency(statutory_plan())
    redirect(story, at=almaty(3, 17))
    send(story, UNRELATED_OFFICER, AGENCY, almaty(3, 18))
    send(story, DESK_OFFICER, "police", almaty(3, 19))
    assert story.due_at(ClockKind.STATUTE) == almaty(4, 14, 18, 30)


def test_redirect_of_anonymous_appeal_owes_no_notice() -> None:
    story = held_by_agency(statutory_plan())
    story.appeal = altered(story.appeal, "origin", anonymous=True)
    assert event_names(redirect(story)) == ["Redirected", "TaskOpened"]


def keep(story: Scenario, until: datetime, by: Person = OFFICER) -> None:
    """Let time pass while the holder shows signs of life, so that the task stays in hand."""
    while story.now < until:
        story.wait_until(min(story.now + DAY, until))
        story.claim(by)


@settings(max_examples=scaled(80, 800))
@given(st.lists(st.tuples(st.sampled_from(BODIES), st.integers(0, 20)), min_size=1, max_size=8))
def test_a_redirect_never_gains_time_for_a_body_that_had_it(moves: list[tuple[str, int]]) -> None:
    story = held_by_agency(statutory_plan())
    dues = {AGENCY: story.due_at(ClockKind.STATUTE)}
    for to, hours in moves:
        before, had_by = story.due_at(ClockKind.STATUTE), story.main_task.group.organisation
        with suppress(SameAssignee):
            story.handle(Redirect(OPERATOR, story.main_task.id, to, override=True), story.now + hours * HOUR)
        has, due = story.main_task.group.organisation, story.due_at(ClockKind.STATUTE)
        if has in dues and has != FALLBACK_ORGANISATION:
            assert due == dues[has]
        if has in {FALLBACK_ORGANISATION, had_by}:
            assert due == before
        dues.setdefault(has, due)


@pytest.mark.law("АППК 65(1)")
def test_notice_of_a_redirect_had_three_days_more() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Redirect(OFFICER, story.main_task.id, OTHER_AGENCY, TEXT), almaty(3, 16, 18))
    assert (story.task.duty, story.task.rule_id) == (Duty.NOTICE, "redirect")
    assert story.due_at(ClockKind.STEP, story.task) == almaty(3, 16, 18, 30)
