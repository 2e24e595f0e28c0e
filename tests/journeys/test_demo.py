"""A small rehearsal in a running stack: every part of it is played, and the sums add up."""

from pathlib import Path

import psycopg
import pytest

from runtime.devstack.process import says_ok
from tests.support.stacks import beside, read, running

PATIENCE = 300.0


@pytest.mark.timeout(400)
def test_a_small_rehearsal_adds_up_and_leaves_the_stack_running(tmp_path: Path) -> None:
    with running(tmp_path):
        done = beside(tmp_path, "demo", "--appeals", "30", "--seconds", "20", patience=PATIENCE)
        assert (done.returncode, done.stderr) == (0, "")
        assert "16 resolved + 13 explained + 1 open = 30\n" in done.stdout
        assert "The parts add up to the whole, as in 2,747 + 2,289 + 168 = 5,204." in done.stdout
        assert "Open without a live clock: 0, at every look." in done.stdout
        for happened in ("decline", "reopening", "receipt", "hold", "request-information", "open-side-task"):
            assert f", {happened} " in done.stdout
        assert "task_held_by_another" in done.stdout
        assert f"{read(tmp_path)['settings']['temporal_ui']}/appeal-" in done.stdout

        assert says_ok(int(read(tmp_path)["settings"]["api_port"]), "/readyz")
        with psycopg.connect(read(tmp_path)["settings"]["database_url"]) as connection:
            called = connection.execute("SELECT DISTINCT data ->> 'to' FROM events WHERE type = 'escalated'")
            assert {rank for (rank,) in called} == {"holder", "supervisor", "head", "fallback", "operator"}
            assert connection.execute("SELECT count(*) FROM appeals").fetchone() == (30,)
            assert connection.execute("SELECT count(*) FROM people WHERE active").fetchone() == (1,)
