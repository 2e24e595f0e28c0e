"""Health, readiness and the operations overview."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from domain.policy.plan import Step
from domain.state.appeal import Status
from schemas.http.responses.views import View


class HealthView(View):
    """The process answers."""

    status: str


class ReadinessWarning(StrEnum):
    """A condition that an operator has to correct."""

    DOCUMENTS_MISSING = "documents_missing"
    DATABASE_OLDER_THAN_WORKFLOWS = "database_older_than_workflows"
    CLOCKS_DIFFER = "clocks_differ"


class ReadinessView(View):
    """Whether work can be done, and if not, which part is away."""

    ready: bool
    components: dict[str, bool]
    warnings: list[ReadinessWarning] = Field(
        description="What an operator has to correct, although work is done: `komek doctor` has the details."
    )


class StageCountView(View):
    """The open appeals of one stage."""

    stage: Step | Status
    open: int
    overdue: int
    without_clock: int


class StepCountView(View):
    """The open tasks of one step."""

    step: Step
    open: int
    overdue: int


class OperationsOverview(View):
    """How the open appeals and tasks stand at one moment."""

    measured_at: datetime
    open_appeals: int
    overdue_appeals: int = Field(description="Appeals past their statutory due date.")
    appeals_without_clock: int = Field(
        description="Open appeals without a running clock: without alarm, or with a lost workflow. Must be 0."
    )
    workflows_checked_at: datetime | None = Field(
        description="When Temporal was last asked for lost workflows; null while it has never answered."
    )
    overdue_receptions: int = Field(description="Heads and deputies whose reception is overdue, or will be.")
    max_task_delay_seconds: float = Field(description="now - due of the latest open task.")
    max_alarm_delay_seconds: float = Field(
        description="Seconds since the earliest alarm that is due but has not fired."
    )
    stages: list[StageCountView]
    steps: list[StepCountView]
