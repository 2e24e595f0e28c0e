"""Calendars: which days and hours count, and when a term that starts now is due.

A calendar is data with a version and carries all it needs, its offsets from UTC included:
no update of a holiday library or of a time-zone database can move a running deadline.
All instants are aware; answers are in UTC.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from threading import Lock

from domain.errors import CalendarExhausted
from domain.worktime.open_hours import ZERO, Timetable
from domain.worktime.terms import Term, Unit, months_after
from domain.worktime.utc_offsets import Offset, instant, shown

DAY = timedelta(days=1)
_LAYING = Lock()
MONDAY_TO_FRIDAY = range(5)
FARTHEST = 90_000 * DAY  # no calendar reaches as far; as so many months it is still a date
SPARE_YEARS = 30
LENGTHS = {
    Unit.WORKING_HOURS: timedelta(hours=1),
    Unit.WORKING_MINUTES: timedelta(minutes=1),
    Unit.SECONDS: timedelta(seconds=1),
}


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of time: its start belongs to it, its end does not."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class RegionalDay:
    """A day that is off in one region alone."""

    region: str
    day: date


@dataclass(frozen=True, slots=True)
class Calendar:
    """Working days and hours of one place, from the *first* to the *last* day known."""

    version: str
    timezone: str
    offsets: tuple[Offset, ...]  # in order; the earliest also holds before its time
    opens: time
    closes: time
    days_off: tuple[date, ...]  # Monday to Friday, yet not worked
    days_on: tuple[date, ...]  # Saturday or Sunday, yet worked
    estimated: tuple[date, ...]  # expected holidays that nobody has confirmed
    first: date
    last: date
    always_open: bool = False  # 24 hours, 7 days; a working day is then 24 hours
    regional: tuple[RegionalDay, ...] = ()  # of the country's calendar; an appeal carries those of its region
    amended: datetime | None = None  # when the change that made this version was ordered; None for a file's

    def __hash__(self) -> int:
        """Hash the version alone: cheap, and equal calendars have equal versions."""
        return hash(self.version)

    def since(self, year: int, region: str = "") -> "Calendar":
        """Return what an appeal of *year* and *region* carries: nothing before it, plain weeks after the end.

        No clock that runs may ever come to the end of its calendar; what is new is reckoned by a new one.
        Where the region has days off of its own, they are among the others, and the version says so.
        """
        first = max(self.first, date(year, 1, 1))
        own = {each.day for each in self.regional if each.region == region and each.day >= first}
        days_off = {*own, *(day for day in self.days_off if day >= first)}
        return replace(
            self,
            version=f"{self.version}+{region}" if own else self.version,
            days_off=tuple(sorted(days_off)),
            days_on=tuple(day for day in self.days_on if day >= first and day not in own),
            estimated=tuple(day for day in self.estimated if day >= first),
            first=first,
            last=date(self.last.year + SPARE_YEARS, 12, 31),
            regional=(),
        )

    def day(self, at: datetime) -> date:
        """Return the day on which a clock on the wall shows *at*."""
        return shown(self._known(at), self.offsets).date()

    def guesses(self, start: datetime, end: datetime) -> bool:
        """Tell whether a day that is only expected to be off lies between two instants, theirs included."""
        begins, ends = self.day(start), self.day(end)
        return any(begins <= day <= ends for day in self.estimated)

    def is_working_day(self, day: date) -> bool:
        """Tell whether *day* is worked."""
        if not self.first <= day <= self.last:
            raise self._exhausted()
        return self.always_open or self._works(day)

    def spans(self) -> Iterator[tuple[date, datetime, datetime]]:
        """Yield each stretch of open time: its local day, when it opens and when it closes."""
        if self.always_open:
            yield self.first, *self.limits()
            return
        for number in range(self.first.toordinal(), self.last.toordinal() + 1):
            day = date.fromordinal(number)
            if self._works(day):
                yield day, self._at(day, self.opens), self._at(day, self.closes)

    def limits(self) -> tuple[datetime, datetime]:
        """Return when the first day known begins and the last one ends."""
        return self._at(self.first, time()), self._at(self.last + DAY, time())

    def registered_at(self, received_at: datetime) -> datetime:
        """Return when what was received counts as registered (АППК 64(3)).

        The same day, even before opening; after closing or on a day off, at the next opening.
        """
        received = self._known(received_at)
        table = _timetable(self)
        index = self._span_after(received)
        if self.always_open or shown(received, self.offsets).date() == table.days[index]:
            return received
        return table.opens[index]

    def next_open(self, at: datetime) -> datetime:
        """Return *at* itself in working hours, else the next opening."""
        known = self._known(at)
        return max(known, _timetable(self).opens[self._span_after(known)])

    def last_closing(self, at: datetime) -> datetime:
        """Return when the day before that of *at* closed; round the clock *at* itself."""
        table = _timetable(self)
        index = bisect_right(table.opens, self._known(at)) - 2
        return at if self.always_open else table.closes[max(index, 0)]

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two instants; none if the end is not after the start."""
        table = _timetable(self)
        return max(ZERO, table.passed_by(self._known(end)) - table.passed_by(self._known(start)))

    def advance(self, start: datetime, amount: timedelta, pauses: Sequence[Interval] = ()) -> datetime:
        """Return the earliest instant by which *amount* of open, unpaused time has passed."""
        begun = self._known(start)
        if amount < ZERO:
            raise ValueError(f"time cannot be advanced by {amount}")
        if not amount:
            return begun
        target = _timetable(self).passed_by(begun) + amount
        due = self._reached(target)
        for pause in _merged(pauses):
            if pause.start >= due:
                break
            target += self.worked(max(pause.start, begun), pause.end)
            due = self._reached(target)
        return due

    def after(self, start: datetime, term: Term) -> datetime:
        """Return when a *term* that starts at *start* is due.

        Working days count from the day after the start and end at closing; calendar days and
        months end at closing too, rolled forward to a working day (АППК 76(2) and (5)).
        """
        begun = self._known(start)
        if not term.amount:
            return begun
        if term.amount > FARTHEST // LENGTHS.get(term.unit, DAY):
            raise self._exhausted()
        if term.unit in LENGTHS:
            return self.advance(begun, term.amount * LENGTHS[term.unit])
        if self.always_open:
            return self._lapsed(begun, term)
        return self._closing(begun, term)

    def _lapsed(self, begun: datetime, term: Term) -> datetime:
        if term.unit is Unit.MONTHS:
            return self._known(instant(months_after(shown(begun, self.offsets), term.amount), self.offsets))
        return self.advance(begun, term.amount * DAY)

    def _closing(self, begun: datetime, term: Term) -> datetime:
        table = _timetable(self)
        today = shown(begun, self.offsets)
        if term.unit is Unit.WORKING_DAYS:
            index = bisect_right(table.days, today.date()) + term.amount - 1
        elif term.unit is Unit.MONTHS:
            index = bisect_left(table.days, months_after(today, term.amount).date())
        else:
            index = bisect_left(table.days, (today + term.amount * DAY).date())
        if index >= len(table.days):
            raise self._exhausted()
        return table.closes[index]

    def _reached(self, passed: timedelta) -> datetime:
        due = _timetable(self).reached(passed)
        if due is None:
            raise self._exhausted()
        return due

    def _span_after(self, at: datetime) -> int:
        index = bisect_right(_timetable(self).closes, at)
        if index == len(_timetable(self).closes):
            raise self._exhausted()
        return index

    def _known(self, at: datetime) -> datetime:
        """Return *at* in UTC, if it has an offset and lies on a day that is known."""
        if at.tzinfo is None:
            raise ValueError(f"{at.isoformat()} has no offset from UTC")
        table = _timetable(self)
        if not table.begins <= at <= table.ends:
            raise self._exhausted()
        return at if at.tzinfo is UTC else at.astimezone(UTC)

    def _at(self, day: date, hour: time) -> datetime:
        return instant(datetime.combine(day, hour), self.offsets)

    def _exhausted(self) -> CalendarExhausted:
        return CalendarExhausted(calendar=self.version, first=self.first, last=self.last)

    def _works(self, day: date) -> bool:
        if day.weekday() in MONDAY_TO_FRIDAY:
            return day not in self.days_off
        return day in self.days_on


@lru_cache(maxsize=64)
def intern(calendar: Calendar) -> Calendar:
    """Return the one object that stands for all calendars equal to *calendar*."""
    return calendar


@lru_cache(maxsize=64)
def _timetable(calendar: Calendar) -> Timetable:
    with _LAYING:  # many appeals meet a new calendar at once: one lays it out, the others wait
        return _laid(calendar)


@lru_cache(maxsize=64)
def _laid(calendar: Calendar) -> Timetable:
    return Timetable.of(calendar.spans(), *calendar.limits())


def _merged(intervals: Sequence[Interval]) -> list[Interval]:
    """Return the same time as *intervals* cover, in order and without overlaps."""
    result: list[Interval] = []
    for interval in sorted(intervals, key=lambda each: each.start):
        if result and interval.start <= result[-1].end:
            result[-1] = Interval(result[-1].start, max(result[-1].end, interval.end))
        else:
            result.append(interval)
    return result


def calendar_for(country: Calendar, region: str, received_at: datetime) -> Calendar:
    """Return what an appeal of *region* that was received then carries of its *country*'s calendar."""
    return intern(country.since(received_at.astimezone(UTC).year, region))
