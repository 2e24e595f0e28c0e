"""No message of a problem is ever shown with an unfilled placeholder: every raise names all its facts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from api.http.problems import STATUS_BY_CODE
from application.i18n import MISSING_PLACEHOLDER, load_catalogs
from domain.country.languages import Language
from domain.errors import REFUSALS
from tests.support.pages import PROJECT_ROOT

CATALOGS = load_catalogs(ZoneInfo("Asia/Almaty"))
PACKAGES = ("domain", "schemas", "store", "activities", "workflows", "application", "api")
CODES = {each.__name__: code for code, each in REFUSALS.items()}
ERRORS_BY_CODE = frozenset({"UseCaseError", "ApiError"})
ADDED_LATER = {"task_held_by_another": {"holder_name"}}  # application/commands/submit.py knows the name
PARTS = ("title", "detail", "next")
COUNTED = re.compile(r"\b[Aa]n? \{|\{\w+\} times")


class Site(NamedTuple):
    """Where an error is made, and the facts that it carries."""

    code: str
    place: str
    facts: frozenset[str]


def sites() -> Iterator[Site]:
    for package in PACKAGES:
        for path in sorted((PROJECT_ROOT / package).rglob("*.py")):
            yield from sites_in(path)


def sites_in(path: Path) -> Iterator[Site]:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        place = f"{path.relative_to(PROJECT_ROOT)}:{getattr(node, 'lineno', 0)}"
        match node:
            case ast.Raise(exc=ast.Name(id=name)) if name in CODES:
                yield Site(CODES[name], place, frozenset())
            case ast.Call(func=ast.Name(id=name), keywords=named) if name in CODES:
                yield Site(CODES[name], place, frozenset(each.arg for each in named if each.arg))
            case ast.Call(
                func=ast.Name(id=name), args=[ast.Constant(value=str(code)), *_], keywords=named
            ) if name in ERRORS_BY_CODE:
                yield Site(code, place, frozenset(facts_in(named)))
            case _:
                pass


def facts_in(named: list[ast.keyword]) -> Iterator[str]:
    for each in named:
        match each:
            case ast.keyword(arg="facts", value=ast.Dict(keys=keys)):
                yield from (str(key.value) for key in keys if isinstance(key, ast.Constant))
            case _:
                pass


SITES = list(sites())


def placeholders(code: str, language: Language) -> set[str]:
    texts = (CATALOGS.catalogs[language][f"{code}.{part}"] for part in PARTS)
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", sorted(STATUS_BY_CODE))
def test_every_placeholder_of_a_problem_is_filled_wherever_it_is_raised(
    code: str, language: Language
) -> None:
    needed = placeholders(code, language) - ADDED_LATER.get(code, set())
    unfilled = {
        site.place: needed - site.facts for site in SITES if site.code == code and needed - site.facts
    }
    assert unfilled == {}, f"name these facts where {code} is raised, or leave them out of its messages"


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("code", sorted(STATUS_BY_CODE))
def test_every_message_of_a_problem_reads_well_with_its_facts(code: str, language: Language) -> None:
    facts = dict.fromkeys(placeholders(code, language), "1")
    for part in PARTS:
        text = CATALOGS.message(language, f"{code}.{part}", facts)
        assert not re.search(rf"[{{}}]|{MISSING_PLACEHOLDER}|  |\s[.,:;!?]|\(\)", text), text
        assert part == "title" or text[-1] in ".!?", text


def test_no_english_message_puts_an_article_or_a_plural_beside_a_fact() -> None:
    texts = CATALOGS.catalogs[Language.ENGLISH]
    assert [key for key, text in texts.items() if COUNTED.search(text)] == []


def test_values_are_shown_by_their_titles() -> None:
    facts = {"verb": "complete", "state": "ready"}
    russian = CATALOGS.message(Language.RUSSIAN, "not_allowed_in_task_state.detail", facts)
    assert russian == "В состоянии «ждёт в группе» действие complete недоступно."
