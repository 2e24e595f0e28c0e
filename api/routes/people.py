"""Who may work with Komek: entered by an operator, known by a token that is told once."""

from uuid import UUID

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.auth import Caller, Deps, Operator
from api.dependencies import policy_cache_of
from api.http.idempotency import StaffRequest
from application.errors import invalid_field
from domain.errors import NotFound
from domain.identity.people import Role
from domain.policy.policy import NATIONWIDE, Policy
from domain.policy.regions import RegionHistory
from schemas.http.directory import (
    ChangePersonBody,
    NewPersonBody,
    PersonPage,
    PersonView,
    PersonWithTokenView,
)
from store.database.engine import autocommit
from store.reference import people

log = structlog.get_logger()

router = APIRouter(prefix="/v1/people", tags=["directory"])


@router.get("")
async def list_people(needs: Deps, by: Caller) -> PersonPage:
    """List your colleagues; an operator sees everybody."""
    if by.role is not Role.OPERATOR and not by.organisation:
        return PersonPage(items=[])
    async with autocommit(needs.engine).connect() as connection:
        found = await people.staff(connection, None if by.role is Role.OPERATOR else by.organisation)
    return PersonPage(items=[PersonView.model_validate(each) for each in found])


@router.post("", status_code=201, response_model=PersonWithTokenView)
async def create_person(request: Request, body: NewPersonBody, by: Operator, deed: StaffRequest) -> Response:
    """Enter somebody, and tell their token: this once, for a repeated request finds it kept nowhere."""
    async with deed.dependencies.engine.begin() as connection:
        earlier = await deed.begin_or_replay(connection)
        if earlier is not None:
            return earlier
        region = _region_of_person(
            body, await policy_cache_of(request).policy(connection), deed.dependencies.region_history
        )
        person, token = await people.create_person(
            connection, body.name, body.organisation, body.role, region, office=body.office
        )
        plain = {"id": person.id, "region": region, "active": True, **body.model_dump(exclude={"region"})}
        await deed.store_response(connection, _person_response(PersonWithTokenView(**plain, token=None)))
    log.info("person_added", entered=str(person.id), by=str(by.id))
    return _person_response(PersonWithTokenView(**plain, token=token))


@router.patch("/{person}")
async def change_person(
    request: Request, needs: Deps, _by: Operator, person: UUID, body: ChangePersonBody
) -> PersonView:
    """Let somebody in, or keep them out."""
    async with needs.engine.begin() as connection:
        await people.set_active(connection, person, active=body.active)
        found = next((each for each in await people.staff(connection) if each.id == person), None)
    if found is None:
        raise NotFound
    request.app.state.tokens.forget()
    return PersonView.model_validate(found)


def _region_of_person(body: NewPersonBody, policy: Policy, history: RegionHistory) -> str:
    """Return where the person works. Raises Trouble or a Refusal where there can be no such person."""
    home = policy.organisation(body.organisation).region
    region = home if body.region is None else body.region
    if body.role is Role.CITIZEN:
        raise invalid_field("role", "invalid_value")
    if body.role is Role.HEAD and not region:
        raise invalid_field("region", "missing")
    return history.resolve(region, policy.regions).id if region else NATIONWIDE


def _person_response(view: PersonWithTokenView) -> Response:
    return JSONResponse(view.model_dump(mode="json"), 201)
