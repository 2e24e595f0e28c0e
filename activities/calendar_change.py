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
from domain.worktime.working_calendar import Calendar, calendar_for
from schemas.wire.calendar_change import PageTold, PageToTell
from store.database.engine import at_once
from store.reference import calendars
from store.reference.calendars import Behind

AT_ONCE = 8
BREATH = 2.0


class Teller(Protocol):
    """Somebody who gives a command to an appeal."""

    async def tell(self, appeal: UUID, command: ChangeCalendar, version: str) -> bool:
        """Tell *appeal* of *version*, once; return False where it has to be tried again later."""


class Announcements:
    """Tells open appeals of the calendar that they are reckoned by from now on."""

    def __init__(self, engine: AsyncEngine, teller: Teller) -> None:
        """Find appeals through *engine*; tell them through *teller*."""
        self._engine = engine
        self._teller = teller

    @activity.defn
    async def tell_appeals(self, page: PageToTell) -> PageTold:
        """Tell the next open appeals that the change has not reached yet; count those left after them.

        Who was told is no longer among them, so what died in the middle is only gone on with.
        """
        async with at_once(self._engine).connect() as connection:
            kept = await calendars.one(connection, page.version)
            if kept is None or kept.by is None:
                raise ApplicationError(f"{page.version} is no changed calendar", non_retryable=True)
            if not await calendars.is_newest(connection, page.version):
                return PageTold(told=0, left=0, overtaken=True)
            found = await calendars.behind(connection, page.version, page.after, page.most)
        waiting = await self._tell(kept.calendar, kept.by, found, page.per_second)
        async with at_once(self._engine).connect() as connection:
            left = await calendars.left(connection, page.version)
        return PageTold(
            told=len(found) - len(waiting),
            left=left,
            waiting=waiting,
            following=found[-1].id if len(found) == page.most else None,
        )

    async def _tell(
        self, country: Calendar, by: Person, found: Sequence[Behind], per_second: float
    ) -> tuple[UUID, ...]:
        """Tell them, a few at a time and no faster than so many a second; return who could not be told."""
        began, gate = monotonic(), asyncio.Semaphore(AT_ONCE)

        async def in_turn(place: int, each: Behind) -> bool:
            await asyncio.sleep(began + place / per_second - monotonic())
            calendar = calendar_for(country, each.region, each.received_at)
            async with gate:
                return await self._teller.tell(each.id, ChangeCalendar(by, calendar), country.version)

        breathing = asyncio.create_task(_breathe())
        try:
            told = await asyncio.gather(*(in_turn(place, each) for place, each in enumerate(found)))
        finally:
            breathing.cancel()
        return tuple(each.id for each, done in zip(found, told, strict=True) if not done)


async def _breathe() -> None:
    """Let the server know that this worker lives."""
    while True:
        activity.heartbeat()
        await asyncio.sleep(BREATH)
