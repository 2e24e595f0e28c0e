"""Who comes to a reception: by number alone. Their name stands in the appeal that the visit became."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

ROW_VERSION = 1

_SELECT_VISITS = text("""
SELECT visit.number, booked_at, visit.received_at, appeal, solved, appeals.number
FROM reception_visits AS visit LEFT JOIN appeals ON appeals.id = appeal
WHERE visit.reception = :id ORDER BY visit.number
""")
_SELECT_WAITING = text("SELECT number FROM reception_visits WHERE reception = :id AND received_at IS NULL")
_UPSERT_VISIT = text(f"""
INSERT INTO reception_visits (reception, number, booked_at, received_at, appeal, solved, by_person, v)
SELECT :id, coalesce(:booking ::integer, max(number) + 1, 1),
    :booked_at, :received_at, :appeal, :solved, :by, {ROW_VERSION}
FROM reception_visits WHERE reception = :id
ON CONFLICT (reception, number) DO UPDATE SET
    received_at = excluded.received_at, appeal = excluded.appeal, solved = excluded.solved
RETURNING number
""")  # noqa: S608 - our own number


@dataclass(frozen=True, slots=True)
class VisitRecord:
    """A place on the list, and the appeal that the visit became."""

    number: int
    booked_at: datetime | None
    received_at: datetime | None = None
    appeal: UUID | None = None
    solved: bool | None = None
    appeal_number: str | None = None


@dataclass(frozen=True, slots=True)
class ReceivedVisit:
    """Somebody was received, and their appeal registered; ``booking`` is their number, if they had one."""

    received_at: datetime
    received_by: UUID
    appeal: UUID
    solved: bool
    booking: int | None = None


async def visits_of_reception(connection: AsyncConnection, reception: UUID) -> list[VisitRecord]:
    """Return the list of the reception."""
    return [VisitRecord(*row) for row in await connection.execute(_SELECT_VISITS, {"id": reception})]


async def waiting_numbers(connection: AsyncConnection, reception: UUID) -> list[int]:
    """Return the numbers on the list of those who have not been received."""
    return list(await connection.scalars(_SELECT_WAITING, {"id": reception}))


async def add_booking(connection: AsyncConnection, reception: UUID, by: UUID, at: datetime) -> int:
    """Give somebody the next number on the list of a `locked` reception."""
    nothing_yet = {"booking": None, "received_at": None, "appeal": None, "solved": None}
    return await _upsert_visit(connection, {"id": reception, "by": by, "booked_at": at, **nothing_yet})


async def record_visit(connection: AsyncConnection, reception: UUID, received: ReceivedVisit) -> int:
    """Note on the list of a `locked` reception that somebody was received; return their number."""
    values = {
        "id": reception,
        "by": received.received_by,
        "booking": received.booking,
        "booked_at": None,
        "received_at": received.received_at,
        "appeal": received.appeal,
        "solved": received.solved,
    }
    return await _upsert_visit(connection, values)


async def _upsert_visit(connection: AsyncConnection, values: Mapping[str, object]) -> int:
    number: int = (await connection.execute(_UPSERT_VISIT, values)).scalar_one()
    return number
