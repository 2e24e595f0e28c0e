"""Round trips to PostgreSQL of a claim and of an intake over HTTP, the recording by the worker included."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from statistics import median
from typing import Any
from uuid import uuid4

from httpx2 import AsyncClient, Response
from sqlalchemy.ext.asyncio import AsyncEngine

from api.openapi.request_examples import REQUEST_EXAMPLES
from bench.appeals import RECEPTION, REGION, connect_appeals, read_command_key
from bench.environment import STOP_TIMEOUT_SECONDS, Environment
from bench.figures import Measurement
from bench.statement_log import logged_user_url, statement_counts
from domain.identity.people import Role
from runtime import temporal_client
from runtime.background.outbox_dispatcher import OutboxDispatcher
from runtime.devstack.component import KomekProcess
from runtime.devstack.process import find_free_port, is_healthy
from runtime.processes.worker import build_worker
from store.database.engine import create_engine
from store.reference import people

WARM_UP = 3
LOG_DELAY_SECONDS = 0.05


async def measure(parts: Environment, *, requests: int) -> Measurement:
    """Register *requests* appeals and claim their tasks one by one; count the statements of each request.

    Medians, because the caches of tokens and of the policy are refreshed now and then.
    """
    database = parts.create_database("round_trips")
    logged = logged_user_url(database)
    engine, watched = create_engine(database), create_engine(logged)
    client = await temporal_client.connect(parts.settings(database))
    dispatcher = OutboxDispatcher(engine, await connect_appeals(client, engine))
    intakes: list[int] = []
    claims: list[int] = []
    async with (
        build_worker(client, watched, command_key=await read_command_key(engine)),
        _api(parts, engine, logged) as http,
    ):
        for _ in range(WARM_UP + requests):
            talon, statements = await _counted(parts, partial(_register, http))
            intakes.append(statements)
            await dispatcher.dispatch_batch()
            appeal = (await http.get(f"/v1/appeals/{talon['id']}")).json()
            path = f"/v1/tasks/{appeal['tasks'][0]['id']}/claim"
            _, statements = await _counted(parts, partial(_post, http, path, {}))
            claims.append(statements)
    await engine.dispose()
    await watched.dispose()
    figures = {
        "claim_sql_round_trips": median(claims[WARM_UP:]),
        "intake_sql_round_trips": median(intakes[WARM_UP:]),
    }
    return Measurement(figures, {"round_trips": {"claims": claims, "intakes": intakes}})


async def _counted(
    parts: Environment, request: Callable[[], Awaitable[dict[str, Any]]]
) -> tuple[dict[str, Any], int]:
    """Return the response to *request*, and how many statements were logged for it."""
    log = parts.postgres.process.log
    begun = log.stat().st_size
    response = await request()
    await asyncio.sleep(LOG_DELAY_SECONDS)
    return response, statement_counts(log, begun).total()


async def _register(http: AsyncClient) -> dict[str, Any]:
    return await _post(http, "/v1/appeals", REQUEST_EXAMPLES["register_appeal"])


async def _post(http: AsyncClient, path: str, body: object) -> dict[str, Any]:
    response: Response = await http.post(path, json=body, headers={"Idempotency-Key": str(uuid4())})
    response.raise_for_status()
    found: dict[str, Any] = response.json()
    return found


@asynccontextmanager
async def _api(parts: Environment, engine: AsyncEngine, database_url: str) -> AsyncIterator[AsyncClient]:
    """Run the API as in production, and yield a clerk's client."""
    port = find_free_port()
    environment = {
        **parts.process_environment(database_url),
        "KOMEK_API_PORT": str(port),
        "KOMEK_LOG_LEVEL": "warning",
    }
    api = KomekProcess("the API", "serve", parts.folder, environment, STOP_TIMEOUT_SECONDS)
    try:
        api.start()
        await asyncio.to_thread(api.wait_until_ready, lambda: is_healthy(port, "/healthz"))
        async with engine.begin() as connection:
            _, token = await people.create_person(connection, "Clerk", RECEPTION, Role.CLERK, REGION)
        headers = {"Authorization": f"Bearer {token}"}
        url = f"http://127.0.0.1:{port}"
        async with AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=60) as client:
            yield client
    finally:
        api.stop()
