"""Events of clocks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.identity.people import Group
from domain.policy.escalation import EscalationTarget
from domain.state.clock import ClockKind
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
    """A clock ran out at ``due``."""

    clock: ClockKind
    task: UUID | None
    due_at: datetime
    skipped_shares: tuple[int, ...]
    mark_index: int


@dataclass(frozen=True, slots=True)
class Escalated:
    """A level of the ladder was called; ``collapsed`` are the lower ones that were missed.

    ``pulled_up`` says that it was called early because nobody stood on the level below;
    ``group`` is the fallback queue, if with this the task came into it.
    """

    clock: ClockKind
    task: UUID
    level: int
    target: EscalationTarget
    due_at: datetime
    skipped_levels: tuple[int, ...]
    mark_index: int
    early: bool = False
    moved_to: Group | None = None


@dataclass(frozen=True, slots=True)
class EscalationLevelVacant:
    """Nobody stood on a level of the ladder that was called."""

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
