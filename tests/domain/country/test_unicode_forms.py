from hypothesis import given
from hypothesis import strategies as st

from domain.country.unicode_forms import MAX_MARKS_IN_A_ROW, normalised


def test_more_marks_on_a_letter_than_any_language_has_are_dropped() -> None:
    assert normalised("NFD", "a" + "\u0301" * 100 + "б!" + "\u0301" * 100).count("\u0301") == (
        2 * MAX_MARKS_IN_A_ROW
    )


@given(st.text(max_size=MAX_MARKS_IN_A_ROW))
def test_a_usual_text_is_normalised_whole(text: str) -> None:
    assert normalised("NFD", normalised("NFC", text)) == normalised("NFD", text)
