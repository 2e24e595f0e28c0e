"""An IIN or BIN with a typing error is refused, and an IIN states its birth date and sex."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.country.personal_numbers import (
    IinHints,
    Sex,
    check_digit,
    decode_iin,
    has_implausible_birth_date,
    is_bin,
    is_iin,
)
from domain.identity.identifiers import (
    LAST_SEQUENCE,
    TalonNumber,
)

DIGITS = st.text("0123456789", min_size=1, max_size=20)
TALONS = st.builds(TalonNumber, st.integers(1, 9999), st.integers(1, LAST_SEQUENCE))


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
        ("900101700000", date(1990, 1, 1), False),  # encodes no century
        ("000000000000", None, True),  # begins with no day
        ("000230500000", None, True),
    ],
)
def test_a_birth_date_that_cannot_well_be_is_seen(iin: str, born: date | None, unlikely: bool) -> None:  # noqa: FBT001 - the answer
    assert has_implausible_birth_date(iin, TODAY, born) is unlikely


@given(st.dates(date(1907, 1, 1), TODAY))
def test_possible_birth_date_is_never_unlikely(born: date) -> None:
    century = {18: 1, 19: 3, 20: 5}[born.year // 100]
    assert not has_implausible_birth_date(f"{born:%y%m%d}{century}00000", TODAY, born)
