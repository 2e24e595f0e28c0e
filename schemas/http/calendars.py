"""The calendar as it is changed and shown: days, the order behind them, and what moves because of them."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from domain.state.clock import ClockKind
from domain.worktime.calendar_amendment import (
    AmendmentSource,
    CalendarAmendment,
    DayAmendment,
    DayAmendmentKind,
)
from schemas.base import RequestBody
from schemas.http.requests.fields import SingleLineText
from schemas.http.requests.filters import Cursor, RegionId
from schemas.http.responses.views import PageView, View
from schemas.wire.calendar_change import DEFAULT_APPEALS_PER_SECOND

MAX_DAYS = 100
Version = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", examples=["kz-2026.1.1"])]


class DayAmendmentBody(RequestBody):
    """One day, and what becomes of it."""

    date: date
    change: DayAmendmentKind = Field(
        description="off: nobody works; on: it is worked; confirm: it is as expected."
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
    """By what right the calendar changes."""

    issued_by: SingleLineText = Field(description="Who ordered it.")
    reference: SingleLineText = Field(
        description="Where it is written: number and date of the order, or its address."
    )


class AmendmentPreviewBody(RequestBody):
    """A change that is only thought of."""

    days: CalendarDays
    limit: int = Field(50, ge=1, le=200, description="A page may hold fewer: it reckons 500 appeals at most.")
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
    appeals_per_second: float = Field(
        DEFAULT_APPEALS_PER_SECOND,
        ge=1,
        le=1000,
        description="How many open appeals are told in a second, at most.",
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
    """By what right the calendar changed."""

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
    """How far a change has come on its way to the open appeals."""

    applied: int
    remaining: int | None
    passes: int
    retrying: list[UUID] = Field(description="Could not be told yet, and are tried again.")
    superseded: bool = Field(description="A later change has taken its place.")


class CalendarVersionView(CalendarVersionListItemView):
    """One version whole. Days off and on are those of the country; weekends are not listed."""

    timezone: str
    opens_at: time
    closes_at: time
    first_day: date
    last_day: date
    days_off: list[date]
    extra_working_days: list[date]
    estimated_days_off: list[date] = Field(description="Expected days off that nobody has confirmed.")
    regional_days_off: list[RegionalDayOffView]
    changed_by: UUID | None = Field(description="The operator who gave the order here.")
    pending_appeals: int = Field(description="Open appeals that this change has not reached yet.")
    progress: RolloutProgressView | None = Field(description="Null for a file's, and where nobody answers.")


class ClockMove(View):
    """One clock that moves. One that has run out already stays due when it was."""

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
    """On how many open appeals something moves, of those reckoned up to this page; a few may do both ways."""

    open: int = Field(description="How many there were when the first page was read.")
    evaluated: int = Field(0, description="Of these so many are counted here: all of them on the last page.")
    affected: int = 0
    earlier: int = Field(0, description="Some clock is due earlier.")
    later: int = Field(0, description="Some clock is due later.")
    breached: int = Field(0, description="A clock that would move has run out already: it stays late.")


class AmendmentPreview(PageView[AffectedAppeal]):
    """What a change would do, before anything is done."""

    base_version: str
    version: str
    counts: AmendmentCounts
