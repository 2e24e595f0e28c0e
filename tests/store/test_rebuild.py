"""The rows can be made again from the facts, and are the same."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from store.appeals import event_log, write_batch
from tests.support.store.recorded_appeal import RecordedAppeal, seeded_random
from tests.support.store.tampering import tamper

ROWS = text("""
SELECT (SELECT jsonb_agg(to_jsonb(appeals) ORDER BY id) FROM appeals) AS appeals,
    (SELECT jsonb_agg(to_jsonb(tasks) ORDER BY id) FROM tasks) AS tasks
""")


async def kept(connection: AsyncConnection, *lives: RecordedAppeal) -> Any:
    """Save *lives* batch by batch, and return the rows."""
    for life in lives:
        for batch in life.batches:
            await write_batch.save_batch(connection, batch)
    return await rows(connection)


async def rows(connection: AsyncConnection) -> Any:
    return (await connection.execute(ROWS)).one()


@pytest.mark.parametrize("seed", range(4))
async def test_rows_made_again_are_the_rows_that_were_there(connection: AsyncConnection, seed: int) -> None:
    lives = [
        RecordedAppeal(number).random_steps(seeded_random(seed * 10 + number), 60) for number in range(1, 6)
    ]
    live = await kept(connection, *lives)
    await connection.execute(text("TRUNCATE appeals"))
    await connection.execute(text("TRUNCATE tasks"))
    assert await event_log.rebuild_projections(connection) == len(lives)
    assert await rows(connection) == live
    assert await event_log.rebuild_projections(connection) == len(lives)
    assert await rows(connection) == live


async def test_rebuild_corrects_a_wrong_row(connection: AsyncConnection) -> None:
    life = RecordedAppeal().random_steps(seeded_random(5), 30)
    live = await kept(connection, life)
    await connection.execute(text("UPDATE appeals SET stage = 'lost', next_alarm_at = NULL"))
    await connection.execute(text("UPDATE tasks SET state = 'lost'"))
    await connection.execute(
        text("""
        INSERT INTO tasks (id, appeal, seq, version, purpose, step, organisation, role, state,
            opened_at, state_since,
            mandatory, number, topic, region, needs_attention, urgent)
        SELECT gen_random_uuid(), appeal, seq, version, purpose, step, organisation, role, 'ready', opened_at,
            state_since, mandatory, number, topic, region, needs_attention, urgent
        FROM tasks LIMIT 1
    """)
    )
    await event_log.rebuild_projections(connection, life.id)
    assert await rows(connection) == live


async def test_a_row_of_a_later_fact_is_left_alone(connection: AsyncConnection) -> None:
    life = RecordedAppeal()
    life.claim()
    live = await kept(connection, life)
    await tamper(connection, "DELETE FROM events WHERE seq > 2")
    await event_log.rebuild_projections(connection)
    assert await rows(connection) == live


async def test_rebuild_creates_no_unknown_appeal(connection: AsyncConnection) -> None:
    assert await event_log.rebuild_projections(connection, RecordedAppeal().id) == 0


async def test_more_than_a_page_of_appeals_is_made_again(
    connection: AsyncConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_log, "PAGE_SIZE", 2)
    await kept(connection, *(RecordedAppeal(number) for number in range(1, 6)))
    assert await event_log.rebuild_projections(connection) == 5
