"""Maintenance commands: rebuild the projections, reconcile appeals with their workflows."""

import asyncio

import structlog

from runtime import temporal_client
from runtime.background.reconciler import Reconciler
from runtime.background.run_comparison import RunComparison
from runtime.settings import Settings
from store.appeals import event_log
from store.database.engine import autocommit, create_engine
from store.queries import time_ledger
from workflows.client import AppealClient

log = structlog.get_logger()


def rebuild_projections(settings: Settings) -> None:
    """Rebuild the rows of all appeals from their facts."""
    asyncio.run(_rebuild_projections(settings))


def reconcile(settings: Settings, *, after_restore: bool = False) -> None:
    """Check every open appeal once, and restart missing workflows.

    *after_restore* first ends the workflows that contradict the events of a restored database.
    """
    asyncio.run(_reconcile(settings, after_restore=after_restore))


async def _rebuild_projections(settings: Settings) -> None:
    engine = create_engine(settings.database_url, pool_size=settings.database_pool)
    async with autocommit(engine).connect() as connection:
        count = await event_log.rebuild_projections(connection)
        await time_ledger.rebuild_time_ledger(connection)
    log.info("projections_rebuilt", appeals=count)
    await engine.dispose()


async def _reconcile(settings: Settings, *, after_restore: bool) -> None:
    engine = create_engine(settings.database_url, pool_size=settings.database_pool)
    appeals = AppealClient(await temporal_client.connect(settings))
    ended = await RunComparison(engine, appeals.runs).end_contradicting() if after_restore else 0
    restarted = await Reconciler(engine, appeals).reconcile_all()
    log.info("reconciliation_completed", ended=ended, restarted=restarted)
    await engine.dispose()
