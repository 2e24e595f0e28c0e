"""A fact: an event with its sequence number, time, author and command."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.events.appeals import (
    BodyRegistrationRecorded,
    Closed,
    CommandRefused,
    HelpGranted,
    InformationProvided,
    InformationRequested,
    InformationWaitLapsed,
    ReceiptConfirmed,
    ReceiptOverdue,
    Registered,
    RegisteredLate,
    Reopened,
    TakenOver,
)
from domain.events.clocks import (
    Breached,
    Escalated,
    EscalationLevelVacant,
    Extended,
    SilenceCorrected,
    Warned,
)
from domain.events.corrections import CorrectionEvent
from domain.events.statutory import ActEvent
from domain.events.tasks import StepSkipped, TaskEvent
from domain.identity.people import Person

ClockEvent = Warned | Breached | Escalated | EscalationLevelVacant | Extended | SilenceCorrected


AppealEvent = (
    StepSkipped
    | InformationRequested
    | InformationProvided
    | InformationWaitLapsed
    | HelpGranted
    | ReceiptOverdue
    | ReceiptConfirmed
    | Closed
    | Reopened
    | CommandRefused
    | RegisteredLate
    | TakenOver
    | BodyRegistrationRecorded
)


Event = Registered | TaskEvent | ClockEvent | AppealEvent | CorrectionEvent | ActEvent


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with its sequence number, time, author and command."""

    seq: int
    at: datetime
    event: Event
    by: Person | None = None
    command: UUID | None = None
