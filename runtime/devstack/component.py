"""A `komek` command that runs as a part of the stack: the worker, the API."""

import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from runtime.devstack.process import Child, bound_to_parent
from runtime.errors import PartFailed

PATIENCE = 60.0  # seconds until it must be ready


def komek(*words: str) -> list[str]:
    """Return the command line of one of our own commands."""
    return [sys.executable, "-P", "-m", "runtime.cli.main", *words]


class Program:
    """One long-lived command with its log beside the data."""

    def __init__(
        self, name: str, word: str, folder: Path, environment: Mapping[str, str], drain: float
    ) -> None:
        self.name = name
        self.child = Child(folder / f"{word}.log")
        self._word = word
        self._environment = environment
        self._drain = drain

    def start(self) -> None:
        """Start it and do not wait for it."""
        self.child.begin(bound_to_parent(komek(self._word), signal.SIGTERM), self._environment)

    def stop(self) -> None:
        """Let it finish what it has begun."""
        self.child.end(signal.SIGTERM, self._drain + 5)

    def wait_until(self, is_ready: Callable[[], bool]) -> None:
        """Return when it is ready, or tell why it never will be."""
        deadline = time.monotonic() + PATIENCE
        while not is_ready():
            if not self.child.is_alive() or time.monotonic() > deadline:
                raise PartFailed(f"{self.name} did not start; {self.child.last_words()}")
            time.sleep(0.1)
