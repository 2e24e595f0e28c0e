"""The lock and the state file of a data folder: one stack at a time, its processes and addresses."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from runtime.devstack.process import stop_leftover
from runtime.errors import ActionableError

STATE_FILE = "stack.json"
STOP_TIMEOUT_SECONDS = 10.0  # seconds for the components of a killed stack to exit


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Lock *folder* for one stack; the kernel releases the lock however the stack ends."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise ActionableError(
            f"cannot write into {folder} ({error.strerror}): choose another folder with --data"
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = read(folder).get("supervisor", "another")
            raise ActionableError(
                f"Komek already runs on {folder} (process {who}): stop that one, or choose another --data"
            ) from None
        yield


def read(folder: Path) -> dict[str, Any]:
    """Return the state that the stack on *folder* wrote, or an empty one."""
    try:
        stack: dict[str, Any] = json.loads((folder / STATE_FILE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return stack


def write(folder: Path, settings: Mapping[str, str], processes: Mapping[str, int]) -> None:
    """Write the processes and addresses, readable by the owner only: the database URL contains a password."""
    stack = {"supervisor": os.getpid(), "settings": dict(settings), "processes": dict(processes)}
    fresh = folder / f"{STATE_FILE}.new"
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(stack, indent=2), "utf-8")
    fresh.rename(folder / STATE_FILE)


def clear(folder: Path) -> None:
    """Remove the state: nothing runs."""
    (folder / STATE_FILE).unlink(missing_ok=True)


def end_leftover_processes(folder: Path) -> None:
    """Stop the processes of a killed stack; the caller must hold the lock."""
    for pid in read(folder).get("processes", {}).values():
        stop_leftover(pid, str(folder), STOP_TIMEOUT_SECONDS)
    clear(folder)
