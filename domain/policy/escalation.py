"""The escalation ladder: whom a late task is shown to, level by level, until somebody acts."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.identity.people import Group, Role
from domain.worktime.terms import Term


class Rank(StrEnum):
    """Who stands on a level."""

    HOLDER = "holder"
    SUPERVISOR = "supervisor"
    HEAD = "head"
    FALLBACK = "fallback"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Level:
    """One level: how long after the due time it is reached, and who is called."""

    after: Term
    to: Rank


@dataclass(frozen=True, slots=True)
class Ladder:
    """Levels in rising order. The last one calls the operator, and repeats until somebody acts."""

    levels: tuple[Level, ...]
    repeat: Term

    def __post_init__(self) -> None:
        if not self.levels or self.levels[-1].to is not Rank.OPERATOR:
            raise ValueError("a ladder ends at the operator, or a late task could be forgotten")
        if not self.repeat.amount:
            raise ValueError("the operator is called again after a while, not at once and for ever")

    def level(self, number: int) -> Level:
        """Return level *number*, counted from 1; past the top it is the top again."""
        return self.levels[min(number, len(self.levels)) - 1]


@dataclass(frozen=True, slots=True)
class Posts:
    """Where somebody stands: the groups that have people, the regions that have a head, and who has left."""

    groups: frozenset[Group] = frozenset()
    heads: frozenset[str] = frozenset()
    left: frozenset[UUID] = frozenset()

    def reached(self, rank: Rank, group: Group, holder: UUID | None, region: str) -> bool:
        """Tell whether calling *rank* about a task of *group* in *region* reaches anybody.

        That nobody holds a task the rules know themselves; an operator is always there.
        """
        match rank:
            case Rank.HOLDER:
                return holder not in self.left
            case Rank.SUPERVISOR:
                return Group(group.organisation, Role.SUPERVISOR) in self.groups
            case Rank.HEAD:
                return region in self.heads
            case Rank.FALLBACK:
                return group in self.groups
            case _:
                return True
