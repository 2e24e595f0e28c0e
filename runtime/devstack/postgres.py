"""One PostgreSQL cluster in one folder: created, started, checked, stopped, and restarted after a crash."""

import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path

import psycopg
from psycopg import sql

from runtime.devstack.binaries import postgres_binaries
from runtime.devstack.os_user import OsUser, user_for
from runtime.devstack.process import ChildProcess, find_free_port, is_running
from runtime.errors import ActionableError

DATABASE_USER = "komek"
START_TIMEOUT_SECONDS = 300.0  # seconds: crash recovery may take long; a dead server is noticed immediately
STOP_TIMEOUT_SECONDS = 30.0  # seconds for the server of a killed run to exit
LOCALE_OPTIONS = (
    "--encoding=UTF8",
    "--locale=C.UTF-8",
)  # pg_trgm asks libc what a letter is: under the locale C no Cyrillic character is one
BUILTIN_LOCALE_SINCE = 17
UNSAFE_FAST_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres:
    """A cluster in *folder* that listens on the loopback interface only, with its own password.

    `fast` trades durability for speed: for tests only.
    """

    def __init__(
        self, folder: Path, port: int = 0, *, fast: bool = False, owner: OsUser | None = None
    ) -> None:
        self.folder = folder.resolve()
        self.port = port or find_free_port()
        self.process = ChildProcess(self.folder / "postgres.log")
        self._cluster = self.folder / "cluster"
        self._fast = fast
        self._user = owner

    def url(self, database: str = DATABASE_USER) -> str:
        """Return the URL of one database, including the password."""
        password = (self.folder / "password").read_text("utf-8")
        return f"postgresql://{DATABASE_USER}:{password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start the server, creating the cluster if needed, and return when it searches Cyrillic text."""
        owner = self._user or user_for(self._cluster, postgres_binaries())
        if not self._cluster.exists():
            self._create_cluster(owner)
        self._check_major_version(owner)
        self._clear_stale_pid()
        deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
        while not self._launch_server(owner):
            # The backends of a killed server keep its shared memory for a moment.
            if "still in use" not in self.process.log_tail() or time.monotonic() > deadline:
                raise ActionableError(f"PostgreSQL did not start; {self.process.log_tail()}")
            time.sleep(0.5)
        self._check_cyrillic_search()
        self._ensure_database()

    def stop(self) -> None:
        """Stop the server; running transactions are rolled back."""
        self.process.stop(signal.SIGINT, patience=60)

    def create_database(self, name: str, template: str = "template1") -> str:
        """Create a database as a copy of *template*, and return its URL."""
        self._execute("CREATE DATABASE {} TEMPLATE {}", name, template)
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Drop a database and close its connections."""
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _create_cluster(self, owner: OsUser) -> None:
        """Create the cluster in a temporary folder and move it into place, so that it is never incomplete."""
        fresh = self.folder / "cluster.new"
        shutil.rmtree(fresh, ignore_errors=True)
        owner.make_private(fresh)
        password = self.folder / "password"
        password.touch(mode=0o600)
        password.write_text(secrets.token_urlsafe(24), "utf-8")
        choices = [
            *("-D", str(fresh), "-U", DATABASE_USER, f"--pwfile={password}", "--auth=scram-sha-256"),
            *(*LOCALE_OPTIONS, "--no-instructions"),
            *(
                ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
                if owner.major_version() >= BUILTIN_LOCALE_SINCE
                else []
            ),
            *(["--no-sync"] if self._fast else []),
        ]
        with self.process.log.open("ab") as log:
            made = subprocess.run(owner.command_line("initdb", *choices), stdout=log, stderr=log, check=False)
        if made.returncode:
            raise ActionableError(f"initdb failed; {self.process.log_tail()}")
        fresh.rename(self._cluster)

    def _check_major_version(self, owner: OsUser) -> None:
        """Raise ActionableError if another major version wrote the cluster."""
        written = (self._cluster / "PG_VERSION").read_text("utf-8").strip()
        if int(written) != owner.major_version():
            raise ActionableError(
                f"PostgreSQL {written} wrote {self._cluster} and the programs here are "
                f"{owner.major_version()}: set KOMEK_PG_BIN to the bin folder of version {written}, "
                "or choose another --data"
            )

    def _clear_stale_pid(self) -> None:
        """Wait for the server of a killed run to exit, and remove a stale pid file."""
        note = self._cluster / "postmaster.pid"
        if not note.exists() or not Path("/proc/self").exists():
            return
        pid = int(note.read_text("utf-8").split("\n", 1)[0])
        deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
        while is_running(pid, str(self._cluster)):
            if time.monotonic() > deadline:
                raise ActionableError(
                    f"process {pid} already serves {self._cluster}: stop it, or choose another --data"
                )
            time.sleep(0.05)
        note.unlink(missing_ok=True)

    def _launch_server(self, owner: OsUser) -> bool:
        """Start the server and return whether it answers."""
        settings = [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "timezone=UTC",
            "log_timezone=UTC",
            *(UNSAFE_FAST_OPTIONS if self._fast else ()),
        ]
        choices = [word for setting in settings for word in ("-c", setting)]
        self.process.start(
            owner.command_line("postgres", "-D", str(self._cluster), "-p", str(self.port), *choices)
        )
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while self.process.is_alive() and time.monotonic() < deadline:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return True
        self.stop()
        return False

    def _check_cyrillic_search(self) -> None:
        """Raise ActionableError if a search for a Kazakh word would silently find nothing."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            found = connection.execute("SELECT show_trgm('Қазақ') <> '{}'").fetchone()
        if found != (True,):
            raise ActionableError(
                f"{self._cluster} does not support Cyrillic text search: choose another --data"
            )

    def _ensure_database(self) -> None:
        """Create Komek's database if it does not exist."""
        with psycopg.connect(self.url("postgres")) as connection:
            found = connection.execute(
                "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_USER]
            ).fetchone()
        if found is None:
            self.create_database(DATABASE_USER)

    def _execute(self, order: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(order).format(*map(sql.Identifier, names)))
