"""Reconciler: restarts the workflow of an open appeal from its events if the workflow is missing."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.decide.alarms import next_alarm
from domain.evolve.appeal import replay
from runtime.background.pause import pause
from runtime.background.run_comparison import RunComparison
from store import feeds, idempotency, queries
from store.appeals import event_log, outbox
from store.database.engine import autocommit
from store.queries import WatchedAppeal
from workflows.client import AppealClient
from workflows.commands.errors import WorkflowFailing

log = structlog.get_logger()

PAGE_SIZE = 200
MAX_CONCURRENT = 16
INTERVAL_SECONDS, MASS_LOSS_SECONDS = 60.0, 0.0
LATE_AFTER = timedelta(minutes=1)
STUCK_AFTER = timedelta(minutes=10)
MAX_LOGGED = 10
KEY_RETENTION = timedelta(days=366)


class Reconciler:
    """Compares the rows of open appeals with running workflows, and restarts missing ones, 16 at a time."""

    def __init__(self, engine: AsyncEngine, appeals: AppealClient) -> None:
        """Read rows through *engine*; query and start workflows through *appeals*."""
        self._engine = engine
        self._appeals = appeals
        self._cursor: WatchedAppeal | None = None
        self._late_cursor: WatchedAppeal | None = None
        self._gate = asyncio.Semaphore(MAX_CONCURRENT)

    async def run(self, stop: asyncio.Event) -> None:
        """Reconcile until *stop*, whatever errors occur; without a pause while many are missing."""
        while not stop.is_set():
            restarted = 0
            try:
                restarted = await self.reconcile_page()
                await self._tidy_database()
            except Exception as error:  # noqa: BLE001 - keep the loop alive: a dead reconciler would go unnoticed
                log.warning("reconciliation_failed", reason=type(error).__name__)
            await pause(stop, MASS_LOSS_SECONDS if restarted > PAGE_SIZE // 2 else INTERVAL_SECONDS)

    async def reconcile_all(self) -> int:
        """Reconcile all appeals, the nearest alarm first, with log lines; return the number of restarts."""
        async with self._engine.connect() as connection:
            total = await queries.watched_appeal_count(connection)
        checked, restarted, self._cursor = 0, 0, None
        while True:
            page = await self._next_page()
            restarted += await self._restart_all(await self._without_run(page))
            checked += len(page)
            log.info("reconciliation_progress", checked=checked, total=total, restarted=restarted)
            self._cursor = _cursor_after(page)
            if self._cursor is None:
                return restarted

    async def reconcile_page(self) -> int:
        """Reconcile one page of overdue and one of all open appeals; return the number of restarts.

        An appeal is overdue when its next alarm has passed: its workflow may be missing or stuck.
        """
        now = datetime.now(UTC)
        async with self._engine.connect() as connection:
            late = await queries.late_appeals(connection, now - LATE_AFTER, self._late_cursor, PAGE_SIZE)
        page = await self._next_page()
        lost = await self._without_run(list(dict.fromkeys([*late, *page])))
        _warn_of_stuck([each.id for each in late if each.alarm_at < now - STUCK_AFTER and each not in lost])
        restarted = await self._restart_all(lost)
        self._late_cursor, self._cursor = _cursor_after(late), _cursor_after(page)
        return restarted

    async def _next_page(self) -> list[WatchedAppeal]:
        """Return the next appeals with a workflow to compare, in the order of their alarms."""
        async with self._engine.connect() as connection:
            return await queries.watched_appeals(connection, self._cursor, PAGE_SIZE)

    async def _without_run(self, suspects: Sequence[WatchedAppeal]) -> list[WatchedAppeal]:
        """Return those of *suspects* without a run of their own, having ended runs that a reset put back."""
        comparison = RunComparison(self._engine, self._appeals.runs)

        async def has_no_run(appeal: WatchedAppeal) -> bool:
            async with self._gate:
                run = await self._appeals.latest_run(appeal.number)
                if run is None or not run.serves(appeal.id):
                    return True
                return run.was_reset and await comparison.end_if_contradicting(run)

        missing = await asyncio.gather(*map(has_no_run, suspects))
        return [each for each, is_missing in zip(suspects, missing, strict=True) if is_missing]

    async def _restart_all(self, lost: Sequence[WatchedAppeal]) -> int:
        """Restart the workflows of *lost* in their order; return how many were restarted."""

        async def restart(appeal: WatchedAppeal) -> bool:
            async with self._gate:
                return await self._restart_or_log(appeal.id)

        return sum(await asyncio.gather(*map(restart, lost)))

    async def _tidy_database(self) -> None:
        """Delete expired keys, and empty the queue of the feeds where no gateway reads them."""
        async with autocommit(self._engine).connect() as connection:
            await feeds.assign_positions(connection)
            await idempotency.delete_expired(connection, datetime.now(UTC) - KEY_RETENTION)

    async def _restart_or_log(self, lost: UUID) -> bool:
        """Restart *lost*; what prevents it is logged and keeps no other appeal waiting."""
        try:
            return await self._restart_workflow(lost)
        except WorkflowFailing as error:
            log.warning("workflow_restart_failed", appeal=str(lost), reason=type(error).__name__)
            return False

    async def _restart_workflow(self, lost: UUID) -> bool:
        """Restart *lost* from its facts, unless it waits in the outbox or has been closed meanwhile."""
        async with self._engine.connect() as connection:
            if await outbox.is_pending(connection, lost):
                return False
            facts = next(iter(await event_log.facts_of_appeals(connection, [lost])), None)
        if not facts or next_alarm(replay(facts)) is None:
            return False
        await self._appeals.restart_workflow(facts)
        log.warning("workflow_restarted", appeal=str(lost))
        return True


def _cursor_after(page: Sequence[WatchedAppeal]) -> WatchedAppeal | None:
    """Return the last appeal of a full *page*, None where none follow."""
    return page[-1] if len(page) == PAGE_SIZE else None


def _warn_of_stuck(appeals: list[UUID]) -> None:
    """Log a warning for *appeals* whose workflow runs but has missed its alarm."""
    if appeals:
        log.warning(
            "overdue_alarms_found", count=len(appeals), appeals=[str(each) for each in appeals[:MAX_LOGGED]]
        )
