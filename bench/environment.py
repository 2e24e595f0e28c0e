"""The benchmark environment: PostgreSQL with default durability, and Temporal, in a temporary folder."""

import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from runtime.devstack.postgres import Postgres
from runtime.devstack.process import ChildProcess, die_with_parent
from runtime.devstack.temporal import NAMESPACE, TemporalServer
from runtime.errors import ActionableError
from runtime.settings import Settings
from store.database import migrate

TEMPLATE_DATABASE = "bench_template"
READY_LINE = "ready"
START_TIMEOUT_SECONDS = 60.0  # seconds for a process to become ready
STOP_TIMEOUT_SECONDS = 30.0  # seconds for a process to exit
TALONS_PER_DATABASE = 1_000_000


@dataclass
class Environment:
    """A PostgreSQL and a Temporal server for the benchmarks only."""

    folder: Path
    postgres: Postgres
    temporal: TemporalServer
    _database_count: int = 0

    def create_database(self, name: str) -> str:
        """Create a migrated, empty database and return its URL.

        Its talon numbers are its own, because they name workflows on the one Temporal server.
        """
        url = self.postgres.create_database(name, TEMPLATE_DATABASE)
        numbers = sql.Identifier(f"talon_numbers_{datetime.now(UTC).year}")
        first = self._database_count * TALONS_PER_DATABASE + 1
        with psycopg.connect(url) as connection:
            connection.execute(sql.SQL("CREATE SEQUENCE {} START {}").format(numbers, sql.Literal(first)))
        self._database_count += 1
        return url

    def settings(self, database_url: str) -> Settings:
        """Return the settings that connect to the servers."""
        return Settings(
            data=self.folder,
            database_url=database_url,
            temporal_address=self.temporal.address,
            temporal_namespace=NAMESPACE,
        )

    def process_environment(self, database_url: str) -> dict[str, str]:
        """Return the same settings as environment variables of a process."""
        return {
            "KOMEK_DATA": str(self.folder),
            "KOMEK_DATABASE_URL": database_url,
            "KOMEK_TEMPORAL_ADDRESS": self.temporal.address,
            "KOMEK_TEMPORAL_NAMESPACE": NAMESPACE,
        }

    @contextmanager
    def process(self, module: str, word: str, database_url: str) -> Iterator[ChildProcess]:
        """Run *module* as a separate process within the context, which begins when it is ready."""
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
    """Start the servers within the context."""
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
