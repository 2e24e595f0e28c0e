"""The worker process: runs workflows, activities, the outbox dispatcher and the other background loops."""

import asyncio
import signal
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxRestrictions
from temporalio.workflow import SandboxImportNotificationPolicy

from activities.calendar_change import CalendarRolloutActivities
from activities.outside_commands import CommandCheck, OutsideCommandActivities, refuse_all
from activities.records import RecordActivities
from application.commands.outside import OutsideCommands
from domain.policy.calls import DEFAULT_CALLS, CallRule
from runtime import temporal_client
from runtime.background.calendar_rollout import CalendarRolloutStarter, WorkflowCalendarChangeSender
from runtime.background.outbox_dispatcher import OutboxDispatcher
from runtime.background.reconciler import Reconciler
from runtime.background.time_ledger import TimeLedgerUpdater
from runtime.processes.dependencies import build_dependencies
from runtime.processes.lean_sandbox import LeanHeadersInterceptor, LeanSandboxRunner
from runtime.processes.seal_check import SealCheckInterceptor
from runtime.settings import Settings
from store.appeals.documents import DocumentLoader
from store.database.engine import create_engine
from store.reference import installation
from workflows.appeal import AppealWorkflow
from workflows.calendar_change import CalendarChangeWorkflow
from workflows.calendar_client import CalendarRolloutClient
from workflows.client import AppealClient
from workflows.document_codec import with_document_codec
from workflows.names import TASK_QUEUE

log = structlog.get_logger()

SANDBOX_PASSTHROUGH = ("domain", "schemas", "workflows", "pydantic", "pydantic_core")
STICKY_TIMEOUT = timedelta(seconds=3)
"""Time until another worker takes over the cached workflows of a killed worker."""


def build_worker(  # noqa: PLR0913 - what a worker runs on, and how
    client: Client,
    engine: AsyncEngine,
    *,
    task_queue: str = TASK_QUEUE,
    cached_workflows: int = 1000,
    call_rules: tuple[CallRule, ...] = DEFAULT_CALLS,
    command_key: bytes | None = None,
    check_command: CommandCheck = refuse_all,
    drain: timedelta = timedelta(seconds=20),
) -> Worker:
    """Return a worker that runs appeals and records them through *engine*.

    By *command_key* it knows the commands of this installation, and by *check_command* it checks all others.
    """
    announcements = CalendarRolloutActivities(
        engine,
        WorkflowCalendarChangeSender(AppealClient(client, task_queue=task_queue, command_key=command_key)),
    )
    outside = OutsideCommandActivities(client, check_command)
    records = RecordActivities(engine, call_rules)
    return Worker(
        with_document_codec(client, DocumentLoader(engine)),
        task_queue=task_queue,
        workflows=[AppealWorkflow, CalendarChangeWorkflow],
        activities=[
            records.record_facts,
            records.correct_silence,
            outside.check_outside_command,
            announcements.apply_calendar,
        ],
        workflow_runner=strict_sandbox(),
        interceptors=[LeanHeadersInterceptor(), SealCheckInterceptor(command_key)],
        max_cached_workflows=cached_workflows,
        sticky_queue_schedule_to_start_timeout=STICKY_TIMEOUT,
        graceful_shutdown_timeout=drain,
        build_id="komek",
    )


def strict_sandbox() -> LeanSandboxRunner:
    """Return a sandbox that raises on any import that is not passed through explicitly."""
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*SANDBOX_PASSTHROUGH)
    return LeanSandboxRunner(
        restrictions=restrictions.with_import_notification_policy(
            SandboxImportNotificationPolicy.RAISE_ON_UNINTENTIONAL_PASSTHROUGH
            | SandboxImportNotificationPolicy.WARN_ON_DYNAMIC_IMPORT
        )
    )


def run(settings: Settings) -> None:
    """Run the worker until SIGTERM or SIGINT, then finish running work within the drain time."""
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    engine = create_engine(settings.database_url, pool_size=settings.database_pool)
    client = await temporal_client.connect(settings)
    async with engine.connect() as connection:
        key = await installation.command_key(connection)
    needs = build_dependencies(settings, engine, client, key)
    appeals = needs.appeal_client
    worker = build_worker(
        client,
        engine,
        cached_workflows=settings.cached_workflows,
        call_rules=needs.policy.calls,
        command_key=key,
        check_command=OutsideCommands(needs),
        drain=timedelta(seconds=settings.drain_seconds),
    )
    async with worker:
        helpers = [
            asyncio.create_task(OutboxDispatcher(engine, appeals).run(stop)),
            asyncio.create_task(Reconciler(engine, appeals).run(stop)),
            asyncio.create_task(CalendarRolloutStarter(engine, CalendarRolloutClient(client)).run(stop)),
            asyncio.create_task(TimeLedgerUpdater(engine).run(stop)),
        ]
        log.info("worker_started", task_queue=TASK_QUEUE)
        await stop.wait()
        log.info("worker_drain_started")
        await asyncio.gather(*helpers)
    await engine.dispose()
    log.info("worker_stopped")
