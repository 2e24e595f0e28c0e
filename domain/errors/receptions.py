"""Refusals of personal receptions; a branch of domain/errors/base.py."""

from domain.errors.base import Conflict, Forbidden, Invalid


class NotYourReception(Forbidden):
    """The reception belongs to another ``organisation``."""

    code = "not_your_reception"


class ReceptionCancelled(Conflict):
    """The reception has been cancelled."""

    code = "reception_cancelled"


class ReceptionStarted(Conflict):
    """A reception that began at ``begins`` can be neither moved nor cancelled."""

    code = "reception_started"


class ReceptionNotStarted(Conflict):
    """The reception does not begin before ``begins``."""

    code = "reception_not_started"


class ReceptionEnded(Conflict):
    """The reception ended at ``ended``; a visit is recorded on the same day."""

    code = "reception_ended"


class ReceptionsOverlap(Conflict):
    """The same person receives elsewhere from ``begins`` to ``ends``."""

    code = "receptions_overlap"


class OfficialNotEligible(Invalid):
    """Only heads and deputies hold receptions, each in their own ``organisation``."""

    code = "official_not_eligible"


class InvalidHours(Invalid):
    """A reception must end after it begins, on the same day."""

    code = "invalid_hours"


class UnknownBooking(Invalid):
    """The number ``booking`` is not booked, or that visitor has been received."""

    code = "unknown_booking"
