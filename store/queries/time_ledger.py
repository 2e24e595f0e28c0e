"""The ledger added up. An appeal's parts are settled after its events; what runs since, on reading.

An appeal whose row says ``settled < seq`` is behind: settling it again catches up, whoever does it.
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic_core import to_json
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.projections.time_ledger.ledger import TimeBreakdown
from domain.projections.time_ledger.per_organisation import RunningTime, TimeLedgerSnapshot, take_snapshot
from domain.projections.time_ledger.spans import TimeOwnerKind
from domain.worktime.working_calendar import Calendar
from schemas.http.responses.time_ledger import LedgerGrouping
from store.appeals import event_log

PAGE_SIZE = 100
SPENT_COLUMNS = tuple(each.name for each in fields(TimeBreakdown))
_LEDGER_COLUMNS = (
    "holds",
    *SPENT_COLUMNS,
    "extended",
    "breached",
    "breached_steps",
    "whose",
    "since",
    "late_from",
    "urgent",
)
_LEDGER_COLUMN_LIST = ", ".join(_LEDGER_COLUMNS)
_EXCLUDED_COLUMN_LIST = ", ".join(f"excluded.{name}" for name in _LEDGER_COLUMNS)

_SELECT_UNSETTLED = text("SELECT id FROM appeals WHERE settled < seq AND id > :after ORDER BY id LIMIT :most")
_COUNT_UNSETTLED = text("SELECT count(*) FROM appeals WHERE settled < seq")
_RESET_LEDGER = (text("TRUNCATE ledger"), text("UPDATE appeals SET settled = 0"))
_UPSERT_ENTRIES = text(f"""
WITH told AS (
    UPDATE appeals SET settled = :seq WHERE id = :appeal AND settled <= :seq RETURNING id
)
INSERT INTO ledger (appeal, organisation, {_LEDGER_COLUMN_LIST})
SELECT told.id, organisation, {_LEDGER_COLUMN_LIST}
FROM told, jsonb_populate_recordset(NULL::ledger, :parts ::jsonb)
ON CONFLICT (appeal, organisation)
    DO UPDATE SET ({_LEDGER_COLUMN_LIST}) = ROW ({_EXCLUDED_COLUMN_LIST})
""")  # noqa: S608 - only our own words are put in


@dataclass(frozen=True, slots=True)
class TimeLedgerFilter:
    """Which of the ledger is asked for; all where nothing is said."""

    organisation: str | None = None
    region: str | None = None
    registered_from: datetime | None = None
    registered_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class TimeLedgerLine:
    """All that has one key. ``appeals`` are those whose holder it is; ``took_part`` had any part of it."""

    key: str
    appeals: int
    took_part: int
    closed: int
    breached: int
    breached_steps: int
    extended: timedelta
    spent: TimeBreakdown


_KEY_COLUMNS = {
    LedgerGrouping.ORGANISATION: "ledger.organisation",
    LedgerGrouping.REGION: "appeals.region",
    LedgerGrouping.TOPIC: "appeals.topic",
}
_SUM_COLUMNS = ", ".join(
    f"sum(ledger.{name}) AS {name}" for name in (*SPENT_COLUMNS, "extended", "breached", "breached_steps")
)
_FROM_LEDGER = """
FROM ledger JOIN appeals ON appeals.id = ledger.appeal
WHERE (:organisation ::varchar IS NULL OR ledger.organisation = :organisation)
    AND (:region ::varchar IS NULL OR appeals.region = :region)
    AND (:registered_from ::timestamptz IS NULL OR appeals.registered_at >= :registered_from)
    AND (:registered_before ::timestamptz IS NULL OR appeals.registered_at < :registered_before)
