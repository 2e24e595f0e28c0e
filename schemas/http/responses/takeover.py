"""The appeal as it stands after its take-over, or as it would."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from domain.policy.plan import Step
from domain.state.appeal import Status
from domain.state.task import Outcome
from schemas.http.requests.intake import IntakeWarning
from schemas.http.responses.views import View


class TakeoverView(View):
    """One appeal that was taken over; in a dry run without id and number, since nothing was written."""

    id: UUID | None
    number: str | None
    status: Status
    step: Step
    organisation: str = Field(description="Who has it, or had it last.")
    holder: UUID | None
    outcome: Outcome | None
    statutory_due_at: datetime | None
    task_due_at: datetime | None
    next_alarm_at: datetime | None = Field(description="The next automatic event; null if no clock runs.")
    warnings: list[IntakeWarning]
