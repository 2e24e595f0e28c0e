"""Whose act or silence it is: the body with the power to decide, whoever has the work for it."""

from dataclasses import replace
from datetime import UTC

import pytest

from domain import commands as c
from domain.commands import Attach, ChangeKind, Forward, Redirect, ReturnToApplicant, TellPreliminary
from domain.errors import NobodyAbove, NoPower
from domain.events import CompetenceDisputed, ComplaintForwarded, DeemedRefused
from domain.evolve.appeal import replay
from domain.identity.people import Group, Person, Role
from domain.law.vocabulary import HearingException, ReturnGround, Verdict
from domain.policy.plan import Plan, Step
from domain.procedure.competence.forward_complaint import complain_until, complained_of
from domain.projections.notices import Facts, told
from domain.rules.lifecycle import Verb
from domain.rules.permissions import allowed_verbs
from domain.state.task import Ground, HandBackReason, ReferralReason, TaskOutcome
from tests.domain.acts.test_complaint import TEXT
from tests.domain.acts.test_superiors import (
    DESK_OFFICER,
    MINISTER,
    complained,
    known,
    redirect,
)
from tests.domain.builders import (
    AGENCY,
    AT_AGENCY,
    AT_LAWYERS,
    AT_RECEPTION,
    CLERK,
    CLERKS_BOSS,
    DESK,
    LAWYER,
    LAWYERS_BOSS,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_OFFICER,
    OTHER_RECEPTION,
    SPONSOR,
    STRANGE_OFFICER,
    Story,
    almaty,
    at_agency,
    in_hand,
    the,
)
from tests.domain.lawful import SUPERIOR, lawful, the_law

UNHEARD = Verdict(exception=HearingException.APPLICANT_ASKS)
QUEUE, ELSEWHERE = Group(DESK, Role.OFFICER), Group(OTHER_AGENCY, Role.OFFICER)
SILENT, LATE = almaty(4, 9, 18, 30), almaty(4, 10)
THREE_MONTHS = almaty(7, 9, 18, 30)


def end(
    story: Story, by: Person, outcome: TaskOutcome = TaskOutcome.REFUSED, *, override: bool = False
) -> None:
    ground = Ground.COURT_ACT if outcome is TaskOutcome.TERMINATED else Ground.NO_RIGHT
    story.give(c.Complete(by, story.main.id, outcome, ground, TEXT, override, UNHEARD))


def pass_to(story: Story, step: Step, by: Person = OFFICER, to: str | None = None) -> None:
    story.give(c.Refer(by, story.main.id, step, ReferralReason.OTHER, to))


def helped(plan: Plan | None = None) -> Story:
    """Tell of an application for which the agency has asked the lawyers, and one of them has it in hand."""
    story = at_agency(plan or known(lawful()))
    pass_to(story, Step.SPECIALIST)
    story.claim(LAWYER)
    return story


def where_to_complain(story: Story) -> Facts | None:
    """Return what the notice of the silence says of where to complain."""
    silent = next(at for at, fact in enumerate(story.facts) if isinstance(fact.event, DeemedRefused))
    notice = told(replay(story.facts[: silent + 1]), story.facts[silent])
    assert notice is not None
    return notice.complaint


def taken_over(*, alone: bool = False) -> Story:
    """Tell of a complaint that nobody sent on, and one of the queue has it in hand."""
    story = complained(alone=alone)
    story.wait(almaty(4, 3))
    assert story.main.group == QUEUE
    story.claim(DESK_OFFICER)
    return story


def taken_over_above() -> Story:
    """Tell of a complaint that was sent to the ministry, which nobody took in hand there."""
    story = complained()
    story.claim(OTHER_OFFICER)
    story.give(Forward(OTHER_OFFICER, story.main.id, TEXT))
    story.wait(almaty(3, 27))
    assert story.main.group == QUEUE
    story.claim(DESK_OFFICER)
    return story


