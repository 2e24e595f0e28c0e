"""Updates the time ledger from new events, so that its totals are read without replay."""

import asyncio
from math import inf
from time import monotonic
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from runtime.background.pause import pause
from store.database.advisory_locks import AdvisoryLock, advisory_lock
from store.database.errors import LockUnavailable
from store.queries import time_ledger

log = structlog.get_logger()

PAGE_SIZE = 50
INTERVAL_SECONDS = 30.0
OPEN_APPEALS_INTERVAL_SECONDS = 3600.0
"""An appeal changes several times before it closes: it is settled when it has closed, or after this time."""

PAGE_DELAY_SECONDS = 1.0


class TimeLedgerUpdater:
    """Settles the appeals that have closed, and now and then the open ones, a page at a time."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Read and write through *engine*."""
        self._engine = engine
        self._cursor: UUID | None = None
        self._open_appeals_since = -inf  # in seconds of the monotonic clock

    async def run(self, stop: asyncio.Event) -> None:
        """Update repeatedly until *stop*, whatever errors occur."""
        while not stop.is_set():
            try:
                await self.update_page()
            except Exception as error:  # noqa: BLE001 - the next round tries again
                log.warning("time_ledger_update_failed", reason=type(error).__name__)
                self._cursor = None
            await pause(stop, PAGE_DELAY_SECONDS if self._cursor else INTERVAL_SECONDS)

    async def update_page(self) -> None:
        """Update one page, unless another worker is updating."""
        closed_only = monotonic() < self._open_appeals_since + OPEN_APPEALS_INTERVAL_SECONDS
        try:
            async with advisory_lock(self._engine, AdvisoryLock.TIME_LEDGER, attempts=1) as connection:
                self._cursor = await time_ledger.settle_appeals(
                    connection, self._cursor, PAGE_SIZE, closed_only=closed_only
                )
        except LockUnavailable:
            self._cursor = None
            return
        if self._cursor is None and not closed_only:
            self._open_appeals_since = monotonic()
