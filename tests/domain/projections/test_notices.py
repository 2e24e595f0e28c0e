"""Notices to the applicant about questions, moved due times, decisions and redirects."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import (
    AnnouncePreliminaryDecision,
    AttachToFile,
    ChangeKind,
    ChangeRepresentative,
    CorrectDefects,
    FlagDanger,
    RecordNotification,
    Redirect,
    ReportDefects,
    ReturnToApplicant,
)
from domain.evolve.appeal import evolve, replay
from domain.identity.people import Group, Role
from domain.law.vocabulary import (
    Danger,
    DecisionDetails,
    Defect,
    HearingException,
    NotificationMeans,
    ReturnGround,
)
from domain.policy.plan import Step
from domain.procedure.competence.forward_complaint import complaint_deadline
from domain.projections.notices import (
    NOTIFIABLE_EVENTS,
    NoticeContent,
    NoticeParameters,
    notice_content,
    open_notice_task,
)
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Ground, TaskOutcome
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_GROUP,
    CITIZEN,
    CLERK,
    INTEGRATOR,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    PLAN,
    UNRELATED_OFFICER,
    CasePlan,
    Scenario,
    almaty,
    altered,
    end_of_day,
    held_by_agency,
    held_by_clerk,
    parse_term,
    unclaimed_at_reception,
)
from tests.support.domain.complaints import (
    MINISTRY_OFFICER,
    complaint_at_body,
    complaint_at_superior,
    refuse,
)
from tests.support.domain.statutory_plans import (
    AGENCY_HEAD,
    SUPERIOR_GROUP,
    complete_due_notices,
    law_for,
    statutory_plan,
    urgent_plan,
)

TEXT = UUID(int=7)


def notices_of(story: Scenario) -> list[NoticeContent]:
    """Return all notices of the story so far, in order."""
    lives = (story.facts[:number] for number in range(1, len(story.facts) + 1))
    return [notice for life in lives if (notice := notice_content(replay(life), life[-1])) is not None]


def last(story: Scenario) -> NoticeContent:
    return notices_of(story)[-1]


def at(month: int, day: int, hour: int = 18, minute: int = 30) -> str:
    return almaty(month, day, hour, minute).astimezone(UTC).isoformat()


def until(month: int, day: int) -> str:
    """Return the end of a term of the applicant, as notices state it."""
    return end_of_day(month, day).astimezone(UTC).isoformat()


def after(story: Scenario, event: e.Event, moment: datetime | None = None) -> NoticeContent | None:
    """Return the notice of *event* as the next one of the story."""
    fact = e.Fact(story.appeal.seq + 1, moment or story.now, event)
    return notice_content(evolve(story.appeal, fact), fact)


def complaint_parameters_of(appeal: Appeal, event: e.Event) -> NoticeParameters:
    """Return the complaint parameters in the notice of *event*, which closed the appeal."""
    notice = notice_content(appeal, e.Fact(appeal.seq, almaty(3, 16), event))
    assert notice is not None
    assert notice.complaint_parameters is not None
    return notice.complaint_parameters


@pytest.mark.parametrize("plan", [PLAN, statutory_plan()])
def test_registration_notice_names_answer_date(plan: CasePlan) -> None:
    assert notices_of(unclaimed_at_reception(plan)) == [NoticeContent("registered", {"due_at": at(4, 9)})]


def test_question_notice_names_answer_deadline() -> None:
    story = held_by_clerk()
    story.handle(c.RequestInformation(CLERK, story.main_task.id, TEXT))
    assert last(story) == NoticeContent(
        "information_requested", {"until": end_of_day(4, 2).astimezone(UTC).isoformat()}, TEXT
    )


def test_defects_without_a_notice_to_serve_name_the_day_of_their_correction() -> None:
    story = held_by_clerk(statutory_plan())
    story.appeal = altered(story.appeal, "origin", anonymous=True)
    story.handle(ReportDefects(CLERK, story.main_task.id, (Defect.DATE,), parse_term("3wd"), TEXT))
    until = story.due_at(ClockKind.DEFECT_CORRECTION)
    assert until is not None
    facts = {"defects": "date", "article": "АППК 64(6)", "until": until.astimezone(UTC).isoformat()}
    assert last(story) == NoticeContent("defects_reported", facts, TEXT)


def test_defects_notice_names_defects_and_correction_deadline() -> None:
    story = held_by_clerk(statutory_plan())
    missing = (Defect.NAME, Defect.DATE)
    story.handle(ReportDefects(CLERK, story.main_task.id, missing, parse_term("3wd"), TEXT))
    facts = {"defects": "name, date", "term": "3wd", "article": "АППК 64(6)"}
    assert last(story) == NoticeContent("defects_reported.within", facts, TEXT)
    story.handle(CorrectDefects(CITIZEN))
    assert len(notices_of(story)) == 2


def test_preliminary_decision_notice_names_objection_deadline() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(AnnouncePreliminaryDecision(OFFICER, story.main_task.id, TEXT))
    facts = {"objection": "2wd", "hearing": "3wd", "article": "АППК 73(1)"}
    assert last(story) == NoticeContent("preliminary_decision_announced", facts, TEXT)


def test_extension_notice_names_both_due_times() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Extend(AGENCY_HEAD, parse_term("5wd"), TEXT))
    assert last(story) == NoticeContent(
        "extended", {"old": at(4, 9), "due_at": at(4, 16), "article": "АППК 76(3)"}
    )


@pytest.mark.law("АППК 80(5)")
def test_decision_notice_names_decision_and_where_to_complain() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.EXPLAINED, text=TEXT))
    notice = last(story)
    assert (notice.key, notice.text) == ("closed.explained", TEXT)
    assert notice.parameters == {"decision": "favourable_act", "article": "АППК 77(1)1"}
    informed = {
        "body": AGENCY,
        "superior": SUPERIOR_GROUP.organisation,
        "term": "3mo",
        "article": "АППК 92(1)",
    }
    assert notice.complaint_parameters == informed


@pytest.mark.law("АППК 80(5)")
@pytest.mark.law("АППК 136(1)")
@pytest.mark.parametrize("superior", [None, Group(AGENCY, Role.OFFICER)])
def test_notice_of_topmost_body_names_the_court(superior: Group | None) -> None:
    story = held_by_agency(replace(statutory_plan(), superiors=((AGENCY, superior),) if superior else ()))
    story.handle(c.Complete(OFFICER, story.main_task.id, TaskOutcome.EXPLAINED, text=TEXT))
    assert last(story).complaint_parameters == {"term": "1mo", "article": "АППК 136(1)"}


@pytest.mark.law("АППК 80(5)")
def test_complaint_window_without_notice_counts_from_closing() -> None:
    notice = DecisionDetails(hearing_exception=HearingException.APPLICANT_REQUEST)
    informed, anonymous = unclaimed_at_reception(statutory_plan()), held_by_clerk(statutory_plan())
    informed.handle(c.ResolveAtIntake(CLERK, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, notice))
    anonymous.appeal = altered(anonymous.appeal, "origin", anonymous=True)
    anonymous.handle(ReturnToApplicant(CLERK, anonymous.main_task.id, ReturnGround.OBSCENE, None, TEXT))
    for appeal, event in ((each.appeal, each.events) for each in (informed, anonymous)):
        end = next(each for each in event if isinstance(each, e.Closed | e.ReturnedToApplicant))
        complaint = complaint_parameters_of(appeal, end)
        assert (complaint["until"], "term" in complaint) == (until(6, 16), False)


@pytest.mark.law("АППК 70(4)")
def test_withdrawal_notice_names_complaint_window() -> None:
    story = held_by_clerk(statutory_plan())
    story.handle(c.Withdraw(CITIZEN, TEXT))
    notice = last(story)
    assert notice.key == "closed.withdrawn"
    assert notice.complaint_parameters is not None
    assert notice.complaint_parameters["term"] == "3mo"


@pytest.mark.law("АППК 77(2)")
def test_help_granted_notice_names_decision_without_remedy() -> None:
    story = held_by_agency(statutory_plan(receipt=True))
    story.complete(OFFICER)
    assert last(story) == NoticeContent(
        "help_granted", {"decision": "favourable_act", "article": "АППК 77(1)1"}
    )
    assert open_notice_task(story.appeal, story.facts[-1]) == story.task.id


def test_notice_names_no_complaint_window_where_law_has_none() -> None:
    story = held_by_agency(statutory_plan(country="ru"))
    notice = after(story, e.ReturnedToApplicant(story.main_task.id, ReturnGround.OBSCENE, "59-ФЗ, 11(3)"))
    assert notice == NoticeContent("returned.obscene", {"article": "59-ФЗ, 11(3)"})


@pytest.mark.law("АППК 74(6)")
def test_protocol_notice_names_remarks_deadline() -> None:
    story = held_by_agency(statutory_plan())
    assert after(story, e.HearingProtocolSigned(story.main_task.id)) == NoticeContent(
        "hearing_protocol_signed", {"remarks": "3wd"}
    )
    assert after(held_by_agency(), e.HearingProtocolSigned(story.main_task.id)) == NoticeContent(
        "hearing_protocol_signed", {"remarks": ""}
    )


@pytest.mark.law("АППК 80(5)")
def test_complaint_notice_names_the_deciding_body() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(Redirect(OFFICER, story.main_task.id, OTHER_AGENCY))
    story.claim(UNRELATED_OFFICER)
    story.handle(c.Complete(UNRELATED_OFFICER, story.main_task.id, TaskOutcome.EXPLAINED, text=TEXT))
    notice = last(story).complaint_parameters
    assert notice is not None
    assert notice["body"] == OTHER_AGENCY


@pytest.mark.law("АППК 136(6)")
def test_after_a_complaint_comes_the_court_within_a_month() -> None:
    story = complaint_at_superior()
    refuse(story, MINISTRY_OFFICER)
    assert last(story).complaint_parameters == {"term": "1mo", "article": "АППК 136(6)"}
    complete_due_notices(story)
    assert story.due_at(ClockKind.COMPLAINT_WINDOW) == end_of_day(4, 16)


@pytest.mark.law("АППК 136(6)")
def test_after_silence_on_a_complaint_comes_the_court_too() -> None:
    story = complaint_at_body()
    story.wait_until(almaty(4, 17))
    notice = last(story)
    assert (notice.key, notice.parameters) == ("deemed_refused", {"article": "АППК 100(5)"})
    assert notice.complaint_parameters is not None
    assert notice.complaint_parameters["article"] == "АППК 136(6)"
    assert complaint_deadline(story.appeal) == end_of_day(5, 18)


@pytest.mark.law("АППК 70(3)")
def test_termination_notice_names_its_ground() -> None:
    story = held_by_agency(statutory_plan())
    story.complete(OFFICER, TaskOutcome.TERMINATED, Ground.COURT_ACT)
    assert last(story).key == "closed.terminated"
    assert last(story).parameters == {"ground": "court_act", "article": "АППК 70(1)2"}


def test_notice_without_law_names_only_the_outcome() -> None:
    story = held_by_agency()
    story.complete(OFFICER, TaskOutcome.REFUSED, Ground.NO_RIGHT)
    assert last(story) == NoticeContent("closed.refused")


@pytest.mark.law("АППК 91(2)")
def test_deemed_refusal_notice_names_effect_and_where_to_complain() -> None:
    story = unclaimed_at_reception(statutory_plan())
    story.wait_until(almaty(4, 10))
    notice = last(story)
    assert (notice.key, notice.parameters) == ("deemed_refused", {"article": "АППК 91(2)"})
    assert notice.complaint_parameters is not None
    assert notice.complaint_parameters["until"] == until(7, 9)


@pytest.mark.parametrize("ground", [ReturnGround.IDENTICAL, ReturnGround.OBSCENE])
def test_return_notice_is_sent_once_with_its_ground(ground: ReturnGround) -> None:
    story = held_by_clerk(statutory_plan())
    story.handle(ReturnToApplicant(CLERK, story.main_task.id, ground, UUID(int=9), TEXT))
    assert [each.key for each in notices_of(story)] == ["registered", f"returned.{ground}"]
    assert (last(story).text, last(story).complaint_parameters is not None) == (TEXT, True)


@pytest.mark.law("АППК 64(8)")
def test_attachment_sends_no_notice() -> None:
    story = held_by_clerk(statutory_plan())
    story.handle(AttachToFile(CLERK, UUID(int=9)))
    assert [each.key for each in notices_of(story)] == ["registered"]


def test_reopening_notice_names_answer_date() -> None:
    story = held_by_agency()
    story.complete(OFFICER)
    story.handle(c.Reopen(CITIZEN))
    assert [each.key for each in notices_of(story)] == ["registered", "closed.resolved", "reopened"]


def test_redirect_notice_names_the_receiving_body() -> None:
    story, there = held_by_agency(statutory_plan()), Group("employment", Role.OFFICER)
    gone = after(story, e.Redirected(story.main_task.id, there, "АППК 65(1)"))
    assert gone == NoticeContent(
        "redirected", {"due_at": at(4, 9), "article": "АППК 65(1)", "organisation": "employment"}
    )
    part = e.DemandsSplitOff(story.main_task.id, (), UUID(int=3), "HK-1/1", there, "АППК 65(2)")
    assert after(story, part) == NoticeContent(
        "demands_split_off", {"part": "HK-1/1", "article": "АППК 65(2)", "organisation": "employment"}
    )


@pytest.mark.law("АППК 100(1)")
def test_sent_back_complaint_notice_names_new_consideration() -> None:
    story = complaint_at_superior()
    back = DecisionDetails("remitted")
    story.handle(
        c.Complete(
            MINISTRY_OFFICER, story.main_task.id, TaskOutcome.EXPLAINED, None, TEXT, decision_details=back
        )
    )
    notice = last(story)
    assert notice.key == "closed.remitted"
    assert notice.parameters == {"decision": "remitted", "article": "АППК 100(1)5"}


def test_dispute_notice_says_competence_is_being_decided() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(Redirect(OFFICER, story.main_task.id, OTHER_AGENCY))
    story.claim(UNRELATED_OFFICER)
    story.handle(Redirect(UNRELATED_OFFICER, story.main_task.id, AGENCY))
    assert last(story) == NoticeContent("competence_disputed")


def test_kind_change_and_danger_notices_name_the_kind() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(ChangeKind(OPERATOR, law_for("proposal"), TEXT))
    assert last(story) == NoticeContent("kind_changed", {"due_at": at(4, 9), "kind": "proposal"})
    urgent = held_by_agency(urgent_plan())
    urgent.handle(FlagDanger(OFFICER, urgent.main_task.id, Danger.CRIME))
    *_, flagged, redirected = notices_of(urgent)
    assert flagged == NoticeContent("danger_flagged", {"article": "АППК 64(7-2)"})
    assert redirected.key == "redirected"


@pytest.mark.law("АППК 65(1)")
def test_referral_to_another_agency_sends_redirect_notice() -> None:
    story = held_by_agency(statutory_plan())
    story.refer(OFFICER, Step.AGENCY, OTHER_AGENCY)
    facts = {"due_at": at(4, 9), "organisation": OTHER_AGENCY, "article": "АППК 65(1)"}
    assert last(story) == NoticeContent("redirected", facts)
    assert open_notice_task(story.appeal, story.facts[-1]) == story.task.id
    notices_before = notices_of(story)
    story.handle(RecordNotification(INTEGRATOR, story.task.id, NotificationMeans.SMS, TEXT))
    story.claim(UNRELATED_OFFICER)
    story.refer(UNRELATED_OFFICER, Step.SPECIALIST)
    assert notices_of(story) == notices_before  # a referral along the path sends no notice


def test_nor_where_no_law_calls_it_one() -> None:
    story = held_by_agency()
    story.refer(OFFICER, Step.AGENCY, OTHER_AGENCY)
    assert [each.key for each in notices_of(story)] == ["registered"]


@pytest.mark.law("АППК 68(5)")
def test_removed_representative_notice_names_replacement_deadline() -> None:
    story = held_by_agency(statutory_plan())
    story.handle(ChangeRepresentative(CITIZEN, TEXT))
    assert last(story).key == "registered"
    clocks = story.appeal.clocks
    story.handle(ChangeRepresentative(CITIZEN, is_removal=True))
    facts = {"until": until(3, 19), "article": "АППК 68(5)"}
    assert last(story) == NoticeContent("representative_removed", facts)
    assert story.appeal.clocks == clocks  # nothing follows from the end of that term


@pytest.mark.law("АППК 67(11)")
@pytest.mark.parametrize(("is_upheld", "key"), [(True, "recusal_upheld"), (False, "recusal_dismissed")])
def test_recusal_notice_says_whether_it_was_upheld(key: str, *, is_upheld: bool) -> None:
    story = held_by_agency(statutory_plan())
    story.handle(c.RequestRecusal(CITIZEN, OFFICER.id, TEXT))
    story.handle(c.DecideRecusal(AGENCY_HEAD, story.task.id, is_upheld, TEXT))
    assert last(story) == NoticeContent(key)


def test_calendar_change_notice_is_sent_only_if_due_time_moves() -> None:
    story = unclaimed_at_reception()
    old, new = almaty(4, 9, 18, 30), almaty(4, 10, 18, 30)
    statute = e.ClockShift(ClockKind.STATUTE, None, old, new, breached=False)
    step = e.ClockShift(ClockKind.STEP, story.main_task.id, old, new, breached=False)
    calendar = story.calendar
    moved = after(story, e.CalendarChanged(calendar, (step, statute)))
    assert moved == NoticeContent("due_moved", {"old": old.isoformat(), "due_at": new.isoformat()})
    assert after(story, e.CalendarChanged(calendar, (step,))) is None


def test_internal_events_send_no_notice() -> None:
    story = held_by_clerk()
    story.wait_until(almaty(4, 1))
    assert [each.key for each in notices_of(story)] == ["registered"]
    assert {type(event) for event in story.events} - set(NOTIFIABLE_EVENTS)


def test_the_duty_of_a_notice_is_named_while_it_is_open() -> None:
    story = held_by_clerk(statutory_plan())
    story.handle(
        ReportDefects(CLERK, story.main_task.id, (Defect.DATE,), parse_term("3wd")), almaty(3, 16, 10)
    )
    named = story.facts[-1]
    assert open_notice_task(story.appeal, named) == story.task.id
    assert open_notice_task(story.appeal, story.facts[0]) is None
    story.handle(RecordNotification(INTEGRATOR, story.task.id, NotificationMeans.SMS), almaty(3, 17))
    assert open_notice_task(story.appeal, named) is None


def test_late_decision_and_deemed_refusal_have_separate_notices() -> None:
    """Both are recorded at one moment, where no alarm could fire at the end of the term."""
    story = held_by_agency(statutory_plan())
    story.wait_until(almaty(4, 9, 10))
    story.handle(c.Reassign(OPERATOR, story.main_task.id, AGENCY_GROUP, OFFICER.id))
    decided = c.Complete(OFFICER, story.main_task.id, TaskOutcome.RESOLVED)
    story.handle(decided, almaty(4, 9, 18, 31))
    ends = [each for each in story.facts if isinstance(each.event, e.DeemedRefused | e.Closed)]
    owed = [open_notice_task(story.appeal, each) for each in ends]
    assert [story.appeal.task(each).rule_id for each in owed if each] == [
        "deemed_refusal",
        "written_decision",
    ]
