"""The Temporal that Komek starts by itself."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from temporalio.client import Client

from runtime.devstack.binaries import temporal_binary
from runtime.devstack.temporal import NAMESPACE, TemporalServer
from runtime.errors import ActionableError
from runtime.temporal_client import missing_search_attributes


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TemporalServer]:
    server = TemporalServer(tmp_path)
    yield server
    server.stop()


async def test_it_keeps_its_workflows_and_search_attributes_over_kill_9(server: TemporalServer) -> None:
    server.start()
    client = await Client.connect(server.address, namespace=NAMESPACE)
    await client.start_workflow("Appeal", id="appeal-1", task_queue="nobody")

    os.kill(server.process.pid, signal.SIGKILL)
    server.start()

    client = await Client.connect(server.address, namespace=NAMESPACE)
    assert (await client.get_workflow_handle("appeal-1").describe()).workflow_type == "Appeal"
    assert await missing_search_attributes(client) == {}


def test_a_server_that_cannot_start_says_why(server: TemporalServer) -> None:
    server.folder.joinpath("temporal.db").mkdir()
    with pytest.raises(ActionableError, match="Temporal did not start"):
        server.start()
    assert not server.process.is_alive()


def test_a_server_that_exits_at_its_first_start_is_started_again(
    server: TemporalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "started-once"
    program = tmp_path / "temporal-that-exits-once"
    fails_once = f"[ -e {mark} ] || {{ touch {mark}; exit 2; }}"
    program.write_text(f'#!/bin/sh\n{fails_once}\nexec {temporal_binary()} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr("runtime.devstack.temporal.temporal_binary", lambda: program)
    server.start()
    assert mark.exists()
    assert server.process.is_alive()
