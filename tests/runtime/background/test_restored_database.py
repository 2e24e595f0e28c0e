"""An older database, a reset, a damaged appeal: noticed, and work continues from the stored events."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.enums.v1 import EventType, ResetReapplyType
from temporalio.api.workflowservice.v1 import ResetWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.testing import WorkflowEnvironment

from domain import commands as c
from domain.identity.people import Role
from runtime.background import run_comparison
from runtime.background.reconciler import Reconciler
from runtime.background.run_comparison import RunComparison, unknown_runs
from runtime.processes import readiness
from runtime.processes.worker import build_worker
from store.appeals import event_log
from store.database.engine import autocommit
from tests.support.command_key import COMMAND_KEY
from tests.support.store.tampering import tamper
from tests.support.workflows.live_appeal import CLERK, RECEPTION, LiveAppeal, make_person
from workflows.client import AppealClient
from workflows.commands.errors import WorkflowNotRunning
from workflows.names import appeal_workflow_id

RIVAL = make_person(RECEPTION, Role.CLERK)


@pytest.fixture
async def appeals(
    temporal: WorkflowEnvironment, engine: AsyncEngine, task_queue: str
) -> AsyncIterator[AppealClient]:
    async with build_worker(temporal.client, engine, task_queue=task_queue, command_key=COMMAND_KEY):
        yield AppealClient(temporal.client, task_queue=task_queue, command_key=COMMAND_KEY)


async def restore_to(engine: AsyncEngine, life: LiveAppeal, seq: int) -> None:
    """Have the database know only the first facts of an appeal, as an older copy does; none with 0."""
    async with autocommit(engine).connect() as connection:
        await tamper(connection, "DELETE FROM events WHERE appeal = :id AND seq > :seq", id=life.id, seq=seq)
        for table, key in (("appeals", "id"), ("tasks", "appeal")):
            await connection.execute(text(f"DELETE FROM {table} WHERE {key} = :id"), {"id": life.id})  # noqa: S608
        await event_log.rebuild_projections(connection, life.id)


async def terminate(client: Client, life: LiveAppeal) -> None:
    await client.get_workflow_handle(appeal_workflow_id(life.number)).terminate()


async def listed(appeals: AppealClient, count: int) -> None:
    """Wait for Temporal's list of runs, which follows their start."""
    async with asyncio.timeout(30):
        while len([run async for run in appeals.runs.open_runs()]) != count:
            await asyncio.sleep(0.05)


async def test_facts_beyond_the_restored_ones_are_not_written_over_a_gap(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    task, registered = await life.read_main_task(), await life.read_facts()
    await life.send_command(c.Claim(CLERK, task.id))
    await restore_to(engine, life, len(registered))
    with pytest.raises(WorkflowNotRunning):
        await life.send_command(c.Release(CLERK, task.id))
    assert await life.read_facts() == registered
    assert await Reconciler(engine, appeals).reconcile_all() == 1
    await life.send_command(c.Claim(RIVAL, task.id))
    assert [fact.seq for fact in await life.read_facts()] == list(range(1, len(registered) + 2))


async def test_runs_of_a_newer_time_end_after_a_restore_and_no_other(
    engine: AsyncEngine, appeals: AppealClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_comparison, "RETRY_SECONDS", 0.1)
    ahead, unknown, sound = [await LiveAppeal.begin(engine, appeals) for _ in range(3)]
    task, registered = await ahead.read_main_task(), await ahead.read_facts()
    await ahead.send_command(c.Claim(CLERK, task.id))
    await sound.send_command(c.Claim(CLERK, (await sound.read_main_task()).id))
    await listed(appeals, 3)
    assert await unknown_runs(engine, appeals.runs, 50) == []
    await restore_to(engine, ahead, len(registered))
    await restore_to(engine, unknown, 0)
    assert [run.number for run in await unknown_runs(engine, appeals.runs, 50)] == [unknown.number]
    assert await RunComparison(engine, appeals.runs).end_contradicting() == 2
    assert await Reconciler(engine, appeals).reconcile_all() == 1
    assert not await appeals.is_running(unknown.number)
    assert await appeals.is_running(sound.number, sound.id)
    await ahead.send_command(c.Claim(RIVAL, task.id))


async def test_a_reset_that_forgets_commands_is_seen_and_corrected(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    task = await life.read_main_task()
    handle = temporal.client.get_workflow_handle(appeal_workflow_id(life.number))
    await life.send_command(c.Claim(CLERK, task.id))
    completed = EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED
    first = next(each for each in (await handle.fetch_history()).events if each.event_type == completed)
    await temporal.client.workflow_service.reset_workflow_execution(
        ResetWorkflowExecutionRequest(
            namespace=temporal.client.namespace,
            workflow_execution=WorkflowExecution(workflow_id=handle.id),
            workflow_task_finish_event_id=first.event_id,
            reset_reapply_type=ResetReapplyType.RESET_REAPPLY_TYPE_NONE,
            request_id=str(uuid4()),
            reason="a test",
        )
    )
    assert await Reconciler(engine, appeals).reconcile_all() == 1
    await life.send_command(c.Release(CLERK, task.id))
    assert await Reconciler(engine, appeals).reconcile_all() == 0


async def test_one_damaged_appeal_keeps_no_other_from_being_restarted(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    damaged, sound = [await LiveAppeal.begin(engine, appeals) for _ in range(2)]
    for life in (damaged, sound):
        await terminate(temporal.client, life)
    async with autocommit(engine).connect() as connection:
        await tamper(connection, "DELETE FROM events WHERE appeal = :id AND seq = 1", id=damaged.id)
        assert await event_log.rebuild_projections(connection) == 1
    assert await Reconciler(engine, appeals).reconcile_all() == 1
    assert await appeals.is_running(sound.number)


async def test_a_number_whose_workflow_is_another_appeals_keeps_no_other_waiting(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    owner, lost = [await LiveAppeal.begin(engine, appeals) for _ in range(2)]
    await terminate(temporal.client, lost)
    late = await LiveAppeal.begin(engine, appeals)
    async with engine.begin() as connection:
        await connection.execute(
            text("UPDATE appeals SET number = :number WHERE id = :id"),
            {"number": f"{owner.number}x", "id": owner.id},
        )
        await connection.execute(
            text("UPDATE appeals SET number = :number WHERE id = :id"),
            {"number": owner.number, "id": late.id},
        )
    assert await appeals.is_running(owner.number, owner.id)
    assert not await appeals.is_running(owner.number, late.id)
    assert await Reconciler(engine, appeals).reconcile_all() >= 1
    assert await appeals.is_running(lost.number, lost.id)


async def test_readiness_warns_of_an_older_database_and_of_missing_documents(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    life, other = [await LiveAppeal.begin(engine, appeals) for _ in range(2)]
    await listed(appeals, 2)
    assert all([await each() for each in readiness.component_checks(engine, temporal.client).values()])
    sound = readiness.warning_checks(engine, temporal.client, appeals.runs)
    assert {name: await each() for name, each in sound.items()} == dict.fromkeys(sound, True)
    await restore_to(engine, other, 0)
    async with engine.begin() as connection:
        await connection.execute(text("DELETE FROM documents WHERE kind = 'plan'"))
    fresh = readiness.warning_checks(engine, temporal.client, appeals.runs)
    failing = {name for name, each in fresh.items() if not await each()}
    assert failing == {"documents_missing", "database_older_than_workflows"}
    assert await appeals.is_running(life.number)
