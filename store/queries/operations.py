"""How the whole stands: what is open, what is late, and whether anything has fallen silent."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_SELECT_STAGES = text("""
SELECT stage, count(*), count(*) FILTER (WHERE statutory_due_at < :now),
    count(*) FILTER (WHERE next_alarm_at IS NULL), min(next_alarm_at)
FROM appeals WHERE open GROUP BY stage ORDER BY stage
""")
_SELECT_STEPS = text("""
SELECT step, count(*), count(*) FILTER (WHERE due_order < :now),
    min(due_order) FILTER (WHERE due_order < :now)
FROM tasks WHERE open GROUP BY step ORDER BY step
""")
_SELECT_LATE_APPEALS = text("""
SELECT next_alarm_at, id, number FROM appeals
WHERE open AND next_alarm_at < :before AND (next_alarm_at, id) > (:at, :id)
ORDER BY next_alarm_at, id LIMIT :most
""")
_SELECT_APPEALS_WITH_CLOCK = text("""
(SELECT id, number FROM appeals WHERE open AND id > :after ORDER BY id LIMIT :most)
UNION ALL
(SELECT id, number FROM appeals
WHERE NOT open AND next_alarm_at IS NOT NULL AND id > :after ORDER BY id LIMIT :most)
ORDER BY id LIMIT :most
""")


class AppealKey(NamedTuple):
    """An appeal by its id, and by the number that names its workflow."""

    id: UUID
    number: str


class LateAppeal(NamedTuple):
    """An open appeal, and when its alarm should have rung."""

    alarm_at: datetime
    id: UUID
    number: str


_LATE_START = LateAppeal(datetime.min.replace(tzinfo=UTC), UUID(int=0), "")


@dataclass(frozen=True, slots=True)
class StageLoad:
    """The open appeals of one stage; ``clockless`` ones would never speak again by themselves."""

    stage: str
    open: int
    overdue: int
    without_clock: int
    next_alarm_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepLoad:
    """The open tasks of one step, and since when the latest of them has been due."""

    step: str
    open: int
    overdue: int
    due: datetime | None


@dataclass(frozen=True, slots=True)
class OperationalLoad:
    """How the open appeals and tasks stand at one moment."""

    stages: list[StageLoad]
    steps: list[StepLoad]


async def operational_load(connection: AsyncConnection, now: datetime) -> OperationalLoad:
    """Return how the open appeals and tasks stand."""
    stages = [StageLoad(*row) for row in await connection.execute(_SELECT_STAGES, {"now": now})]
    steps = [StepLoad(*row) for row in await connection.execute(_SELECT_STEPS, {"now": now})]
    return OperationalLoad(stages, steps)


async def late_appeals(
    connection: AsyncConnection, before: datetime, after: LateAppeal | None = None, limit: int = 100
) -> list[LateAppeal]:
    """Return open appeals whose alarm should have rung before a moment, from *after* on, the latest first."""
    at, last, _ = after or _LATE_START
    asked = {"before": before, "at": at, "id": last, "most": limit}
    return [LateAppeal(*row) for row in await connection.execute(_SELECT_LATE_APPEALS, asked)]


async def appeals_with_clock(
    connection: AsyncConnection, after: UUID | None = None, limit: int = 100
) -> list[AppealKey]:
    """Return the appeals with a running clock, open or closed, by their ids, from *after* on."""
    asked = {"after": after or UUID(int=0), "most": limit}
    return [AppealKey(*row) for row in await connection.execute(_SELECT_APPEALS_WITH_CLOCK, asked)]
