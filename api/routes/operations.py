"""How the whole is doing: what is open, what is late, and whether anything has fallen silent."""

from fastapi import APIRouter, Request

from api.auth import Caller, World
from api.dependencies import rules_of
from application.receptions import overdue
from domain.errors import Forbidden
from domain.identity.people import Role
from schemas.http.responses.operations import LivenessView, StageView, StepView
from store import queries
from store.database.engine import at_once

WATCHERS = frozenset({Role.OPERATOR, Role.HEAD, Role.SUPERVISOR})

router = APIRouter(prefix="/v1/operations", tags=["operations"])


@router.get("/liveness")
async def read_liveness(request: Request, needs: World, by: Caller) -> LivenessView:
    """Read how the open appeals and tasks stand. `without_clock` must be 0."""
    if by.role not in WATCHERS:
        raise Forbidden(role=by.role)
    now = needs.clock()
    async with at_once(needs.engine).connect() as connection:
        found = await queries.liveness(connection, now)
        policy = await rules_of(request).policy(connection)
        calendar = await rules_of(request).calendar(connection)
        silent = await overdue.missing(needs, connection, policy, calendar)
    due = min((step.due for step in found.steps if step.due), default=now)
    alarm = min((stage.next_alarm_at for stage in found.stages if stage.next_alarm_at), default=now)
    return LivenessView(
        at=now,
        open=sum(stage.open for stage in found.stages),
        overdue=sum(stage.overdue for stage in found.stages),
        without_clock=sum(stage.clockless for stage in found.stages),
        receptions_missing=len(silent),
        worst_lateness_seconds=max((now - due).total_seconds(), 0.0),
        worst_silence_seconds=max((now - alarm).total_seconds(), 0.0),
        stages=[StageView.model_validate(stage) for stage in found.stages],
        steps=[StepView.model_validate(step) for step in found.steps],
    )
