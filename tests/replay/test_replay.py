"""No release breaks an appeal that an earlier one has started: every recorded history replays."""

import asyncio
import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer

from domain import events as e
from runtime.processes.worker import strict_sandbox
from schemas.wire import documents
from tests.replay.record import DOCUMENTS
from tests.support.versions import recorded_versions
from tests.support.workflows.live_appeal import LiveAppeal
from tests.support.workflows.scenarios import SCENARIOS
from tests.support.workflows.statutory_scenarios import STATUTORY_SCENARIOS
from workflows.appeal import AppealWorkflow
from workflows.client import AppealClient
from workflows.names import appeal_workflow_id

HISTORIES = Path(__file__).parent / "histories"
RELEASED = recorded_versions(HISTORIES)
RECORDED = [path for version in RELEASED for path in sorted(version.glob("*.json"))]
ALL_SCENARIOS = (*SCENARIOS, *STATUTORY_SCENARIOS)


def replayer() -> Replayer:
    """Return a replayer as strict as our workers."""
    return Replayer(
        workflows=[AppealWorkflow],
        workflow_runner=strict_sandbox(),
        data_converter=pydantic_data_converter,
    )


def read(recorded: Path) -> WorkflowHistory:
    """Return a history from its file."""
    return WorkflowHistory.from_json("appeal-replayed", json.loads(recorded.read_text("utf-8")))


def load_documents(version: Path) -> None:
    """Make the documents that the histories of a version name resolvable in this process."""
    for line in (version / DOCUMENTS).read_text("utf-8").splitlines():
        documents.load(documents.StoredDocument(**json.loads(line)))


async def runs(client: Client, workflow: str) -> AsyncIterator[WorkflowHistory]:
    """Yield the history of every run of a workflow, from the last to the first."""
    run: str | None = None
    while run != "":
        history = await client.get_workflow_handle(workflow, run_id=run).fetch_history()
        yield history
        run = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id


@pytest.mark.parametrize("recorded", RECORDED, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_a_recorded_history_replays(recorded: Path) -> None:
    load_documents(recorded.parent)
    await replayer().replay_workflow(read(recorded))


def test_the_newest_recorded_histories_hold_every_scenario() -> None:
    if not RELEASED:
        pytest.skip("no release is recorded yet")
    recorded = {path.stem.split(".")[0] for path in RELEASED[-1].glob("*.json")}
    assert recorded >= {scenario.__name__ for scenario in ALL_SCENARIOS}


@pytest.mark.parametrize(
    "appeals", [1000], ids=["cached"], indirect=True
)  # replayed here, and once is enough
async def test_every_scenario_replays_and_together_they_record_every_event(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    lives = await asyncio.gather(
        *(scenario(partial(LiveAppeal.begin, engine, appeals)) for scenario in ALL_SCENARIOS)
    )
    for life in lives:
        async for history in runs(temporal.client, appeal_workflow_id(life.number)):
            await replayer().replay_workflow(history)
    lived = {type(fact.event) for life in lives for fact in await life.read_facts()}
    assert lived == set(get_args(e.Event)) - {
        e.RegisteredLate,  # as the next one: tests/journeys/test_registration.py
        e.TakenOver,  # written with an intake, before any workflow: tests/api/routes/test_takeover.py
        e.CommandRefused,
    }  # from signals alone, covered in tests/workflows
