"""Twice or out of order equals once in order."""

import asyncio
from copy import deepcopy
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain import commands as c
from domain.identity.people import Role
from schemas.wire.messages import CommandBatch
from store.appeals import event_log, write_batch
from store.database.engine import autocommit
from store.database.errors import ConcurrentHistory, HistoryGap
from tests.support.scale import scaled
from tests.support.store.people import add_person
from tests.support.store.recorded_appeal import (
    AGENCY_GROUP,
    CLERK,
    FALLBACK_GROUP,
    RECEPTION_GROUP,
    REGION,
    RecordedAppeal,
    make_person,
    seeded_random,
)

ROWS = text("""
SELECT (
        SELECT jsonb_agg(to_jsonb(events) ORDER BY seq) FROM events WHERE appeal = :id
    ) AS events,
    (SELECT to_jsonb(appeals) FROM appeals WHERE id = :id) AS appeal,
    (SELECT jsonb_agg(to_jsonb(tasks) ORDER BY id) FROM tasks WHERE appeal = :id) AS tasks
""")


async def rows(connection: AsyncConnection, appeal: UUID) -> Any:
    return (await connection.execute(ROWS, {"id": appeal})).one()


async def once_in_order(connection: AsyncConnection, life: RecordedAppeal) -> Any:
    """Return what the rows are after each batch came once, in order; then forget it all."""
    for batch in life.batches:
        await write_batch.save_batch(connection, batch)
    expected = await rows(connection, life.id)
    for table in ("events", "appeals", "tasks"):
        await connection.execute(text(f"TRUNCATE {table}"))
    return expected


async def deliver(connection: AsyncConnection, batches: list[CommandBatch]) -> None:
    """Save *batches* in this order; one that comes before its past is refused, and sent again afterwards."""
    while batches:
        early = []
        for batch in batches:
            try:
                await write_batch.save_batch(connection, batch)
            except HistoryGap:
                early.append(batch)
        assert len(early) < len(batches)
        batches = early


async def test_what_is_saved_reads_back_as_the_same_facts_and_the_same_appeal(
    connection: AsyncConnection,
) -> None:
    life = RecordedAppeal().random_steps(seeded_random(1), 120)
    for batch in life.batches:
        await write_batch.save_batch(connection, batch)
    assert await event_log.facts_of_appeal(connection, life.id) == life.facts
    assert await event_log.facts_of_appeal(connection, life.id, after=5) == life.facts[5:]
    assert await event_log.load_appeal(connection, life.id) == life.appeal


async def test_unknown_appeal_has_no_history(connection: AsyncConnection) -> None:
    assert await event_log.load_appeal(connection, RecordedAppeal().id) is None


