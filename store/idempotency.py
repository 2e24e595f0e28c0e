"""Idempotency keys: a request under a key is executed once, and gets the same response ever after."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from store.database.errors import KeyInUse, KeyReused
from store.database.tables import IdempotencyKeyRow

StoredResponse = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """An Idempotency-Key of a person, with the digest of the request made under it and its moment."""

    person: UUID
    key: str
    fingerprint: bytes
    accepted_at: datetime


async def begin_or_replay(connection: AsyncConnection, key: IdempotencyKey) -> StoredResponse | None:
    """Return the response stored under *key*, or None where the caller is now to execute the request.

    Raises KeyReused where another request used it; KeyInUse where the request is being executed, or its
    execution has died: a retry after a while learns the result.
    """
    values = {
        "person": key.person,
        "key": key.key,
        "fingerprint": key.fingerprint,
        "accepted_at": key.accepted_at,
        "at": func.now(),
    }
    claim = insert(IdempotencyKeyRow).values(values).on_conflict_do_nothing()
    while await connection.scalar(claim.returning(col(IdempotencyKeyRow.key))) is None:
        response = await stored_response(connection, key)
        if response is not None:
            return response
    return None


async def stored_response(connection: AsyncConnection, key: IdempotencyKey) -> StoredResponse | None:
    """Return the response stored under *key*, if any. Raises as `begin_or_replay` does."""
    row = IdempotencyKeyRow
    found = await connection.execute(
        select(row.fingerprint, row.response, row.accepted_at).where(
            row.person == key.person, row.key == key.key
        )
    )
    stored = found.one_or_none()
    return None if stored is None else check_stored_response(key, *stored)


def check_stored_response(
    key: IdempotencyKey, fingerprint: bytes, response: StoredResponse | None, accepted_at: datetime
) -> StoredResponse:
    """Return *response*, if *key* is of the request with *fingerprint* and it is finished.

    Raises as `begin_or_replay` does.
    """
    if fingerprint != key.fingerprint:
        raise KeyReused
    if response is None:
        raise KeyInUse(accepted_at)
    return response


async def store_response(connection: AsyncConnection, key: IdempotencyKey, response: StoredResponse) -> None:
    """Store *response* as the one that *key* gets from now on."""
    await connection.execute(update(IdempotencyKeyRow).where(_is(key)).values(response=dict(response)))


async def release_key(connection: AsyncConnection, key: IdempotencyKey) -> None:
    """Free *key* for another attempt: its request had no effect."""
    unused = and_(_is(key), col(IdempotencyKeyRow.response).is_(None))
    await connection.execute(delete(IdempotencyKeyRow).where(unused))


async def delete_expired(connection: AsyncConnection, before: datetime) -> int:
    """Delete the keys used before a moment; return how many there were."""
    expired = delete(IdempotencyKeyRow).where(col(IdempotencyKeyRow.at) < before)
    return (await connection.execute(expired)).rowcount


def _is(key: IdempotencyKey) -> ColumnElement[bool]:
    row = IdempotencyKeyRow
    return and_(
        col(row.person) == key.person, col(row.key) == key.key, col(row.fingerprint) == key.fingerprint
    )
