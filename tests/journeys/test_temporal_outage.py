"""Temporal is down: registration continues, verbs answer when to retry, and appeals start later."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from runtime.devstack.temporal import NAMESPACE, TemporalServer
from tests.support.api.harness import ApiHarness, open_harness
from tests.support.policies import policy_with_counter_of_body
from tests.support.unique_names import unique_name


@pytest.fixture
async def temporal_of_its_own(tmp_path: Path) -> AsyncIterator[TemporalServer]:
    """Run a Temporal that can be stopped, and started again over what it has written down."""
    temporal = TemporalServer(tmp_path)
    await asyncio.to_thread(temporal.start)
    yield temporal
    await asyncio.to_thread(temporal.stop)


@pytest.fixture
async def harness(temporal_of_its_own: TemporalServer, database_url: str) -> AsyncIterator[ApiHarness]:
    client = await Client.connect(
        temporal_of_its_own.address, namespace=NAMESPACE, data_converter=pydantic_data_converter
    )
    policy, calendar = policy_with_counter_of_body()
    async with open_harness(database_url, client, unique_name("queue"), policy, calendar) as harness:
        yield harness


async def test_talons_are_given_and_honoured_when_temporal_returns(
    harness: ApiHarness, temporal_of_its_own: TemporalServer
) -> None:
    _, before = await harness.register_and_start()
    await asyncio.to_thread(temporal_of_its_own.stop)
    talons = [await harness.register() for _ in range(3)]
    assert len({talon["number"] for talon in talons}) == 3
    key = str(uuid4())
    waiting = await harness.main_task(talons[0]["id"])
    for put_off in await asyncio.gather(
        harness.send_task_command("clerk", before, "claim", key),
        harness.send_task_command("clerk", waiting, "claim"),
    ):
        assert put_off.status_code in (202, 503), put_off.text
        assert int(put_off.headers["Retry-After"]) > 0

    await asyncio.to_thread(temporal_of_its_own.start)
    for talon in talons:
        while not await harness.appeals.is_running(talon["number"]):
            await asyncio.sleep(0.2)
    while (done := await harness.send_task_command("clerk", before, "claim", key)).status_code != 200:
        await asyncio.sleep(0.2)
    assert done.json()["state"] == "claimed"
    for talon in talons:
        claimed = await harness.send_task_command("clerk", await harness.main_task(talon["id"]), "claim")
        assert (claimed.status_code, claimed.json()["state"]) == (200, "claimed"), claimed.text
