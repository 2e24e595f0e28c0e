"""Who may work with Komek: entered by an operator, known by a token that is told once."""

from uuid import UUID

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from api.auth import Caller, Operator, World
from api.dependencies import rules_of
from api.http.idempotency import Doing
from application.errors import wrong_field
from domain.errors import Missing
from domain.identity.people import Role
from domain.policy.policy import NATIONWIDE, Policy
from domain.policy.regions import History
from schemas.http.directory import NewPerson, NewPersonView, PersonChange, PersonView
from store.database.engine import at_once
from store.reference import people

log = structlog.get_logger()

router = APIRouter(prefix="/v1/people", tags=["directory"])


@router.get("")
async def list_people(needs: World, by: Caller) -> list[PersonView]:
    """List your colleagues; an operator sees everybody."""
    if by.role is not Role.OPERATOR and not by.organisation:
        return []
    async with at_once(needs.engine).connect() as connection:
        found = await people.staff(connection, None if by.role is Role.OPERATOR else by.organisation)
    return [PersonView.model_validate(each) for each in found]


@router.post("", status_code=201, response_model=NewPersonView)
async def create_person(request: Request, body: NewPerson, by: Operator, deed: Doing) -> Response:
    """Enter somebody, and tell their token: this once, for a repeated request finds it kept nowhere."""
    async with deed.needs.engine.begin() as connection:
        earlier = await deed.begin(connection)
        if earlier is not None:
            return earlier
        region = _region(body, await rules_of(request).policy(connection), deed.needs.regions)
        person, token = await people.create_person(
            connection, body.name, body.organisation, body.role, region, office=body.office
        )
        plain = {"id": person.id, "region": region, "active": True, **body.model_dump(exclude={"region"})}
        await deed.end(connection, _answer(NewPersonView(**plain, token=None)))
    log.info("person_entered", entered=str(person.id), by=str(by.id))
    return _answer(NewPersonView(**plain, token=token))


@router.patch("/{person}")
async def change_person(
    request: Request, needs: World, _by: Operator, person: UUID, body: PersonChange
) -> PersonView:
    """Let somebody in, or keep them out."""
    async with needs.engine.begin() as connection:
        await people.set_active(connection, person, active=body.active)
        found = next((each for each in await people.staff(connection) if each.id == person), None)
    if found is None:
        raise Missing
    request.app.state.tokens.forget()
    return PersonView.model_validate(found)


def _region(body: NewPerson, policy: Policy, history: History) -> str:
    """Return where the person works. Raises Trouble or a Refusal where there can be no such person."""
    home = policy.organisation(body.organisation).region
    region = home if body.region is None else body.region
    if body.role is Role.CITIZEN:
        raise wrong_field("role", "wrong_value")
    if body.role is Role.HEAD and not region:
        raise wrong_field("region", "missing")
    return history.find(region, policy.regions).id if region else NATIONWIDE


def _answer(view: NewPersonView) -> Response:
    return JSONResponse(view.model_dump(mode="json"), 201)
