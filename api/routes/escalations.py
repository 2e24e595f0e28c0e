"""Escalations and calls: read and acknowledged by the people who are called, and as a feed for gateways."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.auth import Caller, Deps
from api.http.idempotency import StaffRequest
from application.oversight import calls, escalations
from schemas.http.responses.escalations import (
    CallList,
    CallListParams,
    CallView,
    EscalationCallView,
    EscalationFeedPage,
    EscalationFeedParams,
    EscalationList,
    EscalationListParams,
    RecordedCallList,
)
from store.database.engine import autocommit

SequenceNumber = Annotated[int, Path(ge=1, lt=2**31, description="The number of the event of the call.")]

router = APIRouter(prefix="/v1/escalations", tags=["escalations"])
calls_router = APIRouter(prefix="/v1", tags=["escalations"])


@router.get("")
async def list_escalations(
    dependencies: Deps, by: Caller, asked: Annotated[EscalationListParams, Query()]
) -> EscalationList:
    """List the late tasks about which you are called, the longest late first."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await escalations.list_escalations(connection, by, asked)


@router.get("/feed")
async def read_escalation_feed(
    dependencies: Deps, by: Caller, asked: Annotated[EscalationFeedParams, Query()]
) -> EscalationFeedPage:
    """Read the calls of all levels after a cursor, to deliver them; each is listed at least once."""
    return await escalations.read_escalation_feed(dependencies, by, asked)


@router.post("/{appeal}/{seq}/acknowledge", response_model=EscalationCallView)
async def acknowledge_escalation(appeal: UUID, seq: SequenceNumber, request: StaffRequest) -> Response:
    """Acknowledge a call to you. The clocks continue: only work on the task ends the escalation."""
    return await request.run_in_transaction(
        lambda ctx, connection: escalations.acknowledge_escalation(ctx, connection, appeal, seq)
    )


@calls_router.get("/calls")
async def list_calls(dependencies: Deps, by: Caller, asked: Annotated[CallListParams, Query()]) -> CallList:
    """List the warnings, missed terms and escalations about which you are called, the last first."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await calls.list_calls(connection, by, asked.limit)


@calls_router.post("/calls/{call}/acknowledge", response_model=CallView)
async def acknowledge_call(call: UUID, request: StaffRequest) -> Response:
    """Acknowledge a call to you. The clocks continue."""
    return await request.run_in_transaction(
        lambda ctx, connection: calls.acknowledge_call(ctx, connection, call)
    )


@calls_router.get("/appeals/{appeal}/calls")
async def list_calls_of_appeal(dependencies: Deps, by: Caller, appeal: UUID) -> RecordedCallList:
    """Read who was warned or called about the appeal, by which channel, and who could not be reached."""
    async with autocommit(dependencies.engine).connect() as connection:
        return await calls.list_calls_of_appeal(connection, by, appeal)
