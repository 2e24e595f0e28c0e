"""Operations: what is open, what is overdue, and which appeals missed their alarm."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CompoundSelect, exists, func, literal, or_, tuple_, union_all
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


class WatchedAppeal(NamedTuple):
    """An appeal, and when its next alarm is due: ``NO_ALARM`` where an open appeal has none."""

    alarm_at: datetime
    id: UUID
    number: str


START_ALLOWANCE = timedelta(minutes=1)
"""Time in which the workflow of a registered appeal is expected to start."""

NO_ALARM = datetime(9999, 1, 1, tzinfo=UTC)
"""The place of an open appeal without an alarm in the order of the alarms: after all others."""

_FIRST = WatchedAppeal(datetime.min.replace(tzinfo=UTC), UUID(int=0), "")


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
    connection: AsyncConnection, before: datetime, after: WatchedAppeal | None = None, limit: int = 100
) -> list[WatchedAppeal]:
    """Return open appeals whose alarm was due before a moment, the latest first, from *after* on."""
    at, last, _ = after or _FIRST
    position = tuple_(col(AppealRow.next_alarm_at), col(AppealRow.id))
    late = (
        select(AppealRow.next_alarm_at, AppealRow.id, AppealRow.number)
        .where(AppealRow.open, col(AppealRow.next_alarm_at) < before, position > (at, last))
        .order_by(col(AppealRow.next_alarm_at), col(AppealRow.id))
        .limit(limit)
    )
    return [WatchedAppeal(*row) for row in await connection.execute(late)]


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


async def watched_appeals(
    connection: AsyncConnection, after: WatchedAppeal | None = None, limit: int = 100
) -> list[WatchedAppeal]:
    """Return the open appeals and the closed ones with a clock, the nearest alarm first, from *after* on."""
    return [WatchedAppeal(*row) for row in await connection.execute(watched_statement(after, limit))]


def watched_statement(after: WatchedAppeal | None, limit: int) -> CompoundSelect[Any]:
    """Return the statement of a page of watched appeals: each part reads *limit* rows of an index."""
    row = AppealRow
    at, last, _ = after or _FIRST
    with_alarm = (
        select(row.next_alarm_at, row.id, row.number)
        .where(tuple_(col(row.next_alarm_at), col(row.id)) > (at, last))
        .order_by(col(row.next_alarm_at), col(row.id))
        .limit(limit)
    )
    without_alarm = (
        select(literal(NO_ALARM).label("next_alarm_at"), row.id, row.number)
        .where(row.open, col(row.next_alarm_at).is_(None), row.id > (last if at == NO_ALARM else UUID(int=0)))
        .order_by(col(row.next_alarm_at), col(row.id))  # as in the index, although the first is NULL
        .limit(limit)
    )
    is_open, has_alarm = col(row.open), col(row.next_alarm_at).is_not(None)
    pages: CompoundSelect[Any] = union_all(
        with_alarm.where(is_open), with_alarm.where(~is_open, has_alarm), without_alarm
    )
    return pages.order_by("next_alarm_at", "id").limit(limit)


async def watched_appeal_count(connection: AsyncConnection) -> int:
    """Return how many appeals are open or have a clock."""
    is_watched = or_(col(AppealRow.open), col(AppealRow.next_alarm_at).is_not(None))
    return await connection.scalar(select(func.count()).select_from(AppealRow).where(is_watched)) or 0
