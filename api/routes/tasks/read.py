"""The inbox: open tasks, the most urgent first; the next one; batches of commands."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.auth import Caller, Deps
from api.command_endpoint import execute_claim_next
from api.dependencies import Decisions
from api.http.idempotency import StaffRequest
from api.http.responses import view_response
from api.openapi.description import ACCEPTED_RESPONSE
from api.routes.tasks import batch
from application.access_scope import visible_task
from application.appeals import inbox
from application.presenters.tasks import present_task
from schemas.http.batch import BatchResultView, CommandBatch
from schemas.http.requests.filters import TaskCountParams, TaskListParams
from schemas.http.responses.lists import TaskCounts, TaskPage
from schemas.http.responses.views import TaskView
from store.database.engine import autocommit

NO_CONTENT_RESPONSE = {"description": "No task waits for your groups"}

router = APIRouter(prefix="/v1/tasks", tags=["tasks"])


@router.get("")
async def list_tasks(dependencies: Deps, by: Caller, asked: Annotated[TaskListParams, Query()]) -> TaskPage:
    """List the open tasks that you may see, the most urgent first unless sorted otherwise."""
    return await inbox.list_tasks(dependencies, by, asked)


@router.get("/counts")
async def count_tasks(
    dependencies: Deps, by: Caller, asked: Annotated[TaskCountParams, Query()]
) -> TaskCounts:
    """Count the open tasks that you may see by group and state: the thousand most urgent, or all of them."""
    return await inbox.count_tasks(dependencies, by, asked)


@router.get("/{task}", response_model=TaskView)
async def read_task(dependencies: Deps, by: Caller, task: UUID, presenter: Decisions) -> Response:
    """Read one task, with the verbs that you may use now."""
    async with autocommit(dependencies.engine).connect() as connection:
        line = await visible_task(connection, by, task)
        return view_response(await present_task(connection, by, line, presenter))


@router.post("/claim-next", response_model=TaskView, responses=ACCEPTED_RESPONSE | {204: NO_CONTENT_RESPONSE})
async def claim_next_task(request: StaffRequest) -> Response:
    """Claim the most urgent task of your groups. No other person gets the same one."""
    return await execute_claim_next(request)


@router.post("/batch", response_model=BatchResultView)
async def run_command_batch(body: CommandBatch, request: StaffRequest) -> Response:
    """Carry out many commands at once; each is accepted or refused by itself."""
    return await batch.run_batch(request, body)
