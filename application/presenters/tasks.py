"""application.presenters.tasks."""

from sqlalchemy.ext.asyncio import AsyncConnection

from application.presenters.decisions import DecisionPresenter
from domain.decide.allowed import allowed_verbs
from domain.identity.people import Person
from domain.procedure.competence.forward_complaint import complaint_deadline
from schemas.http.responses.views import TaskListItemView, TaskView
from store.appeals import event_log
from store.queries import TaskRecord as TaskRow


def present_task_list_item(line: TaskRow) -> TaskListItemView:
    """Return the task of *line* as a list shows it."""
    plain = {name: getattr(line, name) for name in TaskListItemView.model_fields if name != "rule"}
    return TaskListItemView(**plain, rule=line.rule_id)


async def present_task(
    connection: AsyncConnection, by: Person, line: TaskRow, reader: DecisionPresenter
) -> TaskView:
    """Return the task of *line*, with what *by* may do with it now."""
    appeal = await event_log.load_appeal(connection, line.appeal)
    allowed = allowed_verbs(appeal, appeal.task(line.id), by) if appeal else []
    return TaskView(
        **present_task_list_item(line).model_dump(),
        origin=line.origin_task,
        holder_name=line.holder_name,
        allowed_verbs=allowed,
        decision=reader.present_decision(appeal) if appeal else None,
        complain_until=complaint_deadline(appeal) if appeal else None,
    )
