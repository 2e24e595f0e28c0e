"""The real parts to measure on, of their own and in a folder of their own: PostgreSQL as safe as it comes."""

import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from runtime.devstack.postgres import Postgres
from runtime.devstack.process import ChildProcess, die_with_parent
from runtime.devstack.temporal import NAMESPACE, TemporalServer
from runtime.errors import ActionableError
from runtime.settings import Settings
from store.database import migrate

TEMPLATE_DATABASE = "bench_template"
READY_LINE = "ready"
START_TIMEOUT_SECONDS = 60.0  # seconds until a process must be ready
STOP_TIMEOUT_SECONDS = 30.0  # seconds in which it must end


@dataclass
class Environment:
    """A PostgreSQL and a Temporal that only the benchmark knows."""

    folder: Path
    postgres: Postgres
    temporal: TemporalServer

    def create_database(self, name: str) -> str:
        """Make a migrated, empty database and return its address."""
        return self.postgres.create_database(name, TEMPLATE_DATABASE)

    def settings(self, database_url: str) -> Settings:
        """Return what one must know to find the parts."""
        return Settings(
            data=self.folder,
            database_url=database_url,
            temporal_address=self.temporal.address,
            temporal_namespace=NAMESPACE,
        )

    def process_environment(self, database_url: str) -> dict[str, str]:
        """Return the same for a process of its own."""
        return {
            "KOMEK_DATA": str(self.folder),
            "KOMEK_DATABASE_URL": database_url,
            "KOMEK_TEMPORAL_ADDRESS": self.temporal.address,
            "KOMEK_TEMPORAL_NAMESPACE": NAMESPACE,
        }

    @contextmanager
    def process(self, module: str, word: str, database_url: str) -> Iterator[ChildProcess]:
        """Run *module* as a process of its own, from when it says that it is ready until the end."""
        child = ChildProcess(self.folder / f"{module}-{word}-{time.monotonic_ns()}.log")
        command = die_with_parent([sys.executable, "-m", module, word], signal.SIGTERM)
        child.start(command, self.process_environment(database_url))
        try:
            _wait_until_ready(child, module)
            yield child
        finally:
            child.stop(signal.SIGTERM, STOP_TIMEOUT_SECONDS)


@contextmanager
def open_environment() -> Iterator[Environment]:
    """Set the stage, and clear it away afterwards."""
    with tempfile.TemporaryDirectory(prefix="komek-bench-") as name:
        folder = Path(name)
        parts = Environment(folder, Postgres(folder / "postgres"), TemporalServer(folder / "temporal"))
        try:
            parts.temporal.start()
            parts.postgres.start()
            migrate.upgrade_database(parts.postgres.create_database(TEMPLATE_DATABASE))
            yield parts
        finally:
            parts.postgres.stop()
            parts.temporal.stop()


def _wait_until_ready(child: ChildProcess, name: str) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while READY_LINE not in child.log.read_text("utf-8", errors="replace").split():
        if not child.is_alive() or time.monotonic() > deadline:
            raise ActionableError(f"{name} did not start; {child.log_tail()}")
        time.sleep(0.05)
