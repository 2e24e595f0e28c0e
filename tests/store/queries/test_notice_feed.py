"""The notice feed is read in the order in which it was written, and no notice is ever skipped."""

import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store.appeals import write_batch
from store.database import migrate
from store.database.engine import autocommit
from store.queries import notice_feed
from store.queries.feed_position import FEED_START, FeedPosition
from store.queries.notice_feed import NOTICE_EVENT_TYPES
from tests.support.store.recorded_appeal import RecordedAppeal
from tests.support.store.tampering import tamper

INDEX = text("""
SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indexrelid = 'events_to_notify'::regclass
""")
LITTLE = text("SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off")


async def read(connection: AsyncConnection) -> list[FeedPosition]:
    return await notice_feed.notice_positions(connection, FEED_START, 100)


async def test_feed_returns_only_notices_in_the_order_written(connection: AsyncConnection) -> None:
    first, second = RecordedAppeal(1), RecordedAppeal(2)
    for life in (second, first):
        for batch in life.batches:
            await write_batch.save_batch(connection, batch)
    assert [(place.appeal, place.seq) for place in await read(connection)] == [(second.id, 1), (first.id, 1)]


async def test_what_is_still_being_written_hides_what_was_begun_after_it(engine: AsyncEngine) -> None:
    first, slow, quick = RecordedAppeal(1), RecordedAppeal(2), RecordedAppeal(3)
    async with autocommit(engine).connect() as reader, autocommit(engine).connect() as writer:
        await write_batch.save_batch(writer, first.batches[0])  # their documents are the same
        async with engine.begin() as late:
            await write_batch.save_batch(late, slow.batches[0])
            await write_batch.save_batch(writer, quick.batches[0])
            assert {place.appeal for place in await read(reader)} == {first.id}
        assert {place.appeal for place in await read(reader)} == {first.id, slow.id, quick.id}


async def test_nothing_is_missed_however_many_write_at_once(engine: AsyncEngine) -> None:
    lives = [RecordedAppeal(number) for number in range(1, 61)]
    seen: list[FeedPosition] = []
    done = asyncio.Event()

    async def write(some: list[RecordedAppeal]) -> None:
        for life in some:
            async with engine.begin() as connection:
                await write_batch.save_batch(connection, life.batches[0])
                await asyncio.sleep(0.002)

    async def follow() -> None:
        async with autocommit(engine).connect() as connection:
            while True:
                last = done.is_set()
                news = await notice_feed.notice_positions(connection, seen[-1] if seen else FEED_START, 7)
                seen.extend(news)
                if last and not news:
                    return

    following = asyncio.create_task(follow())
    await asyncio.gather(*(write(lives[number::4]) for number in range(4)))
    done.set()
    await following
    assert sorted(place.appeal for place in seen) == sorted(life.id for life in lives)


async def test_now_is_before_all_that_is_to_come(connection: AsyncConnection) -> None:
    before, after = RecordedAppeal(1), RecordedAppeal(2)
    await write_batch.save_batch(connection, before.batches[0])
    now = await notice_feed.current_position(connection)
    await write_batch.save_batch(connection, after.batches[0])
    assert [place.appeal for place in await notice_feed.notice_positions(connection, now, 100)] == [after.id]


async def test_after_a_restore_into_another_cluster_the_news_still_comes_last(
    connection: AsyncConnection, database_url: str
) -> None:
    before, after = RecordedAppeal(1), RecordedAppeal(2)
    await write_batch.save_batch(connection, before.batches[0])
    await tamper(connection, "UPDATE events SET write_position = write_position + 1000000")
    migrate.upgrade_database(database_url)
    migrate.upgrade_database(database_url)
    (place,) = await read(connection)
    await write_batch.save_batch(connection, after.batches[0])
    assert [place.appeal for place in await notice_feed.notice_positions(connection, place, 100)] == [
        after.id
    ]
    assert await connection.scalar(text("SELECT last_value FROM restore_count")) == 1


async def test_index_covers_exactly_the_notices(connection: AsyncConnection) -> None:
    condition = str(await connection.scalar(INDEX))
    assert sorted(condition.split("'")[1::2]) == [name.strip("'") for name in NOTICE_EVENT_TYPES.split(", ")]


async def test_the_feed_is_read_by_its_index(connection: AsyncConnection) -> None:
    await connection.execute(LITTLE)
    statement = text(f"EXPLAIN {notice_feed.SELECT_NOTICE_EVENTS.text}").bindparams(
        **FEED_START._asdict(), most=50, receiver=None
    )
    plan = "\n".join((await connection.execute(statement)).scalars())
    assert plan.count("Index Only Scan using events_") == 16
    assert "->  Sort" not in plan
