"""Events of a task, or of the step it belongs to. Participles; part of the catalogue in events."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.people import Group
from domain.policy.plan import Specialty, Step
from domain.state.clock import Clock
from domain.state.task import Duty, Ground, HandBackReason, HoldReason, Purpose, ReferralReason, TaskOutcome
from domain.worktime.terms import Term


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """A task was opened in a group: as a hand-off (``offered``) or ready.

    ``considering_body`` is responsible for the decision from now on; None leaves it unchanged.
    """

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
    considering_body: Group | None = None
    considering_superior: Group | None = None


@dataclass(frozen=True, slots=True)
class TaskClaimed:
    """A person claimed the task."""

    task: UUID
    holder: UUID


@dataclass(frozen=True, slots=True)
class LeaseRenewed:
    """The holder renewed the lease."""

    task: UUID


@dataclass(frozen=True, slots=True)
class LeaseLapsed:
    """The lease ended without renewal, so the task went back to the group."""

    task: UUID
    holder: UUID | None


@dataclass(frozen=True, slots=True)
class TaskReleased:
    """The task was released to its group by a person."""

    task: UUID
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class HandOffDeclined:
    """The receiver declined the hand-off."""

    task: UUID
    reason: HandBackReason
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class TaskReturned:
    """The holder returned the work to its sender."""

    task: UUID
    reason: HandBackReason
    text: UUID | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class TaskReassigned:
    """The task was reassigned to another person or group; its clocks are unchanged.

    ``considering_body`` is that of TaskOpened.
    """

    task: UUID
    group: Group
    holder: UUID | None
    text: UUID | None = None
    superior: Group | None = None
    considering_body: Group | None = None
    considering_superior: Group | None = None


@dataclass(frozen=True, slots=True)
class TaskHeld:
    """The holder held the task until a moment."""

    task: UUID
    until: datetime
    reason: HoldReason
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class TaskResumed:
    """The held task was resumed."""

    task: UUID
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class TaskCompleted:
    """The task was completed with an outcome."""

    task: UUID
    outcome: TaskOutcome
    ground: Ground | None = None
    text: UUID | None = None
    overridden: bool = False


@dataclass(frozen=True, slots=True)
class TaskCancelled:
    """The task was cancelled as no longer needed."""

    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Referred:
    """The appeal was referred by the holder of its main task.

    The term begins again with the ``statute_clock`` where a public reception sent it to its body (76(2)).
    """

    task: UUID
    step: Step
    group: Group
    reason: ReferralReason
    text: UUID | None = None
    overridden: bool = False
    superior: Group | None = None
    statute_clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class StepSkipped:
    """A step of the appeal's path was skipped."""

    step: Step
    reason: ReferralReason


@dataclass(frozen=True, slots=True)
class StepLapsed:
    """The step was not decided in time, so the policy moved the appeal to the next one.

    ``statute_clock`` as in a referral.
    """

    task: UUID
    step: Step
    due_at: datetime
    statute_clock: Clock | None = None


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
