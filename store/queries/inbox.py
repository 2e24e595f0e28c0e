"""The inbox: open tasks, the most urgent first, page by page; how many there are; which to claim next.

A page costs the same however many tasks wait: every filter has an index in the order of the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from domain.identity.people import Group
from domain.policy.plan import Step
from domain.projections.summaries import InboxTask
from domain.state.task import WAITING, Purpose, TaskState
from store.database.tables import PersonRow, TaskRow
from store.database.tables.derived import column_names, columns_of

CLAIM_CANDIDATES = 5
MAX_COUNTED = 1000


@dataclass(frozen=True)
class TaskRecord(InboxTask):
    """One task as lists show it, with the name of its holder and its place in their order."""

    due_order: datetime
    holder_name: str | None


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """Which open tasks to list, all by default; never those from which *reader* is barred.

    ``level`` is the lowest level of the ladder that is called about the task, ``category`` that of an
    applicant.
    With ``duties_due_before`` duties that are due later are left out. Also the appeals ``without_workflow``
    need attention.
    """

    groups: tuple[Group, ...] | None = None
    holder: UUID | None = None
    states: tuple[TaskState, ...] = ()
    step: Step | None = None
    region: str | None = None
    due_before: datetime | None = None
    overdue_at: datetime | None = None
    level: int | None = None
    language: str | None = None
    category: str | None = None
    topic: str | None = None
    purpose: Purpose | None = None
    urgent: bool | None = None
    needs_attention: bool | None = None
    without_workflow: tuple[UUID, ...] = ()
    duties_due_before: datetime | None = None
    reader: UUID | None = None


@dataclass(frozen=True, slots=True)
class InboxPosition:
    """A position between two tasks: after the one with this due order and id."""

    due_order: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some tasks in order, and the position at which the next page begins, if there is one."""

    tasks: list[TaskRecord]
    next_position: InboxPosition | None


@dataclass(frozen=True, slots=True)
class TaskCount:
    """How many open tasks of a group are in a state, and how many of them are overdue."""

    organisation: str
    role: str
    state: str
    open: int
    overdue: int


INBOX_START = InboxPosition(datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))

_TASK_COLUMNS = [*columns_of(TaskRow, InboxTask), TaskRow.due_order, PersonRow.name]
_SELECT_TASKS = select(*_TASK_COLUMNS).outerjoin_from(TaskRow, PersonRow, col(PersonRow.id) == TaskRow.holder)


async def task_by_id(connection: AsyncConnection, task_id: UUID) -> TaskRecord | None:
    """Return one task, open or not."""
    row = (await connection.execute(_SELECT_TASKS.where(TaskRow.id == task_id))).one_or_none()
    return TaskRecord(*row) if row else None


async def tasks_of_appeal(connection: AsyncConnection, appeal: UUID) -> list[TaskRecord]:
    """Return all tasks of *appeal*, in the order in which they were opened."""
    tasks = _SELECT_TASKS.where(TaskRow.appeal == appeal).order_by(col(TaskRow.id))
    return [TaskRecord(*row) for row in await connection.execute(tasks)]


async def inbox_page(
    connection: AsyncConnection, asked: InboxFilter, after: InboxPosition | None = None, limit: int = 50
) -> InboxPage:
    """Return the *limit* most urgent open tasks that match *asked*, from the position *after* on."""
    statement, values = page_statement(asked, after or INBOX_START, limit)
    tasks = [TaskRecord(*row) for row in await connection.execute(statement, values)]
    if len(tasks) <= limit:
        return InboxPage(tasks, None)
    last = tasks[limit - 1]
    return InboxPage(tasks[:limit], InboxPosition(last.due_order, last.id))


async def claim_candidates(
    connection: AsyncConnection, groups: tuple[Group, ...], soon: datetime, reader: UUID | None = None
) -> list[TaskRecord]:
    """Return a few tasks of *groups* that *reader* may claim, in the order in which to try.

    Duties that are not due *soon* stand behind all work.
    """
    waiting = InboxFilter(groups=groups, states=tuple(sorted(WAITING)), reader=reader, duties_due_before=soon)
    first = (await inbox_page(connection, waiting, limit=CLAIM_CANDIDATES)).tasks
    if first:
        return first
    return (
        await inbox_page(connection, replace(waiting, duties_due_before=None), limit=CLAIM_CANDIDATES)
    ).tasks


async def task_counts(
    connection: AsyncConnection, asked: InboxFilter, now: datetime, at_most: int | None = None
) -> list[TaskCount]:
    """Return how many open tasks match *asked* by group and state; *at_most* so many, the most urgent."""
    statement, values = counts_statement(asked, now, at_most)
    return [TaskCount(*row) for row in await connection.execute(statement, values)]


# Raw SQL, because a page is read from each group's own index and merged in one round trip (LATERAL), and the
# text must be the same for every page to stay prepared: `./dev bench` holds it under 3 reads by primary key.
PAGE_COLUMNS = ", ".join((*(f"tasks.{name}" for name in column_names(InboxTask)), "tasks.due_order"))
_REQUESTED_GROUPS = "unnest(:organisations ::varchar[], :roles ::varchar[]) AS requested (organisation, role)"
IN_REQUESTED_GROUPS = f"(organisation, role) IN (SELECT organisation, role FROM {_REQUESTED_GROUPS})"  # noqa: S608 - no value in it


