"""Events of clocks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.people import Group
from domain.policy.escalation import EscalationTarget
from domain.state.clock import ClockKind
from domain.state.standing import Standing
from domain.worktime.terms import Term


@dataclass(frozen=True, slots=True)
class Warned:
    """A share of a clock's budget is used up, in percent."""

    clock: ClockKind
    task: UUID | None
    share: int
    skipped_shares: tuple[int, ...]
    mark_index: int


@dataclass(frozen=True, slots=True)
class Breached:
    """A clock ran out at ``due_at``."""

    clock: ClockKind
    task: UUID | None
    due_at: datetime
    skipped_shares: tuple[int, ...]
    mark_index: int


@dataclass(frozen=True, slots=True)
class Escalated:
    """A level of the ladder was called; ``skipped_levels`` are the lower ones that were missed.

    ``due_at`` is the moment of the level, ``late_since`` the end of the term. ``group`` is called: that
    of the task, or the fallback queue; ``holder`` held the task then.

    ``early`` states that it was called early because the level below was vacant; ``moved_to`` is the
    fallback queue, if the escalation moved the task there.
    """

    clock: ClockKind
    task: UUID
    level: int
    target: EscalationTarget
    due_at: datetime
    skipped_levels: tuple[int, ...]
    mark_index: int
    late_since: datetime
    group: Group
    holder: UUID | None = None
    early: bool = False
    moved_to: Group | None = None


@dataclass(frozen=True, slots=True)
class EscalationLevelVacant:
    """A called level of the ladder was vacant."""

    clock: ClockKind
    task: UUID
    level: int


@dataclass(frozen=True, slots=True)
class Extended:
    """The statute clock and the step's were extended."""

    term: Term
    old_due_at: datetime
    new_due_at: datetime
    text: UUID | None = None


@dataclass(frozen=True, slots=True)
class SilenceCorrected:
    """A silence was recorded although an act had been accepted before it: it is undone, and the act follows.

    ``undone`` are the numbers of the events that no longer count, and ``restored`` is the state without them;
    tasks that were opened by them are cancelled. ``corrected_at`` is when that was recorded. The applicant is
    notified, unless only the possession of a task was concerned.
    """

    accepted_at: datetime
    corrected_at: datetime
    undone: tuple[int, ...]
    restored: Standing
    is_notifiable: bool = True
