"""application.receptions.visits."""

from dataclasses import replace
from uuid import UUID

from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.dependencies import rules_of
from api.http.idempotency import Deed, given_before
from application.errors import Trouble
from application.intake.register import Host, plan, take
from application.receptions.overdue import article
from application.receptions.schedule import _locked
from domain.identity.people import Person, Role
from domain.policy.policy import Policy
from domain.rules.receptions import (
    WRITTEN,
    Reception,
    ReceptionChange,
    check_bookable,
    check_booking,
    check_same_day,
    check_server,
)
from schemas.http.receptions import NewVisit, VisitView
from store import idempotency
from store.database.errors import KeyReused
from store.receptions import schedule, visits
from store.receptions.schedule import Done
from store.receptions.visits import Received, VisitLine
from store.reference import people


async def book(deed: Deed, name: UUID, connection: AsyncConnection) -> Response:
    """Give somebody a number on the list of a reception, without asking who they are."""
    reception = await _locked(connection, name)
    now = deed.needs.clock()
    check_bookable(reception, now)
    number = await visits.book(connection, name, deed.by.id, now)
    view = VisitView.model_validate(VisitLine(number, booked_at=now))
    return JSONResponse(view.model_dump(mode="json"), 201)


async def receive(deed: Deed, name: UUID, body: NewVisit) -> Response:
    """Register what somebody came with, and give its talon: settled there, or a written appeal (АППК 90(4)).

    All of it stands or falls together: the appeal, its talon, the place on the list, and that it was held.
    """
    async with deed.needs.engine.begin() as connection:
        reception = await _locked(connection, name)
        try:
            earlier = await idempotency.known(connection, deed.key)
            if earlier is not None:
                return given_before(earlier)
            return await _received(deed, connection, reception, body)
        except KeyReused as error:
            raise Trouble("idempotency_key_reused") from error


async def _received(
    deed: Deed, connection: AsyncConnection, reception: Reception, body: NewVisit
) -> Response:
    now, calendar = deed.needs.clock(), await rules_of(deed.request).calendar(connection)
    check_server(deed.by, reception)
    check_same_day(reception, calendar, now, article(deed.needs, calendar, WRITTEN))
    check_booking(body.booking, await visits.waiting(connection, reception.id))
    body = _for_the_body(body, reception, await rules_of(deed.request).policy(connection))
    intake = await plan(deed, connection, body)
    known = (await people.employees(connection, [reception.receiver]))[reception.receiver]
    host = Host(known.person, known.name, _at_the_counter(known.person, body))
    answer = await take(deed, connection, body, intake, host)
    solved = body.here_and_now is not None
    visit = Received(now, deed.by.id, intake.appeal, solved=solved, booking=body.booking)
    await visits.receive(connection, reception.id, visit)
    if not reception.held:
        done = Done(ReceptionChange.HELD, deed.by.id, now)
        await schedule.save(connection, replace(reception, held=True), done)
    return answer


def _for_the_body(body: NewVisit, reception: Reception, policy: Policy) -> NewVisit:
    """Return *body* with the body whose head received as the one that gets it, unless another is named."""
    decides = policy.organisation(reception.organisation).staffs(Role.OFFICER)
    return body.model_copy(update={"agency": reception.organisation}) if decides and not body.agency else body


def _at_the_counter(head: Person, body: NewVisit) -> Person:
    """Return *head* with the say of the counter that takes the appeal in: there the word is theirs."""
    return replace(head, organisation=body.reception, role=Role.SUPERVISOR)
