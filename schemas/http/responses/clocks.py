"""The ledger of an appeal's time as it is shown: amounts are whole seconds, and they add up."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, PlainSerializer, WithJsonSchema

from domain.identity.people import Role
from domain.law.vocabulary import TermStart
from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Step
from domain.projections.time_ledger.clock_moves import PauseEndReason
from domain.projections.time_ledger.spans import TimeOwnerKind
from domain.state.clock import ClockKind
from domain.state.task import Purpose
from schemas.http.responses.timeline import ActorView
from schemas.http.responses.views import ESTIMATED_DUE_DESCRIPTION, View

Seconds = Annotated[
    timedelta,
    PlainSerializer(lambda amount: int(amount.total_seconds()), return_type=int),
    WithJsonSchema({"type": "integer", "minimum": 0}),
]
"""An amount of time, written as whole seconds."""


class AmountsView(View):
    """Amounts of time; the name of each says that it counts seconds."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)


class ClockView(View):
    """One running clock, with what it was started with."""

    kind: ClockKind
    task: UUID | None
    started_at: datetime
    budget: str = Field(description="A term, as in 15wd.")
    extensions: list[str]
    due_at: datetime | None = Field(description="Null while this clock waits for the citizen's answer.")
    estimated: bool = Field(default=False, description=ESTIMATED_DUE_DESCRIPTION)
    rule: str | None = Field(
        None, description="The rule of the law that it keeps; null where the policy set it."
    )
    article: str | None = None
    counts_from: TermStart | None = Field(None, description="What must have happened for the term to begin.")


class TimeSpentView(AmountsView):
    """Time in seconds: elapsed is the sum of working, paused, idle and off_hours."""

    elapsed: Seconds = Field(alias="elapsed_seconds", description="All of it.")
    working: Seconds = Field(
        alias="working_seconds", description="An organisation's open hours: of an urgent task all hours."
    )
    paused: Seconds = Field(
        alias="paused_seconds", description="Those in which the citizen's answer was awaited."
    )
    idle: Seconds = Field(
        alias="idle_seconds", description="Open hours in which help was on its way, or the appeal closed."
    )
    off_hours: Seconds = Field(alias="off_hours_seconds", description="Nights, weekends and days off.")
    late: Seconds = Field(
        alias="late_seconds", description="What of it all lay after the statutory due date."
    )


class TimeOwnerView(View):
    """Whose time it was, and which organisation had the appeal: it worked, or asked, granted, closed."""

    kind: TimeOwnerKind
    organisation: str
    step: Step


class TimePeriodView(View):
    """A stretch of time of one owner."""

    owner: TimeOwnerView
    begins_at: datetime
    ends_at: datetime
    late: bool
    spent: TimeSpentView


class TimeTotalView(View):
    """All time of one owner."""

    owner: TimeOwnerView
    spent: TimeSpentView


class EscalationView(View):
    """A level of the ladder was called about a task, for the first time on this clock."""

    escalated_at: datetime
    clock: ClockKind
    level: int
    to: EscalationTarget


class TaskTimeSpentView(AmountsView):
    """A task's time in seconds: elapsed is the sum of in_group, in_hand, paused and off_hours."""

    elapsed: Seconds = Field(alias="elapsed_seconds", description="All of it.")
    in_group: Seconds = Field(
        alias="in_group_seconds", description="Open hours in which it waited in the group."
    )
    in_hand: Seconds = Field(alias="in_hand_seconds", description="Open hours in which it had a holder.")
    paused: Seconds = Field(alias="paused_seconds", description="Open hours in which its clock stood still.")
    off_hours: Seconds = Field(alias="off_hours_seconds", description="Nights, weekends and days off.")
    late: Seconds = Field(
        alias="late_seconds", description="What of it all lay after the task's own due date."
    )


class TaskTimeView(View):
    """One group's time with one task: of the appeal's path, beside it, or a duty."""

    task: UUID
    purpose: Purpose
    step: Step
    organisation: str
    role: Role
    begins_at: datetime
    ends_at: datetime
    due_at: datetime | None = Field(description="As last known; null while its clock is paused.")
    spent: TaskTimeSpentView
    escalations: list[EscalationView]


class PauseView(AmountsView):
    """A pause of the step's clocks, from the request to the citizen to its end."""

    begins_at: datetime
    ends_at: datetime
    by: ActorView | None
    task: UUID
    text: str | None = Field(description="What was asked; for colleagues.")
    end_reason: PauseEndReason | None = Field(description="Null while the answer is awaited.")
    working: Seconds = Field(
        alias="working_seconds", description="The working time that did not count for the step."
    )
    statutory_clock_paused: bool = Field(
        description="Whether the statute clock stood still too; false where the law lets nothing suspend it."
    )


class ExtensionView(View):
    """The statute clock was extended."""

    extended_at: datetime
    by: ActorView | None
    organisation: str = Field(description="Who had the appeal then.")
    term: str
    old_due_at: datetime
    new_due_at: datetime
    text: str | None = Field(description="Why; for colleagues.")


class BreachView(View):
    """A clock ran out: the appeal's own, or that of a task."""

    clock: ClockKind
    task: UUID | None
    organisation: str = Field(description="Whose it was when it fell due.")
    due_at: datetime


class AppealTimeLedgerView(View):
    """Where all the time of an appeal went, what moved its clocks, and which run now."""

    begins_at: datetime
    ends_at: datetime
    running_clocks: list[ClockView]
    spent: TimeSpentView
    totals: list[TimeTotalView]
    periods: list[TimePeriodView]
    task_times: list[TaskTimeView]
    pauses: list[PauseView]
    extensions: list[ExtensionView]
    breaches: list[BreachView]
