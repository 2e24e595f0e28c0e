"""Child processes that end with the process that started them."""

import http.client
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

MAX_LOG_BYTES = 20_000_000  # of each component, and as much in its previous log
SERVER_PORTS = range(15_000, 32_000)  # Linux connects from 32768 on, other systems from 49152


def die_with_parent(words: list[str], last_word: signal.Signals) -> list[str]:
    """Return *words* so that the kernel sends the signal *last_word* to the child when its parent dies.

    The parent is the thread that spawns: spawn from one that lives as long as the child should.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:  # not Linux: a stale process is found by the next start
        return words
    return [setpriv, "--pdeathsig", last_word.name.removeprefix("SIG"), *words]


class ChildProcess:
    """A child process that can be restarted, with its output in *log*."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id, 0 before the first start."""
        return self._process.pid if self._process else 0

    def is_alive(self) -> bool:
        """Return whether the process runs."""
        return self._process is not None and self._process.poll() is None

    def start(self, words: list[str], environment: Mapping[str, str] | None = None) -> None:
        """Start the process in its own session: Ctrl-C reaches only the parent, which stops it in order."""
        if self._process is not None:
            self._process.wait()
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )

    def stop(self, how: signal.Signals, patience: float) -> None:
        """Signal the process to end, and kill it after *patience* seconds."""
        if self._process is None:
            return
        if self.is_alive():
            self._process.send_signal(how)
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def rotate_log(self) -> None:
        """Keep the log below its maximum: what is above becomes the previous log, in place of the one before.

        The process keeps its open file, to whose end it appends; so the file is copied and emptied.
        """
        if self.log.exists() and self.log.stat().st_size > MAX_LOG_BYTES:
            shutil.copyfile(self.log, self.log.with_name(f"{self.log.name}.1"))
            os.truncate(self.log, 0)

    def log_tail(self, lines: int = 5) -> str:
        """Return the last lines of the log."""
        output = self.log.read_text("utf-8", errors="replace").splitlines()[-lines:]
        return f"its last words ({self.log}):\n" + "\n".join(output)


def stop_leftover(pid: int, mark: str, patience: float) -> None:
    """Wait for process *pid* of a killed run to exit, and kill it after *patience* seconds."""
    deadline = time.monotonic() + patience
    while is_running(pid, mark):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def is_running(pid: int, mark: str) -> bool:
    """Return whether *pid* runs with *mark* in its command line or environment, since pids are reused."""
    process = Path(f"/proc/{pid}")
    try:
        state = (process / "stat").read_text("utf-8").rpartition(")")[2].split()[0]
        words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    except OSError:
        return False
    return state != "Z" and mark.encode() in words


def find_free_port() -> int:
    """Return a free port below the range from which the kernel takes ports of outgoing connections.

    A connection can therefore not take it before a server listens on it, nor while that server restarts.
    """
    return next(port for port in iter(lambda: secrets.choice(SERVER_PORTS), None) if is_port_free(port))


def is_port_free(port: int) -> bool:
    """Return whether *port* is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def is_healthy(port: int, path: str) -> bool:
    """Return whether the server on *port* reports that it is healthy."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
