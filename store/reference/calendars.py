"""Changed calendars: each change is a version of its own, and which open appeals it has not reached yet.

Versions of one calendar share their name up to the last dash. In force is the newest change that was made
since the file's version became known; it reaches all open appeals of older versions.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identity.people import Person
from domain.worktime.calendar_amendment import CalendarAmendment
from domain.worktime.working_calendar import Calendar, intern
from store.database.errors import StaleVersion
from store.reference.policies import CALENDAR_ADAPTER, ROW_VERSION

CHANGE_ADAPTER, PERSON_ADAPTER = TypeAdapter(CalendarAmendment | None), TypeAdapter(Person | None)
MAX_VERSIONS = 100


@dataclass(frozen=True, slots=True)
class CalendarVersion:
    """One version and when it became known; if it is no file's, what was changed in what, and by whom."""

    calendar: Calendar
    recorded_at: datetime
    base: str | None = None
    change: CalendarAmendment | None = None
    changed_by: Person | None = None


class OutdatedAppeal(NamedTuple):
    """An open appeal that a change has not reached yet, and what tells its part of the calendar."""

    id: UUID
    number: str
    region: str
    received_at: datetime


_VERSION_COLUMNS = "document, at, base, change, changed_by"
_SELECT_OLDER_VERSIONS = """
SELECT older.version FROM calendars AS newer JOIN calendars AS older USING (family)
WHERE newer.version = :version AND older.at < newer.at
"""
_IS_OUTDATED = f"open AND split_part(calendar, '+', 1) IN ({_SELECT_OLDER_VERSIONS})"
_FROM_SAME_FAMILY = "FROM calendars AS own JOIN calendars AS one USING (family) WHERE own.version = :version"
_SELECT_VERSIONS = text(f"SELECT one.* {_FROM_SAME_FAMILY} ORDER BY one.at DESC LIMIT {MAX_VERSIONS}")
_SELECT_IN_FORCE = text(f"""
SELECT one.* {_FROM_SAME_FAMILY} AND one.base IS NOT NULL AND one.at > own.at ORDER BY one.at DESC LIMIT 1
""")
_SELECT_VERSION = text(f"SELECT {_VERSION_COLUMNS} FROM calendars WHERE version = :version")  # noqa: S608 - the same
_INSERT_VERSION = text(f"""
INSERT INTO calendars (version, digest, document, at, v, base, change, changed_by)
VALUES (:version, :digest, :document ::jsonb, now(), {ROW_VERSION}, :base, :change ::jsonb, :by ::jsonb)
ON CONFLICT DO NOTHING
""")  # noqa: S608 - the same
_IS_AFFECTED = f"open AND split_part(calendar, '+', 1) IN (SELECT one.version {_FROM_SAME_FAMILY})"
_COUNT_AFFECTED = text(f"SELECT count(*) FROM appeals WHERE {_IS_AFFECTED}")  # noqa: S608 - the same
_SELECT_AFFECTED = text(f"""
SELECT id FROM appeals WHERE {_IS_AFFECTED} AND id > :after ORDER BY id LIMIT :most
""")  # noqa: S608 - the same
_SELECT_OUTDATED = text(f"""
SELECT id, number, region, received_at FROM appeals
WHERE {_IS_OUTDATED} AND id > :after ORDER BY id LIMIT :most
""")  # noqa: S608 - the same
_COUNT_OUTDATED = text(f"SELECT count(*) FROM appeals WHERE {_IS_OUTDATED}")  # noqa: S608 - the same
_SELECT_HAS_LATER = text(
    f"SELECT EXISTS (SELECT {_FROM_SAME_FAMILY} AND one.base IS NOT NULL AND one.at > own.at)"
)
_SELECT_UNFINISHED = text("""
SELECT newest.version FROM (
    SELECT DISTINCT ON (family) family, version, at FROM calendars WHERE base IS NOT NULL
    ORDER BY family, at DESC
) AS newest
WHERE EXISTS (
    SELECT FROM appeals JOIN calendars AS older ON older.version = split_part(calendar, '+', 1)
    WHERE open AND older.family = newest.family AND older.at < newest.at
)
""")


