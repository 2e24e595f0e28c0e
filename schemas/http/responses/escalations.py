"""Escalations and calls, as the people and gateways read them that are called."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from domain.policy.calls import CallChannel, CallState, CallThreshold
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Step
from domain.state.clock import ClockKind
from domain.state.task import Purpose, TaskState
from schemas.base import RequestBody
from schemas.http.requests.filters import CURSOR_PATTERN
from schemas.http.responses.views import PageView, View


class EscalationListParams(RequestBody):
    """Filters of escalations."""

    level: int = Field(1, ge=1, le=20, description="Only calls of this level or a higher one.")
    acknowledged: bool | None = Field(
        default=False, description="`true`: only acknowledged ones; by default only the others."
    )
    all: bool = Field(default=False, description="Operators only: also the calls of other levels.")
    limit: int = Field(50, ge=1, le=200)


class EscalationFeedParams(RequestBody):
    """From where on escalations are read."""

    cursor: str | None = Field(
        None,
        max_length=200,
        description="`next_cursor` of the page before. Left out: from the beginning.",
        json_schema_extra=CURSOR_PATTERN,
    )
    limit: int = Field(50, ge=1, le=200)


class EscalationCallView(View):
    """One call of a level of the ladder about a late task; ``appeal`` and ``seq`` are its permanent key."""

    appeal: UUID
    seq: int
    number: str
    topic: str
    region: str
    task: UUID
    step: Step
    purpose: Purpose
    state: TaskState = Field(description="The state of the task now.")
    clock: ClockKind = Field(description="The term that is late.")
    level: int
    target: EscalationTarget = Field(description="Who is called.")
    organisation: str = Field(description="The organisation that is called: that of the task, or the queue.")
    current_organisation: str
    current_holder: UUID | None
    called_at: datetime
    late_since: datetime = Field(description="When the term ended.")
    statutory_due_at: datetime | None
    next_alarm_at: datetime | None = Field(
        description="When the next level, or anything else, happens without action."
    )
    acknowledged_at: datetime | None
    acknowledged_by: UUID | None


class EscalationList(PageView[EscalationCallView]):
    """Escalations, the longest late first."""


class EscalationFeedPage(View):
    """Some escalations, in the order in which they came to be."""

    items: list[EscalationCallView]
    next_cursor: str = Field(description="Send it as `cursor`; it stays the same while there is nothing new.")


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
    """One call as it was recorded: to which person, and with what result."""

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
