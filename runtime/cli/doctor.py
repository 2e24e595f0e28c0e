"""What is wrong with an installation, and how to mend it: one line for each thing that must be right."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import distributions, requires
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from rich.console import Console
from temporalio.service import RPCError

from loaders.calendar.calendar_files import BrokenCalendar
from loaders.policy import policy_files
from loaders.policy.parse import PolicyErrors
from runtime import temporal_client
from runtime.devstack import state_file
from runtime.devstack.binaries import postgres_binaries, temporal_binary
from runtime.devstack.process import is_free, is_running
from runtime.devstack.stack import Ports
from runtime.errors import PartFailed
from runtime.settings import Settings
from store.database import migrate

ROOM = 1_000_000_000  # bytes that should be free on the disk
DRIFT = 2.0  # seconds by which the clocks of two machines may differ
FACTS = "SELECT current_setting('server_version'), current_setting('server_encoding'), now()"
PATIENCE = 5  # seconds until a server must answer


class Wrong(Exception):
    """Something is not as it must be; says what, and what mends it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.mend = mend


def examine(data: Path | None, console: Console) -> int:
    """Look at everything, say what was found, and return 1 if anything is wrong."""
    settings = Settings() if data is None else Settings(data=data)
    looks = {**HOUSE, **(SERVERS if settings.database_url else IDLE)}
    wrong: set[str] = set()
    for name, look in looks.items():
        if NEEDS.get(name) in wrong:
            wrong.add(name)
            continue
        try:
            _say(console, f"✔ {name}: {look(settings)}")
        except Wrong as trouble:
            wrong.add(name)
            _say(console, f"✘ {name}: {trouble}\n    mend: {trouble.mend}")
    _say(console, "mend the first, then ask again" if wrong else "all is well")
    return 1 if wrong else 0


def _say(console: Console, line: str) -> None:
    console.print(line, markup=False, highlight=False, soft_wrap=True)


def _python(_settings: Settings) -> str:
    return sys.version.split()[0]


def _packages(_settings: Settings) -> str:
    pins = [re.match(r"([\w.-]+)[^=]*==([^; ]+)", line) for line in requires("komek") or []]
    locked = {pin[1]: pin[2] for pin in pins if pin}
    here = {found.name.lower(): found.version for found in distributions()}
    off = [
        f"{name} {here[name]} instead of {wanted}"
        for name, wanted in locked.items()
        if here.get(name, wanted) != wanted  # an image may do without the embedded parts
    ]
    if off:
        raise Wrong(", ".join(off), "remove .venv and run ./dev up")
    return f"{len(locked)} as locked"


def _time_zones(_settings: Settings) -> str:
    return f"it is {datetime.now(ZoneInfo('Asia/Almaty')):%H:%M} in Almaty"


def _data_folder(settings: Settings) -> str:
    nearest = next(
        folder for folder in (settings.data.resolve(), *settings.data.resolve().parents) if folder.exists()
    )
    if not (nearest.is_dir() and os.access(nearest, os.W_OK)):
        raise Wrong(f"cannot write into {nearest}", "choose another folder by --data or KOMEK_DATA")
    free = shutil.disk_usage(nearest).free
    if free < ROOM:
        raise Wrong(f"{free / 1e9:.1f} GB free on the disk of {nearest}", "make room for 1 GB at least")
    return f"{settings.data.resolve()}, {free / 1e9:.0f} GB free"


def _policy(settings: Settings) -> str:
    try:
        policy, calendar = policy_files.load(settings.policies, settings.policy)
    except (PolicyErrors, BrokenCalendar) as trouble:
        raise Wrong(str(trouble), "correct these lines, or choose another by KOMEK_POLICY") from None
    return f"{policy.name} {policy.version}, calendar {calendar.version}"


def _programs(_settings: Settings) -> str:
    try:
        return f"{postgres_binaries()}, {temporal_binary()}"
    except PartFailed as trouble:
        what, _, mend = str(trouble).partition(": ")
        raise Wrong(what, mend) from None


