"""Calls are recorded with the facts that make them: each person and channel once."""

from collections import defaultdict
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import and_, col, select

from domain.events import Breached, Escalated, Warned
from domain.identity.people import Role
from domain.policy.calls import Call, CallingEvent, CallRule, calls_of, number_of, threshold_of
from domain.policy.escalation import EscalationTarget
from domain.projections.summaries import TaskSummary
from domain.state.task import OPEN, Purpose
from schemas.wire.messages import CommandBatch, FactMessage
from store.database.tables import CallRow, PersonRow

People = dict[EscalationTarget, tuple[UUID, ...]]


async def record_calls(connection: AsyncConnection, batch: CommandBatch, rules: tuple[CallRule, ...]) -> None:
    """Record the calls that the facts of *batch* make; a second time changes nothing.

    Asks the database nothing where there is no call.
    """
    rows = []
    for fact in batch.facts:
        if isinstance(fact.event, Warned | Breached | Escalated):
            task = _task_of(batch, fact.event)
            if task is not None:
                people = await _people_of(connection, batch, task, fact.event)
                calls = calls_of(fact.event, rules, people)
                rows += [_row(batch, fact, fact.event, task.id, call) for call in calls]
    if rows:
        await connection.execute(insert(CallRow).values(rows).on_conflict_do_nothing())


def _task_of(batch: CommandBatch, event: CallingEvent) -> TaskSummary | None:
    """Return the task that the event is about: of the whole appeal's term, its work."""
    if event.task is not None:
        return next((task for task in batch.tasks if task.id == event.task), None)
    opened = [task for task in batch.tasks if task.state in OPEN]
    work = [task for task in opened if task.purpose is Purpose.WORK]
    return next(iter([*work, *opened]), None)


async def _people_of(
    connection: AsyncConnection, batch: CommandBatch, task: TaskSummary, event: CallingEvent
) -> People:
    """Return the active people of each target; without a holder, the group of the task is warned for it."""
    row, region = PersonRow, batch.summary.region
    group = event.group if isinstance(event, Escalated) else task.group
    in_group = and_(col(row.organisation) == group.organisation, col(row.role) == group.role)
    of_task = and_(col(row.organisation) == task.organisation, col(row.role) == task.role)
    supervises = and_(col(row.organisation) == task.organisation, col(row.role) == Role.SUPERVISOR)
    heads = and_(col(row.region) == region, col(row.role) == Role.HEAD)
    operates = col(row.role) == Role.OPERATOR
    of_any = or_(in_group, of_task, supervises, heads, operates, col(row.id) == task.holder)
    columns: tuple[Any, ...] = (row.id, in_group, of_task, supervises, heads, operates)
    found = await connection.execute(select(*columns).where(row.active, of_any).order_by(col(row.id)))
    people: defaultdict[EscalationTarget, tuple[UUID, ...]] = defaultdict(tuple)
    warns_group = task.holder is None and not isinstance(event, Escalated)
    for person, fallback, own, supervisor, head, operator in found:
        places = {
            EscalationTarget.HOLDER: person == task.holder or (own and warns_group),
            EscalationTarget.SUPERVISOR: supervisor,
            EscalationTarget.HEAD: head,
            EscalationTarget.FALLBACK: fallback,
            EscalationTarget.OPERATOR: operator,
        }
        for target in (target for target, is_there in places.items() if is_there):
            people[target] = (*people[target], person)
    return dict(people)


def _row(
    batch: CommandBatch, fact: FactMessage, event: CallingEvent, task: UUID, call: Call
) -> dict[str, object]:
    key = f"{batch.appeal} {fact.seq} {call.target} {call.person} {call.channel}"
    return {
        "id": UUID(bytes=sha256(key.encode()).digest()[:16], version=5),
        "appeal": batch.appeal,
        "seq": fact.seq,
        "task": task,
        "clock": event.clock,
        "threshold": threshold_of(event),
        "number": number_of(event),
        "target": call.target,
        "person": call.person,
        "channel": call.channel,
        "state": call.state,
        "called_at": fact.at,
    }
