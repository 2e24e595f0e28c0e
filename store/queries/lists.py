"""Lists in other orders than their own, by escalation level and by statutory term; and what each line shows.

An order by level lists only what is escalated, so that it reads no more than the open calls.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import func, text, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col, select

from store.database.tables import AppealRow, EscalationRow
from store.queries.appeals import SELECT_APPEALS, AppealFilter, AppealRecord
from store.queries.appeals import conditions_of as appeal_conditions
from store.queries.inbox import IN_REQUESTED_GROUPS, PAGE_COLUMNS, InboxFilter, TaskRecord
from store.queries.inbox import conditions_of as task_conditions

HIGHEST_LEVEL = 2**15 - 1


class LevelPosition(NamedTuple):
    """A position between two tasks in the order of levels, due dates and ids."""

    level: int
    due_order: datetime
    id: UUID


class AppealLevelPosition(NamedTuple):
    """A position between two appeals in the order of levels and ids."""

    level: int
    id: UUID


class DuePosition(NamedTuple):
    """A position between two appeals in the order of their statutory terms and ids."""

    statutory_due_at: datetime
    id: UUID


LEVELS_START = AppealLevelPosition(HIGHEST_LEVEL, UUID(int=0))


async def tasks_by_level(
    connection: AsyncConnection, asked: InboxFilter, after: LevelPosition | None, limit: int
) -> list[tuple[LevelPosition, TaskRecord]]:
    """Return the next *limit* escalated open tasks that match *asked*, the highest level first.

    Among tasks of one level, the most urgent first.
    """
    conditions, values = task_conditions(asked)
    if asked.groups is not None:
        conditions.append(IN_REQUESTED_GROUPS)
    if after is not None:
        conditions.append("(-called.level, due_order, id) > (-(:after_level ::int), :after_due, :after_id)")
        values |= {"after_level": after.level, "after_due": after.due_order, "after_id": after.id}
    page = f"""
        SELECT {PAGE_COLUMNS}, people.name AS holder_name, tasks.called_level
        FROM (
            SELECT tasks.*, called.level AS called_level
            FROM (SELECT task, max(level) AS level FROM escalations WHERE NOT ended GROUP BY task) AS called
            JOIN tasks ON tasks.id = called.task
            WHERE {" AND ".join(conditions)}
            ORDER BY -called.level, due_order, id LIMIT {limit:d}
        ) AS tasks LEFT JOIN people ON people.id = holder
        ORDER BY -tasks.called_level, due_order, tasks.id
    """  # noqa: S608 - names of columns
    rows = await connection.execute(text(page), values)
    found = [(level, TaskRecord(*record)) for *record, level in rows]
    return [(LevelPosition(level, each.due_order, each.id), each) for level, each in found]


async def appeals_by_level(
    connection: AsyncConnection, asked: AppealFilter, after: AppealLevelPosition | None, limit: int
) -> list[tuple[AppealLevelPosition, AppealRecord]]:
    """Return the next *limit* escalated appeals that match *asked*, the highest level first, then by age."""
    row = EscalationRow
    called = (
        select(row.appeal, func.max(row.level).label("level"))
        .where(~col(row.ended))
        .group_by(col(row.appeal))
        .subquery()
    )
    start = after or LEVELS_START
    page = (
        SELECT_APPEALS.add_columns(called.c.level)
        .join(called, called.c.appeal == AppealRow.id)
        .where(*appeal_conditions(asked), tuple_(-called.c.level, AppealRow.id) > (-start.level, start.id))
        .order_by(-called.c.level, col(AppealRow.id))
        .limit(limit)
    )
    found = [(level, AppealRecord(*record)) for *record, level in await connection.execute(page)]
    return [(AppealLevelPosition(level, each.id), each) for level, each in found]


async def appeals_by_due(
    connection: AsyncConnection, asked: AppealFilter, after: DuePosition | None, limit: int
) -> list[tuple[DuePosition, AppealRecord]]:
    """Return the next *limit* open appeals whose term runs and that match *asked*, the earliest due first."""
    found = [
        AppealRecord(*row) for row in await connection.execute(appeals_by_due_statement(asked, after, limit))
    ]
    return [(DuePosition(each.statutory_due_at, each.id), each) for each in found if each.statutory_due_at]


def appeals_by_due_statement(asked: AppealFilter, after: DuePosition | None, limit: int) -> Any:
    """Return the statement that reads a page by due date."""
    due = col(AppealRow.statutory_due_at)
    running = SELECT_APPEALS.where(AppealRow.open, due.is_not(None), *appeal_conditions(asked))
    if after is not None:
        running = running.where(tuple_(due, col(AppealRow.id)) > tuple(after))
    return running.order_by(due, col(AppealRow.id)).limit(limit)


TEXT_START = 200
"""Characters of the text that are read."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """The first applicant, the beginning of the text, its language, and the level that is called, if any."""

    applicant: str | None
    category: str | None
    language: str | None
    text_start: str | None
    level: int | None


NOTHING_KNOWN = Recognition(None, None, None, None, None)

_RECOGNITION_COLUMNS = f"""
    applicants.name, applicants.category, talons.language, left(texts.body, {TEXT_START})
"""
_RECOGNITION_TABLES = """
    LEFT JOIN talons ON talons.appeal = shown.appeal
    LEFT JOIN applicants ON applicants.appeal = shown.appeal AND applicants.position = 0
    LEFT JOIN texts ON texts.id = talons.text
"""
_OF_TASKS = text(f"""
SELECT shown.task, {_RECOGNITION_COLUMNS},
    (SELECT max(level) FROM escalations WHERE escalations.task = shown.task AND NOT ended)
FROM unnest(:tasks ::uuid[], :appeals ::uuid[]) AS shown (task, appeal) {_RECOGNITION_TABLES}
""")  # noqa: S608 - names of columns
_OF_APPEALS = text(f"""
SELECT shown.appeal, {_RECOGNITION_COLUMNS},
    (SELECT max(level) FROM escalations WHERE escalations.appeal = shown.appeal AND NOT ended)
FROM unnest(:appeals ::uuid[]) AS shown (appeal) {_RECOGNITION_TABLES}
""")  # noqa: S608 - names of columns


async def recognise_tasks(
    connection: AsyncConnection, tasks: Sequence[tuple[UUID, UUID]]
) -> dict[UUID, Recognition]:
    """Return by which to recognise *tasks*, which are pairs of a task and its appeal, by the task."""
    values = {"tasks": [task for task, _ in tasks], "appeals": [appeal for _, appeal in tasks]}
    return {row[0]: Recognition(*row[1:]) for row in await connection.execute(_OF_TASKS, values)}


async def recognise_appeals(connection: AsyncConnection, appeals: Sequence[UUID]) -> dict[UUID, Recognition]:
    """Return by which to recognise *appeals*."""
    found = await connection.execute(_OF_APPEALS, {"appeals": list(appeals)})
    return {row[0]: Recognition(*row[1:]) for row in found}
