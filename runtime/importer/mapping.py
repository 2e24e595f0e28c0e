"""A mapping: which column of a file is what, and what holds where the file says nothing."""

import tomllib
from collections.abc import Mapping as Lookup
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from runtime.importer.slugs import slug

SHIPPED = Path(__file__).parent / "mappings"

Meaning = Literal[
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
]
Named = Literal["topic", "agency"]
NEEDED: tuple[Meaning, ...] = ("text", "topic", "channel", "region", "reception")


class WrongMapping(Exception):
    """The mapping cannot be used for this file; the message says why and what to do."""


class Mapping(BaseModel):
    """One mapping. ``topics`` and ``agencies`` translate words of the file into ids that exist here.

    Other topics are made, under ``theme``, for the agency that most rows name, or else ``competent``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str = Field(pattern=r"^[a-z0-9-]{1,50}$")
    identity: str | None = None
    columns: dict[Meaning, str]
    defaults: dict[Meaning, str] = {}
    theme: str = "other"
    competent: str = "akimat"
    timezone: str = "Asia/Almaty"
    topics: dict[str, str] = {}
    agencies: dict[str, str] = {}

    def said(self, meaning: Meaning, cells: Lookup[str, str]) -> str:
        """Return the file's own words, in the row of *cells*, for *meaning*; '' for nothing."""
        return cells.get(self.columns.get(meaning, ""), "").strip()

    def value(self, meaning: Meaning, cells: Lookup[str, str]) -> str:
        """Return what the row of *cells* says of *meaning*, or else what holds for all; '' for nothing."""
        return self.said(meaning, cells) or self.defaults.get(meaning, "")

    def named(self, meaning: Named, cells: Lookup[str, str]) -> str:
        """Return the id here of the topic or agency that the row of *cells* names; '' for none."""
        said = self.said(meaning, cells)
        if not said:
            return self.defaults.get(meaning, "")
        return self.translations(meaning).get(said) or slug(said)

    def translations(self, meaning: Named) -> dict[str, str]:
        """Return which words of the file stand for things that exist here."""
        return self.topics if meaning == "topic" else self.agencies

    def uses(self) -> frozenset[str]:
        """Return the columns that it reads."""
        return frozenset({*self.columns.values(), *([self.identity] if self.identity else [])})


def choose(named: str | None, columns: list[str]) -> Mapping:
    """Return the mapping *named* (a shipped one, or a file), or the shipped one that fits *columns*.

    Raises WrongMapping.
    """
    if named is None:
        fitting = [each for each in map(_load, sorted(SHIPPED.glob("*.toml"))) if each.uses() <= {*columns}]
        if not fitting:
            raise WrongMapping(
                f"no shipped mapping fits the columns {', '.join(columns)}: name one by --mapping"
            )
        return fitting[0]
    shipped = SHIPPED / f"{named}.toml"
    mapping = _load(shipped if shipped.is_file() else Path(named))
    missing = sorted(mapping.uses() - {*columns})
    if missing:
        raise WrongMapping(f"the file has no column {', '.join(missing)}; it has {', '.join(columns)}")
    return mapping


def _load(path: Path) -> Mapping:
    try:
        mapping = Mapping.model_validate(tomllib.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        known = ", ".join(sorted(each.stem for each in SHIPPED.glob("*.toml")))
        raise WrongMapping(f"{path}: no such mapping; shipped are {known}") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongMapping(f"{path}: {error}") from error
    except ValidationError as error:
        raise WrongMapping(f"{path}: {_first(error.errors(include_url=False))}") from error
    unsaid = [each for each in NEEDED if each not in mapping.columns and each not in mapping.defaults]
    if unsaid:
        raise WrongMapping(f"{path}: nothing says {', '.join(unsaid)}: neither a column nor a default")
    return mapping


def _first(errors: Any) -> str:
    return "; ".join(f"{'.'.join(map(str, each['loc'][:2]))}: {each['msg']}" for each in errors)