@pytest.mark.law("АППК 91(2)")
@pytest.mark.law("АППК 92(1)")
def test_a_silence_that_the_ladder_carried_to_the_queue_is_that_of_whose_it_was() -> None:
    story = at_agency(known(lawful()))
    story.wait(LATE)
    assert (story.main.group, story.appeal.considered_by) == (QUEUE, AT_AGENCY)
    assert complain_until(story.appeal) == THREE_MONTHS
    assert complained_of(story.facts, story.now).body == AT_AGENCY
    assert where_to_complain(story) == {
        "body": AGENCY,
        "superior": SUPERIOR.organisation,
        "until": THREE_MONTHS.astimezone(UTC).isoformat(),
        "article": "АППК 92(1)",
    }


@pytest.mark.law("АППК 91(2)")
def test_a_silence_of_who_helps_is_that_of_the_body_that_asked() -> None:
    story = helped()
    story.wait(LATE)
    assert story.appeal.legal.refused_at == SILENT
    assert (story.appeal.considered_by, complain_until(story.appeal)) == (AT_AGENCY, THREE_MONTHS)
    assert complained_of(story.facts, story.now).body == AT_AGENCY


@pytest.mark.law("АППК 64(1)")
def test_who_helps_decides_nothing_against_anybody_but_returns_it_to_who_asked() -> None:
    story = helped()
    for outcome in (TaskOutcome.REFUSED, TaskOutcome.TERMINATED):
        for by, override in ((LAWYER, False), (LAWYERS_BOSS, True)):
            with pytest.raises(NoPower) as caught:
                end(story, by, outcome, override=override)
            assert caught.value.facts == {
                "instead": "return",
                "organisation": AGENCY,
                "article": "АППК 64(1)",
            }
    explained, burdensome = TaskOutcome.EXPLAINED, Verdict("burdensome_act", exception=UNHEARD.exception)
    asked = (
        c.Complete(LAWYER, story.main.id, explained, text=TEXT, verdict=burdensome),
        ReturnToApplicant(LAWYER, story.main.id, ReturnGround.OBSCENE, None, TEXT),
        TellPreliminary(LAWYER, story.main.id, TEXT),
    )
    for command in asked:
        with pytest.raises(NoPower):
            story.give(command)
    offered = allowed_verbs(story.appeal, story.main, LAWYER)
    assert not {Verb.RETURN_TO_APPLICANT, Verb.TELL_PRELIMINARY} & set(offered)
    assert {Verb.COMPLETE, Verb.RETURN} <= set(offered)
    story.give(c.Return(LAWYER, story.main.id, HandBackReason.OTHER, TEXT))
    story.claim(OFFICER)
    end(story, OFFICER)
    assert story.appeal.is_closed


@pytest.mark.parametrize("kind", ["application", "message"])
@pytest.mark.parametrize("outcome", [TaskOutcome.RESOLVED, TaskOutcome.EXPLAINED])
def test_what_who_helps_gives_or_explains_is_the_act_of_who_asked(kind: str, outcome: TaskOutcome) -> None:
    story = helped(known(lawful(kind)))
    pass_to(story, Step.SPONSOR, LAWYER)
    story.claim(SPONSOR)
    end(story, SPONSOR, outcome)
    assert (story.appeal.is_closed, story.appeal.considered_by) == (True, AT_AGENCY)
    about = complained_of(story.facts, story.now)
    assert (about.body, about.barred) == (AT_AGENCY, (SPONSOR.id,))


def test_those_above_merge_what_another_helps_with_into_where_it_is_answered() -> None:
    story = helped()
    story.give(c.Merge(OPERATOR, OFFICER.id, answered_there=True))
    assert story.appeal.is_closed


