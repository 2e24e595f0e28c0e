"""Personal receptions: the schedule, who comes, and which bodies receive nobody."""

from datetime import datetime, timedelta
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.auth import Caller, World
from api.dependencies import rules_of
from api.http.idempotency import Doing
from api.http.problems import language_of
from application import pagination
from application.dependencies import Needs
from application.i18n import Words
from application.presenters.receptions import shown
from application.receptions import overdue, schedule
from application.receptions import visits as visit_use_cases
from domain.errors import Forbidden, Missing
from domain.identity.people import Person, Role
from domain.policy.policy import Policy
from domain.rules.receptions import MONTHLY
from schemas.http.receptions import (
    NewReception,
    NewVisit,
    OwedView,
    PublicQuestion,
    PublicReception,
    ReceptionCancellation,
    ReceptionChangeView,
    ReceptionMove,
    ReceptionQuestion,
    ReceptionStory,
    ReceptionView,
    VisitView,
)
from schemas.http.responses.views import Page, Talon
from store.database.engine import at_once
from store.receptions import schedule as schedule_queries
from store.receptions import visits
from store.receptions.schedule import Schedule

AHEAD = timedelta(days=92)
MOST = 200
WATCHERS = frozenset({Role.OPERATOR, Role.HEAD, Role.SUPERVISOR})
TURNING = {"limit", "cursor"}

router = APIRouter(prefix="/v1/receptions", tags=["receptions"])


@router.get("")
async def list_receptions(
    needs: World, _by: Caller, asked: Annotated[ReceptionQuestion, Query()]
) -> Page[ReceptionView]:
    """List the schedule, in the order of its time."""
    question = asked.model_dump(exclude=TURNING)
    place = _place(question, asked.cursor)
    async with at_once(needs.engine).connect() as connection:
        found = await schedule_queries.schedule(connection, _wanted(needs, asked), place, asked.limit + 1)
    items = [shown(each, needs.clock()) for each in found[: asked.limit]]
    if len(found) <= asked.limit:
        return Page(items=items)
    last = items[-1]
    return Page(items=items, next=pagination.write(question, last.begins.isoformat(), str(last.id)))


@router.post("", status_code=201, response_model=ReceptionView)
async def approve_reception(body: NewReception, deed: Doing) -> Response:
    """Put a reception into the schedule of an organisation: whoever sends it approves it."""
    return await deed.once(partial(schedule.approve, deed, body))


@router.get("/schedule")
async def read_schedule(
    request: Request, needs: World, asked: Annotated[PublicQuestion, Query()]
) -> list[PublicReception]:
    """Read when and where the heads of an organisation receive people. Needs no token and names nobody."""
    words: Words = request.app.state.words
    language = language_of(request)
    async with at_once(needs.engine).connect() as connection:
        policy = await rules_of(request).policy(connection)
        organisation = policy.organisation(asked.organisation)
        found = await schedule_queries.schedule(connection, _wanted(needs, asked), None, MOST)
    title = getattr(organisation.titles, language)
    return [
        PublicReception(
            organisation=organisation.id,
            title=title,
            post=words.post(language, each.receiver_role, each.receiver_office),
            begins=each.reception.begins,
            ends=each.reception.ends,
            place=each.reception.place,
            cancelled=each.reception.cancelled,
        )
        for each in found
    ]


@router.get("/missing")
async def list_missing_receptions(request: Request, needs: World, by: Caller) -> list[OwedView]:
    """List the bodies that have received nobody for a month, or will not have by their schedule."""
    if by.role not in WATCHERS:
        raise Forbidden(role=by.role)
    async with at_once(needs.engine).connect() as connection:
        policy = await rules_of(request).policy(connection)
        calendar = await rules_of(request).calendar(connection)
        found = await overdue.missing(needs, connection, policy, calendar)
    article, now = overdue.article(needs, calendar, MONTHLY), needs.clock()
    return [
        OwedView(
            organisation=each.organisation,
            since=each.since,
            held=each.held,
            due=each.due,
            planned=each.planned,
            late=each.is_late(now),
            article=article,
        )
        for each in found
        if _watches(by, each.organisation, policy)
    ]


@router.get("/{reception}")
async def read_reception(request: Request, needs: World, by: Caller, reception: UUID) -> ReceptionStory:
    """Read a reception with all that was done to it, and its list. For those whose it is."""
    async with at_once(needs.engine).connect() as connection:
        policy = await rules_of(request).policy(connection)
        line = await schedule_queries.line(connection, reception)
        if line is None or not _theirs(by, line.reception.organisation, policy):
            raise Missing
        story = await schedule_queries.changes(connection, reception)
        came = await visits.visits(connection, reception)
    return ReceptionStory(
        **shown(line, needs.clock()).model_dump(),
        changes=[ReceptionChangeView.model_validate(each) for each in story],
        visits=[VisitView.model_validate(each) for each in came],
    )


@router.post("/{reception}/move", response_model=ReceptionView)
async def move_reception(reception: UUID, body: ReceptionMove, deed: Doing) -> Response:
    """Give a reception other hours, and say why."""
    return await deed.once(partial(schedule.move, deed, reception, body))


@router.post("/{reception}/cancellation", response_model=ReceptionView)
async def cancel_reception(reception: UUID, body: ReceptionCancellation, deed: Doing) -> Response:
    """Take a reception out of the schedule, and say why: that it stood there is kept."""
    return await deed.once(partial(schedule.cancel, deed, reception, body))


@router.post("/{reception}/holding", response_model=ReceptionView)
async def hold_reception(reception: UUID, deed: Doing) -> Response:
    """Note that a reception was held though nobody came. The first visit says so by itself."""
    return await deed.once(partial(schedule.hold, deed, reception))


@router.post("/{reception}/bookings", status_code=201, response_model=VisitView)
async def book_visit(reception: UUID, deed: Doing) -> Response:
    """Give somebody a number on the list of a reception. Who they are is asked when they come."""
    return await deed.once(partial(visit_use_cases.book, deed, reception))


@router.post("/{reception}/visits", status_code=201, response_model=Talon)
async def register_visit(reception: UUID, body: NewVisit, deed: Doing) -> Response:
    """Register what somebody came with: settled there (`here_and_now`), or else a written appeal."""
    return await visit_use_cases.receive(deed, reception, body)


def _wanted(needs: Needs, asked: PublicQuestion) -> Schedule:
    since = asked.since or needs.clock()
    return Schedule(since, asked.before or since + AHEAD, asked.organisation)


def _place(question: dict[str, object], cursor: str | None) -> tuple[datetime, UUID] | None:
    if cursor is None:
        return None
    try:
        begins, last = pagination.read(question, cursor)
        place = datetime.fromisoformat(begins), UUID(last)
    except ValueError as error:
        raise pagination.wrong() from error
    if place[0].tzinfo is None:
        raise pagination.wrong()
    return place


def _watches(by: Person, organisation: str, policy: Policy) -> bool:
    """Tell whether *by* answers for *organisation*: an operator for all, a head for those of the region."""
    if by.role is Role.HEAD:
        return policy.organisation(organisation).region == by.region
    return by.role is Role.OPERATOR or by.organisation == organisation


def _theirs(by: Person, organisation: str, policy: Policy) -> bool:
    own = by.organisation == organisation and by.role is not Role.INTEGRATOR
    return own or (by.role in WATCHERS and _watches(by, organisation, policy))
