"""Hands that tell open appeals of a changed calendar, a page at a time. Running twice equals once."""

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
from store.reference import calendars
from store.reference.calendars import OutdatedAppeal

MAX_CONCURRENT_COMMANDS = 8
HEARTBEAT_SECONDS = 2.0


class CalendarChangeSender(Protocol):
    """Somebody who gives a command to an appeal."""

    async def send_calendar_change(self, appeal: UUID, command: ChangeCalendar, version: str) -> bool:
        """Tell *appeal* of *version*, once; return False where it has to be tried again later."""


class CalendarRolloutActivities:
    """Tells open appeals of the calendar that they are reckoned by from now on."""

    def __init__(self, engine: AsyncEngine, teller: CalendarChangeSender) -> None:
        """Find appeals through *engine*; tell them through *teller*."""
        self._engine = engine
        self._sender = teller

    @activity.defn
    async def apply_calendar(self, page: RolloutPage) -> RolloutPageResult:
        """Tell the next open appeals that the change has not reached yet; count those left after them.

        Who was told is no longer among them, so what died in the middle is only gone on with.
        """
        async with autocommit(self._engine).connect() as connection:
            kept = await calendars.calendar_version(connection, page.version)
            if kept is None or kept.changed_by is None:
                raise ApplicationError(f"{page.version} is no changed calendar", non_retryable=True)
            if not await calendars.is_newest_version(connection, page.version):
                return RolloutPageResult(notified=0, remaining=0, superseded=True)
            found = await calendars.outdated_appeals(connection, page.version, page.after, page.limit)
        waiting = await self._send_to_appeals(kept.calendar, kept.changed_by, found, page.appeals_per_second)
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
        """Tell them, a few at a time and no faster than so many a second; return who could not be told."""
        began, gate = monotonic(), asyncio.Semaphore(MAX_CONCURRENT_COMMANDS)

        async def in_turn(place: int, each: OutdatedAppeal) -> bool:
            await asyncio.sleep(began + place / per_second - monotonic())
            calendar = calendar_for_appeal(country, each.region, each.received_at)
            async with gate:
                return await self._sender.send_calendar_change(
                    each.id, ChangeCalendar(by, calendar), country.version
                )

        breathing = asyncio.create_task(_heartbeat())
        try:
            told = await asyncio.gather(*(in_turn(place, each) for place, each in enumerate(found)))
        finally:
            breathing.cancel()
        return tuple(each.id for each, done in zip(found, told, strict=True) if not done)


async def _heartbeat() -> None:
    """Let the server know that this worker lives."""
    while True:
        activity.heartbeat()
        await asyncio.sleep(HEARTBEAT_SECONDS)
