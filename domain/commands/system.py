"""Commands that the system issues to itself."""

from dataclasses import dataclass
from uuid import UUID

from domain.state.clock import ClockKind


@dataclass(frozen=True, slots=True)
class FireDueClocks:
    """Record the automatic event of every clock whose moment has come."""


@dataclass(frozen=True, slots=True)
class ReportVacantLevel:
    """Record that the called level of the ladder is vacant, so the next one is called at once."""

    clock: ClockKind
    task: UUID | None
    level: int
