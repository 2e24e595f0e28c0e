"""Who runs on a data folder: one stack at a time, and what it is made of, for the commands beside it."""

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
STOP_TIMEOUT_SECONDS = 10.0  # seconds that the parts of a killed stack may take to go


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Hold *folder* for one stack; the kernel lets go of it however that stack ends."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as trouble:
        raise ActionableError(
            f"cannot write into {folder} ({trouble.strerror}): choose another folder with --data"
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
    """Return what the stack on *folder* wrote of itself, nothing if there is none."""
    try:
        stack: dict[str, Any] = json.loads((folder / STATE_FILE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return stack


def write(folder: Path, settings: Mapping[str, str], processes: Mapping[str, int]) -> None:
    """Write who runs where, for the owner's eyes: the address of the database bears its password."""
    stack = {"supervisor": os.getpid(), "settings": dict(settings), "processes": dict(processes)}
    fresh = folder / f"{STATE_FILE}.new"
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(stack, indent=2), "utf-8")
    fresh.rename(folder / STATE_FILE)


def clear(folder: Path) -> None:
    """Take back what was written: nothing runs."""
    (folder / STATE_FILE).unlink(missing_ok=True)


def end_leftover_processes(folder: Path) -> None:
    """End what a killed stack left behind; only who holds the folder may."""
    for pid in read(folder).get("processes", {}).values():
        stop_leftover(pid, str(folder), STOP_TIMEOUT_SECONDS)
    clear(folder)
