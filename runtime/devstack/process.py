"""Child processes that never outlive the one who started them."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path


def die_with_parent(words: list[str], last_word: signal.Signals) -> list[str]:
    """Return *words* so that the kernel sends *last_word* to the child when its parent dies.

    The parent is the thread that spawns: spawn from one that lives as long as the child should.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:  # not Linux: a stale process is found by the next start
        return words
    return [setpriv, "--pdeathsig", last_word.name.removeprefix("SIG"), *words]


class ChildProcess:
    """One process of ours, begun again as often as need be, with its words in *log*."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its number, 0 before it was ever begun."""
        return self._process.pid if self._process else 0

    def is_alive(self) -> bool:
        """Tell whether it runs."""
        return self._process is not None and self._process.poll() is None

    def start(self, words: list[str], environment: Mapping[str, str] | None = None) -> None:
        """Start it in a session of its own: a Ctrl-C reaches us alone, and we stop it in order."""
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
        """Ask it to end, and after *patience* seconds end it."""
        if self._process is None:
            return
        if self.is_alive():
            self._process.send_signal(how)
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def log_tail(self, lines: int = 5) -> str:
        """Return the end of its log."""
        said = self.log.read_text("utf-8", errors="replace").splitlines()[-lines:]
        return f"its last words ({self.log}):\n" + "\n".join(said)


def stop_leftover(pid: int, mark: str, patience: float) -> None:
    """Wait for process *pid* of a killed run to go, and after *patience* seconds end it."""
    deadline = time.monotonic() + patience
    while is_running(pid, mark):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def is_running(pid: int, mark: str) -> bool:
    """Tell whether *pid* lives and its command line or environment bears *mark*: numbers come round again."""
    process = Path(f"/proc/{pid}")
    try:
        state = (process / "stat").read_text("utf-8").rpartition(")")[2].split()[0]
        words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    except OSError:
        return False
    return state != "Z" and mark.encode() in words


def find_free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_port_free(port: int) -> bool:
    """Tell whether *port* can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def is_healthy(port: int, path: str) -> bool:
    """Tell whether a server of ours answers that all is well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
