"""The layers and sizes that the pages state are those of the code."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.pages import PROJECT_ROOT, page_text

LAYERED = (
    "domain",
    "schemas",
    "loaders",
    "store",
    "activities",
    "workflows",
    "application",
    "api",
    "runtime",
)
PRODUCTION = (*LAYERED, "bench", "tools")
MAX_LINES, MAX_FUNCTION_LINES, MAX_MODULES = 300, 40, 12
TABLES_OF_DATA = ("domain/procedure/task_commands.py", "store/database/migrations/versions/")

FILES = [path for name in PRODUCTION for path in sorted((PROJECT_ROOT / name).rglob("*.py"))]
PACKAGES = sorted({path.parent for path in FILES})


def name_of(path: Path) -> str:
    return str(path.relative_to(PROJECT_ROOT))


def test_the_pages_show_the_layers_that_are_checked() -> None:
    contracts = tomllib.loads((PROJECT_ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    chain = " → ".join(f"{{ {each.replace(' | ', ', ')} }}" if "|" in each else each for each in layers)
    assert chain in page_text("architecture.md")
    assert chain in page_text("developer.md")
    assert set(re.findall(r"\w+", " ".join(layers))) == set(LAYERED) == set(contracts["root_packages"])


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_and_its_functions_are_short(path: Path) -> None:
    source = path.read_text("utf-8")
    if not name_of(path).startswith(TABLES_OF_DATA):
        assert source.count("\n") <= MAX_LINES
    assert [name for name, lines in function_lengths(source) if lines > MAX_FUNCTION_LINES] == []


def function_lengths(source: str) -> Iterator[tuple[str, int]]:
    """Yield the name and lines of each function, without docstring; a table of cases counts as one line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            excluded = [each for each in node.body if _is_docstring(each) or isinstance(each, ast.Match)]
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield node.name, lines - sum((each.end_lineno or 0) - each.lineno for each in excluded)


def _is_docstring(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)


@pytest.mark.parametrize("package", PACKAGES, ids=name_of)
def test_a_package_has_about_ten_modules(package: Path) -> None:
    modules = [each.name for each in package.glob("*.py") if each.name != "__init__.py"]
    assert len(modules) <= MAX_MODULES, modules


def test_the_page_states_the_limits_that_are_tested() -> None:
    page = (PROJECT_ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert f"At most {MAX_LINES} lines per file and {MAX_FUNCTION_LINES} lines per function" in page


@pytest.mark.parametrize("path", [each for each in FILES if each.name == "__init__.py"], ids=name_of)
def test_a_package_says_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    assert len(docstring.split()) > 2, docstring
