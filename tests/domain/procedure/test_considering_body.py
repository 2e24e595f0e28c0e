"""The considering body: acts and deemed refusals belong to the competent body, not to the task's holder."""

from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given

from domain import commands as c
from domain import events as e
from domain.commands import (
    AnnouncePreliminaryDecision,
    AttachToFile,
    ChangeKind,
    ForwardComplaint,
    Redirect,
    ReturnToApplicant,
)
from domain.country.offices import Office
from domain.decide.allowed import allowed_verbs
from domain.errors import NoSuperior, NotCompetentToDecide
from domain.events import (
    CompetenceDisputed,
    ComplaintForwarded,
    DeemedRefused,
    PreliminaryDecisionAnnounced,
    ReturnedToApplicant,
)
from domain.evolve.appeal import evolve, replay
from domain.identity.people import Group, Person, Role
from domain.law.rule_ids import RuleId
from domain.law.vocabulary import DecisionDetails, HearingException, ReturnGround
from domain.policy.plan import Step
from domain.procedure.competence.forward_complaint import complaint_deadline, complaint_target
from domain.projections.notices import NoticeParameters, notice_content
from domain.rules.lifecycle import Verb
from domain.state.appeal import Appeal
from domain.state.task import Ground, HandBackReason, ReferralReason, TaskOutcome
from domain.worktime.terms import Term
from tests.support.domain.builders import (
    AGENCY,
    AGENCY_GROUP,
    CLERK,
    FALLBACK_ORGANISATION,
    LAWYER,
    LAWYERS_GROUP,
    LAWYERS_SUPERVISOR,
    OFFICER,
    OPERATOR,
    OTHER_AGENCY,
    OTHER_OFFICER,
    OTHER_RECEPTION,
    RECEPTION_GROUP,
    RECEPTION_SUPERVISOR,
    REGION_HEAD,
    SPONSOR,
    UNRELATED_OFFICER,
    CasePlan,
    Scenario,
    almaty,
    altered,
    end_of_day,
    held_by_agency,
    held_by_clerk,
    only_event,
)
from tests.support.domain.complaints import TEXT_ID
from tests.support.domain.random_scenarios import random_scenarios
from tests.support.domain.statutory_plans import SUPERIOR_GROUP, law_for, statutory_plan
from tests.support.domain.superiors import (
    FALLBACK_OFFICER,
    MINISTER,
    complain_about_current_body,
    plan_with_known_superiors,
    redirect_to,
)

UNHEARD = DecisionDetails(hearing_exception=HearingException.APPLICANT_REQUEST)
QUEUE, ELSEWHERE = Group(FALLBACK_ORGANISATION, Role.OFFICER), Group(OTHER_AGENCY, Role.OFFICER)
SILENT, LATE = almaty(4, 9, 18, 30), almaty(4, 10)
THREE_MONTHS = end_of_day(7, 9)


def end(
    story: Scenario, by: Person, outcome: TaskOutcome = TaskOutcome.REFUSED, *, override: bool = False
) -> None:
    ground = Ground.COURT_ACT if outcome is TaskOutcome.TERMINATED else Ground.NO_RIGHT
    story.handle(c.Complete(by, story.main_task.id, outcome, ground, TEXT_ID, override, UNHEARD))


def at_public_reception(kind: str = "application") -> CasePlan:
    """Return a plan whose appeal is received by a counter that belongs to no administrative body."""
    return replace(statutory_plan(kind), body_with_counter="")


def pass_to(story: Scenario, step: Step, by: Person = OFFICER, to: str | None = None) -> None:
    story.handle(c.Refer(by, story.main_task.id, step, ReferralReason.OTHER, to))


def helped(plan: CasePlan | None = None) -> Scenario:
    """Return an application of the agency that a lawyer holds to assist."""
    story = held_by_agency(plan or plan_with_known_superiors(statutory_plan()))
    pass_to(story, Step.SPECIALIST)
    story.claim(LAWYER)
    return story


