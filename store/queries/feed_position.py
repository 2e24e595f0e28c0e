"""The position of a row in a feed, and how far a feed may be read without missing a row.

A transaction gets its number when it begins to write and may commit after a later one, so a feed ends before
the oldest transaction that is still writing: no reader gets past it, and no row is missed.
"""

from typing import NamedTuple
from uuid import UUID


class FeedPosition(NamedTuple):
    """The position of what an event of an appeal has written, among those of all appeals."""

    write_position: int
    appeal: UUID
    seq: int


FEED_START = FeedPosition(0, UUID(int=0), 0)
MAX_WRITE_POSITION, MAX_SEQ = 2**63, 2**31  # the ranges of the columns
HORIZON = (
    "(SELECT last_value << 40 | pg_snapshot_xmin(pg_current_snapshot())::text::bigint FROM restore_count)"
)
