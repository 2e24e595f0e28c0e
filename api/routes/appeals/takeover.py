"""The cut-over from another system: its appeals are taken over with their past, after a dry run."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse, Response

from api.auth import Operator
from api.http.idempotency import StaffRequest, key_reused, replay_response, serialise_response
from application.intake import take_over
from application.intake.register import AlreadyRegistered
from application.intake.take_over import TakeoverWrite
from schemas.http.requests.takeover import TakeoverBody
from schemas.http.responses.takeover import TakeoverView
from store.database.engine import autocommit
from store.database.errors import KeyReused

router = APIRouter(prefix="/v1/takeovers", tags=["appeals"])


@router.post("", status_code=201, response_model=TakeoverView)
async def take_over_appeal(
    body: TakeoverBody,
    _by: Operator,
    request: StaffRequest,
    dry_run: Annotated[bool, Query(description="Only show what would be written.")] = False,  # noqa: FBT002 - a parameter of the query
) -> Response:
    """Take over an appeal of another system, open or closed: its clocks continue from where they were."""
    write = TakeoverWrite(request.key, lambda view: serialise_response(_response(view)))
    async with autocommit(request.dependencies.engine).connect() as connection:
        try:
            view = await take_over.take_over_appeal(request.context, connection, body, write, dry_run=dry_run)
        except AlreadyRegistered as earlier:
            return replay_response(earlier.response)
        except KeyReused as error:
            raise key_reused() from error
    return _response(view)


def _response(view: TakeoverView) -> Response:
    headers = {"Location": f"/v1/appeals/{view.id}"} if view.id else None
    return JSONResponse(view.model_dump(mode="json"), 201, headers)