def page_statement(asked: InboxFilter, after: InboxPosition, limit: int) -> tuple[TextClause, dict[str, Any]]:
    """Return the statement that reads a page and one task more, and its values."""
    source, values = _most_urgent(asked, limit + 1, "(due_order, id) > (:due_order, :id)")
    page = f"""
        SELECT {PAGE_COLUMNS}, people.name AS holder_name
        FROM ({source}) AS tasks LEFT JOIN people ON people.id = holder
        ORDER BY due_order, tasks.id
    """  # noqa: S608 - the same
    return text(page), {**values, "due_order": after.due_order, "id": after.id}


def counts_statement(
    asked: InboxFilter, now: datetime, at_most: int | None = None
) -> tuple[TextClause, dict[str, Any]]:
    """Return the statement that counts, and its values."""
    if at_most is None:
        conditions, values = conditions_of(asked)
        if asked.groups is not None:
            conditions.append(IN_REQUESTED_GROUPS)
        source = f"SELECT * FROM tasks WHERE {' AND '.join(conditions)}"  # noqa: S608 - names of columns
    else:
        source, values = _most_urgent(asked, at_most)
    counts = f"""
        SELECT organisation, role, state, count(*), count(*) FILTER (WHERE due_order < :now)
        FROM ({source}) AS tasks
        GROUP BY organisation, role, state ORDER BY organisation, role, state
    """  # noqa: S608 - the same
    return text(counts), {**values, "now": now}


def _most_urgent(asked: InboxFilter, amount: int, *also: str) -> tuple[str, dict[str, Any]]:
    """Return the query for the *amount* most urgent tasks that match *asked* and *also*, and its values."""
    conditions, values = conditions_of(asked)
    conditions += also
    in_order = f"ORDER BY due_order, id LIMIT {amount:d}"  # a number, so that prepared plans know it
    if asked.groups is not None and asked.holder is None:
        return _merged_by_group(conditions, in_order), values
    if asked.groups is not None:
        conditions.append(IN_REQUESTED_GROUPS)
    return f"SELECT * FROM tasks WHERE {' AND '.join(conditions)} {in_order}", values  # noqa: S608 - the same


def _merged_by_group(conditions: list[str], in_order: str) -> str:
    """Return the query that reads a page from each group in its own order, and merges them."""
    of_group = ("tasks.organisation = requested.organisation", "tasks.role = requested.role", *conditions)
    return f"""
        SELECT found.* FROM {_REQUESTED_GROUPS} CROSS JOIN LATERAL (
            SELECT * FROM tasks WHERE {" AND ".join(of_group)} {in_order}
        ) AS found {in_order}
    """  # noqa: S608 - the same


def conditions_of(asked: InboxFilter) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions that *asked* sets, and their values."""
    possible: list[tuple[str, str, object]] = [
        ("holder", "holder = :holder", asked.holder),
        ("states", "state = ANY (:states)", [str(state) for state in asked.states] or None),
        ("step", "step = :step", asked.step),
        ("region", "region = :region", asked.region),
        ("due_before", "due_order < :due_before", asked.due_before),
        ("overdue_at", "due_order < :overdue_at", asked.overdue_at),
        ("level", "id IN (SELECT task FROM escalations WHERE NOT ended AND level >= :level)", asked.level),
        ("topic", "topic = :topic", asked.topic),
        ("language", "appeal IN (SELECT appeal FROM talons WHERE language = :language)", asked.language),
        (
            "category",
            "appeal IN (SELECT appeal FROM applicants WHERE category = :category)",
            asked.category,
        ),
        (
            "duties_due_before",
            f"(purpose <> '{Purpose.DUTY}' OR due_order < :duties_due_before)",
            asked.duties_due_before,
        ),
        ("reader", "(barred IS NULL OR :reader <> ALL (barred))", asked.reader),
    ]
    conditions = [(name, condition, value) for name, condition, value in possible if value is not None]
    values: dict[str, Any] = {name: value for name, _, value in conditions}
    if asked.groups is not None:
        groups = dict.fromkeys(asked.groups)
        values["organisations"] = [group.organisation for group in groups]
        values["roles"] = [str(group.role) for group in groups]
    if asked.needs_attention is not None and asked.without_workflow:
        values["without_workflow"] = list(asked.without_workflow)
    return ["open", *(condition for _, condition, _ in conditions), *_rare_conditions(asked)], values


def _rare_conditions(asked: InboxFilter) -> Iterator[str]:
    """Yield the conditions on what few tasks are, in the words of their partial indexes: without values."""
    if asked.purpose is not None:
        yield f"purpose = '{asked.purpose}'"
    if asked.urgent is not None:
        yield "urgent" if asked.urgent else "NOT urgent"
    if asked.needs_attention is not None:
        lost = " OR appeal = ANY (:without_workflow)" if asked.without_workflow else ""
        yield f"(needs_attention{lost})" if asked.needs_attention else f"NOT (needs_attention{lost})"
