"""Many verbs at once: each is given by itself, under a key of its own that follows from the batch's."""

import asyncio
import json

from fastapi.responses import JSONResponse, Response

from api.command_endpoint import give_task
from api.http.exception_handlers import answer_to
from api.http.idempotency import Deed
from schemas.http.batch import Batch, BatchItem
from schemas.http.requests.task_registry import TASK_BODIES
from store.database.engine import at_once

AT_ONCE = 4


async def do(deed: Deed, batch: Batch) -> Response:
    """Give every verb of *batch*, a few at a time, and return what came of each, in their order."""
    async with at_once(deed.needs.engine).connect() as connection:
        earlier = await deed.begin(connection)
    if earlier is not None:
        return earlier
    gate = asyncio.Semaphore(AT_ONCE)
    lines = await asyncio.gather(
        *(
            _line(deed.part(str(place), item.model_dump()), item, gate)
            for place, item in enumerate(batch.items)
        )
    )
    answer = JSONResponse({"items": lines})
    if all(_is_final(line) for line in lines):
        async with at_once(deed.needs.engine).connect() as connection:
            await deed.end(connection, answer)
    return answer


async def _line(deed: Deed, item: BatchItem, gate: asyncio.Semaphore) -> dict[str, object]:
    async with gate:
        answer = await _answer(deed, item)
    return {
        "task": str(item.task),
        "verb": item.verb,
        "status": answer.status_code,
        "result": json.loads(bytes(answer.body)),
    }


async def _answer(deed: Deed, item: BatchItem) -> Response:
    seen = None if item.version is None else f'"{item.version}"'
    try:
        body = TASK_BODIES[item.verb].model_validate_json(json.dumps(item.body))
        return await give_task(deed, item.task, body, seen)
    except Exception as error:
        answer = answer_to(deed.request, error)
        if answer is None:
            raise
        return answer


def _is_final(line: dict[str, object]) -> bool:
    """Tell whether a verb has had its last answer: done or refused, not put off."""
    return line["status"] not in (202, 503)
