"""Terms are written as the policy writes them, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.worktime.terms import Term, Unit


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("15wd", Term(15, Unit.WORKING_DAYS)),
        ("4wh", Term(4, Unit.WORKING_HOURS)),
        ("30wm", Term(30, Unit.WORKING_MINUTES)),
        ("10cd", Term(10, Unit.CALENDAR_DAYS)),
        ("2mo", Term(2, Unit.MONTHS)),
        ("20s", Term(20, Unit.SECONDS)),
        ("0wh", Term(0, Unit.WORKING_HOURS)),
    ],
)
def test_a_term_is_a_number_and_a_unit(text: str, term: Term) -> None:
    assert Term.parse(text) == term


@given(st.builds(Term, st.integers(0, 999_999), st.sampled_from(Unit)))
def test_what_is_written_is_read_back(term: Term) -> None:
    assert Term.parse(str(term)) == term


@pytest.mark.parametrize(
    "text", ["", "15", "wd", "15 wd", "-1wd", "1.5wd", "15xx", "15WD", "1234567wd", "१wd", "1wd\n"]
)
def test_anything_else_is_refused_with_what_is_accepted(text: str) -> None:
    with pytest.raises(ValueError, match="as in 15wd"):
        Term.parse(text)


def test_an_amount_is_not_negative() -> None:
    with pytest.raises(ValueError, match="-1wd is not a term"):
        Term(-1, Unit.WORKING_DAYS)
