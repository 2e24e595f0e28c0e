"""Numbers that people type are accepted in any form, and a typing error is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity.identifiers import (
    CODE_ALPHABET,
    LAST_SEQUENCE,
    TalonNumber,
    damm_check_digit,
    number_fragment,
    parse_appeal_number,
    parse_tracking_code,
    tracking_code,
)

DIGITS = st.text("0123456789", min_size=1, max_size=20)
TALONS = st.builds(TalonNumber, st.integers(1, 9999), st.integers(1, LAST_SEQUENCE))


def test_a_talon_is_written_with_year_sequence_and_check_digit() -> None:
    assert str(TalonNumber(2026, 17)) == "HK-2026-00000017-3"


def test_the_check_digit_is_damms() -> None:
    assert damm_check_digit("572") == "4"


@given(TALONS)
def test_a_talon_is_read_back(talon: TalonNumber) -> None:
    assert TalonNumber.parse(str(talon)) == talon


@pytest.mark.parametrize(
    "text", ["hk-2026-00000017-3", "НК 2026 00000017 3", " hk20260000 00173 ", "нк–2026–00000017–3"]
)
def test_a_talon_is_read_as_people_type_it(text: str) -> None:
    assert TalonNumber.parse(text) == TalonNumber(2026, 17)


@pytest.mark.parametrize(
    "text", ["", "HK", "2026-00000017-3", "HK-2026-17-1", "HK-2026-00000017", "XK-2026-00000017-1"]
)
def test_what_is_no_talon_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is written HK-year"):
        TalonNumber.parse(text)


@pytest.mark.parametrize("slip", ["HK-2026-00000018-3", "HK-2062-00000017-3", "HK-2026-00000071-3"])
def test_a_slip_in_a_talon_is_caught(slip: str) -> None:
    with pytest.raises(ValueError, match="wrong digit"):
        TalonNumber.parse(slip)


@pytest.mark.parametrize("sequence", [0, LAST_SEQUENCE + 1])
def test_a_sequence_keeps_to_eight_digits(sequence: int) -> None:
    with pytest.raises(ValueError, match="1 to 99999999"):
        TalonNumber(2026, sequence)


@given(DIGITS, st.data())
def test_one_wrong_digit_is_always_caught(digits: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != digits[place]]))
    assert damm_check_digit(digits[:place] + wrong + digits[place + 1 :]) != damm_check_digit(digits)


@given(DIGITS, DIGITS, st.permutations("0123456789"))
def test_two_neighbours_swapped_are_always_caught(before: str, after: str, pair: list[str]) -> None:
    one, other = pair[:2]
    assert damm_check_digit(before + one + other + after) != damm_check_digit(before + other + one + after)


@given(st.binary(min_size=7, max_size=16))
def test_tracking_code_has_ten_unambiguous_characters(random_bytes: bytes) -> None:
    code = tracking_code(random_bytes)
    assert len(code) == 10
    assert set(code) <= set(CODE_ALPHABET)
    assert parse_tracking_code(f" {code[:5]}-{code[5:]} ".lower()) == code


def test_a_tracking_code_carries_fifty_bits_of_chance() -> None:
    codes = {tracking_code(bit.to_bytes(7, "big")) for bit in (0, *(1 << place for place in range(50)))}
    assert len(codes) == 51


def test_a_tracking_code_is_read_as_people_type_it() -> None:
    assert parse_tracking_code("oil01-авсен") == "01101ABCEH"


@pytest.mark.parametrize("text", ["", "ABC", "ABCDEFGHJK0", "ABCDEFGHJU", "ABCDEFGHJЖ"])
def test_what_is_no_tracking_code_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="10 letters"):
        parse_tracking_code(text)


def test_too_little_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="7 random bytes"):
        tracking_code(b"few")


@given(TALONS, st.lists(st.integers(1, 9999), max_size=3))
def test_the_number_of_a_part_is_read_as_that_of_its_talon(talon: TalonNumber, places: list[int]) -> None:
    number = "/".join(map(str, [talon, *places]))
    assert (
        parse_appeal_number(number)
        == parse_appeal_number(number.lower().replace("-", " ").replace("/", " / "))
        == number
    )


@pytest.mark.parametrize(
    "wrong", ["", "/1", "HK-2026-00000017-4/", "HK-2026-00000017-4/0", "HK-2026-00000017-4/x"]
)
def test_invalid_part_number_is_refused_as_wrong(wrong: str) -> None:
    with pytest.raises(ValueError, match="number"):
        parse_appeal_number(wrong)


@pytest.mark.parametrize(
    ("typed", "part"), [("нк-2026", "HK2026"), (" 0017-4 ", "00174"), ("017-4/1", "0174/1")]
)
def test_a_part_of_a_number_is_read_without_its_dashes(typed: str, part: str) -> None:
    assert number_fragment(typed) == part


@pytest.mark.parametrize("wrong", ["", "17", "%%%", "0_17"])
def test_what_is_no_part_of_a_number_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="three or more"):
        number_fragment(wrong)
