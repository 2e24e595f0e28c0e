"""Escalations: read and acknowledged by the people who are called, and as a feed for gateways."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from api.auth import Caller, Deps
from api.http.idempotency import StaffRequest
from application.oversight import escalations
from schemas.http.responses.escalations import (
    EscalationCallView,
    EscalationFeedPage,
    EscalationFeedParams,
    EscalationList,
    EscalationListParams,
)
from store.database.engine import autocommit

SequenceNumber = Annotated[int, Path(ge=1, lt=2**31, description="The number of the event of the call.")]

router = APIRouter(prefix="/v1/escalations", tags=["escalations"])


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
