"""evolve: what an appeal is after something happened. Only remembers; never decides, never refuses."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import assert_never
from uuid import UUID

from domain import events as e
from domain.evolve.statutory import act_done
from domain.evolve.task import back_in_group, changed, happened_to_task
from domain.identity.people import Person
from domain.law.applicable_law import Start
from domain.policy.escalation import Rank
from domain.state.appeal import (
    Appeal,
    Status,
    unpaused,
    with_clock,
    with_extension,
    with_task,
    without_clocks,
)
from domain.state.clock import Clock, ClockKind
from domain.state.legal import Legal, Window, undecided
from domain.state.task import Purpose, TaskState

BEGINNING = "an appeal begins with its registration"


def replay(facts: Iterable[e.Fact], appeal: Appeal | None = None) -> Appeal:
    """Return the appeal that *facts* lead to, in their order.

    Raises ValueError if there is neither an appeal nor a fact to begin with.
    """
    grown = reduce(evolve, facts, appeal)
    if grown is None:
        raise ValueError(BEGINNING)
    return grown


def evolve(appeal: Appeal | None, fact: e.Fact) -> Appeal:
    """Return *appeal* as it is after *fact*."""
    if isinstance(fact.event, e.Registered):
        return _registered(fact.event, fact)
    if appeal is None:
        raise ValueError(BEGINNING)
    appeal = replace(appeal, seq=fact.seq)
    if isinstance(fact.event, e.TaskEvent):
        return happened_to_task(appeal, fact.event, fact)
    if isinstance(fact.event, e.ClockEvent):
        return _time_spoke(appeal, fact.event, fact)
    if isinstance(fact.event, e.ActEvent):
        return act_done(appeal, fact.event, fact)
    return _happened(appeal, fact.event, fact)


def _registered(event: e.Registered, fact: e.Fact) -> Appeal:
    legal = Legal(
        demands=event.demands,
        parent=event.parent,
        anonymous=event.anonymous,
        about=event.about,
        against=event.against,
        barred=event.barred,
        recused=event.recused,
        late=event.late,
        bodies=event.bodies,
        terms=event.terms,
        forwarded=event.forwarded,
    )
    return Appeal(
        id=event.appeal,
        number=event.number,
        topic=event.topic,
        region=event.region,
        plan=event.plan,
        calendar=event.calendar,
        received_at=event.received_at,
        registered_at=event.registered_at,
        status=Status.IN_WORK,
        step=event.plan.steps[0].step,
        seq=fact.seq,
        clocks=(_statute(event),),
        legal=legal,
        channel=event.channel,
        language=event.language,
        reception=event.reception,
    )


def _statute(event: e.Registered) -> Clock:
    """Return the statute clock, which begins when the law says; without a law, with the registration."""
    budget, law = event.plan.statute.budget, event.plan.law
    if law is None:
        return Clock(ClockKind.STATUTE, event.registered_at, budget)
    moments = {Start.RECEIVED: event.received_at, Start.REGISTERED: event.registered_at}
    begins = law.term.begins(moments) or event.registered_at
    return Clock(ClockKind.STATUTE, begins, budget, start_day_counts=law.term.start_day_counts)


def _time_spoke(appeal: Appeal, event: e.ClockEvent, fact: e.Fact) -> Appeal:
    match event:
        case e.Warned(clock, task, mark=mark):
            return _spoken(appeal, clock, task, mark, fact)
        case e.Breached(clock, task, mark=mark):
            attention = appeal.needs_attention or clock is ClockKind.STATUTE
            return _spoken(replace(appeal, needs_attention=attention), clock, task, mark, fact)
        case e.Escalated():
            return _escalated(appeal, event, fact)
        case e.Extended(term):
            return with_extension(appeal, term)
        case e.LevelUnreachable():
            return appeal
        case _:
            assert_never(event)


def _happened(  # noqa: PLR0911 - one arm an event
    appeal: Appeal, event: e.AppealEvent, fact: e.Fact
) -> Appeal:
    match event:
        case e.InformationRequested():
            return _paused(appeal, fact)
        case e.InformationProvided() | e.InformationWaitLapsed():
            return unpaused(appeal, fact.at)
        case e.HelpGranted(_, term):
            legal = replace(appeal.legal, refused_at=None)
            decided = without_clocks(replace(appeal, status=Status.AWAITING_RECEIPT, legal=legal), None)
            return with_clock(decided, Clock(ClockKind.RECEIPT, fact.at, term))
        case e.ReceiptOverdue():
            return without_clocks(appeal, None)
        case e.Closed():
            return _closed(appeal, event, fact)
        case e.Reopened():
            return _reopened(appeal, event, fact)
        case e.StepPassedOver() | e.ReceiptConfirmed() | e.CommandRefused():
            return appeal
        case _:
            assert_never(event)


def _spoken(appeal: Appeal, kind: ClockKind, task: UUID | None, mark: int, fact: e.Fact) -> Appeal:
    heard = [
        replace(each, passed=mark + 1, spoke=fact.at) if (each.kind, each.task) == (kind, task) else each
        for each in appeal.clocks
    ]
    return replace(appeal, clocks=tuple(heard))


def _escalated(appeal: Appeal, event: e.Escalated, fact: e.Fact) -> Appeal:
    subject = None if event.clock is ClockKind.STATUTE else event.task
    attention = appeal.needs_attention or event.to is Rank.OPERATOR
    climbed = replace(
        _spoken(appeal, event.clock, subject, event.mark, fact),
        escalations=appeal.escalations + 1,
        needs_attention=attention,
    )
    if event.group is None:
        return climbed
    late = climbed.task(event.task)
    task = replace(late, group=event.group)
    moved = with_task(climbed, task)
    if task.purpose is Purpose.WORK:
        legal = replace(moved.legal, relieved=(*moved.legal.relieved, late.group.organisation))
        moved = replace(moved, legal=legal)
    if event.clock is ClockKind.ACCEPTANCE:  # its own ladder goes on to the operator
        return changed(moved, task.id, TaskState.READY, fact)
    return back_in_group(moved, task, fact)


def _paused(appeal: Appeal, fact: e.Fact) -> Appeal:
    wait = Clock(ClockKind.INFORMATION, fact.at, appeal.plan.limits.information_term)
    paused = replace(appeal, status=Status.AWAITING_INFORMATION, paused_at=fact.at, waits=appeal.waits + 1)
    return with_clock(paused, wait)


def _closed(appeal: Appeal, event: e.Closed, fact: e.Fact) -> Appeal:
    """Return *appeal* closed: what still runs is the term of each open duty, and the time to complain.

    That begins later where the applicant is still to be told of the end.
    """
    duties, window, awaited = {task.id for task in appeal.open_tasks}, event.window, None
    clocks = tuple(each for each in appeal.clocks if each.task in duties)
    if window is not None and event.notice is not None:
        awaited = Window(event.notice, window)
    elif window is not None:
        clocks = (*clocks, Clock(ClockKind.WINDOW, fact.at, window))
    return replace(
        appeal,
        status=Status.CLOSED,
        clocks=clocks,
        paused_at=None,
        needs_attention=False,
        outcomes=(*appeal.outcomes, event.outcome),
        closed_at=fact.at,
        merged_into=event.into,
        # what was decided after all stands in the place of the silence
        legal=replace(appeal.legal, refused_at=None, window=awaited),
    )


def _reopened(appeal: Appeal, event: e.Reopened, fact: e.Fact) -> Appeal:
    again = replace(
        appeal,
        status=Status.IN_WORK,
        pauses=(),
        waits=0,
        extensions=0,
        reopenings=event.count,
        closed_at=None,
        merged_into=None,
        legal=undecided(replace(appeal.legal, refused_at=None, mend_ended=None)),
    )
    statute = Clock(ClockKind.STATUTE, fact.at, appeal.plan.statute.budget)
    return with_clock(without_clocks(again, None), statute)


def record(
    appeal: Appeal | None,
    events: Iterable[e.Event],
    at: datetime,
    by: Person | None = None,
    command: UUID | None = None,
) -> tuple[Appeal, tuple[e.Fact, ...]]:
    """Return the appeal after *events*, and the facts they have become, numbered on from its last."""
    facts: list[e.Fact] = []
    for event in events:
        fact = e.Fact((appeal.seq if appeal else 0) + 1, at, event, by, command)
        appeal = evolve(appeal, fact)
        facts.append(fact)
    if appeal is None:
        raise ValueError(BEGINNING)
    return appeal, tuple(facts)
