"""The checks of `komek doctor`: one line per check, and a suggested fix where one fails."""

import asyncio
import os
import re
import shutil
import sys
from collections.abc import Callable
from datetime import datetime
from importlib.metadata import distributions, requires
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
from rich.console import Console
from temporalio.service import RPCError

from loaders.calendar.calendar_files import CalendarErrors
from loaders.policy import policy_files
from loaders.policy.parse import PolicyErrors
from runtime import temporal_client
from runtime.cli.check_failed import CheckFailed
from runtime.cli.data_checks import DATA_CHECKS, WORKFLOW_CHECKS
from runtime.command_name import REINSTALL_HINT, command_line
from runtime.devstack import state_file
from runtime.devstack.binaries import postgres_binaries, temporal_binary
from runtime.devstack.process import is_port_free, is_running
from runtime.devstack.stack import Ports
from runtime.errors import ActionableError
from runtime.settings import Settings
from store.database import migrate

MIN_FREE_BYTES = 1_000_000_000  # bytes of free disk space
SERVER_FACTS_SQL = "SELECT current_setting('server_version'), current_setting('server_encoding')"
CONNECT_TIMEOUT_SECONDS = 5  # seconds for a server to answer


def run_checks(data: Path | None, console: Console) -> int:
    """Run all checks, print the findings, and return 1 if any check failed."""
    settings = Settings() if data is None else Settings(data=data)
    looks = {**LOCAL_CHECKS, **(SERVER_CHECKS if settings.database_url else STOPPED_CHECKS)}
    wrong: set[str] = set()
    for name, look in looks.items():
        if PREREQUISITES.get(name, set()) & wrong:
            wrong.add(name)
            continue
        try:
            _print_line(console, f"✔ {name}: {look(settings)}")
        except CheckFailed as error:
            wrong.add(name)
            _print_line(console, f"✘ {name}: {error}\n    fix: {error.remedy}")
    _print_line(console, "fix the first problem, then run doctor again" if wrong else "all checks passed")
    return 1 if wrong else 0


def _print_line(console: Console, line: str) -> None:
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
        if here.get(name, wanted) != wanted  # an image may lack the embedded programs
    ]
    if off:
        raise CheckFailed(", ".join(off), REINSTALL_HINT)
    return f"{len(locked)} as locked"


def _time_zones(_settings: Settings) -> str:
    return f"it is {datetime.now(ZoneInfo('Asia/Almaty')):%H:%M} in Almaty"


def _data_folder(settings: Settings) -> str:
    nearest = next(
        folder for folder in (settings.data.resolve(), *settings.data.resolve().parents) if folder.exists()
    )
    if not (nearest.is_dir() and os.access(nearest, os.W_OK)):
        raise CheckFailed(f"cannot write into {nearest}", "choose another folder with --data or KOMEK_DATA")
    free = shutil.disk_usage(nearest).free
    if free < MIN_FREE_BYTES:
        raise CheckFailed(f"{free / 1e9:.1f} GB free on the disk of {nearest}", "free at least 1 GB")
    return f"{settings.data.resolve()}, {free / 1e9:.0f} GB free"


def _policy(settings: Settings) -> str:
    try:
        policy, calendar = policy_files.load_policy_with_calendar(settings.policies, settings.policy)
    except (PolicyErrors, CalendarErrors) as error:
        raise CheckFailed(
            str(error), "correct these lines, or choose another policy with KOMEK_POLICY"
        ) from None
    return f"{policy.name} {policy.version}, calendar {calendar.version}"


def _programs(_settings: Settings) -> str:
    try:
        return f"{postgres_binaries()}, {temporal_binary()}"
    except ActionableError as error:
        what, _, fix = str(error).partition(": ")
        raise CheckFailed(what, fix) from None


