"""Lists of appeals, restricted to what the caller may see, in the order that is asked for."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application import pagination
from application.access_scope import restrict_appeal_filter
from application.dependencies import Dependencies
from application.pagination import PAGING_PARAMETERS, parse_level, parse_moment
from application.presenters.lines import present_appeal_line
from domain.identity.people import Person
from schemas.http.requests.filters import AppealListParams, AppealOrder
from schemas.http.responses.lists import AppealPage
from store import queries
from store.database.engine import autocommit
from store.queries import AppealFilter, AppealRecord, SoughtPerson, lists
from store.queries.lists import AppealLevelPosition, DuePosition

NOT_IN_FILTER = {*PAGING_PARAMETERS, "overdue", "person", "sort"}
Question = dict[str, object]


async def list_appeals(dependencies: Dependencies, by: Person, asked: AppealListParams) -> AppealPage:
    """Return a page of the appeals that *by* may see."""
    lost = await dependencies.workflow_watch.lost_appeals(fresh=asked.needs_attention is not None)
    question = asked.model_dump(exclude=PAGING_PARAMETERS)
    person = SoughtPerson(**question["person"]) if question.get("person") else None
    wanted = AppealFilter(
        **asked.model_dump(exclude=NOT_IN_FILTER),
        person=person,
        overdue_at=dependencies.clock() if asked.overdue else None,
        without_workflow=tuple(lost),
    )
    async with autocommit(dependencies.engine).connect() as connection:
        found = await _in_order(connection, restrict_appeal_filter(by, wanted), asked, question)
        page = found[: asked.limit]
        known = await lists.recognise_appeals(connection, [each.id for _, each in page])
    following = page[-1][0] if len(found) > asked.limit else None
    return AppealPage(
        items=[present_appeal_line(each, known, lost) for _, each in page],
        next_cursor=pagination.encode_cursor(question, *map(str, following)) if following else None,
    )


async def _in_order(
    connection: AsyncConnection, wanted: AppealFilter, asked: AppealListParams, question: Question
) -> list[tuple[tuple[Any, ...], AppealRecord]]:
    """Return a page of appeals and one more, each with its place in the order."""
    more = asked.limit + 1
    match asked.sort:
        case AppealOrder.DUE:
            place = pagination.parse_cursor(question, asked.cursor, parse_moment, UUID)
            after_due = DuePosition(*place) if place else None
            return [*await lists.appeals_by_due(connection, wanted, after_due, more)]
        case AppealOrder.LEVEL:
            place = pagination.parse_cursor(question, asked.cursor, parse_level, UUID)
            after = AppealLevelPosition(*place) if place else None
            return [*await lists.appeals_by_level(connection, wanted, after, more)]
        case AppealOrder.NEWEST:
            place = pagination.parse_cursor(question, asked.cursor, UUID)
            found = await queries.appeal_page(connection, wanted, place[0] if place else None, more)
            return [((each.id,), each) for each in found]
