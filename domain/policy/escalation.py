"""The escalation ladder: the people called about a late task, level by level."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.identity.people import Group, Role
from domain.worktime.terms import Term


class EscalationTarget(StrEnum):
    """The recipient of the call on one level of the ladder."""

    HOLDER = "holder"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    FALLBACK = "fallback"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class EscalationLevel:
    """One level: the time after the due time at which it is reached, and who is called."""

    after: Term
    target: EscalationTarget


@dataclass(frozen=True, slots=True)
class Escalation:
    """Levels in rising order; the last one calls the operator, and repeats until the task is acted on."""

    levels: tuple[EscalationLevel, ...]
    repeat_every: Term

    def __post_init__(self) -> None:
        if not self.levels or self.levels[-1].target is not EscalationTarget.OPERATOR:
            raise ValueError("a ladder ends at the operator, or a late task could be forgotten")
        if not self.repeat_every.amount:
            raise ValueError("the operator is called again after a while, not at once and for ever")

    def level(self, number: int) -> EscalationLevel:
        """Return level *number*, counted from 1; beyond the last level, the last level."""
        return self.levels[min(number, len(self.levels)) - 1]


@dataclass(frozen=True, slots=True)
class Staffing:
    """Occupied positions: groups that have people, regions that have a head; and people who have left."""

    staffed_groups: frozenset[Group] = frozenset()
    regions_with_head: frozenset[str] = frozenset()
    departed: frozenset[UUID] = frozenset()

    def is_reachable(self, rank: EscalationTarget, group: Group, holder: UUID | None, region: str) -> bool:
        """Return whether a call to *rank* about a task of *group* in *region* reaches a person.

        A task without holder is handled by the rules themselves; the operator is always reachable.
        """
        match rank:
            case EscalationTarget.HOLDER:
                return holder not in self.departed
            case EscalationTarget.SUPERVISOR:
                return Group(group.organisation, Role.SUPERVISOR) in self.staffed_groups
            case EscalationTarget.HEAD:
                return region in self.regions_with_head
            case EscalationTarget.FALLBACK:
                return group in self.staffed_groups
            case _:
                return True
