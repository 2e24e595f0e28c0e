"""Personal receptions: the schedule, who comes, and which bodies receive nobody."""

from datetime import datetime, timedelta
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.auth import Caller, Deps
from api.dependencies import policy_cache_of
from api.http.idempotency import StaffRequest
from api.http.problems import language_of
from application import pagination
from application.dependencies import Dependencies
from application.i18n import MessageCatalogs
from application.presenters.receptions import (
    present_reception,
    present_reception_change,
    present_visit,
)
from application.receptions import overdue, schedule
from application.receptions import visits as visit_use_cases
from domain.errors import Forbidden, NotFound
from domain.identity.people import Person, Role
from domain.policy.policy import Policy
from domain.rules.receptions import RECEPTION_RULE
from schemas.http.receptions import (
    CancelReceptionBody,
    NewReceptionBody,
    NewVisitBody,
    OverdueReceptionPage,
    OverdueReceptionView,
    PublicReceptionPage,
    PublicReceptionView,
    PublicScheduleParams,
    ReceptionDetailView,
    ReceptionListParams,
    ReceptionPage,
    ReceptionView,
    RescheduleReceptionBody,
    VisitView,
)
from schemas.http.responses.views import TalonView
from store.database.engine import autocommit
from store.receptions import schedule as schedule_queries
from store.receptions import visits
from store.receptions.schedule import ScheduleFilter

DEFAULT_SCHEDULE_SPAN = timedelta(days=92)
MAX_PUBLIC_RECEPTIONS = 200
OVERSIGHT_ROLES = frozenset({Role.OPERATOR, Role.HEAD, Role.SUPERVISOR})
PAGING_PARAMETERS = {"limit", "cursor"}

router = APIRouter(prefix="/v1/receptions", tags=["receptions"])


@router.get("")
async def list_receptions(
    needs: Deps, _by: Caller, asked: Annotated[ReceptionListParams, Query()]
) -> ReceptionPage:
    """List the schedule, in the order of its time."""
    question = asked.model_dump(exclude=PAGING_PARAMETERS)
    place = _position_of(question, asked.cursor)
    async with autocommit(needs.engine).connect() as connection:
        found = await schedule_queries.schedule_page(
            connection, _schedule_query(needs, asked), place, asked.limit + 1
        )
    items = [present_reception(each, needs.clock()) for each in found[: asked.limit]]
    if len(found) <= asked.limit:
        return ReceptionPage(items=items)
    last = items[-1]
    return ReceptionPage(
        items=items, next_cursor=pagination.encode_cursor(question, last.begins_at.isoformat(), str(last.id))
    )


@router.post("", status_code=201, response_model=ReceptionView)
async def approve_reception(body: NewReceptionBody, deed: StaffRequest) -> Response:
    """Put a reception into the schedule of an organisation: whoever sends it approves it."""
    return await deed.run_in_transaction(partial(schedule.approve_reception, deed, body))


@router.get("/schedule")
async def read_public_schedule(
    request: Request, needs: Deps, asked: Annotated[PublicScheduleParams, Query()]
) -> PublicReceptionPage:
    """Read when and where the heads of an organisation receive people. Needs no token and names nobody."""
    words: MessageCatalogs = request.app.state.words
    language = language_of(request)
    async with autocommit(needs.engine).connect() as connection:
        policy = await policy_cache_of(request).policy(connection)
        organisation = policy.organisation(asked.organisation)
        found = await schedule_queries.schedule_page(
            connection, _schedule_query(needs, asked), None, MAX_PUBLIC_RECEPTIONS
        )
    title = getattr(organisation.titles, language)
    items = [
        PublicReceptionView(
            organisation=organisation.id,
            organisation_title=title,
            post=words.post_title(language, each.receiver_role, each.receiver_office),
            begins_at=each.reception.begins,
            ends_at=each.reception.ends,
            place=each.reception.place,
            cancelled=each.reception.cancelled,
        )
        for each in found
    ]
    return PublicReceptionPage(items=items)


