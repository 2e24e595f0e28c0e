"""Hearing: a burdensome act waits until the applicant could speak, and is the slower for nothing else."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import commands as c
from domain import events as e
from domain.errors import (
    HearingFirst,
    NothingTold,
    NotInLaw,
    NotTheHolder,
    ReasonsRequired,
    TaskNotReady,
    TooEarly,
)
from domain.events import (
    Decided,
    HearingAsked,
    HearingHeld,
    Objected,
    PreliminaryTold,
    ProtocolRemarked,
    ProtocolSigned,
)
from domain.identity.people import Person
from domain.law.applicable_law import Law
from domain.law.vocabulary import HearingException, Means, Verdict
from domain.rules.lifecycle import Verb
from domain.rules.permissions import allowed_verbs
from domain.state.clock import ClockKind
from domain.state.task import Duty, Ground, TaskOutcome
from tests.domain.builders import (
    CITIZEN,
    HOUR,
    INTEGRATOR,
    LAWYER,
    MINUTE,
    MONDAY,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    STRANGE_OFFICER,
    Story,
    almaty,
    at_agency,
    names,
    term,
    the,
)
from tests.domain.lawful import OF_2021, OF_2026, lawful, stays, the_law

TEXT = UUID(int=5)
EARLIEST = almaty(3, 19, 18, 30)  # three whole working days after Monday
OBJECTION_ENDS = almaty(3, 18, 18, 30)


def told(kind: str = "application") -> Story:
    """Tell of an appeal whose applicant was told on Monday what is going to be decided."""
    story = at_agency(lawful(kind))
    if kind == "complaint":
        story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, forwarded=True))
    story.give(c.TellPreliminary(OFFICER, story.main.id, TEXT))
    return notified(story)


def notified(story: Story) -> Story:
    """Let the applicant be told of it, with a proof."""
    story.give(c.Notify(INTEGRATOR, story.task.id, Means.SMS))
    return story


def refuse(story: Story, exception: HearingException | None = None, by: Person = OFFICER) -> list[e.Event]:
    """Make a burdensome act."""
    said = Verdict(exception=exception)
    return story.give(c.Complete(by, story.main.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, verdict=said))


@pytest.mark.law("АППК 73(1)")
def test_no_burdensome_act_without_a_preliminary_decision() -> None:
    story = at_agency(lawful())
    with pytest.raises(HearingFirst) as refused:
        refuse(story)
    assert refused.value.facts == {"article": "АППК 73(1)"}
    assert not story.appeal.is_closed


@pytest.mark.law("АППК 73(1)")
@pytest.mark.parametrize("kind", ["application", "complaint"])
def test_the_act_comes_no_sooner_than_three_working_days_after_it(kind: str) -> None:
    story = told(kind)
    assert the(PreliminaryTold, story.happened).earliest == EARLIEST
    stays(story, OFFICER, EARLIEST - MINUTE)
    with pytest.raises(TooEarly) as refused:
        refuse(story)
    assert refused.value.facts["article"] == "АППК 73(1)"
    assert datetime.fromisoformat(refused.value.facts["earliest"]) == EARLIEST
    stays(story, OFFICER, EARLIEST)
    assert the(Decided, refuse(story)).exception is None


@given(st.datetimes(MONDAY.replace(tzinfo=None), datetime(2026, 3, 30)))  # noqa: DTZ001 - Almaty's wall
def test_never_is_an_act_earlier_than_its_moment(at: datetime) -> None:
    story, now = told(), at.replace(tzinfo=MONDAY.tzinfo)
    stays(story, OFFICER, now)
    try:
        refuse(story)
    except TooEarly:
        assert now < EARLIEST
    else:
        assert now >= EARLIEST


@pytest.mark.law("АППК 73(1)")
def test_the_applicant_is_told_of_it_with_a_proof() -> None:
    story = at_agency(lawful())
    story.give(c.TellPreliminary(OFFICER, story.main.id, TEXT))
    notice = next(task for task in story.appeal.tasks if task.duty is Duty.NOTICE)
    assert (notice.rule, story.due(ClockKind.STEP, notice)) == ("hearing", EARLIEST)


def test_nothing_of_it_moves_the_statute_clock() -> None:
    story = at_agency(lawful())
    due = story.due(ClockKind.STATUTE)
    story.give(c.TellPreliminary(OFFICER, story.main.id))
    story.give(c.AskForHearing(CITIZEN))
    story.give(c.RecordHearing(OFFICER, story.main.id))
    assert story.due(ClockKind.STATUTE) == due


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize(
    "exception",
    [
        HearingException.URGENT_PROTECTION,
        HearingException.APPLICANT_ASKS,
        HearingException.AUTOMATED,
        HearingException.OTHER_LAW,
    ],
)
def test_an_exception_of_the_law_is_kept_with_the_act(exception: HearingException) -> None:
    assert the(Decided, refuse(at_agency(lawful()), exception)).exception is exception


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize(
    "exception", [HearingException.FAVOURABLE, HearingException.SIMPLIFIED, HearingException.SHORT_TERM]
)
def test_an_exception_that_does_not_fit_is_none(exception: HearingException) -> None:
    with pytest.raises(HearingFirst):
        refuse(at_agency(lawful()), exception)


@pytest.mark.law("АППК 73(2)")
def test_a_term_of_less_than_five_days_is_too_short_for_a_hearing() -> None:
    plan = lawful()
    assert plan.law is not None
    short = replace(plan.law, term=replace(plan.law.term, term=term("4wd")))
    story = at_agency(replace(plan, law=short))
    assert the(Decided, refuse(story, HearingException.SHORT_TERM)).exception is HearingException.SHORT_TERM


REASONED = [
    HearingException.URGENT_PROTECTION,
    HearingException.APPLICANT_ASKS,
    HearingException.AUTOMATED,
    HearingException.OTHER_LAW,
]


def unreasoned(exception: HearingException, law: Law | None = None) -> None:
    """Make a burdensome act without a word, by an *exception*."""
    plan = lawful()
    story = at_agency(replace(plan, law=law or plan.law))
    said = Verdict(exception=exception)
    story.give(c.Complete(OFFICER, story.main.id, TaskOutcome.REFUSED, Ground.NO_RIGHT, verdict=said))


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize("exception", REASONED)
def test_an_exception_gives_its_reasons_in_the_act(exception: HearingException) -> None:
    with pytest.raises(ReasonsRequired) as refused:
        unreasoned(exception)
    assert refused.value.facts == {"exception": exception, "article": "АППК 73(2)"}


def test_an_appeal_that_began_before_gives_them_for_urgency_alone() -> None:
    law = the_law()
    before = replace(law, rules=tuple(each for each in law.rules if each.rule != "hearing_exceptions"))
    with pytest.raises(HearingFirst):
        unreasoned(HearingException.URGENT_PROTECTION, before)
    for exception in REASONED[1:]:
        unreasoned(exception, before)


@pytest.mark.law("АППК 73(2)")
def test_before_a_favourable_act_nobody_is_heard() -> None:
    story = at_agency(lawful())
    assert the(Decided, story.complete(OFFICER)).exception is HearingException.FAVOURABLE


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize("kind", ["message", "proposal", "response", "inquiry"])
def test_in_the_simplified_procedure_nobody_is_heard(kind: str) -> None:
    assert the(Decided, refuse(at_agency(lawful(kind)))).exception is HearingException.SIMPLIFIED


@pytest.mark.law("АППК 73(1)")
def test_before_a_complaint_is_left_unsatisfied_the_applicant_is_heard() -> None:
    story = at_agency(lawful("complaint"))
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, forwarded=True))
    with pytest.raises(HearingFirst):
        refuse(story)


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize("day", [OF_2026, OF_2021])
def test_but_not_before_one_is_sent_back_to_begin_again_which_burdens_nobody_who_complains(
    day: date,
) -> None:
    story = at_agency(lawful("complaint", day))
    story.appeal = replace(story.appeal, legal=replace(story.appeal.legal, forwarded=True))
    said = Verdict("sent_back")
    happened = story.give(c.Complete(OFFICER, story.main.id, TaskOutcome.EXPLAINED, None, TEXT, verdict=said))
    assert the(Decided, happened).exception is HearingException.FAVOURABLE


def test_it_was_so_before_2026_too() -> None:
    with pytest.raises(HearingFirst):
        refuse(at_agency(lawful(day=OF_2021)))


@pytest.mark.law("АППК 73(3)")
@pytest.mark.parametrize(("at", "in_time"), [(OBJECTION_ENDS, True), (OBJECTION_ENDS + MINUTE, False)])
def test_an_objection_in_two_days_is_in_time_and_a_later_one_is_kept(at: datetime, *, in_time: bool) -> None:
    story = told()
    stays(story, OFFICER, at)
    assert the(Objected, story.give(c.Object(CITIZEN, TEXT))) == Objected(in_time, TEXT)


@pytest.mark.law("АППК 73(3)")
def test_silence_of_the_applicant_blocks_nothing() -> None:
    story = told()
    stays(story, OFFICER, EARLIEST)
    assert "Closed" in names(refuse(story))


@pytest.mark.law("АППК 73(3)")
def test_a_hearing_asked_for_in_time_is_held_before_the_act() -> None:
    story = told()
    stays(story, OFFICER, OBJECTION_ENDS)
    assert the(HearingAsked, story.give(c.AskForHearing(CITIZEN))).in_time
    stays(story, OFFICER, EARLIEST)
    with pytest.raises(HearingFirst) as refused:
        refuse(story)
    assert refused.value.facts == {"article": "АППК 73(3)"}
    story.give(c.RecordHearing(OFFICER, story.main.id))
    assert "Closed" in names(refuse(story))


@pytest.mark.law("АППК 73(3)")
def test_one_asked_for_late_is_kept_and_blocks_nothing() -> None:
    story = told()
    stays(story, OFFICER, OBJECTION_ENDS + MINUTE)
    assert not the(HearingAsked, story.give(c.AskForHearing(CITIZEN))).in_time
    stays(story, OFFICER, EARLIEST)
    assert "Closed" in names(refuse(story))


@pytest.mark.law("АППК 74(4)")
def test_the_protocol_of_a_hearing_is_signed_in_two_days() -> None:
    story = told()
    held = story.give(c.RecordHearing(OFFICER, story.main.id, TEXT))
    assert names(held) == ["HearingHeld", "TaskOpened"]
    assert the(HearingHeld, held).text == TEXT
    protocol = story.task
    assert (protocol.duty, protocol.rule) == (Duty.PROTOCOL, "protocol")
    assert story.due(ClockKind.STEP, protocol) == almaty(3, 18, 18, 30)
    signed = story.give(c.SignProtocol(OFFICER, protocol.id, TEXT))
    assert the(ProtocolSigned, signed) == ProtocolSigned(protocol.id, TEXT)
    assert not story.appeal.task(protocol.id).is_open


@pytest.mark.law("АППК 74(4)")
def test_a_protocol_that_nobody_signs_is_late_though_the_appeal_is_closed() -> None:
    story = told()
    stays(story, OFFICER, EARLIEST)
    story.give(c.RecordHearing(OFFICER, story.main.id))
    protocol = story.task
    refuse(story)
    late = story.wait(almaty(3, 26, 18, 31))
    breached = {(each.clock, each.task) for each in late if isinstance(each, e.Breached)}
    assert (ClockKind.STEP, protocol.id) in breached
    story.give(c.SignProtocol(OPERATOR, protocol.id, TEXT))


@pytest.mark.law("АППК 74(6)")
@pytest.mark.parametrize(("minutes", "in_time"), [(0, True), (1, False)])
def test_remarks_on_it_are_in_time_for_three_days(minutes: int, *, in_time: bool) -> None:
    story = told()
    story.give(c.RecordHearing(OFFICER, story.main.id))
    story.give(c.SignProtocol(OFFICER, story.task.id, TEXT))
    story.wait(almaty(3, 19, 18, 30) + minutes * MINUTE)
    assert the(ProtocolRemarked, story.give(c.RemarkOnProtocol(CITIZEN, TEXT))).in_time is in_time


@pytest.mark.parametrize("act", [c.Object, c.AskForHearing, c.RemarkOnProtocol])
def test_nobody_speaks_to_what_was_not_told(
    act: type[c.Object | c.AskForHearing | c.RemarkOnProtocol],
) -> None:
    with pytest.raises(NothingTold):
        at_agency(lawful()).give(act(CITIZEN))


def test_nobody_is_heard_on_what_was_not_told() -> None:
    story = at_agency(lawful())
    assert Verb.RECORD_HEARING not in allowed_verbs(story.appeal, story.main, OFFICER)
    with pytest.raises(NothingTold) as refused:
        story.give(c.RecordHearing(OFFICER, story.main.id))
    assert refused.value.facts == {"article": "АППК 73(1)"}
    story.give(c.TellPreliminary(OFFICER, story.main.id, TEXT))
    assert Verb.RECORD_HEARING in allowed_verbs(story.appeal, story.main, OFFICER)


def test_no_hearing_is_recorded_on_what_is_no_work_of_the_main_path() -> None:
    story = at_agency(lawful())
    story.side_task(OFFICER)
    story.claim(LAWYER, story.task)
    with pytest.raises(TaskNotReady):
        story.give(c.RecordHearing(LAWYER, story.task.id))


def test_only_the_holder_tells_it_and_records_the_hearing() -> None:
    story = told()
    for command in (c.TellPreliminary, c.RecordHearing):
        with pytest.raises(NotTheHolder):
            story.give(command(STRANGE_OFFICER, story.main.id))


def test_another_preliminary_decision_is_another_three_days() -> None:
    story = told()
    story.give(c.AskForHearing(CITIZEN))
    again = almaty(3, 17, 10)
    stays(story, OFFICER, again)
    story.give(c.TellPreliminary(OFFICER, story.main.id))
    notified(story)
    stays(story, OFFICER, EARLIEST + HOUR)
    with pytest.raises(TooEarly):
        refuse(story)
    stays(story, OFFICER, almaty(3, 20, 18, 30))
    story.give(c.RecordHearing(OFFICER, story.main.id))
    assert "Closed" in names(refuse(story))


@pytest.mark.law("АППК 73(3)")
def test_a_hearing_that_was_asked_for_is_not_lost_by_telling_another_preliminary_decision() -> None:
    story = told()
    story.give(c.AskForHearing(CITIZEN))
    story.give(c.TellPreliminary(OFFICER, story.main.id))
    stays(notified(story), OFFICER, EARLIEST)
    with pytest.raises(HearingFirst):
        refuse(story)


@pytest.mark.law("АППК 73(1)")
def test_no_act_before_the_applicant_was_given_notice_of_the_preliminary_decision() -> None:
    story = at_agency(lawful())
    story.give(c.TellPreliminary(OFFICER, story.main.id))
    stays(story, OFFICER, EARLIEST)
    with pytest.raises(HearingFirst) as refused:
        refuse(story)
    assert refused.value.facts == {"article": "АППК 73(1)"}


@pytest.mark.law("АППК 73(1)")
@pytest.mark.law("АППК 73(3)")
def test_its_three_days_and_the_two_to_object_count_from_the_notice() -> None:
    story = at_agency(lawful())
    story.give(c.TellPreliminary(OFFICER, story.main.id))
    stays(story, OFFICER, almaty(3, 18, 10))
    notified(story)
    assert the(Objected, story.give(c.Object(CITIZEN, TEXT), almaty(3, 20, 18, 30))).in_time
    story.claim(OFFICER)
    with pytest.raises(TooEarly):
        refuse(story)
    stays(story, OFFICER, almaty(3, 26, 18, 30))  # Nauryz lies between
    assert "Closed" in names(refuse(story))


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize(
    "exception", [HearingException.APPLICANT_ASKS, HearingException.AUTOMATED, HearingException.OTHER_LAW]
)
def test_who_asked_in_time_to_be_heard_is_heard_whatever_exception_is_said(
    exception: HearingException,
) -> None:
    story = told()
    story.give(c.AskForHearing(CITIZEN))
    stays(story, OFFICER, EARLIEST)
    with pytest.raises(HearingFirst) as refused:
        refuse(story, exception)
    assert refused.value.facts == {"article": "АППК 73(3)"}
    story.give(c.RecordHearing(OFFICER, story.main.id))
    assert the(Decided, refuse(story, exception)).exception is exception


@pytest.mark.law("АППК 73(2)")
def test_but_who_must_be_protected_at_once_is_not_left_to_wait_for_the_hearing() -> None:
    story = told()
    story.give(c.AskForHearing(CITIZEN))
    urgent = HearingException.URGENT_PROTECTION
    assert the(Decided, refuse(story, urgent)).exception is urgent


def test_what_is_taken_up_again_is_heard_again() -> None:
    story = told()
    stays(story, OFFICER, EARLIEST)
    refuse(story)
    story.give(c.Reopen(OPERATOR))
    story.claim(OFFICER)
    with pytest.raises(HearingFirst):
        refuse(story)


def test_without_a_law_nobody_tells_anything() -> None:
    story = at_agency()
    with pytest.raises(NotInLaw):
        story.give(c.TellPreliminary(OFFICER, story.main.id))


def test_another_body_hears_the_applicant_itself() -> None:
    story = told()
    story.give(c.Redirect(OFFICER, story.main.id, OTHER_AGENCY))
    story.claim(STRANGE_OFFICER)
    stays(story, STRANGE_OFFICER, EARLIEST)
    with pytest.raises(HearingFirst):
        refuse(story, by=STRANGE_OFFICER)


@pytest.mark.law("АППК 73(3)")
@pytest.mark.parametrize("given", [True, False])
def test_what_is_said_to_the_decision_of_the_body_before_is_kept_and_blocks_nothing(*, given: bool) -> None:
    story = told() if given else at_agency(lawful())
    if not given:
        story.give(c.TellPreliminary(OFFICER, story.main.id, TEXT))
    story.give(c.Redirect(OFFICER, story.main.id, OTHER_AGENCY))
    assert the(Objected, story.give(c.Object(CITIZEN, TEXT))) == Objected(in_time=False, text=TEXT)
    assert not the(HearingAsked, story.give(c.AskForHearing(CITIZEN))).in_time
    story.claim(STRANGE_OFFICER)
    story.give(c.TellPreliminary(STRANGE_OFFICER, story.main.id, TEXT))
    stays(notified(story), STRANGE_OFFICER, EARLIEST)
    assert "Closed" in names(refuse(story, by=STRANGE_OFFICER))


def test_so_are_remarks_on_a_protocol_that_was_signed_before_a_redirect() -> None:
    story = told()
    story.give(c.RecordHearing(OFFICER, story.main.id))
    protocol = story.task
    story.give(c.Redirect(OFFICER, story.main.id, OTHER_AGENCY))
    with pytest.raises(NothingTold):
        story.give(c.RemarkOnProtocol(CITIZEN, TEXT))
    story.give(c.SignProtocol(OFFICER, protocol.id, TEXT))
    assert the(ProtocolRemarked, story.give(c.RemarkOnProtocol(CITIZEN, TEXT))).in_time
    story.give(c.Redirect(OPERATOR, story.main.id, "police", override=True))
    assert not the(ProtocolRemarked, story.give(c.RemarkOnProtocol(CITIZEN, TEXT))).in_time
