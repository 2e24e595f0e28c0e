"""From the outbox to Temporal: every appeal whose talon was given gets its workflow, once."""

import asyncio
from collections.abc import Sequence

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store import history, outbox
from store.engine import at_once
from store.outbox import Start
from workflows.client import Appeals, Unavailable

log = structlog.get_logger()

BATCH = 50
LISTEN_SECONDS = 1.0
SETBACK_SECONDS = 1.0


class Dispatcher:
    """Starts workflows for the rows of the outbox. Any number of dispatchers share the work."""

    def __init__(self, engine: AsyncEngine, appeals: Appeals) -> None:
        """Read the outbox through *engine* and start through *appeals*."""
        self._engine = engine
        self._appeals = appeals

    async def run(self, stop: asyncio.Event) -> None:
        """Dispatch until *stop*; a database that is away is waited for."""
        while not stop.is_set():
            try:
                await self._dispatch_as_it_comes(stop)
            except (SQLAlchemyError, OSError) as error:
                log.warning("dispatch waits for the database", reason=type(error).__name__)
                await pause(stop, SETBACK_SECONDS)

    async def dispatch(self) -> int:
        """Start what waits, at most one batch, and return how many were taken up.

        The rows stay locked until their workflows run: who dies in between leaves them to another.
        """
        async with self._engine.begin() as connection:
            waiting = await outbox.claim(connection, BATCH)
            if waiting:
                await self._start_all(connection, waiting)
        return len(waiting)

    async def _dispatch_as_it_comes(self, stop: asyncio.Event) -> None:
        """Dispatch, then listen for more, on one connection that hears of every talon."""
        async with at_once(self._engine).connect() as ear:
            await outbox.listen(ear)
            while not stop.is_set():
                if await self.dispatch() < BATCH:
                    await outbox.wait(ear, LISTEN_SECONDS)

    async def _start_all(self, connection: AsyncConnection, waiting: Sequence[Start]) -> None:
        appeals = [await history.appeal(connection, start.appeal) for start in waiting]
        open_ones = [appeal for appeal in appeals if appeal and not appeal.is_closed]
        tried = await asyncio.gather(*map(self._appeals.start, open_ones), return_exceptions=True)
        away = {
            appeal.id
            for appeal, error in zip(open_ones, tried, strict=True)
            if isinstance(error, Unavailable)
        }
        for error in tried:
            if isinstance(error, BaseException) and not isinstance(error, Unavailable):
                raise error
        if away:
            log.warning("dispatch waits for Temporal", appeals=len(away))
            put_off = [start.id for start in waiting if start.appeal in away]
            await outbox.failed(connection, put_off, Unavailable.__name__)
        await outbox.done(connection, [start.id for start in waiting if start.appeal not in away])


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait for *seconds*, or until *stop*."""
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
