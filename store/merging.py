"""Merging appeals: never in a ring, and so only one at a time, in all processes together."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store.errors import Busy

ATTEMPTS = 100
PAUSE_SECONDS = 0.05

_TURN = text("SELECT pg_try_advisory_xact_lock(hashtext('komek merges'))")
_IS_PART = text("""
WITH RECURSIVE whole (id) AS (
    SELECT CAST(:part AS uuid)
    UNION
    SELECT merged_into FROM appeals JOIN whole USING (id) WHERE merged_into IS NOT NULL
)
SELECT EXISTS (SELECT FROM whole WHERE id = :whole)
""")


@asynccontextmanager
async def turn(engine: AsyncEngine) -> AsyncIterator[None]:
    """Be the only one who merges appeals: two mergers at one instant could close a ring.

    Who waits for the turn keeps no connection. Raises Busy where it does not come in time.
    """
    for _ in range(ATTEMPTS):
        async with engine.begin() as connection:
            if await connection.scalar(_TURN):
                yield
                return
        await asyncio.sleep(PAUSE_SECONDS)
    raise Busy


async def is_part(connection: AsyncConnection, part: UUID, whole: UUID) -> bool:
    """Tell whether appeal *part* is *whole*, or has become a part of it, be it through others."""
    return bool(await connection.scalar(_IS_PART, {"part": part, "whole": whole}))
