"""`komek replay` names the running appeals that the installed code could not continue."""

import asyncio
import io
from collections.abc import AsyncIterator

import pytest
from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio import workflow
from temporalio.testing import WorkflowEnvironment

from domain import commands as c
from runtime.cli import replay
from runtime.processes.worker import build_worker
from runtime.settings import Settings
from tests.support.command_key import COMMAND_KEY
from tests.support.workflows.live_appeal import CLERK, LiveAppeal
from workflows.appeal import AppealWorkflow
from workflows.client import AppealClient


@pytest.fixture
async def life(
    temporal: WorkflowEnvironment, engine: AsyncEngine, task_queue: str, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[LiveAppeal]:
    """Run an appeal with a claimed task, and list only the appeals of this test."""
    monkeypatch.setattr(replay, "TASK_QUEUE", task_queue)
    async with build_worker(temporal.client, engine, task_queue=task_queue, command_key=COMMAND_KEY):
        life = await LiveAppeal.begin(
            engine, AppealClient(temporal.client, task_queue=task_queue, command_key=COMMAND_KEY)
        )
        await life.send_command(c.Claim(CLERK, (await life.read_main_task()).id))
        async with asyncio.timeout(30):
            while not await replay.sampled_numbers(life.appeals.runs, 5):
                await asyncio.sleep(0.05)
        yield life


async def replayed(temporal: WorkflowEnvironment, database_url: str) -> tuple[int, str]:
    settings = Settings(
        database_url=database_url, temporal_address=temporal.client.service_client.config.target_host
    )
    output = io.StringIO()
    code = await asyncio.to_thread(replay.run, settings, 5, Console(file=output, width=200))
    return code, output.getvalue()


async def test_the_appeals_of_the_same_code_replay(
    life: LiveAppeal, temporal: WorkflowEnvironment, database_url: str
) -> None:
    assert await life.appeals.is_running(life.number)
    assert await replayed(temporal, database_url) == (0, "replayed: 1, failed: 0\n")


async def test_an_appeal_that_other_code_has_run_is_named(
    life: LiveAppeal, temporal: WorkflowEnvironment, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def idle(_self: AppealWorkflow) -> None:
        await workflow.sleep(60)

    monkeypatch.setattr(AppealWorkflow, "_record_facts", idle)
    code, output = await replayed(temporal, database_url)
    assert code == 1
    assert f"✘ {life.number}: NondeterminismError" in output
    assert output.endswith("replayed: 1, failed: 1\n")
