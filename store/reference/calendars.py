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
from domain.worktime.calendar_amendment import CalendarChange
from domain.worktime.working_calendar import Calendar, intern
from store.database.errors import Overtaken
from store.reference.policies import CALENDARS, VERSION

CHANGES, PEOPLE = TypeAdapter(CalendarChange | None), TypeAdapter(Person | None)
MOST = 100


@dataclass(frozen=True, slots=True)
class Kept:
    """One version and when it became known; if it is no file's, what was changed in what, and by whom."""

    calendar: Calendar
    at: datetime
    base: str | None = None
    change: CalendarChange | None = None
    by: Person | None = None


class Behind(NamedTuple):
    """An open appeal that a change has not reached yet, and what tells its part of the calendar."""

    id: UUID
    region: str
    received_at: datetime


_KEPT = "document, at, base, change, ordered_by"
_OLDER = """
SELECT older.version FROM calendars AS newer JOIN calendars AS older USING (family)
WHERE newer.version = :version AND older.at < newer.at
"""
_BEHIND = f"open AND split_part(calendar, '+', 1) IN ({_OLDER})"
_OF_FAMILY = "FROM calendars AS own JOIN calendars AS one USING (family) WHERE own.version = :version"
_KNOWN = text(f"SELECT one.* {_OF_FAMILY} ORDER BY one.at DESC LIMIT {MOST}")
_IN_FORCE = text(f"""
SELECT one.* {_OF_FAMILY} AND one.base IS NOT NULL AND one.at > own.at ORDER BY one.at DESC LIMIT 1
""")
_ONE = text(f"SELECT {_KEPT} FROM calendars WHERE version = :version")  # noqa: S608 - the same
_KEEP = text(f"""
INSERT INTO calendars (version, digest, document, at, v, base, change, ordered_by)
VALUES (:version, :digest, :document ::jsonb, now(), {VERSION}, :base, :change ::jsonb, :by ::jsonb)
ON CONFLICT DO NOTHING
""")  # noqa: S608 - the same
_CONCERNED = f"open AND split_part(calendar, '+', 1) IN (SELECT one.version {_OF_FAMILY})"
_COUNT = text(f"SELECT count(*) FROM appeals WHERE {_CONCERNED}")  # noqa: S608 - the same
_OPEN = text(f"SELECT id FROM appeals WHERE {_CONCERNED} AND id > :after ORDER BY id LIMIT :most")  # noqa: S608 - the same
_PAGE = text(f"""
SELECT id, region, received_at FROM appeals WHERE {_BEHIND} AND id > :after ORDER BY id LIMIT :most
""")  # noqa: S608 - the same
_LEFT = text(f"SELECT count(*) FROM appeals WHERE {_BEHIND}")  # noqa: S608 - the same
_LATER = text(f"SELECT EXISTS (SELECT {_OF_FAMILY} AND one.base IS NOT NULL AND one.at > own.at)")
_UNFINISHED = text("""
SELECT newest.version FROM (
    SELECT DISTINCT ON (family) family, version, at FROM calendars WHERE base IS NOT NULL
    ORDER BY family, at DESC
) AS newest
WHERE EXISTS (
    SELECT FROM appeals JOIN calendars AS older ON older.version = split_part(calendar, '+', 1)
    WHERE open AND older.family = newest.family AND older.at < newest.at
)
""")


async def in_force(connection: AsyncConnection, own: Calendar) -> Calendar:
    """Return the calendar for new appeals where the file says *own*."""
    row = (await connection.execute(_IN_FORCE, {"version": own.version})).mappings().one_or_none()
    return _kept(row).calendar if row else own


async def known(connection: AsyncConnection, version: str) -> list[Kept]:
    """Return the versions of the calendar of which *version* is one, the newest first."""
    return [_kept(row) for row in (await connection.execute(_KNOWN, {"version": version})).mappings()]


async def one(connection: AsyncConnection, version: str) -> Kept | None:
    """Return this version, if there is such a one."""
    row = (await connection.execute(_ONE, {"version": version})).mappings().one_or_none()
    return _kept(row) if row else None


async def keep(
    connection: AsyncConnection, calendar: Calendar, base: str, change: CalendarChange, by: Person
) -> None:
    """Keep *calendar*, which *change* makes of the version *base*. Raises Overtaken if another one has."""
    document = json.dumps(CALENDARS.dump_python(calendar, mode="json"), ensure_ascii=False, sort_keys=True)
    values = {
        "version": calendar.version,
        "digest": sha256(document.encode()).digest(),
        "document": document,
        "base": base,
        "change": CHANGES.dump_json(change).decode(),
        "by": PEOPLE.dump_json(by).decode(),
    }
    if not (await connection.execute(_KEEP, values)).rowcount:
        raise Overtaken(base)


async def concerned(
    connection: AsyncConnection, version: str, after: UUID | None = None, limit: int = 100
) -> list[UUID]:
    """Return open appeals that a change of *version* would reach, in the order of their ids."""
    asked = {"version": version, "after": after or UUID(int=0), "most": limit}
    return list(await connection.scalars(_OPEN, asked))


async def count_concerned(connection: AsyncConnection, version: str) -> int:
    """Return how many open appeals a change of *version* would reach."""
    return await connection.scalar(_COUNT, {"version": version}) or 0


async def behind(
    connection: AsyncConnection, version: str, after: UUID | None = None, limit: int = 100
) -> list[Behind]:
    """Return open appeals that *version* has not reached yet, in the order of their ids, from *after* on."""
    asked = {"version": version, "after": after or UUID(int=0), "most": limit}
    return [Behind(*row) for row in await connection.execute(_PAGE, asked)]


async def left(connection: AsyncConnection, version: str) -> int:
    """Return how many open appeals *version* has not reached yet."""
    return await connection.scalar(_LEFT, {"version": version}) or 0


async def is_newest(connection: AsyncConnection, version: str) -> bool:
    """Tell whether no later change has taken the place of *version*."""
    return not await connection.scalar(_LATER, {"version": version})


async def unfinished(connection: AsyncConnection) -> list[str]:
    """Return the newest changes that have not reached all open appeals."""
    return list(await connection.scalars(_UNFINISHED))


def _kept(row: RowMapping) -> Kept:
    return Kept(
        calendar=intern(CALENDARS.validate_python(row["document"])),
        at=row["at"],
        base=row["base"],
        change=CHANGES.validate_python(row["change"]),
        by=PEOPLE.validate_python(row["ordered_by"]),
    )
