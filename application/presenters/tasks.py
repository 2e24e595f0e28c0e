"""application.presenters.tasks."""

from sqlalchemy.ext.asyncio import AsyncConnection

from application.presenters.decisions import Reader
from domain.identity.people import Person
from domain.procedure.competence.forward_complaint import complain_until
from domain.rules.permissions import allowed_verbs
from schemas.http.responses.views import TaskLine, TaskView
from store.appeals import event_log
from store.queries import TaskLine as TaskRow


async def task_view(connection: AsyncConnection, by: Person, line: TaskRow, reader: Reader) -> TaskView:
    """Return the task of *line*, with what *by* may do with it now."""
    appeal = await event_log.appeal(connection, line.appeal)
    allowed = allowed_verbs(appeal, appeal.task(line.id), by) if appeal else []
    plain = TaskLine.model_validate(line).model_dump()
    return TaskView(
        **plain,
        origin=line.origin,
        holder_name=line.holder_name,
        allowed=allowed,
        verdict=reader.verdict(appeal) if appeal else None,
        complain_until=complain_until(appeal) if appeal else None,
    )
