"""What there is to tell applicants: facts of all appeals, in the order in which they were written.

A transaction gets its number when it begins to write and may end after a later one, so what is still
being written hides all that follows: nobody reads past it, and it is not missed.
"""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.projections.notices import TOLD
from schemas.wire.tagged_union import event_name


class Place(NamedTuple):
    """Where a fact stands among those of all appeals."""

    written: int
    appeal: UUID
    seq: int


BEGINNING = Place(0, UUID(int=0), 0)
OF_TOLD = ", ".join(f"'{name}'" for name in sorted(map(event_name, TOLD)))

_HORIZON = "(SELECT last_value << 40 | pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM restores)"
_NOW = text(f"SELECT {_HORIZON}")
NEWS = text(f"""
SELECT written, appeal, seq FROM events
WHERE type IN ({OF_TOLD}) AND (written, appeal, seq) > (:written, :appeal, :seq) AND written < {_HORIZON}
    AND (:receiver ::uuid IS NULL OR EXISTS (
        SELECT FROM talons WHERE talons.appeal = events.appeal AND talons.receiver = :receiver
    ))
ORDER BY written, appeal, seq LIMIT :most
""")  # noqa: S608 - only our own words are put in
_RECIPIENTS = text("""
SELECT appeal, capacity, name, contacts FROM applicants
WHERE appeal = ANY (:appeals) AND capacity IN ('applicant', 'representative') ORDER BY appeal, place
""")


class Recipient(NamedTuple):
    """Somebody who is told, and how they are reached."""

    appeal: UUID
    capacity: str
    name: str
    contacts: dict[str, str]


async def now(connection: AsyncConnection) -> Place:
    """Return the place before all that is written from now on."""
    written = await connection.scalar(_NOW)
    return Place(int(written or 0) - 1, UUID(int=2**128 - 1), 0)


async def news(
    connection: AsyncConnection, after: Place, most: int, receiver: UUID | None = None
) -> list[Place]:
    """Return where the next facts stand that are told; of appeals that *receiver* took in, if named."""
    values = {**after._asdict(), "most": most, "receiver": receiver}
    return [Place(*row) for row in await connection.execute(NEWS, values)]


async def recipients(connection: AsyncConnection, appeals: Collection[UUID]) -> list[Recipient]:
    """Return who is told of *appeals*."""
    found = await connection.execute(_RECIPIENTS, {"appeals": list(appeals)})
    return [Recipient(*row) for row in found]
