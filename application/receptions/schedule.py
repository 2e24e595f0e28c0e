"""What is done to a reception: approved, moved, cancelled, held; and what becomes of those who come."""

from dataclasses import replace
from uuid import UUID

from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.dependencies import policy_cache_of
from api.http.idempotency import IdempotentRequest
from application.errors import ApiError
from application.presenters.receptions import present_reception
from application.receptions.overdue import article_of_rule
from domain.errors import NotFound
from domain.rules.receptions import (
    RECEPTION_RULE,
    Reception,
    ReceptionChange,
    check_hours,
    check_may_record,
    check_may_schedule,
    check_not_started,
    check_receiver,
    check_started,
)
from schemas.http.receptions import (
    CancelReceptionBody,
    NewReceptionBody,
    RescheduleReceptionBody,
)
from store.database.new_ids import new_id
from store.receptions import schedule
from store.receptions.schedule import ReceptionChangeEntry


async def approve_reception(
    deed: IdempotentRequest, body: NewReceptionBody, connection: AsyncConnection
) -> Response:
    """Put a reception into the schedule: whoever sends it approves it."""
    rules = policy_cache_of(deed.request)
    policy, calendar = await rules.policy(connection), await rules.calendar(connection)
    organisation = policy.organisation(body.organisation).id
    check_may_schedule(deed.by, organisation)
    receiver = await schedule.lock_receiver(connection, body.official)
    if receiver is None:
        raise ApiError("unknown_person", errors=[("official", "invalid_value")])
    check_receiver(receiver, organisation, article_of_rule(deed.dependencies, calendar, RECEPTION_RULE))
    now = deed.dependencies.clock()
    name = new_id(now)
    wanted = Reception(name, organisation, receiver.id, body.begins_at, body.ends_at, body.place)
    await _check_hours(deed, connection, wanted)
    return await _record_reception_change(
        deed, connection, wanted, ReceptionChangeEntry(ReceptionChange.APPROVED, deed.by.id, now), 201
    )


async def move_reception(
    deed: IdempotentRequest, name: UUID, body: RescheduleReceptionBody, connection: AsyncConnection
) -> Response:
    """Give a reception other hours."""
    reception = await _locked_reception(connection, name)
    check_may_schedule(deed.by, reception.organisation)
    now = deed.dependencies.clock()
    check_not_started(reception, now)
    await schedule.lock_receiver(connection, reception.receiver)
    place = body.place or reception.place
    moved = replace(reception, begins=body.begins_at, ends=body.ends_at, place=place)
    await _check_hours(deed, connection, moved)
    return await _record_reception_change(
        deed,
        connection,
        moved,
        ReceptionChangeEntry(ReceptionChange.RESCHEDULED, deed.by.id, now, body.reason),
    )


async def cancel_reception(
    deed: IdempotentRequest, name: UUID, body: CancelReceptionBody, connection: AsyncConnection
) -> Response:
    """Take a reception out of the schedule; that it stood there is kept."""
    reception = await _locked_reception(connection, name)
    check_may_schedule(deed.by, reception.organisation)
    now = deed.dependencies.clock()
    check_not_started(reception, now)
    done = ReceptionChangeEntry(ReceptionChange.CANCELLED, deed.by.id, now, body.reason)
    return await _record_reception_change(deed, connection, replace(reception, cancelled=True), done)


async def hold_reception(deed: IdempotentRequest, name: UUID, connection: AsyncConnection) -> Response:
    """Note that a reception was held, though perhaps nobody came."""
    reception = await _locked_reception(connection, name)
    check_may_record(deed.by, reception)
    now = deed.dependencies.clock()
    check_started(reception, now)
    if reception.held:
        return await _reception_response(deed, connection, name)
    done = ReceptionChangeEntry(ReceptionChange.HELD, deed.by.id, now)
    return await _record_reception_change(deed, connection, replace(reception, held=True), done)


async def _locked_reception(connection: AsyncConnection, name: UUID) -> Reception:
    reception = await schedule.lock_reception(connection, name)
    if reception is None:
        raise NotFound
    return reception


async def _check_hours(deed: IdempotentRequest, connection: AsyncConnection, wanted: Reception) -> None:
    others = await schedule.overlapping(connection, wanted)
    check_hours(
        wanted, others, await policy_cache_of(deed.request).calendar(connection), deed.dependencies.clock()
    )


async def _record_reception_change(
    deed: IdempotentRequest,
    connection: AsyncConnection,
    reception: Reception,
    done: ReceptionChangeEntry,
    status: int = 200,
) -> Response:
    await schedule.save_reception(connection, reception, done)
    return await _reception_response(deed, connection, reception.id, status)


async def _reception_response(
    deed: IdempotentRequest, connection: AsyncConnection, name: UUID, status: int = 200
) -> Response:
    line = await schedule.reception_details(connection, name)
    if line is None:
        raise NotFound
    view = present_reception(line, deed.dependencies.clock())
    return JSONResponse(view.model_dump(mode="json"), status, {"Location": f"/v1/receptions/{name}"})
