"""Notes on a task."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.http.idempotency import StaffRequest
from application.appeals import notes
from schemas.http.requests.tasks import NewTaskNote
from schemas.http.responses.timeline import NoteView

router = APIRouter(prefix="/v1/tasks/{task}", tags=["tasks"])


@router.post("/notes", status_code=201, response_model=NoteView)
async def create_task_note(task: UUID, body: NewTaskNote, request: StaffRequest) -> Response:
    """Leave a remark for colleagues on a task. It moves no clock."""
    return await request.run_in_transaction(
        lambda ctx, connection: notes.add_task_note(ctx, connection, task, body), 201
    )
