"""Reads the rows of CSV and XLSX files, each with the line it begins on."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TextIO

from python_calamine import CalamineError, CalamineWorkbook

from runtime.importer.encodings import UnknownEncoding, detect_encoding

DELIMITERS = ",;\t|"
MAX_CELL_LENGTH = 10_000_000
SPREADSHEET_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})

Cell = str | float | bool | date | time | timedelta


class UnreadableFile(Exception):
    """The file is not a readable table; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name; sound if it has as many cells as the header."""

    line: int
    cells: dict[str, str]
    is_complete: bool = True


class SourceTable:
    """A table file that can be read repeatedly; of a CSV one row at a time is in memory."""

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        """Read the header of *path*, a text in *encoding* or in the one that is detected.

        Raises UnreadableFile.
        """
        self.path = path
        is_spreadsheet = path.suffix.lower() in SPREADSHEET_SUFFIXES
        self._encoding = "" if is_spreadsheet else encoding or _detect_encoding(path)
        _, header = next(self._numbered_rows(), (0, []))
        self.columns = [name.strip() for name in header]
        if not any(self.columns) or len(set(self.columns)) < len(self.columns):
            raise UnreadableFile(f"{path}: its first line must name the columns, each differently")

    def rows(self) -> Iterator[Row]:
        """Yield every row under the header that is not empty."""
        lines = self._numbered_rows()
        next(lines)
        width = len(self.columns)
        for line, cells in lines:
            if any(cells):
                yield Row(line, dict(zip(self.columns, cells, strict=False)), is_complete=len(cells) == width)

    def _numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        return _csv_rows(self.path, self._encoding) if self._encoding else _sheet_rows(self.path)


def _detect_encoding(path: Path) -> str:
    try:
        return detect_encoding(path)
    except UnknownEncoding as error:
        raise UnreadableFile(f"{path}: {error}; or name its encoding by --encoding") from error


def _csv_rows(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(MAX_CELL_LENGTH)
    with _open_text(path, encoding) as file:
        first = file.readline()
        file.seek(0)
        reader = csv.reader(file, delimiter=max(DELIMITERS, key=first.count), strict=True)
        line = 1
        try:
            for cells in reader:
                yield line, cells
                line = reader.line_num + 1
        except (csv.Error, UnicodeError) as error:
            raise UnreadableFile(f"{path}: line {line}: {error}") from error


def _open_text(path: Path, encoding: str) -> TextIO:
    try:
        return path.open(encoding=encoding, newline="")
    except LookupError as error:
        raise UnreadableFile(f"{path}: the encoding {encoding} is not known") from error


def _sheet_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheet = book.get_sheet_by_index(0)
            for line, cells in enumerate(sheet.iter_rows(), start=1):
                yield line, [_cell_text(cell) for cell in cells]
    except CalamineError as error:
        raise UnreadableFile(f"{path}: not a spreadsheet that can be read: {error}") from error


def _cell_text(cell: Cell) -> str:
    match cell:
        case datetime() | date() | time():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)
