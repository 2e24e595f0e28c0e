"""Every code has a text in Kazakh, Russian and English, with the same placeholders."""

import re
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from api.http.exception_handlers import CODE_BY_ERROR_TYPE
from api.http.problems import STATUS_BY_CODE, problem_type_of
from application.i18n import load_catalogs, preferred_language
from domain.country.languages import Language
from domain.country.offices import Office
from domain.errors import REFUSALS, Conflict, Forbidden, Invalid, NotFound, Refusal, VersionMismatch
from domain.identity.people import Role

WORDS = load_catalogs(ZoneInfo("Asia/Almaty"))
BRANCHES = {VersionMismatch: 412, NotFound: 404, Forbidden: 403, Conflict: 409, Invalid: 422}


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_every_refusal_of_the_rules_has_a_status_of_its_branch(code: str) -> None:
    refusal = REFUSALS[code]
    expected = next((status for branch, status in BRANCHES.items() if issubclass(refusal, branch)), 409)
    assert STATUS_BY_CODE[code] == expected


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", sorted({*STATUS_BY_CODE, *REFUSALS, Refusal.code}))
def test_every_code_says_what_it_is_what_it_means_and_what_to_do(code: str, language: Language) -> None:
    for part in ("title", "detail", "next"):
        assert WORDS.message(language, f"{code}.{part}").strip()


@pytest.mark.parametrize("language", Language)
def test_every_post_and_every_office_of_the_law_has_a_name(language: Language) -> None:
    posts = [WORDS.post_title(language, role) for role in Role if role is not Role.CITIZEN]
    offices = [WORDS.post_title(language, Role.OFFICER, office) for office in Office]
    assert len({*posts, *offices}) == len(posts) + len(offices)


@pytest.mark.parametrize("language", Language)
def test_every_catalog_has_the_same_sentences_with_the_same_places(language: Language) -> None:
    english, other = WORDS.catalogs[Language.ENGLISH], WORDS.catalogs[language]
    assert english.keys() == other.keys()
    assert {key: places(english[key]) for key in english} == {key: places(other[key]) for key in other}


def test_kazakh_and_russian_are_translated() -> None:
    english = WORDS.catalogs[Language.ENGLISH]
    for language in (Language.KAZAKH, Language.RUSSIAN):
        untranslated = [
            key for key, translated in WORDS.catalogs[language].items() if translated == english[key]
        ]
        assert untranslated == []


def test_every_field_error_has_a_sentence() -> None:
    assert [code for code in CODE_BY_ERROR_TYPE.values() if not WORDS.has_message(f"error.{code}")] == []


def test_moments_are_shown_in_local_time() -> None:
    rendered = WORDS.message(
        Language.RUSSIAN,
        "task_held_by_another.detail",
        {"holder_name": "Айгүл", "since": "2026-03-23T05:15:00+00:00"},
    )
    assert re.search(r"Айгүл .*23 мар.* 2026.*10:15", rendered)


def test_a_fact_that_is_not_known_is_left_open() -> None:
    assert "…" in WORDS.message(Language.ENGLISH, "task_held_by_another.detail")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("kk-KZ, ru;q=0.8", "kk"),
        ("de, ru;q=0.5, en;q=0.4", "ru"),
        ("RU", "ru"),
        ("", "en"),
        ("*", "en"),
        ("kk;q=0, ru;q=0.1", "ru"),
        (";;;q=x,,", "en"),
    ],
)
def test_the_reader_gets_the_language_liked_best(header: str, language: str) -> None:
    assert preferred_language(header) == language


def test_a_type_is_an_address_that_people_can_read() -> None:
    assert problem_type_of("task_held_by_another") == "/problems/task-held-by-another"


@pytest.mark.parametrize(
    ("instant", "written"),
    [
        ("2026-03-19T13:30:00+00:00", "19 мар. 2026 г., 18:30:00"),
        ("2026-03-19T18:59:59.999999+00:00", "19 мар. 2026 г., 24:00"),
    ],
)
def test_the_end_of_a_day_is_its_24_hours(instant: str, written: str) -> None:
    shown = WORDS.message(Language.RUSSIAN, "term_expired.detail", {"ended": instant})
    assert written in " ".join(shown.split())  # some of its spaces do not break
