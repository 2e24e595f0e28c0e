"""Notes of colleagues: rows of the database alone, so that no clock moves."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.access_scope import EXTERNAL_ROLES, visible_appeal, visible_task
from application.context import CommandContext
from application.errors import invalid_field
from domain.errors import Forbidden
from domain.identity.people import Person
from schemas.http.requests.appeals import NewNote
from schemas.http.requests.tasks import NewTaskNote
from schemas.http.responses.timeline import NotePage, NoteView
from store import queries
from store.appeals import personal_data
from store.database.new_ids import new_id


async def add_appeal_note(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, body: NewNote
) -> NoteView:
    """Add a note to an appeal, or to one of its tasks. Raises Forbidden for anyone but staff."""
    _check_is_staff(ctx.by)
    line = await visible_appeal(connection, ctx.by, appeal)
    tasks = await queries.tasks_of_appeal(connection, line.id) if body.task else []
    if body.task and all(each.id != body.task for each in tasks):
        raise invalid_field("task")
    return await _add_note(ctx, connection, line.id, body.task, body.text)


async def add_task_note(
    ctx: CommandContext, connection: AsyncConnection, task: UUID, body: NewTaskNote
) -> NoteView:
    """Add a note to a task. Raises Forbidden for anyone but staff."""
    _check_is_staff(ctx.by)
    line = await visible_task(connection, ctx.by, task)
    return await _add_note(ctx, connection, line.appeal, line.id, body.text)


async def list_appeal_notes(connection: AsyncConnection, by: Person, appeal: UUID) -> NotePage:
    """Return the notes on an appeal and its tasks, in order. Raises Forbidden for anyone but staff."""
    _check_is_staff(by)
    line = await visible_appeal(connection, by, appeal)
    found = await personal_data.notes_on_appeal(connection, line.id)
    return NotePage(items=[NoteView.model_validate(each) for each in found])


def _check_is_staff(person: Person) -> None:
    if person.role in EXTERNAL_ROLES:
        raise Forbidden(role=person.role)


async def _add_note(
    ctx: CommandContext, connection: AsyncConnection, appeal: UUID, task: UUID | None, text: str
) -> NoteView:
    now = ctx.dependencies.clock()
    note = personal_data.NoteRecord(
        id=new_id(now),
        appeal=appeal,
        task=task,
        created_at=now,
        text=text,
        by_person=ctx.by.id,
        by_organisation=ctx.by.organisation,
    )
    await personal_data.add_note(connection, note)
    return NoteView.model_validate(note)
