"""Personal receptions: the schedule, every change of it, and what bears on the next one that is due."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, insert, or_, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from domain.country.offices import Office
from domain.identity.people import Person, Role
from domain.rules.receptions import (
    HEAD_OFFICES,
    RECEIVING_ROLES,
    ReceivingOfficial,
    Reception,
    ReceptionChange,
)
from store.database.expressions import one_of
from store.database.new_ids import new_id
from store.database.tables import PersonRow, ReceptionChangeRow, ReceptionRow
from store.database.tables.derived import columns_of
from store.reference.people import parse_office, person_from_row

APPROVING_CHANGES = (ReceptionChange.APPROVED, ReceptionChange.RESCHEDULED)
FIXED_COLUMNS = {"id", "organisation", "receiver"}


@dataclass(frozen=True, slots=True)
class ReceptionChangeEntry:
    """A change of a reception: author, time and reason."""

    change: ReceptionChange
    by: UUID
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ReceptionDetails:
    """A reception as it is shown: with its official, and who approved it when."""

    reception: Reception
    receiver_name: str
    receiver_role: Role
    receiver_office: Office | None
    approved_by: UUID
    approver_name: str
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class ReceptionChangeRecord:
    """A change of a reception, and the reception after it."""

    change: ReceptionChange
    at: datetime
    begins: datetime
    ends: datetime
    place: str
    reason: str | None
    by_person: UUID
    by_name: str


@dataclass(frozen=True, slots=True)
class ScheduleFilter:
    """Which receptions to list: those that begin within a period."""

    since: datetime
    before: datetime
    organisation: str | None = None


_RECEPTION_COLUMNS = columns_of(ReceptionRow, Reception)
_official, _approver = aliased(PersonRow), aliased(PersonRow)


async def save_reception(
    connection: AsyncConnection, reception: Reception, change: ReceptionChangeEntry
) -> None:
    """Store *reception* as it is after *change*, and the change with it."""
    new = upsert(ReceptionRow).values(**asdict(reception), approved_by=change.by, approved_at=change.at)
    changed = set(asdict(reception)) - FIXED_COLUMNS
    if change.change in APPROVING_CHANGES:
        changed |= {"approved_by", "approved_at"}
    await connection.execute(
        new.on_conflict_do_update(
            index_elements=[col(ReceptionRow.id)], set_={name: new.excluded[name] for name in changed}
        )
    )
    entry = insert(ReceptionChangeRow).values(
        id=new_id(change.at),
        reception=reception.id,
        change=change.change,
        at=change.at,
        by_person=change.by,
        begins=reception.begins,
        ends=reception.ends,
        place=reception.place,
        reason=change.reason,
    )
    await connection.execute(entry)


async def lock_reception(connection: AsyncConnection, reception: UUID) -> Reception | None:
    """Return the reception, locked for others until the transaction ends."""
    locked = select(*_RECEPTION_COLUMNS).where(ReceptionRow.id == reception).with_for_update()
    row = (await connection.execute(locked)).one_or_none()
    return Reception(*row) if row else None


async def lock_receiver(connection: AsyncConnection, person: UUID) -> Person | None:
    """Return an active official, locked until the transaction ends: no other reception of theirs is saved."""
    locked = select(*columns_of(PersonRow, Person)).where(PersonRow.id == person, PersonRow.active)
    row = (await connection.execute(locked.with_for_update(key_share=True))).one_or_none()
    return person_from_row(row) if row else None


async def overlapping(connection: AsyncConnection, wanted: Reception) -> list[Reception]:
    """Return the receptions of the same official in the hours of *wanted*."""
    same_hours = and_(col(ReceptionRow.begins) < wanted.ends, col(ReceptionRow.ends) > wanted.begins)
    found = select(*_RECEPTION_COLUMNS).where(ReceptionRow.receiver == wanted.receiver, same_hours)
    return [Reception(*row) for row in await connection.execute(found)]


async def reception_details(connection: AsyncConnection, reception: UUID) -> ReceptionDetails | None:
    """Return the reception with this id, as it is shown."""
    row = (await connection.execute(_select_details().where(ReceptionRow.id == reception))).one_or_none()
    return _details_from_row(row) if row else None


async def schedule_page(
    connection: AsyncConnection, asked: ScheduleFilter, after: tuple[datetime, UUID] | None, limit: int
) -> list[ReceptionDetails]:
    """Return the receptions that match *asked* in the order of their time, from *after* on."""
    position = tuple_(col(ReceptionRow.begins), col(ReceptionRow.id))
    page = _select_details().where(
        col(ReceptionRow.begins) >= asked.since,
        col(ReceptionRow.begins) < asked.before,
        position > (after or (asked.since, UUID(int=0))),
    )
    if asked.organisation is not None:
        page = page.where(ReceptionRow.organisation == asked.organisation)
    in_order = page.order_by(col(ReceptionRow.begins), col(ReceptionRow.id)).limit(limit)
    return [_details_from_row(row) for row in await connection.execute(in_order)]


async def changes_of_reception(connection: AsyncConnection, reception: UUID) -> list[ReceptionChangeRecord]:
    """Return all changes of the reception, in order."""
    row = ReceptionChangeRow
    columns: list[Any] = [row.change, row.at, row.begins, row.ends, row.place, row.reason, row.by_person]
    columns.append(PersonRow.name)
    changes = (
        select(*columns)
        .join_from(row, PersonRow, col(PersonRow.id) == row.by_person)
        .where(row.reception == reception)
        .order_by(col(row.at), col(row.id))
    )
    found = await connection.execute(changes)
    return [ReceptionChangeRecord(ReceptionChange(change), *rest) for change, *rest in found]


async def receiving_officials(connection: AsyncConnection) -> list[ReceivingOfficial]:
    """Return the active heads and deputies, and since when the directory has them."""
    person = PersonRow
    leads = or_(
        one_of(person.office, sorted(HEAD_OFFICES)),
        and_(col(person.office).is_(None), one_of(person.role, sorted(RECEIVING_ROLES))),
    )
    active = select(person.id, person.organisation, person.at).where(leads, col(person.active))
    in_order = active.order_by(col(person.organisation), col(person.id))
    return [ReceivingOfficial(*row) for row in await connection.execute(in_order)]


async def relevant_for_deadline(connection: AsyncConnection, now: datetime) -> list[Reception]:
    """Return what bears on the next due reception: of each official the last held, and all planned."""
    row = ReceptionRow
    whose = col(row.receiver), col(row.organisation)
    last_held = (
        select(col(row.id)).ext(distinct_on(*whose)).where(row.held).order_by(*whose, col(row.begins).desc())
    )
    planned = and_(~col(row.held), ~col(row.cancelled), col(row.ends) > now)
    relevant = select(*_RECEPTION_COLUMNS).where(or_(col(row.id).in_(last_held), planned))
    return [Reception(*found) for found in await connection.execute(relevant)]


def _select_details() -> Any:
    official, approver, row = _official, _approver, ReceptionRow
    columns: list[Any] = [
        *_RECEPTION_COLUMNS,
        official.name,
        official.role,
        official.office,
        row.approved_by,
        approver.name,
        row.approved_at,
    ]
    return (
        select(*columns)
        .join_from(row, official, col(official.id) == row.receiver)
        .join(approver, col(approver.id) == row.approved_by)
    )


def _details_from_row(row: Any) -> ReceptionDetails:
    count = len(_RECEPTION_COLUMNS)
    name, role, office, approved_by, approver_name, approved_at = row[count:]
    return ReceptionDetails(
        Reception(*row[:count]),
        name,
        Role(role),
        parse_office(office),
        approved_by,
        approver_name,
        approved_at,
    )
