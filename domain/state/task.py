"""Human tasks: the unit of work that waits in a group's inbox and is held by one person at a time."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.identity.people import Group
from domain.policy.plan import Specialty, Step
from domain.worktime.terms import Term


class Purpose(StrEnum):
    """Why the task exists."""

    WORK = "work"
    SIDE = "side"
    CALL_BACK = "call_back"
    DUTY = "duty"


class Duty(StrEnum):
    """What the law asks for beside the work on the appeal itself, by a term of its own."""

    NOTICE = "notice"  # tell the applicant, with a proof of it
    HEARING_PROTOCOL = "hearing_protocol"
    RECUSAL = "recusal"
    CASE_FILE = "file"


OFF_MAIN_PATH = frozenset({Purpose.SIDE, Purpose.DUTY})  # not on the appeal's own path


class TaskState(StrEnum):
    """Where the task is. The last four are terminal."""

    READY = "ready"
    OFFERED = "offered"
    CLAIMED = "claimed"
    HELD = "held"
    COMPLETED = "completed"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    SUPERSEDED = "superseded"


WAITING = frozenset({TaskState.READY, TaskState.OFFERED})
WITH_HOLDER = frozenset({TaskState.CLAIMED, TaskState.HELD})
OPEN = WAITING | WITH_HOLDER


class TaskOutcome(StrEnum):
    """How a completed task ended; for the main path also what was decided about the appeal."""

    RESOLVED = "resolved"
    EXPLAINED = "explained"
    REFUSED = "refused"
    TERMINATED = "terminated"
    REFERRED = "referred"
    ANSWERED = "answered"
    RECEIVED = "received"
    NOT_RECEIVED = "not_received"


class Outcome(StrEnum):
    """How an appeal ended."""

    RESOLVED = "resolved"
    EXPLAINED = "explained"
    REFUSED = "refused"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    RETURNED = "returned"
    ATTACHED = "attached"


class Ground(StrEnum):
    """Why help was refused or the procedure terminated."""

    NO_RIGHT = "no_right"
    NO_RESOURCES = "no_resources"
    NO_SUBSTANCE = "no_substance"
    ALREADY_DECIDED = "already_decided"
    COURT_ACT = "court_act"
    ANONYMOUS = "anonymous"
    OTHER = "other"


class HandBackReason(StrEnum):
    """Why a hand-off is declined or a task returned."""

    NOT_COMPETENT = "not_competent"
    WRONG_REGION = "wrong_region"
    DUPLICATE = "duplicate"
    INCOMPLETE = "incomplete"
    NO_STAFF = "no_staff"
    OTHER = "other"


class ReferralReason(StrEnum):
    """Why the appeal goes on to somebody else."""

    OTHER_COMPETENT_BODY = "other_competent_body"
    NEEDS_LAWYER = "needs_lawyer"
    NEEDS_PSYCHOLOGIST = "needs_psychologist"
    NEEDS_RESOURCES = "needs_resources"
    OTHER = "other"


class HoldReason(StrEnum):
    """Why a holder puts a task aside until a date."""

    AWAITING_THIRD_PARTY = "awaiting_third_party"
    SCHEDULED_VISIT = "scheduled_visit"
    ON_LEAVE = "on_leave"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Task:
    """One task of an appeal. ``origin`` is the task it was handed over from.

    A duty has the *rule* of the law that asks for it, and that rule's own *budget*.
    """

    id: UUID
    purpose: Purpose
    step: Step
    group: Group
    state: TaskState
    opened_at: datetime
    state_since: datetime
    version: int
    mandatory: bool = False
    specialty: Specialty | None = None
    origin_task: UUID | None = None
    holder: UUID | None = None
    held_until: datetime | None = None
    duty: Duty | None = None
    rule_id: str = ""
    budget: Term | None = None
    urgent: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether anybody still has to do something about it."""
        return self.state in OPEN
