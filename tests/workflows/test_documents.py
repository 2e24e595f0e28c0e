"""Plans and calendars travel by reference: the worker loads what a message names before it is read."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import WorkflowHandle
from temporalio.testing import WorkflowEnvironment

from domain import commands as c
from schemas.wire import documents
from schemas.wire.messages import AppealStart
from store.appeals import write_batch
from tests.support.store.recorded_appeal import batch_of
from tests.support.workflows.live_appeal import CLERK, LiveAppeal, make_plan, register_appeal
from workflows.client import AppealClient
from workflows.data_converter import DATA_CONVERTER
from workflows.names import appeal_workflow_id


@pytest.fixture
def no_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin as a process does that has loaded no documents."""
    monkeypatch.setattr(documents, "_loaded", type(documents._loaded)())
    monkeypatch.setattr(documents, "_references", {})


async def registered(engine: AsyncEngine, appeals: AppealClient) -> LiveAppeal:
    """Register an appeal without its workflow."""
    appeal, facts = register_appeal(make_plan())
    async with engine.begin() as connection:
        await write_batch.save_batch(connection, batch_of(appeal, facts))
    return LiveAppeal(engine, appeals, appeal.id, appeal.number)


async def start_event_size(handle: WorkflowHandle[object, object]) -> int:
    history = await handle.fetch_history()
    return history.events[0].ByteSize()


@pytest.mark.usefixtures("no_documents")
async def test_a_stored_event_names_its_documents(engine: AsyncEngine, appeals: AppealClient) -> None:
    life = await registered(engine, appeals)
    async with engine.connect() as connection:
        stored = await connection.scalar(text("SELECT data FROM events WHERE seq = 1"))
        kinds = set(await connection.scalars(text("SELECT kind FROM documents")))
    assert stored["calendar"].startswith("calendar:")
    assert stored["plan"].startswith("plan:")
    assert {"plan", "calendar"} <= kinds
    assert (await life.read_appeal()).calendar.version in stored["calendar"]


@pytest.mark.usefixtures("no_documents")
async def test_a_worker_loads_the_documents_of_a_start(
    engine: AsyncEngine, appeals: AppealClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = await registered(engine, appeals)
    appeal = await life.read_appeal()
    payload = DATA_CONVERTER.payload_converter.to_payload(AppealStart(appeal=appeal))
    assert any(each.startswith("calendar:") for each in documents.references_in(payload.data))
    await appeals.start_workflow(appeal)
    monkeypatch.setattr(documents, "_loaded", type(documents._loaded)())
    await life.send_command(c.Claim(CLERK, appeal.open_tasks[0].id))
    assert (await life.read_main_task()).holder == CLERK.id


@pytest.mark.usefixtures("no_documents")
async def test_a_missing_document_delays_the_workflow_and_does_not_end_it(
    engine: AsyncEngine,
    appeals: AppealClient,
    temporal: WorkflowEnvironment,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    life = await registered(engine, appeals)
    appeal = await life.read_appeal()
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE aside AS SELECT * FROM documents"))
        await connection.execute(text("DELETE FROM documents"))
    handle = temporal.client.get_workflow_handle(appeal_workflow_id(life.number))
    start = appeals.start_workflow(appeal)
    await start
    monkeypatch.setattr(documents, "_loaded", type(documents._loaded)())
    claim = asyncio.create_task(life.send_command(c.Claim(CLERK, appeal.open_tasks[0].id)))
    await asyncio.sleep(1)
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO documents SELECT * FROM aside"))
    await claim
    described = await handle.describe()
    assert described.status is not None
    assert described.status.name == "RUNNING"
