"""Outbox dispatcher: starts exactly one workflow for every registered appeal."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.decide.alarms import next_alarm
from domain.state.appeal import Appeal
from runtime.background.pause import pause
from schemas.wire.documents import DocumentMissing
from store.appeals import event_log, outbox
from store.appeals.outbox import PendingStart
from store.database.engine import autocommit
from store.database.errors import UnreadableHistory
from workflows.client import AppealClient

log = structlog.get_logger()

BATCH_SIZE = 50
LISTEN_SECONDS = 1.0
RETRY_SECONDS = 1.0


class OutboxDispatcher:
    """Starts workflows for the rows of the outbox; several dispatchers share the work."""

    def __init__(self, engine: AsyncEngine, appeals: AppealClient) -> None:
        """Read the outbox through *engine* and start through *appeals*."""
        self._engine = engine
        self._appeals = appeals

    async def run(self, stop: asyncio.Event) -> None:
        """Dispatch until *stop*, whatever errors occur; waits while the database is unavailable."""
        while not stop.is_set():
            try:
                await self._dispatch_and_listen(stop)
            except Exception as error:  # noqa: BLE001 - keep the loop alive: a dead dispatcher would go unnoticed
                log.warning("dispatch_failed", reason=type(error).__name__)
                await pause(stop, RETRY_SECONDS)

    async def dispatch_batch(self) -> int:
        """Start at most one batch of waiting workflows, and return how many rows were processed.

        The rows stay locked until their workflows run, so that another dispatcher retries them after a crash.
        """
        async with self._engine.begin() as connection:
            waiting = await outbox.claim_starts(connection, BATCH_SIZE)
            if waiting:
                await self._start_workflows(connection, waiting)
        return len(waiting)

    async def _dispatch_and_listen(self, stop: asyncio.Event) -> None:
        """Dispatch, then wait for PostgreSQL notifications of new talons, on one connection."""
        async with autocommit(self._engine).connect() as ear:
            await outbox.listen_for_starts(ear)
            while not stop.is_set():
                if await self.dispatch_batch() < BATCH_SIZE:
                    await outbox.wait_for_starts(ear, LISTEN_SECONDS)

    async def _start_workflows(self, connection: AsyncConnection, waiting: Sequence[PendingStart]) -> None:
        """Start the workflows; defer those that fail, so that they do not block the others."""
        put_off: dict[str, list[int]] = defaultdict(list)
        appeals: dict[int, Appeal] = {}
        for start in waiting:
            try:
                appeal = await event_log.load_appeal(connection, start.appeal)
            except (UnreadableHistory, DocumentMissing) as error:  # a later release may have written it
                put_off[type(error).__name__].append(start.id)
            else:
                if appeal and next_alarm(appeal) is not None:
                    appeals[start.id] = appeal
        tried = await asyncio.gather(
            *map(self._appeals.start_workflow, appeals.values()), return_exceptions=True
        )
        for number, failure in zip(appeals, tried, strict=True):
            if failure is not None:
                put_off[type(failure).__name__].append(number)
        for reason, numbers in put_off.items():
            log.warning("workflow_starts_deferred", reason=reason, appeals=len(numbers))
            await outbox.reschedule_failed(connection, numbers, reason)
        late = {number for numbers in put_off.values() for number in numbers}
        await outbox.delete_started(connection, [start.id for start in waiting if start.id not in late])
