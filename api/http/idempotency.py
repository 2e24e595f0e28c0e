"""Idempotent requests: what a person asks under one Idempotency-Key is done once, by one command id."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncConnection

from api.auth import Caller, Deps, StaffOrCitizen
from api.http.problems import ApiError, language_of
from application.context import CommandContext, command_id_from
from application.dependencies import Dependencies
from application.errors import UseCaseError
from domain.errors import Refusal
from domain.identity.people import Person
from store import idempotency, queries
from store.appeals import command_start
from store.database.errors import KeyInUse, KeyReused
from store.idempotency import IdempotencyKey, StoredResponse
from store.queries import TaskRecord

KEY_PATTERN = re.compile(r"[\x21-\x7e]{8,200}")
STORED_HEADERS = ("content-type", "content-language", "location", "etag")

IdempotencyKeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="A new random UUID for each thing to be done; the same when it is tried again.",
    ),
]


class IdempotentRequest:
    """A request of one person under one key. The command id is the same at every attempt.

    *is_retry* says that an earlier attempt has begun and not finished; *accepted_at* is when the first began.
    """

    def __init__(
        self, http_request: Request, dependencies: Dependencies, key: IdempotencyKey, by: Person
    ) -> None:
        """Carry what *by* asks with *http_request*, once for *key*."""
        self.http_request = http_request
        self.dependencies = dependencies
        self.key = key
        self.by = by
        self.command_id = _command_id(key)
        self.is_retry = False
        self.accepted_at = key.accepted_at

    @property
    def context(self) -> CommandContext:
        """Return the context of the use case that this request calls."""
        return CommandContext(
            by=self.by,
            command_id=self.command_id,
            dependencies=self.dependencies,
            is_retry=self.is_retry,
            language=language_of(self.http_request),
            name=getattr(self.http_request.state, "name", ""),
            accepted_at=self.accepted_at,
        )

    def sub_request(self, name: str, content: object) -> "IdempotentRequest":
        """Return a part of this request that is done once by itself."""
        digest = sha256(json.dumps(content, sort_keys=True, default=str).encode()).digest()
        key = IdempotencyKey(self.by.id, f"{self.key.key}#{name}", digest, self.accepted_at)
        return IdempotentRequest(self.http_request, self.dependencies, key, self.by)

    async def begin_or_replay(self, connection: AsyncConnection) -> Response | None:
        """Record that the request is being done; return the response if it was done before.

        Two attempts at the same moment do no harm: their command has the same id.
        Raises UseCaseError where the key stands for another request.
        """
        try:
            stored = await idempotency.begin_or_replay(connection, self.key)
        except KeyInUse as in_use:
            self.is_retry, self.accepted_at = True, in_use.accepted_at
            return None
        except KeyReused as error:
            raise key_reused() from error
        return replay_response(stored) if stored else None

    async def begin_or_replay_with_task(
        self, connection: AsyncConnection, task_id: UUID
    ) -> tuple[Response | None, TaskRecord | None]:
        """Do as begin_or_replay does, and read the task of the command in the same round trip."""
        try:
            stored, task = await command_start.begin_or_replay_with_task(connection, self.key, task_id)
        except KeyInUse as in_use:
            self.is_retry, self.accepted_at = True, in_use.accepted_at
            return None, await queries.task_by_id(connection, task_id)
        except KeyReused as error:
            raise key_reused() from error
        return (replay_response(stored) if stored else None), task

    @asynccontextmanager
    async def release_key_on_refusal(self, connection: AsyncConnection) -> AsyncIterator[None]:
        """Release the key for another try where the request is refused before anything is done."""
        try:
            yield
        except (Refusal, UseCaseError):
            if not self.is_retry:
                await idempotency.release_key(connection, self.key)
            raise

    async def store_response(self, connection: AsyncConnection, response: Response) -> None:
        """Store *response* for every later attempt."""
        await idempotency.store_response(connection, self.key, serialise_response(response))

    async def run_in_transaction(
        self,
        use_case: Callable[[CommandContext, AsyncConnection], Awaitable[BaseModel]],
        status: int = 200,
        location: Callable[[BaseModel], str] | None = None,
    ) -> Response:
        """Call a use case that needs only the database: its rows, response and key commit together."""
        async with self.dependencies.engine.begin() as connection:
            earlier = await self.begin_or_replay(connection)
            if earlier is not None:
                return earlier
            view = await use_case(self.context, connection)
            headers = {"Location": location(view)} if location else None
            response = JSONResponse(view.model_dump(mode="json"), status, headers)
            await self.store_response(connection, response)
        return response


def key_reused() -> UseCaseError:
    """Return the error of a key that stands for another request."""
    return UseCaseError("idempotency_key_reused")


def serialise_response(response: Response) -> StoredResponse:
    """Return *response* as it is stored, byte for byte."""
    headers = {name: response.headers[name] for name in STORED_HEADERS if name in response.headers}
    return {"status": response.status_code, "headers": headers, "body": bytes(response.body).decode()}


def replay_response(stored: StoredResponse) -> Response:
    """Return the response that was stored."""
    return Response(stored["body"], stored["status"], stored["headers"])


async def _staff_request(
    http_request: Request, dependencies: Deps, by: Caller, idempotency_key: IdempotencyKeyHeader = None
) -> IdempotentRequest:
    return await _idempotent_request(http_request, dependencies, by, idempotency_key)


async def _any_request(
    http_request: Request,
    dependencies: Deps,
    by: StaffOrCitizen,
    idempotency_key: IdempotencyKeyHeader = None,
) -> IdempotentRequest:
    return await _idempotent_request(http_request, dependencies, by, idempotency_key)


StaffRequest = Annotated[IdempotentRequest, Depends(_staff_request)]
AnyRequest = Annotated[IdempotentRequest, Depends(_any_request)]


async def _idempotent_request(
    http_request: Request, dependencies: Dependencies, by: Person, key: str | None
) -> IdempotentRequest:
    if key is None:
        raise ApiError("idempotency_key_missing")
    if not KEY_PATTERN.fullmatch(key):
        raise ApiError("idempotency_key_malformed")
    try:  # FastAPI has parsed it already, where the route has a body: the request remembers the result
        body = await http_request.json() if http_request.state.body else None
    except (ValueError, RecursionError) as error:
        raise ApiError("malformed_json") from error
    content = json.dumps([http_request.method, http_request.url.path, body], sort_keys=True)
    fingerprint = sha256(content.encode()).digest()
    own = IdempotencyKey(by.id, key, fingerprint, dependencies.clock())
    return IdempotentRequest(http_request, dependencies, own, by)


def _command_id(key: IdempotencyKey) -> UUID:
    """Return the command's id, a function of person and key alone: a second attempt is the same command."""
    return command_id_from(sha256(key.person.bytes + key.key.encode()).digest())
