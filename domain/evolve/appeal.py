"""evolve: what an appeal is after something happened. Only remembers; never decides, never refuses."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import assert_never
from uuid import UUID

from domain import events as e
from domain.evolve.statutory import evolve_statutory
from domain.evolve.task import back_in_group, evolve_task, with_task_state
from domain.identity.people import Person
from domain.law.vocabulary import TermStart
from domain.policy.escalation import EscalationTarget
from domain.state.appeal import (
    Appeal,
    Status,
    with_clock,
    with_clocks_resumed,
    with_extension,
    with_task,
    without_clocks,
)
from domain.state.clock import Clock, ClockKind
from domain.state.legal import LegalState, PendingComplaintWindow, undecided
from domain.state.task import Purpose, TaskState

NOT_REGISTERED_MESSAGE = "an appeal begins with its registration"


def replay(facts: Iterable[e.Fact], appeal: Appeal | None = None) -> Appeal:
    """Return the appeal that *facts* lead to, in their order.

    Raises ValueError if there is neither an appeal nor a fact to begin with.
    """
    grown = reduce(evolve, facts, appeal)
    if grown is None:
        raise ValueError(NOT_REGISTERED_MESSAGE)
    return grown


def evolve(appeal: Appeal | None, fact: e.Fact) -> Appeal:
    """Return *appeal* as it is after *fact*."""
    if isinstance(fact.event, e.Registered):
        return _registered(fact.event, fact)
    if appeal is None:
        raise ValueError(NOT_REGISTERED_MESSAGE)
    appeal = replace(appeal, seq=fact.seq)
    if isinstance(fact.event, e.TaskEvent):
        return evolve_task(appeal, fact.event, fact)
    if isinstance(fact.event, e.ClockEvent):
        return _evolve_clock_event(appeal, fact.event, fact)
    if isinstance(fact.event, e.ActEvent):
        return evolve_statutory(appeal, fact.event, fact)
    return _evolve_appeal_event(appeal, fact.event, fact)


def _registered(event: e.Registered, fact: e.Fact) -> Appeal:
    legal = LegalState(
        demands=event.demands,
        parent=event.parent,
        anonymous=event.anonymous,
        complaint_about=event.complaint_about,
        complaint_against=event.complaint_against,
        barred=event.barred,
        recused=event.recused,
        complaint_late=event.complaint_late,
        previous_bodies=event.previous_bodies,
        previous_term_starts=event.previous_term_starts,
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
        status=Status.IN_PROGRESS,
        step=event.plan.steps[0].step,
        seq=fact.seq,
        clocks=(_statute_clock(event),),
        legal=legal,
        channel=event.channel,
        language=event.language,
        reception=event.reception,
        law=event.law,
        superior=event.plan.superior,
    )


def _statute_clock(event: e.Registered) -> Clock:
    """Return the statute clock, which begins when the law says; without a law, with the registration."""
    law, budget = event.law, event.law.term.term or event.plan.statute.budget
    moments = {TermStart.RECEIVED: event.received_at, TermStart.REGISTERED: event.registered_at}
    begins = law.term.starts_at(moments) or event.registered_at
    return Clock(ClockKind.STATUTE, begins, budget, start_day_counts=law.term.start_day_counts)


def _evolve_clock_event(appeal: Appeal, event: e.ClockEvent, fact: e.Fact) -> Appeal:
    match event:
        case e.Warned(clock, task, mark_index=mark):
            return _with_mark_fired(appeal, clock, task, mark, fact)
        case e.Breached(clock, task, mark_index=mark):
            attention = appeal.needs_attention or clock is ClockKind.STATUTE
            return _with_mark_fired(replace(appeal, needs_attention=attention), clock, task, mark, fact)
        case e.Escalated():
            return _escalated(appeal, event, fact)
        case e.Extended(term):
            return with_extension(appeal, term)
        case e.EscalationLevelVacant():
            return appeal
        case _:
            assert_never(event)


def _evolve_appeal_event(  # noqa: PLR0911 - one arm an event
    appeal: Appeal, event: e.AppealEvent, fact: e.Fact
) -> Appeal:
    match event:
        case e.InformationRequested():
            return _paused(appeal, fact)
        case e.InformationProvided() | e.InformationWaitLapsed():
            return with_clocks_resumed(appeal, fact.at)
        case e.HelpGranted(_, term):
            legal = replace(appeal.legal, deemed_refused_at=None)
            decided = without_clocks(replace(appeal, status=Status.AWAITING_RECEIPT, legal=legal), None)
            return with_clock(decided, Clock(ClockKind.RECEIPT, fact.at, term))
        case e.ReceiptOverdue():
            return without_clocks(appeal, None)
        case e.Closed():
            return _closed(appeal, event, fact)
        case e.Reopened():
            return _reopened(appeal, event, fact)
        case e.StepSkipped() | e.ReceiptConfirmed() | e.CommandRefused():
            return appeal
        case _:
            assert_never(event)


def _with_mark_fired(appeal: Appeal, kind: ClockKind, task: UUID | None, mark: int, fact: e.Fact) -> Appeal:
    heard = [
        replace(each, marks_fired=mark + 1, last_fired_at=fact.at)
        if (each.kind, each.task) == (kind, task)
        else each
        for each in appeal.clocks
    ]
    return replace(appeal, clocks=tuple(heard))


def _escalated(appeal: Appeal, event: e.Escalated, fact: e.Fact) -> Appeal:
    subject = None if event.clock is ClockKind.STATUTE else event.task
    attention = appeal.needs_attention or event.target is EscalationTarget.OPERATOR
    climbed = replace(
        _with_mark_fired(appeal, event.clock, subject, event.mark_index, fact),
        escalations=appeal.escalations + 1,
        needs_attention=attention,
    )
    if event.moved_to is None:
        return climbed
    late = climbed.task(event.task)
    task = replace(late, group=event.moved_to)
    moved = with_task(climbed, task)
    if task.purpose is Purpose.WORK:
        legal = replace(moved.legal, relieved_bodies=(*moved.legal.relieved_bodies, late.group.organisation))
        moved = replace(moved, legal=legal)
    if event.clock is ClockKind.ACCEPTANCE:  # its own ladder goes on to the operator
        return with_task_state(moved, task.id, TaskState.READY, fact)
    return back_in_group(moved, task, fact)


def _paused(appeal: Appeal, fact: e.Fact) -> Appeal:
    wait = Clock(ClockKind.INFORMATION, fact.at, appeal.plan.limits.max_information_wait)
    paused = replace(
        appeal,
        status=Status.AWAITING_INFORMATION,
        paused_at=fact.at,
        information_requests=appeal.information_requests + 1,
    )
    return with_clock(paused, wait)


def _closed(appeal: Appeal, event: e.Closed, fact: e.Fact) -> Appeal:
    """Return *appeal* closed: what still runs is the term of each open duty, and the time to complain.

    That begins later where the applicant is still to be told of the end.
    """
    duties, window, awaited = {task.id for task in appeal.open_tasks}, event.complaint_window, None
    clocks = tuple(each for each in appeal.clocks if each.task in duties)
    if window is not None and event.notice_task is not None:
        awaited = PendingComplaintWindow(event.notice_task, window)
    elif window is not None:
        clocks = (*clocks, Clock(ClockKind.COMPLAINT_WINDOW, fact.at, window))
    return replace(
        appeal,
        status=Status.CLOSED,
        clocks=clocks,
        paused_at=None,
        needs_attention=False,
        outcomes=(*appeal.outcomes, event.outcome),
        closed_at=fact.at,
        merged_into=event.merged_into,
        # what was decided after all stands in the place of the silence
        legal=replace(appeal.legal, deemed_refused_at=None, pending_complaint_window=awaited),
    )


def _reopened(appeal: Appeal, event: e.Reopened, fact: e.Fact) -> Appeal:
    again = replace(
        appeal,
        status=Status.IN_PROGRESS,
        pauses=(),
        information_requests=0,
        extensions=0,
        reopenings=event.count,
        closed_at=None,
        merged_into=None,
        legal=undecided(replace(appeal.legal, deemed_refused_at=None, defect_correction_lapsed_at=None)),
    )
    statute = Clock(ClockKind.STATUTE, fact.at, appeal.statute_schedule.budget)
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
        raise ValueError(NOT_REGISTERED_MESSAGE)
    return appeal, tuple(facts)
