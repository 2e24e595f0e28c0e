"""Twice or out of order equals once in order."""

import asyncio
from copy import deepcopy
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain import commands as c
from domain.identity.people import Role
from schemas.wire.messages import Batch
from store.appeals import event_log, write_batch
from store.database.engine import at_once
from store.database.errors import Forked
from tests.store.lives import AGENCY, CLERK, COUNTER, FALLBACK, REGION, Life, chance
from tests.store.staff import enter

ROWS = text("""
SELECT (SELECT jsonb_agg(to_jsonb(events) - 'written' ORDER BY seq) FROM events WHERE appeal = :id) AS events,
    (SELECT to_jsonb(appeals) FROM appeals WHERE id = :id) AS appeal,
    (SELECT jsonb_agg(to_jsonb(tasks) ORDER BY id) FROM tasks WHERE appeal = :id) AS tasks
""")


async def rows(connection: AsyncConnection, appeal: UUID) -> Any:
    return (await connection.execute(ROWS, {"id": appeal})).one()


async def once_in_order(connection: AsyncConnection, life: Life) -> Any:
    """Return what the rows are after each batch came once, in order; then forget it all."""
    for batch in life.batches:
        await write_batch.save(connection, batch)
    expected = await rows(connection, life.id)
    for table in ("events", "appeals", "tasks"):
        await connection.execute(text(f"TRUNCATE {table}"))
    return expected


async def test_what_is_saved_reads_back_as_the_same_facts_and_the_same_appeal(
    connection: AsyncConnection,
) -> None:
    life = Life().wander(chance(1), 120)
    for batch in life.batches:
        await write_batch.save(connection, batch)
    assert await event_log.facts(connection, life.id) == life.facts
    assert await event_log.facts(connection, life.id, after=5) == life.facts[5:]
    assert await event_log.appeal(connection, life.id) == life.appeal


async def test_an_appeal_that_nobody_knows_has_no_history(connection: AsyncConnection) -> None:
    assert await event_log.appeal(connection, Life().id) is None


@pytest.mark.parametrize("seed", range(5))
async def test_twice_or_out_of_order_equals_once_in_order(connection: AsyncConnection, seed: int) -> None:
    dice = chance(seed)
    life = Life().wander(dice, 60)
    expected = await once_in_order(connection, life)
    shuffled = [*life.batches, *dice.sample(life.batches, len(life.batches) // 2)]
    dice.shuffle(shuffled)
    for batch in shuffled:
        await write_batch.save(connection, batch)
    assert await rows(connection, life.id) == expected


async def test_lives_saved_in_between_each_other_do_not_mix(connection: AsyncConnection) -> None:
    lives = [Life(number).wander(chance(number), 40) for number in (1, 2, 3)]
    batches = [batch for life in lives for batch in life.batches]
    chance(7).shuffle(batches)
    for batch in batches:
        await write_batch.save(connection, batch)
    for life in lives:
        assert await event_log.appeal(connection, life.id) == life.appeal


async def test_many_writers_at_once_equal_one(engine: AsyncEngine) -> None:
    life = Life().wander(chance(3), 40)
    async with at_once(engine).connect() as connection:
        expected = await once_in_order(connection, life)

    async def write(batch: Batch) -> None:
        async with engine.begin() as connection:
            await write_batch.save(connection, batch)

    batches = life.batches * 3
    chance(4).shuffle(batches)
    await asyncio.gather(*map(write, batches))
    async with at_once(engine).connect() as connection:
        assert await rows(connection, life.id) == expected


async def test_two_different_histories_of_one_appeal_are_refused(connection: AsyncConnection) -> None:
    life = Life()
    await write_batch.save(connection, life.batches[0])
    claimed = life.claim()
    assert claimed
    other = claimed.facts[0].model_copy(update={"command": UUID(int=1)})
    await write_batch.save(connection, claimed)
    with pytest.raises(Forked, match=str(life.id)):
        await write_batch.save(connection, claimed.model_copy(update={"facts": (other,)}))


async def test_of_a_history_that_forks_nothing_is_written(connection: AsyncConnection) -> None:
    life = Life()
    stale = deepcopy(life)
    life.claim()
    for batch in life.batches:
        await write_batch.save(connection, batch)
    expected = await rows(connection, life.id)
    stale.claim()
    stale.do(c.Withdraw(CLERK))
    claimed, closed = stale.batches[1:]
    with pytest.raises(Forked):
        await write_batch.save(connection, closed.model_copy(update={"facts": claimed.facts + closed.facts}))
    assert await rows(connection, life.id) == expected


async def test_a_batch_is_one_statement(engine: AsyncEngine) -> None:
    statements: list[str] = []
    event.listen(
        engine.sync_engine, "before_cursor_execute", lambda *said: statements.append(said[2]), named=False
    )
    async with at_once(engine).connect() as connection:
        await connection.execute(text("SELECT 1"))
        statements.clear()
        await write_batch.save(connection, Life().batches[0])
        assert len(statements) == 1


async def test_a_task_that_ended_keeps_the_place_where_it_ended(connection: AsyncConnection) -> None:
    life = Life()
    life.claim()
    life.resolve()
    for batch in life.batches:
        await write_batch.save(connection, batch)
    found = (await connection.execute(text("SELECT state, seq, version, open, due FROM tasks"))).all()
    ended = [row for row in found if row.state == "completed"]
    assert ended
    assert all(row.seq == row.version and not row.open and row.due is None for row in ended)


@pytest.mark.parametrize(
    ("level", "somebody", "role", "region"),
    [
        ("supervisor", COUNTER.organisation, Role.SUPERVISOR, ""),
        ("head", AGENCY.organisation, Role.HEAD, REGION),
        ("fallback", FALLBACK.organisation, FALLBACK.role, ""),
    ],
)
async def test_a_level_on_which_nobody_stands_is_named_until_somebody_does(
    connection: AsyncConnection, level: str, somebody: str, role: Role, region: str
) -> None:
    life = Life()
    batch = life.ring()
    while batch is None or not any(getattr(fact.event, "to", None) == level for fact in batch.facts):
        batch = life.ring()
    (called,) = [fact.event for fact in batch.facts if getattr(fact.event, "to", None) == level]
    missing = await write_batch.unstaffed(connection, batch)
    assert called.level in {each.level for each in missing}  # type: ignore[union-attr]
    await enter(connection, somebody, role, region)
    missing = await write_batch.unstaffed(connection, batch)
    assert called.level not in {each.level for each in missing}  # type: ignore[union-attr]


async def test_a_batch_that_called_no_level_asks_nothing(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await write_batch.unstaffed(connection, Life().batches[0]) == ()
        assert not connection.in_transaction()
