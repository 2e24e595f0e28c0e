"""What cannot be read is refused, and the appeal lives on: a task that fails for ever would be its end."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.common.v1 import Payload
from temporalio.common import RawValue
from temporalio.testing import WorkflowEnvironment

from domain import commands as c
from domain.events import CommandRefused
from domain.worktime.working_calendar import Calendar
from schemas.wire import json_keys  # noqa: F401 - the keys are in use before the first adapter is built
from tests.support.workflows.live_appeal import CLERK, ROUND_THE_CLOCK_CALENDAR, LiveAppeal
from workflows.client import AppealClient
from workflows.names import appeal_workflow_id

BY = {"id": str(CLERK.id), "organisation": CLERK.organisation, "role": CLERK.role, "region": CLERK.region}
SENT: dict[str, Any] = {
    "a type that is no word": {"command": {"type": ["hold"]}},
    "a moment without an offset": {
        "command": {
            "type": "hold",
            "by": BY,
            "task": "{task}",
            "until": "2050-01-01T00:00",
            "reason": "on_leave",
        }
    },
    "a document that is not stored": {
        "command": {"type": "hold", "by": BY, "task": f"calendar:kz:{'0' * 64}"},
    },
    "a calendar of their own": {
        "command": {
            "type": "change-calendar",
            "by": BY,
            "calendar": TypeAdapter(Calendar).dump_python(
                replace(ROUND_THE_CLOCK_CALENDAR, offsets=()), mode="json"
            ),
        }
    },
    "a term beyond all time": {
        "command": {"type": "extend", "by": BY, "term": {"amount": 2**63, "unit": "wd"}, "text": str(uuid4())}
    },
    "an organisation of 5,000 letters": {
        "command": {
            "type": "refer",
            "by": BY,
            "task": "{task}",
            "step": "agency",
            "reason": "other_competent_body",
            "to_organisation": "n" * 5000,
        }
    },
    "an organisation with NUL": {
        "command": {
            "type": "refer",
            "by": BY | {"organisation": "a\0b"},
            "task": "{task}",
            "step": "agency",
            "reason": "other_competent_body",
        }
    },
    "an encoding of their own": RawValue(Payload(metadata={"encoding": b"binary/theirs"}, data=b"\0")),
}


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT)
async def test_a_signal_that_cannot_be_read_does_not_stop_the_appeal(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment, sent: Any
) -> None:
    life = await LiveAppeal.begin(engine, appeals)
    task = await life.read_main_task()
    await life.send_command(c.Claim(CLERK, task.id))
    if isinstance(sent, dict):
        named = {name: str(task.id) if each == "{task}" else each for name, each in sent["command"].items()}
        sent = {"command_id": str(uuid4()), "command": named}
    await temporal.client.get_workflow_handle(appeal_workflow_id(life.number)).signal(
        sent["command"]["type"]
        if isinstance(sent, dict) and isinstance(sent["command"]["type"], str)
        else "hold",
        sent,
    )
    async with asyncio.timeout(20):
        while not any(isinstance(fact.event, CommandRefused) for fact in await life.read_facts()):
            await asyncio.sleep(0.05)
    await life.send_command(c.Release(CLERK, task.id))
