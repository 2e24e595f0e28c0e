"""Idempotency keys: what a person asked under a key is done once, and answered the same ever after."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from store.database.errors import KeyInUse, KeyReused

ROW_VERSION = 1

StoredResponse = Mapping[str, Any]

_INSERT_KEY = text(f"""
INSERT INTO idempotency_keys (person, key, asked, at, v)
VALUES (:person, :key, :asked, now(), {ROW_VERSION})
ON CONFLICT DO NOTHING
RETURNING true
""")  # noqa: S608 - our own number
_SELECT_KEY = text("SELECT asked, answer FROM idempotency_keys WHERE person = :person AND key = :key")
_UPDATE_RESPONSE = text("""
UPDATE idempotency_keys SET answer = :answer ::jsonb WHERE person = :person AND key = :key AND asked = :asked
""")
_DELETE_KEY = text("""
DELETE FROM idempotency_keys WHERE person = :person AND key = :key AND asked = :asked AND answer IS NULL
""")
_DELETE_EXPIRED = text("DELETE FROM idempotency_keys WHERE at < :before")


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """An Idempotency-Key of a person, with the digest of what was asked under it."""

    person: UUID
    key: str
    fingerprint: bytes


async def begin_or_replay(connection: AsyncConnection, key: IdempotencyKey) -> StoredResponse | None:
    """Return the answer once given under *key*, or None where the caller is now to find and `finish` it.

    Raises KeyReused where something else was asked under it; KeyInUse where it is being answered, or
    whoever did so has died: to ask again is then the way to hear what came of it.
    """
    asked = {"person": key.person, "key": key.key, "asked": key.fingerprint}
    while not await connection.scalar(_INSERT_KEY, asked):
        answer = await stored_response(connection, key)
        if answer is not None:
            return answer
    return None


async def stored_response(connection: AsyncConnection, key: IdempotencyKey) -> StoredResponse | None:
    """Return the answer given under *key*, or None where it is not known. Raises as `begin` does."""
    found = await connection.execute(_SELECT_KEY, {"person": key.person, "key": key.key})
    row = found.one_or_none()
    return None if row is None else check_stored_response(key, row.asked, row.answer)


def check_stored_response(key: IdempotencyKey, asked: bytes, answer: StoredResponse | None) -> StoredResponse:
    """Return *answer*, if *key* is what was *asked*, and it has been answered. Raises as `begin` does."""
    if asked != key.fingerprint:
        raise KeyReused
    if answer is None:
        raise KeyInUse
    return answer


async def store_response(connection: AsyncConnection, key: IdempotencyKey, answer: StoredResponse) -> None:
    """Keep *answer* as the one that *key* gets from now on."""
    written = json.dumps(answer, ensure_ascii=False)
    await connection.execute(
        _UPDATE_RESPONSE, {"person": key.person, "key": key.key, "asked": key.fingerprint, "answer": written}
    )


async def release_key(connection: AsyncConnection, key: IdempotencyKey) -> None:
    """Let *key* be tried anew: nothing came of it, and nothing was done."""
    await connection.execute(_DELETE_KEY, {"person": key.person, "key": key.key, "asked": key.fingerprint})


async def delete_expired(connection: AsyncConnection, before: datetime) -> int:
    """Delete the keys used before a moment; return how many there were."""
    return (await connection.execute(_DELETE_EXPIRED, {"before": before})).rowcount
