"""The API process: builds the application with its dependencies, and serves it until SIGTERM."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import uvicorn

from api.app import create_app
from application.dependencies import Dependencies
from runtime import temporal_client
from runtime.processes.dependencies import build_dependencies
from runtime.settings import Settings
from store.database.engine import create_engine
from store.reference import installation
from store.reference.policies import synchronise_reference_data


def serve(settings: Settings) -> None:
    """Serve the API; after SIGTERM finish running requests within the drain time."""
    asyncio.run(_serve(settings))


async def _serve(settings: Settings) -> None:
    async with connected_dependencies(settings) as needs:
        config = uvicorn.Config(
            create_app(needs),
            host=settings.api_host,
            port=settings.api_port,
            log_config=None,
            server_header=False,
            timeout_graceful_shutdown=round(settings.drain_seconds),
        )
        await uvicorn.Server(config).serve()


@asynccontextmanager
async def connected_dependencies(settings: Settings) -> AsyncIterator[Dependencies]:
    """Yield connected dependencies; Temporal is connected on first use, since a talon does not need it."""
    engine = create_engine(settings.database_url, pool_size=settings.database_pool)
    client = await temporal_client.connect(settings, lazy=True)
    async with engine.connect() as connection:
        key = await installation.command_key(connection)
    needs = build_dependencies(settings, engine, client, key)
    async with engine.begin() as connection:
        await synchronise_reference_data(connection, needs.policy, needs.calendar, needs.rulebooks)
    yield needs
    await engine.dispose()
