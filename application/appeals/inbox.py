"""The inbox: open tasks and their counts, restricted to what the caller may see."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application import pagination
from application.access_scope import TASK_ROLES, restrict_inbox
from application.dependencies import Dependencies
from application.errors import invalid_field
from application.oversight.calls import count_calls
from application.pagination import PAGING_PARAMETERS, parse_level, parse_moment
from application.presenters.lines import present_task_line
from domain.identity.people import Group, Person
from schemas.http.requests.filters import TaskCountParams, TaskFilterParams, TaskListParams, TaskOrder
from schemas.http.responses.lists import TaskCount, TaskCounts, TaskPage
from store import queries
from store.database.engine import autocommit
from store.queries import InboxFilter, InboxPosition, TaskRecord, lists
from store.queries.inbox import MAX_COUNTED
from store.queries.lists import LevelPosition

Question = dict[str, object]
Place = tuple[Any, ...]


async def list_tasks(dependencies: Dependencies, by: Person, asked: TaskListParams) -> TaskPage:
    """Return a page of the open tasks that *by* may see: the most urgent, or the most escalated, first."""
    lost = await _lost_appeals(dependencies, asked)
    question = asked.model_dump(exclude=PAGING_PARAMETERS)
    wanted = task_query(by, asked, dependencies.clock(), lost)
    async with autocommit(dependencies.engine).connect() as connection:
        tasks, following = await _in_order(connection, wanted, asked, question)
        known = await lists.recognise_tasks(connection, [(each.id, each.appeal) for each in tasks])
    return TaskPage(
        items=[present_task_line(each, known, lost) for each in tasks],
        next_cursor=pagination.encode_cursor(question, *map(str, following)) if following else None,
    )


async def count_tasks(dependencies: Dependencies, by: Person, asked: TaskCountParams) -> TaskCounts:
    """Return how many open tasks *by* may see by group and state: the most urgent, or all."""
    now = dependencies.clock()
    wanted = task_query(by, asked, now, await _lost_appeals(dependencies, asked))
    at_most = None if asked.exact else MAX_COUNTED
    async with autocommit(dependencies.engine).connect() as connection:
        found = await queries.task_counts(connection, wanted, now, at_most)
        calls = await count_calls(connection, by)
    groups = [TaskCount.model_validate(each) for each in found]
    open_tasks = sum(each.open for each in groups)
    return TaskCounts(
        open=open_tasks,
        overdue=sum(each.overdue for each in groups),
        more=open_tasks == at_most,
        groups=groups,
        calls=calls,
    )


def task_query(by: Person, asked: TaskFilterParams, now: datetime, lost: Iterable[UUID] = ()) -> InboxFilter:
    """Return the filter of *asked*, restricted to *by*; also the *lost* appeals need attention.

    Raises UseCaseError for half a group.
    """
    inbox = InboxFilter(
        groups=_requested_groups(by, asked),
        holder=by.id if asked.mine else asked.holder,
        states=tuple(asked.state),
        step=asked.step,
        region=asked.region,
        due_before=asked.due_before,
        overdue_at=now if asked.overdue else None,
        level=asked.level,
        topic=asked.topic,
        purpose=asked.purpose,
        language=asked.language,
        category=asked.category,
        urgent=asked.urgent,
        needs_attention=asked.needs_attention,
        without_workflow=tuple(lost),
    )
    return restrict_inbox(by, inbox)


async def _in_order(
    connection: AsyncConnection, wanted: InboxFilter, asked: TaskListParams, question: Question
) -> tuple[list[TaskRecord], Place | None]:
    """Return a page of tasks, and the place of the last one where more follow."""
    if asked.sort is TaskOrder.LEVEL:
        place = pagination.parse_cursor(question, asked.cursor, parse_level, parse_moment, UUID)
        after = LevelPosition(*place) if place else None
        found = await lists.tasks_by_level(connection, wanted, after, asked.limit + 1)
        shown = found[: asked.limit]
        return [each for _, each in shown], shown[-1][0] if len(found) > asked.limit else None
    place = pagination.parse_cursor(question, asked.cursor, parse_moment, UUID)
    page = await queries.inbox_page(connection, wanted, InboxPosition(*place) if place else None, asked.limit)
    following = page.next_position
    return page.tasks, (following.due_order, following.id) if following else None


async def _lost_appeals(dependencies: Dependencies, asked: TaskFilterParams) -> frozenset[UUID]:
    """Return the appeals without a running workflow; Temporal is asked only where the filter needs it."""
    return await dependencies.workflow_watch.lost_appeals(fresh=asked.needs_attention is not None)


def _requested_groups(by: Person, asked: TaskFilterParams) -> tuple[Group, ...] | None:
    if asked.organisation is None and asked.role is None:
        return None
    organisation = asked.organisation or by.organisation
    if not organisation:
        raise invalid_field("organisation", "missing")
    return tuple(Group(organisation, role) for role in ([asked.role] if asked.role else TASK_ROLES))