@pytest.mark.parametrize("seed", range(scaled(2, 5)))
async def test_twice_or_out_of_order_equals_once_in_order(connection: AsyncConnection, seed: int) -> None:
    dice = seeded_random(seed)
    life = RecordedAppeal().random_steps(dice, scaled(30, 60))
    expected = await once_in_order(connection, life)
    shuffled = [*life.batches, *dice.sample(life.batches, len(life.batches) // 2)]
    dice.shuffle(shuffled)
    await deliver(connection, shuffled)
    assert await rows(connection, life.id) == expected


async def test_lives_saved_in_between_each_other_do_not_mix(connection: AsyncConnection) -> None:
    lives = [
        RecordedAppeal(number).random_steps(seeded_random(number), scaled(20, 40)) for number in (1, 2, 3)
    ]
    batches = [batch for life in lives for batch in life.batches]
    seeded_random(7).shuffle(batches)
    await deliver(connection, batches)
    for life in lives:
        assert await event_log.load_appeal(connection, life.id) == life.appeal


async def test_many_writers_at_once_equal_one(engine: AsyncEngine) -> None:
    life = RecordedAppeal().random_steps(seeded_random(3), scaled(20, 40))
    async with autocommit(engine).connect() as connection:
        expected = await once_in_order(connection, life)

    async def write(batches: list[CommandBatch]) -> None:
        async with autocommit(engine).connect() as connection:
            await deliver(connection, batches)

    batches = life.batches * 3
    seeded_random(4).shuffle(batches)
    await asyncio.gather(*(write(batches[number::3] + life.batches) for number in range(3)))
    async with autocommit(engine).connect() as connection:
        assert await rows(connection, life.id) == expected


async def test_two_different_histories_of_one_appeal_are_refused(connection: AsyncConnection) -> None:
    life = RecordedAppeal()
    await write_batch.save_batch(connection, life.batches[0])
    life.claim()
    claimed = life.batches[-1]
    other = claimed.facts[0].model_copy(update={"command": UUID(int=1)})
    await write_batch.save_batch(connection, claimed)
    with pytest.raises(ConcurrentHistory, match=str(life.id)):
        await write_batch.save_batch(connection, claimed.model_copy(update={"facts": (other,)}))


async def test_facts_after_a_gap_are_refused_and_nothing_is_written(connection: AsyncConnection) -> None:
    life = RecordedAppeal()
    life.claim()
    first, claimed = life.batches
    with pytest.raises(HistoryGap, match=str(life.id)):
        await write_batch.save_batch(connection, claimed)
    assert (await rows(connection, life.id)).events is None
    await write_batch.save_batch(connection, first)
    await write_batch.save_batch(connection, claimed)
    await write_batch.save_batch(connection, claimed)


async def test_of_a_history_that_forks_nothing_is_written(connection: AsyncConnection) -> None:
    life = RecordedAppeal()
    stale = deepcopy(life)
    life.claim()
    for batch in life.batches:
        await write_batch.save_batch(connection, batch)
    expected = await rows(connection, life.id)
    stale.claim()
    stale.handle(c.Withdraw(CLERK))
    claimed, closed = stale.batches[1:]
    with pytest.raises(ConcurrentHistory):
        await write_batch.save_batch(
            connection, closed.model_copy(update={"facts": claimed.facts + closed.facts})
        )
    assert await rows(connection, life.id) == expected


async def test_a_batch_is_one_statement(engine: AsyncEngine) -> None:
    statements: list[str] = []
    event.listen(
        engine.sync_engine,
        "before_cursor_execute",
        lambda *arguments: statements.append(arguments[2]),
        named=False,
    )
    async with autocommit(engine).connect() as connection:
        await connection.execute(text("SELECT 1"))
        statements.clear()
        await write_batch.save_batch(connection, RecordedAppeal().batches[0])
        assert len(statements) == 1


async def test_a_task_that_ended_keeps_the_place_where_it_ended(connection: AsyncConnection) -> None:
    life = RecordedAppeal()
    life.claim()
    life.resolve()
    for batch in life.batches:
        await write_batch.save_batch(connection, batch)
    found = (await connection.execute(text("SELECT state, seq, version, open, due_at FROM tasks"))).all()
    ended = [row for row in found if row.state == "completed"]
    assert ended
    assert all(row.seq == row.version and not row.open and row.due_at is None for row in ended)


@pytest.mark.parametrize(
    ("level", "person", "role", "region"),
    [
        ("supervisor", RECEPTION_GROUP.organisation, Role.SUPERVISOR, ""),
        ("head", AGENCY_GROUP.organisation, Role.HEAD, REGION),
        ("fallback", FALLBACK_GROUP.organisation, FALLBACK_GROUP.role, ""),
    ],
)
async def test_vacant_level_is_reported_until_it_is_filled(
    connection: AsyncConnection, level: str, person: str, role: Role, region: str
) -> None:
    life = RecordedAppeal()
    while not any(getattr(fact.event, "target", None) == level for fact in life.batches[-1].facts):
        life.fire_due()
    batch = life.batches[-1]
    (called,) = [fact.event for fact in batch.facts if getattr(fact.event, "target", None) == level]
    missing = await write_batch.vacant_levels(connection, batch)
    assert called.level in {each.level for each in missing}  # type: ignore[union-attr]
    await add_person(connection, person, role, region)
    missing = await write_batch.vacant_levels(connection, batch)
    assert called.level not in {each.level for each in missing}  # type: ignore[union-attr]


async def test_a_batch_that_called_no_level_asks_nothing(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await write_batch.vacant_levels(connection, RecordedAppeal().batches[0]) == ()
        assert not connection.in_transaction()


@pytest.mark.parametrize("change", ["UPDATE events SET data = '{}'", "DELETE FROM events"])
async def test_stored_events_are_never_changed(connection: AsyncConnection, change: str) -> None:
    await write_batch.save_batch(connection, RecordedAppeal().batches[0])
    with pytest.raises(IntegrityError, match=r"the rows of events_[0-9]+ are never changed"):
        await connection.execute(text(change))


async def test_corrected_region_was_not_shown_in_open_escalations(connection: AsyncConnection) -> None:
    life, operator = RecordedAppeal(), make_person(FALLBACK_GROUP, Role.OPERATOR)
    while not life.appeal.progress.escalations:
        life.fire_due()

    async def shown() -> list[Any]:
        for batch in life.batches:
            await write_batch.save_batch(connection, batch)
        rows = text("SELECT DISTINCT region, ended FROM escalations WHERE appeal = :id")
        return [tuple(row) for row in await connection.execute(rows, {"id": life.id})]

    assert await shown() == [(REGION, False)]
    life.handle(c.CorrectRegion(operator, "79", life.appeal.plan))
    assert await shown() == [("79", False)]
    life.handle(c.Withdraw(operator))
    assert await shown() == [("79", True)]
