"""The fictional people, letters and replies of the demo, read from the files in this folder."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from domain.country.personal_numbers import check_digit
from domain.identity.people import Role

SAMPLE_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class SampleLetter:
    """The text of an appeal; ``{village}`` stands for the applicant's village."""

    topic: str
    language: str
    category: str
    text: str


@dataclass(frozen=True, slots=True)
class District:
    """A district: its reception, its share of a hundred applicants, its villages."""

    reception: str
    percent: int
    villages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleData:
    """All sample data."""

    letters: tuple[SampleLetter, ...]
    districts: tuple[District, ...]
    staff: tuple[tuple[str, Role, str], ...]
    surnames: tuple[str, ...]
    female_names: tuple[str, ...]
    male_names: tuple[str, ...]
    replies: dict[str, dict[str, str]]


def load() -> SampleData:
    """Return the sample data."""
    people, letters = _read_toml("people"), _read_toml("letters")["letters"]
    districts = [
        District(each["reception"], each["share"], tuple(each["villages"])) for each in people["districts"]
    ]
    return SampleData(
        letters=tuple(SampleLetter(**each) for each in letters),
        districts=tuple(districts),
        staff=tuple(_staff_entries(people["offices"])),
        surnames=tuple(people["surnames"]),
        female_names=tuple(people["women"]),
        male_names=tuple(people["men"]),
        replies=_read_toml("replies"),
    )


def unassigned_iins() -> Iterator[str]:
    """Yield IINs that no person has: the check digit is valid, the birth date is not."""
    for serial in count(1):
        prefix = f"000000{serial:05}"
        digit = check_digit(prefix)
        if digit is not None:
            yield f"{prefix}{digit}"


def _staff_entries(offices: list[dict[str, Any]]) -> Iterator[tuple[str, Role, str]]:
    for office in offices:
        for role in Role:
            for name in office.get(role, ()):
                yield office["organisation"], role, name


def _read_toml(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLE_FOLDER / f"{name}.toml").read_text("utf-8"))
