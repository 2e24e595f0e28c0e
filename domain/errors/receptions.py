"""The refusals of personal receptions. A branch of domain/errors/base.py."""

from domain.errors.base import Conflict, Forbidden, Invalid


class NotYourReception(Forbidden):
    """The reception is another ``organisation``'s."""

    code = "not_your_reception"


class ReceptionCancelled(Conflict):
    """The reception will not take place."""

    code = "reception_cancelled"


class ReceptionStarted(Conflict):
    """What began at ``begins`` is neither moved nor cancelled any more."""

    code = "reception_started"


class ReceptionNotStarted(Conflict):
    """Nobody is received before ``begins``."""

    code = "reception_not_started"


class ReceptionEnded(Conflict):
    """The reception ended at ``ended``: what was not solved there is written down the same day."""

    code = "reception_ended"


class ReceptionsOverlap(Conflict):
    """The same person receives elsewhere from ``begins`` to ``ends``."""

    code = "receptions_overlap"


class OfficialNotEligible(Invalid):
    """Heads and deputies receive people themselves, each in their own ``organisation``."""

    code = "official_not_eligible"


class InvalidHours(Invalid):
    """A reception ends after it begins, on the same day."""

    code = "invalid_hours"


class UnknownBooking(Invalid):
    """Nobody is booked under this ``booking``, or whoever was has been received."""

    code = "unknown_booking"
