"""The figures of the benchmarks and their targets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Measurement:
    """The result of one benchmark: figures by key, and the raw samples."""

    figures: Mapping[str, float]
    raw_samples: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """A figure, its description and its bound; without a bound it is only reported."""

    key: str
    description: str
    minimum: float | None = None
    maximum: float | None = None

    def is_met(self, figure: float) -> bool:
        """Return whether *figure* is within the bound."""
        return (self.minimum is None or figure >= self.minimum) and (
            self.maximum is None or figure <= self.maximum
        )

    @property
    def bound_text(self) -> str:
        """Return the bound as text."""
        if self.minimum is not None:
            return f"≥ {self.minimum:g}"
        return f"≤ {self.maximum:g}" if self.maximum is not None else ""


TARGETS = (
    Target("throughput_ratio", "full appeals per second, relative to the baseline workflow", minimum=0.7),
    Target("events_per_task", "history events per human task", maximum=15),
    Target("transitions_per_task", "state transitions per human task", maximum=4.5),
    Target("history_kib_per_run", "KiB of history of a full run", maximum=18.2),
    Target("sql_per_transition", "Postgres round trips per recorded transition"),
    Target("claim_sql_round_trips", "Postgres round trips of a claim over HTTP", maximum=3),
    Target("intake_sql_round_trips", "Postgres round trips of an intake over HTTP", maximum=2),
    Target("inbox_growth", "inbox page p95, 1,000,000 open tasks relative to 10,000", maximum=1.5),
    Target("inbox_ratio", "inbox page p95, relative to a primary-key page", maximum=3),
    Target("talon_ratio", "talon p95 at 20 per second, relative to a one-row insert"),
    Target("worker_kib_per_workflow", "worker KiB per cached open workflow", maximum=120),
    Target("clock_lateness_p99_seconds", "p99 lateness of 1,000 clocks due within a minute"),
)


def percentile(samples: Sequence[float], share: float) -> float:
    """Return the smallest of *samples* that *share* (0 to 1) of them do not exceed."""
    return sorted(samples)[ceil(share * len(samples)) - 1]


def missed_targets(figures: Mapping[str, float]) -> list[str]:
    """Return the keys of the targets that *figures* miss."""
    return [each.key for each in TARGETS if each.key in figures and not each.is_met(figures[each.key])]


def print_table(figures: Mapping[str, float], console: Console) -> None:
    """Print a table of *figures* with their bounds."""
    table = Table(title="Benchmark results")
    for name in ("figure", "description", "measured", "bound", ""):
        table.add_column(name, justify="right" if name in ("measured", "bound") else "left")
    for each in TARGETS:
        if each.key in figures:
            figure = figures[each.key]
            mark = "" if not each.bound_text else "[green]✓[/]" if each.is_met(figure) else "[red]✗[/]"
            table.add_row(each.key, each.description, f"{figure:.4g}", each.bound_text, mark)
    console.print(table)
