"""Operations: what is open, what is overdue, and which appeals missed their alarm."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, func, tuple_, union_all
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from store.database.expressions import one_of
from store.database.tables import AppealRow, OutboxRow, TaskRow


class AppealKey(NamedTuple):
    """An appeal by its id, and by the number that names its workflow."""

    id: UUID
    number: str


class OpenAppeal(NamedTuple):
    """An open appeal by its id and number, and its stage."""

    id: UUID
    number: str
    stage: str


class LateAppeal(NamedTuple):
    """An open appeal, and when its alarm was due."""

    alarm_at: datetime
    id: UUID
    number: str


START_ALLOWANCE = timedelta(minutes=1)
"""Time in which the workflow of a registered appeal is expected to start."""

_LATE_START = LateAppeal(datetime.min.replace(tzinfo=UTC), UUID(int=0), "")


@dataclass(frozen=True, slots=True)
class StageLoad:
    """The open appeals of one stage; ``without_clock`` are those for which no alarm is set."""

    stage: str
    open: int
    overdue: int
    without_clock: int
    next_alarm_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepLoad:
    """The open tasks of one step, and since when the most overdue of them has been due."""

    step: str
    open: int
    overdue: int
    due: datetime | None


@dataclass(frozen=True, slots=True)
class OperationalLoad:
    """The open appeals and tasks at one moment."""

    stages: list[StageLoad]
    steps: list[StepLoad]


async def operational_load(connection: AsyncConnection, now: datetime) -> OperationalLoad:
    """Return how many appeals and tasks are open, and how many of them overdue."""
    appeal, task, count = AppealRow, TaskRow, func.count()
    stages = (
        select(
            appeal.stage,
            count,
            count.filter(col(appeal.statutory_due_at) < now),
            count.filter(col(appeal.next_alarm_at).is_(None)),
        )
        .add_columns(func.min(appeal.next_alarm_at))
        .where(col(appeal.open))
        .group_by(col(appeal.stage))
        .order_by(col(appeal.stage))
    )
    overdue = col(task.due_order) < now
    steps = (
        select(task.step, count, count.filter(overdue), func.min(task.due_order).filter(overdue))
        .where(task.open)
        .group_by(col(task.step))
        .order_by(col(task.step))
    )
    return OperationalLoad(
        [StageLoad(*row) for row in await connection.execute(stages)],
        [StepLoad(*row) for row in await connection.execute(steps)],
    )


async def stored_seqs(connection: AsyncConnection, appeals: Collection[UUID]) -> dict[UUID, int]:
    """Return the number of the last fact of those of *appeals* that are stored."""
    rows = await connection.execute(select(AppealRow.id, AppealRow.seq).where(one_of(AppealRow.id, appeals)))
    return {row.id: row.seq for row in rows}


async def late_appeals(
    connection: AsyncConnection, before: datetime, after: LateAppeal | None = None, limit: int = 100
) -> list[LateAppeal]:
    """Return open appeals whose alarm was due before a moment, the latest first, from *after* on."""
    at, last, _ = after or _LATE_START
    position = tuple_(col(AppealRow.next_alarm_at), col(AppealRow.id))
    late = (
        select(AppealRow.next_alarm_at, AppealRow.id, AppealRow.number)
        .where(AppealRow.open, col(AppealRow.next_alarm_at) < before, position > (at, last))
        .order_by(col(AppealRow.next_alarm_at), col(AppealRow.id))
        .limit(limit)
    )
    return [LateAppeal(*row) for row in await connection.execute(late)]


async def suspect_appeals(
    connection: AsyncConnection, numbers: Collection[str], alarm_before: datetime, limit: int
) -> list[OpenAppeal]:
    """Return the open appeals with an alarm that are named by *numbers*, or whose alarm is next.

    Of those whose alarm is due before a moment, the *limit* earliest. Never those that are just being
    started.
    """
    row = AppealRow
    is_starting = exists().where(
        col(OutboxRow.appeal) == row.id, col(OutboxRow.at) > func.now() - START_ALLOWANCE
    )
    with_alarm = (
        select(row.id, row.number, row.stage)
        .where(row.open, ~is_starting)
        .where(col(row.next_alarm_at).is_not(None))
    )
    named = with_alarm.where(one_of(row.number, numbers))
    near = with_alarm.where(col(row.next_alarm_at) < alarm_before).order_by(col(row.next_alarm_at))
    found = [*await connection.execute(named), *await connection.execute(near.limit(limit))]
    return [OpenAppeal(*each) for each in dict.fromkeys(map(tuple, found))]


async def appeals_with_clock(
    connection: AsyncConnection, after: UUID | None = None, limit: int = 100
) -> list[AppealKey]:
    """Return the appeals with a running clock, open or closed, by their ids, from *after* on."""
    later = select(AppealRow.id, AppealRow.number).where(AppealRow.id > (after or UUID(int=0)))
    later = later.order_by(col(AppealRow.id)).limit(limit)
    is_open, has_alarm = col(AppealRow.open), col(AppealRow.next_alarm_at).is_not(None)
    either = union_all(later.where(is_open), later.where(~is_open, has_alarm))
    found = await connection.execute(either.order_by("id").limit(limit))
    return [AppealKey(*row) for row in found]
