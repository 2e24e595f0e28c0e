"""Advisory locks: work that only one process may do at a time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store.database.errors import LockUnavailable

LOCK_ATTEMPTS = 100
RETRY_SECONDS = 0.05

_TRY_LOCK = text("SELECT pg_try_advisory_xact_lock(hashtext(:what))")


class AdvisoryLock(StrEnum):
    """Work that is serialised."""

    APPEAL_MERGE = "komek merges"  # two mergers at one instant could merge into each other
    TIME_LEDGER = "komek ledger"  # an appeal is settled by one process at a time


@asynccontextmanager
async def advisory_lock(
    engine: AsyncEngine, what: AdvisoryLock, attempts: int = LOCK_ATTEMPTS
) -> AsyncIterator[AsyncConnection]:
    """Hold the lock for *what* during one transaction, and yield its connection.

    A waiting caller holds no connection. Raises LockUnavailable after so many *attempts*.
    """
    for _ in range(attempts):
        async with engine.begin() as connection:
            if await connection.scalar(_TRY_LOCK, {"what": what}):
                yield connection
                return
        await asyncio.sleep(RETRY_SECONDS)
    raise LockUnavailable