def where_to_complain(story: Scenario) -> NoticeParameters | None:
    """Return what the notice of the silence says of where to complain."""
    silent = next(at for at, fact in enumerate(story.facts) if isinstance(fact.event, DeemedRefused))
    notice = notice_content(replay(story.facts[: silent + 1]), story.facts[silent])
    assert notice is not None
    return notice.complaint_parameters


def taken_over(*, alone: bool = False) -> Scenario:
    """Return a complaint that was not forwarded and is held by the fallback queue."""
    story = complain_about_current_body(alone=alone)
    story.wait_until(almaty(4, 3))
    assert story.main_task.group == QUEUE
    story.claim(FALLBACK_OFFICER)
    return story


def taken_over_above() -> Scenario:
    """Return a complaint that was sent to the ministry and is unclaimed there."""
    story = complain_about_current_body()
    story.claim(OTHER_OFFICER)
    story.handle(ForwardComplaint(OTHER_OFFICER, story.main_task.id, TEXT_ID))
    story.wait_until(almaty(3, 27))
    assert story.main_task.group == QUEUE
    story.claim(FALLBACK_OFFICER)
    return story


@pytest.mark.law("АППК 91(2)")
@pytest.mark.law("АППК 92(1)")
def test_deemed_refusal_belongs_to_body_not_fallback_queue() -> None:
    story = held_by_agency(plan_with_known_superiors(statutory_plan()))
    story.wait_until(almaty(4, 16))
    assert (story.main_task.group, story.appeal.considering_body) == (QUEUE, AGENCY_GROUP)
    assert complaint_deadline(story.appeal) == THREE_MONTHS
    assert complaint_target(story.facts, story.now).complaint_against == AGENCY_GROUP
    assert where_to_complain(story) == {
        "body": AGENCY,
        "superior": SUPERIOR_GROUP.organisation,
        "until": THREE_MONTHS.astimezone(UTC).isoformat(),
        "article": "АППК 92(1)",
    }


@pytest.mark.law("АППК 91(2)")
def test_a_silence_of_who_helps_is_that_of_the_body_that_asked() -> None:
    story = helped()
    story.wait_until(LATE)
    assert story.appeal.legal.deemed_refused_at == SILENT
    assert (story.appeal.considering_body, complaint_deadline(story.appeal)) == (AGENCY_GROUP, THREE_MONTHS)
    assert complaint_target(story.facts, story.now).complaint_against == AGENCY_GROUP


@pytest.mark.law("АППК 64(1)")
def test_assisting_body_cannot_refuse_but_returns_to_requester() -> None:
    story = helped()
    for outcome in (TaskOutcome.REFUSED, TaskOutcome.TERMINATED):
        for by, override in ((LAWYER, False), (LAWYERS_SUPERVISOR, True)):
            with pytest.raises(NotCompetentToDecide) as caught:
                end(story, by, outcome, override=override)
            assert caught.value.details == {
                "instead": "return",
                "organisation": AGENCY,
                "article": "АППК 4(1)4",
            }
    explained, burdensome = (
        TaskOutcome.EXPLAINED,
        DecisionDetails("burdensome_act", hearing_exception=UNHEARD.hearing_exception),
    )
    asked = (
        c.Complete(LAWYER, story.main_task.id, explained, text=TEXT_ID, decision_details=burdensome),
        ReturnToApplicant(LAWYER, story.main_task.id, ReturnGround.OBSCENE, None, TEXT_ID),
        AnnouncePreliminaryDecision(LAWYER, story.main_task.id, TEXT_ID),
    )
    for command in asked:
        with pytest.raises(NotCompetentToDecide):
            story.handle(command)
    offered = allowed_verbs(story.appeal, story.main_task, LAWYER)
    acts = {Verb.COMPLETE, Verb.RETURN_TO_APPLICANT, Verb.ANNOUNCE_PRELIMINARY_DECISION}
    assert not acts & set(offered)
    assert Verb.RETURN in offered
    story.handle(c.Return(LAWYER, story.main_task.id, HandBackReason.OTHER, TEXT_ID))
    story.claim(OFFICER)
    end(story, OFFICER)
    assert story.appeal.is_closed


