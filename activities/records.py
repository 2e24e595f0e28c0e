"""Activities that record facts and rows; running twice equals running once."""

import os

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import activity

from domain.decide.silence import correct_silence
from domain.identity.identifiers import CODE_BYTES, tracking_code
from domain.policy.calls import DEFAULT_CALLS, CallRule
from schemas.wire.messages import CommandBatch, SilenceAnswer, SilenceQuestion, WriteResult
from store.appeals import calls, child_appeals, corrections, event_log, write_batch
from store.database.engine import autocommit
from store.database.errors import HistoryGap

log = structlog.get_logger()


class RecordActivities:
    """Records an appeal's facts and rows in Postgres, and reads the facts for a correction."""

    def __init__(self, engine: AsyncEngine, call_rules: tuple[CallRule, ...] = DEFAULT_CALLS) -> None:
        """Write through *engine*; people are called by *call_rules*."""
        self._engine = engine
        self._call_rules = call_rules

    @activity.defn
    async def record_facts(self, batch: CommandBatch) -> WriteResult:
        """Write the batch, in one statement unless child appeals start or applicants are corrected.

        Returns the vacant levels called.
        """
        try:
            return await self._record(batch)
        except HistoryGap:
            log.warning("history_gap_refused", appeal=str(batch.appeal), seq=batch.facts[0].seq)
            raise

    async def _record(self, batch: CommandBatch) -> WriteResult:
        is_plain = not batch.children and not any(map(corrections.is_correction, batch.facts))
        if not is_plain:
            async with self._engine.begin() as connection:
                await write_batch.save_batch(connection, batch)
                await corrections.apply_corrections(connection, batch.facts)
                for child in batch.children:
                    await child_appeals.save_child_appeal(
                        connection, child, tracking_code(os.urandom(CODE_BYTES))
                    )
        async with autocommit(self._engine).connect() as connection:
            if is_plain:
                await write_batch.save_batch(connection, batch)
            await calls.record_calls(connection, batch, self._call_rules)
            return WriteResult(vacant_levels=await write_batch.vacant_levels(connection, batch))

    @activity.defn
    async def correct_silence(self, question: SilenceQuestion) -> SilenceAnswer:
        """Return the correction of the silences that an act precedes which is heard only now."""
        async with autocommit(self._engine).connect() as connection:
            facts = await event_log.facts_of_appeal(connection, question.appeal)
        return SilenceAnswer(correction=correct_silence(facts, question.accepted_at, question.now))
