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

from domain.projections.time_ledger.ledger import Spent
from domain.projections.time_ledger.per_organisation import Running, Settled, settle
from domain.projections.time_ledger.spans import Whose
from domain.worktime.working_calendar import Calendar
from schemas.http.responses.time_ledger import By
from store.appeals import event_log

PAGE = 100
SPENT = tuple(each.name for each in fields(Spent))
_ROW = ("holds", *SPENT, "extended", "breached", "breached_steps", "whose", "since", "late_from", "urgent")
_ROWS = ", ".join(_ROW)

_UNSETTLED = text("SELECT id FROM appeals WHERE settled < seq AND id > :after ORDER BY id LIMIT :most")
_BEHIND = text("SELECT count(*) FROM appeals WHERE settled < seq")
_FORGET = (text("TRUNCATE ledger"), text("UPDATE appeals SET settled = 0"))
_SETTLE = text(f"""
WITH told AS (
    UPDATE appeals SET settled = :seq WHERE id = :appeal AND settled <= :seq RETURNING id
)
INSERT INTO ledger (appeal, organisation, {_ROWS})
SELECT told.id, organisation, {_ROWS}
FROM told, jsonb_populate_recordset(NULL::ledger, :parts ::jsonb)
ON CONFLICT (appeal, organisation) DO UPDATE SET ({_ROWS}) = ROW (excluded.{", excluded.".join(_ROW)})
""")  # noqa: S608 - only our own words are put in


@dataclass(frozen=True, slots=True)
class Within:
    """Which of the ledger is asked for; all where nothing is said."""

    organisation: str | None = None
    region: str | None = None
    registered_from: datetime | None = None
    registered_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """All that has one key. ``appeals`` are those whose holder it is; ``took_part`` had any part of it."""

    key: str
    appeals: int
    took_part: int
    closed: int
    breached: int
    breached_steps: int
    extended: timedelta
    spent: Spent


_KEYS = {By.ORGANISATION: "ledger.organisation", By.REGION: "appeals.region", By.TOPIC: "appeals.topic"}
_SUMS = ", ".join(
    f"sum(ledger.{name}) AS {name}" for name in (*SPENT, "extended", "breached", "breached_steps")
)
_FROM = """
FROM ledger JOIN appeals ON appeals.id = ledger.appeal
WHERE (:organisation ::varchar IS NULL OR ledger.organisation = :organisation)
    AND (:region ::varchar IS NULL OR appeals.region = :region)
    AND (:registered_from ::timestamptz IS NULL OR appeals.registered_at >= :registered_from)
    AND (:registered_before ::timestamptz IS NULL OR appeals.registered_at < :registered_before)
"""
_SETTLED = {
    by: text(f"""
        SELECT {key} AS key, count(DISTINCT appeals.id) AS took_part,
            count(*) FILTER (WHERE ledger.holds) AS appeals,
            count(*) FILTER (WHERE ledger.holds AND ledger.since IS NULL) AS closed, {_SUMS}
        {_FROM} GROUP BY 1 ORDER BY 1
    """)
    for by, key in _KEYS.items()
}
_RUNNING = {
    by: text(f"""
        SELECT {key} AS key, appeals.id AS appeal, appeals.calendar, ledger.whose, ledger.since,
            ledger.late_from, ledger.urgent
        {_FROM} AND ledger.since IS NOT NULL
    """)
    for by, key in _KEYS.items()
}


async def catch_up(connection: AsyncConnection, after: UUID | None = None, limit: int = PAGE) -> UUID | None:
    """Settle *limit* appeals that are behind, from *after* on; return the last where there may be more."""
    page = (await connection.scalars(_UNSETTLED, {"after": after or UUID(int=0), "most": limit})).all()
    told = {}
    for each in page:
        with suppress(ValueError):  # a later release may have written it: it stays behind
            told[each] = settle(await event_log.facts(connection, each))
    await write(connection, told)
    return page[-1] if len(page) == limit else None


async def behind(connection: AsyncConnection) -> int:
    """Return how many appeals have events that their parts do not tell of."""
    return await connection.scalar(_BEHIND) or 0


async def rebuild(connection: AsyncConnection) -> None:
    """Settle all appeals anew."""
    for forget in _FORGET:
        await connection.execute(forget)
    after = await catch_up(connection)
    while after is not None:
        after = await catch_up(connection, after)


async def added_up(connection: AsyncConnection, by: By, within: Within, now: datetime) -> list[Line]:
    """Return the ledger as of *now*, added up by a key, in the order of the keys.

    Asks several times, so the *connection* should be of one moment.
    """
    asked = {name: getattr(within, name) for name in Within.__slots__}
    settled = await connection.execute(_SETTLED[by], asked)
    lines = {row.key: _line(row) for row in settled}
    running = (await connection.execute(_RUNNING[by], asked)).all()
    calendars = await _calendars(connection, running)
    grown: dict[str, list[Spent]] = {}
    for row in running:
        runs = Running(Whose(row.whose), row.since, row.late_from, bool(row.urgent))
        grown.setdefault(row.key, []).append(runs.until(now, calendars[row.calendar]))
    return [replace(line, spent=sum(grown.get(key, []), line.spent)) for key, line in lines.items()]


async def write(connection: AsyncConnection, told: Mapping[UUID, Settled]) -> None:
    """Write the parts of each appeal, unless later ones stand there already."""
    rows = [
        {"appeal": appeal, "seq": each.seq, "parts": to_json(list(_rows(each))).decode()}
        for appeal, each in told.items()
    ]
    if rows:
        await connection.execute(_SETTLE, rows)


def _line(row: Any) -> Line:
    told = {name: getattr(row, name) for name in Line.__slots__ if name != "spent"}
    return Line(**told, spent=Spent(**{name: getattr(row, name) for name in SPENT}))


def _rows(told: Settled) -> Iterable[dict[str, Any]]:
    for part in told.parts:
        holds = part.organisation == told.holder
        runs = told.running if holds else None
        yield {
            "organisation": part.organisation,
            "holds": holds,
            **{name: getattr(part.spent, name) for name in SPENT},
            "extended": part.extended,
            "breached": part.breached,
            "breached_steps": part.breached_steps,
            **({name: getattr(runs, name) for name in Running.__slots__} if runs else {}),
        }


async def _calendars(connection: AsyncConnection, running: Iterable[Any]) -> dict[str, Calendar]:
    """Return the calendars by which the *running* are reckoned: each version as the earliest has it."""
    longest = {row.calendar: row for row in sorted(running, key=lambda row: row.since, reverse=True)}
    found = {version: await event_log.appeal(connection, row.appeal) for version, row in longest.items()}
    return {version: appeal.calendar for version, appeal in found.items() if appeal}
