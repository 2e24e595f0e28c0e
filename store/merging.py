"""Merging appeals: only one at a time, in all processes together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from store.errors import Busy

ATTEMPTS = 100
PAUSE_SECONDS = 0.05

_TURN = text("SELECT pg_try_advisory_xact_lock(hashtext('komek merges'))")


@asynccontextmanager
async def turn(engine: AsyncEngine) -> AsyncIterator[None]:
    """Be the only one who merges appeals: two mergers at one instant could end in each other.

    Who waits for the turn keeps no connection. Raises Busy where it does not come in time.
    """
    for _ in range(ATTEMPTS):
        async with engine.begin() as connection:
            if await connection.scalar(_TURN):
                yield
                return
        await asyncio.sleep(PAUSE_SECONDS)
    raise Busy
