"""Calendar files: reading with all errors reported at once.

A file that has been used is never edited: a change is a new file with the next version.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from domain.country.working_days import WORKING_WEEKDAYS
from domain.errors import Refusal
from domain.worktime.calendar_amendment import DayAmendment, DayAmendmentKind, amend
from domain.worktime.utc_offsets import UtcOffset
from domain.worktime.working_calendar import Calendar, RegionalDayOff, intern
from loaders.toml.form import Violation
from loaders.toml.lines import line_at, lines_of

KEY_TYPES: Mapping[str, type] = {
    "version": str,
    "timezone": str,
    "first": date,
    "last": date,
    "always_open": bool,
    "opens": time,
    "closes": time,
    "offsets": list,
    "days_off": dict,
    "days_on": dict,
    "estimated": dict,
    "regional": dict,
}
DAY_FIELDS = {"days_off": "days_off", "days_on": "extra_working_days", "estimated": "estimated_days_off"}
DEFAULTS: Mapping[str, object] = {"always_open": False, "regional": {}, **{key: {} for key in DAY_FIELDS}}
ROUND_THE_CLOCK_HOURS: Mapping[str, object] = {"opens": time.min, "closes": time.max}
VERSION_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")

DAY = timedelta(days=1)
MINUTES_PER_DAY = 24 * 60
LATEST_DATE = date(2199, 12, 31)  # days off after that are unknown
ARBITRARY_INSTANT = datetime.min.replace(tzinfo=UTC)


class CalendarErrors(ValueError):
    """A calendar file is invalid; each error is a line with position and reason."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        self.errors = faults
        super().__init__("\n".join(f"{path}: {fault}" for fault in faults))


def load(path: Path) -> Calendar:
    """Return the calendar in the file at *path*. Raises CalendarErrors with every error at once."""
    try:
        text = path.read_text("utf-8")
        data = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise CalendarErrors(path, [str(error)]) from error
    data = {**DEFAULTS, **(ROUND_THE_CLOCK_HOURS if data.get("always_open") is True else {}), **data}
    faults = list(_shape_faults(data))
    calendar = None if faults else _build_calendar(data)
    if calendar:
        faults = list(_consistency_faults(calendar, path.stem))
    if not calendar or faults:
        lines = lines_of(text)
        raise CalendarErrors(path, [f"line {line_at(lines, at)}: {fault}" for at, fault in faults])
    return intern(calendar)


def _shape_faults(data: Mapping[str, Any]) -> Iterator[Violation]:
    for key in data.keys() - KEY_TYPES.keys():
        yield (key,), f"{key} is unknown; a calendar has {', '.join(KEY_TYPES)}"
    for key, kind in KEY_TYPES.items():
        if key not in data:
            yield (key,), f"{key} is missing"
        elif type(data[key]) is not kind:
            yield (key,), f"{key} must be a {kind.__name__}, not {data[key]!r}"
        elif key in DAY_FIELDS:
            yield from _day_table_faults(data[key], key)
        elif key == "regional":
            for region, days in data[key].items():
                yield from _day_table_faults(days, key, region)
        elif key == "offsets":
            wrong = ((number, each) for number, each in enumerate(data[key]) if not _is_offset(each))
            yield from (((key, number), f"{each} is no offset") for number, each in wrong)


def _day_table_faults(days: object, *at: str) -> Iterator[Violation]:
    if not isinstance(days, dict):
        yield at, f"{'.'.join(at)} must be a dict, not {days!r}"
        return
    for day, name in days.items():
        if not (_is_iso_date(day) and isinstance(name, str)):
            yield (*at, day), f"{day} in {'.'.join(at)} is no date with a name"


def _is_iso_date(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _is_offset(each: object) -> bool:
    match each:
        case {"since": datetime(tzinfo=zone), "minutes": int(minutes), **others}:
            return zone is not None and abs(minutes) < MINUTES_PER_DAY and not others
        case _:
            return False


def _build_calendar(data: Mapping[str, Any]) -> Calendar:
    days = {field: tuple(sorted(map(date.fromisoformat, data[key]))) for key, field in DAY_FIELDS.items()}
    offsets = tuple(UtcOffset(each["since"].astimezone(UTC), each["minutes"]) for each in data["offsets"])
    regional = tuple(
        RegionalDayOff(region, day)
        for region, named in sorted(data["regional"].items())
        for day in sorted(map(date.fromisoformat, named))
    )
    return Calendar(
        version=data["version"],
        timezone=data["timezone"],
        offsets=offsets,
        opening_time=data["opens"],
        closing_time=data["closes"],
        first_day=data["first"],
        last_day=data["last"],
        always_open=data["always_open"],
        regional_days_off=regional,
        days_off=days["days_off"],
        extra_working_days=days["extra_working_days"],
        estimated_days_off=days["estimated_days_off"],
    )


def _consistency_faults(calendar: Calendar, name: str) -> Iterator[Violation]:
    if calendar.version != name:
        yield ("version",), f"version {calendar.version} must be the name of the file, {name}"
    if not VERSION_PATTERN.fullmatch(calendar.version):
        yield ("version",), f"version {calendar.version} must be letters, digits, dots and dashes"
    if calendar.timezone not in available_timezones():
        yield ("timezone",), f"timezone {calendar.timezone} is unknown"
    if not calendar.first_day <= calendar.last_day <= LATEST_DATE:
        yield (
            ("last",),
            f"last {calendar.last_day} is not between first {calendar.first_day} and {LATEST_DATE}",
        )
        return
    if calendar.opening_time >= calendar.closing_time:
        yield ("opens",), f"opens {calendar.opening_time} is not before closes {calendar.closing_time}"
    since = [offset.since for offset in calendar.offsets]
    if not since or since != sorted(set(since)):
        yield ("offsets",), "offsets must be there, in the order of time"
    elif not any(True for _ in calendar.open_spans()):
        yield ("days_off",), "no working day is left"
    yield from _placement_faults(calendar)


def _placement_faults(calendar: Calendar) -> Iterator[Violation]:
    for key, field in DAY_FIELDS.items():
        for day in getattr(calendar, field):
            if not calendar.first_day <= day <= calendar.last_day:
                yield (key, str(day)), f"{day} is not between first and last"
    for day in calendar.days_off:
        if day.weekday() not in WORKING_WEEKDAYS:
            yield ("days_off", str(day)), f"{day} is a {day:%A}: it is off without being named"
    for day in calendar.extra_working_days:
        if day.weekday() in WORKING_WEEKDAYS:
            yield ("days_on", str(day)), f"{day} is a {day:%A}: it is worked without being named"
    yield from _regional_faults(calendar)


def _regional_faults(calendar: Calendar) -> Iterator[Violation]:
    """Yield the regional days off that an amendment could not make off either."""
    country = replace(calendar, regional_days_off=())
    for each in calendar.regional_days_off:
        change = DayAmendment(each.day, DayAmendmentKind.DAY_OFF, region=each.region)
        try:
            country = amend(country, (change,), {each.region}, ARBITRARY_INSTANT)
        except Refusal as refusal:
            at = "regional", each.region, str(each.day)
            yield at, f"{each.day} cannot be off in {each.region}: {refusal.code}"
