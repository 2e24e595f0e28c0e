"""Many verbs at once: each is given by itself, under a key of its own that follows from the batch's."""

import asyncio
import json

from fastapi.responses import JSONResponse, Response

from api.command_endpoint import execute_task_command
from api.http.exception_handlers import problem_for
from api.http.idempotency import IdempotentRequest
from schemas.http.batch import BatchCommand, CommandBatch
from schemas.http.requests.task_registry import BODY_BY_VERB
from store.database.engine import autocommit

MAX_CONCURRENT_COMMANDS = 4


async def run_batch(deed: IdempotentRequest, batch: CommandBatch) -> Response:
    """Give every verb of *batch*, a few at a time, and return what came of each, in their order."""
    async with autocommit(deed.dependencies.engine).connect() as connection:
        earlier = await deed.begin_or_replay(connection)
    if earlier is not None:
        return earlier
    gate = asyncio.Semaphore(MAX_CONCURRENT_COMMANDS)
    lines = await asyncio.gather(
        *(
            _item_result(deed.sub_request(str(place), item.model_dump()), item, gate)
            for place, item in enumerate(batch.items)
        )
    )
    answer = JSONResponse({"items": lines})
    if all(_is_final_result(line) for line in lines):
        async with autocommit(deed.dependencies.engine).connect() as connection:
            await deed.store_response(connection, answer)
    return answer


async def _item_result(
    deed: IdempotentRequest, item: BatchCommand, gate: asyncio.Semaphore
) -> dict[str, object]:
    async with gate:
        answer = await _execute_item(deed, item)
    return {
        "task": str(item.task),
        "verb": item.verb,
        "status": answer.status_code,
        "result": json.loads(bytes(answer.body)),
    }


async def _execute_item(deed: IdempotentRequest, item: BatchCommand) -> Response:
    seen = None if item.version is None else f'"{item.version}"'
    try:
        body = BODY_BY_VERB[item.verb].model_validate_json(json.dumps(item.body))
        return await execute_task_command(deed, item.task, body, seen)
    except Exception as error:
        answer = problem_for(deed.request, error)
        if answer is None:
            raise
        return answer


def _is_final_result(line: dict[str, object]) -> bool:
    """Tell whether a verb has had its last answer: done or refused, not put off."""
    return line["status"] not in (202, 503)
