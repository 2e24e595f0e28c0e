"""What happened to a task, or to the step it stands for. Participles; part of the catalogue in events."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.people import Group
from domain.policy.plan import Specialty, Step
from domain.state.task import Duty, Ground, HandBackReason, HoldReason, Purpose, ReferralReason, TaskOutcome
from domain.worktime.terms import Term


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """Work waits in a group: handed over (``offered``), or simply there (ready)."""

    task: UUID
    purpose: Purpose
    step: Step
    group: Group
    is_offered: bool
    mandatory: bool = False
    specialty: Specialty | None = None
    origin_task: UUID | None = None
    text: UUID | None = None
    duty: Duty | None = None
    rule_id: str = ""
    budget: Term | None = None
    urgent: bool = False


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
    superior: Group | None = None


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
    automatic: bool = False


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
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class StepSkipped:
    """The appeal went past a step of its path."""

    step: Step
    reason: ReferralReason


@dataclass(frozen=True, slots=True)
class StepLapsed:
    """Nobody decided in time, so the policy sends the appeal on."""

    task: UUID
    step: Step
    due_at: datetime


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