@pytest.mark.law("АППК 4(1)4")
@pytest.mark.parametrize("kind", ["application", "message"])
@pytest.mark.parametrize("outcome", [TaskOutcome.RESOLVED, TaskOutcome.EXPLAINED])
def test_assisting_group_granted_in_the_name_of_the_body(kind: str, outcome: TaskOutcome) -> None:
    story = helped(plan_with_known_superiors(statutory_plan(kind)))
    pass_to(story, Step.SPONSOR, LAWYER)
    story.claim(SPONSOR)
    with pytest.raises(NotCompetentToDecide) as refused:
        end(story, SPONSOR, outcome)
    assert (refused.value.details["instead"], refused.value.details["organisation"]) == ("return", AGENCY)
    for by in (SPONSOR, LAWYER):
        story.handle(c.Return(by, story.main_task.id, HandBackReason.OTHER, TEXT_ID))
        story.claim(OFFICER if by == LAWYER else LAWYER)
    end(story, OFFICER, outcome)
    about = complaint_target(story.facts, story.now)
    assert (about.complaint_against, about.barred) == (AGENCY_GROUP, (OFFICER.id,))


@pytest.mark.law("АППК 4(1)4")
@pytest.mark.parametrize("outcome", [TaskOutcome.REFUSED, TaskOutcome.RESOLVED, TaskOutcome.EXPLAINED])
def test_public_reception_decided_though_it_is_no_body(outcome: TaskOutcome) -> None:
    story = held_by_clerk(at_public_reception())
    for command in (
        c.Complete(CLERK, story.main_task.id, outcome, Ground.NO_RIGHT, TEXT_ID, decision_details=UNHEARD),
        ReturnToApplicant(CLERK, story.main_task.id, ReturnGround.OBSCENE, None, TEXT_ID),
        AnnouncePreliminaryDecision(CLERK, story.main_task.id, TEXT_ID),
    ):
        with pytest.raises(NotCompetentToDecide) as refused:
            story.handle(command)
        assert refused.value.details == {"instead": "refer", "organisation": AGENCY, "article": "АППК 4(1)4"}
    assert not {Verb.COMPLETE, Verb.RETURN_TO_APPLICANT} & set(
        allowed_verbs(story.appeal, story.main_task, CLERK)
    )


@pytest.mark.law("АППК 4(1)4")
@pytest.mark.parametrize("kind", ["application", "message"])
def test_public_reception_explains_in_the_same_visit_but_adopts_no_act(kind: str) -> None:
    refused = Scenario(at_public_reception(kind))
    for command in (
        c.ResolveAtIntake(CLERK, TaskOutcome.RESOLVED),
        c.ResolveAtIntake(CLERK, TaskOutcome.REFUSED, Ground.NO_RIGHT, TEXT_ID, UNHEARD),
        c.ResolveAtIntake(CLERK, TaskOutcome.EXPLAINED, None, TEXT_ID, DecisionDetails("answer")),
    ):
        with pytest.raises(NotCompetentToDecide):
            refused.handle(command)
    advised = Scenario(at_public_reception(kind))
    advised.handle(c.ResolveAtIntake(CLERK, TaskOutcome.EXPLAINED, text=TEXT_ID))
    assert (advised.appeal.is_closed, advised.appeal.legal.decision.code) == (True, "")


@pytest.mark.law("АППК 4(1)4")
def test_counter_of_the_body_itself_decides() -> None:
    story = Scenario(statutory_plan())
    story.handle(c.ResolveAtIntake(CLERK, TaskOutcome.RESOLVED))
    assert (story.appeal.is_closed, story.appeal.legal.decision.code) == (True, "favourable_act")


@pytest.mark.law("АППК 76(3)")
def test_head_of_a_public_reception_extended_the_term() -> None:
    story = held_by_clerk(at_public_reception())
    with pytest.raises(NotCompetentToDecide):
        story.handle(c.Extend(replace(RECEPTION_SUPERVISOR, office=Office.HEAD), Term.parse("5wd"), TEXT_ID))


