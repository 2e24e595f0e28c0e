"""What `komek doctor` finds, and the way out that it names."""

import asyncio
import io
import json
import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from rich.console import Console
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection
from temporalio import workflow
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from runtime.cli import doctor
from runtime.devstack.process import find_free_port
from runtime.settings import Settings
from runtime.temporal_client import count_workers
from store.appeals import write_batch
from store.database import migrate
from store.queries import health
from tests.support.store.recorded_appeal import RecordedAppeal
from tests.support.store.tampering import tamper
from workflows.names import TASK_QUEUE


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KOMEK_{name.upper()}", raising=False)


@workflow.defn
class Idle:
    """Stands for the work of a worker."""

    @workflow.run
    async def run(self) -> None:
        """Do nothing."""


@pytest.fixture
async def worker(temporal: WorkflowEnvironment) -> AsyncIterator[None]:
    """A worker that has asked for appeals."""
    runner = UnsandboxedWorkflowRunner()
    async with Worker(temporal.client, task_queue=TASK_QUEUE, workflows=[Idle], workflow_runner=runner):
        while not await count_workers(temporal.client):
            await asyncio.sleep(0.05)
        yield


@pytest.fixture
def installation(
    database_url: str,
    temporal: WorkflowEnvironment,
    worker: None,  # noqa: ARG001 -- it need only be there
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """Return the data folder of a sound installation whose servers live elsewhere."""
    monkeypatch.setenv("KOMEK_DATABASE_URL", database_url)
    monkeypatch.setenv("KOMEK_TEMPORAL_ADDRESS", temporal.client.service_client.config.target_host)
    return tmp_path


def examine(data: Path) -> tuple[int, str]:
    output = io.StringIO()
    return doctor.run_checks(data, Console(file=output, width=200)), output.getvalue()


def test_a_sound_installation_is_well(installation: Path) -> None:
    code, output = examine(installation)
    assert "✘" not in output
    assert output.endswith("all checks passed\n")
    assert code == 0


def test_a_fresh_clone_lacks_nothing_but_a_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        doctor,
        "Ports",
        type("Ports", (), {"api": find_free_port(), "ui": find_free_port(), "temporal": find_free_port()}),
    )
    code, output = examine(tmp_path)
    assert "✔ ports: free, nothing runs here yet" in output
    assert code == 0


def test_a_dead_database_is_named_with_a_way_out(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMEK_DATABASE_URL", f"postgresql://komek@127.0.0.1:{find_free_port()}/komek")
    code, output = examine(installation)
    assert "✘ database: " in output
    assert "fix: run ./dev up, or correct KOMEK_DATABASE_URL" in output
    assert code == 1


def test_a_database_without_our_tables_is_sent_to_migrate(
    installation: Path, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOMEK_DATABASE_URL", empty_database_url)
    _, output = examine(installation)
    assert "✘ migrations: the database is at nothing" in output
    assert "fix: run ./dev migrate" in output


def test_a_dead_temporal_is_named_with_a_way_out(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMEK_TEMPORAL_ADDRESS", f"127.0.0.1:{find_free_port()}")
    code, output = examine(installation)
    assert "✘ Temporal: 127.0.0.1" in output
    assert code == 1


def test_a_namespace_without_our_search_attributes_is_sent_to_register(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOMEK_TEMPORAL_NAMESPACE", "temporal-system")
    _, output = examine(installation)
    assert "workflows would hang without the search attributes" in output
    assert "fix: run ./dev register-search-attributes" in output


def test_killed_stack_is_distinguished_from_a_running_one(installation: Path) -> None:
    processes = {"the worker": os.getpid()}
    stack = {"settings": {}, "supervisor": os.getpid(), "processes": processes}
    installation.joinpath("stack.json").write_text(json.dumps(stack), "utf-8")
    _, output = examine(installation)
    assert "✘ stack: the supervisor, the worker died" in output
    assert "fix: run ./dev up; it resumes from the stored state" in output


def test_a_policy_that_is_not_there_is_named(installation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMEK_POLICY", "atlantis")
    _, output = examine(installation)
    assert "✘ policy: " in output
    assert "atlantis.toml: there is no such policy; there are kazakhstan, rehearsal" in output


def test_every_part_that_fails_is_named_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KOMEK_DATABASE_URL", f"postgresql://komek@127.0.0.1:{find_free_port()}/komek")
    monkeypatch.setenv("KOMEK_TEMPORAL_ADDRESS", f"127.0.0.1:{find_free_port()}")
    monkeypatch.setenv("KOMEK_POLICY", "atlantis")
    code, output = examine(tmp_path)
    assert output.count("✘") >= 3
    assert code == 1


async def test_missing_documents_of_open_appeals_are_counted(
    installation: Path, connection: AsyncConnection
) -> None:
    for batch in RecordedAppeal().batches:
        await write_batch.save_batch(connection, batch)
    _, output = await asyncio.to_thread(examine, installation)
    assert "✔ documents: " in output
    await connection.execute(text("DELETE FROM documents WHERE kind = 'plan'"))
    code, output = await asyncio.to_thread(examine, installation)
    assert "✘ documents: missing plans, calendars or laws of open appeals: 1" in output
    assert code == 1


def test_a_letter_that_is_no_letter_to_the_database_is_found(
    installation: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE DATABASE deaf LC_CTYPE 'C' TEMPLATE template0")
    deaf = database_url.rpartition("/")[0] + "/deaf"
    migrate.upgrade_database(deaf)
    monkeypatch.setenv("KOMEK_DATABASE_URL", deaf)
    _, output = examine(installation)
    assert "✘ Kazakh text search: searching for Kazakh words would find nothing" in output


async def test_an_appeal_with_a_gap_in_its_events_is_named(
    installation: Path, connection: AsyncConnection
) -> None:
    damaged, sound = RecordedAppeal(1), RecordedAppeal(2)
    for batch in (*damaged.batches, *sound.batches):
        await write_batch.save_batch(connection, batch)
    await tamper(connection, "DELETE FROM events WHERE appeal = :id AND seq = 1", id=damaged.id)
    _, output = await asyncio.to_thread(examine, installation)
    assert f"✘ histories: open appeals whose events have a gap, such as {damaged.appeal.number}\n" in output


async def test_a_clock_of_another_machine_that_is_wrong_is_named(
    installation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def tomorrow(_connection: AsyncConnection) -> datetime:
        return datetime.now(UTC) + timedelta(hours=3)

    monkeypatch.setattr(health, "server_time", tomorrow)
    _, output = await asyncio.to_thread(examine, installation)
    assert "✘ system time: clocks differ from this machine's: PostgreSQL +10800 s" in output


async def test_an_open_appeal_without_a_workflow_is_named(
    installation: Path, connection: AsyncConnection
) -> None:
    lost = RecordedAppeal()
    for batch in lost.batches:
        await write_batch.save_batch(connection, batch)
    code, output = await asyncio.to_thread(examine, installation)
    assert f"✘ clocks: open appeals without a running workflow: 1, such as {lost.appeal.number}" in output
    assert "fix: run ./dev reconcile" in output
    assert code == 1
