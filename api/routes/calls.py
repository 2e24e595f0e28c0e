"""Calls: what you are warned of and called about, and the record of all calls about an appeal."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from api.auth import Caller, Deps
from api.http.idempotency import StaffRequest
from application.oversight import calls
from schemas.http.responses.calls import CallList, CallListParams, CallView, RecordedCallList
from store.database.engine import autocommit

router = APIRouter(prefix="/v1", tags=["escalations"])


@router.get("/calls")
async def list_calls(dependencies: Deps, by: Caller, asked: Annotated[CallListParams, Query()]) -> CallList:
    """List the warnings, missed terms and escalations about which you are called, the last first."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await calls.list_calls(connection, by, asked.limit)


@router.post("/calls/{call}/acknowledge", response_model=CallView)
async def acknowledge_call(call: UUID, request: StaffRequest) -> Response:
    """Acknowledge a call to you. The clocks continue."""
    return await request.run_in_transaction(
        lambda ctx, connection: calls.acknowledge_call(ctx, connection, call)
    )


@router.get("/appeals/{appeal}/calls")
async def list_calls_of_appeal(dependencies: Deps, by: Caller, appeal: UUID) -> RecordedCallList:
    """Read who was warned or called about the appeal, by which channel, and who could not be reached."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await calls.list_calls_of_appeal(connection, by, appeal)
