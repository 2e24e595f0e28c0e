"""Personal receptions: the schedule, the visits, and the bodies whose reception is overdue."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import BaseModel

from api.auth import Caller, Deps
from api.dependencies import Reader
from api.http.idempotency import StaffRequest, key_reused, replay_response
from api.http.responses import talon_response, talon_write
from application.intake.register import AlreadyRegistered
from application.receptions import read, schedule, visits
from schemas.http.receptions import (
    CancelReceptionBody,
    NewReceptionBody,
    NewVisitBody,
    OverdueReceptionPage,
    PublicReceptionPage,
    PublicScheduleParams,
    ReceptionDetailView,
    ReceptionListParams,
    ReceptionPage,
    ReceptionView,
    RescheduleReceptionBody,
    VisitView,
)
from schemas.http.responses.views import TalonView
from store.database.errors import KeyReused

router = APIRouter(prefix="/v1/receptions", tags=["receptions"])


@router.get("")
async def list_receptions(
    dependencies: Deps, _by: Caller, asked: Annotated[ReceptionListParams, Query()]
) -> ReceptionPage:
    """List the schedule, in order of time."""
    return await read.list_receptions(dependencies, asked)


@router.post("", status_code=201, response_model=ReceptionView)
async def approve_reception(body: NewReceptionBody, request: StaffRequest) -> Response:
    """Add a reception to the schedule of an organisation; you approve it by adding it."""
    return await request.run_in_transaction(
        lambda ctx, connection: schedule.approve_reception(ctx, connection, body), 201, _location
    )


@router.get("/schedule")
async def read_public_schedule(
    dependencies: Deps, language: Reader, asked: Annotated[PublicScheduleParams, Query()]
) -> PublicReceptionPage:
    """Read when and where the heads of an organisation receive people. Needs no token, shows no names."""
    return await read.public_schedule(dependencies, language, asked)


@router.get("/overdue")
async def list_overdue_receptions(dependencies: Deps, by: Caller) -> OverdueReceptionPage:
    """List the bodies that have held no reception for a month, or will not have by their schedule."""
    return await read.list_overdue_receptions(dependencies, by)


@router.get("/{reception}")
async def read_reception(dependencies: Deps, by: Caller, reception: UUID) -> ReceptionDetailView:
    """Read a reception with its changes and visits, if it is your organisation's or you oversee it."""
    return await read.read_reception(dependencies, by, reception)


@router.post("/{reception}/reschedule", response_model=ReceptionView)
async def reschedule_reception(
    reception: UUID, body: RescheduleReceptionBody, request: StaffRequest
) -> Response:
    """Change the hours of a reception, for a reason."""
    return await request.run_in_transaction(
        lambda ctx, connection: schedule.reschedule_reception(ctx, connection, reception, body),
        location=_location,
    )


@router.post("/{reception}/cancel", response_model=ReceptionView)
async def cancel_reception(reception: UUID, body: CancelReceptionBody, request: StaffRequest) -> Response:
    """Cancel a reception, for a reason; its record is kept."""
    return await request.run_in_transaction(
        lambda ctx, connection: schedule.cancel_reception(ctx, connection, reception, body),
        location=_location,
    )


@router.post("/{reception}/mark-held", response_model=ReceptionView)
async def mark_reception_held(reception: UUID, request: StaffRequest) -> Response:
    """Record that a reception was held without visitors. The first visit records it by itself."""
    return await request.run_in_transaction(
        lambda ctx, connection: schedule.mark_reception_held(ctx, connection, reception), location=_location
    )


@router.post("/{reception}/bookings", status_code=201, response_model=VisitView)
async def book_visit(reception: UUID, request: StaffRequest) -> Response:
    """Assign a number on the list of a reception. The visitor is identified when they come."""
    return await request.run_in_transaction(
        lambda ctx, connection: visits.book_visit(ctx, connection, reception), 201
    )


@router.post("/{reception}/visits", status_code=201, response_model=TalonView)
async def register_visit(reception: UUID, body: NewVisitBody, request: StaffRequest) -> Response:
    """Register the appeal of a visitor: resolved there (`intake_resolution`), or a written one."""
    async with request.dependencies.engine.begin() as connection:
        try:
            talon = await visits.register_visit(
                request.context, connection, reception, body, talon_write(request.key)
            )
        except AlreadyRegistered as earlier:
            return replay_response(earlier.response)
        except KeyReused as error:
            raise key_reused() from error
    return talon_response(talon)


def _location(view: BaseModel) -> str:
    return f"/v1/receptions/{getattr(view, 'id')}"  # noqa: B009 - a view of a reception
