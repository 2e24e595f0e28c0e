"""A `komek` command that runs as a component of the stack: the worker or the API."""

import signal
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from runtime.devstack.process import ChildProcess, die_with_parent
from runtime.errors import ActionableError

START_TIMEOUT_SECONDS = 60.0  # seconds for the command to become ready


def komek_command(*words: str) -> list[str]:
    """Return the command line of a `komek` command."""
    return [sys.executable, "-P", "-m", "runtime.cli.main", *words]


class KomekProcess:
    """A long-running command with its log in the data folder."""

    def __init__(
        self, name: str, word: str, folder: Path, environment: Mapping[str, str], drain: float
    ) -> None:
        self.name = name
        self.process = ChildProcess(folder / f"{word}.log")
        self._subcommand = word
        self._environment = environment
        self._drain_seconds = drain

    def start(self) -> None:
        """Start the command without waiting for it."""
        self.process.start(
            die_with_parent(komek_command(self._subcommand), signal.SIGTERM), self._environment
        )

    def stop(self) -> None:
        """Stop the command after it has finished its current work."""
        self.process.stop(signal.SIGTERM, self._drain_seconds + 5)

    def wait_until_ready(self, is_ready: Callable[[], bool]) -> None:
        """Return when the command is ready. Raises ActionableError if it cannot become ready."""
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not is_ready():
            if not self.process.is_alive() or time.monotonic() > deadline:
                raise ActionableError(f"{self.name} did not start; {self.process.log_tail()}")
            time.sleep(0.1)
