"""The time ledger added up: what is settled as of each appeal's facts, and what has run since, when read.

An appeal in the backlog is behind: settling it catches up, whichever process does it. What takes long is
computed in a thread, and what is long is read in pieces, so that the event loop stays free.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from pydantic_core import to_json
from sqlalchemy import ColumnElement, distinct, func, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from domain.projections.time_ledger.ledger import TimeBreakdown
from domain.projections.time_ledger.per_organisation import RunningTime, TimeLedgerSnapshot, take_snapshot
from domain.projections.time_ledger.spans import TimeOwnerKind
from domain.state.appeal import Appeal
from domain.worktime.working_calendar import Calendar
from schemas.http.responses.time_ledger import LedgerGrouping
from store.appeals import event_log
from store.database.tables import AppealRow, TimeLedgerBacklogRow, TimeLedgerRow
from store.database.tables.derived import columns_except, columns_of

log = structlog.get_logger()

PAGE_SIZE = 100
PIECE_SIZE = 200  # running entries added up before the event loop has its turn: a few milliseconds
TIME_COLUMNS = tuple(each.name for each in fields(TimeBreakdown))

_ENTRY = columns_except(TimeLedgerRow, "appeal", "organisation")
_ENTRY_COLUMNS, _NEW_ENTRY = ", ".join(_ENTRY), ", excluded.".join(_ENTRY)
_IS_OF_APPEAL: ColumnElement[bool] = col(AppealRow.id) == col(TimeLedgerRow.appeal)

# Raw SQL: one round trip for all entries of an appeal and its place in the backlog, instead of two.
_UPSERT_ENTRIES = text(f"""
WITH settled AS (
    DELETE FROM time_ledger_backlog WHERE appeal = :appeal AND seq <= :seq
)
INSERT INTO time_ledger (appeal, organisation, {_ENTRY_COLUMNS})
SELECT :appeal, organisation, {_ENTRY_COLUMNS}
FROM jsonb_populate_recordset(NULL::time_ledger, :entries ::jsonb)
ON CONFLICT (appeal, organisation) DO UPDATE SET ({_ENTRY_COLUMNS}) = ROW (excluded.{_NEW_ENTRY})
WHERE time_ledger.seq <= excluded.seq
""")  # noqa: S608 - names of columns
_FILL_BACKLOG = text("""
INSERT INTO time_ledger_backlog (appeal, seq, closed) SELECT id, seq, NOT open FROM appeals
ON CONFLICT (appeal) DO NOTHING
""")


@dataclass(frozen=True, slots=True)
class TimeLedgerFilter:
    """Which entries of the ledger to add up; all by default."""

    organisation: str | None = None
    region: str | None = None
    registered_from: datetime | None = None
    registered_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimeLedgerLine:
    """The sum for one key: of its ``appeals_involved``, it has or last had the ``appeals``."""

    key: str
    appeals: int
    appeals_involved: int
    closed: int
    missed_statute_clocks: int
    missed_step_clocks: int
    extended_by: timedelta
    spent: TimeBreakdown


_KEY_COLUMNS: dict[LedgerGrouping, Any] = {
    LedgerGrouping.ORGANISATION: TimeLedgerRow.organisation,
    LedgerGrouping.REGION: AppealRow.region,
    LedgerGrouping.TOPIC: AppealRow.topic,
}
_SUMMED = (*TIME_COLUMNS, "extended_by", "missed_statute_clocks", "missed_step_clocks")


async def settle_appeals(
    connection: AsyncConnection,
    after: UUID | None = None,
    limit: int = PAGE_SIZE,
    *,
    closed_only: bool = False,
) -> UUID | None:
    """Settle *limit* appeals that are behind, from *after* on; return the last where there may be more."""
    row = TimeLedgerBacklogRow
    behind = select(row.appeal).where(row.appeal > (after or UUID(int=0)))
    if closed_only:
        behind = behind.where(col(row.closed))
    page = (await connection.scalars(behind.order_by(col(row.appeal)).limit(limit))).all()
    snapshots = {}
    for each in page:
        try:
            rows = await event_log.fact_rows(connection, each)
            snapshots[each] = await asyncio.to_thread(_take_snapshot, rows)
        except Exception as error:  # noqa: BLE001 - a damaged history may fail anywhere, and stays behind
            log.warning("history_unreadable", appeal=str(each), reason=type(error).__name__)
    await write_entries(connection, snapshots)
    return page[-1] if len(page) == limit else None


def _take_snapshot(rows: Sequence[Any]) -> TimeLedgerSnapshot:
    return take_snapshot([event_log.fact_of_row(row) for row in rows])


async def unsettled_appeal_count(connection: AsyncConnection) -> int:
    """Return how many appeals have facts that the ledger does not cover."""
    return await connection.scalar(select(func.count()).select_from(TimeLedgerBacklogRow)) or 0


async def rebuild_time_ledger(connection: AsyncConnection) -> None:
    """Settle all appeals from their first facts on."""
    await connection.execute(text("TRUNCATE time_ledger"))
    await connection.execute(_FILL_BACKLOG)
    after = await settle_appeals(connection)
    while after is not None:
        after = await settle_appeals(connection, after)


async def time_ledger_totals(
    connection: AsyncConnection, by: LedgerGrouping, within: TimeLedgerFilter, now: datetime
) -> list[TimeLedgerLine]:
    """Return the ledger as of *now*, added up by a key, in the order of the keys.

    Reads several times, so the transaction of *connection* must be repeatable read.
    """
    lines = await _settled_lines(connection, by, within)
    calendars = await _calendars_of_running(connection, within)
    running = await connection.stream(_running_entries(by, within))
    async for piece in running.partitions(PIECE_SIZE):
        for row in piece:
            if row.calendar not in calendars:  # no appeal that has it can be read
                continue
            time = RunningTime(TimeOwnerKind(row.owner), row.since, row.late_from, bool(row.is_urgent))
            line = lines[row.key]
            spent = line.spent + time.breakdown_until(now, calendars[row.calendar])
            lines[row.key] = replace(line, spent=spent)
        await asyncio.sleep(0)
    return list(lines.values())


async def write_entries(connection: AsyncConnection, snapshots: Mapping[UUID, TimeLedgerSnapshot]) -> None:
    """Write the entries of each appeal, unless later ones are stored already."""
    rows = [
        {"appeal": appeal, "seq": each.seq, "entries": to_json(list(_entry_rows(each))).decode()}
        for appeal, each in snapshots.items()
    ]
    if rows:
        await connection.execute(_UPSERT_ENTRIES, rows)


async def _settled_lines(
    connection: AsyncConnection, by: LedgerGrouping, within: TimeLedgerFilter
) -> dict[str, TimeLedgerLine]:
    entry, key = TimeLedgerRow, col(_KEY_COLUMNS[by])
    is_current, is_over = col(entry.is_current), col(entry.since).is_(None)
    sums = [func.sum(getattr(entry, name)).label(name) for name in _SUMMED]
    columns: list[Any] = [
        key.label("key"),
        func.count(distinct(col(AppealRow.id))).label("appeals_involved"),
        func.count().filter(is_current).label("appeals"),
        func.count().filter(is_current, is_over).label("closed"),
        *sums,
    ]
    entries = select(*columns).join_from(entry, AppealRow, _IS_OF_APPEAL).where(*_conditions(within))
    found = await connection.execute(entries.group_by(key).order_by(key))
    return {row.key: _line_from_row(row) for row in found}


def _running_entries(by: LedgerGrouping, within: TimeLedgerFilter) -> Any:
    """Return the query for the entries of open appeals."""
    columns: list[Any] = [
        col(_KEY_COLUMNS[by]).label("key"),
        AppealRow.calendar,
        *columns_of(TimeLedgerRow, RunningTime),
    ]
    entries = select(*columns).join_from(TimeLedgerRow, AppealRow, _IS_OF_APPEAL)
    return entries.where(col(TimeLedgerRow.since).is_not(None), *_conditions(within))


def _conditions(within: TimeLedgerFilter) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that *within* sets."""
    if within.organisation is not None:
        yield col(TimeLedgerRow.organisation) == within.organisation
    if within.region is not None:
        yield col(AppealRow.region) == within.region
    if within.registered_from is not None:
        yield col(AppealRow.registered_at) >= within.registered_from
    if within.registered_before is not None:
        yield col(AppealRow.registered_at) < within.registered_before


