"""The open hours of a calendar laid end to end, so that working time is one subtraction."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Self

ZERO = timedelta()


@dataclass(frozen=True, slots=True)
class Timetable:
    """Open spans in order, and how much open time lies before each of them."""

    days: tuple[date, ...]  # the local day of each span
    opens: tuple[datetime, ...]
    closes: tuple[datetime, ...]
    passed: tuple[timedelta, ...]  # open time before each span, and at last the total
    begins: datetime  # nothing is known before
    ends: datetime  # nor after

    @classmethod
    def of(cls, spans: Iterable[tuple[date, datetime, datetime]], begins: datetime, ends: datetime) -> Self:
        """Lay *spans* (in order: day, opening, closing) end to end."""
        days, opens, closes = tuple(zip(*spans, strict=True)) or ((), (), ())
        lengths = (end - start for start, end in zip(opens, closes, strict=True))
        return cls(days, opens, closes, tuple(accumulate(lengths, initial=ZERO)), begins, ends)

    def passed_by(self, at: datetime) -> timedelta:
        """Return the open time from the beginning of the timetable until *at*."""
        index = bisect_right(self.opens, at) - 1
        if index < 0:
            return ZERO
        return self.passed[index] + (min(at, self.closes[index]) - self.opens[index])

    def reached(self, passed: timedelta) -> datetime | None:
        """Return the earliest instant by which *passed* (above zero) of open time has passed."""
        index = bisect_left(self.passed, passed)
        if index == len(self.passed):
            return None
        return self.opens[index - 1] + (passed - self.passed[index - 1])
