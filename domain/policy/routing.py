"""Routing: the path of an appeal and the group that gets each step; every step has one."""

from dataclasses import replace

from domain.identity.people import Group
from domain.law.applicable_law import NO_LAW, Law
from domain.law.vocabulary import Danger, Procedure
from domain.policy.plan import ROLE_OF_STEP, Plan, Step, StepPlan
from domain.policy.policy import NATIONWIDE, Policy, StepRule, Topic


def plan_for(  # noqa: PLR0913, PLR0917 - the inputs of routing
    policy: Policy,
    topic: Topic,
    region: str,
    reception: str,
    agency: str | None = None,
    law: Law = NO_LAW,
    against: Group | None = None,
) -> Plan:
    """Return the plan of an appeal on *topic*: the slice of *policy* that it carries.

    *region* is a KATO code; *reception* the organisation that receives the appeal; *agency* replaces the
    competent organisation. A complaint starts with the body that it is *against*, or else with that agency.
    Raises UnknownRegion, UnknownReception or UnknownOrganisation.
    """
    if law.procedure is Procedure.COMPLAINT:
        topic = replace(topic, steps=(Step.AGENCY,), awaits_receipt=False)
    home = policy.region(region).id
    counter = policy.reception(reception)
    specialists = tuple(
        (each, _competent_group(policy, policy.specialists[each], home, Step.SPECIALIST))
        for each in topic.specialists
    )
    holders = {
        Step.RECEPTION: Group(counter.id, ROLE_OF_STEP[Step.RECEPTION]),
        Step.AGENCY: against or _agency_group(policy, topic, home, agency),
        Step.SPECIALIST: specialists[0][1] if specialists else policy.fallback,
        Step.SPONSOR: _competent_group(policy, topic.sponsor or policy.sponsor, home, Step.SPONSOR),
    }
    plan = Plan(
        policy=policy.versioned_name,
        statute=policy.statute,
        steps=tuple(_step_plan_of_topic(policy, topic, step, holders[step]) for step in topic.steps),
        side_task=_step_plan(Step.SPECIALIST, holders[Step.SPECIALIST], policy.side_task),
        specialists=specialists,
        fallback=policy.fallback,
        limits=policy.limits,
        receipt=policy.receipt if topic.awaits_receipt else None,
        urgent_step=_urgent_step(policy),
        danger_groups=_danger_groups(policy, home),
        body_with_counter=counter.id if counter.is_administrative_body else "",
    )
    return replace(plan, superiors=_superiors(policy, plan))


def _danger_groups(policy: Policy, home: str) -> tuple[tuple[Danger, Group], ...]:
    competent = policy.urgent.competent if policy.urgent else {}
    return tuple(
        (danger, _competent_group(policy, name, home, Step.AGENCY)) for danger, name in competent.items()
    )


def _urgent_step(policy: Policy) -> StepPlan | None:
    """Return the plan of the urgent step; the group that gets it depends on the danger."""
    return _step_plan(Step.AGENCY, policy.fallback, policy.urgent.rule) if policy.urgent else None


def _agency_group(policy: Policy, topic: Topic, region: str, named: str | None) -> Group:
    role = ROLE_OF_STEP[Step.AGENCY]
    if named is None:
        return _competent_group(policy, topic.competent, region, Step.AGENCY)
    return policy.group_for_role(named, role, field="agency")


def policy_superior_of(policy: Policy, body: str) -> Group | None:
    """Return the group that decides on a complaint against *body*, None without superior (АППК 91(6))."""
    known = policy.organisations.get(body)
    return Group(known.superior, ROLE_OF_STEP[Step.AGENCY]) if known and known.superior else None


def _superiors(policy: Policy, plan: Plan) -> tuple[tuple[str, Group], ...]:
    """Return the superior of each body that *plan* names, for those that have one."""
    steps, others = (each.group for each in plan.steps), (*plan.specialists, *plan.danger_groups)
    named = dict.fromkeys(each.organisation for each in (*steps, *dict(others).values(), plan.fallback))
    above = ((each, policy_superior_of(policy, each)) for each in named)
    return tuple((each, superior) for each, superior in above if superior is not None)


def _competent_group(policy: Policy, name: str, region: str, step: Step) -> Group:
    """Return the group for *step*: of the organisation or kind called *name*, or the fallback queue.

    Of a kind, the region's own organisation takes precedence over the country's.
    """
    role = ROLE_OF_STEP[step]
    able = [each for each in policy.organisations.values() if each.has_role(role)]
    ranked = (
        [each for each in able if each.id == name]
        or [each for each in able if (each.kind, each.region) == (name, region)]
        or [each for each in able if (each.kind, each.region) == (name, NATIONWIDE)]
    )
    return Group(ranked[0].id, role) if ranked else policy.fallback


def _step_plan(step: Step, group: Group, rule: StepRule) -> StepPlan:
    return StepPlan(step, group, rule.work, rule.acceptance, rule.lease)


def _step_plan_of_topic(policy: Policy, topic: Topic, step: Step, group: Group) -> StepPlan:
    """Return the plan of *step* with the topic's own budget; the last step cannot lapse."""
    rule = policy.steps[step]
    work = replace(rule.work, budget=topic.budgets.get(step, rule.work.budget))
    if step is topic.steps[-1]:
        work = replace(work, lapse_after=None)
    return _step_plan(step, group, replace(rule, work=work))
