"""Routing: the path of an appeal under a policy, in which each step has a receiver."""

from dataclasses import replace

import pytest

from domain.country.titles import Titles
from domain.errors import UnknownOrganisation, UnknownReception, UnknownRegion, UnknownTopic
from domain.identity.people import Group, Role
from domain.law.vocabulary import Danger
from domain.policy.escalation import Escalation, EscalationLevel, EscalationTarget
from domain.policy.plan import Limits, ReceiptPlan, Schedule, Specialty, Step
from domain.policy.policy import (
    NATIONWIDE,
    Organisation,
    Policy,
    Region,
    StepRule,
    Topic,
    UrgentRule,
    with_imported,
)
from domain.policy.routing import plan_for, policy_superior_of
from domain.worktime.terms import Term
from tests.support.domain.statutory_plans import law_for

NAMES = Titles("Атау", "Название", "EntryId")
LADDER = Escalation((EscalationLevel(Term.parse("0wd"), EscalationTarget.OPERATOR),), Term.parse("1wd"))
WEEK, DAY = Schedule(Term.parse("5wd"), (50,), LADDER), Schedule(Term.parse("1wd"), (), LADDER)
RULE = StepRule(WEEK, DAY, Term.parse("2wd"))
PATH = tuple(Step)
HOUSING = Topic("queue", "homes", NAMES, competent="housing", steps=PATH, awaits_receipt=True)


def organisation(name: str, kind: str, region: str, *roles: Role) -> Organisation:
    return Organisation(name, kind, region, NAMES, roles)


def policy(*organisations: Organisation, lapse: str | None = None) -> Policy:
    limit = Term.parse("10wd")
    lapsing = replace(RULE, work=replace(WEEK, lapse_after=Term.parse(lapse) if lapse else None))
    everyone = (
        organisation("counter-61", "reception", "61", Role.CLERK),
        organisation("desk", "desk", NATIONWIDE, Role.OFFICER, Role.OPERATOR),
        *organisations,
    )
    return Policy(
        name="trial",
        version="2026.1",
        calendar="any",
        statute=Schedule(Term.parse("15wd"), (50, 75), LADDER),
        steps=dict.fromkeys(Step, lapsing),
        side_task=RULE,
        receipt=ReceiptPlan(limit, DAY),
        limits=Limits(limit, 3, limit, limit, 1, limit, 3),
        fallback=Group("desk", Role.OFFICER),
        specialists={
            Specialty.LAWYER: "legal-aid",
            Specialty.PSYCHOLOGIST: "helpline",
            Specialty.OTHER: "friends",
        },
        sponsor="fund",
        regions={code: Region(code, NAMES) for code in ("61", "71")},
        themes={},
        organisations={each.id: each for each in everyone},
        topics={HOUSING.id: HOUSING},
    )


def receivers(policy: Policy, topic: Topic = HOUSING, region: str = "61") -> dict[Step, str]:
    plan = plan_for(policy, topic, region, "counter-61")
    return {step.step: step.group.organisation for step in plan.steps}


def test_the_path_is_the_topics_and_begins_where_the_appeal_was_taken_in() -> None:
    plan = plan_for(policy(), replace(HOUSING, steps=(Step.RECEPTION, Step.AGENCY)), "61", "counter-61")

    assert [each.step for each in plan.steps] == [Step.RECEPTION, Step.AGENCY]
    assert plan.steps[0].group == Group("counter-61", Role.CLERK)
    assert plan.policy == "trial-2026.1"


def test_the_regions_own_goes_before_the_countrys() -> None:
    ours = organisation("housing-61", "housing", "61", Role.OFFICER)
    national = organisation("housing-kz", "housing", NATIONWIDE, Role.OFFICER)

    assert receivers(policy(national, ours))[Step.AGENCY] == "housing-61"
    assert receivers(policy(national, ours), region="71")[Step.AGENCY] == "housing-kz"


def test_an_organisation_named_by_its_id_gets_the_step_wherever_it_is() -> None:
    named = organisation("housing", "office", "71", Role.OFFICER)
    of_that_kind = organisation("housing-61", "housing", "61", Role.OFFICER)

    assert receivers(policy(of_that_kind, named))[Step.AGENCY] == "housing"


