"""Redirect of a part (АППК 65(2)): some demands become an appeal of their own, and none is lost.

The demands of an appeal and of all its parts together are always those it came with.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from domain import commands as c
from domain import events as e
from domain.errors import NotAPart, UnknownDemand
from domain.events import PartRedirected
from domain.identity.uuid7 import derive
from domain.policy.plan import Plan, Step, StepPlan
from domain.procedure.competence.redirect import check_term, receiver_of
from domain.rules.applicability import awaits_forward
from domain.rules.duties import notice, to_forward
from domain.rules.lifecycle import Verb
from domain.rules.permissions import check_holder
from domain.state.appeal import Appeal
from domain.state.clock import ClockKind
from domain.state.task import Purpose, Task

PARTS = 2000  # where the ids of an appeal's parts begin: after those of its tasks and demands


def part_redirected(appeal: Appeal, task: Task, command: c.RedirectPart, now: datetime) -> Sequence[e.Event]:
    """Return that some demands go to another body as an appeal of their own; the applicant is to be told."""
    rule = appeal.law.rule("redirect_part")
    overridden = check_holder(appeal, task, command.by, Verb.REDIRECT_PART, override=command.override)
    _check_demands(appeal.legal.demands, command.demands, rule.article)
    receiver = receiver_of(task, command.to, rule)
    check_term(appeal, task, command.by, rule, now)
    number = appeal.legal.parts + 1
    sent = PartRedirected(
        task.id,
        command.demands,
        child=derive(appeal.id, PARTS + number, now),
        number=f"{appeal.number}/{number}",
        group=receiver,
        article=rule.article,
        text=command.text,
        overridden=overridden,
        superior=command.superior,
    )
    return [sent, *notice(appeal, now, rule)]


def child(parent: Appeal, event: PartRedirected, at: datetime) -> Sequence[e.Event]:
    """Return how the part begins: with its demands, received by its body *at* that moment, and offered to it.

    Its own whole term counts from then (АППК 76(2)), unless the law counts that of its kind from the
    registration alone; who had it before gets it back under their old one.
    """
    statute, anew = parent.clock(ClockKind.STATUTE), parent.law.term.restart is not None
    registered = e.Registered(
        appeal=event.child,
        number=event.number,
        channel=parent.channel,
        language=parent.language,
        topic=parent.topic,
        region=parent.region,
        reception=parent.reception,
        received_at=at,
        registered_at=at if anew else parent.registered_at,
        plan=_plan(parent.plan, event),
        calendar=parent.calendar,
        demands=event.demands,
        parent=parent.id,
        anonymous=parent.legal.anonymous,
        about=parent.legal.about,
        against=parent.legal.against,
        barred=parent.legal.barred,
        recused=parent.legal.recused,
        bodies=(*parent.legal.bodies, parent.task(event.task).group.organisation),
        terms=(*parent.legal.terms, statute.started if statute else at),
        forwarded=parent.legal.forwarded,
    )
    task = derive(event.child, 1, at)
    opened = e.TaskOpened(task, Purpose.WORK, Step.AGENCY, event.group, offered=True, text=event.text)
    complaint = awaits_forward(parent) and event.superior is not None
    return [registered, to_forward(opened, parent.law) if complaint else opened]


def _check_demands(known: tuple[UUID, ...], named: tuple[UUID, ...], article: str) -> None:
    for demand in named:
        if demand not in known:
            raise UnknownDemand(demand=demand, article=article)
    if not 0 < len(set(named)) == len(named) < len(known):
        raise NotAPart(article=article)


def _plan(plan: Plan, event: PartRedirected) -> Plan:
    """Return *plan* as it goes on from the agency, which is the receiver of the part."""
    group = event.group
    agency = plan.at(Step.AGENCY) or StepPlan(
        Step.AGENCY, group, plan.side.work, plan.side.acceptance, plan.side.lease
    )
    later = (each for each in plan.steps if each.step.place > Step.AGENCY.place)
    known = plan.under(group.organisation, event.superior).held_by(group.organisation)
    return replace(known, steps=(replace(agency, group=group), *later))
