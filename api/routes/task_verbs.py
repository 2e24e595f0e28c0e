"""The verbs of tasks: one route each. All are given in the same way; only what they ask for differs."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Header
from fastapi.responses import Response

from api import noting
from api.deeds import Doing
from api.description import TAKEN
from api.giving import give_task
from schemas import bodies as b
from schemas.story_views import NoteView
from schemas.views import TaskView

IfMatch = Annotated[str | None, Header(alias="If-Match", description="The task's ETag, as you saw it.")]

router = APIRouter(prefix="/v1/tasks/{task}", tags=["tasks"])


@router.post("/claim", response_model=TaskView, responses=TAKEN)
async def claim_task(
    task: UUID, body: Annotated[b.Claim, Body(default_factory=b.Claim)], deed: Doing, if_match: IfMatch = None
) -> Response:
    """Take a waiting task; again, to say that the work goes on."""
    return await give_task(deed, task, body, if_match)


@router.post("/release", response_model=TaskView, responses=TAKEN)
async def release_task(
    task: UUID,
    body: Annotated[b.Release, Body(default_factory=b.Release)],
    deed: Doing,
    if_match: IfMatch = None,
) -> Response:
    """Give a claimed task back to its group."""
    return await give_task(deed, task, body, if_match)


@router.post("/accept", response_model=TaskView, responses=TAKEN)
async def accept_task(
    task: UUID,
    body: Annotated[b.Accept, Body(default_factory=b.Accept)],
    deed: Doing,
    if_match: IfMatch = None,
) -> Response:
    """Accept a hand-off: the work is yours."""
    return await give_task(deed, task, body, if_match)


@router.post("/decline", response_model=TaskView, responses=TAKEN)
async def decline_task(task: UUID, body: b.Decline, deed: Doing, if_match: IfMatch = None) -> Response:
    """Decline a hand-off: the work goes back to its sender."""
    return await give_task(deed, task, body, if_match)


@router.post("/complete", response_model=TaskView, responses=TAKEN)
async def complete_task(task: UUID, body: b.Complete, deed: Doing, if_match: IfMatch = None) -> Response:
    """End a task with an outcome; on the main path this decides the appeal."""
    return await give_task(deed, task, body, if_match)


@router.post("/refer", response_model=TaskView, responses=TAKEN)
async def refer_task(task: UUID, body: b.Refer, deed: Doing, if_match: IfMatch = None) -> Response:
    """Send the appeal on along its path."""
    return await give_task(deed, task, body, if_match)


@router.post("/return", response_model=TaskView, responses=TAKEN)
async def return_task(task: UUID, body: b.Return, deed: Doing, if_match: IfMatch = None) -> Response:
    """Give a task back to whoever handed it over."""
    return await give_task(deed, task, body, if_match)


@router.post("/reassign", response_model=TaskView, responses=TAKEN)
async def reassign_task(task: UUID, body: b.Reassign, deed: Doing, if_match: IfMatch = None) -> Response:
    """Move a task to another person or group; its clocks go on."""
    return await give_task(deed, task, body, if_match)


@router.post("/hold", response_model=TaskView, responses=TAKEN)
async def hold_task(task: UUID, body: b.Hold, deed: Doing, if_match: IfMatch = None) -> Response:
    """Put a task aside until a moment; it comes back by itself."""
    return await give_task(deed, task, body, if_match)


@router.post("/resume", response_model=TaskView, responses=TAKEN)
async def resume_task(
    task: UUID,
    body: Annotated[b.Resume, Body(default_factory=b.Resume)],
    deed: Doing,
    if_match: IfMatch = None,
) -> Response:
    """Take a held task up again before its time."""
    return await give_task(deed, task, body, if_match)


@router.post("/request-information", response_model=TaskView, responses=TAKEN)
async def request_information(
    task: UUID, body: b.RequestInformation, deed: Doing, if_match: IfMatch = None
) -> Response:
    """Ask the citizen; the clocks pause until the answer."""
    return await give_task(deed, task, body, if_match)


@router.post("/note", status_code=201, response_model=NoteView)
async def note_task(task: UUID, body: b.Note, deed: Doing) -> Response:
    """Leave a remark for colleagues on a task. It moves no clock."""
    return await deed.once(partial(noting.note_on_task, deed, task, body))


@router.post("/open-side-task", response_model=TaskView, responses=TAKEN)
async def open_side_task(task: UUID, body: b.OpenSideTask, deed: Doing, if_match: IfMatch = None) -> Response:
    """Ask a specialist or another agency for a part of the work."""
    return await give_task(deed, task, body, if_match)


@router.post("/cancel-side-task", response_model=TaskView, responses=TAKEN)
async def cancel_side_task(
    task: UUID,
    body: Annotated[b.CancelSideTask, Body(default_factory=b.CancelSideTask)],
    deed: Doing,
    if_match: IfMatch = None,
) -> Response:
    """Withdraw a side task that is no longer needed."""
    return await give_task(deed, task, body, if_match)
