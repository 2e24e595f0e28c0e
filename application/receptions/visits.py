"""application.receptions.visits."""

from dataclasses import replace
from uuid import UUID

from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.dependencies import policy_cache_of
from api.http.idempotency import IdempotentRequest, replay_response
from application.errors import ApiError
from application.intake.register import Receiver, plan_registration, register_planned_appeal
from application.presenters.receptions import present_visit
from application.receptions.overdue import article_of_rule
from application.receptions.schedule import _locked_reception
from domain.identity.people import Person, Role
from domain.policy.policy import Policy
from domain.rules.receptions import (
    RECEPTION_RECORD_RULE,
    Reception,
    ReceptionChange,
    check_bookable,
    check_booking,
    check_may_record,
    check_same_day,
)
from schemas.http.receptions import NewVisitBody
from store import idempotency
from store.database.errors import KeyReused
from store.receptions import schedule, visits
from store.receptions.schedule import ReceptionChangeEntry
from store.receptions.visits import ReceivedVisit, VisitRecord
from store.reference import people


async def book_visit(deed: IdempotentRequest, name: UUID, connection: AsyncConnection) -> Response:
    """Give somebody a number on the list of a reception, without asking who they are."""
    reception = await _locked_reception(connection, name)
    now = deed.dependencies.clock()
    check_bookable(reception, now)
    number = await visits.add_booking(connection, name, deed.by.id, now)
    view = present_visit(VisitRecord(number, booked_at=now))
    return JSONResponse(view.model_dump(mode="json"), 201)


async def register_visit(deed: IdempotentRequest, name: UUID, body: NewVisitBody) -> Response:
    """Register what somebody came with, and give its talon: settled there, or a written appeal (АППК 90(4)).

    All of it stands or falls together: the appeal, its talon, the place on the list, and that it was held.
    """
    async with deed.dependencies.engine.begin() as connection:
        reception = await _locked_reception(connection, name)
        try:
            earlier = await idempotency.stored_response(connection, deed.key)
            if earlier is not None:
                return replay_response(earlier)
            return await _register_visitor_appeal(deed, connection, reception, body)
        except KeyReused as error:
            raise ApiError("idempotency_key_reused") from error


async def _register_visitor_appeal(
    deed: IdempotentRequest, connection: AsyncConnection, reception: Reception, body: NewVisitBody
) -> Response:
    now, calendar = deed.dependencies.clock(), await policy_cache_of(deed.request).calendar(connection)
    check_may_record(deed.by, reception)
    check_same_day(
        reception, calendar, now, article_of_rule(deed.dependencies, calendar, RECEPTION_RECORD_RULE)
    )
    check_booking(body.booking, await visits.waiting_numbers(connection, reception.id))
    body = _with_receiving_body(body, reception, await policy_cache_of(deed.request).policy(connection))
    intake = await plan_registration(deed, connection, body)
    known = (await people.employees(connection, [reception.receiver]))[reception.receiver]
    host = Receiver(known.person, known.name, _as_counter_clerk(known.person, body))
    answer = await register_planned_appeal(deed, connection, body, intake, host)
    solved = body.intake_resolution is not None
    visit = ReceivedVisit(now, deed.by.id, intake.appeal, solved=solved, booking=body.booking)
    await visits.record_visit(connection, reception.id, visit)
    if not reception.held:
        done = ReceptionChangeEntry(ReceptionChange.HELD, deed.by.id, now)
        await schedule.save_reception(connection, replace(reception, held=True), done)
    return answer


def _with_receiving_body(body: NewVisitBody, reception: Reception, policy: Policy) -> NewVisitBody:
    """Return *body* with the body whose head received as the one that gets it, unless another is named."""
    decides = policy.organisation(reception.organisation).has_role(Role.OFFICER)
    return body.model_copy(update={"agency": reception.organisation}) if decides and not body.agency else body


def _as_counter_clerk(head: Person, body: NewVisitBody) -> Person:
    """Return *head* with the say of the counter that takes the appeal in: there the word is theirs."""
    return replace(head, organisation=body.reception, role=Role.SUPERVISOR)
