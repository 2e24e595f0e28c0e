"""Only this installation seals commands; all others are checked, and count from when Temporal took them."""

import asyncio
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import WorkflowHandle, WorkflowUpdateFailedError
from temporalio.common import RawValue
from temporalio.exceptions import ApplicationError
from temporalio.testing import WorkflowEnvironment

from domain import commands as c
from domain import events as e
from runtime.processes.worker import build_worker
from schemas.wire.messages import CommandMessage
from tests.support.command_key import COMMAND_KEY
from tests.support.workflows.live_appeal import CLERK, LiveAppeal, make_person
from tests.support.workflows.outside_commands import check_by_known_people
from tests.support.workflows.short_lease import SECOND, claimed_with_short_lease, completion, wait_until
from workflows.client import AppealClient
from workflows.commands.errors import WorkflowServiceUnavailable
from workflows.names import appeal_workflow_id


def handle_of(temporal: WorkflowEnvironment, life: LiveAppeal) -> WorkflowHandle[object, object]:
    return temporal.client.get_workflow_handle(appeal_workflow_id(life.number))


async def test_command_under_a_false_seal_leaves_no_trace(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment, task_queue: str
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    seq = (await life.read_appeal()).seq
    forger = AppealClient(temporal.client, task_queue=task_queue, command_key=b"another installation")
    with pytest.raises(WorkflowServiceUnavailable):
        await forger.send_command(life.number, c.Withdraw(CLERK), uuid4())
    await life.send_command(c.Claim(CLERK, (await life.read_main_task()).id))
    assert {type(fact.event) for fact in (await life.read_facts())[seq:]} == {e.TaskClaimed}


async def test_seal_of_one_appeal_is_false_on_another(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    life, another = await LiveAppeal.begin(engine, appeals), await LiveAppeal.begin(engine, appeals)
    await life.send_command(c.Withdraw(CLERK))
    history = await handle_of(temporal, life).fetch_history()
    (taken,) = (
        event.workflow_execution_update_accepted_event_attributes.accepted_request.input
        for event in history.events
        if event.HasField("workflow_execution_update_accepted_event_attributes")
    )
    with pytest.raises(WorkflowUpdateFailedError) as failure:
        await handle_of(temporal, another).execute_update("withdraw", RawValue(taken.args.payloads[0]))
    assert isinstance(failure.value.cause, ApplicationError)
    assert failure.value.cause.type == "seal_invalid"


async def test_stranger_closes_no_appeal(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    stranger = make_person("nowhere", CLERK.role)
    message = CommandMessage(command_id=uuid4(), command=c.Withdraw(stranger))
    for _ in range(2):  # a refusal is no success at the second attempt either
        with pytest.raises(WorkflowUpdateFailedError) as failure:
            await handle_of(temporal, life).execute_update("withdraw", message)
        assert isinstance(failure.value.cause, ApplicationError)
        assert failure.value.cause.type == "unknown_person"
    assert not (await life.read_appeal()).is_closed


async def test_signal_counts_from_when_temporal_accepted_it(
    engine: AsyncEngine, temporal: WorkflowEnvironment, task_queue: str
) -> None:
    start_worker = partial(
        build_worker,
        temporal.client,
        engine,
        task_queue=task_queue,
        command_key=COMMAND_KEY,
        check_command=check_by_known_people,
    )
    async with start_worker():
        appeals = AppealClient(temporal.client, task_queue=task_queue, command_key=COMMAND_KEY)
        life, task, due = await claimed_with_short_lease(engine, appeals)
    done = CommandMessage(command_id=uuid4(), command=completion(task))
    for _ in range(2):  # sent twice, and carried out once
        await handle_of(temporal, life).signal("complete", done)
    await wait_until(due + SECOND)
    async with start_worker(), asyncio.timeout(30):
        while not (await life.read_appeal()).is_closed:
            await asyncio.sleep(0.05)
    facts = await life.read_facts()
    assert not [fact for fact in facts if isinstance(fact.event, e.LeaseLapsed | e.Breached)]
    (closed,) = (fact for fact in facts if isinstance(fact.event, e.Closed))
    assert closed.at < due
