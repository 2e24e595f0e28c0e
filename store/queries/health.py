"""Health of the stored data: documents that are missing, histories with gaps, and the server's clock."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

# Raw SQL: references are values inside of JSON, and a document is named by the end of its reference.
_COUNT_MISSING_DOCUMENTS = text("""
SELECT count(DISTINCT reference)
FROM appeals JOIN events ON events.appeal = appeals.id,
    LATERAL (VALUES (data ->> 'plan'), (data ->> 'calendar'), (data ->> 'law')) AS named (reference)
WHERE open AND type IN ('registered', 'kind_changed', 'calendar_changed') AND reference IS NOT NULL
    AND NOT EXISTS (SELECT FROM documents WHERE digest = right(reference, 64))
""")
_SELECT_DAMAGED = text("""
SELECT id, number FROM appeals
WHERE open AND seq IS DISTINCT FROM (
    SELECT CASE WHEN min(events.seq) = 1 AND max(events.seq) = count(*) THEN max(events.seq) END
    FROM events WHERE events.appeal = appeals.id
)
ORDER BY id LIMIT :limit
""")


class DamagedAppeal(NamedTuple):
    """An open appeal whose events have a gap, or do not lead to its row."""

    id: UUID
    number: str


async def missing_documents(connection: AsyncConnection) -> int:
    """Return how many plans, calendars and laws of open appeals are not stored."""
    return await connection.scalar(_COUNT_MISSING_DOCUMENTS) or 0


async def damaged_appeals(connection: AsyncConnection, limit: int) -> list[DamagedAppeal]:
    """Return the first open appeals whose events have a gap, or do not lead to their row."""
    return [DamagedAppeal(*row) for row in await connection.execute(_SELECT_DAMAGED, {"limit": limit})]


async def server_time(connection: AsyncConnection) -> datetime:
    """Return the time by the clock of the database server."""
    found: datetime = (await connection.execute(text("SELECT clock_timestamp()"))).scalar_one()
    return found
