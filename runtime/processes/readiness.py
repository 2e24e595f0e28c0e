"""Readiness: which parts must answer for work to be done, and which warnings do not prevent it."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from application.dependencies import ReadinessCheck
from runtime import clock_comparison
from runtime.background.run_comparison import unknown_runs
from store.database import migrate
from store.database.engine import autocommit, is_ready
from store.queries import health
from workflows.runs import RunClient

log = structlog.get_logger()

NEWEST_RUNS = 50
WARNING_AGE_SECONDS = 30.0
WARNING_TIMEOUT_SECONDS = 4.0


def component_checks(engine: AsyncEngine, client: Client) -> dict[str, ReadinessCheck]:
    """Return the checks of the parts without which no work is done, by name."""
    last_known = True

    async def database() -> bool:
        return await is_ready(engine)

    async def temporal() -> bool:
        return await client.service_client.check_health()

    async def migrations() -> bool:
        nonlocal last_known
        try:
            async with autocommit(engine).connect() as connection:
                last_known = await connection.run_sync(migrate.revision_of) == migrate.head_revision()
        except SQLAlchemyError:  # the check of the database fails; the schema is not older for that
            return last_known
        return last_known

    return {"database": database, "temporal": temporal, "migrations": migrations}


def warning_checks(engine: AsyncEngine, client: Client, runs: RunClient) -> dict[str, ReadinessCheck]:
    """Return the checks whose failure is a warning, by name; each is evaluated every 30 seconds at most."""

    async def documents() -> bool:
        async with autocommit(engine).connect() as connection:
            return not await health.missing_documents(connection)

    async def restored() -> bool:
        return not await unknown_runs(engine, runs, NEWEST_RUNS)

    async def clocks() -> bool:
        return not await clock_comparison.differing_clocks(engine, client)

    found = {
        "documents_missing": documents,
        "database_older_than_workflows": restored,
        "clocks_differ": clocks,
    }
    return {name: _Remembered(name, check).passes for name, check in found.items()}


class _Remembered:
    """A check with its last result, which is kept while the check cannot be evaluated."""

    def __init__(self, name: str, check: Callable[[], Awaitable[bool]]) -> None:
        self._name = name
        self._check = check
        self._passes = True
        self._evaluated_at = float("-inf")
        self._lock = asyncio.Lock()

    async def passes(self) -> bool:
        """Return the result of the check, 30 seconds old at most, and log when it changes to a failure."""
        async with self._lock:
            if monotonic() - self._evaluated_at >= WARNING_AGE_SECONDS:
                await self._evaluate()
            return self._passes

    async def _evaluate(self) -> None:
        try:
            async with asyncio.timeout(WARNING_TIMEOUT_SECONDS):
                passes = await self._check()
        except Exception as error:  # noqa: BLE001 - whatever failed, nothing is known
            log.info("readiness_warning_unknown", warning=self._name, reason=type(error).__name__)
        else:
            if self._passes and not passes:
                log.warning("readiness_warning", warning=self._name)
            self._passes = passes
        self._evaluated_at = monotonic()
