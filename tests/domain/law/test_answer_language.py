"""An answer is in the language of the appeal or of the state: the rule of the law that the appeal runs by."""

from datetime import date

import pytest

from domain.errors import LanguageNotAllowed
from domain.law.answer_language import check_answer_language
from domain.law.applicable_law import NO_LAW
from tests.support.domain.statutory_plans import REGISTERED_2025, REGISTERED_2026, law_for

RUSSIAN = "Вам отказано, так как доход семьи выше черты бедности."
KAZAKH = "Отбасының табысы кедейлік шегінен жоғары болғандықтан, көмек тағайындалмады."
ENGLISH = "The income of your family is above the poverty line."


@pytest.mark.law("АППК 89(2)")
@pytest.mark.parametrize("day", [REGISTERED_2025, REGISTERED_2026])
@pytest.mark.parametrize("kind", ["application", "complaint", "message"])
@pytest.mark.parametrize(
    ("text", "language"), [(RUSSIAN, "kk"), (RUSSIAN, "en"), (ENGLISH, "ru"), (ENGLISH, "kk")]
)
def test_another_language_is_refused_with_its_article(text: str, language: str, kind: str, day: date) -> None:
    with pytest.raises(LanguageNotAllowed) as refused:
        check_answer_language(text, language, law_for(kind, day), field="text")
    facts = refused.value.details
    assert (facts["article"], facts["language"], facts["field"]) == ("АППК 89(2)", language, "text")


@pytest.mark.law("АППК 89(2)")
@pytest.mark.parametrize(
    ("text", "language"),
    [(RUSSIAN, "ru"), (KAZAKH, "kk"), (KAZAKH, "ru"), (KAZAKH, "en"), (ENGLISH, "en"), ("Ок", "kk")],
)
def test_their_language_and_kazakh_and_what_is_not_sure_go_through(text: str, language: str) -> None:
    check_answer_language(text, language, law_for())


@pytest.mark.parametrize("country", ["ru", "in"])
def test_where_the_law_asks_for_no_language_any_will_do(country: str) -> None:
    kind = {"ru": "application", "in": "grievance"}[country]
    check_answer_language(ENGLISH, "kk", law_for(kind, country=country))


def test_without_a_law_any_will_do() -> None:
    check_answer_language(RUSSIAN, "kk", NO_LAW)
