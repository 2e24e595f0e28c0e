"""What the applicant is told: when something is asked of them, moved, decided, or sent elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from domain import commands as c
from domain import events as e
from domain.commands import (
    Attach,
    ChangeKind,
    FlagDanger,
    Mend,
    NameDefects,
    NameRepresentative,
    Notify,
    Redirect,
    ReturnToApplicant,
    TellPreliminary,
)
from domain.evolve.appeal import evolve, replay
from domain.identity.people import Group, Role
from domain.law.vocabulary import Danger, Defect, HearingException, Means, ReturnGround, Verdict
from domain.policy.plan import Plan, Step
from domain.procedure.competence.forward_complaint import complain_until
from domain.projections.notices import TOLD, Facts, Telling, duty, told
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Ground, TaskOutcome
from tests.domain.acts.test_complaint import MINISTRY, a_complaint, refused, sent_up
from tests.domain.builders import (
    AGENCY,
    CITIZEN,
    CLERK,
    INTEGRATOR,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    PLAN,
    STRANGE_OFFICER,
    Story,
    almaty,
    at_agency,
    at_reception,
    in_hand,
    term,
)
from tests.domain.lawful import BODYS_HEAD, SUPERIOR, before_notices, lawful, tell, the_law
from tests.domain.lawful import urgent as urgent_plan

TEXT = UUID(int=7)


def tellings(story: Story) -> list[Telling]:
    """Return all that was told in the story so far, in order."""
    lives = (story.facts[:number] for number in range(1, len(story.facts) + 1))
    return [said for life in lives if (said := told(replay(life), life[-1])) is not None]


def last(story: Story) -> Telling:
    return tellings(story)[-1]


def at(month: int, day: int, hour: int = 18, minute: int = 30) -> str:
    return almaty(month, day, hour, minute).astimezone(UTC).isoformat()


def after(story: Story, event: e.Event, moment: datetime | None = None) -> Telling | None:
    """Return what is told of *event*, were it the next one."""
    fact = e.Fact(story.appeal.seq + 1, moment or story.now, event)
    return told(evolve(story.appeal, fact), fact)


def said_of(appeal: Appeal, event: e.Event) -> Facts:
    """Return where one may complain of *event*, as it is told of the appeal it ended."""
    said = told(appeal, e.Fact(appeal.seq, almaty(3, 16), event))
    assert said is not None
    assert said.complaint is not None
    return said.complaint


@pytest.mark.parametrize("plan", [PLAN, lawful()])
def test_of_the_registration_it_is_told_by_when_an_answer_comes(plan: Plan) -> None:
    assert tellings(at_reception(plan)) == [Telling("registered", {"due": at(4, 9)})]


def test_of_a_question_it_is_told_how_long_an_answer_is_awaited() -> None:
    story = in_hand()
    story.give(c.RequestInformation(CLERK, story.main.id, TEXT))
    assert last(story) == Telling("information_requested", {"until": at(4, 2)}, TEXT)


def test_of_defects_it_is_told_what_is_missing_and_until_when_it_may_be_mended() -> None:
    story = in_hand(lawful())
    missing = (Defect.NAME, Defect.DATE)
    story.give(NameDefects(CLERK, story.main.id, missing, term("3wd"), TEXT))
    facts = {"missing": "name, date", "until": at(3, 19), "article": "АППК 64(6)"}
    assert last(story) == Telling("defects_named", facts, TEXT)
    story.give(Mend(CITIZEN))
    assert len(tellings(story)) == 2


def test_of_a_preliminary_decision_it_is_told_how_long_one_may_object() -> None:
    story = at_agency(lawful())
    story.give(TellPreliminary(OFFICER, story.main.id, TEXT))
    facts = {"objection": "2wd", "hearing": "3wd", "article": "АППК 73(1)"}
    assert last(story) == Telling("preliminary_told", facts, TEXT)


def test_of_an_extension_both_due_times_are_told() -> None:
    story = at_agency(lawful())
    story.give(c.Extend(BODYS_HEAD, term("5wd"), TEXT))
    assert last(story) == Telling("extended", {"old": at(4, 9), "due": at(4, 16), "article": "АППК 76(3)"})


@pytest.mark.law("АППК 80(5)")
def test_of_a_decision_its_name_in_the_law_is_told_and_where_to_complain() -> None:
    story = at_agency(lawful())
    story.give(c.Complete(OFFICER, story.main.id, TaskOutcome.EXPLAINED, text=TEXT))
    said = last(story)
    assert (said.key, said.text) == ("closed.explained", TEXT)
    assert said.facts == {"decision": "favourable_act", "article": "АППК 77(1)1"}
    told = {"body": AGENCY, "superior": SUPERIOR.organisation, "term": "3mo", "article": "АППК 92(1)"}
    assert said.complaint == told


@pytest.mark.law("АППК 80(5)")
@pytest.mark.parametrize("superior", [None, Group(AGENCY, Role.OFFICER)])
def test_where_nobody_stands_above_the_body_the_court_is_named(superior: Group | None) -> None:
    story = at_agency(replace(lawful(), superior=superior))
    story.give(c.Complete(OFFICER, story.main.id, TaskOutcome.EXPLAINED, text=TEXT))
    assert last(story).complaint == {"term": "1mo", "article": "АППК 136(6)"}


@pytest.mark.law("АППК 80(5)")
def test_where_nobody_is_to_be_told_the_time_counts_from_the_end_and_has_a_date() -> None:
    said = Verdict(exception=HearingException.APPLICANT_ASKS)
    told, anonymous, older = at_reception(lawful()), in_hand(lawful()), in_hand(before_notices(lawful()))
    told.give(c.ResolveHereAndNow(CLERK, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT, said))
    anonymous.appeal = replace(anonymous.appeal, legal=replace(anonymous.appeal.legal, anonymous=True))
    for story in (anonymous, older):
        story.give(ReturnToApplicant(CLERK, story.main.id, ReturnGround.OBSCENE, None, TEXT))
    for appeal, event in ((each.appeal, each.happened) for each in (told, anonymous, older)):
        end = next(each for each in event if isinstance(each, e.Closed | e.ReturnedToApplicant))
        complaint = said_of(appeal, end)
        assert (complaint["until"], "term" in complaint) == (at(6, 16), False)


@pytest.mark.law("АППК 70(4)")
def test_of_a_withdrawal_it_is_told_that_its_end_may_be_complained_of() -> None:
    story = in_hand(lawful())
    story.give(c.Withdraw(CITIZEN, TEXT))
    said = last(story)
    assert said.key == "closed.withdrawn"
    assert said.complaint is not None
    assert said.complaint["term"] == "3mo"


@pytest.mark.law("АППК 77(2)")
def test_that_help_is_granted_is_told_as_the_decision_it_is_and_leaves_nothing_to_complain_of() -> None:
    story = at_agency(lawful(receipt=True))
    story.complete(OFFICER)
    assert last(story) == Telling("help_granted", {"decision": "favourable_act", "article": "АППК 77(1)1"})
    assert duty(story.appeal, story.facts[-1]) == story.task.id


def test_where_the_law_knows_no_time_to_complain_none_is_told() -> None:
    story = at_agency(lawful(country="ru"))
    said = after(story, e.ReturnedToApplicant(story.main.id, ReturnGround.OBSCENE, "59-ФЗ, 11(3)"))
    assert said == Telling("returned.obscene", {"article": "59-ФЗ, 11(3)"})


@pytest.mark.law("АППК 74(6)")
def test_of_a_protocol_it_is_told_how_long_one_may_remark_on_it() -> None:
    story = at_agency(lawful())
    assert after(story, e.ProtocolSigned(story.main.id)) == Telling("protocol_signed", {"remarks": "3wd"})
    assert after(at_agency(), e.ProtocolSigned(story.main.id)) == Telling("protocol_signed", {"remarks": ""})


@pytest.mark.law("АППК 80(5)")
def test_one_complains_of_the_body_that_decided_though_others_had_the_appeal_before() -> None:
    story = at_agency(lawful())
    story.give(Redirect(OFFICER, story.main.id, OTHER_AGENCY))
    story.claim(STRANGE_OFFICER)
    story.give(c.Complete(STRANGE_OFFICER, story.main.id, TaskOutcome.EXPLAINED, text=TEXT))
    said = last(story).complaint
    assert said is not None
    assert said["body"] == OTHER_AGENCY


@pytest.mark.law("АППК 136(6)")
def test_after_a_complaint_comes_the_court_within_a_month() -> None:
    story = sent_up()
    refused(story, MINISTRY)
    assert last(story).complaint == {"term": "1mo", "article": "АППК 136(6)"}
    tell(story)
    assert story.due(ClockKind.WINDOW) == almaty(4, 16, 18, 30)


@pytest.mark.law("АППК 136(6)")
def test_after_silence_on_a_complaint_comes_the_court_too() -> None:
    story = a_complaint()
    story.wait(almaty(4, 17))
    said = last(story)
    assert (said.key, said.facts) == ("deemed_refused", {"article": "АППК 100(5)"})
    assert said.complaint is not None
    assert said.complaint["article"] == "АППК 136(6)"
    assert complain_until(story.appeal) == almaty(5, 18, 18, 30)


@pytest.mark.law("АППК 70(3)")
def test_of_a_termination_its_ground_is_told() -> None:
    story = at_agency(lawful())
    story.complete(OFFICER, TaskOutcome.TERMINATED, Ground.COURT_ACT)
    assert last(story).key == "closed.terminated"
    assert last(story).facts == {"ground": "court_act", "article": "АППК 70(1)2"}


def test_without_a_law_only_the_outcome_is_told() -> None:
    story = at_agency()
    story.complete(OFFICER, TaskOutcome.REFUSED, Ground.NO_RIGHT)
    assert last(story) == Telling("closed.refused")


@pytest.mark.law("АППК 91(2)")
def test_of_a_silence_it_is_told_what_the_law_makes_of_it_and_where_to_complain() -> None:
    story = at_reception(lawful())
    story.wait(almaty(4, 10))
    said = last(story)
    assert (said.key, said.facts) == ("deemed_refused", {"article": "АППК 91(2)"})
    assert said.complaint is not None
    assert said.complaint["until"] == at(7, 9)


@pytest.mark.parametrize("ground", [ReturnGround.IDENTICAL, ReturnGround.OBSCENE])
def test_of_a_return_it_is_told_once_with_its_ground(ground: ReturnGround) -> None:
    story = in_hand(lawful())
    story.give(ReturnToApplicant(CLERK, story.main.id, ground, UUID(int=9), TEXT))
    assert [each.key for each in tellings(story)] == ["registered", f"returned.{ground}"]
    assert (last(story).text, last(story).complaint is not None) == (TEXT, True)


@pytest.mark.law("АППК 64(8)")
def test_of_an_attachment_nothing_is_told() -> None:
    story = in_hand(lawful())
    story.give(Attach(CLERK, UUID(int=9)))
    assert [each.key for each in tellings(story)] == ["registered"]


def test_of_a_new_beginning_it_is_told_by_when_an_answer_comes() -> None:
    story = at_agency()
    story.complete(OFFICER)
    story.give(c.Reopen(CITIZEN))
    assert [each.key for each in tellings(story)] == ["registered", "closed.resolved", "reopened"]


def test_of_where_it_goes_it_is_told_which_body_has_it() -> None:
    story, there = at_agency(lawful()), Group("employment", Role.OFFICER)
    gone = after(story, e.Redirected(story.main.id, there, "АППК 65(1)"))
    assert gone == Telling(
        "redirected", {"due": at(4, 9), "article": "АППК 65(1)", "organisation": "employment"}
    )
    part = e.PartRedirected(story.main.id, (), UUID(int=3), "HK-1/1", there, "АППК 65(2)")
    assert after(story, part) == Telling(
        "part_redirected", {"part": "HK-1/1", "article": "АППК 65(2)", "organisation": "employment"}
    )


@pytest.mark.law("АППК 100(1)")
def test_of_a_complaint_that_is_sent_back_it_is_told_that_the_body_begins_again() -> None:
    story = sent_up()
    back = Verdict("sent_back")
    story.give(c.Complete(MINISTRY, story.main.id, TaskOutcome.EXPLAINED, None, TEXT, verdict=back))
    said = last(story)
    assert said.key == "closed.sent_back"
    assert said.facts == {"decision": "sent_back", "article": "АППК 100(1)5"}


def test_of_a_dispute_it_is_told_that_it_is_being_decided_whose_it_is() -> None:
    story = at_agency(lawful())
    story.give(Redirect(OFFICER, story.main.id, OTHER_AGENCY))
    story.claim(STRANGE_OFFICER)
    story.give(Redirect(STRANGE_OFFICER, story.main.id, AGENCY))
    assert last(story) == Telling("competence_disputed")


def test_of_another_kind_and_of_a_danger_it_is_told_by_what_they_are() -> None:
    story = at_agency(lawful())
    story.give(ChangeKind(OPERATOR, the_law("proposal"), TEXT))
    assert last(story) == Telling("kind_changed", {"due": at(4, 9), "kind": "proposal"})
    urgent = at_agency(urgent_plan())
    urgent.give(FlagDanger(OFFICER, urgent.main.id, Danger.CRIME))
    *_, flagged, redirected = tellings(urgent)
    assert flagged == Telling("danger_flagged", {"article": "АППК 64(7-2)"})
    assert redirected.key == "redirected"


@pytest.mark.law("АППК 65(1)")
def test_of_a_referral_to_another_agency_it_is_told_as_of_a_redirect() -> None:
    story = at_agency(lawful())
    story.refer(OFFICER, Step.AGENCY, OTHER_AGENCY)
    facts = {"due": at(4, 9), "organisation": OTHER_AGENCY, "article": "АППК 65(1)"}
    assert last(story) == Telling("redirected", facts)
    assert duty(story.appeal, story.facts[-1]) == story.task.id
    told_before = tellings(story)
    story.give(Notify(INTEGRATOR, story.task.id, Means.SMS, TEXT))
    story.claim(STRANGE_OFFICER)
    story.refer(STRANGE_OFFICER, Step.SPECIALIST)
    assert tellings(story) == told_before  # along the path nobody is told


def test_nor_where_no_law_calls_it_one() -> None:
    story = at_agency()
    story.refer(OFFICER, Step.AGENCY, OTHER_AGENCY)
    assert [each.key for each in tellings(story)] == ["registered"]


@pytest.mark.law("АППК 68(5)")
def test_of_the_loss_of_a_representative_it_is_told_until_when_another_may_be_named() -> None:
    story = at_agency(lawful())
    story.give(NameRepresentative(CITIZEN, TEXT))
    assert last(story).key == "registered"
    clocks = story.appeal.clocks
    story.give(NameRepresentative(CITIZEN, removed=True))
    facts = {"until": at(3, 19), "article": "АППК 68(5)"}
    assert last(story) == Telling("representative_removed", facts)
    assert story.appeal.clocks == clocks  # nothing follows from the end of that term


def test_of_a_day_that_is_moved_it_is_told_only_where_the_appeal_moves_with_it() -> None:
    story = at_reception()
    old, new = almaty(4, 9, 18, 30), almaty(4, 10, 18, 30)
    statute = e.Moved(ClockKind.STATUTE, None, old, new, breached=False)
    step = e.Moved(ClockKind.STEP, story.main.id, old, new, breached=False)
    calendar = story.calendar
    moved = after(story, e.CalendarChanged(calendar, (step, statute)))
    assert moved == Telling("due_moved", {"old": old.isoformat(), "due": new.isoformat()})
    assert after(story, e.CalendarChanged(calendar, (step,))) is None


def test_what_is_nobodys_business_outside_is_not_told() -> None:
    story = in_hand()
    story.wait(almaty(4, 1))
    assert [each.key for each in tellings(story)] == ["registered"]
    assert {type(event) for event in story.happened} - set(TOLD)


def test_the_duty_of_a_notice_is_named_while_it_is_open() -> None:
    story = in_hand(lawful())
    story.give(NameDefects(CLERK, story.main.id, (Defect.DATE,), term("3wd")), almaty(3, 16, 10))
    named = story.facts[-1]
    assert duty(story.appeal, named) == story.task.id
    assert duty(story.appeal, story.facts[0]) is None
    story.give(Notify(INTEGRATOR, story.task.id, Means.SMS), almaty(3, 17))
    assert duty(story.appeal, named) is None


def test_a_decision_after_the_term_and_the_silence_before_it_have_each_their_own() -> None:
    """Both are heard at one moment, where nothing could speak at the end of the term."""
    story = at_agency(lawful())
    story.wait(almaty(4, 9, 10))
    decided = c.Complete(OPERATOR, story.main.id, TaskOutcome.RESOLVED, override=True)
    story.give(decided, almaty(4, 9, 18, 31))
    ends = [each for each in story.facts if isinstance(each.event, e.DeemedRefused | e.Closed)]
    owed = [duty(story.appeal, each) for each in ends]
    assert [story.appeal.task(each).rule for each in owed if each] == ["silence", "written"]
