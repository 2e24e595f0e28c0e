"""The staff: added by an operator, known by a token that is shown once."""

from uuid import UUID

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.auth import Caller, Deps, Operator
from api.http.idempotency import StaffRequest
from application.administration import people
from schemas.http.directory import (
    ChangePersonBody,
    NewPersonBody,
    PersonPage,
    PersonView,
    PersonWithTokenView,
)

log = structlog.get_logger()

router = APIRouter(prefix="/v1/people", tags=["directory"])


@router.get("")
async def list_people(dependencies: Deps, by: Caller) -> PersonPage:
    """List your colleagues; an operator sees all staff."""
    return await people.list_people(dependencies, by)


@router.post("", status_code=201, response_model=PersonWithTokenView)
async def create_person(body: NewPersonBody, by: Operator, request: StaffRequest) -> Response:
    """Add a person and show their token once: a repeated request shows none, because none is stored."""
    async with request.dependencies.engine.begin() as connection:
        earlier = await request.begin_or_replay(connection)
        if earlier is not None:
            return earlier
        view = await people.create_person(request.context, connection, body)
        await request.store_response(connection, _person_response(view.model_copy(update={"token": None})))
    log.info("person_added", entered=str(view.id), by=str(by.id))
    return _person_response(view)


@router.patch("/{person}")
async def change_person(
    http_request: Request, dependencies: Deps, by: Operator, person: UUID, body: ChangePersonBody
) -> PersonView:
    """Activate or deactivate a person; the tasks of a deactivated one return to their groups."""
    view = await people.change_person(dependencies, person, body)
    http_request.app.state.tokens.invalidate()
    if not body.active:
        await people.release_tasks_of(dependencies, by, person)
    return view


def _person_response(view: PersonWithTokenView) -> Response:
    return JSONResponse(view.model_dump(mode="json"), 201)
