"""The checks of `komek doctor` that read the stored data and compare it with Temporal."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from application.oversight.lost_workflows import find_lost_workflows
from runtime import clock_comparison, temporal_client
from runtime.background.run_comparison import unknown_runs
from runtime.cli.check_failed import CheckFailed
from runtime.command_name import command_line
from runtime.settings import Settings
from store.database.engine import autocommit, create_engine
from store.queries import health
from workflows.client import AppealClient
from workflows.commands.errors import WorkflowServiceUnavailable
from workflows.runs import RUN_ERRORS

MAX_NUMBERS_SHOWN = 5
NEWEST_RUNS = 200


async def _documents(engine: AsyncEngine, _client: Client) -> str:
    async with autocommit(engine).connect() as connection:
        missing = await health.missing_documents(connection)
    if missing:
        raise CheckFailed(
            f"missing plans, calendars or laws of open appeals: {missing}",
            "restore the table documents from a backup; the workflows that wait for them then continue",
        )
    return "the plans, calendars and laws of all open appeals are stored"


async def _histories(engine: AsyncEngine, _client: Client) -> str:
    async with autocommit(engine).connect() as connection:
        damaged = await health.damaged_appeals(connection, MAX_NUMBERS_SHOWN)
    if damaged:
        raise CheckFailed(
            f"open appeals whose events have a gap, such as {_listed(each.number for each in damaged)}",
            "restore the database from a backup in which they are complete; other appeals are not affected",
        )
    return "the events of all open appeals are complete"


async def _clocks(engine: AsyncEngine, client: Client) -> str:
    lost = await find_lost_workflows(engine, AppealClient(client), datetime.now(UTC))
    if lost:
        raise CheckFailed(
            f"open appeals without a running workflow: {len(lost)}, such as "
            + _listed(each.number for each in lost[:MAX_NUMBERS_SHOWN]),
            f"run {command_line('reconcile')}; a running worker restarts them within minutes",
        )
    return "no lost workflow among the appeals whose alarm is next and the runs that ended abnormally"


async def _restore(engine: AsyncEngine, client: Client) -> str:
    unknown = await unknown_runs(engine, AppealClient(client).runs, NEWEST_RUNS)
    if unknown:
        raise CheckFailed(
            "the database is older than the workflows in Temporal: it does not know "
            + _listed(each.number for each in unknown[:MAX_NUMBERS_SHOWN]),
            f"restore the newest backup, or run {command_line('reconcile --after-restore')}",
        )
    return "the appeals of the newest workflows are stored"


async def _time(engine: AsyncEngine, client: Client) -> str:
    different = await clock_comparison.differing_clocks(engine, client)
    if different:
        found = ", ".join(f"{part} {each.total_seconds():+.0f} s" for part, each in different.items())
        raise CheckFailed(f"clocks differ from this machine's: {found}", "synchronise all machines with NTP")
    return "the clocks of this machine, PostgreSQL and Temporal agree"


def _listed(numbers: Iterable[str]) -> str:
    return ", ".join(numbers)


def _check(
    look: Callable[[AsyncEngine, Client], Awaitable[str]],
) -> Callable[[Settings], str]:
    async def connected(settings: Settings) -> str:
        engine = create_engine(settings.database_url, pool_size=1)
        try:
            return await look(engine, await temporal_client.connect(settings, lazy=True))
        except (WorkflowServiceUnavailable, *RUN_ERRORS) as error:
            raise CheckFailed(f"Temporal does not answer: {error}", "run doctor again") from None
        finally:
            await engine.dispose()

    return lambda settings: asyncio.run(connected(settings))


DATA_CHECKS = {"documents": _check(_documents), "histories": _check(_histories)}
WORKFLOW_CHECKS = {"clocks": _check(_clocks), "restore": _check(_restore), "system time": _check(_time)}
