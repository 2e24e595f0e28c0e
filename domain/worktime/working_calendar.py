"""Calendars: working days and hours, and the due times of terms.

A calendar is versioned data and carries all it needs, its offsets from UTC included:
no update of a holiday library or of a time-zone database can move a running deadline.
All instants are aware; results are in UTC.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from threading import Lock

from domain.country.working_days import WORKING_WEEKDAYS, registration_time
from domain.errors import CalendarExhausted
from domain.worktime.open_hours import ZERO, OpenHours
from domain.worktime.terms import Term, Unit, add_months
from domain.worktime.utc_offsets import UtcOffset, to_local, to_utc

DAY = timedelta(days=1)
_BUILD_LOCK = Lock()
MAX_SPAN = 90_000 * DAY  # longer than any calendar, and as months still within the range of dates
MARGIN_YEARS = 30
UNIT_LENGTHS = {
    Unit.WORKING_HOURS: timedelta(hours=1),
    Unit.WORKING_MINUTES: timedelta(minutes=1),
    Unit.SECONDS: timedelta(seconds=1),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """A period of time, including its start and excluding its end."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class RegionalDayOff:
    """A day off in one region alone."""

    region: str
    day: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days and hours of one place, from the *first* to the *last* known day."""

    version: str
    timezone: str
    offsets: tuple[UtcOffset, ...]  # in order; the earliest also applies before its start
    opening_time: time
    closing_time: time
    days_off: tuple[date, ...]  # Monday to Friday, not worked
    extra_working_days: tuple[date, ...]  # Saturday or Sunday, worked
    estimated_days_off: tuple[date, ...]  # expected holidays that are not confirmed yet
    first_day: date
    last_day: date
    always_open: bool = False  # 24 hours, 7 days; a working day is then 24 hours
    regional_days_off: tuple[
        RegionalDayOff, ...
    ] = ()  # of the country's calendar; an appeal carries those of its region
    amended_at: datetime | None = (
        None  # when the change that made this version was ordered; None for a file's
    )

    def __hash__(self) -> int:
        """Return a hash of the version alone: cheap, and equal calendars have equal versions."""
        return hash(self.version)

    def slice_for(self, year: int, region: str = "") -> "Calendar":
        """Return the calendar of an appeal of *year* and *region*: from that year, plain weeks after its end.

        A running clock never reaches the end of its calendar; amendments reach it as a new version.
        The region's own days off are included, and the version names the region.
        """
        first = max(self.first_day, date(year, 1, 1))
        own = {each.day for each in self.regional_days_off if each.region == region and each.day >= first}
        days_off = {*own, *(day for day in self.days_off if day >= first)}
        return replace(
            self,
            version=f"{self.version}+{region}" if own else self.version,
            days_off=tuple(sorted(days_off)),
            extra_working_days=tuple(
                day for day in self.extra_working_days if day >= first and day not in own
            ),
            estimated_days_off=tuple(day for day in self.estimated_days_off if day >= first),
            first_day=first,
            last_day=date(self.last_day.year + MARGIN_YEARS, 12, 31),
            regional_days_off=(),
        )

    def local_date(self, at: datetime) -> date:
        """Return the local date at *at*."""
        return to_local(self._to_known_utc(at), self.offsets).date()

    def end_of_day(self, at: datetime) -> datetime:
        """Return the last instant (UTC) of the local day of *at*: its 24:00 is no longer a part of it."""
        return self._local_to_utc(self.local_date(at) + DAY, time()) - timedelta.resolution

    def local_day(self, day: date) -> Interval:
        """Return the first and the last instant (UTC) of a local day."""
        begins = self._local_to_utc(day, time())
        return Interval(begins, self.end_of_day(begins))

    def has_estimated_day_between(self, start: datetime, end: datetime) -> bool:
        """Return whether an estimated day off lies between two instants, their own days included."""
        begins, ends = self.local_date(start), self.local_date(end)
        return any(begins <= day <= ends for day in self.estimated_days_off)

    def is_working_day(self, day: date) -> bool:
        """Return whether *day* is a working day."""
        if not self.first_day <= day <= self.last_day:
            raise self._exhausted_error()
        return self.always_open or self._is_working_weekday_or_extra(day)

    def open_spans(self) -> Iterator[tuple[date, datetime, datetime]]:
        """Yield each period of open time: its local day, opening and closing."""
        if self.always_open:
            yield self.first_day, *self.known_period()
            return
        for number in range(self.first_day.toordinal(), self.last_day.toordinal() + 1):
            day = date.fromordinal(number)
            if self._is_working_weekday_or_extra(day):
                yield (
                    day,
                    self._local_to_utc(day, self.opening_time),
                    self._local_to_utc(day, self.closing_time),
                )

    def known_period(self) -> tuple[datetime, datetime]:
        """Return the start of the first known day and the end of the last one."""
        return self._local_to_utc(self.first_day, time()), self._local_to_utc(self.last_day + DAY, time())

    def registered_at(self, received_at: datetime) -> datetime:
        """Return the registration time of an appeal received at *received_at* (UTC)."""
        received = self._to_known_utc(received_at)
        table = _open_hours(self)
        index = self._index_of_span_closing_after(received)
        is_working_day = to_local(received, self.offsets).date() == table.local_days[index]
        return registration_time(
            received, next_opening=table.opens[index], is_working_day=self.always_open or is_working_day
        )

    def at_or_next_opening(self, at: datetime) -> datetime:
        """Return *at* itself in working hours, else the next opening."""
        known = self._to_known_utc(at)
        return max(known, _open_hours(self).opens[self._index_of_span_closing_after(known)])

    def previous_closing(self, at: datetime) -> datetime:
        """Return the closing time of the working day before that of *at*; round the clock, *at* itself."""
        table = _open_hours(self)
        index = bisect_right(table.opens, self._to_known_utc(at)) - 2
        return at if self.always_open else table.closes[max(index, 0)]

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two instants; zero if the end is not after the start."""
        table = _open_hours(self)
        return max(
            ZERO,
            table.open_time_until(self._to_known_utc(end)) - table.open_time_until(self._to_known_utc(start)),
        )

    def add_working_time(
        self, start: datetime, amount: timedelta, pauses: Sequence[Interval] = ()
    ) -> datetime:
        """Return the earliest instant by which *amount* of open, unpaused time has passed."""
        begun = self._to_known_utc(start)
        if amount < ZERO:
            raise ValueError(f"time cannot be advanced by {amount}")
        if not amount:
            return begun
        target = _open_hours(self).open_time_until(begun) + amount
        due = self._moment_after_open_time(target)
        for pause in _merge_intervals(pauses):
            if pause.start >= due:
                break
            target += self.working_time_between(max(pause.start, begun), pause.end)
            due = self._moment_after_open_time(target)
        return due

    def add_term(self, start: datetime, term: Term) -> datetime:
        """Return the due time of a *term* that starts at *start*.

        Working days count from the day after the start and end at closing; calendar days and
        months end at closing too, rolled forward to a working day (АППК 76(2) and (5)).
        """
        begun = self._to_known_utc(start)
        if not term.amount:
            return begun
        if term.amount > MAX_SPAN // UNIT_LENGTHS.get(term.unit, DAY):
            raise self._exhausted_error()
        if term.unit in UNIT_LENGTHS:
            return self.add_working_time(begun, term.amount * UNIT_LENGTHS[term.unit])
        if self.always_open:
            return self._add_term_round_the_clock(begun, term)
        return self._add_term_until_closing(begun, term)

    def _add_term_round_the_clock(self, begun: datetime, term: Term) -> datetime:
        if term.unit is Unit.MONTHS:
            return self._to_known_utc(
                to_utc(add_months(to_local(begun, self.offsets), term.amount), self.offsets)
            )
        return self.add_working_time(begun, term.amount * DAY)

    def _add_term_until_closing(self, begun: datetime, term: Term) -> datetime:
        table = _open_hours(self)
        today = to_local(begun, self.offsets)
        if term.unit is Unit.WORKING_DAYS:
            index = bisect_right(table.local_days, today.date()) + term.amount - 1
        elif term.unit is Unit.MONTHS:
            index = bisect_left(table.local_days, add_months(today, term.amount).date())
        else:
            index = bisect_left(table.local_days, (today + term.amount * DAY).date())
        if index >= len(table.local_days):
            raise self._exhausted_error()
        return table.closes[index]

    def _moment_after_open_time(self, passed: timedelta) -> datetime:
        due = _open_hours(self).moment_after(passed)
        if due is None:
            raise self._exhausted_error()
        return due

    def _index_of_span_closing_after(self, at: datetime) -> int:
        index = bisect_right(_open_hours(self).closes, at)
        if index == len(_open_hours(self).closes):
            raise self._exhausted_error()
        return index

    def _to_known_utc(self, at: datetime) -> datetime:
        """Return *at* in UTC; raises if it has no offset or lies outside the known period."""
        if at.tzinfo is None:
            raise ValueError(f"{at.isoformat()} has no offset from UTC")
        table = _open_hours(self)
        if not table.known_from <= at <= table.known_until:
            raise self._exhausted_error()
        return at if at.tzinfo is UTC else at.astimezone(UTC)

    def _local_to_utc(self, day: date, hour: time) -> datetime:
        return to_utc(datetime.combine(day, hour), self.offsets)

    def _exhausted_error(self) -> CalendarExhausted:
        return CalendarExhausted(calendar=self.version, first_day=self.first_day, last_day=self.last_day)

    def _is_working_weekday_or_extra(self, day: date) -> bool:
        if day.weekday() in WORKING_WEEKDAYS:
            return day not in self.days_off
        return day in self.extra_working_days


@lru_cache(maxsize=64)
def intern(calendar: Calendar) -> Calendar:
    """Return the one shared object equal to *calendar*."""
    return calendar


@lru_cache(maxsize=64)
def _open_hours(calendar: Calendar) -> OpenHours:
    with _BUILD_LOCK:  # appeals that use a new calendar at the same time wait for one build of it
        return _build_open_hours(calendar)


@lru_cache(maxsize=64)
def _build_open_hours(calendar: Calendar) -> OpenHours:
    return OpenHours.from_spans(calendar.open_spans(), *calendar.known_period())


def _merge_intervals(intervals: Sequence[Interval]) -> list[Interval]:
    """Return intervals in order and without overlaps that cover the same time as *intervals*."""
    result: list[Interval] = []
    for interval in sorted(intervals, key=lambda each: each.start):
        if result and interval.start <= result[-1].end:
            result[-1] = Interval(result[-1].start, max(result[-1].end, interval.end))
        else:
            result.append(interval)
    return result


def calendar_for_appeal(country: Calendar, region: str, received_at: datetime) -> Calendar:
    """Return the slice of the *country*'s calendar for an appeal of *region* received at *received_at*."""
    return intern(country.slice_for(received_at.astimezone(UTC).year, region))
