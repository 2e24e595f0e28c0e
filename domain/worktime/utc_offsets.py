"""Local time by the UTC offsets that a calendar carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class UtcOffset:
    """From *since*, local time is *minutes* ahead of UTC."""

    since: datetime
    minutes: int


def to_local(at: datetime, offsets: Sequence[UtcOffset]) -> datetime:
    """Return the local time at *at* (UTC), without an offset."""
    offset = next((each for each in reversed(offsets) if each.since <= at), offsets[0])
    return at.replace(tzinfo=None) + timedelta(minutes=offset.minutes)


def to_utc(local: datetime, offsets: Sequence[UtcOffset]) -> datetime:
    """Return the UTC instant of the *local* time."""
    for offset in reversed(offsets):
        at = local.replace(tzinfo=UTC) - timedelta(minutes=offset.minutes)
        if offset.since <= at:
            break
    return at