def test_who_helps_by_itself_or_began_before_decides_as_it_did() -> None:
    plan = lawful()
    rules = tuple(rule for rule in the_law().rules if rule.rule != "acceptance")
    before = helped(replace(plan, law=replace(the_law(), rules=rules)))
    end(before, LAWYER)
    first = plan.at(Step.SPECIALIST)
    assert first is not None
    alone = Story(replace(plan, steps=(first,)))
    alone.claim(LAWYER)
    end(alone, LAWYER)
    assert (before.appeal.is_closed, alone.appeal.is_closed) == (True, True)
    assert (before.appeal.considered_by, alone.appeal.considered_by) == (AT_AGENCY, AT_LAWYERS)


def test_whoever_is_sent_it_or_gets_it_back_considers_it() -> None:
    story = in_hand(known(lawful()))
    story.give(c.Reassign(OPERATOR, story.main.id, replace(AT_RECEPTION, organisation=OTHER_RECEPTION)))
    assert story.appeal.considered_by.organisation == OTHER_RECEPTION
    story.give(c.Reassign(OPERATOR, story.main.id, AT_RECEPTION))
    pass_to_agency = c.Refer(CLERKS_BOSS, story.main.id, Step.AGENCY, ReferralReason.OTHER, override=True)
    story.give(pass_to_agency)
    assert story.appeal.considered_by == AT_AGENCY
    story.give(c.Decline(OFFICER, story.main.id, HandBackReason.NOT_COMPETENT))
    assert story.appeal.considered_by == AT_RECEPTION


def test_the_queue_considers_what_is_sent_to_it_as_to_any_body() -> None:
    story = at_agency(known(lawful()))
    pass_to(story, Step.AGENCY, to=DESK)
    assert story.appeal.considered_by == QUEUE


def test_but_not_what_it_has_because_it_is_disputed() -> None:
    story = at_agency(known(lawful()))
    story.give(Redirect(OFFICER, story.main.id, OTHER_AGENCY))
    story.claim(STRANGE_OFFICER)
    disputed = story.give(Redirect(STRANGE_OFFICER, story.main.id, AGENCY))
    assert the(CompetenceDisputed, disputed)
    assert (story.main.group, story.appeal.considered_by) == (QUEUE, ELSEWHERE)


@pytest.mark.law("АППК 91(4)")
def test_the_queue_decides_on_no_complaint_that_is_to_be_sent_up_but_sends_it() -> None:
    story = taken_over()
    story.give(c.Reassign(DESK_OFFICER, story.main.id, QUEUE))
    story.claim(DESK_OFFICER)
    assert story.appeal.considered_by == AT_AGENCY
    refuses_to_decide(story, "forward", SUPERIOR)
    sent = story.give(Forward(DESK_OFFICER, story.main.id, TEXT))
    assert the(ComplaintForwarded, sent).group == story.appeal.considered_by == SUPERIOR


@pytest.mark.law("АППК 91(4)")
@pytest.mark.parametrize("verb", ["refer", "redirect"])
def test_nor_on_one_that_was_sent_up_but_gives_it_to_whom_it_was_sent(verb: str) -> None:
    story = taken_over_above()
    refuses_to_decide(story, "refer", SUPERIOR)
    with pytest.raises(NoPower):
        story.give(Forward(DESK_OFFICER, story.main.id))
    if verb == "refer":
        pass_to(story, Step.AGENCY, DESK_OFFICER, SUPERIOR.organisation)
    else:
        story.give(Redirect(DESK_OFFICER, story.main.id, SUPERIOR.organisation))
    story.claim(MINISTER)
    end(story, MINISTER)
    assert (story.appeal.is_closed, story.appeal.considered_by) == (True, SUPERIOR)


@pytest.mark.law("АППК 91(6)")
def test_nor_on_one_against_a_body_under_nobody_but_gives_it_back() -> None:
    story = taken_over(alone=True)
    refuses_to_decide(story, "refer", AT_AGENCY)
    with pytest.raises(NoPower):
        story.give(Forward(DESK_OFFICER, story.main.id))
    pass_to(story, Step.AGENCY, DESK_OFFICER, AGENCY)
    story.claim(OTHER_OFFICER)
    end(story, OTHER_OFFICER)
    assert story.appeal.legal.decision == "unsatisfied"


