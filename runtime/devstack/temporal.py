"""One Temporal dev server with a database file, or in memory for tests."""

import signal
import time
from pathlib import Path

from runtime.devstack.binaries import temporal_binary
from runtime.devstack.process import ChildProcess, die_with_parent, find_free_port, is_healthy
from runtime.errors import ActionableError
from runtime.temporal_client import SEARCH_ATTRIBUTES

NAMESPACE = "komek"
START_TIMEOUT_SECONDS = 60.0  # seconds for the server to answer
START_ATTEMPTS = 3  # its internal ports are chosen free, and may be taken until it listens on them
TIME_SKIPPING_OPTIONS = ("--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true")
DURABLE_OPTIONS = ("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL")


def search_attribute_options() -> list[str]:
    """Return the options that register Komek's search attributes: a workflow task fails on an unknown one."""
    pairs = [f"{key.name}={key.indexed_value_type.name.capitalize()}" for key in SEARCH_ATTRIBUTES]
    return [word for pair in pairs for word in ("--search-attribute", pair)]


class TemporalServer:
    """A server with its state in *folder* that listens on the loopback interface only."""

    def __init__(self, folder: Path, port: int = 0, ui_port: int = 0) -> None:
        self.folder = folder.resolve()
        self.port = port or find_free_port()
        self.ui_port = ui_port or find_free_port()
        self.process = ChildProcess(self.folder / "temporal.log")
        self.file = self.folder / "temporal.db"
        self._http_port = find_free_port()

    @property
    def address(self) -> str:
        """The address for clients and workers."""
        return f"127.0.0.1:{self.port}"

    @property
    def ui_url(self) -> str:
        """The address of the Web UI."""
        return f"http://127.0.0.1:{self.ui_port}/namespaces/{NAMESPACE}/workflows"

    def start(self) -> None:
        """Start the server and return when Komek's namespace is available.

        Raises ActionableError with the end of the server's log if it exits each time or does not answer.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for _ in range(START_ATTEMPTS):
            self.process.start(die_with_parent(self._command_line(), signal.SIGTERM))
            if self._wait_until_healthy():
                return
            if self.process.is_alive():
                break
        self.stop()
        raise ActionableError(f"Temporal did not start; {self.process.log_tail(40)}")

    def _command_line(self) -> list[str]:
        return [
            *(str(temporal_binary()), "server", "start-dev", "--ip", "127.0.0.1"),
            *("--port", str(self.port), "--ui-port", str(self.ui_port), "--http-port", str(self._http_port)),
            *("--namespace", NAMESPACE, "--db-filename", str(self.file), *DURABLE_OPTIONS),
            *search_attribute_options(),
            *("--ui-disable-news-fetch", "--log-level", "warn"),
        ]

    def _wait_until_healthy(self) -> bool:
        """Return whether the server answers, as soon as it does or has exited, at most after the timeout."""
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not is_healthy(self._http_port, f"/api/v1/namespaces/{NAMESPACE}"):
            if not self.process.is_alive() or time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def stop(self) -> None:
        """Stop the server."""
        self.process.stop(signal.SIGTERM, patience=15)
