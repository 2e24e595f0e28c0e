"""Redirect: to the competent body in three working days; going back and forth gains nobody time."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.commands import ChangeKind, Notify, Redirect, RedirectPart
from domain.errors import (
    NotASupervisor,
    NothingToReturnTo,
    NotInLaw,
    RedirectInstead,
    SameReceiver,
    TaskHeldByAnother,
    TooLate,
)
from domain.events import ApplicantNotified, CompetenceDisputed, Redirected
from domain.identity.people import Group, Person, Role
from domain.law.vocabulary import Means
from domain.policy.plan import Plan, Step
from domain.state.clock import ClockKind
from domain.state.task import Duty, HandBackReason, Purpose, TaskState
from tests.domain.builders import (
    AGENCY,
    AT_AGENCY,
    CLERK,
    DAY,
    DEMANDS,
    DESK,
    HEAD,
    HOUR,
    LAWYER,
    MINUTE,
    OFFICER,
    OFFICERS_BOSS,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_OFFICER,
    PLAN,
    STRANGE_BOSS,
    STRANGE_OFFICER,
    Story,
    a_plan,
    almaty,
    at_agency,
    in_hand,
    names,
    person,
    term,
    the,
)
from tests.domain.lawful import BODYS_DEPUTY, OF_2021, OF_2026, SUPERIOR, lawful, stays, the_law

AT_OTHER_AGENCY = Group(OTHER_AGENCY, Role.OFFICER)
POLICE_OFFICER = person(40, "police", Role.OFFICER)
DESK_OFFICER = person(41, DESK, Role.OFFICER)
BODIES = [AGENCY, OTHER_AGENCY, "police", "fire-service", "ministry"]
TEXT = UUID(int=5)
TERM_ENDS = almaty(3, 19, 18, 30)  # received on Monday, 16 March
NEXT_MORNING = almaty(3, 20, 9)


def redirect(
    story: Story, by: Person = OFFICER, to: str = OTHER_AGENCY, at: datetime | None = None
) -> list[e.Event]:
    """Redirect the appeal as whoever holds it."""
    return story.give(Redirect(by, story.main.id, to, TEXT), at)


def send(story: Story, by: Person, to: str, at: datetime | None = None) -> list[e.Event]:
    """Take the appeal in hand and redirect it."""
    story.give(c.Claim(by, story.main.id), at)
    return redirect(story, by, to)


@pytest.mark.law("АППК 65(1)")
def test_the_competent_body_is_offered_the_appeal_and_the_applicant_is_to_be_told() -> None:
    story = at_agency(lawful())
    happened = redirect(story)
    assert names(happened) == ["Redirected", "TaskOpened", "TaskOpened"]
    sent, offered, duty = happened
    assert sent == Redirected(story.appeal.tasks[1].id, AT_OTHER_AGENCY, "АППК 65(1)", text=TEXT)
    assert isinstance(offered, e.TaskOpened)
    assert (offered.purpose, offered.step, offered.offered) == (Purpose.WORK, Step.AGENCY, True)
    assert isinstance(duty, e.TaskOpened)
    assert (duty.duty, duty.rule, duty.group, duty.budget) == (
        Duty.NOTICE,
        "redirect",
        AT_AGENCY,
        term("3wd"),
    )
    assert story.main.state is TaskState.OFFERED
    assert story.appeal.clock(ClockKind.ACCEPTANCE, story.main.id)


@pytest.mark.law("АППК 65(1)")
def test_who_sent_it_tells_the_applicant_though_the_appeal_is_gone() -> None:
    story = at_agency(lawful())
    redirect(story)
    notice = story.task
    assert story.appeal.task_due(notice) == TERM_ENDS
    happened = story.give(Notify(OFFICER, notice.id, Means.SMS, TEXT))
    assert isinstance(happened[-1], ApplicantNotified)


@pytest.mark.law("АППК 76(2)")
@pytest.mark.parametrize(
    ("day", "due"),
    [(OF_2026, almaty(4, 10, 18, 30)), (OF_2021, almaty(4, 9, 18, 30))],
    ids=["from the day after", "the day itself counts"],
)
def test_the_receivers_term_begins_anew_with_the_receipt(day: date, due: datetime) -> None:
    story = at_agency(lawful(day=day))
    redirect(story, at=almaty(3, 17, 12))
    assert story.due(ClockKind.STATUTE) == due


@pytest.mark.law("АППК 76(2)")
def test_what_is_received_after_hours_counts_from_the_day_after() -> None:
    story = at_agency(lawful())
    redirect(story, at=almaty(3, 17, 22))
    assert story.due(ClockKind.STATUTE) == almaty(4, 10, 18, 30)


def test_extensions_waits_and_silence_of_the_body_before_do_not_follow() -> None:
    story = at_agency(lawful())
    story.ask_citizen(OFFICER)
    story.citizen_answers()
    story.give(c.Extend(BODYS_DEPUTY, term("5wd")))
    assert story.appeal.extensions == 1
    redirect(story)
    assert (story.appeal.extensions, story.appeal.waits) == (0, 0)
    assert story.due(ClockKind.STATUTE) == almaty(4, 9, 18, 30)


def test_what_was_asked_beside_the_step_ends_with_it() -> None:
    story = at_agency(lawful())
    story.side_task(OFFICER)
    side = story.task
    redirect(story)
    assert story.appeal.task(side.id).state is TaskState.CANCELLED


@pytest.mark.law("АППК 65(1)")
def test_the_holder_redirects_until_the_very_end_of_the_third_working_day() -> None:
    story = at_agency(lawful())
    keep(story, TERM_ENDS)
    redirect(story)
    assert story.main.group == AT_OTHER_AGENCY


@pytest.mark.law("АППК 65(1)")
def test_after_three_working_days_only_those_above_redirect() -> None:
    story = at_agency(lawful())
    keep(story, TERM_ENDS + MINUTE)
    with pytest.raises(TooLate) as late:
        redirect(story)
    assert late.value.facts["article"] == "АППК 65(1)"
    command = Redirect(OFFICERS_BOSS, story.main.id, OTHER_AGENCY, TEXT, override=True)
    assert the(Redirected, story.give(command)).overridden
    assert story.main.group == AT_OTHER_AGENCY


@pytest.mark.law("АППК 65(1)")
def test_the_receivers_three_days_count_from_its_own_receipt() -> None:
    story = at_agency(lawful())
    redirect(story, at=almaty(3, 18, 12))
    keep(story, almaty(3, 26, 18, 30), STRANGE_OFFICER)  # three working days, Nauryz between
    redirect(story, STRANGE_OFFICER, "police")
    assert story.main.group.organisation == "police"


def lapsed(plan: Plan) -> Story:
    """Tell of an appeal that the clerk had, and that went on to the agency by itself."""
    story = in_hand(plan)
    stays(story, CLERK, TERM_ENDS)
    story.wait(NEXT_MORNING)
    return story


@pytest.mark.law("АППК 65(1)")
def test_what_lapsed_from_the_counter_has_the_bodys_own_three_days() -> None:
    plan = replace(lawful(), steps=a_plan(lapse="1wd").steps)
    story = lapsed(plan)
    assert (story.main.group, story.main.opened) == (AT_AGENCY, NEXT_MORNING)
    ends = almaty(3, 30, 18, 30)  # three working days, Nauryz between
    keep(story, ends)
    part = RedirectPart(OFFICER, story.main.id, DEMANDS[:1], OTHER_AGENCY, TEXT)
    assert names(story.give(part)) == ["PartRedirected", "TaskOpened"]
    redirect(story)
    assert story.main.group == AT_OTHER_AGENCY
    late = lapsed(plan)
    keep(late, ends + MINUTE)
    with pytest.raises(TooLate) as refused:
        redirect(late)
    assert refused.value.facts["ended"] == ends.astimezone(UTC).isoformat()


@pytest.mark.law("АППК 65(1)")
def test_another_kind_and_work_that_comes_back_give_no_new_days() -> None:
    story = at_agency(lawful())
    story.refer(OFFICER, Step.SPECIALIST)
    story.claim(LAWYER)
    stays(story, LAWYER, TERM_ENDS)
    story.give(c.Return(LAWYER, story.main.id, HandBackReason.NOT_COMPETENT))
    story.claim(OFFICER)
    story.give(ChangeKind(OFFICER, the_law("complaint"), TEXT, AGENCY, SUPERIOR), TERM_ENDS + MINUTE)
    with pytest.raises(TooLate):
        redirect(story)


@pytest.mark.law("АППК 65(1)")
def test_who_had_it_before_gets_no_new_days_by_what_the_queue_decides() -> None:
    story = at_agency(lawful())
    redirect(story, at=almaty(3, 17))
    send(story, STRANGE_OFFICER, AGENCY, almaty(3, 18))
    send(story, DESK_OFFICER, AGENCY, TERM_ENDS)
    story.claim(OFFICER)
    with pytest.raises(TooLate) as refused:
        redirect(story, to="police", at=TERM_ENDS + MINUTE)
    assert refused.value.facts["ended"] == TERM_ENDS.astimezone(UTC).isoformat()
    story.give(Redirect(OFFICERS_BOSS, story.main.id, "police", TEXT, override=True))


@pytest.mark.law("АППК 65(1)")
def test_nor_does_one_that_slept_until_the_queue_took_it_over() -> None:
    story = at_agency(lawful())
    story.wait(almaty(4, 6))
    send(story, DESK_OFFICER, AGENCY)
    story.claim(OFFICER)
    with pytest.raises(TooLate):
        redirect(story)


def test_an_appeal_whose_law_counts_otherwise_keeps_its_new_days() -> None:
    plan = lawful()
    assert plan.law is not None
    rules = tuple(each for each in plan.law.rules if each.rule != "count")
    story = at_agency(replace(plan, law=replace(plan.law, rules=rules)))
    redirect(story, at=almaty(3, 17))
    send(story, STRANGE_OFFICER, AGENCY, almaty(3, 18))
    send(story, DESK_OFFICER, AGENCY, TERM_ENDS)
    story.claim(OFFICER)
    redirect(story, to="police", at=TERM_ENDS + MINUTE)


def test_only_the_holder_or_somebody_above_redirects() -> None:
    story = at_agency(lawful())
    with pytest.raises(TaskHeldByAnother):
        redirect(story, person(42, AGENCY, Role.OFFICER))
    with pytest.raises(NotASupervisor):
        story.give(Redirect(STRANGE_BOSS, story.main.id, "police", TEXT, override=True))


def test_a_body_does_not_redirect_to_itself() -> None:
    with pytest.raises(SameReceiver) as refused:
        redirect(at_agency(lawful()), to=AGENCY)
    assert refused.value.facts["article"] == "АППК 65(1)"


def test_what_was_redirected_is_sent_on_and_never_given_back() -> None:
    story = at_agency(lawful())
    redirect(story)
    with pytest.raises(NothingToReturnTo):
        story.give(c.Decline(STRANGE_OFFICER, story.main.id, HandBackReason.NOT_COMPETENT))


def test_at_the_counter_too_an_appeal_is_redirected() -> None:
    story = in_hand(lawful())
    redirect(story, CLERK)
    assert story.main.step is Step.AGENCY


def test_without_a_law_or_where_it_knows_no_redirect_there_is_none() -> None:
    with pytest.raises(NotInLaw):
        redirect(at_agency())
    with pytest.raises(NotInLaw) as refused:
        redirect(at_agency(lawful("grievance", country="in")))
    assert refused.value.facts["rule"] == "redirect"


def test_a_russian_appeal_is_redirected_in_seven_days_from_its_registration() -> None:
    story = at_agency(lawful(country="ru"))
    keep(story, almaty(3, 23, 18, 30))
    redirect(story)
    assert the(Redirected, story.happened).article == "59-ФЗ, 8(3)"


@pytest.mark.law("АППК 65(1)")
def test_an_agency_that_refers_to_another_one_owes_the_same_notice_in_the_same_term() -> None:
    story = at_agency(lawful())
    due = story.due(ClockKind.STATUTE)
    story.refer(OFFICER, Step.AGENCY, OTHER_AGENCY)
    owed = [(task.group, task.duty, task.rule) for task in story.appeal.open_tasks if task.duty]
    assert owed == [(AT_AGENCY, Duty.NOTICE, "redirect")]
    assert story.due(ClockKind.STATUTE) == due
    late = at_agency(lawful())
    keep(late, TERM_ENDS + MINUTE)
    with pytest.raises(TooLate) as refused:
        late.refer(OFFICER, Step.AGENCY, OTHER_AGENCY)
    assert refused.value.facts["article"] == "АППК 65(1)"


@pytest.mark.law("АППК 65(1)")
@pytest.mark.parametrize("by", [OFFICERS_BOSS, HEAD, OPERATOR])
def test_nobody_moves_the_work_of_an_agency_to_another_body_but_by_a_redirect(by: Person) -> None:
    story = at_agency(lawful())
    for holder in (None, STRANGE_OFFICER.id):
        with pytest.raises(RedirectInstead) as refused:
            story.give(c.Reassign(by, story.main.id, AT_OTHER_AGENCY, holder))
        assert refused.value.facts == {"article": "АППК 65(1)"}
    story.give(Redirect(by, story.main.id, OTHER_AGENCY, TEXT, override=True))
    assert story.main.group == AT_OTHER_AGENCY
    assert [task.rule for task in story.appeal.open_tasks if task.duty] == ["redirect"]


def test_inside_one_organisation_work_is_moved_and_nobody_is_told() -> None:
    story = at_agency(lawful())
    story.give(c.Reassign(OFFICERS_BOSS, story.main.id, AT_AGENCY, OTHER_OFFICER.id))
    assert (story.main.holder, len(story.appeal.open_tasks)) == (OTHER_OFFICER.id, 1)


def test_what_is_asked_beside_the_path_and_what_waits_at_the_counter_is_moved_as_before() -> None:
    story = at_agency(lawful())
    story.side_task(OFFICER)
    side = story.task
    story.give(c.Reassign(OPERATOR, side.id, AT_OTHER_AGENCY))
    assert story.appeal.task(side.id).group == AT_OTHER_AGENCY
    counter = in_hand(lawful())
    counter.give(c.Reassign(OPERATOR, counter.main.id, AT_OTHER_AGENCY))
    assert counter.main.group == AT_OTHER_AGENCY


@pytest.mark.parametrize("country", ["", "ru", "in"])
def test_without_a_law_or_where_it_does_not_count_from_the_receipt_work_moves_as_ever(country: str) -> None:
    kind = "grievance" if country == "in" else "application"
    story = at_agency(lawful(kind, country=country) if country else PLAN)
    story.give(c.Reassign(OPERATOR, story.main.id, AT_OTHER_AGENCY))
    assert story.main.group == AT_OTHER_AGENCY


@pytest.mark.law("АППК 99")
@pytest.mark.parametrize("kind", ["complaint", "notary_inquiry"])
def test_a_term_that_is_counted_from_the_registration_alone_goes_on(kind: str) -> None:
    story = at_agency(lawful(kind))
    due = story.due(ClockKind.STATUTE)
    happened = redirect(story, at=almaty(3, 18))
    assert not the(Redirected, happened).restarts
    assert "CompetenceDisputed" not in names(happened)
    assert story.due(ClockKind.STATUTE) == due


def test_a_redirect_back_is_a_dispute_that_the_fallback_queue_decides() -> None:
    story = at_agency(lawful())
    redirect(story, at=almaty(3, 17))
    due = story.due(ClockKind.STATUTE)
    happened = send(story, STRANGE_OFFICER, AGENCY, almaty(3, 18))
    assert names(happened) == ["CompetenceDisputed", "Redirected", "TaskOpened"]
    assert the(CompetenceDisputed, happened).bodies == (AGENCY, OTHER_AGENCY, AGENCY)
    assert story.main.group == Group(DESK, Role.OFFICER)
    assert story.main.state is TaskState.READY
    assert story.appeal.needs_attention
    assert story.due(ClockKind.STATUTE) == due


def test_the_third_redirect_is_a_dispute_whoever_it_goes_to() -> None:
    story = at_agency(lawful())
    redirect(story)
    send(story, STRANGE_OFFICER, "police")
    due = story.due(ClockKind.STATUTE)
    happened = send(story, POLICE_OFFICER, "fire-service", almaty(3, 17))
    assert "CompetenceDisputed" in names(happened)
    assert story.main.group.organisation == DESK
    assert story.due(ClockKind.STATUTE) == due


def test_what_the_fallback_queue_decides_is_final_and_gives_no_time_to_who_had_it() -> None:
    story = at_agency(lawful())
    due = story.due(ClockKind.STATUTE)
    redirect(story, at=almaty(3, 17))
    send(story, STRANGE_OFFICER, AGENCY, almaty(3, 18))
    happened = send(story, DESK_OFFICER, AGENCY, almaty(4, 6))  # its own three days do not matter
    assert names(happened) == ["Redirected", "TaskOpened", "TaskOpened"]
    assert story.main.group == AT_AGENCY
    assert story.due(ClockKind.STATUTE) == due


@pytest.mark.law("АППК 76(2)")
def test_a_body_that_slept_until_the_fallback_queue_took_it_over_gets_it_back_and_gains_no_time() -> None:
    story = at_agency(lawful())
    due = story.due(ClockKind.STATUTE)
    story.wait(almaty(4, 6))
    assert story.main.group == Group(DESK, Role.OFFICER)
    assert not the(Redirected, send(story, DESK_OFFICER, AGENCY)).restarts
    assert (story.main.group, story.due(ClockKind.STATUTE)) == (AT_AGENCY, due)


@pytest.mark.law("АППК 76(2)")
def test_a_body_that_the_fallback_queue_finds_has_its_own_whole_term() -> None:
    story = at_agency(lawful())
    redirect(story, at=almaty(3, 17))
    send(story, STRANGE_OFFICER, AGENCY, almaty(3, 18))
    send(story, DESK_OFFICER, "police", almaty(3, 19))
    assert story.due(ClockKind.STATUTE) == almaty(4, 14, 18, 30)


def test_nobody_is_to_be_told_where_nobody_is_known() -> None:
    story = at_agency(lawful())
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, anonymous=True))
    assert names(redirect(story)) == ["Redirected", "TaskOpened"]


def keep(story: Story, until: datetime, by: Person = OFFICER) -> None:
    """Let time pass while the holder shows signs of life, so that the task stays in hand."""
    while story.now < until:
        story.wait(min(story.now + DAY, until))
        story.claim(by)


@settings(max_examples=80)
@given(st.lists(st.tuples(st.sampled_from(BODIES), st.integers(0, 20)), min_size=1, max_size=8))
def test_a_redirect_never_gains_time_for_a_body_that_had_it(moves: list[tuple[str, int]]) -> None:
    story = at_agency(lawful())
    dues = {AGENCY: story.due(ClockKind.STATUTE)}
    for to, hours in moves:
        before, had_by = story.due(ClockKind.STATUTE), story.main.group.organisation
        with suppress(SameReceiver):
            story.give(Redirect(OPERATOR, story.main.id, to, override=True), story.now + hours * HOUR)
        has, due = story.main.group.organisation, story.due(ClockKind.STATUTE)
        if has in dues and has != DESK:
            assert due == dues[has]
        if has in {DESK, had_by}:
            assert due == before
        dues.setdefault(has, due)
