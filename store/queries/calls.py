"""Calls: those that await a person, and all that were made about an appeal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import and_, col, select

from domain.policy.calls import CallChannel, CallState
from store.database.tables import AppealRow, CallRow, PersonRow, TaskRow
from store.database.tables.derived import columns_of

_ROW = CallRow


@dataclass(frozen=True)
class CallRecord:
    """One call, as it was recorded."""

    id: UUID
    appeal: UUID
    seq: int
    task: UUID
    clock: str
    threshold: str
    number: int
    target: str
    person: UUID | None
    channel: str
    state: str
    called_at: datetime
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class NamedCall(CallRecord):
    """One call, with the name of the person."""

    person_name: str | None


@dataclass(frozen=True)
class OpenCall(CallRecord):
    """One call to a person about an open task, with the task and the next alarm of its appeal."""

    number_of_appeal: str
    topic: str
    step: str
    purpose: str
    task_state: str
    due_at: datetime | None
    statutory_due_at: datetime | None
    next_alarm_at: datetime | None


_CALL_COLUMNS = columns_of(_ROW, CallRecord)
_TASK_COLUMNS: tuple[Any, ...] = (
    TaskRow.number,
    TaskRow.topic,
    TaskRow.step,
    TaskRow.purpose,
    TaskRow.state,
    TaskRow.due_at,
    TaskRow.statutory_due_at,
    AppealRow.next_alarm_at,
)
_OPEN_CALL_COLUMNS: tuple[Any, ...] = (*_CALL_COLUMNS, *_TASK_COLUMNS)
_NAMED_CALL_COLUMNS: tuple[Any, ...] = (*_CALL_COLUMNS, PersonRow.name)


def _awaiting(person: UUID) -> Any:
    """Return the condition that a call in the inbox awaits *person*, in the words of its index."""
    return and_(
        col(_ROW.person) == person,
        col(_ROW.acknowledged_at).is_(None),
        _ROW.channel == CallChannel.INBOX.value,
        TaskRow.open,
    )


async def calls_awaiting(connection: AsyncConnection, person: UUID, limit: int) -> list[OpenCall]:
    """Return the calls in the inbox of *person* about open tasks, not acknowledged, the last first."""
    found = await connection.execute(
        select(*_OPEN_CALL_COLUMNS)
        .join_from(_ROW, TaskRow, col(TaskRow.id) == _ROW.task)
        .join(AppealRow, col(AppealRow.id) == _ROW.appeal)
        .where(_awaiting(person))
        .order_by(col(_ROW.called_at).desc(), col(_ROW.id))
        .limit(limit)
    )
    return [OpenCall(*row) for row in found]


async def count_calls_awaiting(connection: AsyncConnection, person: UUID) -> dict[str, int]:
    """Return how many calls await *person*, by threshold."""
    counts = (
        select(_ROW.threshold, func.count())
        .join_from(_ROW, TaskRow, col(TaskRow.id) == _ROW.task)
        .where(_awaiting(person))
        .group_by(col(_ROW.threshold))
    )
    rows = (await connection.execute(counts)).all()
    return {str(threshold): int(count) for threshold, count in rows}


async def calls_of_appeal(connection: AsyncConnection, appeal: UUID) -> list[NamedCall]:
    """Return all calls about *appeal*, in the order in which they were made."""
    found = await connection.execute(
        select(*_NAMED_CALL_COLUMNS)
        .outerjoin_from(_ROW, PersonRow, col(PersonRow.id) == _ROW.person)
        .where(_ROW.appeal == appeal)
        .order_by(col(_ROW.seq), col(_ROW.target), col(_ROW.channel), col(_ROW.id))
    )
    return [NamedCall(*row) for row in found]


async def acknowledge_call(
    connection: AsyncConnection, call: UUID, person: UUID, at: datetime
) -> CallRecord | None:
    """Record that *person* has acknowledged the call, once; return it, None where it is no call to them."""
    own = (col(_ROW.id) == call, col(_ROW.person) == person, col(_ROW.state) == CallState.SENT)
    unacknowledged = col(_ROW.acknowledged_at).is_(None)
    await connection.execute(update(_ROW).where(*own, unacknowledged).values(acknowledged_at=at))
    row = (await connection.execute(select(*_CALL_COLUMNS).where(*own))).one_or_none()
    return CallRecord(*row) if row else None


async def acknowledge_calls_of_event(
    connection: AsyncConnection, appeal: UUID, seq: int, person: UUID, at: datetime
) -> None:
    """Record that *person* has acknowledged the calls that an event made to them."""
    same = (col(_ROW.appeal) == appeal, col(_ROW.seq) == seq, col(_ROW.person) == person)
    sent = (col(_ROW.state) == CallState.SENT, col(_ROW.acknowledged_at).is_(None))
    await connection.execute(update(_ROW).where(*same, *sent).values(acknowledged_at=at))
