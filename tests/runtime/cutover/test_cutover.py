"""A whole register is taken over: a dry run first, sums that balance, and nothing twice."""

import asyncio
import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from runtime import first_token
from runtime.importer import cutover
from runtime.importer.cutover import Balance
from runtime.importer.cutover_rows import Directory, Place
from runtime.settings import Settings
from tests.support.api.harness import ApiHarness

SAMPLE = Path(__file__).parent / "old_register.csv"
MAPPING = str(SAMPLE.with_suffix(".toml"))
REJECTED = [("7", "С какого времени"), ("8", "Исполнитель"), ("9", "Телефон")]

Run = Callable[..., Any]


@pytest.fixture
def run(own_harness: ApiHarness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return the command on the sample, with the harness as its API."""
    token = own_harness.tokens["operator"]
    monkeypatch.setattr(first_token, "first_operator_token", lambda _settings: token)
    settings = Settings(api_url=str(own_harness.http.base_url))

    async def run(*, apply: bool, file: Path = SAMPLE) -> int:
        report = tmp_path / "rejected.csv"
        return await asyncio.to_thread(cutover.run, settings, file, MAPPING, report, apply=apply)

    return run


async def taken_over(own_harness: ApiHarness) -> list[tuple[Any, ...]]:
    """Return number in the old register, status, step and start of the step of each appeal taken over."""
    question = """
        SELECT source_id, status, appeals.step, tasks.holder IS NOT NULL FROM talons
        JOIN appeals ON appeals.id = talons.appeal
        LEFT JOIN tasks ON tasks.appeal = appeals.id AND tasks.open
        WHERE source = 'old-register' ORDER BY source_id
    """
    async with own_harness.engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(text(question))]


async def test_a_register_is_taken_over_after_a_dry_run(
    own_harness: ApiHarness, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(apply=False) == cutover.EXIT_SOME_REJECTED
    printed = capsys.readouterr().out
    assert "8 rows = 3 open + 2 closed + 0 already there + 3 rejected" in printed
    assert "nothing was written" in printed
    with (tmp_path / "rejected.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(each["line"], each["column"]) for each in csv.DictReader(file)] == REJECTED
    assert await taken_over(own_harness) == []

    assert await run(apply=True) == cutover.EXIT_SOME_REJECTED
    assert "8 rows = 3 open + 2 closed + 0 already there + 3 rejected" in capsys.readouterr().out
    here = [(number, step) for number, _, step, _ in await taken_over(own_harness)]
    assert here == [
        ("1101", "agency"),
        ("1102", "agency"),
        ("1187", "agency"),
        ("1188", "reception"),
        ("1189", "agency"),
    ]
    assert {number for number, status, _, _ in await taken_over(own_harness) if status == "closed"} == {
        "1101",
        "1102",
    }

    await run(apply=False)
    assert "8 rows = 0 open + 0 closed + 5 already there + 3 rejected" in capsys.readouterr().out


async def test_a_dry_run_counts_a_repeated_id_as_the_real_run_does(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header, first, *_ = SAMPLE.read_text("utf-8").replace("1187", "2187").splitlines()
    register = tmp_path / "register.csv"
    register.write_text("\n".join([header, first, first, first.replace("Прошу", "Требую")]), "utf-8")
    await run(apply=False, file=register)
    await run(apply=True, file=register)
    sums = "3 rows = 1 open + 0 closed + 1 already there + 1 rejected"
    assert capsys.readouterr().out.count(sums) == 2


def test_a_row_that_came_to_stand_elsewhere_leaves_the_sums_unbalanced() -> None:
    balance = Balance()
    balance.rows[Place("housing-61", "agency")] += 1
    balance.results[Place("akimat-61", "agency")]["open"] += 1
    assert balance.unbalanced == [Place("akimat-61", "agency"), Place("housing-61", "agency")]


def test_people_are_found_by_name_in_an_organisation() -> None:
    people = [
        {"id": "1", "name": "Ғалым Оспанов", "organisation": "housing-61", "active": True},
        {"id": "2", "name": "Галым Оспанов", "organisation": "akimat-61", "active": True},
        {"id": "3", "name": "Галым Оспанов", "organisation": "housing-61", "active": False},
    ]
    assert Directory(people).ids_of("Галым Оспанов", "housing-61") == ["1"]
    assert Directory(people).ids_of("Галым Оспанов", "") == ["1", "2"]
