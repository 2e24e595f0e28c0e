"""The ledger keeps up with the events by itself, and can be read as a table."""

import asyncio
import csv
import io
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime
from typing import get_args, get_type_hints
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from structlog.testing import capture_logs

from domain import commands as c
from domain.events import Fact
from domain.evolve.appeal import replay
from domain.projections.time_ledger.per_organisation import TimeLedgerSnapshot, take_snapshot
from runtime.background import time_ledger as time_ledger_job
from runtime.background.time_ledger import TimeLedgerUpdater
from runtime.cli import ledger_export, main
from runtime.settings import Settings
from schemas.http.responses.time_ledger import LedgerGrouping
from store.appeals import write_batch
from store.database.engine import autocommit, create_engine
from store.queries import time_ledger
from tests.support.store.recorded_appeal import CLERK, RECEPTION_GROUP, RecordedAppeal

FILL_BACKLOG = "INSERT INTO time_ledger_backlog SELECT id, seq, NOT open FROM appeals"
ROWS = text("SELECT jsonb_agg(to_jsonb(time_ledger) ORDER BY appeal, organisation) FROM time_ledger")


@pytest.fixture
async def engine(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_engine(database_url)
    yield engine
    await engine.dispose()


async def saved(engine: AsyncEngine, count: int) -> None:
    """Save appeals that are at work, and closed ones."""
    async with autocommit(engine).connect() as connection:
        for number in range(1, count + 1):
            life = RecordedAppeal(number, datetime.now(UTC))
            life.claim()
            if number % 2:
                life.handle(c.Withdraw(CLERK))
            for batch in life.batches:
                await write_batch.save_batch(connection, batch)


async def behind(engine: AsyncEngine) -> int:
    async with autocommit(engine).connect() as connection:
        return await time_ledger.unsettled_appeal_count(connection)


async def running(engine: AsyncEngine, until: Callable[[], bool]) -> None:
    """Run the time ledger job until a condition holds, ten seconds at most."""
    stop = asyncio.Event()
    work = asyncio.create_task(TimeLedgerUpdater(engine).run(stop))
    for _ in range(200):
        if until() and not await behind(engine):
            break
        await asyncio.sleep(0.05)
    stop.set()
    await work


async def test_time_ledger_job_catches_up_page_by_page(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_ledger_job, "PAGE_DELAY_SECONDS", 0.01)
    monkeypatch.setattr(time_ledger_job, "PAGE_SIZE", 2)
    await saved(engine, 5)
    assert await behind(engine) == 5
    await running(engine, lambda: True)
    assert await behind(engine) == 0


async def test_of_many_settlers_at_once_one_settles_each_appeal_and_once(
    engine: AsyncEngine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await saved(engine, 12)
    monkeypatch.setattr(time_ledger_job, "PAGE_SIZE", 5)
    settled: Counter[UUID] = Counter()

    def counted(facts: Sequence[Fact]) -> TimeLedgerSnapshot:
        snapshot = take_snapshot(facts)
        settled[replay(facts).id] += 1
        return snapshot

    monkeypatch.setattr(time_ledger, "take_snapshot", counted)
    workers = [create_engine(database_url) for _ in range(3)]
    for _ in range(4):  # rounds enough for one of them alone, and one more
        await asyncio.gather(*(TimeLedgerUpdater(each).update_page() for each in workers))
    assert len(settled) == 12
    assert set(settled.values()) == {1}
    assert await behind(engine) == 0
    async with autocommit(engine).connect() as connection:
        rows = await connection.scalar(ROWS)
        await connection.execute(text(FILL_BACKLOG))
        while await time_ledger.settle_appeals(connection) is not None:
            pass
        assert await connection.scalar(ROWS) == rows
    for each in workers:
        await each.dispose()


async def test_time_ledger_job_continues_after_a_failure(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_ledger_job, "INTERVAL_SECONDS", 0.05)
    await saved(engine, 1)
    async with autocommit(engine).connect() as connection:
        await connection.execute(text("ALTER TABLE time_ledger RENAME TO elsewhere"))
        with capture_logs() as logs:
            work = asyncio.create_task(running(engine, lambda: True))
            while not logs:
                await asyncio.sleep(0.01)
            await connection.execute(text("ALTER TABLE elsewhere RENAME TO time_ledger"))
            await work
    assert {line["event"] for line in logs} == {"time_ledger_update_failed"}
    assert await behind(engine) == 0


async def test_it_is_read_as_a_table_of_hours(engine: AsyncEngine, database_url: str) -> None:
    await saved(engine, 4)
    out = io.StringIO()
    settings = Settings(database_url=database_url)
    await asyncio.to_thread(ledger_export.write_csv, settings, LedgerGrouping.ORGANISATION, None, None, out)
    (counter,) = csv.DictReader(io.StringIO(out.getvalue()))
    assert counter["organisation"] == RECEPTION_GROUP.organisation
    assert (counter["appeals"], counter["appeals_involved"], counter["closed"]) == ("4", "4", "2")
    parts = sum(float(counter[name]) for name in ("working", "paused", "idle", "off_hours"))
    assert abs(parts - float(counter["elapsed"])) < 0.03


def test_the_command_knows_every_key() -> None:
    assert set(get_args(get_type_hints(main.time_ledger)["group_by"])) == set(LedgerGrouping)
