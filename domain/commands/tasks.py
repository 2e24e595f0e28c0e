"""Commands on tasks, as imperatives; every person's command names its sender.

A command contains no free text: ``text`` is the id of a text kept in Postgres.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from domain.identity.people import Group, Person
from domain.law.vocabulary import NO_DECISION_DETAILS, DecisionDetails, Notification
from domain.policy.plan import Specialty, Step
from domain.state.task import Ground, HandBackReason, HoldReason, ReferralReason, TaskOutcome


@dataclass(frozen=True, slots=True)
class Claim:
    """Claim a waiting task; for its present holder this renews the lease, for others it is refused."""

    by: Person
    task: UUID


@dataclass(frozen=True, slots=True)
class Release:
    """Release a claimed task to its group."""

    by: Person
    task: UUID
    override: bool = False


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept a hand-off, and hold the task; *number* is that of the receiver's own journal, if it has one."""

    by: Person
    task: UUID
    number: str | None = None
    registered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decline:
    """Decline a hand-off: the task goes back to its sender."""

    by: Person
    task: UUID
    reason: HandBackReason
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Complete:
    """Complete a task with an outcome; on the main path this decides the appeal, with a legal *verdict*."""

    by: Person
    task: UUID
    outcome: TaskOutcome
    ground: Ground | None = None
    text: UUID | None = None
    override: bool = False
    decision_details: DecisionDetails = NO_DECISION_DETAILS
    notification: Notification | None = None


@dataclass(frozen=True, slots=True)
class Refer:
    """Refer the appeal to a later step, or to another organisation of this one.

    ``to`` names the receiver's organisation; by default it is the policy's receiver.
    """

    by: Person
    task: UUID
    step: Step
    reason: ReferralReason
    to_organisation: str | None = None
    specialty: Specialty | None = None
    text: UUID | None = None
    override: bool = False
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """Return a task to the sender of the hand-off."""

    by: Person
    task: UUID
    reason: HandBackReason
    text: UUID | None = None
    override: bool = False


@dataclass(frozen=True, slots=True)
class Reassign:
    """Reassign a task to another person of the group, or to another group; its clocks are unchanged."""

    by: Person
    task: UUID
    group: Group
    holder: UUID | None = None
    text: UUID | None = None
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Hold a claimed task until a moment, at which it resumes by itself."""

    by: Person
    task: UUID
    until: datetime
    reason: HoldReason
    text: UUID | None = None

    def __post_init__(self) -> None:
        if self.until.tzinfo is None:
            raise ValueError(f"{self.until.isoformat()} has no offset from UTC")


@dataclass(frozen=True, slots=True)
class Resume:
    """Resume a held task before its time."""

    by: Person
    task: UUID


@dataclass(frozen=True, slots=True)
class HappenedOn:
    """The date on which an act really happened that is recorded later; ``reason`` is the id of a text."""

    date: date
    reason: UUID


@dataclass(frozen=True, slots=True)
class RequestInformation:
    """Request information from the citizen; clocks pause until the answer, or the end of the wait.

    Only the policy's clocks pause: the term of a law without suspension keeps running.
    """

    by: Person
    task: UUID
    text: UUID | None = None
    happened_on: HappenedOn | None = None


@dataclass(frozen=True, slots=True)
class OpenSideTask:
    """Open a side task in which a specialist or another agency does a part of the work of *task*."""

    by: Person
    task: UUID
    step: Step
    mandatory: bool
    to_organisation: str | None = None
    specialty: Specialty | None = None
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class CancelSideTask:
    """Cancel a side task that is no longer needed."""

    by: Person
    task: UUID
    text: UUID | None = None
