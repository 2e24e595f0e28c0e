"""Views of an appeal by officials of another reception, with the applicant present."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from store.database.tables import AttendedViewRow
from store.database.tables.derived import columns_of


@dataclass(frozen=True, slots=True)
class AttendedView:
    """Who viewed an appeal, when and why, and the place of the applicant who was present."""

    id: UUID
    appeal: UUID
    viewed_at: datetime
    by_person: UUID
    by_organisation: str
    applicant: int
    reason: str


async def record_view(connection: AsyncConnection, view: AttendedView) -> None:
    """Store that the appeal was viewed."""
    await connection.execute(insert(AttendedViewRow).values(asdict(view)))


async def views_of_appeal(connection: AsyncConnection, appeal: UUID) -> list[AttendedView]:
    """Return the views of *appeal* with the applicant present, in order."""
    views = select(*columns_of(AttendedViewRow, AttendedView)).where(AttendedViewRow.appeal == appeal)
    return [AttendedView(*row) for row in await connection.execute(views.order_by(col(AttendedViewRow.id)))]


async def has_viewed(connection: AsyncConnection, appeal: UUID, person: UUID, since: datetime) -> bool:
    """Return whether *person* has viewed *appeal* with the applicant present since that moment."""
    viewed = exists().where(
        col(AttendedViewRow.appeal) == appeal,
        col(AttendedViewRow.by_person) == person,
        col(AttendedViewRow.viewed_at) >= since,
    )
    return bool(await connection.scalar(select(viewed)))
