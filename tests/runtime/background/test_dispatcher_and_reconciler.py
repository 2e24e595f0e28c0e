"""The dispatcher starts registered appeals, and the reconciler restarts lost ones."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from domain import commands as c
from domain.decide.handle import handle
from domain.errors import TaskHeldByAnother
from domain.events import CommandRefused
from domain.events.fact import Fact
from domain.evolve.appeal import replay
from domain.identity.people import Role
from runtime.background import reconciler
from runtime.background.outbox_dispatcher import OutboxDispatcher
from runtime.background.reconciler import Reconciler
from runtime.devstack.process import find_free_port
from runtime.processes.worker import build_worker
from schemas.wire.messages import CommandMessage
from store.appeals import outbox, write_batch
from store.database.engine import create_engine
from tests.support.command_key import COMMAND_KEY
from tests.support.store.recorded_appeal import batch_of
from tests.support.workflows.live_appeal import (
    CLERK,
    RECEPTION,
    LiveAppeal,
    make_person,
    make_plan,
    register_appeal,
)
from workflows.client import AppealClient
from workflows.commands.errors import WorkflowNotRunning
from workflows.names import appeal_workflow_id

PUT_DOWN = text("INSERT INTO outbox (appeal, at, attempts, not_before) VALUES (:appeal, now(), 0, now())")
OF_LATER = text("""
INSERT INTO events (appeal, seq, at, data) VALUES (:appeal, 1, now(), '{"type": "of_a_later_release"}')
""")
STUCK = text("UPDATE appeals SET next_alarm_at = now() - interval '1 hour' WHERE id = :appeal")
AT_ONCE = text("UPDATE outbox SET not_before = now()")
RIVAL = make_person(RECEPTION, Role.CLERK)


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    """Connect to the test's own database."""
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


@pytest.fixture
async def appeals(
    temporal: WorkflowEnvironment, engine: AsyncEngine, task_queue: str
) -> AsyncIterator[AppealClient]:
    """Run a worker and open the API."""
    async with build_worker(temporal.client, engine, task_queue=task_queue, command_key=COMMAND_KEY):
        yield AppealClient(temporal.client, task_queue=task_queue, command_key=COMMAND_KEY)


async def talon_given(engine: AsyncEngine, appeals: AppealClient) -> LiveAppeal:
    """Register an appeal as an intake does: in Postgres, with a row in the outbox."""
    appeal, facts = register_appeal(make_plan())
    async with engine.begin() as connection:
        await write_batch.save_batch(connection, batch_of(appeal, facts))
        await connection.execute(PUT_DOWN, {"appeal": appeal.id})
    return LiveAppeal(engine, appeals, appeal.id, appeal.number)


