"""The notice feed: the facts of all appeals that applicants are notified of, as they were written."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from domain.identity.people import Capacity
from store.database.expressions import one_of
from store.database.tables import ApplicantRow
from store.feeds import FeedSection

# Raw SQL: two columns of one index, and a look into another where the reader is limited to its own appeals.
SELECT_NOTICES = text("""
SELECT position, appeal, seq FROM feed_items
WHERE feed = 'notices' AND position > :after AND position <= :end
    AND (:receiver ::uuid IS NULL OR EXISTS (
        SELECT FROM talons WHERE talons.appeal = feed_items.appeal AND talons.receiver = :receiver
    ))
ORDER BY position LIMIT :most
""")


class NoticeKey(NamedTuple):
    """A fact to notify of, and its position in the feed."""

    position: int
    appeal: UUID
    seq: int


class Recipient(NamedTuple):
    """A person to notify, and how they are reached."""

    appeal: UUID
    capacity: str
    name: str
    contacts: dict[str, str]


async def notices_after(
    connection: AsyncConnection, section: FeedSection, most: int, receiver: UUID | None = None
) -> list[NoticeKey]:
    """Return the first facts to notify of in *section*; only of appeals that *receiver* took, if given."""
    values = {"after": section.after, "end": section.end, "most": most, "receiver": receiver}
    return [NoticeKey(*row) for row in await connection.execute(SELECT_NOTICES, values)]


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
