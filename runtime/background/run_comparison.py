"""Compares open runs with the rows, which they contradict after a reset or a restore of an older database."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from store import queries
from store.database.engine import autocommit
from workflows.runs import RUN_ERRORS, Run, RunClient

log = structlog.get_logger()

ATTEMPTS = 3
RETRY_SECONDS = 1.0  # a fact may just be on its way into the database
CONCURRENT_COMPARISONS = 16
REASON = "contradicts the stored events"


class RunComparison:
    """Ends the runs that contradict the rows, so that they are restarted from the events."""

    def __init__(self, engine: AsyncEngine, runs: RunClient) -> None:
        """Read rows through *engine*; ask for runs and end them through *runs*."""
        self._engine = engine
        self._runs = runs

    async def end_contradicting(self) -> int:
        """Compare all open runs; end those that contradict the rows, and return how many were ended."""
        ended = 0
        async for some in _chunks(self._runs.open_runs()):
            ended += sum(await asyncio.gather(*map(self.end_if_contradicting, some)))
        return ended

    async def end_if_contradicting(self, run: Run) -> bool:
        """End *run* if its appeal is unknown or has other events, and return whether it was ended.

        A run that does not answer is logged and left.
        """
        try:
            if await self._agrees(run):
                return False
            await self._runs.terminate(run.number, REASON)
        except RUN_ERRORS as error:
            log.warning("run_not_compared", appeal=str(run.owner), reason=type(error).__name__)
            return False
        log.warning("contradicting_run_ended", appeal=str(run.owner))
        return True

    async def _agrees(self, run: Run) -> bool:
        """Return whether *run* has the facts that are stored; asks again while facts may be on their way."""
        for attempt in range(ATTEMPTS):
            if attempt:
                await asyncio.sleep(RETRY_SECONDS)
            elif run.owner and await self._stored_seq(run.owner) is None:
                return False
            seq = await self._runs.seq(run.number)
            if run.owner is None or seq == await self._stored_seq(run.owner):
                return True
        return False

    async def _stored_seq(self, appeal: UUID) -> int | None:
        async with autocommit(self._engine).connect() as connection:
            return (await queries.stored_seqs(connection, [appeal])).get(appeal)


async def unknown_runs(engine: AsyncEngine, runs: RunClient, limit: int) -> list[Run]:
    """Return those of the last *limit* started runs whose appeal is not stored: none, unless it was lost."""
    newest = [run async for run in runs.open_runs(limit)]
    owners = [run.owner for run in newest if run.owner]
    async with autocommit(engine).connect() as connection:
        stored = await queries.stored_seqs(connection, owners)
    return [run for run in newest if run.owner and run.owner not in stored]


async def _chunks(runs: AsyncIterator[Run]) -> AsyncIterator[Iterable[Run]]:
    chunk: list[Run] = []
    async for run in runs:
        chunk.append(run)
        if len(chunk) == CONCURRENT_COMPARISONS:
            yield chunk
            chunk = []
    yield chunk
