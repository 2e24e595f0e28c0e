"""Run every scenario on the real server and record the histories: `python -m tests.replay.record`.

Done once for each release, into a folder named after its version; a recorded history never changes.
"""

import asyncio
import json
import tempfile
import time
from functools import partial
from pathlib import Path

from sqlalchemy import text
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from runtime.devstack.binaries import temporal_binary
from runtime.devstack.postgres import Postgres
from runtime.devstack.temporal import NAMESPACE, search_attribute_options
from runtime.processes.worker import build_worker
from store.database import migrate
from store.database.engine import create_engine
from tests.support.command_key import COMMAND_KEY
from tests.support.versions import current_version
from tests.support.workflows.live_appeal import LiveAppeal
from tests.support.workflows.scenarios import SCENARIOS
from tests.support.workflows.statutory_scenarios import STATUTORY_SCENARIOS
from workflows.client import AppealClient
from workflows.names import TASK_QUEUE, appeal_workflow_id

HISTORIES = Path(__file__).parent / "histories"
DOCUMENTS = "documents.jsonl"  # the plans, calendars and laws that the histories name


async def record_scenarios(url: str, into: Path) -> None:
    """Run all scenarios and write the history of every run into *into*."""
    engine = create_engine(url)
    environment = await WorkflowEnvironment.start_local(
        namespace=NAMESPACE,
        data_converter=pydantic_data_converter,
        dev_server_existing_path=str(temporal_binary()),
        dev_server_log_level="never",
        dev_server_extra_args=search_attribute_options(),
    )
    async with environment, build_worker(environment.client, engine, command_key=COMMAND_KEY):
        begin = partial(
            LiveAppeal.begin,
            engine,
            AppealClient(environment.client, task_queue=TASK_QUEUE, command_key=COMMAND_KEY),
        )
        for scenario in (*SCENARIOS, *STATUTORY_SCENARIOS):
            await write_histories(environment.client, await scenario(begin), into / scenario.__name__)
    async with engine.connect() as connection:
        rows = await connection.execute(text("SELECT digest, kind, content FROM documents ORDER BY digest"))
        lines = [json.dumps(dict(row), ensure_ascii=False) for row in rows.mappings()]
    (into / DOCUMENTS).write_text("\n".join(lines) + "\n", "utf-8")
    await engine.dispose()


async def write_histories(client: Client, life: LiveAppeal, path: Path) -> None:
    """Write one file per run of the appeal's workflow."""
    handle = client.get_workflow_handle(appeal_workflow_id(life.number))
    await handle.result()
    runs = [run async for run in client.list_workflows(f"WorkflowId = '{appeal_workflow_id(life.number)}'")]
    for number, run in enumerate(sorted(runs, key=lambda run: run.start_time), 1):
        history = await client.get_workflow_handle(run.id, run_id=run.run_id).fetch_history()
        path.with_suffix(f".{number}.json").write_text(history.to_json() + "\n", "utf-8")


def main() -> None:
    """Record the histories of this release."""
    into = HISTORIES / current_version()
    into.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        postgres = Postgres(Path(folder), fast=True)
        postgres.start()
        try:
            url = postgres.create_database("histories")
            migrate.upgrade_database(url)
            asyncio.run(record_scenarios(url, into))
        finally:
            postgres.stop()
    time.sleep(0.5)  # Temporal's threads end before the interpreter does


if __name__ == "__main__":
    main()
