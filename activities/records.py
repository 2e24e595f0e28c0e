"""Activities that record facts and rows; running twice equals running once."""

import os

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from domain.identity.identifiers import CODE_BYTES, tracking_code
from schemas.wire.messages import CommandBatch, WriteResult
from store.appeals import child_appeals, write_batch
from store.database.engine import autocommit


class RecordActivities:
    """Records an appeal's facts and rows in Postgres."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Write through *engine*."""
        self._engine = engine

    @activity.defn
    async def record_facts(self, batch: CommandBatch) -> WriteResult:
        """Write the batch, in one statement unless child appeals start; return the vacant levels called."""
        if batch.children:
            async with self._engine.begin() as connection:
                await write_batch.save_batch(connection, batch)
                for child in batch.children:
                    await child_appeals.save_child_appeal(
                        connection, child, tracking_code(os.urandom(CODE_BYTES))
                    )
        async with autocommit(self._engine).connect() as connection:
            if not batch.children:
                await write_batch.save_batch(connection, batch)
            return WriteResult(vacant_levels=await write_batch.vacant_levels(connection, batch))
