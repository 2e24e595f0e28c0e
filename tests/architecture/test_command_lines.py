"""The command lines and the SQL that the pages show can be run."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.main import get_command

from bench.__main__ import parse_arguments
from runtime.cli import main
from tests.support.pages import PAGES, PROJECT_ROOT, command_lines, fenced_blocks, page_name

DEVELOPER_COMMANDS = {"test", "check", "prove", "bench"}
SHOWN = sorted({(page_name(page), words) for page in PAGES for words in command_lines(page)})
STATEMENTS = [(page_name(page), sql) for page in PAGES for sql in fenced_blocks(page, "sql")]


@pytest.mark.parametrize(
    ("page", "words"), SHOWN, ids=lambda each: each if isinstance(each, str) else " ".join(each)
)
def test_a_shown_command_line_is_accepted(
    page: str,
    words: Sequence[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    pytestconfig: pytest.Config,
) -> None:
    program, command, *options = words
    assert page
    match command:
        case "test" if program == "./dev":
            _check_pytest_options(pytestconfig, options)
        case "bench" if program == "./dev":
            parse_arguments(options)
        case "check" | "prove" if program == "./dev":
            assert not options
        case _ if not options:  # the page names the command
            assert command.startswith("-") or command in get_command(main.app).commands  # type: ignore[attr-defined]
        case _:
            monkeypatch.chdir(tmp_path)
            _create_files(tmp_path, options)
            _parse(get_command(main.app), "komek", [command, *options])


def _check_pytest_options(config: pytest.Config, options: Sequence[str]) -> None:
    known, unknown = config._parser.parse_known_and_unknown_args(list(options))
    assert not unknown
    assert [path for path in known.file_or_dir if not (PROJECT_ROOT / path).exists()] == []


def _create_files(folder: Path, options: Sequence[str]) -> None:
    for each in options:
        if each.endswith((".csv", ".xlsx", ".toml")):
            (folder / each).touch()


def _parse(command: Any, name: str, words: list[str], parent: Any = None) -> None:
    """Parse *words* as the options of *command*, without running it."""
    context = command.make_context(name, list(words), parent=parent)
    if hasattr(command, "resolve_command"):
        rest = [*context._protected_args, *context.args]
        found_name, found, rest = command.resolve_command(context, rest)
        _parse(found, found_name, rest, context)


@pytest.mark.parametrize(
    "words", [[], ["--help"], ["doctor", "--help"], ["calendar", "--help"]], ids=" ".join
)
def test_dev_runs_in_a_fresh_checkout(words: list[str]) -> None:
    done = subprocess.run([PROJECT_ROOT / "dev", *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "words", [["time-ledger", "--group-by", "organisation"], ["rebuild-projections"]], ids=" ".join
)
def test_a_command_on_the_database_runs(
    words: list[str], database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOMEK_DATABASE_URL", database_url)
    program = [sys.executable, "-m", "runtime.cli.main", *words]
    done = subprocess.run(program, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("page", "statement"), STATEMENTS)
def test_a_shown_statement_runs_on_a_migrated_database(page: str, statement: str, database_url: str) -> None:
    assert page
    with psycopg.connect(database_url) as connection:
        for each in statement.split(";"):
            if each.strip():
                connection.execute(each.encode())
        connection.rollback()
