"""Feeds: positions of what gateways read, assigned in the order of commits, and valid across restores.

A batch queues its items in its own transaction. A reader assigns positions to all that is committed, under a
lock: so no item is ever inserted before a position that was read, and no open transaction delays another's.
A restored database continues at an earlier position. It runs on a server with another start, therefore its
next items belong to a new generation, and a cursor of a later generation resumes where the common past ends.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.events import Escalated
from domain.projections.notices import NOTIFIABLE_EVENTS
from schemas.wire.stored_names import event_name

MAX_POSITION = 2**63 - 1  # the range of the columns
MAX_GENERATION = 253_402_300_799_000_000  # the last second of the year 9999


class Feed(StrEnum):
    """The feeds, by their stored names."""

    NOTICES = "notices"
    ESCALATIONS = "escalations"


class FeedPosition(NamedTuple):
    """The position after which a reader continues: an item's place, and the latest generation then.

    ``generation`` is when it began, in microseconds since 1970.
    """

    generation: int
    position: int


class FeedSection(NamedTuple):
    """The items after a position, up to the last one of the latest generation."""

    generation: int
    after: int
    end: int

    def position_at_end(self) -> FeedPosition:
        """Return the position after all items."""
        return FeedPosition(self.generation, self.end)


FEED_START = FeedPosition(0, 0)
FEED_END = FeedPosition(MAX_GENERATION, MAX_POSITION)
FEED_EVENTS: Mapping[Feed, frozenset[str]] = {
    Feed.NOTICES: frozenset(map(event_name, NOTIFIABLE_EVENTS)),
    Feed.ESCALATIONS: frozenset({event_name(Escalated)}),
}

_ROWS = ", ".join(f"('{feed}', '{name}')" for feed, names in FEED_EVENTS.items() for name in sorted(names))
# What a statement that writes events has to add: `event (appeal, seq, type)` are the new ones.
QUEUE_CTE = f"""queued AS (
    INSERT INTO feed_queue (feed, appeal, seq)
    SELECT feed, appeal, seq FROM event JOIN (VALUES {_ROWS}) AS kind (feed, type) USING (type) ORDER BY seq
)"""  # noqa: S608 - names of feeds and events
_OPEN_FEED = text('SELECT generation, position, "end" FROM open_feed(:generation, :position)')


async def open_feed(connection: AsyncConnection, after: FeedPosition) -> FeedSection:
    """Assign positions to all items that are committed, and return what a reader at *after* has to read.

    It begins at *after*, or after a restore at the end of what its generation shares with this database.
    """
    found = await connection.execute(_OPEN_FEED, after._asdict())
    return FeedSection(*found.one())


async def assign_positions(connection: AsyncConnection) -> FeedPosition:
    """Assign positions to all items that are committed, and return the end of the feeds."""
    return (await open_feed(connection, FEED_END)).position_at_end()
