"""No release may break an appeal that an earlier release began: every kept history still replays."""

import asyncio
import json
from functools import partial
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import WorkflowHistory
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer

from domain import events as e
from runtime.worker import strict_sandbox
from tests.support.law_stories import LAW_STORIES
from tests.support.lives import Life
from tests.support.stories import STORIES, Story
from workflows.appeal import AppealWorkflow
from workflows.client import Appeals
from workflows.names import workflow_id

HISTORIES = Path(__file__).parent / "histories"
KEPT = sorted(HISTORIES.rglob("*.json"))
TOLD = (*STORIES, *LAW_STORIES)


def replayer() -> Replayer:
    """Return a replayer as strict as our workers."""
    return Replayer(
        workflows=[AppealWorkflow],
        workflow_runner=strict_sandbox(),
        data_converter=pydantic_data_converter,
    )


def read(kept: Path) -> WorkflowHistory:
    """Return a history from its file."""
    return WorkflowHistory.from_json("appeal-replayed", json.loads(kept.read_text("utf-8")))


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: f"{path.parent.name}/{path.stem}")
async def test_a_kept_history_still_replays(kept: Path) -> None:
    await replayer().replay_workflow(read(kept))


def test_the_newest_kept_histories_hold_every_story() -> None:
    newest = max(path.parent for path in KEPT)
    kept = {path.stem.split(".")[0] for path in newest.glob("*.json")}
    assert kept >= {story.__name__ for story in TOLD}


@pytest.mark.parametrize("story", TOLD, ids=lambda story: story.__name__)
async def test_a_story_lived_now_replays(
    story: Story, engine: AsyncEngine, appeals: Appeals, temporal: WorkflowEnvironment
) -> None:
    life = await story(partial(Life.begin, engine, appeals))
    async for run in temporal.client.list_workflows(f"WorkflowId = '{workflow_id(life.id)}'"):
        handle = temporal.client.get_workflow_handle(run.id, run_id=run.run_id)
        await replayer().replay_workflow(await handle.fetch_history())


async def test_the_stories_go_through_every_event(engine: AsyncEngine, appeals: Appeals) -> None:
    lives = await asyncio.gather(*(story(partial(Life.begin, engine, appeals)) for story in TOLD))
    lived = {type(fact.event) for life in lives for fact in await life.facts()}
    assert lived == set(get_args(e.Event)) - {e.CommandRefused}  # a signal's, told in tests/workflows
