"""The calendar as it is changed and shown: days, the order behind them, and what moves because of them."""

from datetime import date, datetime, time
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from domain.state.clock import ClockKind
from domain.worktime.calendar_amendment import CalendarChange, DayChange, Source, Turn
from schemas.base import Body
from schemas.http.requests.fields import Line
from schemas.http.requests.filters import Cursor, RegionId
from schemas.http.responses.views import Page, View
from schemas.wire.calendar_change import PER_SECOND

MOST_DAYS = 100
Version = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$", examples=["kz-2026.1.1"])]


class DayBody(Body):
    """One day, and what becomes of it."""

    day: date
    turn: Turn = Field(description="off: nobody works; on: it is worked; confirm: it is as expected.")
    name: Line = Field(description="What people call it, or why.")
    region: str | None = RegionId

    def change(self) -> DayChange:
        """Return the change."""
        return DayChange(self.day, self.turn, self.name, self.region or "")


def _each_once(days: list[DayBody]) -> list[DayBody]:
    if len({(each.day, each.region) for each in days}) < len(days):
        raise PydanticCustomError("wrong_value", "a day is named twice")
    return days


Days = Annotated[list[DayBody], Field(min_length=1, max_length=MOST_DAYS), AfterValidator(_each_once)]


class SourceBody(Body):
    """By what right the calendar changes."""

    ordered_by: Line = Field(description="Who ordered it.")
    written_in: Line = Field(description="Where it is written: number and date of the order, or its address.")


class PreviewBody(Body):
    """A change that is only thought of."""

    days: Days
    limit: int = Field(50, ge=1, le=200, description="A page may hold fewer: it reckons 500 appeals at most.")
    cursor: str | None = Cursor

    def changes(self) -> tuple[DayChange, ...]:
        """Return the changes in their order."""
        return tuple(each.change() for each in self.days)


class ChangeBody(Body):
    """A change of the calendar."""

    base: Version = Field(description="The version in force that it changes, as the preview named it.")
    days: Days
    source: SourceBody
    per_second: float = Field(
        PER_SECOND, ge=1, le=1000, description="How many open appeals are told in a second, at most."
    )

    def change(self) -> CalendarChange:
        """Return the change with its source."""
        source = Source(self.source.ordered_by, self.source.written_in)
        return CalendarChange(tuple(each.change() for each in self.days), source)


class DayView(View):
    """A day that was changed."""

    day: date
    turn: Turn
    name: str
    region: str


class RegionalDayView(View):
    """A day that is off in one region alone."""

    region: str
    day: date


class SourceView(View):
    """By what right the calendar changed."""

    ordered_by: str
    written_in: str


class CalendarLine(View):
    """One version of the calendar."""

    version: str
    in_force: bool = Field(description="New appeals carry it.")
    base: str | None = Field(description="The version it was made of; null for a file's.")
    at: datetime = Field(description="When it became known.")
    source: SourceView | None
    days: list[DayView] = Field(description="What was changed in its base.")


class ProgressView(View):
    """How far a change has come on its way to the open appeals."""

    told: int
    left: int | None
    rounds: int
    waiting: list[UUID] = Field(description="Could not be told yet, and are tried again.")
    overtaken: bool = Field(description="A later change has taken its place.")


class CalendarView(CalendarLine):
    """One version whole. Days off and on are those of the country; weekends are not listed."""

    timezone: str
    opens: time
    closes: time
    first: date
    last: date
    days_off: list[date]
    days_on: list[date]
    estimated: list[date] = Field(description="Expected days off that nobody has confirmed.")
    regional: list[RegionalDayView]
    ordered_by: UUID | None = Field(description="The operator who gave the order here.")
    left: int = Field(description="Open appeals that this change has not reached yet.")
    progress: ProgressView | None = Field(description="Null for a file's, and where nobody answers.")


class MovedView(View):
    """One clock that moves. One that has run out already stays due when it was."""

    clock: ClockKind
    task: UUID | None
    old_due: datetime
    new_due: datetime
    breached: bool


class AppealMove(View):
    """An open appeal on which clocks move."""

    id: UUID
    number: str
    region: str
    moved: list[MovedView]


class Counts(View):
    """On how many open appeals something moves, of those reckoned up to this page; a few may do both ways."""

    open: int = Field(description="How many there were when the first page was read.")
    reckoned: int = Field(0, description="Of these so many are counted here: all of them on the last page.")
    moving: int = 0
    earlier: int = Field(0, description="Some clock is due earlier.")
    later: int = Field(0, description="Some clock is due later.")
    breached: int = Field(0, description="A clock that would move has run out already: it stays late.")


class Preview(Page[AppealMove]):
    """What a change would do, before anything is done."""

    base: str
    version: str
    counts: Counts
