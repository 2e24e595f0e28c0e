"""The calendar of urgent work: all hours open."""

from dataclasses import replace
from datetime import time
from functools import lru_cache

from domain.worktime.working_calendar import Calendar


@lru_cache(maxsize=64)
def round_the_clock(calendar: Calendar) -> Calendar:
    """Return *calendar* with all its hours open, nights and holidays too, as a version of its own."""
    if calendar.always_open:
        return calendar
    return replace(
        calendar,
        version=f"{calendar.version}+24/7",
        opening_time=time.min,
        closing_time=time.max,
        days_off=(),
        extra_working_days=(),
        estimated_days_off=(),
        always_open=True,
        regional_days_off=(),
    )
