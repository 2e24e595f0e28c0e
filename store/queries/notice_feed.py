"""What there is to tell applicants: facts of all appeals, in the order in which they were written.

A transaction gets its number when it begins to write and may end after a later one, so what is still
being written hides all that follows: nobody reads past it, and it is not missed.
"""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.projections.notices import NOTIFIABLE_EVENTS
from schemas.wire.tagged_union import event_name


class FeedPosition(NamedTuple):
    """Where a fact stands among those of all appeals."""

    written: int
    appeal: UUID
    seq: int


FEED_START = FeedPosition(0, UUID(int=0), 0)
NOTICE_EVENT_TYPES = ", ".join(f"'{name}'" for name in sorted(map(event_name, NOTIFIABLE_EVENTS)))

_HORIZON = "(SELECT last_value << 40 | pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM restores)"
_SELECT_HORIZON = text(f"SELECT {_HORIZON}")
SELECT_NOTICE_EVENTS = text(f"""
SELECT written, appeal, seq FROM events
WHERE type IN ({NOTICE_EVENT_TYPES}) AND (written, appeal, seq) > (:written, :appeal, :seq)
    AND written < {_HORIZON}
    AND (:receiver ::uuid IS NULL OR EXISTS (
        SELECT FROM talons WHERE talons.appeal = events.appeal AND talons.receiver = :receiver
    ))
ORDER BY written, appeal, seq LIMIT :most
""")  # noqa: S608 - only our own words are put in
_SELECT_RECIPIENTS = text("""
SELECT appeal, capacity, name, contacts FROM applicants
WHERE appeal = ANY (:appeals) AND capacity IN ('applicant', 'representative') ORDER BY appeal, place
""")


class Recipient(NamedTuple):
    """Somebody who is told, and how they are reached."""

    appeal: UUID
    capacity: str
    name: str
    contacts: dict[str, str]


async def current_position(connection: AsyncConnection) -> FeedPosition:
    """Return the place before all that is written from now on."""
    written = await connection.scalar(_SELECT_HORIZON)
    return FeedPosition(int(written or 0) - 1, UUID(int=2**128 - 1), 0)


async def notice_positions(
    connection: AsyncConnection, after: FeedPosition, most: int, receiver: UUID | None = None
) -> list[FeedPosition]:
    """Return where the next facts stand that are told; of appeals that *receiver* took in, if named."""
    values = {**after._asdict(), "most": most, "receiver": receiver}
    return [FeedPosition(*row) for row in await connection.execute(SELECT_NOTICE_EVENTS, values)]


async def recipients_of(connection: AsyncConnection, appeals: Collection[UUID]) -> list[Recipient]:
    """Return who is told of *appeals*."""
    found = await connection.execute(_SELECT_RECIPIENTS, {"appeals": list(appeals)})
    return [Recipient(*row) for row in found]
