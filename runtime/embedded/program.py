"""A `komek` command that runs as a part of the stack: the worker, the API."""

import http.client
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

from runtime.embedded.process import PartFailed, bound_to_parent, spawn, stop, tail

PATIENCE = 60.0  # seconds until it must be ready


def komek(*words: str) -> list[str]:
    """Return the command line of one of our own commands."""
    return [sys.executable, "-P", "-m", "runtime.cli", *words]


class Program:
    """One long-lived command with its log beside the data."""

    def __init__(
        self, name: str, word: str, folder: Path, environment: Mapping[str, str], drain: float
    ) -> None:
        self.name = name
        self.log = folder / f"{word}.log"
        self._word = word
        self._environment = environment
        self._drain = drain
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process, 0 when there is none."""
        return self._child.pid if self._child else 0

    def is_alive(self) -> bool:
        """Tell whether it runs."""
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        """Start it and do not wait for it."""
        words = bound_to_parent(komek(self._word), signal.SIGTERM)
        self._child = spawn(words, self.log, self._environment)

    def stop(self) -> None:
        """Let it finish what it has begun."""
        if self._child is not None:
            stop(self._child, signal.SIGTERM, self._drain + 5)

    def wait_until_ready(self, port: int) -> None:
        """Return when it says on *port* that all it needs is there."""
        deadline = time.monotonic() + PATIENCE
        while not _is_ready(port):
            if not self.is_alive() or time.monotonic() > deadline:
                raise PartFailed(f"{self.name} did not start; its last words ({self.log}):\n{tail(self.log)}")
            time.sleep(0.1)


def _is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()
