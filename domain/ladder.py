"""The escalation ladder: whom a late task is shown to, level by level, until somebody acts."""

from dataclasses import dataclass
from enum import StrEnum

from domain.terms import Term


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

    def level(self, number: int) -> Level:
        """Return level *number*, counted from 1; past the top it is the top again."""
        return self.levels[min(number, len(self.levels)) - 1]
