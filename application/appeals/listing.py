"""Lists of appeals and tasks, restricted to what the caller may see."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from application import pagination
from application.access_scope import TASK_ROLES, restrict_appeal_filter, restrict_inbox
from application.dependencies import Dependencies
from application.errors import invalid_field
from application.presenters.tasks import present_task_list_item
from domain.identity.people import Group, Person
from schemas.http.requests.filters import (
    AppealListParams,
    TaskCountParams,
    TaskFilterParams,
    TaskListParams,
)
from schemas.http.responses.views import (
    AppealListItemView,
    AppealPage,
    TaskCount,
    TaskCounts,
    TaskListItemView,
    TaskPage,
)
from store import queries
from store.database.engine import autocommit
from store.queries import AppealFilter, InboxFilter, InboxPosition, SoughtPerson
from store.queries.inbox import MAX_COUNTED

Item = TypeVar("Item", AppealListItemView, TaskListItemView)

PAGING_PARAMETERS = {"limit", "cursor"}


async def list_appeals(dependencies: Dependencies, by: Person, asked: AppealListParams) -> AppealPage:
    """Return a page of the appeals that *by* may see."""
    lost = await _lost_appeals(dependencies, asked)
    question = asked.model_dump(exclude=PAGING_PARAMETERS)
    plain = {name: value for name, value in question.items() if name not in {"overdue", "person"}}
    person = SoughtPerson(**question["person"]) if question.get("person") else None
    overdue_at = dependencies.clock() if asked.overdue else None
    wanted = restrict_appeal_filter(
        by, AppealFilter(**plain, person=person, overdue_at=overdue_at, without_workflow=tuple(lost))
    )
    before = _appeal_position(question, asked.cursor)
    async with autocommit(dependencies.engine).connect() as connection:
        found = await queries.appeal_page(connection, wanted, before, asked.limit + 1)
    items = [
        _with_attention(AppealListItemView.model_validate(each), each.id, lost)
        for each in found[: asked.limit]
    ]
    more = len(found) > asked.limit
    return AppealPage(
        items=items, next_cursor=pagination.encode_cursor(question, str(items[-1].id)) if more else None
    )


async def list_tasks(dependencies: Dependencies, by: Person, asked: TaskListParams) -> TaskPage:
    """Return a page of the open tasks that *by* may see, the most urgent first."""
    lost = await _lost_appeals(dependencies, asked)
    question = asked.model_dump(exclude=PAGING_PARAMETERS)
    position = _task_position(question, asked.cursor)
    async with autocommit(dependencies.engine).connect() as connection:
        found = await queries.inbox_page(connection, task_query(by, asked, lost), position, asked.limit)
    items = [_with_attention(present_task_list_item(each), each.appeal, lost) for each in found.tasks]
    if found.next_position is None:
        return TaskPage(items=items)
    following = found.next_position
    return TaskPage(
        items=items,
        next_cursor=pagination.encode_cursor(question, following.due_order.isoformat(), str(following.id)),
    )


async def count_tasks(dependencies: Dependencies, by: Person, asked: TaskCountParams) -> TaskCounts:
    """Return how many open tasks *by* may see by group and state: the most urgent, or all."""
    wanted = task_query(by, asked, await _lost_appeals(dependencies, asked))
    at_most = None if asked.exact else MAX_COUNTED
    async with autocommit(dependencies.engine).connect() as connection:
        found = await queries.task_counts(connection, wanted, dependencies.clock(), at_most)
    groups = [TaskCount.model_validate(each) for each in found]
    open_tasks = sum(each.open for each in groups)
    return TaskCounts(
        open=open_tasks,
        overdue=sum(each.overdue for each in groups),
        more=open_tasks == at_most,
        groups=groups,
    )


def task_query(by: Person, asked: TaskFilterParams, lost: Iterable[UUID] = ()) -> InboxFilter:
    """Return the filter of *asked*, restricted to *by*; also the *lost* appeals need attention.

    Raises UseCaseError for half a group.
    """
    holder = by.id if asked.mine else asked.holder
    inbox = InboxFilter(
        groups=_requested_groups(by, asked),
        holder=holder,
        states=tuple(asked.state),
        step=asked.step,
        region=asked.region,
        due_before=asked.due_before,
        topic=asked.topic,
        purpose=asked.purpose,
        urgent=asked.urgent,
        needs_attention=asked.needs_attention,
        without_workflow=tuple(lost),
    )
    return restrict_inbox(by, inbox)


async def _lost_appeals(
    dependencies: Dependencies, asked: AppealListParams | TaskFilterParams
) -> frozenset[UUID]:
    """Return the appeals without a running workflow; Temporal is asked only where the filter needs it."""
    return await dependencies.workflow_watch.lost_appeals(fresh=asked.needs_attention is not None)


def _with_attention(item: Item, appeal: UUID, lost: Collection[UUID]) -> Item:
    """Return *item* of a list, which needs attention also where the workflow of its *appeal* is lost."""
    return item.model_copy(update={"needs_attention": True}) if appeal in lost else item


def _requested_groups(by: Person, asked: TaskFilterParams) -> tuple[Group, ...] | None:
    if asked.organisation is None and asked.role is None:
        return None
    organisation = asked.organisation or by.organisation
    if not organisation:
        raise invalid_field("organisation", "missing")
    return tuple(Group(organisation, role) for role in ([asked.role] if asked.role else TASK_ROLES))


def _appeal_position(question: dict[str, object], cursor: str | None) -> UUID | None:
    if cursor is None:
        return None
    try:
        (written,) = pagination.decode_cursor(question, cursor)
        return UUID(written)
    except ValueError as error:
        raise pagination.invalid_cursor() from error


def _task_position(question: dict[str, object], cursor: str | None) -> InboxPosition | None:
    if cursor is None:
        return None
    try:
        due_order, written = pagination.decode_cursor(question, cursor)
        position = InboxPosition(datetime.fromisoformat(due_order), UUID(written))
    except ValueError as error:
        raise pagination.invalid_cursor() from error
    if position.due_order.tzinfo is None:
        raise pagination.invalid_cursor()
    return position
