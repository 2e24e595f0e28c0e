"""The reckoning at the end: how every appeal stands, in parts that add up to the whole."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from domain.state.appeal import Status
from domain.state.task import Outcome
from runtime.demo.scenarios import FIGURES
from schemas.http.responses.views import AppealLine

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How many talons were given, and how many of those appeals stand how."""

    talons: int
    parts: Mapping[str, int]

    @property
    def adds_up(self) -> bool:
        """Tell whether every talon is in exactly one part."""
        return sum(self.parts.values()) == self.talons

    def __str__(self) -> str:
        named = " + ".join(f"{count:,} {name}" for name, count in self.parts.items())
        sign = "=" if self.adds_up else "≠"
        return f"{named} {sign} {self.talons:,}"


def reckon(talons: Collection[str], lines: Iterable[AppealLine]) -> Reckoning:
    """Count the appeals of *talons* by how they stand in *lines*."""
    given = set(talons)
    standing = {str(line.id): _part(line) for line in lines if str(line.id) in given}
    counted = Counter(standing.values())
    names = [*(str(outcome) for outcome in Outcome), OPEN]
    shown = {Outcome.RESOLVED, Outcome.EXPLAINED, OPEN}
    return Reckoning(len(given), {name: counted[name] for name in names if counted[name] or name in shown})


def published() -> str:
    """Return the figures that the play makes small."""
    return " + ".join(f"{each:,}" for each in FIGURES.values()) + f" = {sum(FIGURES.values()):,}"


def _part(line: AppealLine) -> str:
    return str(line.outcome) if line.status is Status.CLOSED and line.outcome else OPEN
