"""What is promised: each figure, its bound, and whether it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Measured:
    """What one part of the benchmark found: figures by their keys, and what they were made of."""

    figures: Mapping[str, float]
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Promise:
    """A figure, in words, and the bound that it keeps; without a bound it is only told."""

    key: str
    words: str
    least: float | None = None
    most: float | None = None

    def holds(self, figure: float) -> bool:
        """Tell whether *figure* is within the bound."""
        return (self.least is None or figure >= self.least) and (self.most is None or figure <= self.most)

    @property
    def bound(self) -> str:
        """Return the bound as a person reads it."""
        if self.least is not None:
            return f"≥ {self.least:g}"
        return f"≤ {self.most:g}" if self.most is not None else ""


PROMISES = (
    Promise("lives_ratio", "whole lives a second, of a bare workflow's", least=0.7),
    Promise("events_per_task", "history events for each human task", most=15),
    Promise("transitions_per_task", "state transitions for each human task", most=4.5),
    Promise("sql_per_transition", "round trips to Postgres for each recorded transition"),
    Promise("inbox_growth", "inbox page p95, one million open tasks to ten thousand", most=1.5),
    Promise("inbox_ratio", "inbox page p95, to a bare primary-key page", most=3),
    Promise("talon_ratio", "talon p95 at 20 a second, to a bare one-row insert"),
    Promise("kib_per_workflow", "KiB of a worker for each cached open workflow", most=120),
    Promise("lateness_p99_seconds", "lateness p99 of a thousand clocks due in a minute"),
)


def percentile(samples: Sequence[float], share: float) -> float:
    """Return the least of *samples* that *share* (0 to 1) of them do not exceed."""
    return sorted(samples)[ceil(share * len(samples)) - 1]


def broken(figures: Mapping[str, float]) -> list[str]:
    """Return the keys of the promises that *figures* break."""
    return [each.key for each in PROMISES if each.key in figures and not each.holds(figures[each.key])]


def show(figures: Mapping[str, float], console: Console) -> None:
    """Print a table of *figures* with their bounds."""
    table = Table(title="Komek, measured")
    for name in ("figure", "what it is", "measured", "bound", ""):
        table.add_column(name, justify="right" if name in ("measured", "bound") else "left")
    for each in PROMISES:
        if each.key in figures:
            figure = figures[each.key]
            mark = "" if not each.bound else "[green]✓[/]" if each.holds(figure) else "[red]✗[/]"
            table.add_row(each.key, each.words, f"{figure:.4g}", each.bound, mark)
    console.print(table)
