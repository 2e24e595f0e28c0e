"""The last net: where a clock runs and the workflow is gone, it is started again from its own history."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.decide.alarms import next_alarm
from domain.evolve.appeal import replay
from runtime.background.pause import pause
from store import idempotency, queries
from store.appeals import event_log, outbox
from store.database.engine import at_once
from workflows.client import Appeals

log = structlog.get_logger()

PAGE = 100
ROUND_SECONDS = 60.0
LATE = timedelta(minutes=1)
STUCK = timedelta(minutes=10)
NAMED = 10
KEYS_KEPT = timedelta(days=366)


class Sweeper:
    """Compares the rows of living appeals with running workflows, page by page, and mends what differs."""

    def __init__(self, engine: AsyncEngine, appeals: Appeals) -> None:
        """Read rows through *engine*; ask and start through *appeals*."""
        self._engine = engine
        self._appeals = appeals
        self._after: UUID | None = None
        self._after_late: queries.Late | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Sweep round after round until *stop*, whatever happens."""
        while not stop.is_set():
            try:
                await self.sweep()
                await self._forget_old_keys()
            except Exception as error:  # noqa: BLE001 - nobody would miss a sweeper that died
                log.warning("sweep waits", reason=type(error).__name__)
            await pause(stop, ROUND_SECONDS)

    async def sweep_all(self) -> int:
        """Look after all living appeals, page by page; return how many were started again."""
        mended = await self.sweep()
        while self._after is not None:
            mended += await self.sweep()
        return mended

    async def sweep(self) -> int:
        """Look after one page of late and one of all living appeals; return how many were started again.

        An appeal is late when its next alarm should have rung: its workflow may be gone, or stuck.
        """
        now = datetime.now(UTC)
        async with self._engine.connect() as connection:
            late = await queries.late_appeals(connection, now - LATE, self._after_late, PAGE)
            page = await queries.watched_appeals(connection, self._after, PAGE)
        suspects = list(dict.fromkeys([*(each.id for each in late), *page]))
        running = await asyncio.gather(*(self._appeals.is_running(each) for each in suspects))
        lost = [each for each, runs in zip(suspects, running, strict=True) if not runs]
        _tell_of_stuck([each.id for each in late if each.at < now - STUCK and each.id not in lost])
        mended = sum([await self._start_again(each) for each in lost])
        self._after_late = late[-1] if len(late) == PAGE else None
        self._after = page[-1] if len(page) == PAGE else None
        return mended

    async def _forget_old_keys(self) -> None:
        async with at_once(self._engine).connect() as connection:
            await idempotency.forget(connection, datetime.now(UTC) - KEYS_KEPT)

    async def _start_again(self, lost: UUID) -> bool:
        """Start *lost* again from its facts, unless it waits in the outbox or has ended meanwhile."""
        async with self._engine.connect() as connection:
            if await outbox.holds(connection, lost):
                return False
            try:
                facts = await event_log.facts(connection, lost)
            except ValueError as error:  # a later release may have written it
                log.warning("appeal cannot be read", appeal=str(lost), reason=type(error).__name__)
                return False
        if not facts or next_alarm(replay(facts)) is None:
            return False
        await self._appeals.start_again(facts)
        log.warning("appeal started again", appeal=str(lost))
        return True


def _tell_of_stuck(appeals: list[UUID]) -> None:
    """Let somebody hear of *appeals* whose workflow runs and yet lets its alarm pass."""
    if appeals:
        log.warning("late appeals", count=len(appeals), appeals=[str(each) for each in appeals[:NAMED]])