async def waiting(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return await outbox.pending_count(connection)


async def test_an_appeal_starts_once_its_talon_is_given(engine: AsyncEngine, appeals: AppealClient) -> None:
    life = await talon_given(engine, appeals)
    assert await OutboxDispatcher(engine, appeals).dispatch_batch() == 1
    assert await waiting(engine) == 0
    await life.send_command(c.Claim(CLERK, (await life.read_main_task()).id))


async def test_an_appeal_registered_while_temporal_is_down_starts_when_it_returns(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    nowhere = await Client.connect(
        f"127.0.0.1:{find_free_port()}", lazy=True, data_converter=pydantic_data_converter
    )
    life = await talon_given(engine, appeals)
    await OutboxDispatcher(engine, AppealClient(nowhere, command_key=COMMAND_KEY)).dispatch_batch()
    assert await waiting(engine) == 1
    async with engine.begin() as connection:
        await connection.execute(AT_ONCE)
    await OutboxDispatcher(engine, appeals).dispatch_batch()
    assert await waiting(engine) == 0
    assert await appeals.is_running(life.number)


async def test_an_appeal_that_cannot_be_read_keeps_no_other_waiting(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    async with engine.begin() as connection:
        await connection.execute(OF_LATER, {"appeal": (later := uuid4())})
        await connection.execute(PUT_DOWN, {"appeal": later})
    life = await talon_given(engine, appeals)
    await OutboxDispatcher(engine, appeals).dispatch_batch()
    assert await waiting(engine) == 1
    assert await appeals.is_running(life.number)


async def test_two_dispatchers_share_the_work_and_start_nothing_twice(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    lives = [await talon_given(engine, appeals) for _ in range(12)]
    started = await asyncio.gather(*(OutboxDispatcher(engine, appeals).dispatch_batch() for _ in range(2)))
    assert sum(started) == len(lives)
    assert await waiting(engine) == 0
    assert all([await appeals.is_running(life.number) for life in lives])


async def test_a_dispatcher_hears_of_a_talon_and_stops_when_asked(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(OutboxDispatcher(engine, appeals).run(stop))
    life = await talon_given(engine, appeals)
    async with asyncio.timeout(10):
        while not await appeals.is_running(life.number):
            await asyncio.sleep(0.05)
    stop.set()
    async with asyncio.timeout(5):
        await running


async def test_an_appeal_whose_workflow_is_gone_is_started_again_with_its_whole_past(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    lost, kept = await LiveAppeal.begin(engine, appeals), await LiveAppeal.begin(engine, appeals)
    task, given = await lost.read_main_task(), uuid4()
    await lost.send_command(c.Claim(CLERK, task.id), given)
    await temporal.client.get_workflow_handle(appeal_workflow_id(lost.number)).terminate()
    assert await Reconciler(engine, appeals).reconcile_all() == 1
    assert (await lost.read_main_task()).holder == CLERK.id
    assert (await lost.send_command(c.Claim(CLERK, task.id), given)).duplicate
    await lost.send_command(c.Release(CLERK, task.id), uuid4())
    assert await appeals.is_running(kept.number)


async def test_many_lost_workflows_are_restarted_side_by_side_the_nearest_alarm_first(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciler, "PAGE_SIZE", 4)
    monkeypatch.setattr(reconciler, "MAX_CONCURRENT", 2)
    lost = [await LiveAppeal.begin(engine, appeals) for _ in range(6)]
    for life in lost:
        await temporal.client.get_workflow_handle(appeal_workflow_id(life.number)).terminate()
    first = lost[-1]
    async with engine.begin() as connection:
        await connection.execute(STUCK, {"appeal": first.id})
    restarted: list[UUID] = []
    at_once = most = 0
    side_by_side = asyncio.Barrier(2)
    restart = appeals.restart_workflow

    async def watched_restart(facts: Sequence[Fact]) -> None:
        nonlocal at_once, most
        restarted.append(replay(facts).id)
        at_once += 1
        most = max(most, at_once)
        async with asyncio.timeout(60):
            await side_by_side.wait()
        await restart(facts)
        at_once -= 1

    monkeypatch.setattr(appeals, "restart_workflow", watched_restart)
    with capture_logs() as lines:
        assert await Reconciler(engine, appeals).reconcile_all() == 6
    assert first.id in restarted[:2]
    assert sorted(restarted) == sorted(life.id for life in lost)
    assert most == 2
    progress = [line for line in lines if line["event"] == "reconciliation_progress"]
    assert [(each["checked"], each["total"], each["restarted"]) for each in progress] == [
        (4, 6, 4),
        (6, 6, 6),
    ]


async def test_every_stuck_appeal_is_reported_in_turn(
    engine: AsyncEngine, appeals: AppealClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciler, "PAGE_SIZE", 1)
    stuck = [await LiveAppeal.begin(engine, appeals) for _ in range(2)]
    await LiveAppeal.begin(engine, appeals)
    async with engine.begin() as connection:
        for life in stuck:
            await connection.execute(STUCK, {"appeal": life.id})
    rounds = Reconciler(engine, appeals)
    with capture_logs() as lines:
        for _ in range(4):
            assert await rounds.reconcile_page() == 0
    reported = [(line["count"], line["appeals"]) for line in lines if line["event"] == "overdue_alarms_found"]
    first, second = ((1, [str(each)]) for each in sorted(life.id for life in stuck))
    assert reported == [first, second, first]


async def test_a_closed_appeal_stays_closed(engine: AsyncEngine, appeals: AppealClient) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    await life.send_command(c.Withdraw(CLERK))
    assert await Reconciler(engine, appeals).reconcile_all() == 0
    assert not await appeals.is_running(life.number)


async def test_an_appeal_with_two_writers_continues_from_the_stored_events(
    engine: AsyncEngine, appeals: AppealClient
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    task = await life.read_main_task()
    after, facts = handle(await life.read_appeal(), c.Claim(RIVAL, task.id), datetime.now(UTC))
    async with engine.begin() as connection:
        await write_batch.save_batch(connection, batch_of(after, facts))
    with pytest.raises(WorkflowNotRunning):
        await life.send_command(c.Claim(CLERK, task.id))
    assert await Reconciler(engine, appeals).reconcile_all() == 1
    with pytest.raises(TaskHeldByAnother):
        await life.send_command(c.Claim(CLERK, task.id))


async def test_what_is_no_text_to_the_database_does_not_stop_an_appeal(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    unknown_actor = replace(CLERK, organisation="\0")
    signal = CommandMessage(command_id=uuid4(), command=c.ProvideInformation(unknown_actor))
    await temporal.client.get_workflow_handle(appeal_workflow_id(life.number)).signal(
        "provide-information", signal
    )
    async with asyncio.timeout(20):
        while not any(isinstance(fact.event, CommandRefused) for fact in await life.read_facts()):
            await asyncio.sleep(0.05)
    assert await appeals.is_running(life.number)
    await life.send_command(c.Claim(CLERK, (await life.read_main_task()).id))
