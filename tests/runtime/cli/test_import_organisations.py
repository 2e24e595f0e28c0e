"""`komek import-organisations`: errors by line, nothing written while there is one, nothing written twice."""

import csv
import time
from pathlib import Path

import pytest

from domain.identity.people import Role
from domain.policy.policy import Policy, with_imported
from domain.policy.regions import RegionHistory
from domain.worktime.working_calendar import Calendar
from loaders.regions.region_files import load_former_regions
from runtime.cli import import_organisations as command
from runtime.cli.import_organisations import (
    OrganisationFile,
    check_directory,
    directory_change,
    read_organisations,
)
from runtime.errors import ActionableError
from runtime.importer.tables import SourceTable
from runtime.settings import Settings
from tests.support.fixtures.policies import POLICIES
from tests.support.spreadsheets import spreadsheet

HEADER = "id,kind,region,title_kk,title_ru,title_en,roles,superior,external"
TITLES = "Әкімдік,Акимат,Akimat"
UPPER = f"keles,akimat,61,{TITLES},,,"
LOWER = f"keles-village,akimat,Түркістан облысы,{TITLES},officer,keles,"
OUTER = f"embassy,embassy,,{TITLES},,,иә"


@pytest.fixture
def policy(shipped_policy: tuple[Policy, Calendar]) -> Policy:
    return shipped_policy[0]


@pytest.fixture(scope="module")
def history() -> RegionHistory:
    return load_former_regions(POLICIES, "kz")


def read(folder: Path, policy: Policy, history: RegionHistory, *rows: str) -> OrganisationFile:
    path = folder / "organisations.csv"
    path.write_text("\n".join([HEADER, *rows]), "utf-8")
    found = read_organisations(SourceTable(path).rows(), policy, history)
    found.rejections += check_directory(found, policy.organisations)
    return found


def test_a_file_states_organisations_superiors_and_external_bodies(
    tmp_path: Path, policy: Policy, history: RegionHistory
) -> None:
    found = read(tmp_path, policy, history, LOWER, UPPER, OUTER)
    assert found.rejections == []
    lower, upper, outer = found.organisations.values()
    assert (lower.region, lower.superior, lower.roles) == ("61", "keles", (Role.OFFICER,))
    assert upper.roles == (Role.OFFICER, Role.SUPERVISOR)
    assert (outer.external, outer.roles, outer.region) == (True, (), "")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f"Keles,akimat,61,{TITLES},,,", "id"),
        (f"reception-61,akimat,61,{TITLES},,,", "id"),
        (f"keles,akimat,61,{TITLES},,,", "id"),
        (f"b,akimat,Атлантида,{TITLES},,,", "region"),
        ("b,akimat,61,,Акимат,Akimat,,,", "title_kk"),
        (f"b,,61,{TITLES},,,", "kind"),
        (f"b,akimat,61,{TITLES},baker,,", "roles"),
        (f"b,akimat,61,{TITLES},officer,,yes", "roles"),
        (f"b,akimat,61,{TITLES},,,maybe", "external"),
        (f"b,akimat,61,{TITLES},,nowhere,", "superior"),
        (f"b,akimat,61,{TITLES},,reception-61-keles,", "superior"),
        (f"b,akimat,61,{TITLES},,b,", "superior"),
        (f"b,akimat,61,{TITLES},,#N/A,", "superior"),
    ],
)
def test_a_wrong_row_is_named_by_line_and_column(
    tmp_path: Path, policy: Policy, history: RegionHistory, row: str, column: str
) -> None:
    found = read(tmp_path, policy, history, UPPER, row)
    assert [(each.line, each.column) for each in found.rejections] == [(3, column)]


def test_superiors_in_a_circle_are_named_in_each_line(
    tmp_path: Path, policy: Policy, history: RegionHistory
) -> None:
    rows = (f"{each},akimat,61,{TITLES},,{above}," for each, above in ("ab", "bc", "ca"))
    found = read(tmp_path, policy, history, *rows)
    assert [(each.line, each.column) for each in found.rejections] == [(n, "superior") for n in (2, 3, 4)]


def test_the_same_file_again_changes_nothing(tmp_path: Path, policy: Policy, history: RegionHistory) -> None:
    found = read(tmp_path, policy, history, UPPER, LOWER)
    known = with_imported(policy, found.organisations.values()).organisations
    assert directory_change(found, known).unchanged == len(found.organisations)
    renamed = read(tmp_path, policy, history, UPPER.replace("Akimat", "Mayor"), LOWER)
    change = directory_change(renamed, known)
    assert ([each.id for each in change.changed], change.new, change.unchanged) == (["keles"], (), 1)


def test_a_body_with_people_does_not_become_external(
    tmp_path: Path, policy: Policy, history: RegionHistory
) -> None:
    found = read(tmp_path, policy, history, UPPER)
    known = with_imported(policy, found.organisations.values()).organisations
    outside = read(tmp_path, policy, history, UPPER + "yes")
    assert [each.column for each in check_directory(outside, known)] == ["external"]


def test_the_time_grows_with_the_number_of_rows(
    tmp_path: Path, policy: Policy, history: RegionHistory
) -> None:
    def seconds(count: int) -> float:
        chain = [f"v{n},akimat,61,{TITLES},,{f'v{n - 1}' if n else ''}," for n in range(count)]
        began = time.process_time()
        assert read(tmp_path, policy, history, *chain).rejections == []
        return time.process_time() - began

    small, large = seconds(500), seconds(4_000)
    assert large < 3 * 8 * small


def test_a_file_is_written_only_when_applied_and_right(
    tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(database_url=database_url, policies=POLICIES)
    file = tmp_path / "organisations.xlsx"

    def run(*rows: str, apply: bool) -> tuple[int, str]:
        spreadsheet(file, [[*row.split(",")] for row in (HEADER, *rows)])
        code = command.run(settings, file, apply=apply)
        return code, capsys.readouterr().out

    code, shown = run(UPPER, LOWER, apply=False)
    assert (code, "2 new" in shown, "dry run" in shown) == (0, True, True)
    code, shown = run(UPPER, LOWER.replace("keles,", "nowhere,"), apply=True)
    assert (code, "Nothing was written" in shown) == (2, True)
    with (tmp_path / "organisations.xlsx.rejected.csv").open(encoding="utf-8-sig") as report:
        assert [(each["line"], each["column"]) for each in csv.DictReader(report)] == [("3", "superior")]
    code, shown = run(UPPER, LOWER, apply=True)
    assert (code, "2 new" in shown) == (0, True)
    code, shown = run(UPPER, LOWER, apply=True)
    assert (code, "2 unchanged" in shown) == (0, True)


def test_unknown_columns_refuse_the_file(tmp_path: Path) -> None:
    path = tmp_path / "organisations.csv"
    path.write_text("id,kind,name\n", "utf-8")
    with pytest.raises(ActionableError, match=r"missing: title_kk.*unknown: name"):
        command.run(Settings(), path, apply=False)
