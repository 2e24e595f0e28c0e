"""Remarks of colleagues and of citizens: kept in the database alone, so that they move no clock."""

from uuid import UUID

from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.http.idempotency import Deed
from application.access_scope import OUTSIDERS, appeal_for, task_for
from application.errors import wrong_field
from domain.errors import Forbidden
from schemas.http.requests import appeals as b
from schemas.http.requests.tasks import Note as TaskNote
from schemas.http.responses.timeline import FeedbackView, NoteView
from store import queries
from store.appeals import personal_data
from store.database.new_ids import new_id


async def note_on_appeal(deed: Deed, appeal: UUID, body: b.Note, connection: AsyncConnection) -> Response:
    """Keep a remark on an appeal, or on one of its tasks."""
    _check_colleague(deed)
    line = await appeal_for(connection, deed.by, appeal)
    if body.task and body.task not in {each.id for each in await queries.tasks_of(connection, line.id)}:
        raise wrong_field("task", "wrong_value")
    return await _kept(deed, line.id, body.task, body.text, connection)


async def note_on_task(deed: Deed, task: UUID, body: TaskNote, connection: AsyncConnection) -> Response:
    """Keep a remark on a task."""
    _check_colleague(deed)
    line = await task_for(connection, deed.by, task)
    return await _kept(deed, line.appeal, line.id, body.text, connection)


async def feedback(deed: Deed, appeal: UUID, body: b.Feedback, connection: AsyncConnection) -> Response:
    """Keep how the citizen found it."""
    line = await appeal_for(connection, deed.by, appeal)
    now = deed.needs.clock()
    said = personal_data.Feedback(new_id(now), line.id, now, body.score, body.text, deed.by.id)
    await personal_data.add_feedback(connection, said)
    return JSONResponse(FeedbackView.model_validate(said).model_dump(mode="json"), 201)


def _check_colleague(deed: Deed) -> None:
    if deed.by.role in OUTSIDERS:
        raise Forbidden(role=deed.by.role)


async def _kept(
    deed: Deed, appeal: UUID, task: UUID | None, text: str, connection: AsyncConnection
) -> Response:
    now = deed.needs.clock()
    note = personal_data.Note(
        id=new_id(now),
        appeal=appeal,
        task=task,
        at=now,
        body=text,
        by_person=deed.by.id,
        by_organisation=deed.by.organisation,
    )
    await personal_data.add_note(connection, note)
    return JSONResponse(NoteView.model_validate(note).model_dump(mode="json"), 201)
