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
from store.queries import AppealKey
from workflows.client import AppealClient
from workflows.commands.errors import WorkflowFailing

log = structlog.get_logger()

PAGE_SIZE = 100
INTERVAL_SECONDS = 60.0
LATE_AFTER = timedelta(minutes=1)
STUCK_AFTER = timedelta(minutes=10)
MAX_LOGGED = 10
KEY_RETENTION = timedelta(days=366)


class Reconciler:
    """Compares the rows of open appeals with running workflows, and restarts missing workflows."""

    def __init__(self, engine: AsyncEngine, appeals: AppealClient) -> None:
        """Read rows through *engine*; query and start workflows through *appeals*."""
        self._engine = engine
        self._appeals = appeals
        self._cursor: UUID | None = None
        self._late_cursor: queries.LateAppeal | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Reconcile repeatedly until *stop*, whatever errors occur."""
        while not stop.is_set():
            try:
                await self.reconcile_page()
                await self._tidy_database()
            except Exception as error:  # noqa: BLE001 - keep the loop alive: a dead reconciler would go unnoticed
                log.warning("reconciliation_failed", reason=type(error).__name__)
            await pause(stop, INTERVAL_SECONDS)

    async def reconcile_all(self) -> int:
        """Reconcile all open appeals, page by page; return the number of restarts."""
        restarted = await self.reconcile_page()
        while self._cursor is not None:
            restarted += await self.reconcile_page()
        return restarted

    async def reconcile_page(self) -> int:
        """Reconcile one page of overdue and one of all open appeals; return the number of restarts.

        An appeal is overdue when its next alarm has passed: its workflow may be missing or stuck.
        """
        now = datetime.now(UTC)
        async with self._engine.connect() as connection:
            late = await queries.late_appeals(connection, now - LATE_AFTER, self._late_cursor, PAGE_SIZE)
            page = await queries.appeals_with_clock(connection, self._cursor, PAGE_SIZE)
        suspects = list(dict.fromkeys([*(AppealKey(each.id, each.number) for each in late), *page]))
        lost = [each.id for each in await self._without_run(suspects)]
        _warn_of_stuck(
            [each.id for each in late if each.alarm_at < now - STUCK_AFTER and each.id not in lost]
        )
        restarted = sum([await self._restart_or_log(each) for each in lost])
        self._late_cursor = late[-1] if len(late) == PAGE_SIZE else None
        self._cursor = page[-1].id if len(page) == PAGE_SIZE else None
        return restarted

    async def _without_run(self, suspects: Sequence[AppealKey]) -> list[AppealKey]:
        """Return those of *suspects* without a run of their own, having ended runs that a reset put back."""
        runs = await asyncio.gather(*(self._appeals.latest_run(each.number) for each in suspects))
        comparison = RunComparison(self._engine, self._appeals.runs)
        return [
            each
            for each, run in zip(suspects, runs, strict=True)
            if not (run and run.serves(each.id))
            or (run.was_reset and await comparison.end_if_contradicting(run))
        ]

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


def _warn_of_stuck(appeals: list[UUID]) -> None:
    """Log a warning for *appeals* whose workflow runs but has missed its alarm."""
    if appeals:
        log.warning(
            "overdue_alarms_found", count=len(appeals), appeals=[str(each) for each in appeals[:MAX_LOGGED]]
        )
