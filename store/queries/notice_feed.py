"""The notice feed: the facts of all appeals that applicants are notified of, as they were written."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from domain.projections.notices import NOTIFIABLE_EVENTS
from schemas.wire.stored_names import event_name
from store.appeals.intake import Capacity
from store.database.expressions import one_of
from store.database.tables import ApplicantRow
from store.queries.feed_position import HORIZON, FeedPosition

NOTICE_EVENT_TYPES = ", ".join(f"'{name}'" for name in sorted(map(event_name, NOTIFIABLE_EVENTS)))

# Raw SQL, because the condition must repeat that of the index `events_to_notify` word for word.
_SELECT_HORIZON = text(f"SELECT {HORIZON}")
SELECT_NOTICE_EVENTS = text(f"""
SELECT write_position, appeal, seq FROM events
WHERE type IN ({NOTICE_EVENT_TYPES})
    AND (write_position, appeal, seq) > (:write_position, :appeal, :seq) AND write_position < {HORIZON}
    AND (:receiver ::uuid IS NULL OR EXISTS (
        SELECT FROM talons WHERE talons.appeal = events.appeal AND talons.receiver = :receiver
    ))
ORDER BY write_position, appeal, seq LIMIT :most
""")  # noqa: S608 - names of events


class Recipient(NamedTuple):
    """A person to notify, and how they are reached."""

    appeal: UUID
    capacity: str
    name: str
    contacts: dict[str, str]


async def current_position(connection: AsyncConnection) -> FeedPosition:
    """Return the position before everything that is written from now on."""
    horizon = await connection.scalar(_SELECT_HORIZON)
    return FeedPosition(int(horizon or 0) - 1, UUID(int=2**128 - 1), 0)


async def notice_positions(
    connection: AsyncConnection, after: FeedPosition, most: int, receiver: UUID | None = None
) -> list[FeedPosition]:
    """Return the positions of the next facts to notify of; only of appeals that *receiver* took, if given."""
    values = {**after._asdict(), "most": most, "receiver": receiver}
    return [FeedPosition(*row) for row in await connection.execute(SELECT_NOTICE_EVENTS, values)]


async def recipients_of(connection: AsyncConnection, appeals: Collection[UUID]) -> list[Recipient]:
    """Return the people to notify about *appeals*, in order."""
    row = ApplicantRow
    recipients = (
        select(row.appeal, row.capacity, row.name, row.contacts)
        .where(
            one_of(row.appeal, appeals),
            col(row.capacity).in_((Capacity.APPLICANT, Capacity.REPRESENTATIVE, Capacity.MEMBER)),
        )
        .order_by(col(row.appeal), col(row.position))
    )
    return [Recipient(*found) for found in await connection.execute(recipients)]
