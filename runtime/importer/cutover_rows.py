"""Converts rows of an old system to bodies of `POST /v1/takeovers`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from domain.country.name_matching import skeleton
from domain.policy.plan import Step
from runtime.importer.mapping import ColumnMapping, FieldMeaning
from runtime.importer.rows import Rejection, RowRejected, appeal_body, iso_moment, without_empty
from runtime.importer.tables import Row

FILE_SEPARATORS = re.compile(r"[;\n]")


class Place(NamedTuple):
    """Where an appeal stands, as its row has it; "" where it names no organisation."""

    organisation: str
    step: str


class Directory:
    """The staff of this installation, found by name."""

    def __init__(self, people: Iterable[Mapping[str, Any]]) -> None:
        """Know the active ones of *people*."""
        self._people: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for each in people:
            if each["active"]:
                self._people[skeleton(each["name"])].append(each)

    def ids_of(self, name: str, organisation: str) -> list[str]:
        """Return the ids of the people called *name*, in any spelling, in *organisation* if one is named."""
        found = self._people.get(skeleton(name), [])
        return [each["id"] for each in found if organisation in {"", each["organisation"]}]


def place_of(mapping: ColumnMapping, row: Row) -> Place:
    """Return where the appeal of *row* stands."""
    step = mapping.value("step", row.cells)
    is_at_reception = step == Step.RECEPTION
    organisation = (
        mapping.value("reception", row.cells) if is_at_reception else mapping.mapped_id("agency", row.cells)
    )
    return Place(organisation if step in {Step.RECEPTION, Step.AGENCY} else "", step)


def takeover_body(mapping: ColumnMapping, people: Directory, row: Row) -> dict[str, Any]:
    """Return the request body for *row*. Raises RowRejected."""
    body = appeal_body(mapping, row)
    work = {
        "step": mapping.value("step", row.cells),
        "since": iso_moment(mapping, "since", row) or body.get("received_at", ""),
        "holder": _holder(mapping, people, row),
        "held_since": iso_moment(mapping, "held_since", row),
    }
    wait = {
        "awaits": mapping.value("awaits", row.cells),
        "since": iso_moment(mapping, "awaits_since", row),
        "text": mapping.value("awaits_text", row.cells),
    }
    end = {
        "outcome": mapping.value("outcome", row.cells),
        "at": iso_moment(mapping, "closed_at", row),
        "ground": mapping.value("ground", row.cells),
        "text": mapping.value("answer", row.cells),
    }
    parts = {"work": work, "wait": wait, "end": end}
    past = {name: without_empty(part) for name, part in parts.items()}
    return body | without_empty({**past, "attachments": _files(mapping, row)})


def _holder(mapping: ColumnMapping, people: Directory, row: Row) -> str:
    """Return the id of the holder that *row* names, or ''. Raises RowRejected."""
    name = mapping.raw_value("holder", row.cells)
    if not name or name in mapping.people:
        return mapping.people.get(name, "")
    found = people.ids_of(name, place_of(mapping, row).organisation)
    if len(found) == 1:
        return found[0]
    reason = "no active person of this name is there" if not found else "several people have this name"
    raise RowRejected(Rejection(row.line, _column(mapping, "holder"), f"{reason}: add them, or use [people]"))


def _files(mapping: ColumnMapping, row: Row) -> list[dict[str, str]]:
    """Return the references of the files, each with its last part as name."""
    written = FILE_SEPARATORS.split(mapping.value("files", row.cells))
    paths = [each.strip() for each in written if each.strip()]
    return [{"name": PurePosixPath(each).name, "reference": f"{mapping.file_prefix}{each}"} for each in paths]


def _column(mapping: ColumnMapping, meaning: FieldMeaning) -> str:
    return mapping.columns.get(meaning, f"({meaning})")