def test_superior_merges_appeal_held_by_assisting_body() -> None:
    story = helped()
    story.handle(c.Merge(OPERATOR, OFFICER.id, covers_all_applicants=True))
    assert story.appeal.is_closed


def test_who_helps_by_itself_or_began_before_decides_as_it_did() -> None:
    plan = statutory_plan()
    absent = {RuleId.DUTY_TO_ACCEPT, RuleId.POWER_TO_DECIDE}
    rules = tuple(rule for rule in law_for().rules if rule.rule_id not in absent)
    before = helped(replace(plan, law=replace(law_for(), rules=rules)))
    end(before, LAWYER)
    first = plan.find_step(Step.SPECIALIST)
    assert first is not None
    alone = Scenario(replace(plan, steps=(first,)))
    alone.claim(LAWYER)
    end(alone, LAWYER)
    assert (before.appeal.is_closed, alone.appeal.is_closed) == (True, True)
    assert (before.appeal.considering_body, alone.appeal.considering_body) == (AGENCY_GROUP, LAWYERS_GROUP)


def test_receiving_body_becomes_the_considering_body() -> None:
    story = held_by_clerk(plan_with_known_superiors(statutory_plan()))
    story.handle(
        c.Reassign(OPERATOR, story.main_task.id, replace(RECEPTION_GROUP, organisation=OTHER_RECEPTION))
    )
    assert story.appeal.considering_body.organisation == OTHER_RECEPTION
    story.handle(c.Reassign(OPERATOR, story.main_task.id, RECEPTION_GROUP))
    pass_to_agency = c.Refer(
        RECEPTION_SUPERVISOR, story.main_task.id, Step.AGENCY, ReferralReason.OTHER, override=True
    )
    story.handle(pass_to_agency)
    assert story.appeal.considering_body == AGENCY_GROUP
    story.handle(c.Decline(OFFICER, story.main_task.id, HandBackReason.NOT_COMPETENT))
    assert story.appeal.considering_body == RECEPTION_GROUP


def test_the_queue_considers_what_is_sent_to_it_as_to_any_body() -> None:
    story = held_by_agency(plan_with_known_superiors(statutory_plan()))
    pass_to(story, Step.AGENCY, to=FALLBACK_ORGANISATION)
    assert story.appeal.considering_body == QUEUE


def test_but_not_what_it_has_because_it_is_disputed() -> None:
    story = held_by_agency(plan_with_known_superiors(statutory_plan()))
    story.handle(Redirect(OFFICER, story.main_task.id, OTHER_AGENCY))
    story.claim(UNRELATED_OFFICER)
    disputed = story.handle(Redirect(UNRELATED_OFFICER, story.main_task.id, AGENCY))
    assert only_event(CompetenceDisputed, disputed)
    assert (story.main_task.group, story.appeal.considering_body) == (QUEUE, ELSEWHERE)


@pytest.mark.law("АППК 91(4)")
def test_fallback_queue_forwards_complaint_instead_of_deciding() -> None:
    story = taken_over()
    story.handle(c.Reassign(FALLBACK_OFFICER, story.main_task.id, QUEUE))
    story.claim(FALLBACK_OFFICER)
    assert story.appeal.considering_body == AGENCY_GROUP
    refuses_to_decide(story, "forward-complaint", SUPERIOR_GROUP)
    sent = story.handle(ForwardComplaint(FALLBACK_OFFICER, story.main_task.id, TEXT_ID))
    assert only_event(ComplaintForwarded, sent).group == story.appeal.considering_body == SUPERIOR_GROUP


@pytest.mark.law("АППК 91(4)")
@pytest.mark.parametrize("verb", ["refer", "redirect"])
def test_fallback_queue_returns_forwarded_complaint_to_its_recipient(verb: str) -> None:
    story = taken_over_above()
    refuses_to_decide(story, "refer", SUPERIOR_GROUP)
    with pytest.raises(NotCompetentToDecide):
        story.handle(ForwardComplaint(FALLBACK_OFFICER, story.main_task.id))
    if verb == "refer":
        pass_to(story, Step.AGENCY, FALLBACK_OFFICER, SUPERIOR_GROUP.organisation)
    else:
        story.handle(Redirect(FALLBACK_OFFICER, story.main_task.id, SUPERIOR_GROUP.organisation))
    story.claim(MINISTER)
    end(story, MINISTER)
    assert (story.appeal.is_closed, story.appeal.considering_body) == (True, SUPERIOR_GROUP)


