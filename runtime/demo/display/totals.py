"""The totals at the end: each talon counted by the outcome of its appeal."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from domain.state.appeal import Status
from domain.state.task import Outcome
from runtime.demo.simulation.scenarios import PUBLISHED_OUTCOMES
from schemas.http.responses.views import AppealListItemView

STILL_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Totals:
    """The number of talons issued, and of their appeals by outcome."""

    issued: int
    by_outcome: Mapping[str, int]

    @property
    def is_consistent(self) -> bool:
        """Return whether every talon is counted exactly once."""
        return sum(self.by_outcome.values()) == self.issued

    def __str__(self) -> str:
        named = " + ".join(f"{count:,} {name}" for name, count in self.by_outcome.items())
        sign = "=" if self.is_consistent else "≠"
        return f"{named} {sign} {self.issued:,}"


def count_totals(talons: Collection[str], lines: Iterable[AppealListItemView]) -> Totals:
    """Return the totals of the appeals of *talons*, by their outcomes in *lines*."""
    issued = set(talons)
    standing = {str(line.id): _outcome_key(line) for line in lines if str(line.id) in issued}
    counted = Counter(standing.values())
    names = [*(str(outcome) for outcome in Outcome), STILL_OPEN]
    shown = {Outcome.RESOLVED, Outcome.EXPLAINED, STILL_OPEN}
    return Totals(len(issued), {name: counted[name] for name in names if counted[name] or name in shown})


def published_figures() -> str:
    """Return the published figures that the demo scales down."""
    return (
        " + ".join(f"{each:,}" for each in PUBLISHED_OUTCOMES.values())
        + f" = {sum(PUBLISHED_OUTCOMES.values()):,}"
    )


def _outcome_key(line: AppealListItemView) -> str:
    return str(line.outcome) if line.status is Status.CLOSED and line.outcome else STILL_OPEN
