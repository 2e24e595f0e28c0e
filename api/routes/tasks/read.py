"""The inbox: what waits for whom, the most urgent first; the next one; many at once."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.auth import Caller, World
from api.dependencies import reader_of
from api.http.idempotency import Doing
from api.http.responses import task_answer
from api.openapi.description import TAKEN
from api.routes.tasks import batch, claim_next
from application import listing
from application.access_scope import task_for
from application.presenters.tasks import task_view
from schemas.http.batch import Batch, BatchResult
from schemas.http.requests.filters import TaskFilter, TaskQuestion
from schemas.http.responses.views import CountLine, Counts, Page, TaskLine, TaskView
from store import queries
from store.database.engine import at_once

NOTHING = {"description": "Nothing waits for you"}

router = APIRouter(prefix="/v1/tasks", tags=["tasks"])


@router.get("")
async def list_tasks(needs: World, by: Caller, asked: Annotated[TaskQuestion, Query()]) -> Page[TaskLine]:
    """List the open tasks that you may see, the most urgent first."""
    async with at_once(needs.engine).connect() as connection:
        return await listing.tasks(connection, by, asked)


@router.get("/counts")
async def count_tasks(needs: World, by: Caller, asked: Annotated[TaskFilter, Query()]) -> Counts:
    """Count the open tasks that you may see, exactly, by group and state."""
    async with at_once(needs.engine).connect() as connection:
        found = await queries.counts(connection, listing.wanted(by, asked), needs.clock())
    groups = [CountLine.model_validate(each) for each in found]
    return Counts(
        open=sum(each.open for each in groups), overdue=sum(each.overdue for each in groups), groups=groups
    )


@router.get("/{task}", response_model=TaskView)
async def read_task(request: Request, needs: World, by: Caller, task: UUID) -> Response:
    """Read one task, with the verbs that you may use now."""
    async with at_once(needs.engine).connect() as connection:
        line = await task_for(connection, by, task)
        return task_answer(await task_view(connection, by, line, reader_of(request)))


@router.post("/next", response_model=TaskView, responses=TAKEN | {204: NOTHING})
async def claim_next_task(deed: Doing) -> Response:
    """Claim the most urgent task of your groups. Nobody else gets the same one."""
    return await claim_next.claim(deed)


@router.post("/batch", response_model=BatchResult)
async def do_batch(body: Batch, deed: Doing) -> Response:
    """Give many verbs at once; each is done, or refused, by itself."""
    return await batch.do(deed, body)
