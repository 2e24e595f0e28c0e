"""Connections are patient within limits, and a dead one is not handed out."""

import os
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from runtime.devstack.postgres import Postgres
from store.database import watched_connection
from store.database.engine import autocommit, create_engine, is_ready, sqlalchemy_url

KILL = text("""
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE pid <> pg_backend_pid() AND datname = current_database()
""")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+psycopg2"])
def test_an_address_is_read_whatever_driver_it_names(scheme: str) -> None:
    assert sqlalchemy_url(f"{scheme}://komek:secret@db/komek") == "postgresql+psycopg://komek:secret@db/komek"


@pytest.mark.parametrize("wrong", ["", "komek", "mysql://db/komek"])
def test_invalid_database_url_is_refused_without_showing_it(wrong: str) -> None:
    with pytest.raises(ValueError, match="begins with postgresql://"):
        create_engine(wrong)


async def test_a_connection_that_the_server_ended_is_not_handed_out(
    engine: AsyncEngine, database_url: str
) -> None:
    async with engine.connect() as first, engine.connect() as second:
        await first.execute(text("SELECT 1"))
        await second.execute(text("SELECT 1"))
    killer = create_engine(database_url)
    async with autocommit(killer).connect() as connection:
        await connection.execute(KILL)
    await killer.dispose()
    for _ in range(3):
        async with engine.connect() as connection:
            assert await connection.scalar(text("SELECT 1")) == 1


async def test_a_statement_that_never_ends_is_broken_off(engine: AsyncEngine) -> None:
    async with autocommit(engine).connect() as connection:
        settings = await connection.execute(
            text("""
            SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),
                current_setting('idle_in_transaction_session_timeout'), current_setting('timezone')
        """)
        )
        assert tuple(settings.one()) == ("30s", "10s", "1min", "UTC")
        await connection.execute(text("SET statement_timeout = '50ms'"))
        with pytest.raises(DBAPIError, match="statement timeout"):
            await connection.execute(text("SELECT pg_sleep(5)"))
        await connection.execute(text("RESET statement_timeout"))


async def test_a_server_that_hangs_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SILENCE_SECONDS", "ANSWER_SECONDS"):
        monkeypatch.setattr(watched_connection, name, 0.5)
    cluster = Postgres(tmp_path, fast=True)
    cluster.start()
    engine = create_engine(cluster.url())
    async with autocommit(engine).connect() as connection:
        await connection.execute(text("SELECT pg_sleep(1.5)"))  # a slow statement is not disturbed
        backend = await connection.scalar(text("SELECT pg_backend_pid()"))
        stopped = (cluster.process.pid, backend)
        try:
            for process in stopped:
                os.kill(process, signal.SIGSTOP)
            began = time.monotonic()
            with pytest.raises(OperationalError):
                await connection.execute(text("SELECT 1"))
            assert time.monotonic() - began < 10
        finally:
            for process in stopped:
                os.kill(process, signal.SIGCONT)
    async with autocommit(engine).connect() as connection:
        assert await connection.scalar(text("SELECT 1")) == 1
    await engine.dispose()
    cluster.stop()


async def test_readiness_is_whether_the_database_answers(engine: AsyncEngine) -> None:
    assert await is_ready(engine)
    nowhere = create_engine("postgresql://komek:komek@127.0.0.1:1/komek")
    assert not await is_ready(nowhere)
    await nowhere.dispose()
