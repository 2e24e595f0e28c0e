"""The development stack: starts, supervises, restarts and stops the components in order."""

import asyncio
import os
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.panel import Panel

from runtime import temporal_client
from runtime.command_name import command_line
from runtime.devstack import state_file
from runtime.devstack.component import KomekProcess, komek_command
from runtime.devstack.postgres import Postgres
from runtime.devstack.process import find_free_port, is_healthy, is_port_free
from runtime.devstack.supervision import Component, SupervisedComponent
from runtime.devstack.temporal import NAMESPACE, TemporalServer
from runtime.errors import ActionableError
from runtime.settings import Settings

POLL_SECONDS = 0.2  # seconds between two checks of the components


@dataclass(frozen=True)
class Ports:
    """The ports of the components on the loopback interface; 0 picks a free port."""

    api: int = 8000
    ui: int = 8233
    temporal: int = 7233
    postgres: int = 0

    def resolved(self) -> "Ports":
        """Return the ports with free ones filled in. Raises ActionableError if a port is in use."""
        options = asdict(self)
        for name, port in options.items():
            if port and not is_port_free(port):
                raise ActionableError(
                    f"port {port} is in use: choose another with --{name}-port (0 picks a free port)"
                )
        return Ports(**{name: port or find_free_port() for name, port in options.items()})


