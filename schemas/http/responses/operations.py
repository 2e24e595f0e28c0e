"""What those who run Komek are told."""

from datetime import datetime

from pydantic import Field

from schemas.http.responses.views import View


class Health(View):
    """The process answers."""

    status: str


class Readiness(View):
    """Whether work can be done, and if not, which part is away."""

    ready: bool
    parts: dict[str, bool]


class StageView(View):
    """The open appeals of one stage."""

    stage: str
    open: int
    overdue: int
    clockless: int


class StepView(View):
    """The open tasks of one step."""

    step: str
    open: int
    overdue: int


class LivenessView(View):
    """How the open appeals and tasks stand at one moment."""

    at: datetime
    open: int
    overdue: int = Field(description="Appeals past their statutory due date.")
    without_clock: int = Field(description="Open appeals that would never speak by themselves. Must be 0.")
    receptions_missing: int = Field(description="Bodies that received nobody in time, or will not have.")
    worst_lateness_seconds: float = Field(description="now - due of the latest open task.")
    worst_silence_seconds: float = Field(description="now - the earliest alarm that should have rung.")
    stages: list[StageView]
    steps: list[StepView]
