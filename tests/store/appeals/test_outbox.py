"""Every appeal that was given a talon is started, once, by whichever dispatcher comes first."""

import asyncio
import time
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store.appeals import outbox
from store.appeals.intake import save_intake
from store.database.engine import autocommit
from tests.support.store.intakes import idempotency_key, intake_of
from tests.support.store.recorded_appeal import RecordedAppeal


async def put_down(connection: AsyncConnection, amount: int) -> set[UUID]:
    lives = [RecordedAppeal(number) for number in range(1, amount + 1)]
    for number, life in enumerate(lives):
        await save_intake(connection, idempotency_key(str(number)), intake_of(life, f"CODE{number:06}"), {})
    return {life.id for life in lives}


async def test_two_dispatchers_never_take_up_the_same(
    engine: AsyncEngine, connection: AsyncConnection
) -> None:
    expected = await put_down(connection, 20)
    async with engine.begin() as one, engine.begin() as other:
        first, second = await outbox.claim_starts(one, 12), await outbox.claim_starts(other, 12)
        assert (len(first), len(second)) == (12, 8)
        assert {start.appeal for start in (*first, *second)} == expected
        await outbox.delete_started(one, [start.id for start in first])
        await outbox.delete_started(other, [start.id for start in second])
    assert await outbox.pending_count(connection) == 0


async def test_what_a_dead_dispatcher_took_up_is_taken_up_again(
    engine: AsyncEngine, connection: AsyncConnection
) -> None:
    expected = await put_down(connection, 3)
    async with engine.connect() as dying:
        await outbox.claim_starts(dying)
        await dying.rollback()
    assert {start.appeal for start in await outbox.claim_starts(connection)} == expected


async def test_what_could_not_be_started_is_tried_later(connection: AsyncConnection) -> None:
    await put_down(connection, 1)
    (start,) = await outbox.claim_starts(connection)
    await outbox.reschedule_failed(connection, [start.id], "WorkflowServiceUnavailable")
    assert await outbox.claim_starts(connection) == []
    assert await outbox.is_pending(connection, start.appeal)
    await connection.execute(text("UPDATE outbox SET not_before = now()"))
    (again,) = await outbox.claim_starts(connection)
    assert (again.appeal, again.attempts) == (start.appeal, 1)


async def test_a_listener_is_woken_by_an_intake_and_otherwise_waits(engine: AsyncEngine) -> None:
    async with autocommit(engine).connect() as ear, autocommit(engine).connect() as counter:
        await outbox.listen_for_starts(ear)
        began = time.monotonic()
        await outbox.wait_for_starts(ear, 0.2)
        assert time.monotonic() - began >= 0.2
        waiting = asyncio.create_task(outbox.wait_for_starts(ear, 30))
        await put_down(counter, 1)
        await asyncio.wait_for(waiting, 5)
