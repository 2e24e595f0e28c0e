"""The counter at twenty appeals a second, beside an endpoint that only writes one row."""

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

from api.openapi.request_examples import REQUESTS
from bench import baseline_api
from bench.appeals import RECEPTION, REGION
from bench.environment import DRAIN, Stage
from bench.figures import Measured, percentile
from bench.throughput import few_at_a_time
from domain.identity.people import Role
from runtime.devstack.component import Program
from runtime.devstack.process import free_port, says_ok
from store.appeals import outbox
from store.database.engine import at_once, connect
from store.reference import people

A_SECOND = 20
WARM_UP = 40
LONGEST_WAIT = 60.0


@dataclass(frozen=True, slots=True)
class Counter:
    """Where one sort of request goes, and what is said."""

    client: AsyncClient
    path: str
    body: Any

    async def ask_at(self, due: float) -> float:
        """Hand one request in when it is *due*; return the milliseconds from then to the answer."""
        await asyncio.sleep(due - time.perf_counter())
        await self.ask()
        return (time.perf_counter() - due) * 1000

    async def ask(self) -> None:
        """Hand one request in."""
        answer = await self.client.post(self.path, json=self.body, headers={"Idempotency-Key": str(uuid4())})
        if answer.status_code != HTTPStatus.CREATED:
            raise RuntimeError(f"{self.path} said {answer.status_code}: {answer.text}")


async def measure(parts: Stage, *, seconds: int) -> Measured:
    """Hand in twenty appeals a second, and between them as many slips, with the worker at its work."""
    database = parts.database("talon")
    engine = connect(database)
    async with at_once(engine).connect() as connection:
        await connection.execute(baseline_api.TABLE)
    async with _ours(parts, engine, database) as ours, _bare(parts, database) as bare:
        for counter in (ours, bare):
            await few_at_a_time(counter.ask, WARM_UP)
        await _all_started(engine)
        beat, begin = 1 / A_SECOND, time.perf_counter() + 0.5
        dues = [begin + number * beat for number in range(seconds * A_SECOND)]
        times = await asyncio.gather(
            asyncio.gather(*(ours.ask_at(due) for due in dues)),
            asyncio.gather(*(bare.ask_at(due + beat / 2) for due in dues)),
        )
        began = time.perf_counter()
        await _all_started(engine)
        catching_up = time.perf_counter() - began
    await engine.dispose()
    told, barest = ({share: percentile(each, share / 100) for share in (50, 95, 99)} for each in times)
    raw = {
        "talon_milliseconds": {f"p{share}": value for share, value in told.items()},
        "talon_bare_milliseconds": {f"p{share}": value for share, value in barest.items()},
        "talon_seconds_until_all_started": catching_up,
    }
    return Measured({"talon_ratio": told[95] / barest[95]}, raw)


@asynccontextmanager
async def _ours(parts: Stage, engine: AsyncEngine, database: str) -> AsyncIterator[Counter]:
    """Run our API and our worker as they run in production, with a clerk at the counter."""
    port = free_port()
    environment = {**parts.environment(database), "KOMEK_API_PORT": str(port), "KOMEK_LOG_LEVEL": "warning"}
    api = Program("the API", "serve", parts.folder, environment, DRAIN)
    worker = Program("the worker", "worker", parts.folder, environment, DRAIN)
    try:
        api.start()
        worker.start()
        await asyncio.to_thread(api.wait_until, lambda: says_ok(port, "/readyz"))
        async with engine.begin() as connection:
            _, token = await people.create_person(connection, "Clerk", RECEPTION, Role.CLERK, REGION)
        async with _client(port, {"Authorization": f"Bearer {token}"}) as client:
            yield Counter(client, "/v1/appeals", REQUESTS["register_appeal"])
    finally:
        api.stop()
        worker.stop()


@asynccontextmanager
async def _bare(parts: Stage, database: str) -> AsyncIterator[Counter]:
    port = free_port()
    with parts.process("bench.bare_api", str(port), database):
        async with _client(port, {}) as client:
            yield Counter(client, "/slips", {"text": REQUESTS["register_appeal"]["text"]})


def _client(port: int, headers: dict[str, str]) -> AsyncClient:
    return AsyncClient(base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False, timeout=30)


async def _all_started(engine: AsyncEngine) -> None:
    """Return when every appeal has its workflow."""
    deadline = time.monotonic() + LONGEST_WAIT
    async with at_once(engine).connect() as connection:
        while await outbox.waiting(connection):
            if time.monotonic() > deadline:
                raise TimeoutError("some appeals have not been started")
            await asyncio.sleep(0.1)