@pytest.mark.law("АППК 91(6)")
def test_fallback_queue_returns_complaint_against_topmost_body() -> None:
    story = taken_over(alone=True)
    refuses_to_decide(story, "refer", AGENCY_GROUP)
    with pytest.raises(NotCompetentToDecide):
        story.handle(ForwardComplaint(FALLBACK_OFFICER, story.main_task.id))
    pass_to(story, Step.AGENCY, FALLBACK_OFFICER, AGENCY)
    story.claim(OTHER_OFFICER)
    end(story, OTHER_OFFICER)
    assert story.appeal.legal.decision.code == "dismissed"


def test_where_the_queue_is_sent_a_complaint_as_the_superior_it_decides() -> None:
    story = complain_about_current_body()
    story.appeal = altered(story.appeal, "legal.competence", superior=QUEUE)
    story.claim(OTHER_OFFICER)
    story.handle(ForwardComplaint(OTHER_OFFICER, story.main_task.id, TEXT_ID))
    story.claim(FALLBACK_OFFICER)
    end(story, FALLBACK_OFFICER)
    assert (story.appeal.is_closed, story.appeal.considering_body) == (True, QUEUE)


def test_where_it_took_over_what_goes_up_to_itself_it_decides() -> None:
    story = taken_over()
    story.appeal = altered(story.appeal, "legal.competence", superior=QUEUE)
    with pytest.raises(NoSuperior):
        story.handle(ForwardComplaint(FALLBACK_OFFICER, story.main_task.id))
    end(story, FALLBACK_OFFICER)
    assert story.appeal.is_closed


def test_a_redirected_complaint_is_the_queues_no_more_than_another() -> None:
    story = complain_about_current_body()
    story.claim(OTHER_OFFICER)
    redirect_to(story)
    story.wait_until(almaty(4, 3))
    assert (story.main_task.group, story.appeal.considering_body) == (QUEUE, ELSEWHERE)


def taken_over_application() -> Scenario:
    """Return an application that the fallback queue holds after the ladder moved it there."""
    story = held_by_agency(plan_with_known_superiors(statutory_plan()))
    story.wait_until(almaty(4, 16))
    story.claim(FALLBACK_OFFICER)
    return story


@pytest.mark.law("АППК 4(1)4")
@pytest.mark.parametrize("outcome", [TaskOutcome.REFUSED, TaskOutcome.RESOLVED, TaskOutcome.EXPLAINED])
def test_fallback_queue_decided_in_the_name_of_the_body(outcome: TaskOutcome) -> None:
    story = taken_over_application()
    main = story.main_task.id
    for command in (
        c.Complete(FALLBACK_OFFICER, main, outcome, Ground.NO_RIGHT, TEXT_ID, decision_details=UNHEARD),
        ReturnToApplicant(FALLBACK_OFFICER, main, ReturnGround.OBSCENE, None, TEXT_ID),
        AnnouncePreliminaryDecision(FALLBACK_OFFICER, main, TEXT_ID),
    ):
        with pytest.raises(NotCompetentToDecide) as refused:
            story.handle(command)
        assert refused.value.details == {"instead": "refer", "organisation": AGENCY, "article": "АППК 4(1)4"}


@pytest.mark.law("АППК 4(1)4")
def test_fallback_queue_refers_the_work_back_to_its_body() -> None:
    story = taken_over_application()
    offered = allowed_verbs(story.appeal, story.main_task, FALLBACK_OFFICER)
    assert Verb.REFER in offered
    assert not {Verb.COMPLETE, Verb.RETURN_TO_APPLICANT, Verb.ANNOUNCE_PRELIMINARY_DECISION} & set(offered)
    story.handle(c.Reassign(OPERATOR, story.main_task.id, AGENCY_GROUP))
    story.claim(OFFICER)
    end(story, OFFICER)
    about = complaint_target(story.facts, story.now)
    assert (about.complaint_against, about.barred) == (AGENCY_GROUP, (OFFICER.id,))


