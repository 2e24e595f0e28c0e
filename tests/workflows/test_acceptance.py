"""An act counts from when it was accepted, also where no worker heard it before a clock fell due."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment

from domain import commands as c
from domain import events as e
from domain.evolve.appeal import replay
from domain.state.appeal import Status
from domain.state.clock import ClockKind
from runtime.processes.worker import STICKY_TIMEOUT, build_worker
from schemas.wire.messages import CommandMessage
from store.appeals import event_log
from tests.support.command_key import COMMAND_KEY
from tests.support.workflows.live_appeal import CLERK, HOUR, LiveAppeal
from tests.support.workflows.outside_commands import check_by_known_people
from tests.support.workflows.short_lease import SECOND, claimed_with_short_lease, completion, wait_until
from workflows.client import AppealClient
from workflows.names import appeal_workflow_id
from workflows.options import DATABASE_WRITE

MOMENT = timedelta(microseconds=1)
StartWorker = Callable[[], AbstractAsyncContextManager[object]]


@pytest.fixture(params=[1000, 0], ids=["cached", "replayed each time"])
def start_worker(
    time_machine: WorkflowEnvironment, engine: AsyncEngine, task_queue: str, request: pytest.FixtureRequest
) -> StartWorker:
    return partial(
        build_worker,
        time_machine.client,
        engine,
        task_queue=task_queue,
        cached_workflows=request.param,
        command_key=COMMAND_KEY,
        check_command=check_by_known_people,
    )


async def held_by_clerk(
    engine: AsyncEngine, machine: WorkflowEnvironment, task_queue: str
) -> tuple[LiveAppeal, datetime]:
    """Return an appeal that a clerk holds, and when its step is due."""
    with machine.with_time_skipping_disabled():
        life = await LiveAppeal.begin(
            engine, AppealClient(machine.client, task_queue=task_queue, command_key=COMMAND_KEY)
        )
        task = await life.read_main_task()
        await life.send_command(c.Claim(CLERK, task.id))
        appeal = await life.read_appeal()
        clock = appeal.clock(ClockKind.LEASE, task.id)
        assert clock is not None
        return life, appeal.reading(clock).due


async def skip(machine: WorkflowEnvironment, life: LiveAppeal, by: timedelta) -> None:
    await machine.fast_forward(machine.client.get_workflow_handle(appeal_workflow_id(life.number)), by)


async def test_silence_recorded_before_an_act_in_time_is_corrected(
    engine: AsyncEngine, time_machine: WorkflowEnvironment, task_queue: str, start_worker: StartWorker
) -> None:
    async with start_worker():
        life, due = await held_by_clerk(engine, time_machine, task_queue)
        task = await life.read_main_task()
        await skip(time_machine, life, 11 * HOUR)
        with time_machine.with_time_skipping_disabled():
            while not any(isinstance(each.event, e.LeaseLapsed) for each in await life.read_facts()):
                await asyncio.sleep(0.05)
            await life.send_command(completion(task), accepted_at=due - SECOND)
        facts = await life.read_facts()
    (correction,) = (fact.event for fact in facts if isinstance(fact.event, e.SilenceCorrected))
    assert {type(facts[seq - 1].event) for seq in correction.undone} >= {e.LeaseLapsed}
    appeal = replay(facts)
    assert appeal.status is Status.CLOSED
    assert appeal.progress.closed_at == due - SECOND
    async with engine.connect() as connection:
        counted = "SELECT count(*) FROM escalations WHERE appeal = :appeal AND NOT ended"
        assert await connection.scalar(text(counted), {"appeal": life.id}) == 0


async def test_act_that_waits_for_a_worker_goes_before_clocks_that_fell_due_after_it(
    engine: AsyncEngine, temporal: WorkflowEnvironment, task_queue: str
) -> None:
    start_worker = partial(
        build_worker, temporal.client, engine, task_queue=task_queue, command_key=COMMAND_KEY
    )
    async with start_worker():
        appeals = AppealClient(temporal.client, task_queue=task_queue, command_key=COMMAND_KEY)
        life, task, due = await claimed_with_short_lease(engine, appeals)
    await wait_until(due + SECOND)
    later = asyncio.create_task(life.send_command(c.Withdraw(CLERK), accepted_at=due + SECOND))
    await asyncio.sleep(0.3)  # the server has it before the one that was accepted first
    first = asyncio.create_task(life.send_command(completion(task), accepted_at=due - MOMENT))
    async with start_worker():
        await first
        await asyncio.gather(later, return_exceptions=True)
    facts = await life.read_facts()
    assert not [fact for fact in facts if isinstance(fact.event, e.LeaseLapsed | e.Breached)]
    assert [fact.at for fact in facts if isinstance(fact.event, e.Closed)] == [due - MOMENT]


async def test_rows_rebuilt_after_a_correction_are_those_that_were_written(
    engine: AsyncEngine, time_machine: WorkflowEnvironment, task_queue: str, start_worker: StartWorker
) -> None:
    async with start_worker():
        life, due = await held_by_clerk(engine, time_machine, task_queue)
        task = await life.read_main_task()
        await skip(time_machine, life, 26 * HOUR)
        with time_machine.with_time_skipping_disabled():
            while not any(isinstance(each.event, e.Escalated) for each in await life.read_facts()):
                await asyncio.sleep(0.05)
            await life.send_command(c.Claim(CLERK, task.id), uuid4(), due - SECOND)
    listed = "SELECT row_to_json(tasks)::text FROM tasks WHERE appeal = :appeal ORDER BY id"
    async with engine.begin() as connection:
        before = list(await connection.scalars(text(listed), {"appeal": life.id}))
        await event_log.rebuild_projections(connection, life.id)
        assert list(await connection.scalars(text(listed), {"appeal": life.id})) == before


async def test_moment_of_acceptance_that_a_signal_states_is_ignored(
    engine: AsyncEngine, time_machine: WorkflowEnvironment, task_queue: str, start_worker: StartWorker
) -> None:
    async with start_worker():
        life, due = await held_by_clerk(engine, time_machine, task_queue)
        task = await life.read_main_task()
        await skip(time_machine, life, 11 * HOUR)
        handle = time_machine.client.get_workflow_handle(appeal_workflow_id(life.number))
        forged = CommandMessage(command_id=uuid4(), command=completion(task), accepted_at=due - SECOND)
        with time_machine.with_time_skipping_disabled():
            await handle.signal("complete", forged)
            while not any(isinstance(each.event, e.CommandRefused) for each in await life.read_facts()):
                await asyncio.sleep(0.05)
        facts = await life.read_facts()
    assert not [fact for fact in facts if isinstance(fact.event, e.SilenceCorrected | e.Closed)]


async def test_what_a_killed_worker_had_in_hand_is_free_within_five_seconds(
    engine: AsyncEngine, temporal: WorkflowEnvironment, task_queue: str
) -> None:
    life = await LiveAppeal.begin(
        engine, AppealClient(temporal.client, task_queue=task_queue, command_key=COMMAND_KEY)
    )
    described = await temporal.client.get_workflow_handle(appeal_workflow_id(life.number)).describe()
    task_timeout = described.raw_description.execution_config.default_workflow_task_timeout.ToTimedelta()
    for patience in (task_timeout, STICKY_TIMEOUT, DATABASE_WRITE["start_to_close_timeout"]):
        assert patience <= timedelta(seconds=5)