"""
_SUM_SETTLED = {
    by: text(f"""
        SELECT {key} AS key, count(DISTINCT appeals.id) AS took_part,
            count(*) FILTER (WHERE ledger.holds) AS appeals,
            count(*) FILTER (WHERE ledger.holds AND ledger.since IS NULL) AS closed, {_SUM_COLUMNS}
        {_FROM_LEDGER} GROUP BY 1 ORDER BY 1
    """)
    for by, key in _KEY_COLUMNS.items()
}
_SELECT_RUNNING = {
    by: text(f"""
        SELECT {key} AS key, appeals.id AS appeal, appeals.calendar, ledger.whose, ledger.since,
            ledger.late_from, ledger.urgent
        {_FROM_LEDGER} AND ledger.since IS NOT NULL
    """)
    for by, key in _KEY_COLUMNS.items()
}


async def settle_appeals(
    connection: AsyncConnection, after: UUID | None = None, limit: int = PAGE_SIZE
) -> UUID | None:
    """Settle *limit* appeals that are behind, from *after* on; return the last where there may be more."""
    page = (await connection.scalars(_SELECT_UNSETTLED, {"after": after or UUID(int=0), "most": limit})).all()
    told = {}
    for each in page:
        with suppress(ValueError):  # a later release may have written it: it stays behind
            told[each] = take_snapshot(await event_log.facts_of_appeal(connection, each))
    await write_entries(connection, told)
    return page[-1] if len(page) == limit else None


async def unsettled_appeal_count(connection: AsyncConnection) -> int:
    """Return how many appeals have events that their parts do not tell of."""
    return await connection.scalar(_COUNT_UNSETTLED) or 0


async def rebuild_time_ledger(connection: AsyncConnection) -> None:
    """Settle all appeals anew."""
    for forget in _RESET_LEDGER:
        await connection.execute(forget)
    after = await settle_appeals(connection)
    while after is not None:
        after = await settle_appeals(connection, after)


async def time_ledger_totals(
    connection: AsyncConnection, by: LedgerGrouping, within: TimeLedgerFilter, now: datetime
) -> list[TimeLedgerLine]:
    """Return the ledger as of *now*, added up by a key, in the order of the keys.

    Asks several times, so the *connection* should be of one moment.
    """
    asked = {name: getattr(within, name) for name in TimeLedgerFilter.__slots__}
    settled = await connection.execute(_SUM_SETTLED[by], asked)
    lines = {row.key: _line_from_row(row) for row in settled}
    running = (await connection.execute(_SELECT_RUNNING[by], asked)).all()
    calendars = await _calendars_of(connection, running)
    grown: dict[str, list[TimeBreakdown]] = {}
    for row in running:
        runs = RunningTime(TimeOwnerKind(row.whose), row.since, row.late_from, bool(row.urgent))
        grown.setdefault(row.key, []).append(runs.breakdown_until(now, calendars[row.calendar]))
    return [replace(line, spent=sum(grown.get(key, []), line.spent)) for key, line in lines.items()]


async def write_entries(connection: AsyncConnection, told: Mapping[UUID, TimeLedgerSnapshot]) -> None:
    """Write the parts of each appeal, unless later ones stand there already."""
    rows = [
        {"appeal": appeal, "seq": each.seq, "parts": to_json(list(_entry_rows(each))).decode()}
        for appeal, each in told.items()
    ]
    if rows:
        await connection.execute(_UPSERT_ENTRIES, rows)


def _line_from_row(row: Any) -> TimeLedgerLine:
    told = {name: getattr(row, name) for name in TimeLedgerLine.__slots__ if name != "spent"}
    return TimeLedgerLine(**told, spent=TimeBreakdown(**{name: getattr(row, name) for name in SPENT_COLUMNS}))


def _entry_rows(told: TimeLedgerSnapshot) -> Iterable[dict[str, Any]]:
    for part in told.organisation_times:
        holds = part.organisation == told.current_organisation
        runs = told.running if holds else None
        yield {
            "organisation": part.organisation,
            "holds": holds,
            **{name: getattr(part.breakdown, name) for name in SPENT_COLUMNS},
            "extended": part.extended_by,
            "breached": part.missed_statute_clocks,
            "breached_steps": part.missed_step_clocks,
            **(_running_columns(runs) if runs else {}),
        }


def _running_columns(runs: RunningTime) -> dict[str, Any]:
    return {
        "whose": runs.owner,
        "since": runs.since,
        "late_from": runs.late_from,
        "urgent": runs.is_urgent,
    }


async def _calendars_of(connection: AsyncConnection, running: Iterable[Any]) -> dict[str, Calendar]:
    """Return the calendars by which the *running* are reckoned: each version as the earliest has it."""
    longest = {row.calendar: row for row in sorted(running, key=lambda row: row.since, reverse=True)}
    found = {version: await event_log.load_appeal(connection, row.appeal) for version, row in longest.items()}
    return {version: appeal.calendar for version, appeal in found.items() if appeal}
