"""Turns: what only one may do at a time, in all processes together."""

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
    """What is done in turns."""

    APPEAL_MERGE = "komek merges"  # two mergers at one instant could end in each other
    TIME_LEDGER = "komek ledger"  # nobody settles what another one settles just now


@asynccontextmanager
async def advisory_lock(
    engine: AsyncEngine, what: AdvisoryLock, attempts: int = LOCK_ATTEMPTS
) -> AsyncIterator[AsyncConnection]:
    """Be the only one who does *what*, in one transaction.

    Who waits for the turn keeps no connection. Raises Busy where it does not come in so many *attempts*.
    """
    for _ in range(attempts):
        async with engine.begin() as connection:
            if await connection.scalar(_TRY_LOCK, {"what": what}):
                yield connection
                return
        await asyncio.sleep(RETRY_SECONDS)
    raise LockUnavailable
