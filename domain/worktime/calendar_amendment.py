"""A change of the calendar: days made off, worked, or certain, by somebody's order. It is a new version."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from typing import assert_never

from domain.errors import (
    CalendarExhausted,
    CalendarNeverCloses,
    DayNotEstimated,
    DayNotRegional,
    DayOffAlready,
    DayWorkedAlready,
    NoWorkingDay,
    UnknownRegion,
)
from domain.worktime.working_calendar import DAY, MONDAY_TO_FRIDAY, Calendar, RegionalDay

INSTANT = timedelta(microseconds=1)


class Turn(StrEnum):
    """What becomes of a day."""

    OFF = "off"
    ON = "on"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day, what it is called, and what becomes of it: everywhere, or in one *region* alone."""

    day: date
    turn: Turn
    name: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Who ordered a change, and where that is written."""

    ordered_by: str
    written_in: str


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What changes in the calendar, and by what right."""

    days: tuple[DayChange, ...]
    source: Source


def following(base: str, *, changed: bool) -> str:
    """Return the version that comes after *base*: kz-2026.1.1 after the file kz-2026.1, then kz-2026.1.2."""
    root, _, number = base.rpartition(".")
    return f"{root}.{int(number) + 1}" if changed else f"{base}.1"


def amended(
    base: Calendar, days: tuple[DayChange, ...], regions: Collection[str], now: datetime, article: str = ""
) -> Calendar:
    """Return *base* with these *days* changed, as its next version, ordered *now*.

    Raises a Refusal that names the first day that cannot become so; *regions* are those there are, and
    *article* is that of the law by which days are moved, if it is known.
    """
    cited = {"article": article} if article else {}
    if base.always_open:
        raise CalendarNeverCloses(calendar=base.version)
    for each in days:
        if not base.first <= each.day <= base.last:
            raise CalendarExhausted(calendar=base.version, first=base.first, last=base.last, **cited)
        if each.region and each.region not in regions:
            raise UnknownRegion(region=each.region)
    version = following(base.version, changed=base.amended is not None)
    since = now if base.amended is None else max(now, base.amended + INSTANT)
    after = reduce(_turned, days, replace(base, version=version, amended=since))
    for each in days:
        if not _is_worked(after, each.day.year, each.region):
            raise NoWorkingDay(year=each.day.year, **cited)
    return after


def _turned(calendar: Calendar, change: DayChange) -> Calendar:
    match change.turn:
        case Turn.OFF:
            return _off(calendar, change)
        case Turn.ON:
            return _on(calendar, change)
        case Turn.CONFIRM:
            return _confirmed(calendar, change)
        case _:
            assert_never(change.turn)


def _off(calendar: Calendar, change: DayChange) -> Calendar:
    day, own = change.day, RegionalDay(change.region, change.day)
    if not calendar.is_working_day(day) or own in calendar.regional:
        raise DayOffAlready(day=day)
    if change.region:
        return replace(calendar, regional=(*calendar.regional, own))
    everywhere = replace(calendar, regional=tuple(each for each in calendar.regional if each.day != day))
    if day in calendar.days_on:
        return replace(everywhere, days_on=_without(calendar.days_on, day))
    return replace(everywhere, days_off=_with(calendar.days_off, day))


def _on(calendar: Calendar, change: DayChange) -> Calendar:
    day, own = change.day, RegionalDay(change.region, change.day)
    if own in calendar.regional:
        return replace(calendar, regional=tuple(each for each in calendar.regional if each != own))
    if calendar.is_working_day(day):
        raise DayWorkedAlready(day=day)
    if change.region:
        raise DayNotRegional(day=day, region=change.region)
    certain = replace(calendar, estimated=_without(calendar.estimated, day))
    if day.weekday() in MONDAY_TO_FRIDAY:
        return replace(certain, days_off=_without(calendar.days_off, day))
    return replace(certain, days_on=_with(calendar.days_on, day))


def _confirmed(calendar: Calendar, change: DayChange) -> Calendar:
    if change.region or change.day not in calendar.estimated:
        raise DayNotEstimated(day=change.day)
    return replace(calendar, estimated=_without(calendar.estimated, change.day))


def _is_worked(calendar: Calendar, year: int, region: str) -> bool:
    """Tell whether anybody works in that *year* there: else no term could end in it."""
    own = replace(calendar.since(year, region), last=calendar.last)
    day = own.first
    while day <= own.last and day.year == year:
        if own.is_working_day(day):
            return True
        day += DAY
    return False


def _with(days: tuple[date, ...], day: date) -> tuple[date, ...]:
    return tuple(sorted((*days, day)))


def _without(days: tuple[date, ...], day: date) -> tuple[date, ...]:
    return tuple(each for each in days if each != day)
