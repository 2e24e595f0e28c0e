"""Numbers people carry are read kindly, and a slip in them is caught."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.identity.identifiers import (
    CODE_ALPHABET,
    LAST_SEQUENCE,
    IinHints,
    Sex,
    Talon,
    check_digit,
    damm_check_digit,
    decode_iin,
    has_implausible_birth_date,
    is_bin,
    is_iin,
    parse_appeal_number,
    parse_tracking_code,
    tracking_code,
)

DIGITS = st.text("0123456789", min_size=1, max_size=20)
TALONS = st.builds(Talon, st.integers(1, 9999), st.integers(1, LAST_SEQUENCE))


@pytest.mark.parametrize(
    "iin",
    [
        "900101300007",  # first pass
        "900101300811",  # second pass
        "000229500008",
        "010101600109",
        "010101600006",  # second pass
        "009900000008",  # no date in it, and yet an IIN
        "009900030008",
    ],
)
def test_iin_is_twelve_digits_with_valid_check_digit(iin: str) -> None:
    assert is_iin(iin)


@pytest.mark.parametrize("prefix", ["90010130080", "00022950096", "01010160002"])
def test_where_both_passes_fail_no_iin_is_issued(prefix: str) -> None:
    assert check_digit(prefix) is None
    assert not any(is_iin(f"{prefix}{digit}") for digit in range(10))


@given(st.text("0123456789", min_size=11, max_size=11))
def test_at_most_one_digit_fits(prefix: str) -> None:
    fitting = [digit for digit in range(10) if is_iin(f"{prefix}{digit}")]
    expected = check_digit(prefix)
    assert fitting == ([] if expected is None else [expected])


@given(st.text("0123456789", min_size=11, max_size=11))
def test_the_digit_that_fits_makes_a_number_whose_weighted_sum_is_whole(prefix: str) -> None:
    last = check_digit(prefix)
    first = sum(int(digit) * (place + 1) for place, digit in enumerate(prefix))
    second = sum(int(digit) * (place % 11 + 1) for place, digit in enumerate(prefix, 2))
    if last is None:
        assert first % 11 == second % 11 == 10
    else:
        assert (first - last) % 11 == 0 or (first % 11 == 10 and (second - last) % 11 == 0)


@given(st.text("0123456789", min_size=11, max_size=11), st.data())
def test_a_wrong_digit_is_found_wherever_one_pass_was_enough(prefix: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 9))  # the eleventh has the weight 11: it counts in the second pass only
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != prefix[place]]))
    wrong = prefix[:place] + other + prefix[place + 1 :]
    right, found = check_digit(prefix), check_digit(wrong)
    passes = [sum(int(d) * w for w, d in enumerate(each, 1)) % 11 for each in (prefix, wrong)]
    if right is not None and 10 not in passes:
        assert found != right


@given(st.text("0123456789", min_size=11, max_size=11))
def test_every_iin_is_read_and_every_bin_is_numbered_like_one(prefix: str) -> None:
    number = f"{prefix}{check_digit(prefix)}"
    if is_iin(number):
        decoded = decode_iin(number)
        assert decoded.birth_date is None or decoded.sex is not None
        assert is_bin(number) is (number[4] in "456")
    assert is_iin(number) or not is_bin(number)


@pytest.mark.parametrize(
    "text", ["123123123123", "900101300008", "90010130000", "9001013000077", "", "９00101300007"]
)
def test_what_does_not_fit_is_no_iin(text: str) -> None:
    assert not is_iin(text)


def test_share_of_prefixes_with_second_pass_or_no_check_digit() -> None:
    prefixes = [f"{number:011}" for number in range(0, 10**11, 9_999_991)]
    firsts = [sum(int(d) * w for w, d in enumerate(each, 1)) % 11 for each in prefixes]
    second = sum(each == 10 for each in firsts) / len(prefixes)
    none = sum(check_digit(each) is None for each in prefixes) / len(prefixes)
    assert second == pytest.approx(1 / 11, abs=0.01)
    assert none == pytest.approx(1 / 121, abs=0.003)


def test_a_bin_has_the_type_of_organisation_in_fifth_place() -> None:
    assert is_bin("240140000001")
    assert not is_bin("900101300007")
    assert not is_bin("240140000002")


@pytest.mark.parametrize(
    ("iin", "born", "sex"),
    [
        ("900101300007", date(1990, 1, 1), Sex.MALE),
        ("010101600109", date(2001, 1, 1), Sex.FEMALE),
        ("000229500008", date(2000, 2, 29), Sex.MALE),
        ("990101100000", date(1899, 1, 1), Sex.MALE),
        ("000230500000", None, Sex.MALE),
        ("009900000008", None, None),
        ("900101700000", None, None),
    ],
)
def test_an_iin_hints_at_birth_and_sex(iin: str, born: date | None, sex: Sex | None) -> None:
    assert decode_iin(iin) == IinHints(born, sex)


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("iin", "born", "unlikely"),
    [
        ("900101300007", None, False),
        ("900101300007", date(1990, 1, 1), False),
        ("900101300007", date(1991, 1, 1), True),
        ("010101600109", None, False),
        ("990101100000", None, True),  # of 1899
        ("261124500000", None, True),  # of tomorrow
        ("009900000008", date(1990, 1, 1), False),  # encodes no century
        ("000230500000", date(1990, 1, 1), False),
    ],
)
def test_a_birth_date_that_cannot_well_be_is_seen(iin: str, born: date | None, unlikely: bool) -> None:  # noqa: FBT001 - the answer
    assert has_implausible_birth_date(iin, TODAY, born) is unlikely


@given(st.dates(date(1907, 1, 1), TODAY))
def test_possible_birth_date_is_never_unlikely(born: date) -> None:
    century = {18: 1, 19: 3, 20: 5}[born.year // 100]
    assert not has_implausible_birth_date(f"{born:%y%m%d}{century}00000", TODAY, born)


def test_a_talon_is_written_with_year_sequence_and_check_digit() -> None:
    assert str(Talon(2026, 17)) == "HK-2026-00000017-3"


def test_the_check_digit_is_damms() -> None:
    assert damm_check_digit("572") == "4"


@given(TALONS)
def test_a_talon_is_read_back(talon: Talon) -> None:
    assert Talon.parse(str(talon)) == talon


@pytest.mark.parametrize(
    "text", ["hk-2026-00000017-3", "НК 2026 00000017 3", " hk20260000 00173 ", "нк–2026–00000017–3"]
)
def test_a_talon_is_read_as_people_type_it(text: str) -> None:
    assert Talon.parse(text) == Talon(2026, 17)


@pytest.mark.parametrize(
    "text", ["", "HK", "2026-00000017-3", "HK-2026-17-1", "HK-2026-00000017", "XK-2026-00000017-1"]
)
def test_what_is_no_talon_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is written HK-year"):
        Talon.parse(text)


@pytest.mark.parametrize("slip", ["HK-2026-00000018-3", "HK-2062-00000017-3", "HK-2026-00000071-3"])
def test_a_slip_in_a_talon_is_caught(slip: str) -> None:
    with pytest.raises(ValueError, match="wrong digit"):
        Talon.parse(slip)


@pytest.mark.parametrize("sequence", [0, LAST_SEQUENCE + 1])
def test_a_sequence_keeps_to_eight_digits(sequence: int) -> None:
    with pytest.raises(ValueError, match="1 to 99999999"):
        Talon(2026, sequence)


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
def test_the_number_of_a_part_is_read_as_that_of_its_talon(talon: Talon, places: list[int]) -> None:
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
