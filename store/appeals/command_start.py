"""The start of a command on a task: its key is recorded and its task read, in one round trip."""

from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from store.database.tables import IdempotencyKeyRow, PersonRow, TaskRow
from store.idempotency import IdempotencyKey, StoredResponse, begin_or_replay, check_stored_response
from store.queries import TaskRecord, task_by_id

_fresh = (
    insert(IdempotencyKeyRow)
    .values(
        person=bindparam("person"),
        key=bindparam("key"),
        fingerprint=bindparam("fingerprint"),
        accepted_at=bindparam("accepted_at"),
        at=func.now(),
    )
    .on_conflict_do_nothing()
    .returning(literal(value=True).label("is_fresh"))
    .cte("fresh")
)
_once = select(literal(1).label("one")).subquery("once")
_TASK_COLUMNS = [
    col(PersonRow.name) if each.name == "holder_name" else getattr(TaskRow, each.name)
    for each in fields(TaskRecord)
]
_COLUMNS: list[Any] = [
    select(_fresh.c.is_fresh).scalar_subquery(),
    IdempotencyKeyRow.fingerprint,
    IdempotencyKeyRow.response,
    IdempotencyKeyRow.accepted_at,
    *_TASK_COLUMNS,
]
_BEGIN_WITH_TASK = select(*_COLUMNS).select_from(
    _once.outerjoin(
        IdempotencyKeyRow,
        and_(
            col(IdempotencyKeyRow.person) == bindparam("person"),
            col(IdempotencyKeyRow.key) == bindparam("key"),
        ),
    )
    .outerjoin(TaskRow, col(TaskRow.id) == bindparam("task"))
    .outerjoin(PersonRow, col(PersonRow.id) == col(TaskRow.holder))
)


async def begin_or_replay_with_task(
    connection: AsyncConnection, key: IdempotencyKey, task_id: UUID
) -> tuple[StoredResponse | None, TaskRecord | None]:
    """Return the response stored under *key*; without one, None and the task, if there is such a task.

    Raises KeyReused and KeyInUse as `begin_or_replay` does.
    """
    asked = {
        "person": key.person,
        "key": key.key,
        "fingerprint": key.fingerprint,
        "accepted_at": key.accepted_at,
        "task": task_id,
    }
    is_fresh, fingerprint, response, accepted_at, *task = (
        await connection.execute(_BEGIN_WITH_TASK, asked)
    ).one()
    if is_fresh:
        return None, TaskRecord(*task) if task[0] else None
    if fingerprint is not None:
        return check_stored_response(key, fingerprint, response, accepted_at), None
    stored = await begin_or_replay(connection, key)  # another request used it at the same moment
    return stored, None if stored else await task_by_id(connection, task_id)
