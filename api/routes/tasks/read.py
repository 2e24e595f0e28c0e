"""The inbox: what waits for whom, the most urgent first; the next one; many at once."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.auth import Caller, Deps
from api.dependencies import decision_presenter_of
from api.http.idempotency import StaffRequest
from api.http.responses import task_response
from api.openapi.description import ACCEPTED_RESPONSE
from api.routes.tasks import batch, claim_next
from application import listing
from application.access_scope import visible_task
from application.presenters.tasks import present_task
from schemas.http.batch import BatchResultView, CommandBatch
from schemas.http.requests.filters import TaskFilterParams, TaskListParams
from schemas.http.responses.views import TaskCount, TaskCounts, TaskPage, TaskView
from store import queries
from store.database.engine import autocommit

NO_CONTENT_RESPONSE = {"description": "Nothing waits for you"}

router = APIRouter(prefix="/v1/tasks", tags=["tasks"])


@router.get("")
async def list_tasks(needs: Deps, by: Caller, asked: Annotated[TaskListParams, Query()]) -> TaskPage:
    """List the open tasks that you may see, the most urgent first."""
    async with autocommit(needs.engine).connect() as connection:
        return await listing.list_tasks(connection, by, asked)


@router.get("/counts")
async def count_tasks(needs: Deps, by: Caller, asked: Annotated[TaskFilterParams, Query()]) -> TaskCounts:
    """Count the open tasks that you may see, exactly, by group and state."""
    async with autocommit(needs.engine).connect() as connection:
        found = await queries.task_counts(connection, listing.task_query(by, asked), needs.clock())
    groups = [TaskCount.model_validate(each) for each in found]
    return TaskCounts(
        open=sum(each.open for each in groups), overdue=sum(each.overdue for each in groups), groups=groups
    )


@router.get("/{task}", response_model=TaskView)
async def read_task(request: Request, needs: Deps, by: Caller, task: UUID) -> Response:
    """Read one task, with the verbs that you may use now."""
    async with autocommit(needs.engine).connect() as connection:
        line = await visible_task(connection, by, task)
        return task_response(await present_task(connection, by, line, decision_presenter_of(request)))


@router.post("/claim-next", response_model=TaskView, responses=ACCEPTED_RESPONSE | {204: NO_CONTENT_RESPONSE})
async def claim_next_task(deed: StaffRequest) -> Response:
    """Claim the most urgent task of your groups. Nobody else gets the same one."""
    return await claim_next.claim_next_task(deed)


@router.post("/batch", response_model=BatchResultView)
async def run_command_batch(body: CommandBatch, deed: StaffRequest) -> Response:
    """Give many verbs at once; each is done, or refused, by itself."""
    return await batch.run_batch(deed, body)
