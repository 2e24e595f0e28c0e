"""Changed calendars: each change is a version of its own; which open appeals it has not reached yet.

Versions of one calendar form a family: they share their name up to the last dash. In force is the newest
change that was recorded after the file's version; it is to reach all open appeals of older versions.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, and_, exists, func
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from domain.identity.people import Person
from domain.worktime.calendar_amendment import CalendarAmendment
from domain.worktime.working_calendar import Calendar, intern
from store.database.errors import StaleVersion
from store.database.tables import AppealRow, CalendarRow
from store.reference.policies import CALENDAR_ADAPTER, digest_of

CHANGE_ADAPTER, PERSON_ADAPTER = TypeAdapter(CalendarAmendment | None), TypeAdapter(Person | None)
MAX_VERSIONS = 100


@dataclass(frozen=True, slots=True)
class CalendarVersion:
    """One version, when it was recorded, and, unless it is a file's, its change, author and base."""

    calendar: Calendar
    recorded_at: datetime
    base_version: str | None = None
    change: CalendarAmendment | None = None
    changed_by: Person | None = None


class OutdatedAppeal(NamedTuple):
    """An open appeal that a change has not reached yet, and what decides which of its days count."""

    id: UUID
    number: str
    region: str
    received_at: datetime


_own, _other = aliased(CalendarRow), aliased(CalendarRow)
_SAME_FAMILY: ColumnElement[bool] = col(_own.family) == col(_other.family)
_IS_LATER_CHANGE = and_(
    col(_other.base_version).is_not(None), col(_other.recorded_at) > col(_own.recorded_at)
)
_STAMPED_VERSION = func.split_part(AppealRow.calendar, "+", 1)


async def calendar_in_force(connection: AsyncConnection, own: Calendar) -> Calendar:
    """Return the calendar for new appeals where the file has *own*."""
    later = _family_of(own.version).where(_IS_LATER_CHANGE).order_by(col(_other.recorded_at).desc()).limit(1)
    row = (await connection.execute(later)).one_or_none()
    return _calendar_version(row).calendar if row else own


async def calendar_versions(connection: AsyncConnection, version: str) -> list[CalendarVersion]:
    """Return the versions in the family of *version*, the newest first."""
    family = _family_of(version).order_by(col(_other.recorded_at).desc()).limit(MAX_VERSIONS)
    return [_calendar_version(row) for row in await connection.execute(family)]


async def calendar_version(connection: AsyncConnection, version: str) -> CalendarVersion | None:
    """Return this version, None if there is none."""
    row = (await connection.execute(_select(CalendarRow).where(CalendarRow.version == version))).one_or_none()
    return _calendar_version(row) if row else None


async def save_version(
    connection: AsyncConnection, calendar: Calendar, base_version: str, change: CalendarAmendment, by: Person
) -> None:
    """Store *calendar*, which *change* makes of *base_version*.

    Raises StaleVersion if that is not the newest version.
    """
    document = CALENDAR_ADAPTER.dump_python(calendar, mode="json")
    new = insert(CalendarRow).values(
        version=calendar.version,
        digest=digest_of(document),
        document=document,
        recorded_at=func.now(),
        base_version=base_version,
        change=CHANGE_ADAPTER.dump_python(change, mode="json"),
        changed_by=PERSON_ADAPTER.dump_python(by, mode="json"),
    )
    written = new.on_conflict_do_nothing().returning(col(CalendarRow.version))
    if await connection.scalar(written) is None:
        raise StaleVersion(base_version)


async def affected_appeals(
    connection: AsyncConnection, version: str, after: UUID | None = None, limit: int = 100
) -> list[UUID]:
    """Return open appeals that a change of *version* would reach, in the order of their ids."""
    page = select(AppealRow.id).where(_is_affected(version), AppealRow.id > (after or UUID(int=0)))
    return list(await connection.scalars(page.order_by(col(AppealRow.id)).limit(limit)))


async def affected_appeal_count(connection: AsyncConnection, version: str) -> int:
    """Return how many open appeals a change of *version* would reach."""
    count = select(func.count()).select_from(AppealRow).where(_is_affected(version))
    return await connection.scalar(count) or 0


async def outdated_appeals(
    connection: AsyncConnection, version: str, after: UUID | None = None, limit: int = 100
) -> list[OutdatedAppeal]:
    """Return open appeals that *version* has not reached yet, in the order of their ids, from *after* on."""
    row = AppealRow
    page = select(row.id, row.number, row.region, row.received_at).where(
        _is_outdated(version), row.id > (after or UUID(int=0))
    )
    found = await connection.execute(page.order_by(col(row.id)).limit(limit))
    return [OutdatedAppeal(*each) for each in found]


async def outdated_appeal_count(connection: AsyncConnection, version: str) -> int:
    """Return how many open appeals *version* has not reached yet."""
    count = select(func.count()).select_from(AppealRow).where(_is_outdated(version))
    return await connection.scalar(count) or 0


async def is_newest_version(connection: AsyncConnection, version: str) -> bool:
    """Return whether no later change has superseded *version*."""
    later = select(_other.version).join_from(_own, _other, _SAME_FAMILY)
    return not await connection.scalar(
        select(later.where(_own.version == version, _IS_LATER_CHANGE).exists())
    )


async def unfinished_changes(connection: AsyncConnection) -> list[str]:
    """Return the newest changes that have not reached all open appeals."""
    changes = select(CalendarRow.version, CalendarRow.family, CalendarRow.recorded_at).where(
        col(CalendarRow.base_version).is_not(None)
    )
    newest = (
        changes.ext(distinct_on(col(CalendarRow.family)))
        .order_by(col(CalendarRow.family), col(CalendarRow.recorded_at).desc())
        .subquery()
    )
    is_older = and_(col(_other.family) == newest.c.family, col(_other.recorded_at) < newest.c.recorded_at)
    behind = exists().where(col(AppealRow.open), col(_other.version) == _STAMPED_VERSION, is_older)
    return list(await connection.scalars(select(newest.c.version).where(behind)))


def _select(table: Any) -> Any:
    return select(table.document, table.recorded_at, table.base_version, table.change).add_columns(
        table.changed_by
    )


def _family_of(version: str) -> Any:
    """Return the query for the versions in the family of *version*, as `_other`."""
    return _select(_other).join_from(_own, _other, _SAME_FAMILY).where(_own.version == version)


def _is_affected(version: str) -> ColumnElement[bool]:
    family = select(_other.version).join_from(_own, _other, _SAME_FAMILY).where(_own.version == version)
    return and_(col(AppealRow.open), _STAMPED_VERSION.in_(family))


def _is_outdated(version: str) -> ColumnElement[bool]:
    older = select(_other.version).join_from(_own, _other, _SAME_FAMILY)
    older = older.where(_own.version == version, col(_other.recorded_at) < col(_own.recorded_at))
    return and_(col(AppealRow.open), _STAMPED_VERSION.in_(older))


def _calendar_version(row: Any) -> CalendarVersion:
    return CalendarVersion(
        calendar=intern(CALENDAR_ADAPTER.validate_python(row.document)),
        recorded_at=row.recorded_at,
        base_version=row.base_version,
        change=CHANGE_ADAPTER.validate_python(row.change),
        changed_by=PERSON_ADAPTER.validate_python(row.changed_by),
    )
