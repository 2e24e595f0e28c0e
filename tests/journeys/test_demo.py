"""A small rehearsal in a running stack: every part of it is played, and the sums add up."""

from pathlib import Path

import psycopg
import pytest

from runtime.devstack.process import is_healthy
from tests.support.devstack import read_state, run_command, running_devstack

PATIENCE = 300.0


@pytest.mark.timeout(400)
def test_a_small_rehearsal_adds_up_and_leaves_the_stack_running(tmp_path: Path) -> None:
    with running_devstack(tmp_path):
        done = run_command(tmp_path, "demo", "--appeals", "30", "--seconds", "20", patience=PATIENCE)
        assert (done.returncode, done.stderr) == (0, "")
        assert "16 resolved + 13 explained + 1 open = 30\n" in done.stdout
        published = "2,747 + 2,289 + 168 = 5,204"
        assert f"The totals are consistent, as are the published figures: {published}." in done.stdout
        assert "Open appeals without a running clock: 0 (maximum of all polls)." in done.stdout
        for happened in (
            "decline",
            "reopen",
            "confirm-receipt",
            "hold",
            "request-information",
            "open-side-task",
        ):
            assert f", {happened} " in done.stdout
        assert "task_held_by_another" in done.stdout
        assert f"{read_state(tmp_path)['settings']['temporal_ui']}/HK-" in done.stdout

        assert is_healthy(int(read_state(tmp_path)["settings"]["api_port"]), "/readyz")
        with psycopg.connect(read_state(tmp_path)["settings"]["database_url"]) as connection:
            called = connection.execute(
                "SELECT DISTINCT data ->> 'target' FROM events WHERE type = 'escalated'"
            )
            assert {rank for (rank,) in called} == {"holder", "supervisor", "head", "fallback", "operator"}
            assert connection.execute("SELECT count(*) FROM appeals").fetchone() == (30,)
            assert connection.execute("SELECT count(*) FROM people WHERE active").fetchone() == (1,)
