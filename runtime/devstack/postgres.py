"""One PostgreSQL cluster in one folder: made, started, checked, stopped, started again after any death."""

import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql

from runtime.devstack.binaries import postgres_binaries
from runtime.devstack.os_user import Owner, owner_of
from runtime.devstack.process import Child, free_port, is_running
from runtime.errors import PartFailed

USER = "komek"
PATIENCE = 300.0  # seconds: recovery after a hard death may be long; a dead server is noticed at once
GOING = 30.0  # seconds that the server of a killed run may take to go
LOCALE = (
    "--encoding=UTF8",
    "--locale=C.UTF-8",
)  # pg_trgm asks libc what a letter is: under C no Cyrillic one is
BUILTIN_SINCE = 17
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """A cluster that lives in *folder* and listens on the loopback alone, behind a password of its own.

    `fast` gives up safety for speed: for tests only.
    """

    def __init__(
        self, folder: Path, port: int = 0, *, fast: bool = False, owner: Owner | None = None
    ) -> None:
        self.folder = folder.resolve()
        self.port = port or free_port()
        self.child = Child(self.folder / "postgres.log")
        self._cluster = self.folder / "cluster"
        self._fast = fast
        self._owner = owner

    def url(self, database: str = USER) -> str:
        """Return the address of one database, password included."""
        password = (self.folder / "password").read_text("utf-8")
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Return when the server answers and knows Cyrillic; make the cluster first if there is none."""
        owner = self._owner or owner_of(self._cluster, postgres_binaries())
        if not self._cluster.exists():
            self._make(owner)
        self._fits(owner)
        self._forget_the_dead()
        deadline = time.monotonic() + GOING
        while not self._launch(owner):
            # The backends of a killed server keep its memory for a moment after it.
            if "still in use" not in self.child.last_words() or time.monotonic() > deadline:
                raise PartFailed(f"PostgreSQL did not start; {self.child.last_words()}")
            time.sleep(0.5)
        self._knows_cyrillic()
        self._has_home()

    def stop(self) -> None:
        """Break off what runs, keep all that was committed, and end."""
        self.child.end(signal.SIGINT, patience=60)

    def create_database(self, name: str, template: str = "template1") -> str:
        """Make a database, a copy of *template*, and return its address."""
        self._order("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._order("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _make(self, owner: Owner) -> None:
        """Make the cluster aside and move it into place: half a cluster is never taken for one."""
        fresh = self.folder / "cluster.new"
        shutil.rmtree(fresh, ignore_errors=True)
        owner.own(fresh)
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24), "utf-8")
        choices = [
            *("-D", str(fresh), "-U", USER, f"--pwfile={password}", "--auth=scram-sha-256"),
            *(*LOCALE, "--no-instructions"),
            *(
                ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
                if owner.major() >= BUILTIN_SINCE
                else []
            ),
            *(["--no-sync"] if self._fast else []),
        ]
        with self.child.log.open("ab") as log:
            made = subprocess.run(owner.words("initdb", *choices), stdout=log, stderr=log, check=False)
        if made.returncode:
            raise PartFailed(f"initdb failed; {self.child.last_words()}")
        fresh.rename(self._cluster)

    def _fits(self, owner: Owner) -> None:
        """Refuse a cluster that another major version wrote."""
        written = (self._cluster / "PG_VERSION").read_text("utf-8").strip()
        if int(written) != owner.major():
            raise PartFailed(
                f"PostgreSQL {written} wrote {self._cluster} and the programs here are {owner.major()}: set "
                f"KOMEK_PG_BIN to the bin folder of version {written}, or choose another --data"
            )

    def _forget_the_dead(self) -> None:
        """Wait for the server of a killed run, and clear a pid file whose number is somebody else's now."""
        note = self._cluster / "postmaster.pid"
        if not note.exists() or not Path("/proc/self").exists():
            return
        pid = int(note.read_text("utf-8").split("\n", 1)[0])
        deadline = time.monotonic() + GOING
        while is_running(pid, str(self._cluster)):
            if time.monotonic() > deadline:
                raise PartFailed(
                    f"process {pid} already serves {self._cluster}: stop it, or choose another --data"
                )
            time.sleep(0.05)
        note.unlink(missing_ok=True)

    def _launch(self, owner: Owner) -> bool:
        """Start the server and tell whether it came to answer."""
        settings = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "timezone=UTC",
            "log_timezone=UTC",
            *(FAST if self._fast else ()),
        ]
        choices = [word for setting in settings for word in ("-c", setting)]
        self.child.begin(owner.words("postgres", "-D", str(self._cluster), "-p", str(self.port), *choices))
        deadline = time.monotonic() + PATIENCE
        while self.child.is_alive() and time.monotonic() < deadline:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return True
        self.stop()
        return False

    def _knows_cyrillic(self) -> None:
        """Refuse a cluster in which a search for a Kazakh word would silently find nothing."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            found = connection.execute("SELECT show_trgm('Қазақ') <> '{}'").fetchone()
        if found != (True,):
            raise PartFailed(f"{self._cluster} does not know Cyrillic letters: choose another --data")

    def _has_home(self) -> None:
        """Make the database of the appeals if it is not there."""
        with psycopg.connect(self.url("postgres")) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [USER]).fetchone()
        if found is None:
            self.create_database(USER)

    def _order(self, order: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(order).format(*map(sql.Identifier, names)))
