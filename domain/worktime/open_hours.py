"""The open hours of a calendar with their running total, so that working time is one subtraction."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from typing import Self

ZERO = timedelta()


@dataclass(frozen=True, slots=True)
class OpenHours:
    """Open spans in order, with the amount of open time before each of them."""

    local_days: tuple[date, ...]  # the local day of each span
    opens: tuple[datetime, ...]
    closes: tuple[datetime, ...]
    open_time_before: tuple[timedelta, ...]  # open time before each span, then the total
    known_from: datetime  # start of the known period
    known_until: datetime  # end of the known period

    @classmethod
    def from_spans(
        cls, spans: Iterable[tuple[date, datetime, datetime]], begins: datetime, ends: datetime
    ) -> Self:
        """Return the open hours of *spans*, ordered tuples of day, opening and closing."""
        days, opens, closes = tuple(zip(*spans, strict=True)) or ((), (), ())
        lengths = (end - start for start, end in zip(opens, closes, strict=True))
        return cls(days, opens, closes, tuple(accumulate(lengths, initial=ZERO)), begins, ends)

    def open_time_until(self, at: datetime) -> timedelta:
        """Return the open time from the beginning of the timetable until *at*."""
        index = bisect_right(self.opens, at) - 1
        if index < 0:
            return ZERO
        return self.open_time_before[index] + (min(at, self.closes[index]) - self.opens[index])

    def moment_after(self, passed: timedelta) -> datetime | None:
        """Return the earliest instant by which *passed* (above zero) of open time has passed, or None."""
        index = bisect_left(self.open_time_before, passed)
        if index == len(self.open_time_before):
            return None
        return self.opens[index - 1] + (passed - self.open_time_before[index - 1])
