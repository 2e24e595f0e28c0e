"""The number of an appeal in the journal of a body."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity.body_numbers import MAX_BODY_NUMBER_LENGTH, parse_body_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("ЖТ-2026-01234567", "ЖТ-2026-01234567"),
        (" № 03-12 / ж-17 ", "03-12/Ж-17"),
        ("17", "17"),
        ("А(1).2", "А(1).2"),
        ("1" * MAX_BODY_NUMBER_LENGTH, "1" * MAX_BODY_NUMBER_LENGTH),
    ],
)
def test_a_number_is_kept_in_capitals_without_spaces(typed: str, number: str) -> None:
    assert parse_body_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    ["", "№", "ЖТ", "Серік Әбенов 1", "Асан Усен 1", "-1", "900101300017", "17;18", "1_2", "1" * 41],
)
def test_a_name_an_iin_or_a_long_text_is_no_number(typed: str) -> None:
    with pytest.raises(ValueError, match="registration number"):
        parse_body_number(typed)


@given(st.text(max_size=60))
def test_a_parsed_number_is_short_and_parses_to_itself(typed: str) -> None:
    try:
        number = parse_body_number(typed)
    except ValueError:
        return
    assert len(number) <= MAX_BODY_NUMBER_LENGTH
    assert parse_body_number(number) == number
