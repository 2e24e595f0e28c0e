"""The list of a reception: visits by number alone. Names are in the appeal that the visit became."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from store.database.tables import AppealRow, ReceptionVisitRow


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """A place on the list, and the appeal that the visit became."""

    number: int
    booked_at: datetime | None
    received_at: datetime | None = None
    appeal: UUID | None = None
    resolved: bool | None = None
    appeal_number: str | None = None


@dataclass(frozen=True, slots=True)
class ReceivedVisit:
    """A visitor was received, and their appeal registered; ``booking`` is their number, if they had one."""

    received_at: datetime
    received_by: UUID
    appeal: UUID
    resolved: bool
    booking: int | None = None


async def visits_of_reception(connection: AsyncConnection, reception: UUID) -> list[VisitRecord]:
    """Return the list of the reception."""
    visit = ReceptionVisitRow
    columns: list[Any] = [visit.number, visit.booked_at, visit.received_at, visit.appeal, visit.resolved]
    columns.append(AppealRow.number)
    visits = (
        select(*columns)
        .outerjoin_from(visit, AppealRow, col(AppealRow.id) == visit.appeal)
        .where(visit.reception == reception)
        .order_by(col(visit.number))
    )
    return [VisitRecord(*row) for row in await connection.execute(visits)]


async def waiting_numbers(connection: AsyncConnection, reception: UUID) -> list[int]:
    """Return the numbers on the list that have not been received."""
    visit = ReceptionVisitRow
    waiting = select(visit.number).where(visit.reception == reception, col(visit.received_at).is_(None))
    return list(await connection.scalars(waiting))


async def add_booking(connection: AsyncConnection, reception: UUID, by: UUID, at: datetime) -> int:
    """Return the next number on the list of a locked reception, now booked."""
    return await _upsert_visit(connection, reception, None, {"by_person": by, "booked_at": at})


async def record_visit(connection: AsyncConnection, reception: UUID, received: ReceivedVisit) -> int:
    """Record on the list of a locked reception that a visitor was received; return their number."""
    values = {
        "by_person": received.received_by,
        "received_at": received.received_at,
        "appeal": received.appeal,
        "resolved": received.resolved,
    }
    return await _upsert_visit(connection, reception, received.booking, values)


async def _upsert_visit(
    connection: AsyncConnection, reception: UUID, booking: int | None, values: dict[str, Any]
) -> int:
    visit = ReceptionVisitRow
    last = select(func.coalesce(func.max(visit.number), 0)).where(visit.reception == reception)
    number = booking if booking is not None else last.scalar_subquery() + 1
    new = insert(visit).values(reception=reception, number=number, **values)
    upsert = new.on_conflict_do_update(
        index_elements=[col(visit.reception), col(visit.number)],
        set_={name: new.excluded[name] for name in ("received_at", "appeal", "resolved")},
    ).returning(col(visit.number))
    return int((await connection.execute(upsert)).scalar_one())
