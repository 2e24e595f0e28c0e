"""One Temporal dev server over one file, or over memory for tests."""

import signal
import time
from pathlib import Path

from runtime.devstack.binaries import temporal_binary
from runtime.devstack.process import ChildProcess, die_with_parent, find_free_port, is_healthy
from runtime.errors import ActionableError
from runtime.temporal_client import SEARCH_ATTRIBUTES

NAMESPACE = "komek"
START_TIMEOUT_SECONDS = 60.0  # seconds until it must answer
TIME_SKIPPING_OPTIONS = ("--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true")
DURABLE_OPTIONS = ("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL")


def search_attribute_options() -> list[str]:
    """Return the options that register our search attributes: a workflow hangs on an unknown one."""
    pairs = [f"{key.name}={key.indexed_value_type.name.capitalize()}" for key in SEARCH_ATTRIBUTES]
    return [word for pair in pairs for word in ("--search-attribute", pair)]


class TemporalServer:
    """A server that keeps its state in *folder* and listens on the loopback alone."""

    def __init__(self, folder: Path, port: int = 0, ui_port: int = 0) -> None:
        self.folder = folder.resolve()
        self.port = port or find_free_port()
        self.ui_port = ui_port or find_free_port()
        self.process = ChildProcess(self.folder / "temporal.log")
        self.file = self.folder / "temporal.db"
        self._http_port = find_free_port()

    @property
    def address(self) -> str:
        """Where clients and workers find it."""
        return f"127.0.0.1:{self.port}"

    @property
    def ui_url(self) -> str:
        """Where a person sees our workflows."""
        return f"http://127.0.0.1:{self.ui_port}/namespaces/{NAMESPACE}/workflows"

    def start(self) -> None:
        """Return when the server answers for our namespace."""
        self.folder.mkdir(parents=True, exist_ok=True)
        words = [
            *(str(temporal_binary()), "server", "start-dev", "--ip", "127.0.0.1"),
            *("--port", str(self.port), "--ui-port", str(self.ui_port), "--http-port", str(self._http_port)),
            *("--namespace", NAMESPACE, "--db-filename", str(self.file), *DURABLE_OPTIONS),
            *search_attribute_options(),
            *("--ui-disable-news-fetch", "--log-level", "warn"),
        ]
        self.process.start(die_with_parent(words, signal.SIGTERM))
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not is_healthy(self._http_port, f"/api/v1/namespaces/{NAMESPACE}"):
            if not self.process.is_alive() or time.monotonic() > deadline:
                self.stop()
                raise ActionableError(f"Temporal did not start; {self.process.log_tail()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Write everything down and end."""
        self.process.stop(signal.SIGTERM, patience=15)
