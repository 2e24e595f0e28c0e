"""The command endpoint: every command on a task or an appeal is prepared, submitted and answered here."""

import re
from collections.abc import Awaitable
from uuid import UUID

from fastapi.responses import Response
from pydantic import BaseModel

from api.http.idempotency import IdempotentRequest
from api.http.problems import ApiError, api_error_from_refusal, pending_response, problem_response
from api.http.responses import view_response
from application.commands.claim_next import claim_next_task
from application.commands.prepare import AnyAppealBody, prepare_appeal_command, prepare_task_command
from application.commands.submit import exclusive_merge, submit_appeal_command, submit_task_command
from application.errors import CommandUnconfirmed
from domain.errors import Refusal
from schemas.http.requests.command_body import TaskCommandBody
from store.database.engine import autocommit

ETAG_PATTERN = re.compile(r'\s*(W/)?"(?P<version>[0-9]{1,9})"\s*')


async def execute_task_command(
    request: IdempotentRequest, task_id: UUID, body: TaskCommandBody, if_match: str | None = None
) -> Response:
    """Carry out a command on a task, and return the task after it."""
    versions = _versions(if_match)
    async with autocommit(request.dependencies.engine).connect() as connection:
        earlier, task = await request.begin_or_replay_with_task(connection, task_id)
        if earlier is not None:
            return earlier
        async with request.release_key_on_refusal(connection):
            prepared = await prepare_task_command(request.context, connection, task, body, versions)
    return await _respond(request, submit_task_command(request.context, prepared), "tasks")


async def execute_appeal_command(
    request: IdempotentRequest, appeal_id: UUID, body: AnyAppealBody
) -> Response:
    """Carry out a command on an appeal as a whole, and return the appeal after it."""
    async with exclusive_merge(request.context, body):
        async with autocommit(request.dependencies.engine).connect() as connection:
            earlier = await request.begin_or_replay(connection)
            if earlier is not None:
                return earlier
            async with request.release_key_on_refusal(connection):
                prepared = await prepare_appeal_command(request.context, connection, appeal_id, body)
        return await _respond(request, submit_appeal_command(request.context, prepared, body), "appeals")


async def execute_claim_next(request: IdempotentRequest) -> Response:
    """Claim the most urgent task of the caller's groups, and return it; 204 where none waits."""
    async with autocommit(request.dependencies.engine).connect() as connection:
        earlier = await request.begin_or_replay(connection)
        if earlier is not None:
            return earlier
    return await _respond(request, claim_next_task(request.context), "tasks")


async def _respond(
    request: IdempotentRequest, result: Awaitable[BaseModel | None], collection: str
) -> Response:
    """Return and store the response to what a use case came to; its refusal is a response too.

    Nothing is stored of a command that may still be carried out: the next attempt submits it again.
    """
    try:
        view = await result
    except CommandUnconfirmed as unconfirmed:
        return pending_response(request.http_request, f"/v1/{collection}/{unconfirmed.subject}")
    except Refusal as refusal:
        response: Response = problem_response(request.http_request, api_error_from_refusal(refusal))
    else:
        response = Response(status_code=204) if view is None else view_response(view)
    async with autocommit(request.dependencies.engine).connect() as connection:
        await request.store_response(connection, response)
    return response


def _versions(if_match: str | None) -> tuple[int, ...] | None:
    """Return the versions that an If-Match header names, None where any will do. Raises ApiError."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = [ETAG_PATTERN.fullmatch(part) for part in if_match.split(",")]
    versions = tuple(int(each["version"]) for each in found if each)
    if len(versions) < len(found):
        raise ApiError("if_match_malformed")
    return versions
