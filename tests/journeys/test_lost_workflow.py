"""A workflow that was terminated is seen, by Temporal's own word, until it is started again."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from application.oversight import lost_workflows
from application.oversight.lost_workflows import LostWorkflows, WorkflowWatch, find_lost_workflows
from domain.decide.alarms import next_alarm
from runtime.background.reconciler import Reconciler
from runtime.devstack.process import find_free_port
from store.appeals import write_batch
from store.queries import OpenAppeal
from tests.support.api.harness import ApiHarness
from tests.support.command_key import COMMAND_KEY
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.store.recorded_appeal import NAURYZ_EVE, RecordedAppeal
from workflows.client import AppealClient

JUST_REGISTERED = text(
    "INSERT INTO outbox (appeal, at, attempts, not_before) VALUES (:appeal, now(), 0, now())"
)


@pytest.fixture(autouse=True)
def always_fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask Temporal at every look."""
    monkeypatch.setattr(lost_workflows, "MAX_AGE_SECONDS", 0.0)


async def without_clock(harness: ApiHarness) -> tuple[int, int]:
    """Return the open appeals without a clock: all of them, and those at the reception."""
    seen = (await harness.get("operator", "/v1/operations/overview")).json()
    assert seen["workflows_checked_at"] is not None
    stages = {each["stage"]: each["without_clock"] for each in seen["stages"]}
    return seen["appeals_without_clock"], stages["reception"]


async def needing_attention(harness: ApiHarness, wanted: str = "true") -> set[tuple[str, bool]]:
    """Return the numbers in the lists of appeals and tasks, and whether they need attention there."""
    lists = [
        (await harness.get("clerk", f"/v1/{name}?limit=200&needs_attention={wanted}")).json()["items"]
        for name in ("appeals", "tasks")
    ]
    first, second = ({(each["number"], each["needs_attention"]) for each in found} for found in lists)
    assert first == second
    return first


async def wait_until_seen(harness: ApiHarness, count: int) -> None:
    """Wait for Temporal's list of ended runs, which follows a moment after their end."""
    needs = harness.dependencies
    async with asyncio.timeout(30):
        while len(await find_lost_workflows(needs.engine, needs.appeal_client, needs.clock())) != count:
            await asyncio.sleep(0.05)


async def test_a_terminated_workflow_is_without_clock_until_it_runs_again(own_harness: ApiHarness) -> None:
    lost, kept = await HttpAppeal.begin(own_harness), await HttpAppeal.begin(own_harness)
    assert await without_clock(own_harness) == (0, 0)
    assert await needing_attention(own_harness) == set()
    await lost.handle.terminate()
    await wait_until_seen(own_harness, 1)
    assert await without_clock(own_harness) == (1, 1)
    assert await needing_attention(own_harness) == {(lost.number, True)}
    assert await needing_attention(own_harness, "false") == {(kept.number, False)}
    assert [(await each.read())["needs_attention"] for each in (lost, kept)] == [True, False]
    counts = (await own_harness.get("clerk", "/v1/tasks/counts?needs_attention=true")).json()
    assert counts["open"] == 1
    assert await Reconciler(own_harness.engine, own_harness.appeals).reconcile_all() == 1
    assert await without_clock(own_harness) == (0, 0)
    assert await needing_attention(own_harness) == set()


async def test_an_appeal_that_temporal_never_had_is_seen_once_its_alarm_is_next(
    connection: AsyncConnection, engine: AsyncEngine, temporal: WorkflowEnvironment, task_queue: str
) -> None:
    appeal = RecordedAppeal()
    for batch in appeal.batches:
        await write_batch.save_batch(connection, batch)
    appeals = AppealClient(temporal.client, task_queue=task_queue, command_key=COMMAND_KEY)
    alarm = next_alarm(appeal.appeal)
    assert alarm is not None
    assert await find_lost_workflows(engine, appeals, alarm.at - timedelta(hours=1)) == []
    (found,) = await find_lost_workflows(engine, appeals, alarm.at)
    assert found == OpenAppeal(appeal.id, appeal.appeal.number, "reception")
    await connection.execute(JUST_REGISTERED, {"appeal": appeal.id})
    assert await find_lost_workflows(engine, appeals, alarm.at) == []


async def test_a_silent_temporal_leaves_the_last_answer_with_its_time(engine: AsyncEngine) -> None:
    nowhere = await Client.connect(f"127.0.0.1:{find_free_port()}", lazy=True)
    watch = WorkflowWatch(engine, AppealClient(nowhere, command_key=COMMAND_KEY), lambda: NAURYZ_EVE)
    known = LostWorkflows(NAURYZ_EVE - timedelta(days=1))
    watch.last_known = known
    assert await watch.lost_workflows() is known
