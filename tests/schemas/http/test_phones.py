"""Telephone numbers: however a person writes one, it is the same one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.http.requests.phones import split_phone, to_e164


@pytest.mark.parametrize(
    "text",
    [
        "8 701 000 00 00",
        "8(701)000-00-00",
        "87010000000",
        "+7 701 000 00 00",
        "77010000000",
        "7010000000",
        "tel:+7-701-000-00-00",
        "８ ７０１ ０００ ００ ００",
        " +7 (701) 000\u00a000\u00a000 ",
        "8 701 000 00 00 доб. 5",
    ],
)
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    assert to_e164(text) == "+77010000000"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("8 (7172) 74-11-78", "+77172741178"),
        ("8-800-080-7777", "+78000807777"),
        ("8 10 49 30 1234567", "+49301234567"),
        ("+998 90 123 45 67", "+998901234567"),
        ("+7 999 123 45 67", "+79991234567"),
    ],
)
def test_towns_free_calls_and_other_countries_are_reached_too(text: str, number: str) -> None:
    assert to_e164(text) == number


def test_a_number_without_a_country_is_from_home() -> None:
    assert to_e164("0171 1234567", "DE") == "+491711234567"


@pytest.mark.parametrize(
    "text", ["", "abc", "109", "8 701", "8 701 000 00 0", "+7 701 000 00 00 0", "900101300007", "+999 1"]
)
def test_text_without_a_number_is_rejected(text: str) -> None:
    with pytest.raises(ValueError, match="telephone number"):
        to_e164(text)
    assert split_phone(text) == (None, text)


def test_an_extension_is_kept_beside_the_number() -> None:
    written = "8 7252 53 00 00 ext. 12"
    assert split_phone(written) == ("+77252530000", written)
    assert split_phone("8 7252 53 00 00") == ("+77252530000", None)


@given(
    st.sampled_from([700, 701, 702, 705, 707, 708, 747, 771, 775, 776, 777, 778]),
    st.integers(0, 9_999_999),
    st.sampled_from(["+7{}{:07}", "8{}{:07}", "8 ({}) {:07}", "7{}{:07}", "{}{:07}"]),
)
def test_writing_it_the_way_of_machines_again_changes_nothing(code: int, rest: int, way: str) -> None:
    once = to_e164(way.format(code, rest))
    assert once == f"+7{code}{rest:07}"
    assert to_e164(once) == once


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_rejected(text: str) -> None:
    try:
        number = to_e164(text)
    except ValueError as error:
        assert "telephone number" in str(error)  # noqa: PT017 - both ways are right
    else:
        assert number.startswith("+")
        assert number[1:].isascii()
        assert number[1:].isdigit()
