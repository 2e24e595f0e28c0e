"""Fields of a topic: what an appeal on it states beside its text, each of a type."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import assert_never

from domain.country.titles import Titles

MAX_TEXT_LENGTH = 1000
FieldValue = str | int | float | bool


class FieldType(StrEnum):
    """The type of a field's value."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """One of the values of a choice."""

    id: str
    titles: Titles


@dataclass(frozen=True, slots=True)
class TopicField:
    """A field of a topic; ``choices`` are the values of a choice."""

    id: str
    titles: Titles
    type: FieldType
    required: bool = False
    choices: tuple[FieldChoice, ...] = ()


def field_problems(
    fields: Sequence[TopicField], values: Mapping[str, FieldValue]
) -> Iterator[tuple[str, str]]:
    """Yield each field that *values* state wrongly or leave out, with the code of the problem."""
    known = {each.id: each for each in fields}
    yield from ((name, "unknown_field") for name in values if name not in known)
    for each in fields:
        if each.id not in values:
            problem = "missing" if each.required else None
        else:
            problem = _value_problem(each, values[each.id])
        if problem is not None:
            yield each.id, problem


def _value_problem(field: TopicField, value: FieldValue) -> str | None:
    """Return the code of what is wrong with *value*, None if nothing is."""
    match field.type:
        case FieldType.BOOLEAN:
            return None if isinstance(value, bool) else "not_a_boolean"
        case FieldType.NUMBER:
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return None if is_number else "not_a_number"
        case FieldType.CHOICE:
            return None if value in {each.id for each in field.choices} else "unknown_value"
        case FieldType.DATE:
            return None if _is_date(value) else "not_a_date"
        case FieldType.TEXT:
            return _text_problem(value)
        case _:
            assert_never(field.type)


def _is_date(value: FieldValue) -> bool:
    """Return whether *value* is a date as ISO 8601 writes it: 2026-03-21."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _text_problem(value: FieldValue) -> str | None:
    if not isinstance(value, str):
        return "not_text"
    if not value:
        return "missing"
    return "too_long" if len(value) > MAX_TEXT_LENGTH else None
