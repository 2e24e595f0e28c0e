"""The worker process: it carries the appeals, starts new ones, and mends what was lost."""

import asyncio
import signal
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxRestrictions
from temporalio.workflow import SandboxImportNotificationPolicy

from activities.calendar_change import Announcements
from activities.records import Records
from runtime import temporal_client
from runtime.background.calendar_rollout import ChangeKeeper, Telling
from runtime.background.outbox_dispatcher import Dispatcher
from runtime.background.reconciler import Sweeper
from runtime.background.time_ledger import Settler
from runtime.processes.lean_sandbox import Thrift, ThriftySandbox
from runtime.settings import Settings
from store.database.engine import connect
from workflows.appeal import AppealWorkflow
from workflows.calendar_change import CalendarChangeWorkflow
from workflows.calendar_client import CalendarChanges
from workflows.client import Appeals
from workflows.names import TASK_QUEUE

log = structlog.get_logger()

PASSED_THROUGH = ("domain", "schemas", "workflows", "pydantic", "pydantic_core")
STICKY = timedelta(seconds=3)
"""How long a killed worker's appeals wait before another worker takes them over."""


def build_worker(
    client: Client,
    engine: AsyncEngine,
    *,
    task_queue: str = TASK_QUEUE,
    cached_workflows: int = 1000,
    drain: timedelta = timedelta(seconds=20),
) -> Worker:
    """Return a worker that carries appeals and writes them down through *engine*."""
    announcements = Announcements(engine, Telling(Appeals(client, task_queue=task_queue)))
    return Worker(
        client,
        task_queue=task_queue,
        workflows=[AppealWorkflow, CalendarChangeWorkflow],
        activities=[Records(engine).record, announcements.tell_appeals],
        workflow_runner=strict_sandbox(),
        interceptors=[Thrift()],
        max_cached_workflows=cached_workflows,
        sticky_queue_schedule_to_start_timeout=STICKY,
        graceful_shutdown_timeout=drain,
        build_id="komek",
    )


def strict_sandbox() -> ThriftySandbox:
    """Return a sandbox that refuses any import which was not passed through on purpose."""
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    return ThriftySandbox(
        restrictions=restrictions.with_import_notification_policy(
            SandboxImportNotificationPolicy.RAISE_ON_UNINTENTIONAL_PASSTHROUGH
            | SandboxImportNotificationPolicy.WARN_ON_DYNAMIC_IMPORT
        )
    )


def run(settings: Settings) -> None:
    """Carry appeals until SIGTERM or SIGINT, then finish what has begun within the drain time."""
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    engine = connect(settings.database_url, pool_size=settings.database_pool)
    client = await temporal_client.connect(settings)
    appeals = Appeals(client, timedelta(seconds=settings.answer_seconds))
    worker = build_worker(
        client,
        engine,
        cached_workflows=settings.cached_workflows,
        drain=timedelta(seconds=settings.drain_seconds),
    )
    async with worker:
        helpers = [
            asyncio.create_task(Dispatcher(engine, appeals).run(stop)),
            asyncio.create_task(Sweeper(engine, appeals).run(stop)),
            asyncio.create_task(ChangeKeeper(engine, CalendarChanges(client)).run(stop)),
            asyncio.create_task(Settler(engine).run(stop)),
        ]
        log.info("worker ready", task_queue=TASK_QUEUE)
        await stop.wait()
        log.info("worker drains")
        await asyncio.gather(*helpers)
    await engine.dispose()
    log.info("worker stopped")
