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

VERSION = 1

Stored = Mapping[str, Any]

_BEGIN = text(f"""
INSERT INTO idempotency_keys (person, key, asked, at, v)
VALUES (:person, :key, :asked, now(), {VERSION})
ON CONFLICT DO NOTHING
RETURNING true
""")  # noqa: S608 - our own number
_KNOWN = text("SELECT asked, answer FROM idempotency_keys WHERE person = :person AND key = :key")
_FINISH = text("""
UPDATE idempotency_keys SET answer = :answer ::jsonb WHERE person = :person AND key = :key AND asked = :asked
""")
_RELEASE = text("""
DELETE FROM idempotency_keys WHERE person = :person AND key = :key AND asked = :asked AND answer IS NULL
""")
_FORGET = text("DELETE FROM idempotency_keys WHERE at < :before")


@dataclass(frozen=True, slots=True)
class Key:
    """An Idempotency-Key of a person, with the digest of what was asked under it."""

    person: UUID
    key: str
    asked: bytes


async def begin(connection: AsyncConnection, key: Key) -> Stored | None:
    """Return the answer once given under *key*, or None where the caller is now to find and `finish` it.

    Raises KeyReused where something else was asked under it; KeyInUse where it is being answered, or
    whoever did so has died: to ask again is then the way to hear what came of it.
    """
    asked = {"person": key.person, "key": key.key, "asked": key.asked}
    while not await connection.scalar(_BEGIN, asked):
        answer = await known(connection, key)
        if answer is not None:
            return answer
    return None


async def known(connection: AsyncConnection, key: Key) -> Stored | None:
    """Return the answer given under *key*, or None where it is not known. Raises as `begin` does."""
    found = await connection.execute(_KNOWN, {"person": key.person, "key": key.key})
    row = found.one_or_none()
    return None if row is None else answer_of(key, row.asked, row.answer)


def answer_of(key: Key, asked: bytes, answer: Stored | None) -> Stored:
    """Return *answer*, if *key* is what was *asked*, and it has been answered. Raises as `begin` does."""
    if asked != key.asked:
        raise KeyReused
    if answer is None:
        raise KeyInUse
    return answer


async def finish(connection: AsyncConnection, key: Key, answer: Stored) -> None:
    """Keep *answer* as the one that *key* gets from now on."""
    written = json.dumps(answer, ensure_ascii=False)
    await connection.execute(
        _FINISH, {"person": key.person, "key": key.key, "asked": key.asked, "answer": written}
    )


async def release(connection: AsyncConnection, key: Key) -> None:
    """Let *key* be tried anew: nothing came of it, and nothing was done."""
    await connection.execute(_RELEASE, {"person": key.person, "key": key.key, "asked": key.asked})


async def forget(connection: AsyncConnection, before: datetime) -> int:
    """Delete the keys used before a moment; return how many there were."""
    return (await connection.execute(_FORGET, {"before": before})).rowcount
