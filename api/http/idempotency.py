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

from api.auth import Caller, Visitor, World
from application.dependencies import Needs
from application.errors import Trouble
from domain.errors import Refusal
from domain.identity.people import Person
from store import idempotency
from store.database.errors import KeyInUse, KeyReused
from store.idempotency import Key, Stored

KEY = re.compile(r"[\x21-\x7e]{8,200}")
OUR_BITS = 8  # the version of UUID whose bits are ours (RFC 9562): here a digest
PUT_OFF = 202
KEPT = ("content-type", "content-language", "location", "etag")

IdempotencyKey = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A new random UUID for each thing to be done; the same when it is tried again.",
    ),
]


class Deed:
    """What is asked, by whom, under which key. ``id`` names the command: at every attempt the same.

    ``again`` says that an earlier attempt has begun and not ended.
    """

    def __init__(self, request: Request, needs: Needs, key: Key, by: Person) -> None:
        """Do for *by* what *request* asks, once for *key*."""
        self.request = request
        self.needs = needs
        self.key = key
        self.by = by
        self.id = _command_id(key)
        self.again = False

    def part(self, name: str, asked: object) -> "Deed":
        """Return a part of this deed, which is done once by itself."""
        digest = sha256(json.dumps(asked, sort_keys=True, default=str).encode()).digest()
        return Deed(self.request, self.needs, Key(self.by.id, f"{self.key.key}#{name}", digest), self.by)

    async def begin(self, connection: AsyncConnection) -> Response | None:
        """Note that it is being done; return the answer if it was given before.

        Whoever else does the same at this moment does no harm: the command has the same id.
        Raises Trouble where the key stands for something else.
        """
        try:
            stored = await idempotency.begin(connection, self.key)
        except KeyInUse:
            self.again = True
            return None
        except KeyReused as error:
            raise Trouble("idempotency_key_reused") from error
        return given_before(stored) if stored else None

    @asynccontextmanager
    async def or_not_at_all(self, connection: AsyncConnection) -> AsyncIterator[None]:
        """Leave the key free for another try where something is in the way before anything is done."""
        try:
            yield
        except (Refusal, Trouble):
            if not self.again:
                await idempotency.release(connection, self.key)
            raise

    async def end(self, connection: AsyncConnection, answer: Response) -> None:
        """Keep *answer* for whoever asks again, unless a better one may come."""
        if answer.status_code != PUT_OFF:
            await idempotency.finish(connection, self.key, kept(answer))

    async def once(self, do: Callable[[AsyncConnection], Awaitable[Response]]) -> Response:
        """Do what needs the database alone: it, its answer and the key stand or fall together."""
        async with self.needs.engine.begin() as connection:
            earlier = await self.begin(connection)
            if earlier is not None:
                return earlier
            answer = await do(connection)
            await self.end(connection, answer)
        return answer


def kept(answer: Response) -> Stored:
    """Return *answer* as it is stored, to the letter."""
    headers = {name: answer.headers[name] for name in KEPT if name in answer.headers}
    return {"status": answer.status_code, "headers": headers, "body": bytes(answer.body).decode()}


def given_before(stored: Stored) -> Response:
    """Return the answer that was stored."""
    return Response(stored["body"], stored["status"], stored["headers"])


async def _deed(request: Request, needs: World, by: Caller, idempotency_key: IdempotencyKey = None) -> Deed:
    return _asked(request, needs, by, idempotency_key)


async def _visit(request: Request, needs: World, by: Visitor, idempotency_key: IdempotencyKey = None) -> Deed:
    return _asked(request, needs, by, idempotency_key)


Doing = Annotated[Deed, Depends(_deed)]
Visiting = Annotated[Deed, Depends(_visit)]


def _asked(request: Request, needs: Needs, by: Person, key: str | None) -> Deed:
    if key is None:
        raise Trouble("idempotency_key_missing")
    if not KEY.fullmatch(key):
        raise Trouble("idempotency_key_malformed")
    try:
        body = json.loads(request.state.body or b"null")
    except (ValueError, RecursionError) as error:
        raise Trouble("malformed_json") from error
    asked = json.dumps([request.method, request.url.path, body], sort_keys=True)
    return Deed(request, needs, Key(by.id, key, sha256(asked.encode()).digest()), by)


def _command_id(key: Key) -> UUID:
    """Return the command's id, a function of person and key alone: a second attempt is the same command."""
    digest = bytearray(sha256(key.person.bytes + key.key.encode()).digest()[:16])
    digest[6] = digest[6] & 0x0F | OUR_BITS << 4
    digest[8] = digest[8] & 0x3F | 0x80
    return UUID(bytes=bytes(digest))
