"""Whatever JSON a signal carries, the run of the appeal continues: fuzzing by the real data converter."""

import asyncio
import json
import random
from typing import Any
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.common import RawValue
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from domain.rules.lifecycle import Verb
from schemas.wire.messages import AppealState
from tests.support.scale import scaled
from tests.support.workflows.live_appeal import CLERK, LiveAppeal
from workflows.client import AppealClient
from workflows.names import appeal_workflow_id

APPEALS, SIGNALS_EACH = scaled(4, 200), 40
LEAVES: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**63, 10**400, 1.5, float("nan"), float("inf"), "", "\0", "\u202e", "я" * 300),
    *("0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00", "2026-02-30", "P1D", "calendar:kz:" + "0" * 64),
    *([], {}, [[[]]], {"type": "claim"}, ["claim"] * 40),
)


def random_json(chance: random.Random, depth: int = 3) -> Any:
    """Return some JSON of few levels."""
    kind = chance.randrange(4) if depth else 0
    if kind == 1:
        return [random_json(chance, depth - 1) for _ in range(chance.randrange(4))]
    if kind >= 2:
        names = chance.sample(("type", "by", "task", "text", "command", "term", "until", "v"), 3)
        return {name: random_json(chance, depth - 1) for name in names}
    return chance.choice(LEAVES)


def damaged_envelope(chance: random.Random, verb: str, task: str) -> Any:
    """Return the envelope of a command in which some values are any JSON."""
    by = {"id": str(CLERK.id), "organisation": CLERK.organisation, "role": CLERK.role, "region": "61"}
    command: dict[str, Any] = {"type": verb, "by": by, "task": task, "text": str(uuid4())}
    command |= {"step": "agency", "reason": "other", "outcome": "explained", "received": True}
    command |= {
        "until": "2050-01-01T00:00:00Z",
        "term": {"amount": 5, "unit": "wd"},
        "demands": [str(uuid4())],
    }
    envelope: dict[str, Any] = {"command_id": str(uuid4()), "command": command}
    for _ in range(chance.randrange(3)):
        damaged = chance.choice((envelope, command, by))
        damaged[chance.choice((*damaged, "unknown"))] = random_json(chance)
    return envelope


def random_payload(chance: random.Random, verb: str, task: str) -> RawValue:
    """Return the payload of a signal: damaged, any JSON, or bytes that are none."""
    content = chance.choice((damaged_envelope(chance, verb, task), random_json(chance)))
    data = json.dumps(content, ensure_ascii=chance.random() < 0.5).encode()
    if chance.randrange(10) == 0:
        data = data[: chance.randrange(len(data) + 1)] + bytes([chance.randrange(256)])
    return RawValue(Payload(metadata={"encoding": b"json/plain"}, data=data))


async def test_no_signal_fails_a_workflow_task(
    engine: AsyncEngine, appeals: AppealClient, temporal: WorkflowEnvironment
) -> None:
    chance = random.Random(20260318)  # noqa: S311 - the same each time
    for _ in range(APPEALS):
        life = await LiveAppeal.begin(engine, appeals)
        task = str((await life.read_main_task()).id)
        handle = temporal.client.get_workflow_handle(appeal_workflow_id(life.number))
        verbs = [chance.choice((*Verb, "explode")) for _ in range(SIGNALS_EACH)]
        sent = (handle.signal(verb, random_payload(chance, verb, task)) for verb in verbs)
        refused = await asyncio.gather(*sent, return_exceptions=True)
        assert all(isinstance(each, RPCError) for each in refused if each)  # one of them closed the appeal
        async with asyncio.timeout(60):
            state: AppealState = await handle.query("state", result_type=AppealState)
        assert state.summary.id == life.id
        history = await handle.fetch_history()
        assert EventType.EVENT_TYPE_WORKFLOW_TASK_FAILED not in {each.event_type for each in history.events}
