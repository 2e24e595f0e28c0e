"""A child process writes on while its log is rotated, and the log stays bounded."""

import signal
import time
from pathlib import Path

import pytest

from runtime.devstack import process
from runtime.devstack.process import ChildProcess

COUNT = "number=0; while true; do number=$((number + 1)); echo $number; sleep 0.005; done"


def wait_for_size(log: Path, size: int) -> None:
    deadline = time.monotonic() + 30
    while log.stat().st_size < size:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_log_that_is_too_long_is_rotated_under_its_writer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "MAX_LOG_BYTES", 100)
    child = ChildProcess(tmp_path / "part.log")
    child.start(["sh", "-c", COUNT])
    previous = tmp_path / "part.log.1"
    try:
        child.rotate_log()
        assert not previous.exists()
        for _ in range(2):
            wait_for_size(child.log, 101)
            child.rotate_log()
            assert previous.stat().st_size > 100
        wait_for_size(child.log, 10)
    finally:
        child.stop(signal.SIGKILL, 10)
    numbers = [int(line) for line in child.log.read_text("utf-8").splitlines()]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert numbers[0] > int(previous.read_text("utf-8").splitlines()[-1])
