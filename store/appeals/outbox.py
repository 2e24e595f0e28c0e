"""The outbox: appeals whose workflow is still to be started, written with the talon."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

import psycopg
from sqlalchemy import delete, exists, func, text, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from store.database.expressions import one_of
from store.database.tables import OutboxRow

NOTIFY_CHANNEL = "komek_outbox"

_RETRY_AFTER = text("now() + least(interval '1 minute', interval '1 second' * 2 ^ least(attempts, 6))")


@dataclass(frozen=True, slots=True)
class PendingStart:
    """An appeal to be started, and how many attempts have failed."""

    id: int
    appeal: UUID
    attempts: int


async def claim_starts(connection: AsyncConnection, limit: int = 20) -> list[PendingStart]:
    """Return what is to be started now, the longest waiting first, locked for others until the commit."""
    due = (
        select(OutboxRow.id, OutboxRow.appeal, OutboxRow.attempts)
        .where(col(OutboxRow.not_before) <= func.now())
        .order_by(col(OutboxRow.not_before), col(OutboxRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [PendingStart(*row) for row in await connection.execute(due)]


async def delete_started(connection: AsyncConnection, ids: Iterable[int]) -> None:
    """Delete what has been started."""
    await connection.execute(delete(OutboxRow).where(one_of(OutboxRow.id, ids)))


async def reschedule_failed(connection: AsyncConnection, ids: Iterable[int], error: str) -> None:
    """Postpone what could not be started: by a second, then twice as long each time, at most a minute."""
    postponed = update(OutboxRow).where(one_of(OutboxRow.id, ids))
    values = {"attempts": OutboxRow.attempts + 1, "error": error, "not_before": _RETRY_AFTER}
    await connection.execute(postponed.values(values))


async def is_pending(connection: AsyncConnection, appeal: UUID) -> bool:
    """Return whether *appeal* still waits for its start."""
    return bool(await connection.scalar(select(exists().where(col(OutboxRow.appeal) == appeal))))


async def pending_count(connection: AsyncConnection) -> int:
    """Return how many appeals wait for their start."""
    return await connection.scalar(select(func.count()).select_from(OutboxRow)) or 0


async def listen_for_starts(connection: AsyncConnection) -> None:
    """Subscribe *connection* to new starts. It must be in autocommit, and used for nothing else."""
    await connection.execute(text(f"LISTEN {NOTIFY_CHANNEL}"))


async def wait_for_starts(connection: AsyncConnection, seconds: float) -> None:
    """Return when a start was written since `listen_for_starts` or the last wait, or after *seconds*."""
    raw = await connection.get_raw_connection()
    driver = cast("psycopg.AsyncConnection", raw.driver_connection)
    async for _ in driver.notifies(timeout=seconds, stop_after=1):
        pass
