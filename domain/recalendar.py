"""A changed calendar and the appeals that are reckoned by it: what moves, from when to when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from domain import events as e
from domain.act_commands import ChangeCalendar
from domain.act_events import CalendarChanged, Moved
from domain.appeal import Appeal
from domain.clocks import Clock
from domain.workdays import Calendar, intern

OUR_BITS = 8  # the version of UUID whose bits are ours (RFC 9562): here a digest


def calendar_for(country: Calendar, region: str, received_at: datetime) -> Calendar:
    """Return what an appeal of *region* that was received then carries of its *country*'s calendar."""
    return intern(country.since(received_at.astimezone(UTC).year, region))


def command_id(version: str, appeal: UUID) -> UUID:
    """Return the id under which *appeal* is told of a *version* of the calendar: once, whoever tells it."""
    digest = bytearray(sha256(version.encode() + appeal.bytes).digest()[:16])
    digest[6] = digest[6] & 0x0F | OUR_BITS << 4
    digest[8] = digest[8] & 0x3F | 0x80
    return UUID(bytes=bytes(digest))


def recalendared(appeal: Appeal, command: ChangeCalendar, _now: datetime) -> Sequence[e.Event]:
    """Return that the appeal is reckoned by the command's calendar, with what moves.

    Nothing follows if it is already, or by one that was ordered later: two changes may overtake each other.
    """
    if command.calendar == appeal.calendar or _is_older(command.calendar, appeal.calendar):
        return []
    after = replace(appeal, calendar=intern(command.calendar))
    moved = [
        Moved(clock.kind, clock.task, old, new, breached=has_breached(appeal, clock))
        for clock in appeal.clocks
        if (old := appeal.face(clock).due) != (new := after.face(clock).due)
    ]
    return [CalendarChanged(after.calendar, tuple(moved))]


def with_calendar(appeal: Appeal, event: CalendarChanged) -> Appeal:
    """Return *appeal* reckoned by another version of its calendar.

    What has spoken stays said, and a clock that had run out stays due when it was: it is late since then.
    """
    ends = {(each.clock, each.task): each.old_due for each in event.moved if each.breached}
    clocks = tuple(
        replace(clock, until=ends.get((clock.kind, clock.task), clock.until)) for clock in appeal.clocks
    )
    return replace(appeal, calendar=intern(event.calendar), clocks=clocks)


def _is_older(calendar: Calendar, than: Calendar) -> bool:
    return than.amended is not None and (calendar.amended is None or calendar.amended < than.amended)


def has_breached(appeal: Appeal, clock: Clock) -> bool:
    """Tell whether the mark of the due time, which comes after the warnings, has spoken."""
    return clock.passed > len(appeal.face(clock).schedule.warnings)
