"""Tasks as the API shows them: a row of a list, and one task with what its reader may do."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection

from application.presenters.decisions import DecisionPresenter
from domain.errors import NotFound
from domain.identity.people import Person
from schemas.http.responses.views import ForecastEvent, TaskListItemView, TaskView
from schemas.wire.stored_names import TYPE_KEY
from schemas.wire.tagged_union import EVENT_UNION
from schemas.wire.task_status import ForecastEventMessage, TaskStatus
from store.appeals import event_log
from store.queries import TaskRecord

OMITTED_EVENT_FIELDS = frozenset({TYPE_KEY, "text"})


@dataclass(frozen=True, slots=True)
class TaskLabels:
    """What a task view shows beside the status of its task: of its appeal, and the name of its holder."""

    number: str
    topic: str
    region: str
    holder_name: str | None


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
    labels = TaskLabels(task.number, task.topic, task.region, task.holder_name)
    return present_task_status(TaskStatus.of(appeal, task.id, by), labels, presenter)


def present_task_status(status: TaskStatus, labels: TaskLabels, presenter: DecisionPresenter) -> TaskView:
    """Return the task view of *status*."""
    task = status.task
    return TaskView(
        id=task.id,
        appeal=task.appeal,
        number=labels.number,
        topic=labels.topic,
        region=labels.region,
        purpose=task.purpose,
        step=task.step,
        organisation=task.group.organisation,
        role=task.group.role,
        state=task.state,
        holder=task.holder,
        holder_name=labels.holder_name,
        opened_at=task.opened_at,
        state_since=task.state_since,
        due_at=task.due_at,
        held_until=task.held_until,
        mandatory=task.mandatory,
        specialty=task.specialty,
        statutory_due_at=status.statutory_due_at,
        needs_attention=status.needs_attention,
        version=task.version,
        duty=task.duty,
        rule=task.rule_id,
        urgent=task.urgent,
        origin=task.origin_task,
        allowed_verbs=list(status.allowed_verbs),
        next_event=_present_next_event(status.next_event),
        decision=presenter.present_summary(status.decision),
        complain_until=status.complain_until,
    )


def _present_next_event(event: ForecastEventMessage | None) -> ForecastEvent | None:
    if event is None:
        return None
    written = EVENT_UNION.dump(event.event)
    return ForecastEvent(
        expected_at=event.at,
        event=EVENT_UNION.name(event.event),
        details={name: value for name, value in written.items() if name not in OMITTED_EVENT_FIELDS},
        estimated=event.is_estimated,
    )
