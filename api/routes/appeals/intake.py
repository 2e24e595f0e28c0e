"""The counter: an appeal comes in, a talon goes out. Temporal is not asked."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.http.idempotency import Doing
from application.errors import Trouble
from application.intake.build import check_counter
from application.intake.register import Host, plan, take
from schemas.http.requests.intake import NewAppeal
from schemas.http.responses.views import Talon
from store.database.engine import at_once
from store.database.errors import KeyReused

router = APIRouter(prefix="/v1/appeals", tags=["appeals"])


@router.post("", status_code=201, response_model=Talon)
async def register_appeal(request: Request, body: NewAppeal, deed: Doing) -> Response:
    """Register an appeal and give its talon; with `here_and_now` also settle it in the same visit."""
    host = Host(deed.by, request.state.name)
    async with at_once(deed.needs.engine).connect() as connection:
        check_counter(deed.by, body.reception)
        intake = await plan(deed, connection, body)
        try:
            return await take(deed, connection, body, intake, host)
        except KeyReused as error:
            raise Trouble("idempotency_key_reused") from error
