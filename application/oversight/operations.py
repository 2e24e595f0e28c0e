"""The operations overview: what is open, what is late, and whether any appeal has no clock."""

from application.dependencies import Dependencies
from application.oversight.lost_workflows import LostWorkflows
from application.receptions import overdue
from domain.errors import Forbidden
from domain.identity.people import Person, Role
from schemas.http.responses.operations import OperationsOverview, StageCountView, StepCountView
from store import queries
from store.database.engine import autocommit
from store.queries import StageLoad

OVERSIGHT_ROLES = frozenset({Role.OPERATOR, Role.HEAD, Role.SUPERVISOR})


async def operations_overview(dependencies: Dependencies, by: Person) -> OperationsOverview:
    """Return how the open appeals and tasks stand. Raises Forbidden for anyone without oversight."""
    if by.role not in OVERSIGHT_ROLES:
        raise Forbidden(role=by.role)
    now = dependencies.clock()
    lost = await dependencies.workflow_watch.lost_workflows()
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
        appeals_without_clock=sum(stage.without_clock for stage in load.stages) + len(lost.appeals),
        workflows_checked_at=lost.checked_at,
        overdue_receptions=len(overdue_bodies),
        max_task_delay_seconds=max((now - due).total_seconds(), 0.0),
        max_alarm_delay_seconds=max((now - alarm).total_seconds(), 0.0),
        stages=[_present_stage(stage, lost) for stage in load.stages],
        steps=[StepCountView.model_validate(step) for step in load.steps],
    )


def _present_stage(stage: StageLoad, lost: LostWorkflows) -> StageCountView:
    """Return the counts of *stage*; an appeal whose workflow is lost has no running clock either."""
    return StageCountView(
        stage=stage.stage,
        open=stage.open,
        overdue=stage.overdue,
        without_clock=stage.without_clock + lost.count_by_stage[stage.stage],
    )