async def calendar_in_force(connection: AsyncConnection, own: Calendar) -> Calendar:
    """Return the calendar for new appeals where the file says *own*."""
    row = (await connection.execute(_SELECT_IN_FORCE, {"version": own.version})).mappings().one_or_none()
    return _calendar_version(row).calendar if row else own


async def calendar_versions(connection: AsyncConnection, version: str) -> list[CalendarVersion]:
    """Return the versions of the calendar of which *version* is one, the newest first."""
    return [
        _calendar_version(row)
        for row in (await connection.execute(_SELECT_VERSIONS, {"version": version})).mappings()
    ]


async def calendar_version(connection: AsyncConnection, version: str) -> CalendarVersion | None:
    """Return this version, if there is such a one."""
    row = (await connection.execute(_SELECT_VERSION, {"version": version})).mappings().one_or_none()
    return _calendar_version(row) if row else None


async def save_version(
    connection: AsyncConnection, calendar: Calendar, base: str, change: CalendarAmendment, by: Person
) -> None:
    """Keep *calendar*, which *change* makes of the version *base*. Raises Overtaken if another one has."""
    document = json.dumps(
        CALENDAR_ADAPTER.dump_python(calendar, mode="json"), ensure_ascii=False, sort_keys=True
    )
    values = {
        "version": calendar.version,
        "digest": sha256(document.encode()).digest(),
        "document": document,
        "base": base,
        "change": CHANGE_ADAPTER.dump_json(change).decode(),
        "by": PERSON_ADAPTER.dump_json(by).decode(),
    }
    if not (await connection.execute(_INSERT_VERSION, values)).rowcount:
        raise StaleVersion(base)


async def affected_appeals(
    connection: AsyncConnection, version: str, after: UUID | None = None, limit: int = 100
) -> list[UUID]:
    """Return open appeals that a change of *version* would reach, in the order of their ids."""
    asked = {"version": version, "after": after or UUID(int=0), "most": limit}
    return list(await connection.scalars(_SELECT_AFFECTED, asked))


async def affected_appeal_count(connection: AsyncConnection, version: str) -> int:
    """Return how many open appeals a change of *version* would reach."""
    return await connection.scalar(_COUNT_AFFECTED, {"version": version}) or 0


async def outdated_appeals(
    connection: AsyncConnection, version: str, after: UUID | None = None, limit: int = 100
) -> list[OutdatedAppeal]:
    """Return open appeals that *version* has not reached yet, in the order of their ids, from *after* on."""
    asked = {"version": version, "after": after or UUID(int=0), "most": limit}
    return [OutdatedAppeal(*row) for row in await connection.execute(_SELECT_OUTDATED, asked)]


async def outdated_appeal_count(connection: AsyncConnection, version: str) -> int:
    """Return how many open appeals *version* has not reached yet."""
    return await connection.scalar(_COUNT_OUTDATED, {"version": version}) or 0


async def is_newest_version(connection: AsyncConnection, version: str) -> bool:
    """Tell whether no later change has taken the place of *version*."""
    return not await connection.scalar(_SELECT_HAS_LATER, {"version": version})


async def unfinished_changes(connection: AsyncConnection) -> list[str]:
    """Return the newest changes that have not reached all open appeals."""
    return list(await connection.scalars(_SELECT_UNFINISHED))


def _calendar_version(row: RowMapping) -> CalendarVersion:
    return CalendarVersion(
        calendar=intern(CALENDAR_ADAPTER.validate_python(row["document"])),
        recorded_at=row["at"],
        base=row["base"],
        change=CHANGE_ADAPTER.validate_python(row["change"]),
        changed_by=PERSON_ADAPTER.validate_python(row["changed_by"]),
    )
