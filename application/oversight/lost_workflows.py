"""Lost workflows: open appeals without a running clock, because Temporal runs no workflow of theirs.

Rows cannot show it: an appeal keeps its next alarm while its workflow is terminated.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from store import queries
from store.database.engine import autocommit
from store.queries import OpenAppeal
from workflows.client import AppealClient
from workflows.commands.errors import WorkflowServiceUnavailable

log = structlog.get_logger()

PAGE_SIZE = 100
MAX_CONCURRENT_QUESTIONS = 8
RECENT = timedelta(days=1)
NEAR = timedelta(minutes=10)
MAX_AGE_SECONDS = 10.0
MAX_WAIT_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class LostWorkflows:
    """The open appeals without a running workflow, as of ``checked_at``: None before the first answer."""

    checked_at: datetime | None = None
    appeals: tuple[OpenAppeal, ...] = ()

    @property
    def ids(self) -> frozenset[UUID]:
        """Return the ids of the appeals."""
        return frozenset(each.id for each in self.appeals)

    @property
    def count_by_stage(self) -> Counter[str]:
        """Return the number of the appeals in each stage."""
        return Counter(each.stage for each in self.appeals)


class WorkflowWatch:
    """Asks Temporal which open appeals have lost their workflow: at most every ten seconds, on demand."""

    def __init__(self, engine: AsyncEngine, appeals: AppealClient, clock: Callable[[], datetime]) -> None:
        """Read rows through *engine*, ask Temporal through *appeals*."""
        self._engine = engine
        self._appeals = appeals
        self._clock = clock
        self._asked_at = float("-inf")
        self._asking = asyncio.Lock()
        self.last_known = LostWorkflows()

    async def lost_workflows(self) -> LostWorkflows:
        """Return the lost workflows as of ten seconds ago at most; older ones while Temporal is silent."""
        async with self._asking:
            if monotonic() - self._asked_at >= MAX_AGE_SECONDS:
                await self._ask()
            return self.last_known

    async def lost_appeals(self, *, fresh: bool) -> frozenset[UUID]:
        """Return the ids of the appeals with a lost workflow; the last known ones unless *fresh*."""
        return (await self.lost_workflows() if fresh else self.last_known).ids

    async def _ask(self) -> None:
        now = self._clock()
        try:
            async with asyncio.timeout(MAX_WAIT_SECONDS):
                found = await find_lost_workflows(self._engine, self._appeals, now)
            self.last_known = LostWorkflows(now, tuple(found))
        except (WorkflowServiceUnavailable, TimeoutError) as error:
            log.warning("lost_workflows_unknown", reason=type(error).__name__)
        self._asked_at = monotonic()


async def find_lost_workflows(engine: AsyncEngine, appeals: AppealClient, now: datetime) -> list[OpenAppeal]:
    """Return the open appeals without a running workflow, among those that may have none.

    These are the appeals with a run that ended abnormally within a day, and those whose alarm is late or
    next: a page of each. Raises WorkflowServiceUnavailable.
    """
    ended = await appeals.abnormally_ended(now - RECENT, PAGE_SIZE)
    async with autocommit(engine).connect() as connection:
        suspects = await queries.suspect_appeals(connection, ended, now + NEAR, PAGE_SIZE)
    running = await _are_running(appeals, suspects)
    return [each for each, runs in zip(suspects, running, strict=True) if not runs]


async def _are_running(appeals: AppealClient, suspects: Iterable[OpenAppeal]) -> list[bool]:
    gate = asyncio.Semaphore(MAX_CONCURRENT_QUESTIONS)

    async def is_running(appeal: OpenAppeal) -> bool:
        async with gate:
            return await appeals.is_running(appeal.number, appeal.id)

    return list(await asyncio.gather(*map(is_running, suspects)))