class DevStack:
    """The components on one data folder, which the caller has locked."""

    def __init__(self, data: Path, ports: Ports, console: Console) -> None:
        state_file.end_leftover_processes(data)
        self.data = data
        self.addresses: dict[str, str] = {"KOMEK_DATA": str(data)}
        self._external = Settings(data=data)
        self._ports = ports.resolved()
        self._console = console
        self._supervised: list[SupervisedComponent] = []

    def start(self) -> None:
        """Start the components in order, and print the progress and the addresses."""
        began = time.monotonic()
        self._start_temporal()
        self._start_postgres()
        self._migrate()
        self._start_programs()
        self._print_welcome(time.monotonic() - began)

    def rotate_logs(self) -> None:
        """Keep the logs of the components below their maximum."""
        for watched in self._supervised:
            watched.component.process.rotate_log()

    def restart_dead(self) -> None:
        """Restart each component that has died, after its backoff."""
        for watched in self._supervised:
            if watched.component.process.is_alive():
                continue
            if not watched.restart_at:
                rest = watched.backoff_seconds()
                self._print(
                    f"{watched.name} exited unexpectedly, see {watched.component.process.log}; "
                    f"restarting in {rest:g} s"
                )
            elif time.monotonic() >= watched.restart_at:
                self._restart(watched)

    def stop(self) -> None:
        """Stop the components in reverse order of their dependencies."""
        while self._supervised:
            watched = self._supervised.pop()
            self._print(f"stopping {watched.name}")
            watched.component.stop()
        state_file.clear(self.data)

    def _start_temporal(self) -> None:
        """Start Temporal, unless an external one is configured."""
        if "temporal_address" in self._external.model_fields_set:
            self._print(f"using external Temporal at {self._external.temporal_address}")
            self.addresses |= {
                "KOMEK_TEMPORAL_ADDRESS": self._external.temporal_address,
                "KOMEK_TEMPORAL_NAMESPACE": self._external.temporal_namespace,
            }
            return
        server = TemporalServer(self.data / "temporal", self._ports.temporal, self._ports.ui)
        self._print("starting Temporal")
        self._supervise("Temporal", server)
        self.addresses |= {
            "KOMEK_TEMPORAL_ADDRESS": server.address,
            "KOMEK_TEMPORAL_NAMESPACE": NAMESPACE,
            "KOMEK_TEMPORAL_UI": server.ui_url,
        }

    def _start_postgres(self) -> None:
        """Start PostgreSQL, unless an external one is configured."""
        if self._external.database_url:
            self._print("using external PostgreSQL from KOMEK_DATABASE_URL")
            self.addresses |= {"KOMEK_DATABASE_URL": self._external.database_url}
            return
        postgres = Postgres(self.data / "postgres", self._ports.postgres)
        self._print("starting PostgreSQL")
        self._supervise("PostgreSQL", postgres)
        self.addresses |= {"KOMEK_DATABASE_URL": postgres.url()}

    def _migrate(self) -> None:
        """Migrate the database to the latest schema."""
        self._print("migrating the database")
        self._run_command("migrate")

    def _start_programs(self) -> None:
        """Start the worker and the API together, and wait until both are ready."""
        url = f"http://127.0.0.1:{self._ports.api}"
        self.addresses |= {"KOMEK_API_PORT": str(self._ports.api), "KOMEK_API_URL": url}
        self._print("starting the worker and the API")
        worker, api = (
            KomekProcess(name, word, self.data, self.addresses, self._external.drain_seconds)
            for name, word in (("the worker", "worker"), ("the API", "serve"))
        )
        self._supervise(worker.name, worker)
        self._supervise(api.name, api)
        api.wait_until_ready(lambda: is_healthy(self._ports.api, "/readyz"))
        worker.wait_until_ready(self._is_worker_ready)

    def _is_worker_ready(self) -> bool:
        """Return whether a worker polls Temporal's task queue."""
        return asyncio.run(_worker_count(Settings(data=self.data))) > 0

    def _supervise(self, name: str, part: Component) -> None:
        """Start a component and supervise it from now on."""
        watched = SupervisedComponent(name, part)
        self._supervised.append(watched)
        watched.start()
        self._write_state()

    def _restart(self, watched: SupervisedComponent) -> None:
        try:
            watched.start()
        except ActionableError as error:
            self._print(str(error))
        else:
            self._print(f"{watched.name} restarted")
        self._write_state()

    def _write_state(self) -> None:
        """Write the state file for commands that run next to the stack."""
        settings = {name.removeprefix("KOMEK_").lower(): value for name, value in self.addresses.items()}
        state_file.write(
            self.data, settings, {watched.name: watched.component.process.pid for watched in self._supervised}
        )

    def _run_command(self, *words: str) -> str:
        """Run a `komek` command to its end and return its output."""
        log = self.data / "up.log"
        with log.open("ab") as errors:
            done = subprocess.run(
                komek_command(*words),
                env={**os.environ, **self.addresses},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                check=False,
            )
        if done.returncode:
            raise ActionableError(f"komek {' '.join(words)} failed, see {log}")
        return done.stdout.strip()

    def _print_welcome(self, seconds: float) -> None:
        lines = [
            f"API           {self.addresses['KOMEK_API_URL']}/docs",
            f"Temporal      {self.addresses.get('KOMEK_TEMPORAL_UI', self._external.temporal_address)}",
            f"First token   {self._run_command('operator-token')}",
            f"Data, logs    {self.data}",
            "",
            f"Next          {command_line('demo')}     (Ctrl-C here stops all)",
        ]
        title = f"Komek {version('komek')} is ready, in {seconds:.1f} s"
        self._console.print(Panel("\n".join(lines), title=title, expand=False))

    def _print(self, line: str) -> None:
        self._console.print(f"komek: {line}", markup=False, highlight=False, soft_wrap=True)


def up(data: Path, ports: Ports, console: Console) -> None:
    """Run the stack on *data* until SIGINT or SIGTERM."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)
    with state_file.folder_lock(data):
        stack = DevStack(data, ports, console)
        try:
            stack.start()
            while True:
                time.sleep(POLL_SECONDS)
                stack.restart_dead()
                stack.rotate_logs()
        except KeyboardInterrupt:
            console.print()
        finally:
            for one in (signal.SIGINT, signal.SIGTERM):
                signal.signal(one, signal.SIG_IGN)
            stack.stop()


async def _worker_count(settings: Settings) -> int:
    return await temporal_client.count_workers(await temporal_client.connect(settings))
