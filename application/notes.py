"""Remarks of colleagues and of citizens: kept in the database alone, so that they move no clock."""

from uuid import UUID

from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.http.idempotency import IdempotentRequest
from application.access_scope import EXTERNAL_ROLES, visible_appeal, visible_task
from application.errors import invalid_field
from domain.errors import Forbidden
from schemas.http.requests import appeals as b
from schemas.http.requests.tasks import NewTaskNote as TaskNote
from schemas.http.responses.timeline import FeedbackView, NoteView
from store import queries
from store.appeals import personal_data
from store.database.new_ids import new_id


async def add_appeal_note(
    deed: IdempotentRequest, appeal: UUID, body: b.NewNote, connection: AsyncConnection
) -> Response:
    """Keep a remark on an appeal, or on one of its tasks."""
    _check_is_staff(deed)
    line = await visible_appeal(connection, deed.by, appeal)
    if body.task and body.task not in {
        each.id for each in await queries.tasks_of_appeal(connection, line.id)
    }:
        raise invalid_field("task", "invalid_value")
    return await _store_note(deed, line.id, body.task, body.text, connection)


async def add_task_note(
    deed: IdempotentRequest, task: UUID, body: TaskNote, connection: AsyncConnection
) -> Response:
    """Keep a remark on a task."""
    _check_is_staff(deed)
    line = await visible_task(connection, deed.by, task)
    return await _store_note(deed, line.appeal, line.id, body.text, connection)


async def add_feedback(
    deed: IdempotentRequest, appeal: UUID, body: b.NewFeedback, connection: AsyncConnection
) -> Response:
    """Keep how the citizen found it."""
    line = await visible_appeal(connection, deed.by, appeal)
    now = deed.dependencies.clock()
    said = personal_data.FeedbackRecord(new_id(now), line.id, now, body.score, body.text, deed.by.id)
    await personal_data.add_feedback(connection, said)
    return JSONResponse(FeedbackView.model_validate(said).model_dump(mode="json"), 201)


def _check_is_staff(deed: IdempotentRequest) -> None:
    if deed.by.role in EXTERNAL_ROLES:
        raise Forbidden(role=deed.by.role)


async def _store_note(
    deed: IdempotentRequest, appeal: UUID, task: UUID | None, text: str, connection: AsyncConnection
) -> Response:
    now = deed.dependencies.clock()
    note = personal_data.NoteRecord(
        id=new_id(now),
        appeal=appeal,
        task=task,
        created_at=now,
        text=text,
        by_person=deed.by.id,
        by_organisation=deed.by.organisation,
    )
    await personal_data.add_note(connection, note)
    return JSONResponse(NoteView.model_validate(note).model_dump(mode="json"), 201)
