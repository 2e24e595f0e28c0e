"""`python -m bench [--json FILE] [--quick]`: measure all in one run, and tell which promise is broken."""

import argparse
import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.console import Console

from bench import history_cost as traces
from bench import inbox, intake_latency, lateness, memory
from bench import throughput as lives
from bench.environment import Stage, stage
from bench.figures import PROMISES, Measured, broken, show


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything is measured."""

    lives: int
    rounds: int
    traces: int
    open_workflows: int
    inbox: tuple[int, ...]
    pages: int
    talon_seconds: int
    clocks: int
    clocks_within: timedelta


FULL = Sizes(40, 10, 10, 500, (10_000, 100_000, 1_000_000), 400, 30, 1_000, timedelta(minutes=1))
QUICK = Sizes(16, 2, 2, 60, (1_000, 10_000, 50_000), 100, 5, 60, timedelta(seconds=5))

Parts = dict[str, Callable[[Stage], Coroutine[Any, Any, Measured]]]


def main() -> int:
    """Measure, show, and return 1 if a bound is broken."""
    asked = _asked()
    sizes, console = QUICK if asked.quick else FULL, Console()
    began, load = time.monotonic(), os.getloadavg()
    figures: dict[str, float] = {}
    raw: dict[str, Any] = {"sizes": {name: str(size) for name, size in asdict(sizes).items()}}
    with stage() as parts:
        for name, measure in _parts(sizes).items():
            console.print(f"bench: {name}", highlight=False)
            measured = asyncio.run(measure(parts))
            figures |= measured.figures
            raw |= measured.raw
    raw["machine"] = {"cpus": os.cpu_count(), "load_before": load, "seconds": time.monotonic() - began}
    show(figures, console)
    if asked.json:
        ordered = {each.key: figures[each.key] for each in PROMISES}
        asked.json.write_text(json.dumps({**ordered, "raw": raw}, indent=2) + "\n", "utf-8")
    return 1 if broken(figures) else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure Komek beside the barest thing.")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there")
    parser.add_argument("--quick", action="store_true", help="small numbers, to see that it works")
    return parser.parse_args()


def _parts(sizes: Sizes) -> Parts:
    """Return what is measured, in order, by what a person is told meanwhile."""
    return {
        "whole lives": lambda parts: lives.measure(parts, lives=sizes.lives, rounds=sizes.rounds),
        "what a life leaves behind": lambda parts: traces.measure(parts, lives=sizes.traces),
        "memory of open workflows": lambda parts: memory.measure(parts, workflows=sizes.open_workflows),
        "pages of the inbox": lambda parts: inbox.measure(parts, sizes=sizes.inbox, pages=sizes.pages),
        "talons": lambda parts: intake_latency.measure(parts, seconds=sizes.talon_seconds),
        "lateness of clocks": lambda parts: lateness.measure(
            parts, clocks=sizes.clocks, within=sizes.clocks_within
        ),
    }


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    os._exit(code)  # Temporal's threads may reach for an interpreter that is half gone
