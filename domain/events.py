"""What happened to an appeal. Participles; written once, kept for years, never changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.clocks import ClockKind
from domain.ladder import Rank
from domain.people import Group, Person
from domain.plan import Plan, Specialty, Step
from domain.tasks import Ground, HandBackReason, HoldReason, Purpose, ReferralReason, TaskOutcome
from domain.terms import Term
from domain.workdays import Calendar


class Outcome(StrEnum):
    """How an appeal ended."""

    RESOLVED = "resolved"
    EXPLAINED = "explained"
    REFUSED = "refused"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Registered:
    """The appeal exists: its talon was given."""

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


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """Work waits in a group: handed over (``offered``), or simply there (ready)."""

    task: UUID
    purpose: Purpose
    step: Step
    group: Group
    offered: bool
    mandatory: bool = False
    specialty: Specialty | None = None
    origin: UUID | None = None
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class TaskClaimed:
    """One person holds the task."""

    task: UUID
    holder: UUID


@dataclass(frozen=True, slots=True)
class LeaseRenewed:
    """The holder said again that the work is going on."""

    task: UUID


@dataclass(frozen=True, slots=True)
class LeaseLapsed:
    """The holder slept on the task, so it went back to the group."""

    task: UUID
    holder: UUID | None


@dataclass(frozen=True, slots=True)
class TaskReleased:
    """The task went back to the group by somebody's will."""

    task: UUID
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class HandOffDeclined:
    """The receiver did not take the work."""

    task: UUID
    reason: HandBackReason
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class TaskReturned:
    """The holder gave the work back to its sender."""

    task: UUID
    reason: HandBackReason
    text: UUID | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class TaskReassigned:
    """The task moved to another person or group; its clocks go on."""

    task: UUID
    group: Group
    holder: UUID | None
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class TaskHeld:
    """The holder put the task aside until a moment."""

    task: UUID
    until: datetime
    reason: HoldReason
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class TaskResumed:
    """The task is worked on again."""

    task: UUID
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class TaskCompleted:
    """The task ended with an outcome."""

    task: UUID
    outcome: TaskOutcome
    ground: Ground | None = None
    text: UUID | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class TaskCancelled:
    """The task is no longer needed."""

    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Referred:
    """The holder of the main path sent the appeal on."""

    task: UUID
    step: Step
    group: Group
    reason: ReferralReason
    text: UUID | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class StepPassedOver:
    """The appeal went past a step of its path."""

    step: Step
    reason: ReferralReason


@dataclass(frozen=True, slots=True)
class StepLapsed:
    """Nobody decided in time, so the policy sends the appeal on."""

    task: UUID
    step: Step
    due: datetime


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
    """The appeal ended."""

    outcome: Outcome
    ground: Ground | None = None
    into: UUID | None = None
    text: UUID | None = None


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


TaskEnd = HandOffDeclined | TaskReturned | TaskCompleted | TaskCancelled | Referred | StepLapsed
TaskEvent = (
    TaskOpened
    | TaskClaimed
    | LeaseRenewed
    | LeaseLapsed
    | TaskReleased
    | TaskReassigned
    | TaskHeld
    | TaskResumed
    | TaskEnd
)
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
Event = Registered | TaskEvent | ClockEvent | AppealEvent


@dataclass(frozen=True, slots=True)
class Fact:
    """An event with its place in the appeal's history: when, in which order, by whom, by which command."""

    seq: int
    at: datetime
    event: Event
    by: Person | None = None
    command: UUID | None = None
