"""`komek calendar`: an operator at a terminal looks, sees who would move, orders, and follows."""

import re
from pathlib import Path

import pytest

from runtime.cli.calendar_commands import parse_days
from runtime.errors import ActionableError
from tests.support.devstack import run_command, running_devstack

ORDER = ("--ordered-by", "Үкімет", "--written-in", "Қаулы № 1")
DAY = "2027-06-03"


def test_days_are_read_as_people_write_them() -> None:
    assert parse_days(day_off=[DAY, "2027-06-04@61=Мереке"], confirm_estimated=["2027-05-16"]) == [
        {"date": DAY, "change": "day_off", "name": "Day off"},
        {"date": "2027-06-04", "change": "day_off", "name": "Мереке", "region": "61"},
        {"date": "2027-05-16", "change": "confirmed", "name": "Confirmed"},
    ]


@pytest.mark.parametrize("written", ["3 June", "2027-6-3", "2027-06-03@6=Feast", "2027-06-03 Feast", ""])
def test_malformed_day_is_rejected(written: str) -> None:
    with pytest.raises(ActionableError, match="is not a valid day"):
        parse_days(day_off=[written])


def test_a_change_names_a_day() -> None:
    with pytest.raises(ActionableError, match="no day given"):
        parse_days(day_off=None, working_day=[])


@pytest.mark.timeout(200)
def test_a_calendar_is_looked_at_previewed_changed_and_followed(tmp_path: Path) -> None:
    def output(*words: str) -> str:
        done = run_command(tmp_path, "calendar", *words, patience=60)
        assert done.returncode == 0, done.stderr
        return re.sub(r"\s+", " ", done.stdout)

    with running_devstack(tmp_path):
        assert "kz-2026.1 │ in force" in output("show")
        assert "kz-2026.1 → kz-2026.1.1: of 0 open appeals 0 move" in output("preview", "--day-off", DAY)
        assert "kz-2026.1 │ in force" in output("show")
        assert "kz-2026.1.1 is in force" in output(
            "apply", *ORDER, "--day-off", f"{DAY}@61=Мереке", "--assume-yes"
        )
        assert "kz-2026.1.1: 0 appeals updated, 0 left" in output("status", "kz-2026.1.1", "--wait")
        assert "Қаулы № 1" in output("show")
        assert '"region": "61"' in output("show", "kz-2026.1.1")
        unsure = run_command(tmp_path, "calendar", "apply", *ORDER, "--day-off", DAY, patience=60)
        assert unsure.returncode == 1
        refused = run_command(
            tmp_path, "calendar", "apply", *ORDER, "--day-off", "2100-01-04", "--assume-yes", patience=60
        )
        assert refused.returncode == 1
        assert "The working calendar is not known for that date." in refused.stderr
