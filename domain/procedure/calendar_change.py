"""The change of the calendar of an appeal, with the clocks that it moves."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from domain import events as e
from domain.commands import ChangeCalendar
from domain.events import CalendarChanged, ClockShift
from domain.state.appeal import Appeal, has_breached
from domain.worktime.working_calendar import Calendar, intern

CUSTOM_UUID_VERSION = 8  # the UUID version for custom bits (RFC 9562): here a digest


def calendar_command_id(version: str, appeal: UUID) -> UUID:
    """Return the id of the command that changes the calendar of *appeal* to *version*, always the same."""
    digest = bytearray(sha256(version.encode() + appeal.bytes).digest()[:16])
    digest[6] = digest[6] & 0x0F | CUSTOM_UUID_VERSION << 4
    digest[8] = digest[8] & 0x3F | 0x80
    return UUID(bytes=bytes(digest))


def change_calendar(appeal: Appeal, command: ChangeCalendar, _now: datetime) -> Sequence[e.Event]:
    """Return the change of the appeal's calendar to the command's, with the clocks that move.

    Nothing follows if the appeal has it, or one ordered later: changes may arrive out of order.
    """
    if command.calendar == appeal.calendar or _is_older(command.calendar, appeal.calendar):
        return []
    after = replace(appeal, calendar=intern(command.calendar))
    moved = [
        ClockShift(clock.kind, clock.task, old, new, breached=has_breached(appeal, clock))
        for clock in appeal.clocks
        if (old := appeal.reading(clock).due) != (new := after.reading(clock).due)
    ]
    return [CalendarChanged(after.calendar, tuple(moved))]


def _is_older(calendar: Calendar, than: Calendar) -> bool:
    return than.amended_at is not None and (
        calendar.amended_at is None or calendar.amended_at < than.amended_at
    )
