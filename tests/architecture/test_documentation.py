"""The documentation is true: every term of the code has its line, and every name in a page exists."""

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import get_args

import pytest
from temporalio.testing import WorkflowEnvironment
from typer.main import get_command

import domain
from api.app import ROUTERS
from api.http.problems import STATUS_BY_CODE
from domain import events as e
from domain.rules import lifecycle
from runtime.cli import main
from runtime.settings import Settings
from runtime.temporal_client import SEARCH_ATTRIBUTES
from schemas.http.requests import intake
from schemas.http.responses.problems import Problem
from schemas.wire.messages import CommandMessage
from tests.support.pages import PROJECT_ROOT

DOCS = PROJECT_ROOT / "docs"
PAGES = sorted([*PROJECT_ROOT.glob("*.md"), *DOCS.rglob("*.md")])
ROOMS = ("activities", "api", "bench", "deploy", "docs", "domain", "policies", "runtime", "schemas", "store")
OURS = (*ROOMS, "tests", "workflows")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(rf"`((?:{'|'.join(OURS)})/[\w./*-]*)`")
SETTING = re.compile(r"(?<![A-Z_])KOMEK_[A-Z_]+")
ADDRESS = re.compile(r"`[^`]*?(/v1/[\w/{}-]+)`")
WORDS = [
    each
    for module in (*(import_module(f"domain.{name}") for _, name, _ in iter_modules(domain.__path__)), intake)
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, StrEnum) and each.__module__ == module.__name__
]


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def rows(page: str) -> list[list[str]]:
    """Return the cells of every row of every table of *page*."""
    lines = [line for line in page.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def codes(page: str) -> set[str]:
    """Return the words that stand as code in the first cell of a row."""
    return {word for row in rows(page) for word in re.findall(r"`([^`]+)`", row[0])}


def name_of(page: Path) -> str:
    return str(page.relative_to(PROJECT_ROOT))


def test_every_setting_has_its_line_and_its_default() -> None:
    documented = {
        row[0].strip("`"): row[1].strip("`") for row in rows(text("operator.md")) if "KOMEK_" in row[0]
    }
    for name, field in Settings.model_fields.items():
        assert f"KOMEK_{name.upper()}" in documented
        if name != "policies":  # its default is where the code lies
            shown = documented[f"KOMEK_{name.upper()}"]
            assert shown == _written(field.default), name


def _written(default: object) -> str:
    if default is None or default == "":
        return "none"
    return str(default).lower() if isinstance(default, bool) else str(default).removesuffix(".0")


def test_every_command_has_its_line() -> None:
    documented = {word.removeprefix("komek ") for word in codes(text("operator.md"))}
    assert set(get_command(main.app).commands) <= documented  # type: ignore[attr-defined]


def test_every_refusal_has_its_line_and_its_status() -> None:
    documented = {row[0].strip("`"): row[1] for row in rows(text("integrator.md")) if row[1].isdecimal()}
    assert documented == {code: str(status) for code, status in STATUS_BY_CODE.items()}


def test_every_verb_has_its_line_and_its_route() -> None:
    documented = {row[0].strip("`"): row[1] for row in rows(text("integrator.md")) if "POST /v1/" in row[1]}
    assert set(documented) == set(lifecycle.Verb)


def test_every_event_has_its_line() -> None:
    names = {re.sub(r"(?<!^)(?=[A-Z])", "_", each.__name__).lower() for each in get_args(e.Event)}
    assert names <= codes(text("glossary.md"))


@pytest.mark.parametrize("words", WORDS, ids=lambda words: words.__name__)
def test_every_word_of_the_code_is_in_the_glossary(words: type[StrEnum]) -> None:
    glossary = text("glossary.md")
    documented = codes(glossary) | set(re.findall(r"`([a-z]{1,2})`", glossary))
    assert set(words) <= documented


def test_every_word_of_the_glossary_has_all_three_languages() -> None:
    for row in rows(text("glossary.md")):
        assert len(row) >= 4, row
        assert all(row[:4]), row


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_link_is_broken(page: Path) -> None:
    missing = [link for link in _links(page) if not (page.parent / link).exists()]
    assert not missing


def _links(page: Path) -> Iterator[str]:
    for link in LINK.findall(page.read_text("utf-8")):
        place = link.partition("#")[0]
        if place and "://" not in link:
            yield place


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_that_a_page_names_exists(page: Path) -> None:
    missing = [
        path
        for path in PATH.findall(page.read_text("utf-8"))
        if not list(PROJECT_ROOT.glob(path.rstrip("/")))
    ]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_setting_that_a_page_names_is_read_somewhere(page: Path) -> None:
    read = {f"KOMEK_{name.upper()}" for name in Settings.model_fields}
    read |= {
        word
        for file in (PROJECT_ROOT / "runtime").rglob("*.py")
        for word in SETTING.findall(file.read_text("utf-8"))
    }
    assert set(SETTING.findall(page.read_text("utf-8"))) <= read


@pytest.mark.parametrize("picture", sorted(DOCS.glob("*.svg")), ids=name_of)
def test_every_picture_can_be_read_aloud(picture: Path) -> None:
    drawn = picture.read_text("utf-8")
    assert re.search(r"<title id=\"title\">\w", drawn)
    assert re.search(r"<desc id=\"desc\">\w", drawn)


def test_every_decision_is_in_the_list() -> None:
    pages = {page.name for page in (DOCS / "decisions").glob("*.md")} - {"README.md"}
    assert pages == set(_links(DOCS / "decisions" / "README.md"))


def test_every_operation_is_in_the_integrator_guide() -> None:
    assert served() <= addresses(DOCS / "integrator.md")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_address_that_a_page_names_is_served(page: Path) -> None:
    assert addresses(page) <= served()


def addresses(page: Path) -> set[str]:
    return {_without_names(address) for address in ADDRESS.findall(page.read_text("utf-8"))}


def served() -> set[str]:
    paths = {getattr(route, "path", "") for router in ROUTERS for route in router.routes}
    return {_without_names(path) for path in paths if path.startswith("/v1/")}


def _without_names(address: str) -> str:
    return re.sub(r"{\w+(:path)?}", "{}", address)


def test_every_search_attribute_is_in_the_supervisor_guide() -> None:
    assert {key.name for key in SEARCH_ATTRIBUTES} <= codes(text("supervisor.md"))


async def test_every_filter_of_the_page_is_one_that_temporal_understands(
    temporal: WorkflowEnvironment,
) -> None:
    filters = [word for word in codes(text("supervisor.md")) if " = " in word]
    assert filters
    for words in filters:
        await temporal.client.count_workflows(words)


def test_what_the_page_sends_and_shows_can_be_read() -> None:
    page = text("integrator.md")
    assert intake.NewAppealBody.model_validate_json(_found(r"-d '({\s+\"channel\".+?})'", page))
    assert CommandMessage.model_validate_json(_found(r"```json\n({\s+\"v\".+?)```", page))
    assert Problem.model_validate_json(_found(r"```json\n({\s+\"type\".+?)```", page))


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page, re.DOTALL)
    assert found
    return found[1]
