"""What clocks on the wall show, by offsets from UTC that a calendar carries with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Offset:
    """From *since* on, clocks on the wall are *minutes* ahead of UTC."""

    since: datetime
    minutes: int


def shown(at: datetime, offsets: Sequence[Offset]) -> datetime:
    """Return what the clock on the wall shows at *at* (UTC), without an offset."""
    offset = next((each for each in reversed(offsets) if each.since <= at), offsets[0])
    return at.replace(tzinfo=None) + timedelta(minutes=offset.minutes)


def instant(local: datetime, offsets: Sequence[Offset]) -> datetime:
    """Return when the clock on the wall shows *local*."""
    for offset in reversed(offsets):
        at = local.replace(tzinfo=UTC) - timedelta(minutes=offset.minutes)
        if offset.since <= at:
            break
    return at
