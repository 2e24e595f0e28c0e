"""Tasks as the API shows them: a row of a list, and one task with what its reader may do."""

from sqlalchemy.ext.asyncio import AsyncConnection

from application.presenters.decisions import DecisionPresenter
from application.presenters.events import present_forecast_event
from domain.country.languages import Language
from domain.errors import NotFound
from domain.identity.people import Person
from schemas.http.responses.views import ForecastEvent, TaskListItemView, TaskView
from schemas.wire.task_status import ForecastEventMessage, TaskStatus
from store.appeals import event_log
from store.queries import TaskRecord

FIXED_FIELDS = (
    "id",
    "appeal",
    "number",
    "topic",
    "region",
    "purpose",
    "opened_at",
    "mandatory",
    "specialty",
    "duty",
)
CURRENT_FIELDS = (
    "version",
    "step",
    "organisation",
    "role",
    "state",
    "state_since",
    "holder",
    "due_at",
    "held_until",
    "urgent",
    "statutory_due_at",
    "needs_attention",
    "complain_until",
)


def present_task_list_item(task: TaskRecord) -> TaskListItemView:
    """Return *task* as a list shows it."""
    plain = {name: getattr(task, name) for name in TaskListItemView.model_fields if name != "rule"}
    return TaskListItemView(**plain, rule=task.rule_id)


async def present_task(
    connection: AsyncConnection, by: Person, task: TaskRecord, presenter: DecisionPresenter
) -> TaskView:
    """Return *task* with what *by* may do with it now. Raises NotFound where it has no events."""
    appeal = await event_log.load_appeal(connection, task.appeal)
    if appeal is None:
        raise NotFound
    status = TaskStatus.of(appeal, task.id, by)
    return present_task_status(task, status, task.holder_name, presenter)


def present_task_status(
    task: TaskRecord, status: TaskStatus, holder_name: str | None, presenter: DecisionPresenter
) -> TaskView:
    """Return the view of *task* in its present *status*."""
    fixed = {name: getattr(task, name) for name in FIXED_FIELDS}
    current = {name: getattr(status, name) for name in CURRENT_FIELDS}
    return TaskView(
        **fixed,
        **current,
        rule=task.rule_id,
        origin=task.origin_task,
        holder_name=holder_name,
        allowed_verbs=list(status.allowed_verbs),
        next_event=_present_next_event(status.next_event, presenter.language),
        decision=presenter.present_summary(status.decision),
    )


def _present_next_event(event: ForecastEventMessage | None, language: Language) -> ForecastEvent | None:
    if event is None:
        return None
    return present_forecast_event(event.at, event.event, language, is_estimated=event.is_estimated)
