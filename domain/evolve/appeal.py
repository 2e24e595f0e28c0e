"""The state of an appeal after an event: copied from the event, which carries all results of decisions."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import reduce
from typing import assert_never
from uuid import UUID

from domain import events as e
from domain.events.silence import is_act, is_silence
from domain.evolve.corrections import evolve_correction
from domain.evolve.statutory import evolve_statutory
from domain.evolve.task import back_in_group, evolve_task, with_competence, with_task_state
from domain.identity.people import Person
from domain.policy.escalation import EscalationTarget
from domain.state.appeal import (
    NO_SUSPENSION,
    Appeal,
    Origin,
    Progress,
    Status,
    with_attention,
    with_clock,
    with_clocks_resumed,
    with_extension,
    with_progress,
    with_task,
    without_clocks,
)
from domain.state.clock import Clock, ClockKind
from domain.state.legal import (
    NO_DECISION,
    NO_HEARING,
    BodyRegistration,
    Competence,
    Complaint,
    LegalState,
    PendingTerm,
    Recusals,
)
from domain.state.standing import Standing
from domain.state.task import Purpose, TaskState

NOT_REGISTERED_MESSAGE = "an appeal begins with its registration"


def replay(facts: Iterable[e.Fact], appeal: Appeal | None = None) -> Appeal:
    """Return the appeal that *facts* lead to, in their order.

    Raises ValueError if there is neither an appeal nor a fact to begin with.
    """
    after = reduce(evolve, facts, appeal)
    if after is None:
        raise ValueError(NOT_REGISTERED_MESSAGE)
    return after


def evolve(appeal: Appeal | None, fact: e.Fact) -> Appeal:
    """Return *appeal* as it is after *fact*."""
    if isinstance(fact.event, e.Registered):
        return _registered(fact.event, fact)
    if appeal is None:
        raise ValueError(NOT_REGISTERED_MESSAGE)
    appeal = replace(appeal, seq=fact.seq, progress=_progress_after(appeal.progress, fact))
    if isinstance(fact.event, e.TaskEvent):
        return evolve_task(appeal, fact.event, fact)
    if isinstance(fact.event, e.ClockEvent):
        return _evolve_clock_event(appeal, fact.event, fact)
    if isinstance(fact.event, e.CorrectionEvent):
        return evolve_correction(appeal, fact.event)
    if isinstance(fact.event, e.ActEvent):
        return evolve_statutory(appeal, fact.event, fact)
    return _evolve_appeal_event(appeal, fact.event, fact)


def _registered(event: e.Registered, fact: e.Fact) -> Appeal:
    origin = Origin(
        topic=event.topic,
        region=event.region,
        reception=event.reception,
        received_at=event.received_at,
        registered_at=event.registered_at,
        channel=event.channel,
        language=event.language,
        parent=event.parent,
        anonymous=event.anonymous,
    )
    legal = LegalState(
        demands=event.demands,
        complaint=Complaint(
            event.complaint_about, event.complaint_against, event.forwarded, event.complaint_late
        ),
        competence=Competence(
            previous_bodies=event.previous_bodies,
            previous_term_starts=event.previous_term_starts,
        ),
        recusals=Recusals(barred=event.barred, upheld=event.recused),
    )
    return Appeal(
        id=event.appeal,
        number=event.number,
        seq=fact.seq,
        origin=origin,
        plan=event.plan,
        calendar=event.calendar,
        status=Status.IN_PROGRESS,
        step=event.plan.steps[0].step,
        law=event.law,
        clocks=(event.statute_clock,),
        legal=legal,
        progress=Progress(acted_at=fact.at),
    )


def _progress_after(progress: Progress, fact: e.Fact) -> Progress:
    """Return *progress* with the moments of the last act and the last silence after *fact*."""
    if is_silence(fact.event):
        return replace(progress, silent_at=fact.at)
    return replace(progress, acted_at=fact.at) if is_act(fact) else progress


def _evolve_clock_event(appeal: Appeal, event: e.ClockEvent, fact: e.Fact) -> Appeal:
    match event:
        case e.Warned(clock, task, mark_index=mark):
            return _with_mark_fired(appeal, clock, task, mark, fact)
        case e.Breached(clock, task, mark_index=mark):
            late = with_attention(appeal) if clock is ClockKind.STATUTE else appeal
            return _with_mark_fired(late, clock, task, mark, fact)
        case e.Escalated():
            return _escalated(appeal, event, fact)
        case e.Extended(term):
            return with_extension(appeal, term)
        case e.EscalationLevelVacant():
            return appeal
        case e.SilenceCorrected(restored=restored):
            return _restored(appeal, restored, fact)
        case _:
            assert_never(event)


def _evolve_appeal_event(  # noqa: PLR0911 - one arm an event
    appeal: Appeal, event: e.AppealEvent, fact: e.Fact
) -> Appeal:
    match event:
        case e.InformationRequested():
            return _paused(appeal, event, fact)
        case e.InformationProvided(ends_wait=ends_wait, resumed_from=resumed_from):
            return with_clocks_resumed(appeal, resumed_from or fact.at) if ends_wait else appeal
        case e.InformationWaitLapsed():
            return with_clocks_resumed(appeal, fact.at)
        case e.HelpGranted(_, term):
            legal = replace(appeal.legal, pending_correction=None)
            decided = without_clocks(replace(appeal, status=Status.AWAITING_RECEIPT, legal=legal), None)
            return with_clock(decided, Clock(ClockKind.RECEIPT, fact.at, term))
        case e.ReceiptOverdue():
            return without_clocks(appeal, None)
        case e.BodyRegistrationRecorded(organisation, number, registered_on):
            own = BodyRegistration(organisation, number, registered_on)
            return replace(appeal, legal=appeal.legal.with_registration(own))
        case e.Closed():
            return _closed(appeal, event, fact)
        case e.Reopened():
            return _reopened(appeal, event)
        case e.StepSkipped() | e.ReceiptConfirmed() | e.CommandRefused() | e.TakenOver() | e.RegisteredLate():
            return appeal
        case _:
            assert_never(event)


def _restored(appeal: Appeal, restored: Standing, fact: e.Fact) -> Appeal:
    """Return *appeal* as it stood before the silence; its rows follow for every task that changes by that."""
    now = {task.id: task for task in appeal.tasks}
    tasks = (task if task == now.get(task.id) else replace(task, version=fact.seq) for task in restored.tasks)
    return replace(
        appeal,
        status=restored.status,
        step=restored.step,
        tasks=tuple(tasks),
        clocks=restored.clocks,
        suspension=restored.suspension,
        progress=restored.progress,
        legal=replace(restored.legal, registrations=appeal.legal.registrations),
    )


def _with_mark_fired(appeal: Appeal, kind: ClockKind, task: UUID | None, mark: int, fact: e.Fact) -> Appeal:
    clocks = [
        replace(each, marks_fired=mark + 1, last_fired_at=fact.at)
        if (each.kind, each.task) == (kind, task)
        else each
        for each in appeal.clocks
    ]
    return replace(appeal, clocks=tuple(clocks))


def _escalated(appeal: Appeal, event: e.Escalated, fact: e.Fact) -> Appeal:
    subject = None if event.clock is ClockKind.STATUTE else event.task
    escalated = _with_mark_fired(appeal, event.clock, subject, event.mark_index, fact)
    escalated = with_progress(escalated, escalations=appeal.progress.escalations + 1)
    if event.target is EscalationTarget.OPERATOR:
        escalated = with_attention(escalated)
    if event.moved_to is None:
        return escalated
    late = escalated.task(event.task)
    task = late.moved_to(event.moved_to)
    moved = with_task(escalated, task)
    if task.purpose is Purpose.WORK:
        competence = moved.legal.competence
        relieved = (*competence.relieved_bodies, late.group.organisation)
        moved = with_competence(moved, replace(competence, relieved_bodies=relieved))
    if event.clock is ClockKind.ACCEPTANCE:  # the ladder of this clock continues to the operator
        return with_task_state(moved, task.id, TaskState.READY, fact)
    return back_in_group(moved, task, fact)


def _paused(appeal: Appeal, event: e.InformationRequested, fact: e.Fact) -> Appeal:
    paused_from = event.paused_from or fact.at
    suspension = replace(
        appeal.suspension,
        paused_at=paused_from,
        information_requests=appeal.suspension.information_requests + 1,
        last_question=event.question,
    )
    paused = replace(appeal, status=Status.AWAITING_INFORMATION, suspension=suspension)
    return with_clock(paused, Clock(ClockKind.INFORMATION, paused_from, event.term))


def _closed(appeal: Appeal, event: e.Closed, fact: e.Fact) -> Appeal:
    """Return *appeal* closed; the clocks of open duties keep running.

    The complaint window begins now, or with the notification where a notice is due.
    """
    duties, window, awaited = {task.id for task in appeal.open_tasks}, event.complaint_window, None
    clocks = tuple(each for each in appeal.clocks if each.task in duties)
    if window is not None and event.notice_task is not None:
        awaited = PendingTerm(event.notice_task, window)
    elif window is not None:
        clocks = (*clocks, Clock(ClockKind.COMPLAINT_WINDOW, fact.at, window))
    decision = replace(appeal.legal.decision, pending_window=awaited)
    closed = replace(
        appeal,
        status=Status.CLOSED,
        clocks=clocks,
        suspension=replace(appeal.suspension, paused_at=None),
        legal=replace(appeal.legal, pending_correction=None, decision=decision),
    )
    return with_progress(
        closed,
        needs_attention=False,
        outcomes=(*appeal.progress.outcomes, event.outcome),
        closed_at=fact.at,
        merged_into=event.merged_into,
    )


def _reopened(appeal: Appeal, event: e.Reopened) -> Appeal:
    legal = replace(
        appeal.legal,
        defect_correction_lapsed_at=None,
        hearing=NO_HEARING,
        decision=NO_DECISION,
    )
    suspension = replace(NO_SUSPENSION, last_question=appeal.suspension.last_question)
    again = replace(appeal, status=Status.IN_PROGRESS, suspension=suspension, legal=legal)
    again = with_progress(again, extensions=0, reopenings=event.count, closed_at=None, merged_into=None)
    return with_clock(without_clocks(again, None), event.statute_clock)


def record(
    appeal: Appeal | None,
    events: Iterable[e.Event],
    at: datetime,
    by: Person | None = None,
    command: UUID | None = None,
) -> tuple[Appeal, tuple[e.Fact, ...]]:
    """Return the appeal after *events*, and their facts, numbered from the last event of the appeal."""
    facts: list[e.Fact] = []
    for event in events:
        fact = e.Fact((appeal.seq if appeal else 0) + 1, at, event, by, command)
        appeal = evolve(appeal, fact)
        facts.append(fact)
    if appeal is None:
        raise ValueError(NOT_REGISTERED_MESSAGE)
    return appeal, tuple(facts)
