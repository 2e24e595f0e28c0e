"""How the whole stands: what is open, what is late, and whether anything has fallen silent."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_STAGES = text("""
SELECT stage, count(*), count(*) FILTER (WHERE statute_due < :now),
    count(*) FILTER (WHERE next_alarm_at IS NULL), min(next_alarm_at)
FROM appeals WHERE open GROUP BY stage ORDER BY stage
""")
_STEPS = text("""
SELECT step, count(*), count(*) FILTER (WHERE due_order < :now),
    min(due_order) FILTER (WHERE due_order < :now)
FROM tasks WHERE open GROUP BY step ORDER BY step
""")
_LATE = text("""
SELECT next_alarm_at, id FROM appeals
WHERE open AND next_alarm_at < :before AND (next_alarm_at, id) > (:at, :id)
ORDER BY next_alarm_at, id LIMIT :most
""")
_WATCHED = text("""
(SELECT id FROM appeals WHERE open AND id > :after ORDER BY id LIMIT :most)
UNION ALL
(SELECT id FROM appeals WHERE NOT open AND next_alarm_at IS NOT NULL AND id > :after ORDER BY id LIMIT :most)
ORDER BY id LIMIT :most
""")


class Late(NamedTuple):
    """An open appeal, and when its alarm should have rung."""

    at: datetime
    id: UUID


_FIRST = Late(datetime.min.replace(tzinfo=UTC), UUID(int=0))


@dataclass(frozen=True, slots=True)
class StageLine:
    """The open appeals of one stage; ``clockless`` ones would never speak again by themselves."""

    stage: str
    open: int
    overdue: int
    clockless: int
    next_alarm_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """The open tasks of one step, and since when the latest of them has been due."""

    step: str
    open: int
    overdue: int
    due: datetime | None


@dataclass(frozen=True, slots=True)
class Liveness:
    """How the open appeals and tasks stand at one moment."""

    stages: list[StageLine]
    steps: list[StepLine]


async def liveness(connection: AsyncConnection, now: datetime) -> Liveness:
    """Return how the open appeals and tasks stand."""
    stages = [StageLine(*row) for row in await connection.execute(_STAGES, {"now": now})]
    steps = [StepLine(*row) for row in await connection.execute(_STEPS, {"now": now})]
    return Liveness(stages, steps)


async def late_appeals(
    connection: AsyncConnection, before: datetime, after: Late | None = None, limit: int = 100
) -> list[Late]:
    """Return open appeals whose alarm should have rung before a moment, from *after* on, the latest first."""
    at, last = after or _FIRST
    asked = {"before": before, "at": at, "id": last, "most": limit}
    return [Late(*row) for row in await connection.execute(_LATE, asked)]


async def watched_appeals(
    connection: AsyncConnection, after: UUID | None = None, limit: int = 100
) -> list[UUID]:
    """Return the appeals for which a clock runs, open or closed, by their ids, from *after* on."""
    return list(await connection.scalars(_WATCHED, {"after": after or UUID(int=0), "most": limit}))
