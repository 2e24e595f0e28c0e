"""Notes on an appeal, and the applicant's feedback."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from api.auth import Caller, Deps
from api.http.idempotency import AnyRequest, StaffRequest
from application import notes
from schemas.http.requests.appeals import NewFeedback, NewNote
from schemas.http.responses.timeline import FeedbackView, NotePage, NoteView
from store.database.engine import autocommit

router = APIRouter(prefix="/v1/appeals/{appeal}", tags=["appeals"])


@router.post("/feedback", status_code=201, response_model=FeedbackView)
async def create_feedback(appeal: UUID, body: NewFeedback, request: AnyRequest) -> Response:
    """Keep how the citizen found it."""
    return await request.run_in_transaction(
        lambda ctx, connection: notes.add_feedback(ctx, connection, appeal, body), 201
    )


@router.post("/notes", status_code=201, response_model=NoteView)
async def create_note(appeal: UUID, body: NewNote, request: StaffRequest) -> Response:
    """Leave a remark for colleagues. It moves no clock."""
    return await request.run_in_transaction(
        lambda ctx, connection: notes.add_appeal_note(ctx, connection, appeal, body), 201
    )


@router.get("/notes")
async def list_notes(appeal: UUID, dependencies: Deps, by: Caller) -> NotePage:
    """Read the notes of colleagues."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await notes.list_appeal_notes(connection, by, appeal)