def _ports(_settings: Settings) -> str:
    taken = [port for port in (Ports.api, Ports.ui, Ports.temporal) if not is_free(port)]
    if taken:
        words = ", ".join(map(str, taken))
        raise Wrong(
            f"{words} taken by another program",
            "start with ./dev up --api-port 0 --ui-port 0 --temporal-port 0",
        )
    return "free, nothing runs here yet"


def _stack(settings: Settings) -> str:
    stack = state_file.read(settings.data)
    if not stack:
        return "the parts live elsewhere"
    folder = str(settings.data.resolve())
    everyone = {"the supervisor": stack["supervisor"], **stack["processes"]}
    dead = [name for name, pid in everyone.items() if not is_running(pid, folder)]
    if dead:
        raise Wrong(f"{', '.join(dead)} died", "run ./dev up: it goes on where it was")
    return f"{len(everyone)} processes"


def _database(settings: Settings) -> str:
    try:
        with psycopg.connect(settings.database_url, connect_timeout=PATIENCE) as connection:
            row = connection.execute(FACTS).fetchone() or ()
    except psycopg.OperationalError as trouble:
        raise Wrong(
            str(trouble).strip().splitlines()[0], "start it by ./dev up, or correct KOMEK_DATABASE_URL"
        ) from None
    number, encoding, now = row
    if encoding != "UTF8":
        raise Wrong(f"its encoding is {encoding}", "make the database again with ENCODING 'UTF8'")
    drift = abs((datetime.now(UTC) - now).total_seconds())
    if drift > DRIFT:
        raise Wrong(f"its clock and ours differ by {drift:.0f} s", "keep both machines' clocks by NTP")
    return f"PostgreSQL {number}"


def _migrations(settings: Settings) -> str:
    found, newest = migrate.current(settings.database_url), migrate.head()
    if found != newest:
        raise Wrong(f"the database is at {found or 'nothing'} and the code at {newest}", "run ./dev migrate")
    return newest


def _letters(settings: Settings) -> str:
    with psycopg.connect(settings.database_url, connect_timeout=PATIENCE) as connection:
        row = connection.execute("SELECT show_trgm('Қазақ') <> '{}'").fetchone()
    if row != (True,):
        raise Wrong(
            "a search for a Kazakh word would find nothing",
            "make the database again with LC_CTYPE 'C.UTF-8' or another UTF-8 locale",
        )
    return "Kazakh and Russian words are found"


def _temporal(settings: Settings) -> str:
    return asyncio.run(_ask_temporal(settings))


async def _ask_temporal(settings: Settings) -> str:
    try:
        client = await asyncio.wait_for(temporal_client.connect(settings), PATIENCE)
        missing = await temporal_client.missing_search_attributes(client)
        count = await temporal_client.workers(client)
    except (RPCError, RuntimeError, TimeoutError) as trouble:
        raise Wrong(
            f"{settings.temporal_address}, namespace {settings.temporal_namespace}: {trouble or 'no answer'}",
            "start it by ./dev up, or correct KOMEK_TEMPORAL_ADDRESS and KOMEK_TEMPORAL_NAMESPACE",
        ) from None
    if missing:
        raise Wrong(
            f"workflows would hang without the search attributes {', '.join(missing)}",
            "run ./dev register",
        )
    if not count:
        raise Wrong(
            "no worker asks for appeals: open ones stand still", "start one by ./dev up or ./dev worker"
        )
    return f"{settings.temporal_address}, namespace {settings.temporal_namespace}, workers: {count}"


HOUSE: dict[str, Callable[[Settings], str]] = {
    "Python": _python,
    "packages": _packages,
    "time zones": _time_zones,
    "data folder": _data_folder,
    "policy": _policy,
}
IDLE = {"programs": _programs, "ports": _ports}
SERVERS = {
    "stack": _stack,
    "database": _database,
    "migrations": _migrations,
    "letters": _letters,
    "Temporal": _temporal,
}
NEEDS = {"migrations": "database", "letters": "migrations"}
"""What is looked at only where something else is well."""
