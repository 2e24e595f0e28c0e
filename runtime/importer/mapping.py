"""Column mappings: the meaning of each column of a file, and defaults for what the file lacks."""

import tomllib
from collections.abc import Iterable
from collections.abc import Mapping as Lookup
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runtime.importer.stable_ids import slug

SHIPPED_MAPPINGS = Path(__file__).parent / "mappings"

FieldMeaning = Literal[
    "text",
    "topic",
    "agency",
    "channel",
    "language",
    "region",
    "reception",
    "received_at",
    "name",
    "iin",
    "bin",
    "category",
    "phone",
    "email",
    "address",
    # of a cut-over only
    "step",
    "since",
    "holder",
    "held_since",
    "awaits",
    "awaits_since",
    "awaits_text",
    "outcome",
    "ground",
    "closed_at",
    "answer",
    "files",
]
NamedMeaning = Literal["topic", "agency"]
REQUIRED_MEANINGS: tuple[FieldMeaning, ...] = ("text", "topic", "channel", "region", "reception")


class MappingError(Exception):
    """The mapping does not fit the file; the message says why and what to do."""


class ColumnMapping(BaseModel):
    """One mapping. ``topics`` and ``agencies`` translate values of the file into ids of this installation.

    ``people`` does so for the holders of a cut-over, and ``values`` for the other fields. References of files
    begin with ``file_prefix``.

    Other topics are created under ``theme``, for the agency that most rows name, or else ``default_agency``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(pattern=r"^[a-z0-9-]{1,50}$")
    identity: str | None = None
    columns: dict[FieldMeaning, str]
    defaults: dict[FieldMeaning, str] = {}
    theme: str = "other"
    default_agency: str = "akimat"
    timezone: str = "Asia/Almaty"
    topics: dict[str, str] = {}
    agencies: dict[str, str] = {}
    people: dict[str, str] = {}
    values: dict[FieldMeaning, dict[str, str]] = {}
    file_prefix: str = ""

    def raw_value(self, meaning: FieldMeaning, cells: Lookup[str, str]) -> str:
        """Return the value of *meaning* in the row of *cells* as the file has it, or ''."""
        return cells.get(self.columns.get(meaning, ""), "").strip()

    def value(self, meaning: FieldMeaning, cells: Lookup[str, str]) -> str:
        """Return the value of *meaning* in the row of *cells*, else the mapping's default, else ''."""
        written = self.raw_value(meaning, cells) or self.defaults.get(meaning, "")
        return self.values.get(meaning, {}).get(written, written)

    def mapped_id(self, meaning: NamedMeaning, cells: Lookup[str, str]) -> str:
        """Return the id of the topic or agency that the row of *cells* names, or ''."""
        value = self.raw_value(meaning, cells)
        if not value:
            return self.defaults.get(meaning, "")
        return self.translations(meaning).get(value) or slug(value)

    def translations(self, meaning: NamedMeaning) -> dict[str, str]:
        """Return the ids of this installation by the values of the file."""
        return self.topics if meaning == "topic" else self.agencies

    def in_installation(self, topics: Iterable[str], agencies: Iterable[str]) -> "ColumnMapping":
        """Return this mapping for an installation with these ids, which also name themselves in the file."""
        known_topics = {each: each for each in topics}
        known_agencies = {each: each for each in agencies}
        return self.model_copy(
            update={"topics": known_topics | self.topics, "agencies": known_agencies | self.agencies}
        )

    def mapped_cells(self, cells: Lookup[str, str]) -> dict[str, str]:
        """Return those of *cells* that the mapping reads."""
        return {name: cells[name] for name in self.columns_used() if name in cells}

    def columns_used(self) -> frozenset[str]:
        """Return the columns that the mapping reads."""
        return frozenset({*self.columns.values(), *([self.identity] if self.identity else [])})


def select_mapping(named: str | None, columns: list[str]) -> ColumnMapping:
    """Return the mapping *named* (a shipped one or a file), or the shipped one that fits *columns*.

    Raises MappingError.
    """
    if named is None:
        fitting = [
            each
            for each in map(_load_mapping, sorted(SHIPPED_MAPPINGS.glob("*.toml")))
            if each.columns_used() <= {*columns}
        ]
        if not fitting:
            raise MappingError(
                f"no shipped mapping fits the columns {', '.join(columns)}: name one by --mapping"
            )
        return fitting[0]
    shipped = SHIPPED_MAPPINGS / f"{named}.toml"
    mapping = _load_mapping(shipped if shipped.is_file() else Path(named))
    missing = sorted(mapping.columns_used() - {*columns})
    if missing:
        raise MappingError(f"the file has no column {', '.join(missing)}; it has {', '.join(columns)}")
    return mapping


def _load_mapping(path: Path) -> ColumnMapping:
    try:
        mapping = ColumnMapping.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        known = ", ".join(sorted(each.stem for each in SHIPPED_MAPPINGS.glob("*.toml")))
        raise MappingError(f"{path}: no such mapping; shipped are {known}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise MappingError(f"{path}: {error}") from error
    except ValidationError as error:
        raise MappingError(f"{path}: {_first_error(error.errors(include_url=False))}") from error
    unsaid = [
        each for each in REQUIRED_MEANINGS if each not in mapping.columns and each not in mapping.defaults
    ]
    if unsaid:
        raise MappingError(f"{path}: nothing says {', '.join(unsaid)}: neither a column nor a default")
    return mapping


def _first_error(errors: Any) -> str:
    return "; ".join(f"{'.'.join(map(str, each['loc'][:2]))}: {each['msg']}" for each in errors)
