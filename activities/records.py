"""Hands that write down what happened. Running twice equals running once."""

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from schemas.messages import Batch, Recorded
from store import recording
from store.engine import at_once


class Records:
    """Writes an appeal's facts and rows into Postgres."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Write through *engine*."""
        self._engine = engine

    @activity.defn
    async def record(self, batch: Batch) -> Recorded:
        """Write the batch in one statement; answer which levels that it called are empty."""
        async with at_once(self._engine).connect() as connection:
            await recording.save(connection, batch)
            return Recorded(unreachable=await recording.unstaffed(connection, batch))
