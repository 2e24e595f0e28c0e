"""Visits to a personal reception: booked, and registered with the appeal that each brings."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from application.context import CommandContext
from application.intake.register import AlreadyRegistered, IdempotentWrite, Receiver, register_appeal
from application.presenters.receptions import present_visit
from application.receptions.overdue import article_of_rule
from application.receptions.schedule import locked_reception
from domain.identity.people import Person, Role
from domain.law.rule_ids import RuleId
from domain.policy.policy import Policy
from domain.rules.receptions import (
    Reception,
    ReceptionChange,
    check_bookable,
    check_booking,
    check_may_record,
    check_same_day,
)
from schemas.http.receptions import NewVisitBody, VisitView
from schemas.http.responses.views import TalonView
from store import idempotency
from store.receptions import schedule, visits
from store.receptions.schedule import ReceptionChangeEntry
from store.receptions.visits import ReceivedVisit, VisitRecord
from store.reference import people


async def book_visit(ctx: CommandContext, connection: AsyncConnection, name: UUID) -> VisitView:
    """Assign the next number on the list of a reception; the visitor stays anonymous until they come."""
    reception = await locked_reception(connection, name)
    now = ctx.dependencies.clock()
    check_bookable(reception, now)
    number = await visits.add_booking(connection, name, ctx.by.id, now)
    return present_visit(VisitRecord(number, booked_at=now))


async def register_visit(
    ctx: CommandContext, connection: AsyncConnection, name: UUID, body: NewVisitBody, write: IdempotentWrite
) -> TalonView:
    """Register the appeal of a visitor and return its talon: resolved there, or a written one (АППК 90(4)).

    *connection* is in a transaction: the appeal, its talon, the visit and the reception change together.
    Raises as register_appeal does.
    """
    reception = await locked_reception(connection, name)
    earlier = await idempotency.stored_response(connection, write.key)
    if earlier is not None:
        raise AlreadyRegistered(earlier)
    now, cache = ctx.dependencies.clock(), ctx.dependencies.policy_cache
    calendar = await cache.calendar(connection)
    check_may_record(ctx.by, reception)
    check_same_day(
        reception, calendar, now, article_of_rule(ctx.dependencies, calendar, RuleId.RECEPTION_WRITTEN_RECORD)
    )
    check_booking(body.booking, await visits.waiting_numbers(connection, reception.id))
    body = _with_receiving_body(body, reception, await cache.policy(connection))
    official = (await people.employees(connection, [reception.receiver]))[reception.receiver]
    receiver = Receiver(official.person, official.name, _as_counter_clerk(official.person, body))
    talon = await register_appeal(ctx, connection, body, receiver, write)
    resolved = body.intake_resolution is not None
    visit = ReceivedVisit(now, ctx.by.id, talon.id, resolved=resolved, booking=body.booking)
    await visits.record_visit(connection, reception.id, visit)
    if not reception.held:
        change = ReceptionChangeEntry(ReceptionChange.HELD, ctx.by.id, now)
        await schedule.save_reception(connection, replace(reception, held=True), change)
    return talon


def _with_receiving_body(body: NewVisitBody, reception: Reception, policy: Policy) -> NewVisitBody:
    """Return *body* addressed to the organisation of the reception, unless it names another one."""
    decides = policy.organisation(reception.organisation).has_role(Role.OFFICER)
    return body.model_copy(update={"agency": reception.organisation}) if decides and not body.agency else body


def _as_counter_clerk(official: Person, body: NewVisitBody) -> Person:
    """Return *official* with the rights of the counter that registers the appeal."""
    return replace(official, organisation=body.reception, role=Role.SUPERVISOR)
