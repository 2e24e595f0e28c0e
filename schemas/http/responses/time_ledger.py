"""The ledger of time added up: what is asked, and what is shown. Amounts are whole seconds."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from schemas.base import RequestBody
from schemas.http.responses.clocks import AmountsView, Seconds
from schemas.http.responses.views import View

Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


class LedgerGrouping(StrEnum):
    """What the ledger is added up by."""

    ORGANISATION = "organisation"
    REGION = "region"
    TOPIC = "topic"


class TimeLedgerParams(RequestBody):
    """Which appeals are added up, by the day of their registration, and by what."""

    group_by: LedgerGrouping
    registered_from: Day | None = Field(None, description="The first day.")
    registered_to: Day | None = Field(None, description="The last day.")


class TimeLedgerTotal(AmountsView):
    """Time and breaches. Of open hours each is an organisation's, paused or idle; the rest is off-hours."""

    appeals: int = Field(description="Each counts once: where it is, or was last.")
    closed: int
    breached_appeals: int = Field(
        description="Missed statutory due dates; of an appeal taken up again maybe two."
    )
    breached_steps: int = Field(description="Missed due dates of tasks.")
    elapsed: Seconds = Field(alias="elapsed_seconds", description="All of it.")
    working: Seconds = Field(alias="working_seconds", description="Open hours of an organisation.")
    paused: Seconds = Field(
        alias="paused_seconds", description="Open hours in which the citizen's answer was awaited."
    )
    idle: Seconds = Field(
        alias="idle_seconds", description="Open hours in which help was on its way, or the appeal closed."
    )
    off_hours: Seconds = Field(alias="off_hours_seconds", description="Nights, weekends and days off.")
    late: Seconds = Field(
        alias="late_seconds", description="What of it all lay after the statutory due date."
    )
    extended: Seconds = Field(
        alias="extended_seconds", description="How far extensions have moved due dates."
    )
    late_share: float = Field(description="late of elapsed: 0 to 1.")


class TimeLedgerItem(TimeLedgerTotal):
    """All that has one key: the id of an organisation, a region or a topic."""

    key: str
    appeals_involved: int = Field(description="In how many appeals at all; one may be in several lines.")


class TimeLedgerView(View):
    """The ledger at one moment. The sums of the lines are the total, exactly."""

    measured_at: datetime
    grouped_by: LedgerGrouping
    pending_appeals: int = Field(description="Appeals whose latest events are not included yet; as a rule 0.")
    items: list[TimeLedgerItem]
    total: TimeLedgerTotal
