"""Appeals whose workflow is still to be started: put down with the talon, taken up by a dispatcher."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast
from uuid import UUID

import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

NOTIFY_CHANNEL = "komek_outbox"

_CLAIM_STARTS = text("""
SELECT id, appeal, attempts FROM outbox WHERE not_before <= now()
ORDER BY not_before, id LIMIT :most FOR UPDATE SKIP LOCKED
""")
_DELETE_STARTS = text("DELETE FROM outbox WHERE id = ANY (:ids)")
_RESCHEDULE_STARTS = text("""
UPDATE outbox SET attempts = attempts + 1, error = :error,
    not_before = now() + least(interval '1 minute', interval '1 second' * 2 ^ least(attempts, 6))
WHERE id = ANY (:ids)
""")
_SELECT_IS_PENDING = text("SELECT EXISTS (SELECT FROM outbox WHERE appeal = :appeal)")
_COUNT_PENDING = text("SELECT count(*) FROM outbox")


@dataclass(frozen=True, slots=True)
class PendingStart:
    """An appeal to be started, and how often that was tried in vain."""

    id: int
    appeal: UUID
    attempts: int


async def claim_starts(connection: AsyncConnection, limit: int = 20) -> list[PendingStart]:
    """Return what is to be started now, the longest waiting first, and nobody else's until the commit."""
    found = await connection.execute(_CLAIM_STARTS, {"most": limit})
    return [PendingStart(**row) for row in found.mappings()]


async def delete_started(connection: AsyncConnection, ids: Iterable[int]) -> None:
    """Forget what has been started."""
    await connection.execute(_DELETE_STARTS, {"ids": list(ids)})


async def reschedule_failed(connection: AsyncConnection, ids: Iterable[int], error: str) -> None:
    """Put off what could not be started: a second, then twice as long, at most a minute."""
    await connection.execute(_RESCHEDULE_STARTS, {"ids": list(ids), "error": error})


async def is_pending(connection: AsyncConnection, appeal: UUID) -> bool:
    """Tell whether *appeal* still waits for its start."""
    return bool(await connection.scalar(_SELECT_IS_PENDING, {"appeal": appeal}))


async def pending_count(connection: AsyncConnection) -> int:
    """Return how many appeals wait for their start."""
    return await connection.scalar(_COUNT_PENDING) or 0


async def listen_for_starts(connection: AsyncConnection) -> None:
    """Have this connection told of what is put down. It must be in autocommit, and used for nothing else."""
    await connection.execute(text(f"LISTEN {NOTIFY_CHANNEL}"))


async def wait_for_starts(connection: AsyncConnection, seconds: float) -> None:
    """Return when something was put down since `listen` or the last `wait`, or after *seconds*."""
    raw = await connection.get_raw_connection()
    driver = cast("psycopg.AsyncConnection", raw.driver_connection)
    async for _ in driver.notifies(timeout=seconds, stop_after=1):
        pass
