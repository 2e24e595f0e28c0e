"""The reckoning at the end: how every appeal stands, in parts that add up to the whole."""

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
    """How many talons were given, and how many of those appeals stand how."""

    issued: int
    by_outcome: Mapping[str, int]

    @property
    def is_consistent(self) -> bool:
        """Tell whether every talon is in exactly one part."""
        return sum(self.by_outcome.values()) == self.issued

    def __str__(self) -> str:
        named = " + ".join(f"{count:,} {name}" for name, count in self.by_outcome.items())
        sign = "=" if self.is_consistent else "≠"
        return f"{named} {sign} {self.issued:,}"


def count_totals(talons: Collection[str], lines: Iterable[AppealListItemView]) -> Totals:
    """Count the appeals of *talons* by how they stand in *lines*."""
    given = set(talons)
    standing = {str(line.id): _outcome_key(line) for line in lines if str(line.id) in given}
    counted = Counter(standing.values())
    names = [*(str(outcome) for outcome in Outcome), STILL_OPEN]
    shown = {Outcome.RESOLVED, Outcome.EXPLAINED, STILL_OPEN}
    return Totals(len(given), {name: counted[name] for name in names if counted[name] or name in shown})


def published_figures() -> str:
    """Return the figures that the play makes small."""
    return (
        " + ".join(f"{each:,}" for each in PUBLISHED_OUTCOMES.values())
        + f" = {sum(PUBLISHED_OUTCOMES.values()):,}"
    )


def _outcome_key(line: AppealListItemView) -> str:
    return str(line.outcome) if line.status is Status.CLOSED and line.outcome else STILL_OPEN
