"""What was asked once under a key is done once."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from store import idempotency
from store.database.engine import autocommit
from store.database.errors import KeyInUse, KeyReused
from store.idempotency import IdempotencyKey
from tests.support.store.recorded_appeal import CLERK, OFFICER

ACCEPTED_AT = datetime(2026, 3, 16, 9, tzinfo=UTC)
KEY = IdempotencyKey(CLERK.id, "claim-1", b"body", ACCEPTED_AT)


async def test_the_first_to_ask_is_to_answer_and_the_next_hears_that_answer(
    connection: AsyncConnection,
) -> None:
    assert await idempotency.begin_or_replay(connection, KEY) is None
    await idempotency.store_response(connection, KEY, {"status": 200, "body": {"имя": "Әсел"}})
    assert await idempotency.begin_or_replay(connection, KEY) == {"status": 200, "body": {"имя": "Әсел"}}


async def test_another_body_is_refused(connection: AsyncConnection) -> None:
    await idempotency.begin_or_replay(connection, KEY)
    with pytest.raises(KeyReused):
        await idempotency.begin_or_replay(
            connection, IdempotencyKey(KEY.person, KEY.key, b"other", ACCEPTED_AT)
        )


async def test_another_person_has_keys_of_their_own(connection: AsyncConnection) -> None:
    await idempotency.begin_or_replay(connection, KEY)
    assert (
        await idempotency.begin_or_replay(
            connection, IdempotencyKey(OFFICER.id, KEY.key, b"other", ACCEPTED_AT)
        )
        is None
    )


async def test_retry_learns_when_the_first_attempt_was_accepted(connection: AsyncConnection) -> None:
    await idempotency.begin_or_replay(connection, KEY)
    later = replace(KEY, accepted_at=ACCEPTED_AT + timedelta(hours=1))
    with pytest.raises(KeyInUse) as in_use:
        await idempotency.begin_or_replay(connection, later)
    assert in_use.value.accepted_at == ACCEPTED_AT


async def test_concurrent_request_with_the_same_key_is_in_progress(connection: AsyncConnection) -> None:
    await idempotency.begin_or_replay(connection, KEY)
    with pytest.raises(KeyInUse):
        await idempotency.begin_or_replay(connection, KEY)


async def test_of_many_at_once_one_answers(engine: AsyncEngine) -> None:
    async def ask() -> bool:
        async with autocommit(engine).connect() as connection:
            try:
                return await idempotency.begin_or_replay(connection, KEY) is None
            except KeyInUse:
                return False

    assert sum(await asyncio.gather(*(ask() for _ in range(10)))) == 1


async def test_what_its_answerer_left_behind_is_never_taken_for_new(connection: AsyncConnection) -> None:
    await idempotency.begin_or_replay(connection, KEY)
    await connection.execute(text("UPDATE idempotency_keys SET at = now() - interval '2 days'"))
    with pytest.raises(KeyInUse):
        await idempotency.begin_or_replay(connection, KEY)


async def test_released_idempotency_key_can_be_reused(connection: AsyncConnection) -> None:
    await idempotency.begin_or_replay(connection, KEY)
    await idempotency.release_key(connection, KEY)
    assert await idempotency.begin_or_replay(connection, KEY) is None


async def test_old_keys_are_forgotten(connection: AsyncConnection) -> None:
    await idempotency.begin_or_replay(connection, KEY)
    now = datetime.now(UTC)
    assert await idempotency.delete_expired(connection, now - timedelta(days=1)) == 0
    assert await idempotency.delete_expired(connection, now + timedelta(days=1)) == 1
