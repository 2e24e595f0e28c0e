"""Silences: automatic events of an act that was missing when its time ended."""

from domain.events.appeals import (
    BodyRegistrationRecorded,
    CommandRefused,
    InformationWaitLapsed,
    ReceiptOverdue,
)
from domain.events.clocks import Breached, Escalated
from domain.events.fact import Event, Fact
from domain.events.statutory import ComplaintWindowClosed, DeemedRefused, DefectCorrectionLapsed
from domain.events.tasks import LeaseLapsed, LeaseRenewed, StepLapsed, TaskClaimed, TaskReleased, TaskResumed

NOTIFIABLE_SILENCES = (
    Breached,
    ComplaintWindowClosed,
    DeemedRefused,
    DefectCorrectionLapsed,
    InformationWaitLapsed,
    ReceiptOverdue,
    StepLapsed,
)
"""Silences that the applicant may know about, and whose correction is therefore notified."""

POSSESSION_EVENTS = (LeaseRenewed, TaskClaimed, TaskReleased, TaskResumed)
LASTING_EVENTS = (BodyRegistrationRecorded, CommandRefused)
"""Events that stay true when a silence is corrected, for they depend on none."""

NEUTRAL_EVENTS = (*LASTING_EVENTS, *POSSESSION_EVENTS)


def is_silence(event: Event) -> bool:
    """Return whether *event* happened by itself because an act was missing, and would not have with it."""
    match event:
        case TaskResumed(automatic=automatic):
            return automatic
        case Escalated(moved_to=moved_to):
            return moved_to is not None
        case _:
            return isinstance(event, (LeaseLapsed, *NOTIFIABLE_SILENCES))


def is_act(fact: Fact) -> bool:
    """Return whether *fact* is an act of a person that decides more than who holds a task."""
    return fact.by is not None and not isinstance(fact.event, NEUTRAL_EVENTS)
