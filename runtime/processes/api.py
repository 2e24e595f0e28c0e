"""The API process: builds the application with its dependencies, and serves it until SIGTERM."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import uvicorn

from api.app import create_app
from application.dependencies import Dependencies
from loaders.policy import policy_files
from loaders.regions import region_files
from loaders.rulebook import rulebook_files
from runtime import temporal_client
from runtime.processes import readiness
from runtime.settings import Settings
from store.database.engine import create_engine
from store.reference.policies import synchronise_reference_data
from workflows.calendar_client import CalendarRolloutClient
from workflows.client import AppealClient


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
    policy, calendar = policy_files.load_policy_with_calendar(settings.policies, settings.policy)
    engine = create_engine(settings.database_url, pool_size=settings.database_pool)
    client = await temporal_client.connect(settings, lazy=True)
    books = rulebook_files.load_rulebooks(settings.policies, policy.law) if policy.law else ()
    async with engine.begin() as connection:
        await synchronise_reference_data(connection, policy, calendar, books)
    appeals = AppealClient(client, timedelta(seconds=settings.answer_seconds))
    yield Dependencies(
        engine=engine,
        appeal_client=appeals,
        calendar_rollout_client=CalendarRolloutClient(client),
        policy=policy,
        calendar=calendar,
        clock=lambda: datetime.now(UTC),
        readiness_checks=readiness.component_checks(engine, client),
        readiness_warnings=readiness.warning_checks(engine, client, appeals.runs),
        body_limit=settings.body_limit,
        rulebooks=books,
        region_history=region_files.load_former_regions(settings.policies, policy.law),
    )
    await engine.dispose()
