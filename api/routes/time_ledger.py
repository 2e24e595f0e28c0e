"""Where the time went, added up for those who oversee others."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query

from api.auth import Caller, World
from application.time_ledger import added_up
from schemas.http.responses.time_ledger import LedgerQuestion, LedgerView

router = APIRouter(prefix="/v1/ledger", tags=["operations"])


@router.get("")
async def read_ledger(needs: World, by: Caller, asked: Annotated[LedgerQuestion, Query()]) -> LedgerView:
    """Add up time and breaches by organisation, region or topic, as far as you oversee them."""
    return await added_up(needs.engine, by, asked, ZoneInfo(needs.calendar.timezone), needs.clock())
