"""The counter: an appeal is registered, and its talon returned. Temporal is not involved."""

from fastapi import APIRouter
from fastapi.responses import Response

from api.http.idempotency import StaffRequest, key_reused, replay_response
from api.http.responses import talon_response, talon_write
from application.intake import register
from application.intake.build import check_may_register_at
from application.intake.register import AlreadyRegistered, Receiver
from schemas.http.requests.intake import NewAppealBody
from schemas.http.responses.views import TalonView
from store.database.engine import autocommit
from store.database.errors import KeyReused

router = APIRouter(prefix="/v1/appeals", tags=["appeals"])


@router.post("", status_code=201, response_model=TalonView)
async def register_appeal(body: NewAppealBody, request: StaffRequest) -> Response:
    """Register an appeal and return its talon; with `intake_resolution` also resolve it in the same visit."""
    check_may_register_at(request.by, body.reception)
    receiver = Receiver(request.by, request.http_request.state.name)
    async with autocommit(request.dependencies.engine).connect() as connection:
        try:
            talon = await register.register_appeal(
                request.context, connection, body, receiver, talon_write(request.key)
            )
        except AlreadyRegistered as earlier:
            return replay_response(earlier.response)
        except KeyReused as error:
            raise key_reused() from error
    return talon_response(talon)
