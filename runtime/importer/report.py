"""The report of rejected rows: line, column and reason, without any content of the row."""

import csv
import tempfile
from pathlib import Path

from runtime.importer.rows import Rejection

HEADER = ("line", "column", "reason")


def write(path: Path, rejections: list[Rejection]) -> Path:
    """Write *rejections* by line to *path*, else to the temporary folder, and return the path."""
    try:
        return _write(path, rejections)
    except OSError:
        return _write(Path(tempfile.gettempdir()) / path.name, rejections)


def default_path(file: Path) -> Path:
    """Return the default path of the report on *file*."""
    return file.with_name(f"{file.name}.rejected.csv")


def _write(path: Path, rejections: list[Rejection]) -> Path:
    # spreadsheets recognise UTF-8 by the byte order mark
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for each in sorted(rejections, key=lambda rejection: rejection.line):
            writer.writerow((each.line, each.column, each.reason))
    return path
