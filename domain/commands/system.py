"""Commands that the system issues to itself."""

from dataclasses import dataclass
from uuid import UUID

from domain.state.clock import ClockKind


@dataclass(frozen=True, slots=True)
class FireDueClocks:
    """Time speaks: every clock whose moment has come says so."""


@dataclass(frozen=True, slots=True)
class ReportVacantLevel:
    """Nobody stands on the level that was called, so the next one is called at once."""

    clock: ClockKind
    task: UUID | None
    level: int
