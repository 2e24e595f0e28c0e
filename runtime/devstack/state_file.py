"""Who runs on a data folder: one stack at a time, and what it is made of, for the commands beside it."""

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from runtime.devstack.process import end_leftover
from runtime.errors import PartFailed

STACK = "stack.json"
GOING = 10.0  # seconds that the parts of a killed stack may take to go


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold *folder* for one stack; the kernel lets go of it however that stack ends."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as trouble:
        raise PartFailed(
            f"cannot write into {folder} ({trouble.strerror}): choose another folder by --data"
        ) from None
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = read(folder).get("supervisor", "another")
            raise PartFailed(
                f"Komek already runs on {folder} (process {who}): stop that one, or choose another --data"
            ) from None
        yield


def read(folder: Path) -> dict[str, Any]:
    """Return what the stack on *folder* wrote of itself, nothing if there is none."""
    try:
        stack: dict[str, Any] = json.loads((folder / STACK).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    return stack


def write(folder: Path, settings: Mapping[str, str], processes: Mapping[str, int]) -> None:
    """Write who runs where, for the owner's eyes: the address of the database bears its password."""
    stack = {"supervisor": os.getpid(), "settings": dict(settings), "processes": dict(processes)}
    fresh = folder / f"{STACK}.new"
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(stack, indent=2), "utf-8")
    fresh.rename(folder / STACK)


def clear(folder: Path) -> None:
    """Take back what was written: nothing runs."""
    (folder / STACK).unlink(missing_ok=True)


def bury(folder: Path) -> None:
    """End what a killed stack left behind; only who holds the folder may."""
    for pid in read(folder).get("processes", {}).values():
        end_leftover(pid, str(folder), GOING)
    clear(folder)
