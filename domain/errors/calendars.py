"""The refusals of a change to the calendar. A branch of domain/errors/base.py."""

from domain.errors.base import Conflict, Invalid


class CalendarNotInForce(Conflict):
    """The change was made to ``version``, but ``in_force`` is in force: somebody was faster."""

    code = "calendar_not_in_force"


class CalendarHasNoClosing(Invalid):
    """Offices that never close have no days to move."""

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
    """This ``day`` is no estimate that could be confirmed."""

    code = "day_not_estimated"


class NoWorkingDay(Invalid):
    """No working day would be left in ``year``."""

    code = "no_working_day"
