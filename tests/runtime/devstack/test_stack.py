"""`komek up`: all of Komek as one, which outlives the death of any part and of itself."""

import os
import signal
import socket
import subprocess
import time
from pathlib import Path

import psycopg
import pytest
from temporalio.testing import WorkflowEnvironment

from runtime.devstack import state_file
from runtime.devstack.component import komek_command
from runtime.devstack.process import find_free_port, is_healthy, is_running
from runtime.errors import ActionableError
from tests.support.devstack import START_TIMEOUT_SECONDS, read_state, running_devstack


def everyone(data: Path) -> list[int]:
    stack = read_state(data)
    return [stack["supervisor"], *stack["processes"].values()]


def wait_for_another(data: Path, name: str, former: int) -> None:
    deadline = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        stack = read_state(data)
        if stack["processes"][name] != former and is_healthy(int(stack["settings"]["api_port"]), "/readyz"):
            return
        time.sleep(0.1)
    pytest.fail(f"{name} was not started again")


def test_parts_that_live_elsewhere_are_not_started_here(
    database_url: str, temporal: WorkflowEnvironment, tmp_path: Path
) -> None:
    address = temporal.client.service_client.config.target_host
    with running_devstack(tmp_path, KOMEK_DATABASE_URL=database_url, KOMEK_TEMPORAL_ADDRESS=address):
        stack = read_state(tmp_path)
        assert set(stack["processes"]) == {"the worker", "the API"}
        assert stack["settings"]["database_url"] == database_url
        assert stack["settings"]["temporal_address"] == address


@pytest.mark.timeout(300)
def test_stack_outlives_the_death_of_each_part_and_of_all_and_stops_on_request(tmp_path: Path) -> None:
    with running_devstack(tmp_path):
        assert (tmp_path / "stack.json").stat().st_mode & 0o077 == 0
        for name, pid in read_state(tmp_path)["processes"].items():
            os.kill(pid, signal.SIGKILL)
            wait_for_another(tmp_path, name, pid)
        with psycopg.connect(read_state(tmp_path)["settings"]["database_url"]) as connection:
            connection.execute("CREATE TABLE words AS SELECT 'талон' AS word")
        for pid in everyone(tmp_path):
            os.kill(pid, signal.SIGKILL)
    with running_devstack(tmp_path) as stack:
        pids = everyone(tmp_path)
        assert all(is_running(pid, str(tmp_path)) for pid in pids)
        with psycopg.connect(read_state(tmp_path)["settings"]["database_url"]) as connection:
            assert connection.execute("SELECT word FROM words").fetchone() == ("талон",)
    assert stack.returncode == 0
    assert not any(is_running(pid, str(tmp_path)) for pid in pids)
    assert not (tmp_path / "stack.json").exists()


def test_a_second_one_on_the_same_data_is_refused(tmp_path: Path) -> None:
    words = f"Komek already runs on {tmp_path}"
    with (
        state_file.folder_lock(tmp_path),
        pytest.raises(ActionableError, match=words),
        state_file.folder_lock(tmp_path),
    ):
        pass


def test_a_busy_port_gets_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = komek_command("up", "--data", str(tmp_path), "--api-port", str(port))
        done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        f"komek: port {port} is in use: choose another with --api-port (0 picks a free port)\n"
    )


def test_a_data_folder_that_cannot_be_gets_one_line_that_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = subprocess.run(
        komek_command("up", "--data", str(tmp_path / "file")), capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"komek: cannot write into {tmp_path / 'file'}")
    assert done.stderr.count("\n") == 1


def test_a_command_without_a_database_says_where_to_get_one(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "KOMEK_DATA": str(tmp_path)}
    done = subprocess.run(
        komek_command("migrate"), env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr == "komek: no database configured: run ./dev up, or set KOMEK_DATABASE_URL\n"


def test_a_database_that_is_away_gets_one_line(tmp_path: Path) -> None:
    address = f"postgresql://komek@127.0.0.1:{find_free_port()}/komek"
    environment = {"PATH": os.environ["PATH"], "KOMEK_DATA": str(tmp_path), "KOMEK_DATABASE_URL": address}
    done = subprocess.run(
        komek_command("migrate"), env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("komek: database unavailable: ")
    assert done.stderr.count("\n") == 1


def test_a_setting_that_cannot_be_is_named_by_its_variable(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "KOMEK_DATA": str(tmp_path), "KOMEK_API_PORT": "minus one"}
    done = subprocess.run(
        komek_command("migrate"),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("komek: KOMEK_API_PORT: ")
