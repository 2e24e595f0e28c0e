"""The operations overview."""

from fastapi import APIRouter

from api.auth import Caller, Deps
from application.oversight.operations import operations_overview
from schemas.http.responses.operations import OperationsOverview

router = APIRouter(prefix="/v1/operations", tags=["operations"])


@router.get("/overview")
async def read_operations_overview(dependencies: Deps, by: Caller) -> OperationsOverview:
    """Read how the open appeals and tasks stand. `appeals_without_clock` must be 0."""
    return await operations_overview(dependencies, by)