def test_where_the_queue_is_sent_a_complaint_as_the_superior_it_decides() -> None:
    story = complained()
    story.appeal = replace(story.appeal, plan=replace(story.appeal.plan, superior=QUEUE))
    story.claim(OTHER_OFFICER)
    story.give(Forward(OTHER_OFFICER, story.main.id, TEXT))
    story.claim(DESK_OFFICER)
    end(story, DESK_OFFICER)
    assert (story.appeal.is_closed, story.appeal.considered_by) == (True, QUEUE)


def test_where_it_took_over_what_goes_up_to_itself_it_decides() -> None:
    story = taken_over()
    story.appeal = replace(story.appeal, plan=replace(story.appeal.plan, superior=QUEUE))
    with pytest.raises(NobodyAbove):
        story.give(Forward(DESK_OFFICER, story.main.id))
    end(story, DESK_OFFICER)
    assert story.appeal.is_closed


def test_a_redirected_complaint_is_the_queues_no_more_than_another() -> None:
    story = complained()
    story.claim(OTHER_OFFICER)
    redirect(story)
    story.wait(almaty(4, 3))
    assert (story.main.group, story.appeal.considered_by) == (QUEUE, ELSEWHERE)


def test_an_application_that_the_queue_took_over_it_decides_for_whose_it_was() -> None:
    story = at_agency(known(lawful()))
    story.wait(almaty(4, 6))
    story.claim(DESK_OFFICER)
    end(story, DESK_OFFICER)
    about = complained_of(story.facts, story.now)
    assert (about.body, about.barred) == (AT_AGENCY, (DESK_OFFICER.id,))


@pytest.mark.law("АППК 91(4)")
def test_what_turns_out_a_complaint_while_another_helps_begins_with_those_who_had_it() -> None:
    story = helped()
    story.give(ChangeKind(OPERATOR, the_law("complaint"), TEXT, AGENCY, SUPERIOR))
    assert (story.main.group, story.main.rule) == (AT_AGENCY, "complaint_forward")
    by_itself = in_hand(known(lawful()))
    pass_to(by_itself, Step.SPECIALIST, CLERK)
    by_itself.give(ChangeKind(OPERATOR, the_law("complaint"), TEXT, AT_RECEPTION.organisation, QUEUE))
    assert (by_itself.main.group, by_itself.appeal.considered_by) == (AT_RECEPTION, AT_RECEPTION)


def refuses_to_decide(story: Story, instead: str, to: Group) -> None:
    """Expect that the queue ends the complaint in no way, and is told which way it goes."""
    main = story.main.id
    asked: list[c.PersonCommand] = [
        *(
            c.Complete(DESK_OFFICER, main, each, Ground.NO_RIGHT, TEXT, verdict=UNHEARD)
            for each in TaskOutcome
        ),
        ReturnToApplicant(DESK_OFFICER, main, ReturnGround.OBSCENE, None, TEXT),
        TellPreliminary(DESK_OFFICER, main, TEXT),
        c.Merge(OPERATOR, DESK_OFFICER.id, answered_there=True),
        Attach(OPERATOR, DESK_OFFICER.id),
    ]
    for command in asked:
        with pytest.raises(NoPower) as caught:
            story.give(command)
        assert caught.value.facts == {
            "instead": instead,
            "organisation": to.organisation,
            "article": "АППК 91(4)",
        }
    offered = allowed_verbs(story.appeal, story.main, DESK_OFFICER)
    assert Verb(instead) in offered
    assert not {Verb.COMPLETE, Verb.RETURN_TO_APPLICANT, Verb.TELL_PRELIMINARY} & set(offered)
