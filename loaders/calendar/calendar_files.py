"""Calendars as files: read one with all its faults named, and seed a new one from `holidays`.

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

from domain.errors import Refusal
from domain.worktime.calendar_amendment import DayChange, Turn, amended
from domain.worktime.utc_offsets import Offset
from domain.worktime.working_calendar import MONDAY_TO_FRIDAY, Calendar, RegionalDay, intern
from loaders.toml.form import Fault
from loaders.toml.lines import line_at, lines_of

KEYS: Mapping[str, type] = {
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
DAYS = ("days_off", "days_on", "estimated")
DEFAULTS: Mapping[str, object] = {"always_open": False, "regional": {}, **{key: {} for key in DAYS}}
ROUND_THE_CLOCK: Mapping[str, object] = {"opens": time.min, "closes": time.max}
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")

DAY = timedelta(days=1)
MINUTES_A_DAY = 24 * 60
LATEST = date(2199, 12, 31)  # nobody knows the days off after that
SOME_TIME = datetime.min.replace(tzinfo=UTC)


class BrokenCalendar(ValueError):
    """A calendar's file cannot be used; each fault is a line that says where and why."""

    def __init__(self, path: Path, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(f"{path}: {fault}" for fault in faults))


def load(path: Path) -> Calendar:
    """Read the calendar in the file at *path*, or name all that is wrong with it."""
    try:
        text = path.read_text("utf-8")
        data = tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise BrokenCalendar(path, [str(error)]) from error
    data = {**DEFAULTS, **(ROUND_THE_CLOCK if data.get("always_open") is True else {}), **data}
    faults = list(_misshapen(data))
    calendar = None if faults else _built(data)
    if calendar:
        faults = list(_senseless(calendar, path.stem))
    if not calendar or faults:
        lines = lines_of(text)
        raise BrokenCalendar(path, [f"line {line_at(lines, at)}: {fault}" for at, fault in faults])
    return intern(calendar)


def _misshapen(data: Mapping[str, Any]) -> Iterator[Fault]:
    for key in data.keys() - KEYS.keys():
        yield (key,), f"{key} is unknown; a calendar has {', '.join(KEYS)}"
    for key, kind in KEYS.items():
        if key not in data:
            yield (key,), f"{key} is missing"
        elif type(data[key]) is not kind:
            yield (key,), f"{key} must be a {kind.__name__}, not {data[key]!r}"
        elif key in DAYS:
            yield from _no_days(data[key], key)
        elif key == "regional":
            for region, days in data[key].items():
                yield from _no_days(days, key, region)
        elif key == "offsets":
            wrong = ((number, each) for number, each in enumerate(data[key]) if not _is_offset(each))
            yield from (((key, number), f"{each} is no offset") for number, each in wrong)


def _no_days(days: object, *at: str) -> Iterator[Fault]:
    if not isinstance(days, dict):
        yield at, f"{'.'.join(at)} must be a dict, not {days!r}"
        return
    for day, name in days.items():
        if not (_is_date(day) and isinstance(name, str)):
            yield (*at, day), f"{day} in {'.'.join(at)} is no date with a name"


def _is_date(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _is_offset(each: object) -> bool:
    match each:
        case {"since": datetime(tzinfo=zone), "minutes": int(minutes), **others}:
            return zone is not None and abs(minutes) < MINUTES_A_DAY and not others
        case _:
            return False


def _built(data: Mapping[str, Any]) -> Calendar:
    days = {key: tuple(sorted(map(date.fromisoformat, data[key]))) for key in DAYS}
    offsets = tuple(Offset(each["since"].astimezone(UTC), each["minutes"]) for each in data["offsets"])
    regional = tuple(
        RegionalDay(region, day)
        for region, named in sorted(data["regional"].items())
        for day in sorted(map(date.fromisoformat, named))
    )
    return Calendar(**{**data, **days, "offsets": offsets, "regional": regional})


def _senseless(calendar: Calendar, name: str) -> Iterator[Fault]:
    if calendar.version != name:
        yield ("version",), f"version {calendar.version} must be the name of the file, {name}"
    if not NAME.fullmatch(calendar.version):
        yield ("version",), f"version {calendar.version} must be letters, digits, dots and dashes"
    if calendar.timezone not in available_timezones():
        yield ("timezone",), f"timezone {calendar.timezone} is unknown"
    if not calendar.first <= calendar.last <= LATEST:
        yield ("last",), f"last {calendar.last} is not between first {calendar.first} and {LATEST}"
        return
    if calendar.opens >= calendar.closes:
        yield ("opens",), f"opens {calendar.opens} is not before closes {calendar.closes}"
    since = [offset.since for offset in calendar.offsets]
    if not since or since != sorted(set(since)):
        yield ("offsets",), "offsets must be there, in the order of time"
    elif not any(True for _ in calendar.spans()):
        yield ("days_off",), "no working day is left"
    yield from _misplaced(calendar)


def _misplaced(calendar: Calendar) -> Iterator[Fault]:
    for key in DAYS:
        for day in getattr(calendar, key):
            if not calendar.first <= day <= calendar.last:
                yield (key, str(day)), f"{day} is not between first and last"
    for day in calendar.days_off:
        if day.weekday() not in MONDAY_TO_FRIDAY:
            yield ("days_off", str(day)), f"{day} is a {day:%A}: it is off without being named"
    for day in calendar.days_on:
        if day.weekday() in MONDAY_TO_FRIDAY:
            yield ("days_on", str(day)), f"{day} is a {day:%A}: it is worked without being named"
    yield from _not_regional(calendar)


def _not_regional(calendar: Calendar) -> Iterator[Fault]:
    """Yield the days of regions that a change of the calendar could not make off either."""
    country = replace(calendar, regional=())
    for each in calendar.regional:
        change = DayChange(each.day, Turn.OFF, region=each.region)
        try:
            country = amended(country, (change,), {each.region}, SOME_TIME)
        except Refusal as refusal:
            at = "regional", each.region, str(each.day)
            yield at, f"{each.day} cannot be off in {each.region}: {refusal.code}"
