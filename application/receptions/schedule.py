"""What is done to a reception: approved, moved, cancelled, held; and what becomes of those who come."""

from dataclasses import replace
from uuid import UUID

from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.dependencies import rules_of
from api.http.idempotency import Deed
from application.errors import Trouble
from application.presenters.receptions import shown
from application.receptions.overdue import article
from domain.errors import Missing
from domain.rules.receptions import (
    MONTHLY,
    Reception,
    ReceptionChange,
    check_arranger,
    check_begun,
    check_hours,
    check_receiver,
    check_server,
    check_unbegun,
)
from schemas.http.receptions import (
    NewReception,
    ReceptionCancellation,
    ReceptionMove,
)
from store.database.new_ids import new_id
from store.receptions import schedule
from store.receptions.schedule import Done


async def approve(deed: Deed, body: NewReception, connection: AsyncConnection) -> Response:
    """Put a reception into the schedule: whoever sends it approves it."""
    rules = rules_of(deed.request)
    policy, calendar = await rules.policy(connection), await rules.calendar(connection)
    organisation = policy.organisation(body.organisation).id
    check_arranger(deed.by, organisation)
    receiver = await schedule.receiver(connection, body.receiver)
    if receiver is None:
        raise Trouble("unknown_person", errors=[("receiver", "wrong_value")])
    check_receiver(receiver, organisation, article(deed.needs, calendar, MONTHLY))
    now = deed.needs.clock()
    name = new_id(now)
    wanted = Reception(name, organisation, receiver.id, body.begins, body.ends, body.place)
    await _check_hours(deed, connection, wanted)
    return await _done(deed, connection, wanted, Done(ReceptionChange.APPROVED, deed.by.id, now), 201)


async def move(deed: Deed, name: UUID, body: ReceptionMove, connection: AsyncConnection) -> Response:
    """Give a reception other hours."""
    reception = await _locked(connection, name)
    check_arranger(deed.by, reception.organisation)
    now = deed.needs.clock()
    check_unbegun(reception, now)
    await schedule.receiver(connection, reception.receiver)
    place = body.place or reception.place
    moved = replace(reception, begins=body.begins, ends=body.ends, place=place)
    await _check_hours(deed, connection, moved)
    return await _done(deed, connection, moved, Done(ReceptionChange.MOVED, deed.by.id, now, body.reason))


async def cancel(
    deed: Deed, name: UUID, body: ReceptionCancellation, connection: AsyncConnection
) -> Response:
    """Take a reception out of the schedule; that it stood there is kept."""
    reception = await _locked(connection, name)
    check_arranger(deed.by, reception.organisation)
    now = deed.needs.clock()
    check_unbegun(reception, now)
    done = Done(ReceptionChange.CANCELLED, deed.by.id, now, body.reason)
    return await _done(deed, connection, replace(reception, cancelled=True), done)


async def hold(deed: Deed, name: UUID, connection: AsyncConnection) -> Response:
    """Note that a reception was held, though perhaps nobody came."""
    reception = await _locked(connection, name)
    check_server(deed.by, reception)
    now = deed.needs.clock()
    check_begun(reception, now)
    if reception.held:
        return await _answer(deed, connection, name)
    done = Done(ReceptionChange.HELD, deed.by.id, now)
    return await _done(deed, connection, replace(reception, held=True), done)


async def _locked(connection: AsyncConnection, name: UUID) -> Reception:
    reception = await schedule.locked(connection, name)
    if reception is None:
        raise Missing
    return reception


async def _check_hours(deed: Deed, connection: AsyncConnection, wanted: Reception) -> None:
    others = await schedule.around(connection, wanted)
    check_hours(wanted, others, await rules_of(deed.request).calendar(connection), deed.needs.clock())


async def _done(
    deed: Deed, connection: AsyncConnection, reception: Reception, done: Done, status: int = 200
) -> Response:
    await schedule.save(connection, reception, done)
    return await _answer(deed, connection, reception.id, status)


async def _answer(deed: Deed, connection: AsyncConnection, name: UUID, status: int = 200) -> Response:
    line = await schedule.line(connection, name)
    if line is None:
        raise Missing
    view = shown(line, deed.needs.clock())
    return JSONResponse(view.model_dump(mode="json"), status, {"Location": f"/v1/receptions/{name}"})
