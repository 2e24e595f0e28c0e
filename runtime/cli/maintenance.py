"""What an operator does now and then: make the read tables again, look for lost appeals."""

import asyncio

import structlog

from runtime import temporal_client
from runtime.background.reconciler import Sweeper
from runtime.settings import Settings
from store.appeals import event_log
from store.database.engine import at_once, connect
from store.queries import time_ledger
from workflows.client import Appeals

log = structlog.get_logger()


def rebuild(settings: Settings) -> None:
    """Make the rows of all appeals again from their facts."""
    asyncio.run(_rebuild(settings))


def sweep(settings: Settings) -> None:
    """Look once after every open appeal, and start again those whose workflow is gone."""
    asyncio.run(_sweep(settings))


async def _rebuild(settings: Settings) -> None:
    engine = connect(settings.database_url, pool_size=settings.database_pool)
    async with at_once(engine).connect() as connection:
        count = await event_log.rebuild(connection)
        await time_ledger.rebuild(connection)
    log.info("rows made again", appeals=count)
    await engine.dispose()


async def _sweep(settings: Settings) -> None:
    engine = connect(settings.database_url, pool_size=settings.database_pool)
    appeals = Appeals(await temporal_client.connect(settings))
    mended = await Sweeper(engine, appeals).sweep_all()
    log.info("swept", started_again=mended)
    await engine.dispose()
