"""Child processes that never outlive the one who started them."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path


class PartFailed(Exception):
    """A part did not start or cannot run here; the message says what to do."""


def bound_to_parent(words: list[str], last_word: signal.Signals) -> list[str]:
    """Return *words* so that the kernel sends *last_word* to the child when its parent dies.

    The parent is the thread that spawns: spawn from one that lives as long as the child should.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:  # not Linux: a stale process is found by the next start
        return words
    return [setpriv, "--pdeathsig", last_word.name.removeprefix("SIG"), *words]


def spawn(
    words: list[str], log: Path, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that a Ctrl-C reaches us alone and we stop it in order."""
    with log.open("ab") as output:
        return subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=None if environment is None else {**os.environ, **environment},
            start_new_session=True,
        )


def stop(child: subprocess.Popen[bytes], how: signal.Signals, patience: float) -> int:
    """Ask the child to end, and after *patience* seconds end it."""
    if child.poll() is None:
        child.send_signal(how)
    try:
        return child.wait(patience)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def end_leftover(pid: int, mark: str, patience: float) -> None:
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


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_free(port: int) -> bool:
    """Tell whether *port* can be listened on."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def tail(log: Path, lines: int = 5) -> str:
    """Return the last words of a part."""
    try:
        return "\n".join(log.read_text("utf-8", errors="replace").splitlines()[-lines:])
    except OSError:
        return ""
