"""The pages are true: every name of the code has its line, and every name on a page exists."""

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import get_args

import pytest
from temporalio.testing import WorkflowEnvironment
from typer.main import get_command

import domain
from api.app import ROUTERS
from domain import events as e
from domain.law.rule_ids import RuleId
from domain.rules import lifecycle
from runtime.cli import main
from runtime.settings import Settings
from runtime.temporal_client import SEARCH_ATTRIBUTES
from schemas.http.requests import intake
from schemas.http.responses.problems import Problem
from schemas.wire.messages import CommandMessage
from schemas.wire.tagged_union import EVENT_UNION
from tests.support.pages import DOCS, PAGES, PROJECT_ROOT, page_name, page_text
from tools.problem_table import render_table

FOLDERS = (
    *("activities", "api", "application", "bench", "deploy", "docs", "domain", "loaders", "policies"),
    *("runtime", "schemas", "store", "tests", "tools", "workflows"),
)
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(rf"`((?:{'|'.join(FOLDERS)})/[\w./*-]*)`")
SETTING = re.compile(r"(?<![A-Z_])KOMEK_[A-Z_]+")
ADDRESS = re.compile(r"`[^`]*?(/v1/[\w/{}-]+)`")
DOMAIN_MODULES = [import_module(each.name) for each in walk_packages(domain.__path__, "domain.")]
ENUMS = [
    each
    for module in (*DOMAIN_MODULES, intake)
    for each in vars(module).values()
    if isinstance(each, type) and issubclass(each, StrEnum) and each.__module__ == module.__name__
    if each is not RuleId  # docs/rulebooks.md explains each of them
    if not any(" " in value for value in each)  # values that are sentences explain themselves
]


def rows(page: str) -> list[list[str]]:
    """Return the cells of every row of every table of *page*."""
    lines = [line for line in page.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


def codes(page: str) -> set[str]:
    """Return the words in code style in the first cells of all rows."""
    return {word for row in rows(page) for word in re.findall(r"`([^`]+)`", row[0])}


def test_every_setting_has_its_line_and_its_default() -> None:
    shown = {
        row[0].strip("`"): row[1].strip("`") for row in rows(page_text("operator.md")) if "KOMEK_" in row[0]
    }
    for name, field in Settings.model_fields.items():
        assert f"KOMEK_{name.upper()}" in shown
        if name != "policies":  # its default is the folder of the installation
            assert shown[f"KOMEK_{name.upper()}"] == _default_text(field.default), name


def _default_text(default: object) -> str:
    if default is None or default == "":
        return "none"
    return str(default).lower() if isinstance(default, bool) else str(default).removesuffix(".0")


def test_every_command_has_its_line() -> None:
    shown = {word.removeprefix("komek ") for word in codes(page_text("operator.md"))}
    assert set(get_command(main.app).commands) <= shown  # type: ignore[attr-defined]


def test_the_table_of_problems_is_that_of_the_api() -> None:
    command = ".venv/bin/python -m tools.problem_table"
    assert render_table() in page_text("integrator.md"), f"print the table again: {command}"


def test_every_verb_has_its_line_and_its_address() -> None:
    shown = {row[0].strip("`"): row[1] for row in rows(page_text("integrator.md")) if "POST /v1/" in row[1]}
    assert set(shown) == set(lifecycle.Verb)


def test_every_event_has_its_line() -> None:
    names = {EVENT_UNION.name(object.__new__(each)) for each in get_args(e.Event)}
    assert names <= codes(page_text("glossary.md"))


@pytest.mark.parametrize("values", ENUMS, ids=lambda values: values.__name__)
def test_every_value_of_the_code_is_in_the_glossary(values: type[StrEnum]) -> None:
    glossary = page_text("glossary.md")
    shown = codes(glossary) | set(re.findall(r"`([a-z]{1,2})`", glossary))
    assert set(values) <= shown


def test_every_term_of_the_glossary_has_all_three_languages() -> None:
    for row in rows(page_text("glossary.md")):
        assert len(row) >= 4, row
        assert all(row[:4]), row


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_no_link_is_broken(page: Path) -> None:
    assert [link for link in _links(page) if not _resolves(page, link)] == []


def _links(page: Path) -> Iterator[str]:
    yield from (link for link in LINK.findall(page.read_text("utf-8")) if "://" not in link)


def _resolves(page: Path, link: str) -> bool:
    place, _, anchor = link.partition("#")
    target = page.parent / place if place else page
    return target.exists() and (not anchor or anchor in _anchors(target))


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_path_on_a_page_exists(page: Path) -> None:
    paths = PATH.findall(page.read_text("utf-8"))
    assert [path for path in paths if not list(PROJECT_ROOT.glob(path.rstrip("/")))] == []


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_setting_on_a_page_is_read_by_the_code(page: Path) -> None:
    read = {f"KOMEK_{name.upper()}" for name in Settings.model_fields}
    for file in (PROJECT_ROOT / "runtime").rglob("*.py"):
        read.update(SETTING.findall(file.read_text("utf-8")))
    assert set(SETTING.findall(page.read_text("utf-8"))) <= read


@pytest.mark.parametrize("picture", sorted(DOCS.rglob("*.svg")), ids=page_name)
def test_every_picture_can_be_read_aloud(picture: Path) -> None:
    drawn = picture.read_text("utf-8")
    assert re.search(r"<title id=\"title\">\w", drawn)
    assert re.search(r"<desc id=\"desc\">\w", drawn)


def test_every_decision_is_in_the_list() -> None:
    pages = {page.name for page in (DOCS / "decisions").glob("*.md")} - {"README.md"}
    assert pages == set(_links(DOCS / "decisions" / "README.md"))


def test_every_operation_is_described_for_integrators() -> None:
    assert served() <= addresses(DOCS / "integrator.md")


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_every_address_on_a_page_is_served(page: Path) -> None:
    assert addresses(page) <= served()


def addresses(page: Path) -> set[str]:
    return {_without_names(address) for address in ADDRESS.findall(page.read_text("utf-8"))}


def served() -> set[str]:
    paths = {getattr(route, "path", "") for router in ROUTERS for route in router.routes}
    return {_without_names(path) for path in paths if path.startswith("/v1/")}


def _without_names(address: str) -> str:
    return re.sub(r"{\w+(:path)?}", "{}", address)


def test_every_search_attribute_is_described_for_supervisors() -> None:
    assert {key.name for key in SEARCH_ATTRIBUTES} <= codes(page_text("supervisor.md"))


async def test_every_filter_on_the_page_is_understood_by_temporal(temporal: WorkflowEnvironment) -> None:
    filters = [word for word in codes(page_text("supervisor.md")) if " = " in word]
    assert filters
    for words in filters:
        await temporal.client.count_workflows(words)


def test_the_messages_on_the_page_can_be_read() -> None:
    page = page_text("integrator.md")
    assert intake.NewAppealBody.model_validate_json(_found(r"-d '({\s+\"channel\".+?})'", page))
    assert CommandMessage.model_validate_json(_found(r"```json\n({\s+\"v\".+?)```", page))
    assert Problem.model_validate_json(_found(r"```json\n({\s+\"type\".+?)```", page))


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page, re.DOTALL)
    assert found
    return found[1]
