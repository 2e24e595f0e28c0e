"""Batches: each command is carried out by itself, under a key derived from the batch's."""

import asyncio
import json

from fastapi.responses import JSONResponse, Response

from api.command_endpoint import execute_task_command
from api.http.exception_handlers import problem_for
from api.http.idempotency import IdempotentRequest
from schemas.http.batch import BatchCommand, CommandBatch
from schemas.http.requests.registry import TASK_BODY_BY_VERB
from store.database.engine import autocommit

MAX_CONCURRENT_COMMANDS = 4


async def run_batch(request: IdempotentRequest, batch: CommandBatch) -> Response:
    """Carry out every command of *batch*, a few at a time, and return the results in the same order."""
    async with autocommit(request.dependencies.engine).connect() as connection:
        earlier = await request.begin_or_replay(connection)
    if earlier is not None:
        return earlier
    gate = asyncio.Semaphore(MAX_CONCURRENT_COMMANDS)
    lines = await asyncio.gather(
        *(
            _item_result(request.sub_request(str(place), item.model_dump()), item, gate)
            for place, item in enumerate(batch.items)
        )
    )
    response = JSONResponse({"items": lines})
    if all(_is_final_result(line) for line in lines):
        async with autocommit(request.dependencies.engine).connect() as connection:
            await request.store_response(connection, response)
    return response


async def _item_result(
    request: IdempotentRequest, item: BatchCommand, gate: asyncio.Semaphore
) -> dict[str, object]:
    async with gate:
        response = await _execute_item(request, item)
    return {
        "task": str(item.task),
        "verb": item.verb,
        "status": response.status_code,
        "result": json.loads(bytes(response.body)),
    }


async def _execute_item(request: IdempotentRequest, item: BatchCommand) -> Response:
    if_match = None if item.version is None else f'"{item.version}"'
    try:
        body = TASK_BODY_BY_VERB[item.verb].model_validate_json(json.dumps(item.body))
        return await execute_task_command(request, item.task, body, if_match)
    except Exception as error:
        response = problem_for(request.http_request, error)
        if response is None:
            raise
        return response


def _is_final_result(line: dict[str, object]) -> bool:
    """Return whether a command was carried out or refused, not postponed."""
    return line["status"] not in (202, 503)
