"""From a question in a request to the store's, as far as the one who asks may see."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application import pagination
from application.access_scope import TAKERS, within_inbox, within_list
from application.errors import wrong_field
from domain.identity.people import Group, Person
from schemas.http.requests.filters import AppealQuestion, TaskFilter, TaskQuestion
from schemas.http.responses.views import AppealLine, Page, TaskLine
from store import queries
from store.queries import AppealFilter, Inbox, Place

TURNING = {"limit", "cursor"}


async def appeals(
    connection: AsyncConnection, by: Person, asked: AppealQuestion, now: datetime
) -> Page[AppealLine]:
    """Return a page of the appeals that *by* may see."""
    question = asked.model_dump(exclude=TURNING)
    said = {name: value for name, value in question.items() if name != "overdue"}
    wanted = AppealFilter(**said, overdue_at=now if asked.overdue else None)
    before = _appeal_place(question, asked.cursor)
    found = await queries.appeals(connection, within_list(by, wanted), before, asked.limit + 1)
    items = [AppealLine.model_validate(each) for each in found[: asked.limit]]
    more = len(found) > asked.limit
    return Page(items=items, next=pagination.write(question, str(items[-1].id)) if more else None)


async def tasks(connection: AsyncConnection, by: Person, asked: TaskQuestion) -> Page[TaskLine]:
    """Return a page of the open tasks that *by* may see, the most urgent first."""
    question = asked.model_dump(exclude=TURNING)
    place = _task_place(question, asked.cursor)
    found = await queries.inbox(connection, wanted(by, asked), place, asked.limit)
    items = [TaskLine.model_validate(each) for each in found.tasks]
    if found.following is None:
        return Page(items=items)
    following = found.following
    return Page(
        items=items, next=pagination.write(question, following.due_order.isoformat(), str(following.id))
    )


def wanted(by: Person, asked: TaskFilter) -> Inbox:
    """Return the store's question for *asked*, as far as *by* may see. Raises Trouble for half a group."""
    holder = by.id if asked.mine else asked.holder
    inbox = Inbox(_groups(by, asked), holder, tuple(asked.state), asked.step, asked.region, asked.due_before)
    return within_inbox(by, inbox)


def _groups(by: Person, asked: TaskFilter) -> tuple[Group, ...] | None:
    if asked.organisation is None and asked.role is None:
        return None
    organisation = asked.organisation or by.organisation
    if not organisation:
        raise wrong_field("organisation", "missing")
    return tuple(Group(organisation, role) for role in ([asked.role] if asked.role else TAKERS))


def _appeal_place(question: dict[str, object], cursor: str | None) -> UUID | None:
    if cursor is None:
        return None
    try:
        (written,) = pagination.read(question, cursor)
        return UUID(written)
    except ValueError as error:
        raise pagination.wrong() from error


def _task_place(question: dict[str, object], cursor: str | None) -> Place | None:
    if cursor is None:
        return None
    try:
        due_order, written = pagination.read(question, cursor)
        place = Place(datetime.fromisoformat(due_order), UUID(written))
    except ValueError as error:
        raise pagination.wrong() from error
    if place.due_order.tzinfo is None:
        raise pagination.wrong()
    return place
