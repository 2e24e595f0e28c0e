"""One thing that a person wants done, done once: under one Idempotency-Key, through one command id."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.auth import Caller, Deps, StaffOrCitizen
from application.dependencies import Dependencies
from application.errors import ApiError
from domain.errors import Refusal
from domain.identity.people import Person
from store import idempotency
from store.database.errors import KeyInUse, KeyReused
from store.idempotency import IdempotencyKey, StoredResponse

KEY_PATTERN = re.compile(r"[\x21-\x7e]{8,200}")
UUID_VERSION = 8  # the version of UUID whose bits are ours (RFC 9562): here a digest
ACCEPTED = 202
STORED_HEADERS = ("content-type", "content-language", "location", "etag")

IdempotencyKeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A new random UUID for each thing to be done; the same when it is tried again.",
    ),
]


class IdempotentRequest:
    """What is asked, by whom, under which key. ``id`` names the command: at every attempt the same.

    ``again`` says that an earlier attempt has begun and not ended.
    """

    def __init__(self, request: Request, needs: Dependencies, key: IdempotencyKey, by: Person) -> None:
        """Do for *by* what *request* asks, once for *key*."""
        self.request = request
        self.dependencies = needs
        self.key = key
        self.by = by
        self.id = _command_id(key)
        self.is_retry = False

    def sub_request(self, name: str, asked: object) -> "IdempotentRequest":
        """Return a part of this deed, which is done once by itself."""
        digest = sha256(json.dumps(asked, sort_keys=True, default=str).encode()).digest()
        return IdempotentRequest(
            self.request,
            self.dependencies,
            IdempotencyKey(self.by.id, f"{self.key.key}#{name}", digest),
            self.by,
        )

    async def begin_or_replay(self, connection: AsyncConnection) -> Response | None:
        """Note that it is being done; return the answer if it was given before.

        Whoever else does the same at this moment does no harm: the command has the same id.
        Raises Trouble where the key stands for something else.
        """
        try:
            stored = await idempotency.begin_or_replay(connection, self.key)
        except KeyInUse:
            self.is_retry = True
            return None
        except KeyReused as error:
            raise ApiError("idempotency_key_reused") from error
        return replay_response(stored) if stored else None

    @asynccontextmanager
    async def release_key_on_refusal(self, connection: AsyncConnection) -> AsyncIterator[None]:
        """Leave the key free for another try where something is in the way before anything is done."""
        try:
            yield
        except (Refusal, ApiError):
            if not self.is_retry:
                await idempotency.release_key(connection, self.key)
            raise

    async def store_response(self, connection: AsyncConnection, answer: Response) -> None:
        """Keep *answer* for whoever asks again, unless a better one may come."""
        if answer.status_code != ACCEPTED:
            await idempotency.store_response(connection, self.key, serialise_response(answer))

    async def run_in_transaction(self, do: Callable[[AsyncConnection], Awaitable[Response]]) -> Response:
        """Do what needs the database alone: it, its answer and the key stand or fall together."""
        async with self.dependencies.engine.begin() as connection:
            earlier = await self.begin_or_replay(connection)
            if earlier is not None:
                return earlier
            answer = await do(connection)
            await self.store_response(connection, answer)
        return answer


def serialise_response(answer: Response) -> StoredResponse:
    """Return *answer* as it is stored, to the letter."""
    headers = {name: answer.headers[name] for name in STORED_HEADERS if name in answer.headers}
    return {"status": answer.status_code, "headers": headers, "body": bytes(answer.body).decode()}


def replay_response(stored: StoredResponse) -> Response:
    """Return the answer that was stored."""
    return Response(stored["body"], stored["status"], stored["headers"])


async def _staff_request(
    request: Request, needs: Deps, by: Caller, idempotency_key: IdempotencyKeyHeader = None
) -> IdempotentRequest:
    return _idempotent_request(request, needs, by, idempotency_key)


async def _any_request(
    request: Request, needs: Deps, by: StaffOrCitizen, idempotency_key: IdempotencyKeyHeader = None
) -> IdempotentRequest:
    return _idempotent_request(request, needs, by, idempotency_key)


StaffRequest = Annotated[IdempotentRequest, Depends(_staff_request)]
AnyRequest = Annotated[IdempotentRequest, Depends(_any_request)]


def _idempotent_request(
    request: Request, needs: Dependencies, by: Person, key: str | None
) -> IdempotentRequest:
    if key is None:
        raise ApiError("idempotency_key_missing")
    if not KEY_PATTERN.fullmatch(key):
        raise ApiError("idempotency_key_malformed")
    try:
        body = json.loads(request.state.body or b"null")
    except (ValueError, RecursionError) as error:
        raise ApiError("malformed_json") from error
    asked = json.dumps([request.method, request.url.path, body], sort_keys=True)
    return IdempotentRequest(request, needs, IdempotencyKey(by.id, key, sha256(asked.encode()).digest()), by)


def _command_id(key: IdempotencyKey) -> UUID:
    """Return the command's id, a function of person and key alone: a second attempt is the same command."""
    digest = bytearray(sha256(key.person.bytes + key.key.encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | UUID_VERSION << 4
    digest[8] = digest[8] & 0x3F | 0x80
    return UUID(bytes=bytes(digest))
