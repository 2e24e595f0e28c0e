"""Readiness names the part that fails, and no other."""

import psycopg
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client

from runtime.devstack.process import find_free_port
from runtime.processes.readiness import component_checks
from store.database.engine import create_engine


async def test_a_database_that_cannot_be_asked_is_not_taken_for_an_older_one() -> None:
    client = await Client.connect(f"127.0.0.1:{find_free_port()}", lazy=True)
    engine = create_engine(f"postgresql://komek@127.0.0.1:{find_free_port()}/komek")
    checks = component_checks(engine, client)
    assert (await checks["database"](), await checks["migrations"]()) == (False, True)
    await engine.dispose()


async def test_an_older_database_is_named(engine: AsyncEngine, database_url: str) -> None:
    client = await Client.connect(f"127.0.0.1:{find_free_port()}", lazy=True)
    checks = component_checks(engine, client)
    assert await checks["migrations"]()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
    assert (await checks["database"](), await checks["migrations"]()) == (True, False)