def _line_from_row(row: Any) -> TimeLedgerLine:
    plain = {each.name: getattr(row, each.name) for each in fields(TimeLedgerLine) if each.name != "spent"}
    spent = TimeBreakdown(**{name: getattr(row, name) for name in TIME_COLUMNS})
    return TimeLedgerLine(**plain, spent=spent)


def _entry_rows(snapshot: TimeLedgerSnapshot) -> Iterable[dict[str, Any]]:
    """Yield the rows of *snapshot* by the names of their columns; only the current one has running time."""
    for part in snapshot.organisation_times:
        is_current = part.organisation == snapshot.current_organisation
        yield {
            "organisation": part.organisation,
            "seq": snapshot.seq,
            "is_current": is_current,
            **asdict(part.breakdown),
            "extended_by": part.extended_by,
            "missed_statute_clocks": part.missed_statute_clocks,
            "missed_step_clocks": part.missed_step_clocks,
            **(asdict(snapshot.running) if snapshot.running and is_current else {}),
        }


async def _calendars_of_running(connection: AsyncConnection, within: TimeLedgerFilter) -> dict[str, Calendar]:
    """Return the calendars of the running entries: each version as its longest running appeal has it."""
    calendar, since = col(AppealRow.calendar), col(TimeLedgerRow.since)
    longest = (
        select(AppealRow.calendar, AppealRow.id)
        .join_from(TimeLedgerRow, AppealRow, _IS_OF_APPEAL)
        .where(since.is_not(None), *_conditions(within))
        .ext(distinct_on(calendar))
        .order_by(calendar, since)
    )
    found: dict[str, Calendar] = {}
    for version, appeal_id in (await connection.execute(longest)).all():
        appeal = await event_log.load_readable(connection, appeal_id)
        if appeal is None:
            appeal = await _another_with_calendar(connection, version)
        if appeal is not None:
            found[version] = appeal.calendar
            await asyncio.to_thread(appeal.calendar.local_date, appeal.origin.received_at)  # builds its hours
    return found


async def _another_with_calendar(connection: AsyncConnection, version: str) -> Appeal | None:
    """Return an appeal with the calendar *version* that can be read, where the longest running one cannot."""
    others = select(AppealRow.id).where(AppealRow.calendar == version, AppealRow.open).limit(PAGE_SIZE)
    return next(iter(await event_log.load_appeals(connection, list(await connection.scalars(others)))), None)
