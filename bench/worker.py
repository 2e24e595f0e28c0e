"""A worker in a separate process, for appeals or for baseline workflows, under the same settings.

Run as `python -m bench.worker ours|baseline`, with the variables of runtime.settings.
"""

import asyncio
import os
import signal
import sys
from dataclasses import replace
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client
from temporalio.worker import Worker

from bench.appeals import read_command_key
from bench.baseline import workflow as baseline
from bench.environment import READY_LINE
from runtime import temporal_client
from runtime.processes.lean_sandbox import LeanHeadersInterceptor
from runtime.processes.worker import STICKY_TIMEOUT, build_worker, strict_sandbox
from runtime.settings import Settings
from store.database.engine import create_engine

CACHED_WORKFLOWS = 5000
DRAIN_TIME = timedelta(seconds=5)


async def connect_plain(settings: Settings) -> Client:
    """Return a client without Komek's data converter: payloads are dataclasses or numbers."""
    return await Client.connect(settings.temporal_address, namespace=settings.temporal_namespace)


async def run(kind: str) -> None:
    """Work until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    settings = Settings()
    engine = create_engine(settings.database_url)
    if kind == "ours":
        client = await temporal_client.connect(settings)
        key = await read_command_key(engine)
        worker = build_worker(
            client, engine, cached_workflows=CACHED_WORKFLOWS, drain=DRAIN_TIME, command_key=key
        )
    else:
        worker = baseline_worker(await connect_plain(settings), engine)
    async with worker:
        print(READY_LINE, flush=True)  # noqa: T201 -- the parent process waits for it
        await stop.wait()
    await engine.dispose()


def baseline_worker(client: Client, engine: AsyncEngine) -> Worker:
    """Return a worker of baseline workflows, with the same sandbox and timeouts as Komek's."""
    sandbox = strict_sandbox()
    restrictions = sandbox.restrictions.with_passthrough_modules("bench")
    return Worker(
        client,
        task_queue=baseline.TASK_QUEUE,
        workflows=[baseline.BaselineWorkflow],
        activities=[baseline.BaselineActivities(engine).write],
        workflow_runner=replace(sandbox, restrictions=restrictions),
        interceptors=[LeanHeadersInterceptor()],
        max_cached_workflows=CACHED_WORKFLOWS,
        sticky_queue_schedule_to_start_timeout=STICKY_TIMEOUT,
        graceful_shutdown_timeout=DRAIN_TIME,
        build_id="baseline",
    )


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1]))
    os._exit(0)  # Temporal's threads may reach for an interpreter that is shutting down
