"""All of Komek as one: start the parts in order, watch them, start again what dies, stop them in order."""

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

from runtime import temporal_client as temporal
from runtime.devstack import state_file
from runtime.devstack.component import Program, komek
from runtime.devstack.postgres import Postgres
from runtime.devstack.process import free_port, is_free, says_ok
from runtime.devstack.supervision import Part, Watched
from runtime.devstack.temporal import NAMESPACE, Temporal
from runtime.errors import PartFailed
from runtime.settings import Settings

GLANCE = 0.2  # seconds between two looks at the parts


@dataclass(frozen=True)
class Ports:
    """Where the parts listen on the loopback; 0 is any free port."""

    api: int = 8000
    ui: int = 8233
    temporal: int = 7233
    postgres: int = 0

    def chosen(self) -> "Ports":
        """Return the same with the free ones named; refuse one that somebody has."""
        options = asdict(self)
        for name, port in options.items():
            if port and not is_free(port):
                raise PartFailed(f"port {port} is taken: choose another by --{name}-port (0 is any free one)")
        return Ports(**{name: port or free_port() for name, port in options.items()})


class Stack:
    """The parts on one data folder, which the caller holds."""

    def __init__(self, data: Path, ports: Ports, console: Console) -> None:
        state_file.bury(data)
        self.data = data
        self.addresses: dict[str, str] = {"KOMEK_DATA": str(data)}
        self._outside = Settings(data=data)
        self._ports = ports.chosen()
        self._console = console
        self._watched: list[Watched] = []

    def start(self) -> None:
        """Start the parts in order, say what takes the time, and then what runs where."""
        began = time.monotonic()
        self._start_temporal()
        self._start_postgres()
        self._migrate()
        self._start_programs()
        self._welcome(time.monotonic() - began)

    def look(self) -> None:
        """Start again, after a rest, each part that has died."""
        for watched in self._watched:
            if watched.part.child.is_alive():
                continue
            if not watched.due:
                rest = watched.rest()
                self._say(
                    f"{watched.name} has died, see {watched.part.child.log}; starting it again in {rest:g} s"
                )
            elif time.monotonic() >= watched.due:
                self._revive(watched)

    def stop(self) -> None:
        """Stop the parts, those that need others first."""
        while self._watched:
            watched = self._watched.pop()
            self._say(f"stopping {watched.name}")
            watched.part.stop()
        state_file.clear(self.data)

    def _start_temporal(self) -> None:
        """Start Temporal, unless the operator has one."""
        if "temporal_address" in self._outside.model_fields_set:
            self._say(f"Temporal is elsewhere, at {self._outside.temporal_address}")
            self.addresses |= {
                "KOMEK_TEMPORAL_ADDRESS": self._outside.temporal_address,
                "KOMEK_TEMPORAL_NAMESPACE": self._outside.temporal_namespace,
            }
            return
        server = Temporal(self.data / "temporal", self._ports.temporal, self._ports.ui)
        self._say("starting Temporal")
        self._watch("Temporal", server)
        self.addresses |= {
            "KOMEK_TEMPORAL_ADDRESS": server.address,
            "KOMEK_TEMPORAL_NAMESPACE": NAMESPACE,
            "KOMEK_TEMPORAL_UI": server.ui_url,
        }

    def _start_postgres(self) -> None:
        """Start PostgreSQL, unless the operator has one."""
        if self._outside.database_url:
            self._say("PostgreSQL is elsewhere, as KOMEK_DATABASE_URL says")
            self.addresses |= {"KOMEK_DATABASE_URL": self._outside.database_url}
            return
        postgres = Postgres(self.data / "postgres", self._ports.postgres)
        self._say("starting PostgreSQL")
        self._watch("PostgreSQL", postgres)
        self.addresses |= {"KOMEK_DATABASE_URL": postgres.url()}

    def _migrate(self) -> None:
        """Bring the database to the newest shape."""
        self._say("bringing the database to its newest shape")
        self._ask("migrate")

    def _start_programs(self) -> None:
        """Start the worker and the API together, and wait until all is ready."""
        url = f"http://127.0.0.1:{self._ports.api}"
        self.addresses |= {"KOMEK_API_PORT": str(self._ports.api), "KOMEK_API_URL": url}
        self._say("starting the worker and the API")
        worker, api = (
            Program(name, word, self.data, self.addresses, self._outside.drain_seconds)
            for name, word in (("the worker", "worker"), ("the API", "serve"))
        )
        self._watch(worker.name, worker)
        self._watch(api.name, api)
        api.wait_until(lambda: says_ok(self._ports.api, "/readyz"))
        worker.wait_until(self._worker_is_ready)

    def _worker_is_ready(self) -> bool:
        """Ask Temporal whether a worker waits for appeals."""
        return asyncio.run(_count_workers(Settings(data=self.data))) > 0

    def _watch(self, name: str, part: Part) -> None:
        """Start a part that is watched from now on."""
        watched = Watched(name, part)
        self._watched.append(watched)
        watched.start()
        self._write()

    def _revive(self, watched: Watched) -> None:
        try:
            watched.start()
        except PartFailed as trouble:
            self._say(str(trouble))
        else:
            self._say(f"{watched.name} runs again")
        self._write()

    def _write(self) -> None:
        """Tell the commands beside us who runs where."""
        settings = {name.removeprefix("KOMEK_").lower(): value for name, value in self.addresses.items()}
        state_file.write(
            self.data, settings, {watched.name: watched.part.child.pid for watched in self._watched}
        )

    def _ask(self, *words: str) -> str:
        """Run one of our commands to its end and return what it said."""
        log = self.data / "up.log"
        with log.open("ab") as errors:
            done = subprocess.run(
                komek(*words),
                env={**os.environ, **self.addresses},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                check=False,
            )
        if done.returncode:
            raise PartFailed(f"komek {' '.join(words)} failed, see {log}")
        return done.stdout.strip()

    def _welcome(self, seconds: float) -> None:
        lines = [
            f"API           {self.addresses['KOMEK_API_URL']}/docs",
            f"Temporal      {self.addresses.get('KOMEK_TEMPORAL_UI', self._outside.temporal_address)}",
            f"First token   {self._ask('token')}",
            f"Data, logs    {self.data}",
            "",
            "Next          ./dev demo     (Ctrl-C here stops all)",
        ]
        title = f"Komek {version('komek')} is ready, in {seconds:.1f} s"
        self._console.print(Panel("\n".join(lines), title=title, expand=False))

    def _say(self, line: str) -> None:
        self._console.print(f"komek: {line}", markup=False, highlight=False, soft_wrap=True)


def up(data: Path, ports: Ports, console: Console) -> None:
    """Run everything on *data* until somebody asks to stop."""
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, signal.default_int_handler)
    with state_file.held(data):
        stack = Stack(data, ports, console)
        try:
            stack.start()
            while True:
                time.sleep(GLANCE)
                stack.look()
        except KeyboardInterrupt:
            console.print()
        finally:
            for one in (signal.SIGINT, signal.SIGTERM):
                signal.signal(one, signal.SIG_IGN)
            stack.stop()


async def _count_workers(settings: Settings) -> int:
    return await temporal.workers(await temporal.connect(settings))
