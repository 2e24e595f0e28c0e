"""Tasks: units of work that wait in a group's inbox and are held by one person at a time."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from domain.identity.people import Group
from domain.policy.plan import Specialty, Step
from domain.worktime.terms import Term


class Purpose(StrEnum):
    """The reason for which the task exists."""

    WORK = "work"
    SIDE = "side"
    CALL_BACK = "call_back"
    DUTY = "duty"


class Duty(StrEnum):
    """The kind of a task that the law requires beside the work on the appeal itself."""

    NOTICE = "notice"  # notify the applicant, with proof of delivery
    HEARING_PROTOCOL = "hearing_protocol"
    RECUSAL = "recusal"
    CASE_FILE = "file"


OFF_MAIN_PATH = frozenset({Purpose.SIDE, Purpose.DUTY})  # not on the appeal's own path


class TaskState(StrEnum):
    """The state of a task; the last four are terminal."""

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
    """The outcome of a completed task; on the main path it decides the appeal."""

    RESOLVED = "resolved"
    EXPLAINED = "explained"
    REFUSED = "refused"
    TERMINATED = "terminated"
    REFERRED = "referred"
    ANSWERED = "answered"
    RECEIVED = "received"
    NOT_RECEIVED = "not_received"


class Outcome(StrEnum):
    """The outcome of an appeal."""

    RESOLVED = "resolved"
    EXPLAINED = "explained"
    REFUSED = "refused"
    TERMINATED = "terminated"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    RETURNED = "returned"
    ATTACHED = "attached"


class Ground(StrEnum):
    """The ground for refusing help or terminating the procedure."""

    NO_RIGHT = "no_right"
    NO_RESOURCES = "no_resources"
    NO_SUBSTANCE = "no_substance"
    ALREADY_DECIDED = "already_decided"
    COURT_ACT = "court_act"
    ANONYMOUS = "anonymous"
    OTHER = "other"


class HandBackReason(StrEnum):
    """The reason for declining a hand-off or returning a task."""

    NOT_COMPETENT = "not_competent"
    WRONG_REGION = "wrong_region"
    DUPLICATE = "duplicate"
    INCOMPLETE = "incomplete"
    NO_STAFF = "no_staff"
    OTHER = "other"


class ReferralReason(StrEnum):
    """The reason for referring an appeal."""

    OTHER_COMPETENT_BODY = "other_competent_body"
    NEEDS_LAWYER = "needs_lawyer"
    NEEDS_PSYCHOLOGIST = "needs_psychologist"
    NEEDS_RESOURCES = "needs_resources"
    OTHER = "other"


class HoldReason(StrEnum):
    """The reason for holding a task until a date."""

    AWAITING_THIRD_PARTY = "awaiting_third_party"
    SCHEDULED_VISIT = "scheduled_visit"
    ON_LEAVE = "on_leave"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Task:
    """One task of an appeal; ``origin_task`` is the task it was handed over from.

    A duty has the ``rule_id`` of the legal rule that requires it, and that rule's own ``budget``.
    ``previous_organisations`` had the task, in order, before it was moved to another one. A task
    ``is_accepted`` once a person of its present organisation has claimed it.
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
    previous_organisations: tuple[str, ...] = ()
    is_accepted: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether the task has not ended."""
        return self.state in OPEN

    def moved_to(self, group: Group) -> "Task":
        """Return the task in another *group*."""
        if group.organisation == self.group.organisation:
            return replace(self, group=group)
        previous = (*self.previous_organisations, self.group.organisation)
        return replace(self, group=group, previous_organisations=previous, is_accepted=False)
