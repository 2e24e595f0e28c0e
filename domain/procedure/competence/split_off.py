"""Redirect of a part (АППК 65(2)): some demands become an appeal of their own, and none is lost.

The demands of an appeal and of all its parts together are always the original ones.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.errors import InvalidSplit, UnknownDemand
from domain.events import DemandsSplitOff, Fact
from domain.evolve.appeal import record
from domain.identity.uuid7 import derive_id
from domain.law.rule_ids import RuleId
from domain.policy.plan import Plan, Step, StepPlan
from domain.procedure.competence.redirect import check_redirect_term, receiver_of
from domain.rules.applicability import awaits_forwarding
from domain.rules.duties import open_transfer_notice, with_forwarding_term
from domain.rules.permissions import acts_by_override
from domain.rules.statute import first_statute_clock, work_budget
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Purpose, Task

CHILD_ID_OFFSET = 2000  # ordinal of the first part's id, beyond those of tasks and demands


def split_off(appeal: Appeal, task: Task, command: c.SplitOff, now: datetime) -> Sequence[e.Event]:
    """Return the split of some demands for another body, and the duty to notify the applicant."""
    rule = appeal.law.rule(RuleId.SPLIT_OFF)
    overridden = acts_by_override(appeal, task, command)
    _check_demands(appeal.legal.demands, command.demands, rule.article)
    receiver = receiver_of(appeal, task, command.to_organisation, rule)
    check_redirect_term(appeal, task, command.by, rule, now)
    number = appeal.legal.child_count + 1
    sent = DemandsSplitOff(
        task.id,
        command.demands,
        child=derive_id(appeal.id, CHILD_ID_OFFSET + number, now),
        number=f"{appeal.number}/{number}",
        group=receiver,
        article=rule.article,
        text=command.text,
        overridden=overridden,
        superior=command.superior,
    )
    return [sent, *open_transfer_notice(appeal, now, rule)]


def register_child_appeal(parent: Appeal, event: DemandsSplitOff, at: datetime) -> Sequence[e.Event]:
    """Return the registration of the part with its demands, received *at* that moment, and its first task.

    Its whole term counts from then (АППК 76(2)), unless the law counts the term of its kind from the
    registration alone; a body that had the appeal before keeps the term it left.
    """
    statute, legal = parent.clock(ClockKind.STATUTE), parent.legal
    registered_at = at if parent.law.term.restart is not None else parent.origin.registered_at
    plan = _child_plan(parent, event)
    registered = e.Registered(
        appeal=event.child,
        number=event.number,
        channel=parent.origin.channel,
        language=parent.origin.language,
        topic=parent.origin.topic,
        region=parent.origin.region,
        reception=parent.origin.reception,
        received_at=at,
        registered_at=registered_at,
        plan=plan,
        statute_clock=first_statute_clock(plan, parent.law, at, registered_at),
        calendar=parent.calendar,
        law=parent.law,
        demands=event.demands,
        parent=parent.id,
        anonymous=parent.origin.anonymous,
        complaint_about=legal.complaint.about,
        complaint_against=legal.complaint.against,
        barred=legal.recusals.barred,
        recused=legal.recusals.upheld,
        previous_bodies=(
            *legal.competence.previous_bodies,
            legal.competence.external_body or parent.task(event.task).group.organisation,
        ),
        previous_term_starts=(
            *legal.competence.previous_term_starts,
            statute.started_at if statute else at,
        ),
        forwarded=legal.complaint.is_forwarded,
    )
    return [registered, _first_child_task(parent, event, plan, at)]


def _first_child_task(parent: Appeal, event: DemandsSplitOff, plan: Plan, at: datetime) -> e.TaskOpened:
    """Return the hand-off of the part to its body, with the term of forwarding where it awaits that."""
    opened = e.TaskOpened(
        derive_id(event.child, 1, at),
        Purpose.WORK,
        Step.AGENCY,
        event.group,
        is_offered=True,
        text=event.text,
        considering_body=event.group,
        considering_superior=dict(plan.superiors).get(event.group.organisation),
        budget=work_budget(plan, parent.law, Step.AGENCY),
    )
    complaint = awaits_forwarding(parent) and event.superior is not None
    return with_forwarding_term(opened, parent.law) if complaint else opened


def begin_child_appeals(parent: Appeal, facts: Sequence[Fact]) -> Sequence[tuple[Appeal, Sequence[Fact]]]:
    """Return each appeal that was split off from *parent* by *facts*, with the facts of its registration."""
    return [
        record(None, register_child_appeal(parent, fact.event, fact.at), fact.at, fact.by)
        for fact in facts
        if isinstance(fact.event, DemandsSplitOff)
    ]


def _check_demands(known: tuple[UUID, ...], named: tuple[UUID, ...], article: str) -> None:
    for demand in named:
        if demand not in known:
            raise UnknownDemand(demand=demand, article=article)
    if not 0 < len(set(named)) == len(named) < len(known):
        raise InvalidSplit(article=article)


def _child_plan(parent: Appeal, event: DemandsSplitOff) -> Plan:
    """Return the plan of the child appeal: that of *parent* from the agency on, which receives it."""
    plan, group = parent.plan, event.group
    agency = plan.find_step(Step.AGENCY) or StepPlan(
        Step.AGENCY, group, plan.side_task.work, plan.side_task.acceptance, plan.side_task.lease
    )
    later = (each for each in plan.steps if each.step.position > Step.AGENCY.position)
    superiors = dict((*plan.superiors, *parent.legal.competence.superiors))
    if event.superior is not None:
        superiors[group.organisation] = event.superior
    return replace(plan, steps=(replace(agency, group=group), *later), superiors=tuple(superiors.items()))
