"""The version of this release, and the versions with recorded histories and samples."""

import tomllib
from pathlib import Path

from tests.support.pages import PROJECT_ROOT

PROJECT = PROJECT_ROOT / "pyproject.toml"


def current_version() -> str:
    """Return the version that pyproject.toml declares."""
    version: str = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"]
    return version


def recorded_versions(folder: Path) -> list[Path]:
    """Return the folders of the recorded versions in *folder*, the newest last."""
    versions = [each for each in folder.iterdir() if each.name[0].isdigit()]
    return sorted(versions, key=lambda each: [int(number) for number in each.name.split(".")])
