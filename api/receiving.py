"""What is done to a reception: approved, moved, cancelled, held; and what becomes of those who come."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.deeds import Deed, given_before
from api.owing import article
from api.problems import Trouble
from api.rules import rules_of
from api.taking import Host, plan, take
from domain.errors import Missing
from domain.people import Person, Role
from domain.policy import Policy
from domain.receptions import (
    MONTHLY,
    WRITTEN,
    Reception,
    ReceptionChange,
    check_arranger,
    check_begun,
    check_bookable,
    check_booking,
    check_hours,
    check_receiver,
    check_same_day,
    check_server,
    check_unbegun,
)
from schemas.receptions import (
    Approver,
    NewReception,
    NewVisit,
    ReceptionCancellation,
    ReceptionMove,
    ReceptionView,
    VisitView,
)
from schemas.views import Receiver
from store import directory, idempotency, receptions, visits
from store.errors import KeyReused
from store.ids import new_id
from store.receptions import Done, ReceptionLine
from store.visits import Received, VisitLine


async def approve(deed: Deed, body: NewReception, connection: AsyncConnection) -> Response:
    """Put a reception into the schedule: whoever sends it approves it."""
    rules = rules_of(deed.request)
    policy, calendar = await rules.policy(connection), await rules.calendar(connection)
    organisation = policy.organisation(body.organisation).id
    check_arranger(deed.by, organisation)
    receiver = await receptions.receiver(connection, body.receiver)
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
    await receptions.receiver(connection, reception.receiver)
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


def shown(line: ReceptionLine, now: datetime) -> ReceptionView:
    """Return the reception of *line* as it stands at *now*."""
    it = line.reception
    receiver = Receiver(
        id=it.receiver, name=line.receiver_name, organisation=it.organisation, role=line.receiver_role
    )
    return ReceptionView(
        id=it.id,
        organisation=it.organisation,
        receiver=receiver,
        begins=it.begins,
        ends=it.ends,
        place=it.place,
        state=it.state(now),
        approved=Approver(id=line.approved_by, name=line.approver_name, at=line.approved_at),
    )


async def _received(
    deed: Deed, connection: AsyncConnection, reception: Reception, body: NewVisit
) -> Response:
    now, calendar = deed.needs.clock(), await rules_of(deed.request).calendar(connection)
    check_server(deed.by, reception)
    check_same_day(reception, calendar, now, article(deed.needs, calendar, WRITTEN))
    check_booking(body.booking, await visits.waiting(connection, reception.id))
    body = _for_the_body(body, reception, await rules_of(deed.request).policy(connection))
    intake = await plan(deed, connection, body)
    known = (await directory.employees(connection, [reception.receiver]))[reception.receiver]
    host = Host(known.person, known.name, _at_the_counter(known.person, body))
    answer = await take(deed, connection, body, intake, host)
    solved = body.here_and_now is not None
    visit = Received(now, deed.by.id, intake.appeal, solved=solved, booking=body.booking)
    await visits.receive(connection, reception.id, visit)
    if not reception.held:
        done = Done(ReceptionChange.HELD, deed.by.id, now)
        await receptions.save(connection, replace(reception, held=True), done)
    return answer


def _for_the_body(body: NewVisit, reception: Reception, policy: Policy) -> NewVisit:
    """Return *body* with the body whose head received as the one that gets it, unless another is named."""
    decides = policy.organisation(reception.organisation).staffs(Role.OFFICER)
    return body.model_copy(update={"agency": reception.organisation}) if decides and not body.agency else body


def _at_the_counter(head: Person, body: NewVisit) -> Person:
    """Return *head* with the say of the counter that takes the appeal in: there the word is theirs."""
    return replace(head, organisation=body.reception, role=Role.SUPERVISOR)


async def _locked(connection: AsyncConnection, name: UUID) -> Reception:
    reception = await receptions.locked(connection, name)
    if reception is None:
        raise Missing
    return reception


async def _check_hours(deed: Deed, connection: AsyncConnection, wanted: Reception) -> None:
    others = await receptions.around(connection, wanted)
    check_hours(wanted, others, await rules_of(deed.request).calendar(connection), deed.needs.clock())


async def _done(
    deed: Deed, connection: AsyncConnection, reception: Reception, done: Done, status: int = 200
) -> Response:
    await receptions.save(connection, reception, done)
    return await _answer(deed, connection, reception.id, status)


async def _answer(deed: Deed, connection: AsyncConnection, name: UUID, status: int = 200) -> Response:
    line = await receptions.line(connection, name)
    if line is None:
        raise Missing
    view = shown(line, deed.needs.clock())
    return JSONResponse(view.model_dump(mode="json"), status, {"Location": f"/v1/receptions/{name}"})
