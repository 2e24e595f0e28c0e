"""Appeals as they are read: one, many, their story and their clocks."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from api.auth import Caller, Visitor, World
from api.dependencies import reader_of, teller_of
from application import listing
from application.access_scope import OUTSIDERS, appeal_for
from application.commands.duplicates import twins
from application.errors import wrong_field
from application.presenters.appeals import appeal_view
from application.presenters.clocks import clocks
from application.presenters.timeline import timeline
from domain.errors import Forbidden
from domain.identity.identifiers import read_number
from schemas.http.requests.filters import AppealQuestion, AppealSearch
from schemas.http.responses.citizen import CitizenView
from schemas.http.responses.clocks import ClocksView
from schemas.http.responses.timeline import Timeline
from schemas.http.responses.views import AppealLine, AppealView, Page, Twin
from store.database.engine import at_once

router = APIRouter(prefix="/v1/appeals", tags=["appeals"])


@router.get("")
async def list_appeals(
    needs: World, by: Caller, asked: Annotated[AppealQuestion, Query()]
) -> Page[AppealLine]:
    """List the appeals that you may see, the newest first."""
    async with at_once(needs.engine).connect() as connection:
        return await listing.appeals(connection, by, asked, needs.clock())


@router.post("/search")
async def search_appeals(needs: World, by: Caller, asked: AppealSearch) -> Page[AppealLine]:
    """List appeals also by an applicant's name or IIN, which have no place in an address."""
    async with at_once(needs.engine).connect() as connection:
        return await listing.appeals(connection, by, asked, needs.clock())


@router.get("/by-number/{number:path}")
async def read_appeal_by_number(
    request: Request, needs: World, by: Visitor, number: str
) -> AppealView | CitizenView:
    """Read one appeal by the number on its talon; of a part, with what stands after the slash."""
    try:
        known = read_number(number)
    except ValueError as error:
        raise wrong_field("number", "wrong_number") from error
    async with at_once(needs.engine).connect() as connection:
        line = await appeal_for(connection, by, number=known)
        return await appeal_view(connection, by, line, await teller_of(request, connection))


@router.get("/{appeal}")
async def read_appeal(request: Request, needs: World, by: Visitor, appeal: UUID) -> AppealView | CitizenView:
    """Read one appeal: whole for those who work on it, where it stands for the citizen."""
    async with at_once(needs.engine).connect() as connection:
        line = await appeal_for(connection, by, appeal)
        return await appeal_view(connection, by, line, await teller_of(request, connection))


@router.get("/{appeal}/twins")
async def read_twins(needs: World, by: Caller, appeal: UUID) -> list[Twin]:
    """Read which earlier appeals of the same applicant say the same, and how they ended."""
    if by.role in OUTSIDERS:
        raise Forbidden(role=by.role)
    async with at_once(needs.engine).connect() as connection:
        return await twins(connection, by, await appeal_for(connection, by, appeal))


@router.get("/{appeal}/timeline")
async def read_timeline(request: Request, needs: World, by: Caller, appeal: UUID) -> Timeline:
    """Read what happened, and what will happen by itself and when, if nobody acts."""
    async with at_once(needs.engine).connect() as connection:
        line = await appeal_for(connection, by, appeal)
        return await timeline(connection, by, line.id, reader_of(request))


@router.get("/{appeal}/clocks")
async def read_clocks(needs: World, by: Caller, appeal: UUID) -> ClocksView:
    """Read the ledger: whose every stretch of time was, each task's, what moved the clocks, what runs now."""
    async with at_once(needs.engine).connect() as connection:
        line = await appeal_for(connection, by, appeal)
        return await clocks(connection, by, line.id, needs.clock())
