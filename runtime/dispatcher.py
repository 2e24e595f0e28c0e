"""From the outbox to Temporal: every appeal whose talon was given gets its workflow, once."""

import asyncio
from uuid import UUID

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store import history, outbox
from workflows.client import Appeals, Unavailable

log = structlog.get_logger()

BATCH = 50
IDLE_SECONDS = 0.2
SETBACK_SECONDS = 1.0


class Dispatcher:
    """Starts workflows for the rows of the outbox. Any number of dispatchers share the work."""

    def __init__(self, engine: AsyncEngine, appeals: Appeals) -> None:
        """Read the outbox through *engine* and start through *appeals*."""
        self._engine = engine
        self._appeals = appeals

    async def run(self, stop: asyncio.Event) -> None:
        """Dispatch until *stop*; a database or a Temporal that is away is waited for."""
        while not stop.is_set():
            try:
                started = await self.dispatch()
                seconds = 0.0 if started == BATCH else IDLE_SECONDS
            except (SQLAlchemyError, Unavailable) as error:
                log.warning("dispatch waits", reason=type(error).__name__)
                seconds = SETBACK_SECONDS
            await pause(stop, seconds)

    async def dispatch(self) -> int:
        """Start what waits, at most one batch, and return how many.

        The rows stay locked until their workflows run: who dies in between leaves them to another.
        """
        async with self._engine.begin() as connection:
            waiting = await outbox.claim(connection, BATCH)
            if waiting:
                await self._start_all(connection, waiting)
                await outbox.done(connection, waiting)
        return len(waiting)

    async def _start_all(self, connection: AsyncConnection, waiting: list[UUID]) -> None:
        appeals = [await history.appeal(connection, each) for each in waiting]
        await asyncio.gather(*(self._appeals.start(appeal) for appeal in appeals if not appeal.is_closed))


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait for *seconds*, or until *stop*."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