@router.get("/overdue")
async def list_overdue_receptions(request: Request, needs: Deps, by: Caller) -> OverdueReceptionPage:
    """List the bodies that have received nobody for a month, or will not have by their schedule."""
    if by.role not in OVERSIGHT_ROLES:
        raise Forbidden(role=by.role)
    async with autocommit(needs.engine).connect() as connection:
        policy = await policy_cache_of(request).policy(connection)
        calendar = await policy_cache_of(request).calendar(connection)
        found = await overdue.overdue_receptions(needs, connection, policy, calendar)
    article, now = overdue.article_of_rule(needs, calendar, RECEPTION_RULE), needs.clock()
    items = [
        OverdueReceptionView(
            organisation=each.organisation,
            counts_from=each.counted_from,
            last_held_at=each.last_held_at,
            due_at=each.due,
            next_planned_at=each.next_planned_at,
            overdue=each.is_late(now),
            article=article,
        )
        for each in found
        if _oversees(by, each.organisation, policy)
    ]
    return OverdueReceptionPage(items=items)


@router.get("/{reception}")
async def read_reception(request: Request, needs: Deps, by: Caller, reception: UUID) -> ReceptionDetailView:
    """Read a reception with all that was done to it, and its list. For those whose it is."""
    async with autocommit(needs.engine).connect() as connection:
        policy = await policy_cache_of(request).policy(connection)
        line = await schedule_queries.reception_details(connection, reception)
        if line is None or not _may_see_visits(by, line.reception.organisation, policy):
            raise NotFound
        story = await schedule_queries.changes_of_reception(connection, reception)
        came = await visits.visits_of_reception(connection, reception)
    return ReceptionDetailView(
        **present_reception(line, needs.clock()).model_dump(),
        changes=[present_reception_change(each) for each in story],
        visits=[present_visit(each) for each in came],
    )


@router.post("/{reception}/reschedule", response_model=ReceptionView)
async def reschedule_reception(
    reception: UUID, body: RescheduleReceptionBody, deed: StaffRequest
) -> Response:
    """Give a reception other hours, and say why."""
    return await deed.run_in_transaction(partial(schedule.move_reception, deed, reception, body))


@router.post("/{reception}/cancel", response_model=ReceptionView)
async def cancel_reception(reception: UUID, body: CancelReceptionBody, deed: StaffRequest) -> Response:
    """Take a reception out of the schedule, and say why: that it stood there is kept."""
    return await deed.run_in_transaction(partial(schedule.cancel_reception, deed, reception, body))


@router.post("/{reception}/mark-held", response_model=ReceptionView)
async def mark_reception_held(reception: UUID, deed: StaffRequest) -> Response:
    """Note that a reception was held though nobody came. The first visit says so by itself."""
    return await deed.run_in_transaction(partial(schedule.hold_reception, deed, reception))


@router.post("/{reception}/bookings", status_code=201, response_model=VisitView)
async def book_visit(reception: UUID, deed: StaffRequest) -> Response:
    """Give somebody a number on the list of a reception. Who they are is asked when they come."""
    return await deed.run_in_transaction(partial(visit_use_cases.book_visit, deed, reception))


@router.post("/{reception}/visits", status_code=201, response_model=TalonView)
async def register_visit(reception: UUID, body: NewVisitBody, deed: StaffRequest) -> Response:
    """Register what somebody came with: settled there (`intake_resolution`), or else a written appeal."""
    return await visit_use_cases.register_visit(deed, reception, body)


def _schedule_query(needs: Dependencies, asked: PublicScheduleParams) -> ScheduleFilter:
    since = asked.begins_from or needs.clock()
    return ScheduleFilter(since, asked.begins_before or since + DEFAULT_SCHEDULE_SPAN, asked.organisation)


def _position_of(question: dict[str, object], cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    try:
        begins, last = pagination.decode_cursor(question, cursor)
        place = datetime.fromisoformat(begins), UUID(last)
    except ValueError as error:
        raise pagination.invalid_cursor() from error
    if place[0].tzinfo is None:
        raise pagination.invalid_cursor()
    return place


def _oversees(by: Person, organisation: str, policy: Policy) -> bool:
    """Tell whether *by* answers for *organisation*: an operator for all, a head for those of the region."""
    if by.role is Role.HEAD:
        return policy.organisation(organisation).region == by.region
    return by.role is Role.OPERATOR or by.organisation == organisation


def _may_see_visits(by: Person, organisation: str, policy: Policy) -> bool:
    own = by.organisation == organisation and by.role is not Role.INTEGRATOR
    return own or (by.role in OVERSIGHT_ROLES and _oversees(by, organisation, policy))
