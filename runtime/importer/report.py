"""The report of rejected rows: line, column, reason, and nothing of what the row says."""

import csv
import tempfile
from pathlib import Path

from runtime.importer.rows import Rejection

HEADER = ("line", "column", "reason")


def write(path: Path, rejections: list[Rejection]) -> Path:
    """Write *rejections* by line to *path*, or where that cannot be, to a folder for passing things."""
    try:
        return _write(path, rejections)
    except OSError:
        return _write(Path(tempfile.gettempdir()) / path.name, rejections)


def default_path(file: Path) -> Path:
    """Return where the report on *file* lies if nobody says otherwise."""
    return file.with_name(f"{file.name}.rejected.csv")


def _write(path: Path, rejections: list[Rejection]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # spreadsheets look for the mark
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for each in sorted(rejections, key=lambda rejection: rejection.line):
            writer.writerow((each.line, each.column, each.reason))
    return path
