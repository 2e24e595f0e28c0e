"""A `komek` command that runs as a part of the stack: the worker, the API."""

import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from runtime.devstack.process import ChildProcess, die_with_parent
from runtime.errors import ActionableError

START_TIMEOUT_SECONDS = 60.0  # seconds until it must be ready


def komek_command(*words: str) -> list[str]:
    """Return the command line of one of our own commands."""
    return [sys.executable, "-P", "-m", "runtime.cli.main", *words]


class KomekProcess:
    """One long-lived command with its log beside the data."""

    def __init__(
        self, name: str, word: str, folder: Path, environment: Mapping[str, str], drain: float
    ) -> None:
        self.name = name
        self.process = ChildProcess(folder / f"{word}.log")
        self._subcommand = word
        self._environment = environment
        self._drain_seconds = drain

    def start(self) -> None:
        """Start it and do not wait for it."""
        self.process.start(
            die_with_parent(komek_command(self._subcommand), signal.SIGTERM), self._environment
        )

    def stop(self) -> None:
        """Let it finish what it has begun."""
        self.process.stop(signal.SIGTERM, self._drain_seconds + 5)

    def wait_until_ready(self, is_ready: Callable[[], bool]) -> None:
        """Return when it is ready, or tell why it never will be."""
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not is_ready():
            if not self.process.is_alive() or time.monotonic() > deadline:
                raise ActionableError(f"{self.name} did not start; {self.process.log_tail()}")
            time.sleep(0.1)
