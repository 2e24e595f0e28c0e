"""Cells of spreadsheets that hold an error, or a formula that was never calculated: both are read as empty.

So the XML of the first sheet is read for them, as a stream, beside the values.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET  # of an expat that refuses entities that grow without bound

NEVER_CALCULATED = "a formula that was never calculated: open the file in a spreadsheet program and save it"
LETTERS = 26
ERROR_VALUES = frozenset(
    (
        *("#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#DIV/0!", "#SPILL!", "#CALC!"),
        *("#Н/Д", "#ССЫЛКА!", "#ЗНАЧ!", "#ИМЯ?", "#ЧИСЛО!", "#ПУСТО!", "#ДЕЛ/0!"),
        *("Err:502", "Err:504", "Err:508", "Err:511", "Err:520"),
    )
)

Faults = dict[int, dict[int, str]]  # line from 1 → column from 0 → reason


def error_in_text(value: str) -> str | None:
    """Return why *value* is no value, if it is the text by which spreadsheets show an error."""
    return f"the error {value}" if value in ERROR_VALUES else None


def faulty_cells(path: Path) -> Faults:
    """Return the faulty cells of the first sheet of *path*, an XLSX, XLSM or ODS file.

    Raises BadZipFile, KeyError or ParseError where it is none.
    """
    faults: Faults = {}
    with zipfile.ZipFile(path) as archive:
        found = _ods_faults(archive) if path.suffix.lower() == ".ods" else _xlsx_faults(archive)
        for line, column, reason in found:
            faults.setdefault(line, {})[column] = reason
    return faults


def _xlsx_faults(archive: zipfile.ZipFile) -> Iterator[tuple[int, int, str]]:
    line = column = 0
    for event, name, element in _elements(archive, _first_sheet(archive), "row"):
        match event, name:
            case "start", "row":
                line, column = int(element.get("r", line + 1)), 0
            case "end", "c":
                column = _column(element.get("r", "")) or column + 1
                reason = _xlsx_fault(element)
                if reason:
                    yield line, column - 1, reason
            case _:
                pass


def _xlsx_fault(cell: ET.Element) -> str | None:
    parts = {_local(each.tag): each.text or "" for each in cell}
    if cell.get("t") == "e":
        return f"the error {parts.get('v', '')}"
    is_empty_text = cell.get("t") == "str" and "v" in parts
    return NEVER_CALCULATED if "f" in parts and not parts.get("v") and not is_empty_text else None


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """Return the path of the first sheet in *archive*."""
    sheets = ET.fromstring(archive.read("xl/workbook.xml")).iter()  # noqa: S314 - see the import
    first = next(each for each in sheets if _local(each.tag) == "sheet")
    wanted = next(value for name, value in first.attrib.items() if name.endswith("}id"))
    relations = ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314 - see the import
    target = next(each.attrib["Target"] for each in relations if each.get("Id") == wanted)
    return target[1:] if target.startswith("/") else f"xl/{target}"


def _column(reference: str) -> int:
    """Return the number of the column of a cell such as "AB12", counted from 1; 0 where there is none."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * LETTERS + ord(letter) - ord("A") + 1
    return number


def _ods_faults(archive: zipfile.ZipFile) -> Iterator[tuple[int, int, str]]:
    line, column, repeated = 1, 0, 1
    for event, name, element in _elements(archive, "content.xml", "table-row"):
        match event, name:
            case "start", "table-row":
                column, repeated = 0, int(_attribute(element, "number-rows-repeated") or 1)
            case "end", "table-row":
                line += repeated
            case "end", "table-cell" | "covered-table-cell":
                if _attribute(element, "value-type", last=True) == "error":
                    yield line, column, f"the error {''.join(element.itertext())}"
                column += int(_attribute(element, "number-columns-repeated") or 1)
            case "end", "table":
                return
            case _:
                pass


def _attribute(element: ET.Element, name: str, *, last: bool = False) -> str:
    """Return the attribute *name* of any namespace: the first of them, or the last."""
    found = [value for each, value in element.attrib.items() if _local(each) == name]
    return found[-1 if last else 0] if found else ""


def _elements(archive: zipfile.ZipFile, member: str, row_name: str) -> Iterator[tuple[str, str, ET.Element]]:
    """Yield the start and end of each element of *member* by its local name; ended rows are forgotten."""
    with archive.open(member) as file:
        for event, element in ET.iterparse(file, ("start", "end")):  # noqa: S314 - see the import
            name = _local(element.tag)
            yield event, name, element
            if (event, name) == ("end", row_name):
                element.clear()


def _local(name: str) -> str:
    return name.rpartition("}")[2]
