"""What may be asked of an appeal. Imperatives; every person's command says who gives it.

Free text never stands in a command: ``text`` is the id of a text kept in Postgres.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.people import Group, Person
from domain.law.vocabulary import NO_DECISION_DETAILS, DecisionDetails
from domain.policy.plan import Specialty, Step
from domain.state.task import Ground, HandBackReason, HoldReason, ReferralReason, TaskOutcome


@dataclass(frozen=True, slots=True)
class Claim:
    """Take a waiting task. The same person again renews the lease; another gets a refusal."""

    by: Person
    task: UUID


@dataclass(frozen=True, slots=True)
class Release:
    """Give a claimed task back to its group."""

    by: Person
    task: UUID
    override: bool = False


@dataclass(frozen=True, slots=True)
class Accept:
    """Accept a hand-off: the work is ours, and mine."""

    by: Person
    task: UUID


@dataclass(frozen=True, slots=True)
class Decline:
    """Decline a hand-off: the work goes back to its sender."""

    by: Person
    task: UUID
    reason: HandBackReason
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class Complete:
    """End a task with an outcome. On the main path this decides the appeal; the *verdict* says it in law."""

    by: Person
    task: UUID
    outcome: TaskOutcome
    ground: Ground | None = None
    text: UUID | None = None
    override: bool = False
    decision_details: DecisionDetails = NO_DECISION_DETAILS


@dataclass(frozen=True, slots=True)
class Refer:
    """Send the appeal on: to a later step, or to another organisation of this one.

    ``to`` names the receiver's organisation; without it the policy's own receiver gets it.
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
    """Give a task back to whoever handed it over."""

    by: Person
    task: UUID
    reason: HandBackReason
    text: UUID | None = None
    override: bool = False


@dataclass(frozen=True, slots=True)
class Reassign:
    """Move a task to another person of the group, or to another group. Its clocks go on."""

    by: Person
    task: UUID
    group: Group
    holder: UUID | None = None
    text: UUID | None = None
    superior: Group | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """Put a claimed task aside until a moment; it comes back by itself."""

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
    """Take a held task up again before its time."""

    by: Person
    task: UUID


@dataclass(frozen=True, slots=True)
class RequestInformation:
    """Ask the citizen; clocks pause until the answer, or the end of the wait.

    They are the policy's own: the term of a law that knows no suspension goes on.
    """

    by: Person
    task: UUID
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class OpenSideTask:
    """Ask a specialist or another agency for a part of the work, beside the step of *task*."""

    by: Person
    task: UUID
    step: Step
    mandatory: bool
    to_organisation: str | None = None
    specialty: Specialty | None = None
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class CancelSideTask:
    """Withdraw a side task that is no longer needed."""

    by: Person
    task: UUID
    text: UUID | None = None