def _ports(_settings: Settings) -> str:
    taken = [port for port in (Ports.api, Ports.ui, Ports.temporal) if not is_port_free(port)]
    if taken:
        words = ", ".join(map(str, taken))
        raise CheckFailed(
            f"{words} in use by another program",
            f"start with {command_line('up --api-port 0 --ui-port 0 --temporal-port 0')}",
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
        raise CheckFailed(
            f"{', '.join(dead)} died", f"run {command_line('up')}; it resumes from the stored state"
        )
    return f"{len(everyone)} processes"


def _database(settings: Settings) -> str:
    try:
        with psycopg.connect(settings.database_url, connect_timeout=CONNECT_TIMEOUT_SECONDS) as connection:
            row = connection.execute(SERVER_FACTS_SQL).fetchone() or ()
    except psycopg.OperationalError as error:
        raise CheckFailed(
            str(error).strip().splitlines()[0], f"run {command_line('up')}, or correct KOMEK_DATABASE_URL"
        ) from None
    number, encoding = row
    if encoding != "UTF8":
        raise CheckFailed(f"its encoding is {encoding}", "recreate the database with ENCODING 'UTF8'")
    return f"PostgreSQL {number}"


def _migrations(settings: Settings) -> str:
    found, newest = migrate.current_revision(settings.database_url), migrate.head_revision()
    if found != newest:
        raise CheckFailed(
            f"the database is at {found or 'nothing'} and the code at {newest}",
            f"run {command_line('migrate')}",
        )
    return newest


def _kazakh_text(settings: Settings) -> str:
    with psycopg.connect(settings.database_url, connect_timeout=CONNECT_TIMEOUT_SECONDS) as connection:
        row = connection.execute("SELECT show_trgm('Қазақ') <> '{}'").fetchone()
    if row != (True,):
        raise CheckFailed(
            "searching for Kazakh words would find nothing",
            "recreate the database with LC_CTYPE 'C.UTF-8' or another UTF-8 locale",
        )
    return "Kazakh and Russian words are found"


def _temporal(settings: Settings) -> str:
    return asyncio.run(_temporal_server(settings))


async def _temporal_server(settings: Settings) -> str:
    try:
        client = await asyncio.wait_for(temporal_client.connect(settings), CONNECT_TIMEOUT_SECONDS)
        missing = await temporal_client.missing_search_attributes(client)
        count = await temporal_client.count_workers(client)
    except (RPCError, RuntimeError, TimeoutError) as error:
        raise CheckFailed(
            f"{settings.temporal_address}, namespace {settings.temporal_namespace}: {error or 'no answer'}",
            f"run {command_line('up')}, or correct KOMEK_TEMPORAL_ADDRESS and KOMEK_TEMPORAL_NAMESPACE",
        ) from None
    if missing:
        raise CheckFailed(
            f"workflows would hang without the search attributes {', '.join(missing)}",
            f"run {command_line('register-search-attributes')}",
        )
    if not count:
        raise CheckFailed(
            "no worker is polling: open appeals make no progress",
            f"run {command_line('up')} or {command_line('worker')}",
        )
    return f"{settings.temporal_address}, namespace {settings.temporal_namespace}, workers: {count}"


LOCAL_CHECKS: dict[str, Callable[[Settings], str]] = {
    "Python": _python,
    "packages": _packages,
    "time zones": _time_zones,
    "data folder": _data_folder,
    "policy": _policy,
}
STOPPED_CHECKS = {"programs": _programs, "ports": _ports}
SERVER_CHECKS = {
    "stack": _stack,
    "database": _database,
    "migrations": _migrations,
    **DATA_CHECKS,
    "Kazakh text search": _kazakh_text,
    "Temporal": _temporal,
    **WORKFLOW_CHECKS,
}
PREREQUISITES = {
    "migrations": {"database"},
    **{name: {"migrations"} for name in DATA_CHECKS},
    "Kazakh text search": {"migrations"},
    **{name: {"migrations", "Temporal"} for name in WORKFLOW_CHECKS},
}
"""Checks that run only if another check has passed."""
