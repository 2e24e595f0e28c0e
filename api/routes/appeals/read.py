"""Appeals as they are read: one, many, their timeline and their time ledger."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.auth import Caller, Deps, StaffOrCitizen
from api.dependencies import Decisions, Reader
from api.http.idempotency import StaffRequest
from application.access_scope import visible_appeal
from application.appeals import listing, reading
from application.appeals.attended_views import view_appeal_with_applicant
from application.commands.duplicates import list_duplicates
from application.errors import invalid_field
from application.presenters.clocks import present_clocks
from application.presenters.timeline import present_timeline
from domain.identity.identifiers import parse_appeal_number
from schemas.http.requests.appeals import AttendedViewBody
from schemas.http.requests.filters import AppealListParams, AppealSearchBody
from schemas.http.responses.citizen import CitizenAppealView
from schemas.http.responses.clocks import AppealTimeLedgerView
from schemas.http.responses.lists import AppealPage
from schemas.http.responses.records import DuplicateAppealPage
from schemas.http.responses.timeline import TimelineView
from schemas.http.responses.views import AppealView
from store.database.engine import autocommit

router = APIRouter(prefix="/v1/appeals", tags=["appeals"])


@router.get("")
async def list_appeals(
    dependencies: Deps, by: Caller, asked: Annotated[AppealListParams, Query()]
) -> AppealPage:
    """List the appeals that you may see, the newest first unless sorted otherwise."""
    return await listing.list_appeals(dependencies, by, asked)


@router.post("/search")
async def search_appeals(dependencies: Deps, by: Caller, asked: AppealSearchBody) -> AppealPage:
    """List appeals also by an applicant's name or IIN, which have no place in an address."""
    return await listing.list_appeals(dependencies, by, asked)


@router.post("/attended-view", response_model=CitizenAppealView)
async def view_with_applicant(body: AttendedViewBody, request: StaffRequest) -> Response:
    """View an appeal of another reception while its applicant is present; the view is recorded.

    For clerks, supervisors and operators. It shows what the applicant may see, and permits nothing more than
    to renew a lost tracking code within an hour.
    """
    return await request.run_in_transaction(
        lambda ctx, connection: view_appeal_with_applicant(ctx, connection, body), 200
    )


@router.get("/by-number/{number:path}")
async def read_appeal_by_number(
    dependencies: Deps, by: StaffOrCitizen, language: Reader, number: str
) -> AppealView | CitizenAppealView:
    """Read one appeal by the number on its talon; of a part, with what stands after the slash."""
    try:
        known = parse_appeal_number(number)
    except ValueError as error:
        raise invalid_field("number", "invalid_number") from error
    return await reading.read_appeal(dependencies, by, language, number=known)


@router.get("/{appeal}")
async def read_appeal(
    dependencies: Deps, by: StaffOrCitizen, language: Reader, appeal: UUID
) -> AppealView | CitizenAppealView:
    """Read one appeal: whole for those who work on it, where it stands for the citizen."""
    return await reading.read_appeal(dependencies, by, language, appeal)


@router.get("/{appeal}/duplicates")
async def list_duplicate_appeals(dependencies: Deps, by: Caller, appeal: UUID) -> DuplicateAppealPage:
    """Read which earlier appeals of the same applicant say the same, and how they ended."""
    async with autocommit(dependencies.engine).connect() as connection:
        line = await visible_appeal(connection, by, appeal)
        return DuplicateAppealPage(items=await list_duplicates(connection, by, line))


@router.get("/{appeal}/timeline")
async def read_timeline(dependencies: Deps, by: Caller, appeal: UUID, presenter: Decisions) -> TimelineView:
    """Read the past events, and the forecast of automatic events."""
    async with autocommit(dependencies.engine).connect() as connection:
        line = await visible_appeal(connection, by, appeal)
        return await present_timeline(connection, by, line.id, presenter)


@router.get("/{appeal}/time-ledger")
async def read_appeal_time_ledger(dependencies: Deps, by: Caller, appeal: UUID) -> AppealTimeLedgerView:
    """Read the ledger: whose every stretch of time was, each task's, what moved the clocks, what runs now."""
    async with autocommit(dependencies.engine).connect() as connection:
        line = await visible_appeal(connection, by, appeal)
        return await present_clocks(connection, by, line.id, dependencies.clock())
