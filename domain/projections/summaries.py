"""Summaries: flat rows of appeals and tasks for the inbox and the lists, derived from the state alone.

The columns of the tables `appeals` and `tasks` are these fields, declared only here.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime
from uuid import UUID

from domain.decide.alarms import next_alarm
from domain.decide.remembered import remembered
from domain.identity.people import Group, Role
from domain.policy.plan import Specialty, Step
from domain.state.appeal import Appeal, Status
from domain.state.standing import current_registration
from domain.state.task import OPEN, Duty, Outcome, Purpose, Task, TaskState


@dataclass(frozen=True)  # without slots: queries name the columns as attributes of the class
class AppealSummary:
    """One appeal as a row, as of its event number ``seq``."""

    id: UUID
    seq: int
    number: str
    topic: str
    region: str
    status: Status
    step: Step
    stage: str
    organisation: str
    received_at: datetime
    registered_at: datetime
    statutory_due_at: datetime | None
    next_alarm_at: datetime | None
    escalations: int
    needs_attention: bool
    reopenings: int
    outcome: Outcome | None
    closed_at: datetime | None
    merged_into: UUID | None
    policy: str
    calendar: str
    kind: str | None
    rulebook: str | None
    parent: UUID | None
    urgent: bool
    deemed_refused_at: datetime | None
    complaint_about: UUID | None
    complaint_late: bool | None
    due_estimated: bool
    body_number: str | None
    body_registered_on: date | None
    body_numbers: tuple[str, ...] | None


@dataclass(frozen=True)
class TaskSummary:
    """One task as a row, as of event number ``seq`` of its appeal; of an ended one, where it ended.

    A correction of the topic or region counts for ended tasks too. ``due_at`` is None while the clock is
    paused. The task is hidden from the people ``barred``.
    """

    id: UUID
    appeal: UUID
    seq: int
    version: int
    purpose: Purpose
    step: Step
    organisation: str
    role: Role
    state: TaskState
    holder: UUID | None
    opened_at: datetime
    state_since: datetime
    due_at: datetime | None
    held_until: datetime | None
    mandatory: bool
    specialty: Specialty | None
    origin_task: UUID | None
    duty: Duty | None
    rule_id: str | None
    urgent: bool
    barred: tuple[UUID, ...] | None
    previous_organisations: tuple[str, ...] | None

    @property
    def group(self) -> Group:
        """Return the group to which the task belongs."""
        return Group(self.organisation, self.role)


@dataclass(frozen=True)
class InboxTask(TaskSummary):
    """One task as the inbox lists it, with some columns of its appeal.

    Only an open task has the statutory due date and the need for attention.
    """

    number: str
    topic: str
    region: str
    statutory_due_at: datetime | None
    needs_attention: bool


@remembered
def summarise_appeal(appeal: Appeal) -> AppealSummary:
    """Return the appeal's own row. Computed once for each state."""
    alarm, law = next_alarm(appeal), appeal.law
    own = current_registration(appeal)
    return AppealSummary(
        id=appeal.id,
        seq=appeal.seq,
        number=appeal.number,
        topic=appeal.origin.topic,
        region=appeal.origin.region,
        status=appeal.status,
        step=appeal.step,
        stage=appeal.stage,
        organisation=appeal.group.organisation,
        received_at=appeal.origin.received_at,
        registered_at=appeal.origin.registered_at,
        statutory_due_at=appeal.statute_due,
        due_estimated=appeal.due_estimated,
        next_alarm_at=alarm.at if alarm else None,
        escalations=appeal.progress.escalations,
        needs_attention=appeal.progress.needs_attention,
        reopenings=appeal.progress.reopenings,
        outcome=appeal.progress.outcomes[-1] if appeal.is_closed else None,
        closed_at=appeal.progress.closed_at,
        merged_into=appeal.progress.merged_into,
        policy=appeal.plan.policy,
        calendar=appeal.calendar.version,
        kind=law.kind or None,
        rulebook=law.rulebook or None,
        parent=appeal.origin.parent,
        urgent=appeal.legal.danger is not None,
        deemed_refused_at=appeal.legal.deemed_refused_at,
        complaint_about=appeal.legal.complaint.about,
        complaint_late=appeal.legal.complaint.is_late,
        body_number=own.number if own else None,
        body_registered_on=own.registered_on if own else None,
        body_numbers=tuple(each.number for each in appeal.legal.registrations) or None,
    )


def summarise_task(appeal: Appeal, task: Task) -> TaskSummary:
    """Return the row of one task of *appeal*."""
    return TaskSummary(
        id=task.id,
        appeal=appeal.id,
        seq=appeal.seq if task.is_open else max(task.version, appeal.origin.corrected_seq),
        version=task.version,
        purpose=task.purpose,
        step=task.step,
        organisation=task.group.organisation,
        role=task.group.role,
        state=task.state,
        holder=task.holder,
        opened_at=task.opened_at,
        state_since=task.state_since,
        due_at=appeal.task_due(task),
        held_until=task.held_until,
        mandatory=task.mandatory,
        specialty=task.specialty,
        origin_task=task.origin_task,
        duty=task.duty,
        rule_id=task.rule_id or None,
        urgent=task.urgent,
        barred=(*appeal.legal.recusals.barred, *appeal.legal.recusals.upheld) or None,
        previous_organisations=task.previous_organisations or None,
    )


def changed_tasks(appeal: Appeal, since: int) -> tuple[TaskSummary, ...]:
    """Return the rows of the tasks that may have changed after event number *since*, and of all open ones."""
    corrected = appeal.origin.corrected_seq > since
    changed = (task for task in appeal.tasks if corrected or task.is_open or task.version > since)
    return tuple(summarise_task(appeal, task) for task in changed)


def inbox_task(appeal: AppealSummary, task: TaskSummary) -> InboxTask:
    """Return *task* with the columns of its *appeal* that the inbox shows."""
    is_open = task.state in OPEN
    return InboxTask(
        **{field.name: getattr(task, field.name) for field in fields(TaskSummary)},
        number=appeal.number,
        topic=appeal.topic,
        region=appeal.region,
        statutory_due_at=appeal.statutory_due_at if is_open else None,
        needs_attention=appeal.needs_attention and is_open,
    )
