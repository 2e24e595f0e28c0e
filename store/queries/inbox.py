"""The inbox: open tasks, the most urgent first, page by page; how many there are; which to take next.

A page costs the same however many tasks wait: every way in has an index in the order of the page.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.identity.people import Group
from domain.policy.plan import Step
from domain.state.task import WAITING, TaskState

CLAIM_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """One task as lists show it. ``due`` is None while its clock is paused, and once it has ended."""

    id: UUID
    appeal: UUID
    seq: int
    version: int
    purpose: str
    step: str
    organisation: str
    role: str
    state: str
    holder: UUID | None
    holder_name: str | None
    opened_at: datetime
    state_since: datetime
    due_at: datetime | None
    held_until: datetime | None
    mandatory: bool
    specialty: str | None
    origin_task: UUID | None
    duty: str | None
    rule_id: str | None
    urgent: bool | None
    number: str
    topic: str
    region: str
    statutory_due_at: datetime | None
    needs_attention: bool
    due_order: datetime


@dataclass(frozen=True, slots=True)
class InboxFilter:
    """Which open tasks are asked for; all where nothing is said, but those in which *reader* has no part."""

    groups: tuple[Group, ...] | None = None
    holder: UUID | None = None
    states: tuple[TaskState, ...] = ()
    step: Step | None = None
    region: str | None = None
    due_before: datetime | None = None
    reader: UUID | None = None


@dataclass(frozen=True, slots=True)
class InboxPosition:
    """A place between two tasks: after the one with this due order and id."""

    due_order: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Some tasks in order, and the place at which the next page begins, if there is one."""

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

_TASK_COLUMNS = ", ".join(
    "people.name AS holder_name" if name == "holder_name" else f"tasks.{name}"
    for name in TaskRecord.__slots__
)
_FROM_TASKS = "tasks LEFT JOIN people ON people.id = holder"
_SELECT_TASK = text(f"SELECT {_TASK_COLUMNS} FROM {_FROM_TASKS} WHERE tasks.id = :id")  # noqa: S608 - our own words
_SELECT_TASKS_OF_APPEAL = text(f"""
SELECT {_TASK_COLUMNS} FROM {_FROM_TASKS} WHERE appeal = :appeal ORDER BY tasks.id
""")  # noqa: S608 - the same
_REQUESTED_GROUPS = "unnest(:organisations ::varchar[], :roles ::varchar[]) AS mine (organisation, role)"
_IN_REQUESTED_GROUPS = f"(organisation, role) IN (SELECT organisation, role FROM {_REQUESTED_GROUPS})"  # noqa: S608 - the same


async def inbox_page(
    connection: AsyncConnection, asked: InboxFilter, after: InboxPosition | None = None, limit: int = 50
) -> InboxPage:
    """Return the *limit* most urgent open tasks *asked* for, from the place *after* on."""
    statement, values = page_statement(asked, after or INBOX_START, limit)
    lines = [TaskRecord(*row) for row in await connection.execute(statement, values)]
    if len(lines) <= limit:
        return InboxPage(lines, None)
    last = lines[limit - 1]
    return InboxPage(lines[:limit], InboxPosition(last.due_order, last.id))


async def task_counts(connection: AsyncConnection, asked: InboxFilter, now: datetime) -> list[TaskCount]:
    """Return how many open tasks *asked* for there are: exactly, by group and state."""
    statement, values = counts_statement(asked, now)
    return [TaskCount(*row) for row in await connection.execute(statement, values)]


async def claim_candidates(
    connection: AsyncConnection, groups: tuple[Group, ...], reader: UUID | None = None
) -> list[TaskRecord]:
    """Return a few tasks of *groups* that *reader* may claim, in the order in which to try."""
    waiting = InboxFilter(groups=groups, states=tuple(sorted(WAITING)), reader=reader)
    return (await inbox_page(connection, waiting, limit=CLAIM_CANDIDATES)).tasks


async def task_by_id(connection: AsyncConnection, task_id: UUID) -> TaskRecord | None:
    """Return one task, open or not."""
    row = (await connection.execute(_SELECT_TASK, {"id": task_id})).one_or_none()
    return TaskRecord(*row) if row else None


async def tasks_of_appeal(connection: AsyncConnection, appeal: UUID) -> list[TaskRecord]:
    """Return all tasks of *appeal*, in the order in which they were opened."""
    return [TaskRecord(*row) for row in await connection.execute(_SELECT_TASKS_OF_APPEAL, {"appeal": appeal})]


def page_statement(asked: InboxFilter, after: InboxPosition, limit: int) -> tuple[TextClause, dict[str, Any]]:
    """Return the statement that reads a page and one task more, and its values."""
    conditions, values = _filter_conditions(asked)
    conditions.append("(due_order, id) > (:due_order, :id)")
    in_order = f"ORDER BY due_order, id LIMIT {limit + 1:d}"  # a number, so that plans kept for later know it
    if asked.groups is not None and asked.holder is not None:
        conditions.append(_IN_REQUESTED_GROUPS)
    source = f"SELECT * FROM tasks WHERE {' AND '.join(conditions)} {in_order}"  # noqa: S608 - our own words
    if asked.groups is not None and asked.holder is None:
        source = _merged_by_group(conditions, in_order)
    statement = text(f"""
        SELECT {_TASK_COLUMNS} FROM ({source}) AS tasks LEFT JOIN people ON people.id = holder
        ORDER BY due_order, tasks.id
    """)  # noqa: S608 - the same
    return statement, {**values, "due_order": after.due_order, "id": after.id}


def counts_statement(asked: InboxFilter, now: datetime) -> tuple[TextClause, dict[str, Any]]:
    """Return the statement that counts, and its values."""
    conditions, values = _filter_conditions(asked)
    if asked.groups is not None:
        conditions.append(_IN_REQUESTED_GROUPS)
    statement = text(f"""
        SELECT organisation, role, state, count(*), count(*) FILTER (WHERE due_order < :now)
        FROM tasks WHERE {" AND ".join(conditions)}
        GROUP BY organisation, role, state ORDER BY organisation, role, state
    """)  # noqa: S608 - only our own words are put in
    return statement, {**values, "now": now}


def _merged_by_group(conditions: list[str], in_order: str) -> str:
    """Return the query that reads a page from each group in its own order, and merges them."""
    of_group = ("tasks.organisation = mine.organisation", "tasks.role = mine.role", *conditions)
    return f"""
        SELECT found.* FROM {_REQUESTED_GROUPS} CROSS JOIN LATERAL (
            SELECT * FROM tasks WHERE {" AND ".join(of_group)} {in_order}
        ) AS found {in_order}
    """  # noqa: S608 - the same


def _filter_conditions(asked: InboxFilter) -> tuple[list[str], dict[str, Any]]:
    parts: list[tuple[str, str, object]] = [
        ("holder", "holder = :holder", asked.holder),
        ("states", "state = ANY (:states)", [str(state) for state in asked.states] or None),
        ("step", "step = :step", asked.step),
        ("region", "region = :region", asked.region),
        ("due_before", "due_order < :due_before", asked.due_before),
        ("reader", "(barred IS NULL OR :reader <> ALL (barred))", asked.reader),
    ]
    said = [part for part in parts if part[2] is not None]
    values = {name: value for name, _, value in said}
    if asked.groups is not None:
        groups = dict.fromkeys(asked.groups)
        values["organisations"] = [group.organisation for group in groups]
        values["roles"] = [str(group.role) for group in groups]
    return ["open", *(condition for _, condition, _ in said)], values
