"""How the whole is doing: what is open, what is late, and whether anything has fallen silent."""

from fastapi import APIRouter, Request

from api.auth import Caller, Deps
from api.dependencies import policy_cache_of
from application.receptions import overdue
from domain.errors import Forbidden
from domain.identity.people import Role
from schemas.http.responses.operations import OperationsOverview, StageCountView, StepCountView
from store import queries
from store.database.engine import autocommit

OVERSIGHT_ROLES = frozenset({Role.OPERATOR, Role.HEAD, Role.SUPERVISOR})

router = APIRouter(prefix="/v1/operations", tags=["operations"])


@router.get("/overview")
async def read_operations_overview(request: Request, needs: Deps, by: Caller) -> OperationsOverview:
    """Read how the open appeals and tasks stand. `appeals_without_clock` must be 0."""
    if by.role not in OVERSIGHT_ROLES:
        raise Forbidden(role=by.role)
    now = needs.clock()
    async with autocommit(needs.engine).connect() as connection:
        found = await queries.operational_load(connection, now)
        policy = await policy_cache_of(request).policy(connection)
        calendar = await policy_cache_of(request).calendar(connection)
        silent = await overdue.overdue_receptions(needs, connection, policy, calendar)
    due = min((step.due for step in found.steps if step.due), default=now)
    alarm = min((stage.next_alarm_at for stage in found.stages if stage.next_alarm_at), default=now)
    return OperationsOverview(
        measured_at=now,
        open_appeals=sum(stage.open for stage in found.stages),
        overdue_appeals=sum(stage.overdue for stage in found.stages),
        appeals_without_clock=sum(stage.without_clock for stage in found.stages),
        overdue_receptions=len(silent),
        max_task_delay_seconds=max((now - due).total_seconds(), 0.0),
        max_alarm_delay_seconds=max((now - alarm).total_seconds(), 0.0),
        stages=[StageCountView.model_validate(stage) for stage in found.stages],
        steps=[StepCountView.model_validate(step) for step in found.steps],
    )