@pytest.mark.law("АППК 4(1)4")
@pytest.mark.parametrize("by", [OPERATOR, REGION_HEAD])
def test_overseer_of_another_organisation_refused_for_the_body(by: Person) -> None:
    story = held_by_agency(statutory_plan())
    with pytest.raises(NotCompetentToDecide):
        story.handle(
            c.Complete(
                by,
                story.main_task.id,
                TaskOutcome.REFUSED,
                Ground.NO_RIGHT,
                TEXT_ID,
                override=True,
                decision_details=UNHEARD,
            )
        )
    assert not story.appeal.is_closed


@pytest.mark.law("АППК 4(1)4")
@given(random_scenarios())
def test_only_people_of_the_considering_body_decide(lived: Scenario) -> None:
    before = None
    for fact in lived.facts:
        if before is not None and fact.by is not None and before.law.has_rule(RuleId.POWER_TO_DECIDE):
            check_decided_by_its_body(before, fact, fact.by)
        before = evolve(before, fact)


def check_decided_by_its_body(before: Appeal, fact: e.Fact, by: Person) -> None:
    """Check that the act of *fact*, if it is one, is that of a person of the considering body."""
    acts = e.Decided | e.Extended | ReturnedToApplicant | PreliminaryDecisionAnnounced
    own = {before.considering_body.organisation}
    if before.legal.competence.superior == before.group:
        own.add(before.group.organisation)
    if isinstance(fact.event, acts):
        assert by.organisation in own
        assert not before.plan.is_public_reception(before.considering_body)


@pytest.mark.law("АППК 91(4)")
def test_kind_change_during_assistance_starts_with_considering_body() -> None:
    story = helped()
    story.handle(ChangeKind(OPERATOR, law_for("complaint"), TEXT_ID, AGENCY, SUPERIOR_GROUP))
    assert (story.main_task.group, story.main_task.rule_id) == (AGENCY_GROUP, "complaint_forward")
    by_itself = held_by_clerk(plan_with_known_superiors(statutory_plan()))
    pass_to(by_itself, Step.SPECIALIST, CLERK)
    by_itself.handle(ChangeKind(OPERATOR, law_for("complaint"), TEXT_ID, RECEPTION_GROUP.organisation, QUEUE))
    assert (by_itself.main_task.group, by_itself.appeal.considering_body) == (
        RECEPTION_GROUP,
        RECEPTION_GROUP,
    )


def refuses_to_decide(story: Scenario, instead: str, to: Group) -> None:
    """Check that the fallback queue cannot close the complaint, and that the refusal names its path."""
    main = story.main_task.id
    asked: list[c.PersonCommand] = [
        *(
            c.Complete(FALLBACK_OFFICER, main, each, Ground.NO_RIGHT, TEXT_ID, decision_details=UNHEARD)
            for each in TaskOutcome
        ),
        ReturnToApplicant(FALLBACK_OFFICER, main, ReturnGround.OBSCENE, None, TEXT_ID),
        AnnouncePreliminaryDecision(FALLBACK_OFFICER, main, TEXT_ID),
        c.Merge(OPERATOR, FALLBACK_OFFICER.id, covers_all_applicants=True),
        AttachToFile(OPERATOR, FALLBACK_OFFICER.id),
    ]
    for command in asked:
        with pytest.raises(NotCompetentToDecide) as caught:
            story.handle(command)
        assert caught.value.details == {
            "instead": instead,
            "organisation": to.organisation,
            "article": "АППК 91(4)",
        }
    offered = allowed_verbs(story.appeal, story.main_task, FALLBACK_OFFICER)
    assert Verb(instead) in offered
    assert not {Verb.COMPLETE, Verb.RETURN_TO_APPLICANT, Verb.ANNOUNCE_PRELIMINARY_DECISION} & set(offered)
