"""Activities that apply a changed calendar to open appeals, a page at a time; twice equals once."""

import asyncio
from collections.abc import Sequence
from time import monotonic
from typing import Protocol
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity
from temporalio.exceptions import ApplicationError

from domain.commands import ChangeCalendar
from domain.identity.people import Person
from domain.worktime.working_calendar import Calendar, calendar_for_appeal
from schemas.wire.calendar_change import RolloutPage, RolloutPageResult
from store.database.engine import autocommit
from store.queries import AppealKey
from store.reference import calendars
from store.reference.calendars import OutdatedAppeal

MAX_CONCURRENT_COMMANDS = 8
HEARTBEAT_SECONDS = 2.0


class CalendarChangeSender(Protocol):
    """Sends the command to an appeal."""

    async def send_calendar_change(self, appeal: AppealKey, command: ChangeCalendar, version: str) -> bool:
        """Send *version* to *appeal*, once; return False where it has to be tried again later."""


class CalendarRolloutActivities:
    """Applies the calendar in force to open appeals that carry an older version."""

    def __init__(self, engine: AsyncEngine, sender: CalendarChangeSender) -> None:
        """Find appeals through *engine*; send them the change through *sender*."""
        self._engine = engine
        self._sender = sender

    @activity.defn
    async def apply_calendar(self, page: RolloutPage) -> RolloutPageResult:
        """Apply the change to the next open appeals that it has not reached; count those left after them.

        An appeal that it has reached is no longer listed, so an interrupted page simply continues.
        """
        async with autocommit(self._engine).connect() as connection:
            version = await calendars.calendar_version(connection, page.version)
            if version is None or version.changed_by is None:
                raise ApplicationError(f"{page.version} is no changed calendar", non_retryable=True)
            if not await calendars.is_newest_version(connection, page.version):
                return RolloutPageResult(notified=0, remaining=0, superseded=True)
            found = await calendars.outdated_appeals(connection, page.version, page.after, page.limit)
        waiting = await self._send_to_appeals(
            version.calendar, version.changed_by, found, page.appeals_per_second
        )
        async with autocommit(self._engine).connect() as connection:
            left = await calendars.outdated_appeal_count(connection, page.version)
        return RolloutPageResult(
            notified=len(found) - len(waiting),
            remaining=left,
            unreachable=waiting,
            next_after=found[-1].id if len(found) == page.limit else None,
        )

    async def _send_to_appeals(
        self, country: Calendar, by: Person, found: Sequence[OutdatedAppeal], per_second: float
    ) -> tuple[UUID, ...]:
        """Send the change to *found*, at most so many a second; return those that have to be tried again."""
        began, gate = monotonic(), asyncio.Semaphore(MAX_CONCURRENT_COMMANDS)

        async def in_turn(place: int, each: OutdatedAppeal) -> bool:
            await asyncio.sleep(began + place / per_second - monotonic())
            calendar = calendar_for_appeal(country, each.region, each.received_at)
            async with gate:
                return await self._sender.send_calendar_change(
                    AppealKey(each.id, each.number), ChangeCalendar(by, calendar), country.version
                )

        heartbeat = asyncio.create_task(_heartbeat())
        try:
            sent = await asyncio.gather(*(in_turn(place, each) for place, each in enumerate(found)))
        finally:
            heartbeat.cancel()
        return tuple(each.id for each, done in zip(found, sent, strict=True) if not done)


async def _heartbeat() -> None:
    """Report to the server that this worker is alive."""
    while True:
        activity.heartbeat()
        await asyncio.sleep(HEARTBEAT_SECONDS)
