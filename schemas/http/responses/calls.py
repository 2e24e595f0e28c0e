"""Calls: warnings, missed terms and escalations, as the people read them who are called."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from domain.policy.calls import CallChannel, CallState, CallThreshold
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Step
from domain.state.clock import ClockKind
from domain.state.task import Purpose, TaskState
from schemas.base import RequestBody
from schemas.http.responses.views import PageView, View


class CallListParams(RequestBody):
    """How many calls are listed."""

    limit: int = Field(50, ge=1, le=200)


class CallView(View):
    """One call of one person by one channel, about a term."""

    id: UUID
    appeal: UUID
    seq: int = Field(description="The number of the event that made the call.")
    task: UUID
    clock: ClockKind
    threshold: CallThreshold
    number: int = Field(description="The share of the term in percent, or the level of the ladder.")
    target: EscalationTarget
    channel: CallChannel
    called_at: datetime
    acknowledged_at: datetime | None


class OwnCallView(CallView):
    """One call to you about an open task."""

    number_of_appeal: str
    topic: str
    step: Step
    purpose: Purpose
    task_state: TaskState
    due_at: datetime | None
    statutory_due_at: datetime | None
    next_alarm_at: datetime | None = Field(
        description="When the next level, or anything else, happens without action."
    )


class RecordedCallView(CallView):
    """One call as it was recorded: to whom, and with what result."""

    person: UUID | None = Field(description="Null where the target had no active person.")
    person_name: str | None
    state: CallState = Field(description="`undeliverable`: the channel does not exist yet.")


class CallList(PageView[OwnCallView]):
    """The calls that await you, the last first."""


class RecordedCallList(PageView[RecordedCallView]):
    """All calls about an appeal, in the order in which they were made."""


class CallCounts(View):
    """How many calls await you: unacknowledged, about open tasks."""

    warning: int = 0
    due: int = 0
    level: int = 0
