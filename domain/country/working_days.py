"""The working week, and the day on which an appeal counts as received."""

from datetime import datetime

WORKING_WEEKDAYS = range(5)  # Monday to Friday, as numbers of date.weekday()


def registration_time(received_at: datetime, *, next_opening: datetime, is_working_day: bool) -> datetime:
    """Return the time at which an appeal received at *received_at* is registered (АППК 64(3)).

    That is the same moment on a working day, even before opening; after closing or on a day off, the
    *next_opening*. *is_working_day* states whether the working day of *received_at* has not closed yet.
    """
    return received_at if is_working_day else next_opening
