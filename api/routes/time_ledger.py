"""The time ledger: totals for those with oversight."""

from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Query

from api.auth import Caller, Deps
from application.oversight.time_ledger import sum_time_ledger
from schemas.http.responses.time_ledger import TimeLedgerParams, TimeLedgerView

router = APIRouter(prefix="/v1/time-ledger", tags=["operations"])


@router.get("")
async def read_time_ledger(
    dependencies: Deps, by: Caller, asked: Annotated[TimeLedgerParams, Query()]
) -> TimeLedgerView:
    """Add up time and breaches by organisation, region or topic, as far as you oversee them."""
    return await sum_time_ledger(
        dependencies.engine, by, asked, ZoneInfo(dependencies.calendar.timezone), dependencies.clock()
    )
