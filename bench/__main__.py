"""`python -m bench [--json FILE] [--quick]`: run all benchmarks and report missed targets."""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.benchmarks import history_cost, inbox, intake_latency, lateness, memory, round_trips, throughput
from bench.environment import Environment, open_environment
from bench.figures import TARGETS, Measurement, missed_targets, print_table


@dataclass(frozen=True, slots=True)
class BenchmarkSizes:
    """The sizes of all benchmarks."""

    full_runs: int
    rounds: int
    traced_runs: int
    open_workflows: int
    inbox_sizes: tuple[int, ...]
    inbox_pages: int
    talon_seconds: int
    clocks: int
    clock_window: timedelta


FULL = BenchmarkSizes(40, 10, 10, 500, (10_000, 100_000, 1_000_000), 400, 30, 1_000, timedelta(minutes=1))
QUICK = BenchmarkSizes(16, 2, 2, 60, (1_000, 10_000, 50_000), 100, 5, 60, timedelta(seconds=5))

Benchmarks = dict[str, Callable[[Environment], Coroutine[Any, Any, Measurement]]]


def main() -> int:
    """Run the benchmarks, print the table, and return 1 if a target is missed."""
    asked = parse_arguments(sys.argv[1:])
    sizes, console = QUICK if asked.quick else FULL, Console()
    began, load = time.monotonic(), os.getloadavg()
    figures: dict[str, float] = {}
    raw: dict[str, Any] = {"sizes": {name: str(size) for name, size in asdict(sizes).items()}}
    with open_environment() as parts:
        for name, measure in _benchmarks(sizes).items():
            console.print(f"bench: {name}", highlight=False)
            measured = asyncio.run(measure(parts))
            figures |= measured.figures
            raw |= measured.raw_samples
    raw["machine"] = {"cpus": os.cpu_count(), "load_before": load, "seconds": time.monotonic() - began}
    print_table(figures, console)
    if asked.json:
        ordered = {each.key: figures[each.key] for each in TARGETS}
        asked.json.write_text(json.dumps({**ordered, "raw": raw}, indent=2) + "\n", "utf-8")
    return 1 if missed_targets(figures) else 0


def parse_arguments(words: Sequence[str]) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        prog="./dev bench", description="Measure Komek against a minimal baseline."
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument("--quick", action="store_true", help="small sizes, as a smoke test")
    return parser.parse_args(words)


def _benchmarks(sizes: BenchmarkSizes) -> Benchmarks:
    """Return the benchmarks in order, by the name that is printed."""
    return {
        "full runs": lambda parts: throughput.measure(parts, runs=sizes.full_runs, rounds=sizes.rounds),
        "history and SQL of a run": lambda parts: history_cost.measure(parts, runs=sizes.traced_runs),
        "round trips of a claim and an intake": lambda parts: round_trips.measure(
            parts, requests=sizes.traced_runs
        ),
        "memory of open workflows": lambda parts: memory.measure(parts, workflows=sizes.open_workflows),
        "pages of the inbox": lambda parts: inbox.measure(
            parts, sizes=sizes.inbox_sizes, pages=sizes.inbox_pages
        ),
        "talons": lambda parts: intake_latency.measure(parts, seconds=sizes.talon_seconds),
        "lateness of clocks": lambda parts: lateness.measure(
            parts, clocks=sizes.clocks, within=sizes.clock_window
        ),
    }


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # Temporal's threads may reach for an interpreter that is shutting down
