"""Reads the rows of CSV, XLSX and ODS files, each with the line it begins on and its faulty cells."""

import csv
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TextIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from python_calamine import CalamineError, CalamineWorkbook

from runtime.importer.cell_faults import error_in_text, faulty_cells
from runtime.importer.encodings import UnknownEncoding, detect_encoding

DELIMITERS = ",;\t|"
NAMED_DELIMITER = re.compile(r"sep=(.)\r?\n?")  # the first line of some files, for spreadsheet programs
MAX_CELL_LENGTH = 10_000_000
SPREADSHEET_SUFFIXES = frozenset({".xlsx", ".xlsm", ".ods"})
BINARY_SPREADSHEET_SUFFIXES = frozenset({".xls", ".xlsb"})  # errors in their cells cannot be seen
UNTERMINATED = "unexpected end of data"

Cell = str | float | bool | date | time | timedelta


class UnreadableFile(Exception):
    """The file is not a readable table; the message says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by column name, and the faults of its columns; a fault of column "" is its own."""

    line: int
    cells: dict[str, str]
    faults: Mapping[str, str] = field(default_factory=dict)

    def faults_of(self, columns: Collection[str]) -> dict[str, str]:
        """Return the faults of the row itself and of *columns*, each with its reason."""
        errors = {
            name: reason for name in columns if (reason := error_in_text(self.cells.get(name, "").strip()))
        }
        return errors | {name: reason for name, reason in self.faults.items() if not name or name in columns}


@dataclass(frozen=True, slots=True)
class _SourceRow:
    """One row as the file has it; ``faults`` by position, that of the row itself at -1."""

    line: int
    cells: list[str]
    faults: Mapping[int, str] = field(default_factory=dict)


class SourceTable:
    """A table file that can be read repeatedly; of a CSV one row at a time is in memory."""

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        """Read the header of *path*, a text in *encoding* or in the one that is detected.

        Raises UnreadableFile.
        """
        self.path = path
        if path.suffix.lower() in BINARY_SPREADSHEET_SUFFIXES:
            raise UnreadableFile(f"{path}: save it as XLSX, since errors in its cells cannot be seen")
        is_spreadsheet = path.suffix.lower() in SPREADSHEET_SUFFIXES
        self._encoding = "" if is_spreadsheet else encoding or _detect_encoding(path)
        header = next(self._source_rows(), _SourceRow(0, []))
        self.columns = _without_empty_end([name.strip() for name in header.cells])
        if header.faults or not any(self.columns) or len(set(self.columns)) < len(self.columns):
            raise UnreadableFile(f"{path}: its first line must name the columns, each differently")

    def rows(self) -> Iterator[Row]:
        """Yield every row under the header that is not empty."""
        lines = self._source_rows()
        next(lines)
        for each in lines:
            if any(each.cells) or each.faults:
                yield self._named(each)

    def _named(self, row: _SourceRow) -> Row:
        """Return *row* by the names of the columns."""
        cells = dict(zip(self.columns, row.cells, strict=False))
        faults = {
            self.columns[at] if 0 <= at < len(self.columns) else "": each for at, each in row.faults.items()
        }
        if not faults.get("") and not _has_width(row.cells, len(self.columns)):
            faults[""] = "it has more or fewer cells than the header"
        return Row(row.line, cells, faults)

    def _source_rows(self) -> Iterator[_SourceRow]:
        return _csv_rows(self.path, self._encoding) if self._encoding else _sheet_rows(self.path)


def _without_empty_end(cells: list[str]) -> list[str]:
    return cells[: max((place for place, cell in enumerate(cells, 1) if cell), default=0)]


def _has_width(cells: list[str], width: int) -> bool:
    """Return whether *cells* fill *width* columns, and none beyond."""
    return len(cells) >= width and not any(cells[width:])


def _detect_encoding(path: Path) -> str:
    try:
        return detect_encoding(path)
    except UnknownEncoding as error:
        raise UnreadableFile(f"{path}: {error}; or name its encoding by --encoding") from error


def _csv_rows(path: Path, encoding: str) -> Iterator[_SourceRow]:
    """Yield the rows of a CSV; a stray quote makes its row faulty, and one without end refuses the file."""
    csv.field_size_limit(MAX_CELL_LENGTH)
    with _open_text(path, encoding) as file:
        delimiter, skipped = _delimiter(file)
        reader = csv.reader(file, delimiter=delimiter, strict=True)
        while True:
            line = reader.line_num + skipped + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                if UNTERMINATED in str(error):
                    raise UnreadableFile(
                        f"{path}: line {line}: a quote is opened there and never closed"
                    ) from error
                yield _SourceRow(
                    line, [], {-1: f"it is not readable to line {reader.line_num + skipped}: {error}"}
                )
            except UnicodeError as error:
                raise UnreadableFile(f"{path}: line {line}: {error}") from error
            else:
                if cells is None:
                    return
                yield _SourceRow(line, cells)


def _delimiter(file: TextIO) -> tuple[str, int]:
    """Return the delimiter of *file*, and how many lines before the header name it; they are read."""
    first = file.readline()
    named = NAMED_DELIMITER.fullmatch(first)
    if named:
        return named[1], 1
    file.seek(0)
    return max(DELIMITERS, key=first.count), 0


def _open_text(path: Path, encoding: str) -> TextIO:
    try:
        return path.open(encoding=encoding, newline="")
    except LookupError as error:
        raise UnreadableFile(f"{path}: the encoding {encoding} is not known") from error


def _sheet_rows(path: Path) -> Iterator[_SourceRow]:
    try:
        faults = faulty_cells(path)
        with CalamineWorkbook.from_path(path) as book:
            sheet = book.get_sheet_by_index(0)
            for line, cells in enumerate(sheet.iter_rows(), start=1):
                yield _SourceRow(line, [_cell_text(cell) for cell in cells], faults.get(line, {}))
    except (CalamineError, BadZipFile, ParseError, LookupError, StopIteration) as error:
        raise UnreadableFile(f"{path}: not a spreadsheet that can be read: {error}") from error


def _cell_text(cell: Cell) -> str:
    match cell:
        case datetime() | date() | time():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)
