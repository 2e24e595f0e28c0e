"""From the outbox to Temporal: every appeal whose talon was given gets its workflow, once."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.decide.alarms import next_alarm
from domain.errors import Refusal
from domain.state.appeal import Appeal
from runtime.background.pause import pause
from store.appeals import event_log, outbox
from store.appeals.outbox import Start
from store.database.engine import at_once
from workflows.client import Appeals

log = structlog.get_logger()

BATCH = 50
LISTEN_SECONDS = 1.0
SETBACK_SECONDS = 1.0


class Dispatcher:
    """Starts workflows for the rows of the outbox. Any number of dispatchers share the work."""

    def __init__(self, engine: AsyncEngine, appeals: Appeals) -> None:
        """Read the outbox through *engine* and start through *appeals*."""
        self._engine = engine
        self._appeals = appeals

    async def run(self, stop: asyncio.Event) -> None:
        """Dispatch until *stop*, whatever happens; a database that is away is waited for."""
        while not stop.is_set():
            try:
                await self._dispatch_as_it_comes(stop)
            except Exception as error:  # noqa: BLE001 - nobody would miss a dispatcher that died
                log.warning("dispatch waits", reason=type(error).__name__)
                await pause(stop, SETBACK_SECONDS)

    async def dispatch(self) -> int:
        """Start what waits, at most one batch, and return how many were taken up.

        The rows stay locked until their workflows run: who dies in between leaves them to another.
        """
        async with self._engine.begin() as connection:
            waiting = await outbox.claim(connection, BATCH)
            if waiting:
                await self._start_all(connection, waiting)
        return len(waiting)

    async def _dispatch_as_it_comes(self, stop: asyncio.Event) -> None:
        """Dispatch, then listen for more, on one connection that hears of every talon."""
        async with at_once(self._engine).connect() as ear:
            await outbox.listen(ear)
            while not stop.is_set():
                if await self.dispatch() < BATCH:
                    await outbox.wait(ear, LISTEN_SECONDS)

    async def _start_all(self, connection: AsyncConnection, waiting: Sequence[Start]) -> None:
        """Start what can be; put off what cannot, so that it keeps nobody else waiting."""
        put_off: dict[str, list[int]] = defaultdict(list)
        appeals: dict[int, Appeal] = {}
        for start in waiting:
            try:
                appeal = await event_log.appeal(connection, start.appeal)
            except (ValueError, Refusal) as error:  # a later release may have written it
                put_off[type(error).__name__].append(start.id)
            else:
                if appeal and next_alarm(appeal) is not None:
                    appeals[start.id] = appeal
        tried = await asyncio.gather(*map(self._appeals.start, appeals.values()), return_exceptions=True)
        for number, trouble in zip(appeals, tried, strict=True):
            if trouble is not None:
                put_off[type(trouble).__name__].append(number)
        for reason, numbers in put_off.items():
            log.warning("appeals wait for their start", reason=reason, appeals=len(numbers))
            await outbox.failed(connection, numbers, reason)
        late = {number for numbers in put_off.values() for number in numbers}
        await outbox.done(connection, [start.id for start in waiting if start.id not in late])
