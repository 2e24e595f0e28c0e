"""Keeps the ledger of time up with the events, so that those who read it added up need not wait."""

import asyncio
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from runtime.background.pause import pause
from store.database.advisory_locks import Turn, turn
from store.database.errors import Busy
from store.queries import time_ledger

log = structlog.get_logger()

PAGE = 50
ROUND_SECONDS = 30.0
REST_SECONDS = 1.0


class Settler:
    """Settles appeals whose parts are behind their events, a page at a time."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Read and write through *engine*."""
        self._engine = engine
        self._after: UUID | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Settle round after round until *stop*, whatever happens."""
        while not stop.is_set():
            try:
                await self.settle()
            except Exception as error:  # noqa: BLE001 - the next round tries again
                log.warning("ledger waits", reason=type(error).__name__)
                self._after = None
            await pause(stop, REST_SECONDS if self._after else ROUND_SECONDS)

    async def settle(self) -> None:
        """Settle one page, when no other worker settles one."""
        try:
            async with turn(self._engine, Turn.SETTLING, attempts=1) as connection:
                self._after = await time_ledger.catch_up(connection, self._after, PAGE)
        except Busy:
            self._after = None
