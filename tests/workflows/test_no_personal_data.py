"""What Temporal never learns: names, numbers, free text. And what a workflow may never import."""

import json
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from runtime.processes.worker import strict_sandbox
from tests.support.workflows.database_import import DatabaseImportingWorkflow
from tests.support.workflows.live_appeal import LiveAppeal
from tests.support.workflows.scenarios import SCENARIOS
from workflows.client import AppealClient
from workflows.names import appeal_workflow_id


def words(value: Any) -> set[str]:
    """Return every string in a JSON value."""
    if isinstance(value, dict):
        return set().union(*(words(each) for each in value.values()), set())
    if isinstance(value, list):
        return set().union(*(words(each) for each in value), set())
    return {value} if isinstance(value, str) else set()


async def test_no_payload_holds_more_than_ids_codes_and_dates(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    """A sentence has spaces; no message to a workflow has any."""
    lives = [
        await story(lambda by_plan: LiveAppeal.begin(engine, appeals, by_plan)) for story in SCENARIOS[:4]
    ]
    for life in lives:
        handle = temporal.client.get_workflow_handle(appeal_workflow_id(life.number))
        events = (await handle.fetch_history()).events
        sent_words = words([json.loads(payload) for event in events for payload in payloads(event)])
        assert str(life.id) in sent_words
        assert not [word for word in sent_words if " " in word]


def payloads(message: Any) -> list[bytes]:
    """Return the data of every payload in a history event, but for the summaries we write for supervisors."""
    if message.DESCRIPTOR.full_name == "temporal.api.common.v1.Payload":
        return [message.data] if message.data else []
    if message.DESCRIPTOR.full_name == "temporal.api.sdk.v1.UserMetadata":
        return []
    found: list[bytes] = []
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        if field.message_type.GetOptions().map_entry:
            children = [each for each in value.values() if hasattr(each, "DESCRIPTOR")]
        else:
            children = list(value) if field.is_repeated else [value]
        for child in children:
            found += payloads(child)
    return found


async def test_a_worker_refuses_a_workflow_that_imports_what_was_not_passed_through(
    temporal: WorkflowEnvironment, task_queue: str
) -> None:
    with pytest.raises(RuntimeError) as refusal:
        Worker(
            temporal.client,
            task_queue=task_queue,
            workflows=[DatabaseImportingWorkflow],
            workflow_runner=strict_sandbox(),
        )
    assert "sqlmodel" in str(refusal.value.__cause__)
