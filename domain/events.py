"""What happened to an appeal. Participles; written once, kept for years, never changed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.act_events import ActEvent
from domain.clocks import ClockKind
from domain.ladder import Rank
from domain.people import Group, Person
from domain.plan import Plan
from domain.task_events import (
    HandOffDeclined,
    LeaseLapsed,
    LeaseRenewed,
    Referred,
    StepLapsed,
    StepPassedOver,
    TaskCancelled,
    TaskClaimed,
    TaskCompleted,
    TaskEvent,
    TaskHeld,
    TaskOpened,
    TaskReassigned,
    TaskReleased,
    TaskResumed,
    TaskReturned,
)
from domain.tasks import Ground, Outcome
from domain.terms import Term
from domain.workdays import Calendar

__all__ = [
    "ActEvent",
    "AppealEvent",
    "Breached",
    "ClockEvent",
    "Closed",
    "CommandRefused",
    "Escalated",
    "Event",
    "Extended",
    "Fact",
    "HandOffDeclined",
    "HelpGranted",
    "InformationProvided",
    "InformationRequested",
    "InformationWaitLapsed",
    "LeaseLapsed",
    "LeaseRenewed",
    "LevelUnreachable",
    "Outcome",
    "ReceiptConfirmed",
    "ReceiptOverdue",
    "Referred",
    "Registered",
    "Reopened",
    "StepLapsed",
    "StepPassedOver",
    "TaskCancelled",
    "TaskClaimed",
    "TaskCompleted",
    "TaskEvent",
    "TaskHeld",
    "TaskOpened",
    "TaskReassigned",
    "TaskReleased",
    "TaskResumed",
    "TaskReturned",
    "Warned",
]


@dataclass(frozen=True, slots=True)
class Registered:
    """The appeal exists: its talon was given.

    A part of another appeal has that *parent*, and *bodies* that had it, whose *terms* began then.
    A complaint is *about* an appeal, *against* the body that decided it; those *barred* have no part in
    it. It came *late* where the time to complain was over; a part of one may have been *forwarded* before.
    """

    appeal: UUID
    number: str
    channel: str
    language: str
    topic: str
    region: str
    reception: str
    received_at: datetime
    registered_at: datetime
    plan: Plan
    calendar: Calendar
    demands: tuple[UUID, ...] = ()
    parent: UUID | None = None
    anonymous: bool = False
    about: UUID | None = None
    against: str = ""
    barred: tuple[UUID, ...] = ()
    recused: tuple[UUID, ...] = ()
    late: bool = False
    bodies: tuple[str, ...] = ()
    terms: tuple[datetime, ...] = ()
    forwarded: bool = False


@dataclass(frozen=True, slots=True)
class InformationRequested:
    """The citizen was asked: the clocks pause."""

    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class InformationProvided:
    """The citizen answered: the clocks go on."""

    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class InformationWaitLapsed:
    """The citizen did not answer within the longest wait: the clocks go on."""

    due: datetime


@dataclass(frozen=True, slots=True)
class Warned:
    """A share of a clock's budget is used up, in percent."""

    clock: ClockKind
    task: UUID | None
    share: int
    collapsed: tuple[int, ...]
    mark: int


@dataclass(frozen=True, slots=True)
class Breached:
    """A clock ran out at ``due``."""

    clock: ClockKind
    task: UUID | None
    due: datetime
    collapsed: tuple[int, ...]
    mark: int


@dataclass(frozen=True, slots=True)
class Escalated:
    """A level of the ladder was called; ``collapsed`` are the lower ones that were missed.

    ``pulled_up`` says that it was called early because nobody stood on the level below;
    ``group`` is the fallback queue, if with this the task came into it.
    """

    clock: ClockKind
    task: UUID
    level: int
    to: Rank
    due: datetime
    collapsed: tuple[int, ...]
    mark: int
    pulled_up: bool = False
    group: Group | None = None


@dataclass(frozen=True, slots=True)
class LevelUnreachable:
    """Nobody stood on a level of the ladder that was called."""

    clock: ClockKind
    task: UUID
    level: int


@dataclass(frozen=True, slots=True)
class Extended:
    """The statute clock and the step's were extended."""

    term: Term
    old_due: datetime
    new_due: datetime
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class HelpGranted:
    """The decision is made; the appeal waits until the help has arrived, a *term* at most."""

    task: UUID
    term: Term


@dataclass(frozen=True, slots=True)
class ReceiptOverdue:
    """Nobody said in time whether the help has arrived, so somebody calls."""

    due: datetime


@dataclass(frozen=True, slots=True)
class ReceiptConfirmed:
    """Somebody said whether the help has arrived."""

    received: bool
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Closed:
    """The appeal ended; there is a *window* of time to complain of it.

    It begins when the applicant is told by that *notice*; with the end itself, where there is none.
    Where it goes on in another one, that is called by its *number*.
    """

    outcome: Outcome
    ground: Ground | None = None
    into: UUID | None = None
    text: UUID | None = None
    window: Term | None = None
    notice: UUID | None = None
    number: str = ""


@dataclass(frozen=True, slots=True)
class Reopened:
    """The appeal was taken up again for the ``count``-th time."""

    count: int
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class CommandRefused:
    """An integrator's signal was refused; kept where the integrator can read it."""

    command: str
    code: str


ClockEvent = Warned | Breached | Escalated | LevelUnreachable | Extended
AppealEvent = (
    StepPassedOver
    | InformationRequested
    | InformationProvided
    | InformationWaitLapsed
    | HelpGranted
    | ReceiptOverdue
    | ReceiptConfirmed
    | Closed
    | Reopened
    | CommandRefused
)
Event = Registered | TaskEvent | ClockEvent | AppealEvent | ActEvent


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with its place in the appeal's history: when, in which order, by whom, by which command."""

    seq: int
    at: datetime
    event: Event
    by: Person | None = None
    command: UUID | None = None
