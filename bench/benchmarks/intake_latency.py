"""Intake of twenty appeals per second, relative to an endpoint that only writes one row."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from httpx2 import AsyncClient
from sqlalchemy.ext.asyncio import AsyncEngine

from api.openapi.request_examples import REQUEST_EXAMPLES
from bench.appeals import RECEPTION, REGION
from bench.baseline import api as baseline_api
from bench.benchmarks.throughput import run_concurrently
from bench.environment import STOP_TIMEOUT_SECONDS, Environment
from bench.figures import Measurement, percentile
from domain.identity.people import Role
from runtime.devstack.component import KomekProcess
from runtime.devstack.process import find_free_port, is_healthy
from store.appeals import outbox
from store.database.engine import autocommit, create_engine
from store.reference import people

REQUESTS_PER_SECOND = 20
WARM_UP = 40
MAX_WAIT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An endpoint and the request that is sent to it."""

    client: AsyncClient
    path: str
    body: Any

    async def request_at(self, due: float) -> float:
        """Send one request at the time *due*; return the milliseconds from then to the response."""
        await asyncio.sleep(due - time.perf_counter())
        await self.request()
        return (time.perf_counter() - due) * 1000

    async def request(self) -> None:
        """Send one request."""
        answer = await self.client.post(self.path, json=self.body, headers={"Idempotency-Key": str(uuid4())})
        if answer.status_code != HTTPStatus.CREATED:
            raise RuntimeError(f"{self.path} returned {answer.status_code}: {answer.text}")


async def measure(parts: Environment, *, seconds: int) -> Measurement:
    """Submit twenty appeals per second, and as many baseline requests between them, with a running worker."""
    database = parts.create_database("talon")
    engine = create_engine(database)
    async with autocommit(engine).connect() as connection:
        await connection.execute(baseline_api.CREATE_TABLE)
    async with (
        _komek_endpoint(parts, engine, database) as ours,
        _baseline_endpoint(parts, database) as baseline,
    ):
        for counter in (ours, baseline):
            await run_concurrently(counter.request, WARM_UP)
        await _wait_until_started(engine)
        interval, begin = 1 / REQUESTS_PER_SECOND, time.perf_counter() + 0.5
        dues = [begin + number * interval for number in range(seconds * REQUESTS_PER_SECOND)]
        times = await asyncio.gather(
            asyncio.gather(*(ours.request_at(due) for due in dues)),
            asyncio.gather(*(baseline.request_at(due + interval / 2) for due in dues)),
        )
        began = time.perf_counter()
        await _wait_until_started(engine)
        catching_up = time.perf_counter() - began
    await engine.dispose()
    ours_ms, baseline_ms = (
        {share: percentile(each, share / 100) for share in (50, 95, 99)} for each in times
    )
    raw = {
        "talon_milliseconds": {f"p{share}": value for share, value in ours_ms.items()},
        "talon_baseline_milliseconds": {f"p{share}": value for share, value in baseline_ms.items()},
        "talon_seconds_until_all_started": catching_up,
    }
    return Measurement({"talon_ratio": ours_ms[95] / baseline_ms[95]}, raw)


@asynccontextmanager
async def _komek_endpoint(parts: Environment, engine: AsyncEngine, database: str) -> AsyncIterator[Endpoint]:
    """Run the API and the worker as in production, with a clerk's token."""
    port = find_free_port()
    environment = {
        **parts.process_environment(database),
        "KOMEK_API_PORT": str(port),
        "KOMEK_LOG_LEVEL": "warning",
    }
    api = KomekProcess("the API", "serve", parts.folder, environment, STOP_TIMEOUT_SECONDS)
    worker = KomekProcess("the worker", "worker", parts.folder, environment, STOP_TIMEOUT_SECONDS)
    try:
        api.start()
        worker.start()
        await asyncio.to_thread(api.wait_until_ready, lambda: is_healthy(port, "/readyz"))
        async with engine.begin() as connection:
            _, token = await people.create_person(connection, "Clerk", RECEPTION, Role.CLERK, REGION)
        async with _http_client(port, {"Authorization": f"Bearer {token}"}) as client:
            yield Endpoint(client, "/v1/appeals", REQUEST_EXAMPLES["register_appeal"])
    finally:
        api.stop()
        worker.stop()


@asynccontextmanager
async def _baseline_endpoint(parts: Environment, database: str) -> AsyncIterator[Endpoint]:
    port = find_free_port()
    with parts.process("bench.baseline.api", str(port), database):
        async with _http_client(port, {}) as client:
            yield Endpoint(client, "/slips", {"text": REQUEST_EXAMPLES["register_appeal"]["text"]})


def _http_client(port: int, headers: dict[str, str]) -> AsyncClient:
    return AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False, timeout=30)


async def _wait_until_started(engine: AsyncEngine) -> None:
    """Return when every appeal has its workflow."""
    deadline = time.monotonic() + MAX_WAIT_SECONDS
    async with autocommit(engine).connect() as connection:
        while await outbox.pending_count(connection):
            if time.monotonic() > deadline:
                raise TimeoutError("some appeals have not been started")
            await asyncio.sleep(0.1)
