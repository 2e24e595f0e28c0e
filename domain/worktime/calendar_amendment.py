"""Amendments of the calendar: days made off, worked or confirmed by an order, as a new calendar version."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import reduce
from typing import assert_never

from domain.country.working_days import WORKING_WEEKDAYS
from domain.errors import (
    AlreadyDayOff,
    AlreadyWorkingDay,
    CalendarExhausted,
    CalendarHasNoClosing,
    DayNotEstimated,
    DayOffNationwide,
    NoWorkingDay,
    UnknownRegion,
)
from domain.worktime.working_calendar import DAY, Calendar, RegionalDayOff

ONE_MICROSECOND = timedelta(microseconds=1)


class DayAmendmentKind(StrEnum):
    """The new status of an amended day."""

    DAY_OFF = "day_off"
    WORKING_DAY = "working_day"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class DayAmendment:
    """One day, its title and its new status: nationwide, or in one *region* alone."""

    day: date
    kind: DayAmendmentKind
    name: str = ""
    region: str = ""


@dataclass(frozen=True, slots=True)
class AmendmentSource:
    """The authority that ordered a change, and the reference of the order."""

    issued_by: str
    reference: str


@dataclass(frozen=True, slots=True)
class CalendarAmendment:
    """The days changed in the calendar, and the source of the change."""

    days: tuple[DayAmendment, ...]
    source: AmendmentSource


def next_version(base: str, *, changed: bool) -> str:
    """Return the version that follows *base*: kz-2026.1.1 after the file kz-2026.1, then kz-2026.1.2."""
    root, _, number = base.rpartition(".")
    return f"{root}.{int(number) + 1}" if changed else f"{base}.1"


def amend(
    base: Calendar, days: tuple[DayAmendment, ...], regions: Collection[str], now: datetime, article: str = ""
) -> Calendar:
    """Return *base* with these *days* changed, as its next version, ordered at *now*.

    Raises a Refusal naming the first day that cannot be changed so; *regions* are the known ones, and
    *article* is the article of the law on moving days off, if known.
    """
    cited = {"article": article} if article else {}
    if base.always_open:
        raise CalendarHasNoClosing(calendar=base.version)
    for each in days:
        if not base.first_day <= each.day <= base.last_day:
            raise CalendarExhausted(
                calendar=base.version, first_day=base.first_day, last_day=base.last_day, **cited
            )
        if each.region and each.region not in regions:
            raise UnknownRegion(region=each.region, near=", ".join(sorted(regions)))
    version = next_version(base.version, changed=base.amended_at is not None)
    since = now if base.amended_at is None else max(now, base.amended_at + ONE_MICROSECOND)
    after = reduce(_apply, days, replace(base, version=version, amended_at=since))
    for each in days:
        if not _has_working_day(after, each.day.year, each.region):
            raise NoWorkingDay(year=each.day.year, **cited)
    return after


def _apply(calendar: Calendar, change: DayAmendment) -> Calendar:
    match change.kind:
        case DayAmendmentKind.DAY_OFF:
            return _make_day_off(calendar, change)
        case DayAmendmentKind.WORKING_DAY:
            return _make_working_day(calendar, change)
        case DayAmendmentKind.CONFIRMED:
            return _confirm_day_off(calendar, change)
        case _:
            assert_never(change.turn)


def _make_day_off(calendar: Calendar, change: DayAmendment) -> Calendar:
    day, own = change.day, RegionalDayOff(change.region, change.day)
    if not calendar.is_working_day(day) or own in calendar.regional_days_off:
        raise AlreadyDayOff(day=day)
    if change.region:
        return replace(calendar, regional_days_off=(*calendar.regional_days_off, own))
    everywhere = replace(
        calendar, regional_days_off=tuple(each for each in calendar.regional_days_off if each.day != day)
    )
    if day in calendar.extra_working_days:
        return replace(everywhere, extra_working_days=_remove_day(calendar.extra_working_days, day))
    return replace(everywhere, days_off=_add_day(calendar.days_off, day))


def _make_working_day(calendar: Calendar, change: DayAmendment) -> Calendar:
    day, own = change.day, RegionalDayOff(change.region, change.day)
    if own in calendar.regional_days_off:
        return replace(
            calendar, regional_days_off=tuple(each for each in calendar.regional_days_off if each != own)
        )
    if calendar.is_working_day(day):
        raise AlreadyWorkingDay(day=day)
    if change.region:
        raise DayOffNationwide(day=day, region=change.region)
    certain = replace(calendar, estimated_days_off=_remove_day(calendar.estimated_days_off, day))
    if day.weekday() in WORKING_WEEKDAYS:
        return replace(certain, days_off=_remove_day(calendar.days_off, day))
    return replace(certain, extra_working_days=_add_day(calendar.extra_working_days, day))


def _confirm_day_off(calendar: Calendar, change: DayAmendment) -> Calendar:
    if change.region or change.day not in calendar.estimated_days_off:
        raise DayNotEstimated(day=change.day)
    return replace(calendar, estimated_days_off=_remove_day(calendar.estimated_days_off, change.day))


def _has_working_day(calendar: Calendar, year: int, region: str) -> bool:
    """Return whether *year* has a working day in *region*: without one, no term could end in it."""
    own = replace(calendar.slice_for(year, region), last_day=calendar.last_day)
    day = own.first_day
    while day <= own.last_day and day.year == year:
        if own.is_working_day(day):
            return True
        day += DAY
    return False


def _add_day(days: tuple[date, ...], day: date) -> tuple[date, ...]:
    return tuple(sorted((*days, day)))


def _remove_day(days: tuple[date, ...], day: date) -> tuple[date, ...]:
    return tuple(each for each in days if each != day)
