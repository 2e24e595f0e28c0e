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
from runtime.devstack.process import Child, bound_to_parent
from runtime.devstack.temporal import NAMESPACE, Temporal
from runtime.errors import PartFailed
from runtime.settings import Settings
from store.database import migrate

TEMPLATE = "bench_template"
READY = "ready"
PATIENCE = 60.0  # seconds until a process must be ready
DRAIN = 30.0  # seconds in which it must end


@dataclass
class Stage:
    """A PostgreSQL and a Temporal that only the benchmark knows."""

    folder: Path
    postgres: Postgres
    temporal: Temporal

    def database(self, name: str) -> str:
        """Make a migrated, empty database and return its address."""
        return self.postgres.create_database(name, TEMPLATE)

    def settings(self, database_url: str) -> Settings:
        """Return what one must know to find the parts."""
        return Settings(
            data=self.folder,
            database_url=database_url,
            temporal_address=self.temporal.address,
            temporal_namespace=NAMESPACE,
        )

    def environment(self, database_url: str) -> dict[str, str]:
        """Return the same for a process of its own."""
        return {
            "KOMEK_DATA": str(self.folder),
            "KOMEK_DATABASE_URL": database_url,
            "KOMEK_TEMPORAL_ADDRESS": self.temporal.address,
            "KOMEK_TEMPORAL_NAMESPACE": NAMESPACE,
        }

    @contextmanager
    def process(self, module: str, word: str, database_url: str) -> Iterator[Child]:
        """Run *module* as a process of its own, from when it says that it is ready until the end."""
        child = Child(self.folder / f"{module}-{word}-{time.monotonic_ns()}.log")
        command = bound_to_parent([sys.executable, "-m", module, word], signal.SIGTERM)
        child.begin(command, self.environment(database_url))
        try:
            _wait_until_ready(child, module)
            yield child
        finally:
            child.end(signal.SIGTERM, DRAIN)


@contextmanager
def stage() -> Iterator[Stage]:
    """Set the stage, and clear it away afterwards."""
    with tempfile.TemporaryDirectory(prefix="komek-bench-") as name:
        folder = Path(name)
        parts = Stage(folder, Postgres(folder / "postgres"), Temporal(folder / "temporal"))
        try:
            parts.temporal.start()
            parts.postgres.start()
            migrate.upgrade(parts.postgres.create_database(TEMPLATE))
            yield parts
        finally:
            parts.postgres.stop()
            parts.temporal.stop()


def _wait_until_ready(child: Child, name: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while READY not in child.log.read_text("utf-8", errors="replace").split():
        if not child.is_alive() or time.monotonic() > deadline:
            raise PartFailed(f"{name} did not start; {child.last_words()}")
        time.sleep(0.05)