def test_fallback_queue_is_competent_where_no_body_is() -> None:
    unstaffed = organisation("housing-61", "housing", "61", Role.SUPERVISOR)

    got = receivers(policy(unstaffed))

    assert got == {
        Step.RECEPTION: "counter-61",
        Step.AGENCY: "desk",
        Step.SPECIALIST: "desk",
        Step.SPONSOR: "desk",
    }


def test_the_first_specialist_of_the_topic_gets_the_step_and_side_tasks() -> None:
    line = organisation("helpline", "helpline", NATIONWIDE, Role.SPECIALIST)
    topic = replace(HOUSING, specialists=(Specialty.PSYCHOLOGIST, Specialty.LAWYER))

    plan = plan_for(policy(line), topic, "61", "counter-61")

    assert plan.specialists == (
        (Specialty.PSYCHOLOGIST, Group("helpline", Role.SPECIALIST)),
        (Specialty.LAWYER, Group("desk", Role.OFFICER)),
    )
    assert (
        plan.default_receiver(Step.SPECIALIST, None)
        == plan.side_task.group
        == Group("helpline", Role.SPECIALIST)
    )


def test_topic_without_specialists_sends_side_tasks_to_fallback_queue() -> None:
    topic = replace(HOUSING, steps=(Step.RECEPTION, Step.AGENCY), specialists=())

    assert plan_for(policy(), topic, "61", "counter-61").side_task.group == Group("desk", Role.OFFICER)


def test_a_topics_own_sponsor_goes_before_the_usual_one() -> None:
    usual = organisation("fund", "fund", NATIONWIDE, Role.SPONSOR)
    own = organisation("homes", "homes-fund", NATIONWIDE, Role.SPONSOR)

    assert receivers(policy(usual, own))[Step.SPONSOR] == "fund"
    assert receivers(policy(usual, own), replace(HOUSING, sponsor="homes-fund"))[Step.SPONSOR] == "homes"


def test_only_topics_that_want_it_wait_for_receipt() -> None:
    rules = policy()

    assert plan_for(rules, HOUSING, "61", "counter-61").receipt == rules.receipt
    assert plan_for(rules, replace(HOUSING, awaits_receipt=False), "61", "counter-61").receipt is None


def test_a_topics_own_budget_replaces_that_of_the_step_alone() -> None:
    plan = plan_for(policy(), replace(HOUSING, budgets={Step.AGENCY: Term.parse("4wh")}), "61", "counter-61")

    assert [str(step.work.budget) for step in plan.steps] == ["5wd", "4wh", "5wd", "5wd"]
    assert {step.work.warnings for step in plan.steps} == {(50,)}


def test_the_last_step_has_nothing_to_lapse_to() -> None:
    plan = plan_for(policy(lapse="1wd"), HOUSING, "61", "counter-61")

    assert [str(step.work.lapse_after) for step in plan.steps] == ["1wd", "1wd", "1wd", "None"]


def test_an_agency_named_at_the_counter_gets_the_appeal_instead() -> None:
    other = organisation("roads-71", "roads", "71", Role.OFFICER)

    plan = plan_for(policy(other), HOUSING, "61", "counter-61", agency="roads-71")

    assert plan.default_receiver(Step.AGENCY, None) == Group("roads-71", Role.OFFICER)


@pytest.mark.parametrize("agency", ["nowhere", "counter-61"])
def test_an_agency_that_is_none_is_refused(agency: str) -> None:
    with pytest.raises(UnknownOrganisation) as refused:
        plan_for(policy(), HOUSING, "61", "counter-61", agency=agency)

    assert refused.value.details == {"organisation": agency, "role": "officer", "field": "agency"}


def test_an_organisation_that_is_none_is_refused() -> None:
    with pytest.raises(UnknownOrganisation) as refused:
        policy().organisation("nowhere")

    assert refused.value.details == {"organisation": "nowhere"}


@pytest.mark.parametrize("reception", ["", "nowhere", "desk"])
def test_a_reception_that_takes_nothing_in_is_refused(reception: str) -> None:
    with pytest.raises(UnknownReception):
        plan_for(policy(), HOUSING, "61", reception)


def test_any_reception_serves_anyone() -> None:
    assert receivers(policy(), region="71")[Step.RECEPTION] == "counter-61"


@pytest.mark.parametrize("code", ["61", "610000000", "612436100"])
def test_a_region_is_known_by_how_its_codes_begin(code: str) -> None:
    assert policy().region(code).id == "61"
    assert policy().region(code).kato == "610000000"


