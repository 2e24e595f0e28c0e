"""A new calendar file with the days off that the `holidays` package expects."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import version as installed
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

from domain.country.working_days import WORKING_WEEKDAYS
from domain.worktime.utc_offsets import UtcOffset
from loaders.calendar.calendar_files import DAY


def seed(version: str, years: range) -> str:
    """Write a calendar file for *years* from the libraries' present data."""
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    known = country_holidays(COUNTRY, years=years, language=LANGUAGE)
    days = [first + n * DAY for n in range((last - first).days + 1)]
    weekend = [day for day in days if day.weekday() not in WORKING_WEEKDAYS]
    off = [day for day in days if day not in weekend and not known.is_working_day(day)]
    on = [day for day in weekend if known.is_working_day(day)]
    header = FILE_HEADER.format(
        version=version, first=first, last=last, zone=ZONE, holidays=installed("holidays")
    )
    offsets = "".join(
        f"\n[[offsets]]\nsince = {offset.since:%Y-%m-%dT%H:%M:%SZ}\nminutes = {offset.minutes}\n"
        for offset in _utc_offsets(ZoneInfo(ZONE), first, last)
    )
    return (
        f"{header}{offsets}"
        f"\n[days_off]\n{_day_lines(off, known)}"
        f"\n[days_on]\n{_day_lines(on, known)}"
        f"\n[estimated]\n{_day_lines([day for day in days if ESTIMATED_SUFFIX in known.get(day, '')], known)}"
    )


FILE_HEADER = """\
# Working days of Kazakhstan, {first} to {last}. Once used, a version is frozen: a change is a new file.
# Days: PyPI `holidays` {holidays}, country KZ: the Labour Code's articles 84 and 85, the law on holidays,
#   and the yearly orders that move days off. Those marked as estimated wait for confirmation.
# Hours: of the state bodies; what comes after closing is registered the next working day (АППК 64(3)).
# Offsets: the tz database, {zone}.
version = "{version}"
timezone = "{zone}"
first = {first}
last = {last}
opens = 09:00:00
closes = 18:30:00
"""


COUNTRY, LANGUAGE, ZONE = "KZ", "en_US", "Asia/Almaty"


ESTIMATED_SUFFIX = "(estimated)"


US_DATE = re.compile(r"(\d\d)/(\d\d)/(\d{4})")


OFFSET_SCAN_STEP = timedelta(minutes=15)  # clock changes happen on whole quarters of an hour


def _utc_offsets(zone: ZoneInfo, first: date, last: date) -> Iterator[UtcOffset]:
    at = datetime.combine(first, time(), zone).astimezone(UTC)
    ends = datetime.combine(last + DAY, time(), zone)
    ahead = None
    while at < ends:
        if (now := at.astimezone(zone).utcoffset()) != ahead and now is not None:
            ahead = now
            yield UtcOffset(at, ahead // timedelta(minutes=1))
        at += OFFSET_SCAN_STEP


def _day_lines(days: list[date], known: HolidayBase) -> str:
    names = {day: US_DATE.sub(r"\3-\1-\2", known.get(day, "Worked for a moved day off")) for day in days}
    return "".join(f'{day} = "{name}"\n' for day, name in names.items())
