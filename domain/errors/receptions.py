"""The refusals of personal receptions. A branch of domain/errors/base.py."""

from domain.errors.base import Conflict, Forbidden, Invalid


class NotYourReception(Forbidden):
    """The reception is another ``organisation``'s."""

    code = "not_your_reception"


class ReceptionCancelled(Conflict):
    """The reception will not take place."""

    code = "reception_cancelled"


class ReceptionBegun(Conflict):
    """What began at ``begins`` is neither moved nor cancelled any more."""

    code = "reception_begun"


class ReceptionNotBegun(Conflict):
    """Nobody is received before ``begins``."""

    code = "reception_not_begun"


class ReceptionOver(Conflict):
    """The reception ended at ``ended``: what was not solved there is written down the same day."""

    code = "reception_over"


class ReceptionsOverlap(Conflict):
    """The same person receives elsewhere from ``begins`` to ``ends``."""

    code = "receptions_overlap"


class NotAReceiver(Invalid):
    """Heads and deputies receive people themselves, each in their own ``organisation``."""

    code = "not_a_receiver"


class WrongHours(Invalid):
    """A reception ends after it begins, on the same day."""

    code = "wrong_hours"


class UnknownBooking(Invalid):
    """Nobody is booked under this ``booking``, or whoever was has been received."""

    code = "unknown_booking"
