"""The fields of a topic are checked one by one."""

import pytest

from domain.country.titles import Titles
from domain.policy.topic_fields import (
    MAX_TEXT_LENGTH,
    FieldChoice,
    FieldType,
    FieldValue,
    TopicField,
    field_problems,
)

TITLES = Titles("Атауы", "Название", "Title")
CHOICES = (FieldChoice("own", TITLES), FieldChoice("rented", TITLES))
EVERY_TYPE = tuple(
    TopicField(each.value, TITLES, each, choices=CHOICES if each is FieldType.CHOICE else ())
    for each in FieldType
)
REQUIRED = TopicField("children", TITLES, FieldType.NUMBER, required=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("text", "Абай көшесі, 1"),
        ("number", 4),
        ("number", 45.5),
        ("date", "2026-03-21"),
        ("choice", "own"),
        ("boolean", False),
    ],
)
def test_a_value_of_its_type_is_accepted(name: str, value: FieldValue) -> None:
    assert list(field_problems(EVERY_TYPE, {name: value})) == []


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("text", 4, "not_text"),
        ("text", "", "missing"),
        ("text", "ә" * (MAX_TEXT_LENGTH + 1), "too_long"),
        ("number", "4", "not_a_number"),
        ("number", True, "not_a_number"),
        ("date", "21.03.2026", "not_a_date"),
        ("date", "20260321", "not_a_date"),
        ("date", 20260321, "not_a_date"),
        ("choice", "borrowed", "unknown_value"),
        ("choice", 1, "unknown_value"),
        ("boolean", "true", "not_a_boolean"),
        ("boolean", 1, "not_a_boolean"),
        ("colour", "red", "unknown_field"),
    ],
)
def test_a_value_of_another_type_is_named(name: str, value: FieldValue, code: str) -> None:
    assert list(field_problems(EVERY_TYPE, {name: value})) == [(name, code)]


def test_all_problems_are_named_at_once() -> None:
    found = field_problems((REQUIRED, *EVERY_TYPE), {"date": "?", "colour": 1})
    assert sorted(found) == [("children", "missing"), ("colour", "unknown_field"), ("date", "not_a_date")]
    assert list(field_problems((REQUIRED,), {"children": 0})) == []
