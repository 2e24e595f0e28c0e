"""A minute without Postgres: commands wait or are refused clearly, and then all catches up."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from httpx2 import AsyncClient
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from domain import commands as c
from domain.identity.people import Person, Role
from runtime.api_client import RETRYABLE, ApiClient, http_client
from runtime.devstack.component import KomekProcess
from runtime.devstack.postgres import Postgres
from runtime.devstack.process import find_free_port, is_healthy
from runtime.devstack.temporal import NAMESPACE, TemporalServer
from runtime.first_token import first_operator_token
from runtime.settings import Settings
from schemas.wire.messages import CommandMessage
from store.appeals import event_log
from store.database import migrate
from store.database.engine import create_engine
from store.reference import people
from tests.support.chaos.appeal_run import (
    RECEPTION,
    Staff,
    appeal_body,
    open_task,
    request_until_done,
)
from tests.support.scale import scaled
from workflows.names import appeal_workflow_id

ABSENCE_SECONDS = scaled(8.0, 60.0)
LIVES = 8


@dataclass
class Parts:
    """Komek with each part on its own, as an operator would run it."""

    postgres: Postgres
    temporal: TemporalServer
    port: int
    token: str

    @property
    def url(self) -> str:
        """Return where the API answers."""
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    """Run a database, a Temporal server, a worker and an API that are configured to find each other."""
    postgres, temporal = Postgres(tmp_path / "postgres"), TemporalServer(tmp_path / "temporal")
    port = find_free_port()
    with ExitStack() as stack:
        for server in (postgres, temporal):
            stack.callback(server.stop)
            server.start()
        url = postgres.url()
        migrate.upgrade_database(url)
        where = {
            "KOMEK_DATA": str(tmp_path),
            "KOMEK_DATABASE_URL": url,
            "KOMEK_TEMPORAL_ADDRESS": temporal.address,
            "KOMEK_TEMPORAL_NAMESPACE": NAMESPACE,
            "KOMEK_API_PORT": str(port),
        }
        token = first_operator_token(Settings(data=tmp_path, database_url=url))
        worker, api = (
            KomekProcess(word, word, tmp_path, {**os.environ, **where}, 5) for word in ("worker", "serve")
        )
        for program in (worker, api):
            stack.callback(program.stop)
            program.start()
        api.wait_until_ready(lambda: is_healthy(port, "/readyz"))
        yield Parts(postgres, temporal, port, token)


@pytest.mark.timeout(300)
async def test_a_minute_without_postgres(parts: Parts) -> None:
    async with http_client(parts.url) as http:
        staff = await Staff.register(ApiClient(http, parts.token))
        talons = [await request_until_done(staff.clerk, "/v1/appeals", appeal_body(n)) for n in range(LIVES)]
        appeals = [talon["id"] for talon in talons]
        tasks = [await open_task(staff.clerk, appeal) for appeal in appeals]
        clerk = await read_clerk(parts)
        await asyncio.to_thread(parts.postgres.stop)
        back = time.monotonic() + ABSENCE_SECONDS
        await signal_a_claim(parts, talons[0]["number"], c.Claim(clerk, UUID(tasks[0])))
        key = str(uuid4())
        while time.monotonic() < back:
            assert await asked_once(http, staff.clerk, f"/v1/tasks/{tasks[1]}/claim", key) in RETRYABLE
            assert is_healthy(parts.port, "/healthz")
            await asyncio.sleep(3)
        await asyncio.to_thread(parts.postgres.start)
        assert (await staff.clerk.post(f"/v1/tasks/{tasks[1]}/claim", {}, key)).is_success
        claims = [request_until_done(staff.clerk, f"/v1/tasks/{task}/claim", {}) for task in tasks[2:]]
        await asyncio.gather(*claims)
    await until_held(parts, UUID(appeals[0]), clerk.id)


async def asked_once(http: AsyncClient, client: ApiClient, path: str, key: str) -> int:
    """Ask once, and return with which status the API put it off."""
    headers = {"Authorization": f"Bearer {client.token}", "Idempotency-Key": key}
    response = await http.post(path, json={}, headers=headers)
    assert int(response.headers["Retry-After"]) > 0
    assert response.json()["type"]
    return response.status_code


async def read_clerk(parts: Parts) -> Person:
    """Return a clerk of the reception, as the directory has them."""
    engine = create_engine(parts.postgres.url())
    async with engine.connect() as connection:
        staff = await people.staff(connection, RECEPTION)
    await engine.dispose()
    return next(each.person for each in staff if each.role is Role.CLERK)


async def signal_a_claim(parts: Parts, number: str, claim: c.Claim) -> None:
    """Claim through an integrator's signal, which is accepted without a database."""
    temporal = await Client.connect(
        parts.temporal.address, namespace=NAMESPACE, data_converter=pydantic_data_converter
    )
    await temporal.get_workflow_handle(appeal_workflow_id(number)).signal(
        "claim", CommandMessage(command_id=uuid4(), command=claim)
    )


async def until_held(parts: Parts, appeal: UUID, holder: UUID) -> None:
    """Wait until what was signalled in the absence stands in Postgres."""
    engine = create_engine(parts.postgres.url())
    async with asyncio.timeout(30), engine.connect() as connection:
        while True:
            life = await event_log.load_appeal(connection, appeal)
            if life and life.main_task and life.main_task.holder == holder:
                break
            await asyncio.sleep(0.2)
    await engine.dispose()
