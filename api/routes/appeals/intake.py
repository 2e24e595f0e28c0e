"""The counter: an appeal comes in, a talon goes out. Temporal is not asked."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.http.idempotency import StaffRequest
from application.errors import ApiError
from application.intake.build import check_may_register_at
from application.intake.register import Receiver, plan_registration, register_planned_appeal
from schemas.http.requests.intake import NewAppealBody
from schemas.http.responses.views import TalonView
from store.database.engine import autocommit
from store.database.errors import KeyReused

router = APIRouter(prefix="/v1/appeals", tags=["appeals"])


@router.post("", status_code=201, response_model=TalonView)
async def register_appeal(request: Request, body: NewAppealBody, deed: StaffRequest) -> Response:
    """Register an appeal and give its talon; with `intake_resolution` also settle it in the same visit."""
    host = Receiver(deed.by, request.state.name)
    async with autocommit(deed.dependencies.engine).connect() as connection:
        check_may_register_at(deed.by, body.reception)
        intake = await plan_registration(deed, connection, body)
        try:
            return await register_planned_appeal(deed, connection, body, intake, host)
        except KeyReused as error:
            raise ApiError("idempotency_key_reused") from error
