"""The calendar as it is changed and shown: days, the order behind them, and what moves because of them."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from domain.state.clock import ClockKind
from domain.worktime.calendar_amendment import (
    AmendmentSource,
    CalendarAmendment,
    DayAmendment,
    DayAmendmentKind,
)
from schemas.base import RequestBody
from schemas.http.requests.fields import Number, SingleLineText, WholeNumber
from schemas.http.requests.filters import Cursor, RegionId
from schemas.http.responses.views import PageView, View
from schemas.wire.calendar_change import DEFAULT_APPEALS_PER_SECOND

MAX_DAYS = 100
LocalTime = Annotated[
    time,
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^[0-2][0-9]:[0-5][0-9]:[0-5][0-9]$",
            "description": "As clocks show it there; without a time zone.",
            "examples": ["09:00:00"],
        }
    ),
]
Version = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", examples=["kz-2026.1.1"])]


class DayAmendmentBody(RequestBody):
    """One day and its new status."""

    date: date
    change: DayAmendmentKind = Field(
        description="off: a day off; on: a working day; confirm: the estimated day off is certain."
    )
    name: SingleLineText = Field(description="What people call it, or why.")
    region: str | None = RegionId

    def day_change(self) -> DayAmendment:
        """Return the change."""
        return DayAmendment(self.date, self.change, self.name, self.region or "")


def _check_days_unique(days: list[DayAmendmentBody]) -> list[DayAmendmentBody]:
    if len({(each.date, each.region) for each in days}) < len(days):
        raise PydanticCustomError("invalid_value", "a day is named twice")
    return days


CalendarDays = Annotated[
    list[DayAmendmentBody], Field(min_length=1, max_length=MAX_DAYS), AfterValidator(_check_days_unique)
]


class AmendmentSourceBody(RequestBody):
    """The authority for a change of the calendar."""

    issued_by: SingleLineText = Field(description="Who ordered it.")
    reference: SingleLineText = Field(
        description="Where it is written: number and date of the order, or its address."
    )


class AmendmentPreviewBody(RequestBody):
    """A change to preview."""

    days: CalendarDays
    limit: WholeNumber = Field(
        50, ge=1, le=200, description="A page may hold fewer: it evaluates 500 appeals at most."
    )
    cursor: str | None = Cursor

    def day_changes(self) -> tuple[DayAmendment, ...]:
        """Return the changes in their order."""
        return tuple(each.day_change() for each in self.days)


class CalendarAmendmentBody(RequestBody):
    """A change of the calendar."""

    base_version: Version = Field(
        description="The version in force that it changes, as the preview named it."
    )
    days: CalendarDays
    source: AmendmentSourceBody
    appeals_per_second: Number = Field(
        DEFAULT_APPEALS_PER_SECOND,
        ge=1,
        le=1000,
        description="The number of open appeals that get the change in a second, at most.",
    )

    def calendar_amendment(self) -> CalendarAmendment:
        """Return the change with its source."""
        source = AmendmentSource(self.source.issued_by, self.source.reference)
        return CalendarAmendment(tuple(each.day_change() for each in self.days), source)


class DayAmendmentView(View):
    """A day that was changed."""

    date: date
    change: DayAmendmentKind
    name: str
    region: str


class RegionalDayOffView(View):
    """A day that is off in one region alone."""

    region: str
    date: date


class AmendmentSourceView(View):
    """The authority for a change of the calendar."""

    issued_by: str
    reference: str


class CalendarVersionListItemView(View):
    """One version of the calendar."""

    version: str
    in_force: bool = Field(description="New appeals carry it.")
    base_version: str | None = Field(description="The version it was made of; null for a file's.")
    created_at: datetime = Field(description="When it became known.")
    source: AmendmentSourceView | None
    days: list[DayAmendmentView] = Field(description="What was changed in its base.")


class CalendarVersionPage(PageView[CalendarVersionListItemView]):
    """A page of calendar versions."""


class RolloutProgressView(View):
    """The progress of a change through the open appeals."""

    applied: int
    remaining: int | None
    passes: int
    retrying: list[UUID] = Field(description="Could not be reached yet, and are retried.")
    superseded: bool = Field(description="A later change has taken its place.")


class CalendarVersionView(CalendarVersionListItemView):
    """One version whole. Days off and on are those of the country; weekends are not listed."""

    timezone: str
    opens_at: LocalTime
    closes_at: LocalTime
    first_day: date
    last_day: date
    days_off: list[date]
    extra_working_days: list[date]
    estimated_days_off: list[date] = Field(description="Expected days off that are not confirmed yet.")
    regional_days_off: list[RegionalDayOffView]
    changed_by: UUID | None = Field(description="The operator who gave the order here.")
    pending_appeals: int = Field(description="Open appeals that this change has not reached yet.")
    progress: RolloutProgressView | None = Field(description="Null for a file's, and while unavailable.")


class ClockMove(View):
    """One clock that moves; a clock that has run out keeps its due time."""

    clock: ClockKind
    task: UUID | None
    old_due_at: datetime
    new_due_at: datetime
    breached: bool


class AffectedAppeal(View):
    """An open appeal on which clocks move."""

    id: UUID
    number: str
    region: str
    clocks: list[ClockMove]


class AmendmentCounts(View):
    """The number of open appeals on which clocks move, up to this page; an appeal may count both ways."""

    open: int = Field(description="How many there were when the first page was read.")
    evaluated: int = Field(0, description="Of these so many are counted here: all of them on the last page.")
    affected: int = 0
    earlier: int = Field(0, description="Some clock is due earlier.")
    later: int = Field(0, description="Some clock is due later.")
    breached: int = Field(0, description="A clock that would move has run out already: it stays late.")


class AmendmentPreview(PageView[AffectedAppeal]):
    """The effect of a change, before it is made."""

    base_version: str
    version: str
    counts: AmendmentCounts
