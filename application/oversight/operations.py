"""The operations overview: what is open, what is late, and whether any appeal has no clock."""

from application.dependencies import Dependencies
from application.receptions import overdue
from domain.errors import Forbidden
from domain.identity.people import Person, Role
from schemas.http.responses.operations import OperationsOverview, StageCountView, StepCountView
from store import queries
from store.database.engine import autocommit

OVERSIGHT_ROLES = frozenset({Role.OPERATOR, Role.HEAD, Role.SUPERVISOR})


async def operations_overview(dependencies: Dependencies, by: Person) -> OperationsOverview:
    """Return how the open appeals and tasks stand. Raises Forbidden for anyone without oversight."""
    if by.role not in OVERSIGHT_ROLES:
        raise Forbidden(role=by.role)
    now = dependencies.clock()
    async with autocommit(dependencies.engine).connect() as connection:
        load = await queries.operational_load(connection, now)
        policy = await dependencies.policy_cache.policy(connection)
        calendar = await dependencies.policy_cache.calendar(connection)
        overdue_bodies = await overdue.overdue_receptions(dependencies, connection, policy, calendar)
    due = min((step.due for step in load.steps if step.due), default=now)
    alarm = min((stage.next_alarm_at for stage in load.stages if stage.next_alarm_at), default=now)
    return OperationsOverview(
        measured_at=now,
        open_appeals=sum(stage.open for stage in load.stages),
        overdue_appeals=sum(stage.overdue for stage in load.stages),
        appeals_without_clock=sum(stage.without_clock for stage in load.stages),
        overdue_receptions=len(overdue_bodies),
        max_task_delay_seconds=max((now - due).total_seconds(), 0.0),
        max_alarm_delay_seconds=max((now - alarm).total_seconds(), 0.0),
        stages=[StageCountView.model_validate(stage) for stage in load.stages],
        steps=[StepCountView.model_validate(step) for step in load.steps],
    )