@pytest.mark.parametrize("code", ["", "6", "51", "6100", "61000000x", "6١", "6100000000"])
def test_a_code_that_is_no_region_is_refused(code: str) -> None:
    with pytest.raises(UnknownRegion):
        plan_for(policy(), HOUSING, code, "counter-61")


def test_a_topic_is_found_by_its_name_or_refused() -> None:
    assert policy().topic("queue") is HOUSING
    with pytest.raises(UnknownTopic):
        policy().topic("gossip")


def test_an_import_adds_to_a_policy_and_changes_nothing_in_it() -> None:
    imported = Topic("potholes", "", NAMES, competent="town-hall")
    town_hall = organisation("town-hall", "imported", NATIONWIDE, Role.OFFICER)
    impostor = organisation("desk", "imported", NATIONWIDE, Role.SPONSOR)

    grown = with_imported(
        policy(), [town_hall, impostor], [imported, replace(HOUSING, competent="town-hall")]
    )

    assert receivers(grown, grown.topic("potholes"))[Step.AGENCY] == "town-hall"
    assert grown.topic("queue") is HOUSING
    assert grown.organisation("desk").has_role(Role.OPERATOR)


def with_superior(*organisations: Organisation) -> Policy:
    housing = replace(organisation("housing-61", "housing", "61", Role.OFFICER), superior="akimat-61")
    return policy(housing, organisation("akimat-61", "akimat", "61", Role.OFFICER), *organisations)


@pytest.mark.law("АППК 91(4)")
def test_complaint_goes_to_body_complained_of_then_to_its_superior() -> None:
    body = Group("counter-61", Role.CLERK)
    plan = plan_for(with_superior(), HOUSING, "61", "counter-61", law=law_for("complaint"), against=body)
    assert [(each.step, each.group) for each in plan.steps] == [(Step.AGENCY, body)]
    assert (dict(plan.superiors).get("counter-61"), plan.receipt) == (None, None)


@pytest.mark.law("АППК 91(6)")
def test_body_without_superior_in_policy_has_none_not_even_fallback() -> None:
    for body in ("akimat-61", "desk", "nowhere"):
        assert policy_superior_of(with_superior(), body) is None
    assert policy_superior_of(with_superior(), "housing-61") == Group("akimat-61", Role.OFFICER)


def test_plan_stores_superior_of_each_named_body() -> None:
    police = replace(organisation("police-61", "police", "61", Role.OFFICER), superior="ministry")
    desk = replace(organisation("desk", "desk", NATIONWIDE, Role.OFFICER), superior="government")
    urgent = UrgentRule(RULE, {Danger.CRIME: "police"})
    known = replace(with_superior(police, desk), urgent=urgent)
    plan = plan_for(known, HOUSING, "61", "counter-61")
    above = {body: each.organisation for body, each in plan.superiors}
    assert above == {"housing-61": "akimat-61", "police-61": "ministry", "desk": "government"}


def test_a_complaint_that_names_no_appeal_goes_to_the_competent_agency() -> None:
    plan = plan_for(with_superior(), HOUSING, "61", "counter-61", law=law_for("complaint"))
    assert [each.group for each in plan.steps] == [Group("housing-61", Role.OFFICER)]
    assert plan.superiors == (("housing-61", Group("akimat-61", Role.OFFICER)),)


def test_danger_goes_to_regional_body_or_else_to_fallback_queue() -> None:
    police = organisation("police-61", "police", "61", Role.OFFICER)
    urgent = UrgentRule(RULE, {Danger.CRIME: "police", Danger.PUBLIC_SAFETY: "rescuers"})
    plan = plan_for(replace(policy(police), urgent=urgent), HOUSING, "61", "counter-61")
    assert plan.group_for_danger(Danger.CRIME) == Group("police-61", Role.OFFICER)
    assert plan.group_for_danger(Danger.PUBLIC_SAFETY) == plan.fallback
    assert plan.urgent_step
    assert plan.urgent_step.work == RULE.work


def test_without_an_urgent_lane_the_fallback_queue_gets_every_danger() -> None:
    plan = plan_for(policy(), HOUSING, "61", "counter-61")
    assert plan.urgent_step is None
    assert {plan.group_for_danger(danger) for danger in Danger} == {plan.fallback}
