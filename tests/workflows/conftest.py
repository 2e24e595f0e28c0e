"""A worker of our own on the real server, and a front door to it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment

from runtime.processes.worker import build_worker
from store.database.engine import create_engine
from workflows.client import AppealClient


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Connect to the test's own database."""
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture(params=[1000, 0], ids=["cached", "replayed each time"])
async def appeals(
    temporal: WorkflowEnvironment, engine: AsyncEngine, task_queue: str, request: pytest.FixtureRequest
) -> AsyncIterator[AppealClient]:
    """Run a worker, with its memory and without, and open the front door."""
    async with build_worker(temporal.client, engine, task_queue=task_queue, cached_workflows=request.param):
        yield AppealClient(temporal.client, task_queue=task_queue)


@pytest.fixture
async def slept(
    time_machine: WorkflowEnvironment, engine: AsyncEngine, task_queue: str
) -> AsyncIterator[AppealClient]:
    """The same where time can be skipped."""
    async with build_worker(time_machine.client, engine, task_queue=task_queue):
        yield AppealClient(time_machine.client, task_queue=task_queue)
