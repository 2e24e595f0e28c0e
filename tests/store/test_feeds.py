"""Feeds are read in the order of the commits; nothing is skipped, by a long transaction or by a restore."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from runtime.devstack.postgres import Postgres
from store import feeds
from store.appeals import write_batch
from store.database import migrate
from store.database.engine import autocommit, create_engine
from store.feeds import FEED_START, FeedPosition
from store.queries import notice_feed
from tests.support.store.recorded_appeal import RecordedAppeal

LITTLE = text("SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off")


async def read(
    connection: AsyncConnection, after: FeedPosition = FEED_START, most: int = 100
) -> tuple[list[RecordedAppeal | object], FeedPosition]:
    """Return the appeals of the next notices as a gateway reads them, and its next position."""
    section = await feeds.open_feed(connection, after)
    found = await notice_feed.notices_after(connection, section, most)
    last = FeedPosition(section.generation, found[-1].position) if found else after
    return [place.appeal for place in found], last


async def write(connection: AsyncConnection, *lives: RecordedAppeal) -> None:
    for life in lives:
        await write_batch.save_batch(connection, life.batches[0])


async def test_feed_returns_only_notices_in_the_order_written(connection: AsyncConnection) -> None:
    first, second = RecordedAppeal(1), RecordedAppeal(2)
    for life in (second, first):
        for batch in life.batches:
            await write_batch.save_batch(connection, batch)
    assert (await read(connection))[0] == [second.id, first.id]


async def test_what_is_committed_later_comes_later_and_delays_nothing(engine: AsyncEngine) -> None:
    first, slow, quick = RecordedAppeal(1), RecordedAppeal(2), RecordedAppeal(3)
    async with autocommit(engine).connect() as reader, autocommit(engine).connect() as writer:
        await write(writer, first)  # their documents are the same
        async with engine.begin() as late:
            await write(late, slow)
            await write(writer, quick)
            seen, place = await read(reader)
            assert seen == [first.id, quick.id]
        assert (await read(reader, place))[0] == [slow.id]


async def test_a_long_transaction_in_another_database_delays_no_notice(
    connection: AsyncConnection, postgres: Postgres
) -> None:
    other = create_engine(postgres.url("postgres"))
    async with other.begin() as foreign:
        await foreign.execute(text("SELECT pg_current_xact_id()"))
        life = RecordedAppeal()
        await write(connection, life)
        assert (await read(connection))[0] == [life.id]
    await other.dispose()


async def test_nothing_is_missed_however_many_write_at_once(engine: AsyncEngine) -> None:
    lives = [RecordedAppeal(number) for number in range(1, 61)]
    seen: list[object] = []
    done = asyncio.Event()

    async def write_slowly(some: list[RecordedAppeal]) -> None:
        for life in some:
            async with engine.begin() as connection:
                await write(connection, life)
                await asyncio.sleep(0.002)

    async def follow() -> list[object]:
        followed: list[object] = []
        place = FEED_START
        async with autocommit(engine).connect() as connection:
            while True:
                last = done.is_set()
                news, place = await read(connection, place, 7)
                followed.extend(news)
                if last and not news:
                    return followed

    readers = [asyncio.create_task(follow()) for _ in range(3)]
    await asyncio.gather(*(write_slowly(lives[number::4]) for number in range(4)))
    done.set()
    seen, *others = await asyncio.gather(*readers)
    assert sorted(map(str, seen)) == sorted(str(life.id) for life in lives)
    assert all(other == seen for other in others)


async def test_now_is_before_all_that_is_to_come(connection: AsyncConnection) -> None:
    before, after = RecordedAppeal(1), RecordedAppeal(2)
    await write(connection, before)
    now = await feeds.assign_positions(connection)
    await write(connection, after)
    assert (await read(connection, now))[0] == [after.id]


async def test_a_batch_that_is_written_twice_is_one_notice(connection: AsyncConnection) -> None:
    life = RecordedAppeal()
    await write(connection, life, life)
    assert (await read(connection))[0] == [life.id]


@asynccontextmanager
async def running(cluster: Postgres) -> AsyncIterator[AsyncConnection]:
    """Run the server of *cluster*, migrated, and yield a connection."""
    cluster.start()
    migrate.upgrade_database(cluster.url())
    engine = create_engine(cluster.url())
    try:
        async with autocommit(engine).connect() as connection:
            yield connection
    finally:
        await engine.dispose()
        cluster.stop()


async def test_after_a_data_folder_is_restored_gateways_hear_of_what_is_new(tmp_path: Path) -> None:
    cluster, copy = Postgres(tmp_path / "data", fast=True), tmp_path / "copy"
    lives = [RecordedAppeal(number) for number in range(1, 8)]
    async with running(cluster) as connection:
        await write(connection, *lives[:2])
        slow, at_backup = await read(connection, FEED_START, 1)
        _, at_backup = await read(connection, at_backup)
        assert slow == [lives[0].id]
    shutil.copytree(cluster.folder, copy)
    async with running(cluster) as connection:
        await write(connection, *lives[2:5])
        lost, before_the_loss = await read(connection, at_backup)
        assert lost == [life.id for life in lives[2:5]]
    shutil.rmtree(cluster.folder)
    copy.rename(cluster.folder)
    async with running(cluster) as connection:
        assert await read(connection, before_the_loss) == ([], before_the_loss)
        await write(connection, *lives[5:])
        news, place = await read(connection, before_the_loss)
        assert news == [life.id for life in lives[5:]]
        assert (await read(connection, at_backup))[0] == news
        assert (await read(connection))[0] == [life.id for life in (*lives[:2], *lives[5:])]
    async with running(cluster) as connection:
        assert (await read(connection, place))[0] == []


async def test_a_copy_made_by_the_running_server_is_another_database(
    engine: AsyncEngine, postgres: Postgres, database_url: str
) -> None:
    first, lost, after = RecordedAppeal(1), RecordedAppeal(2), RecordedAppeal(3)
    async with autocommit(engine).connect() as connection:
        await write(connection, first)
        await read(connection)
    await engine.dispose()
    name = database_url.rpartition("/")[2]
    copied = postgres.create_database(f"{name}_copy", name)
    async with autocommit(engine).connect() as connection:
        await write(connection, lost)
        _, place = await read(connection)
    restored = create_engine(copied)
    async with autocommit(restored).connect() as connection:
        await write(connection, after)
        assert (await read(connection, place))[0] == [after.id]
    await restored.dispose()
    postgres.drop_database(f"{name}_copy")


async def test_the_feed_is_read_by_its_index(connection: AsyncConnection) -> None:
    await connection.execute(LITTLE)
    statement = text(f"EXPLAIN {notice_feed.SELECT_NOTICES.text}").bindparams(
        after=0, end=100, most=50, receiver=None
    )
    plan = "\n".join((await connection.execute(statement)).scalars())
    assert "Index Scan using feed_items_pkey" in plan
    assert "Sort" not in plan
