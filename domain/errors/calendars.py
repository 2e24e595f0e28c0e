"""Refusals of calendar amendments; a branch of domain/errors/base.py."""

from domain.errors.base import Conflict, Invalid


class CalendarNotInForce(Conflict):
    """The change was based on ``version``, but ``in_force`` has been made current since."""

    code = "calendar_not_in_force"


class CalendarHasNoClosing(Invalid):
    """Offices that are always open have no days to move."""

    code = "calendar_has_no_closing"


class AlreadyDayOff(Invalid):
    """This ``day`` is off already."""

    code = "already_day_off"


class AlreadyWorkingDay(Invalid):
    """This ``day`` is worked already."""

    code = "already_working_day"


class DayOffNationwide(Invalid):
    """This ``day`` is off in the whole country: it is not worked in one ``region`` alone."""

    code = "day_off_nationwide"


class DayNotEstimated(Invalid):
    """This ``day`` is not estimated, so it cannot be confirmed."""

    code = "day_not_estimated"


class NoWorkingDay(Invalid):
    """No working day would be left in ``year``."""

    code = "no_working_day"
