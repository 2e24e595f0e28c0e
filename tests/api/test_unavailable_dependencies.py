"""When a part is away or slow: never a false failure, and the same request again finds what was done."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from sqlalchemy import text
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from api.app import create_app
from api.openapi.request_examples import REQUEST_EXAMPLES
from domain import commands as c
from runtime.devstack.process import find_free_port
from schemas.wire.messages import CommandResult
from store.database import engine as engine_settings
from store.database.engine import create_engine
from tests.support.api.harness import ApiHarness
from tests.support.api.http_server import serve_app
from tests.support.api.problems import assert_problem
from tests.support.command_key import COMMAND_KEY
from workflows.client import AppealClient
from workflows.commands.errors import WorkflowNotRunning


@asynccontextmanager
async def other_api(harness: ApiHarness, **changes: Any) -> AsyncIterator[ApiHarness]:
    """Open another API on the same database, with other needs."""
    app = create_app(replace(harness.dependencies, **changes))
    async with serve_app(app) as url, httpx2.AsyncClient(base_url=url, timeout=30) as http:
        yield replace(harness, http=http)


async def away() -> AppealClient:
    address = f"127.0.0.1:{find_free_port()}"
    client = await Client.connect(address, lazy=True, data_converter=pydantic_data_converter)
    return AppealClient(client, timedelta(seconds=2), command_key=COMMAND_KEY)


async def test_a_talon_is_given_while_temporal_is_away_and_verbs_say_when_to_come_back(
    harness: ApiHarness,
) -> None:
    async with other_api(harness, appeal_client=await away()) as offline_api:
        talon = await offline_api.register()
        task = await offline_api.main_task(talon["id"])
        answer = await offline_api.send_task_command("clerk", task, "claim")
        assert_problem(answer, 503, "workflow_service_unavailable")
        assert int(answer.headers["retry-after"]) > 0


async def test_what_was_not_taken_is_done_when_asked_again_under_the_same_key(harness: ApiHarness) -> None:
    _, task = await harness.register_and_start()
    key = str(uuid4())
    async with other_api(harness, appeal_client=await away()) as offline_api:
        assert_problem(
            await offline_api.send_task_command("clerk", task, "claim", key),
            503,
            "workflow_service_unavailable",
        )
    done = await harness.send_task_command("clerk", task, "claim", key)
    assert (done.status_code, done.json()["state"]) == (200, "claimed")


class NotYet(AppealClient):
    """Answers as Temporal does before the dispatcher has come by."""

    async def send_command(  # noqa: PLR0913 - as the real one
        self,
        number: str,  # noqa: ARG002 - deaf
        command: c.PersonCommand,  # noqa: ARG002 - deaf
        command_id: UUID,  # noqa: ARG002 - deaf
        task_version: int | None = None,  # noqa: ARG002 - deaf
        *,
        appeal: UUID | None = None,  # noqa: ARG002 - deaf
        accepted_at: datetime | None = None,  # noqa: ARG002 - deaf
    ) -> CommandResult:
        raise WorkflowNotRunning


async def test_an_appeal_that_has_not_started_yet_says_so(harness: ApiHarness) -> None:
    talon = await harness.register()
    task = await harness.main_task(talon["id"])
    async with other_api(harness, appeal_client=NotYet(harness.temporal_client)) as offline_api:
        answer = await offline_api.send_task_command("clerk", task, "claim")
        assert_problem(answer, 503, "appeal_starting")
        assert int(answer.headers["retry-after"]) > 0


async def test_a_slow_workflow_is_a_place_to_look_and_not_a_failure(harness: ApiHarness) -> None:
    hurried = AppealClient(
        harness.temporal_client,
        timedelta(milliseconds=1),
        task_queue=harness.task_queue,
        command_key=COMMAND_KEY,
    )
    _, task = await harness.register_and_start()
    key = str(uuid4())
    async with other_api(harness, appeal_client=hurried) as offline_api:
        answer = await offline_api.send_task_command("clerk", task, "claim", key)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == answer.json()["location"] == f"/v1/tasks/{task['id']}"
    assert int(answer.headers["retry-after"]) > 0
    done = await harness.send_task_command("clerk", task, "claim", key)
    assert (done.status_code, done.json()["state"]) == (200, "claimed")


async def test_a_crash_between_the_command_and_its_answer_does_nothing_twice(harness: ApiHarness) -> None:
    """The last command of an appeal was executed, and the API stopped before it could answer."""
    _, task = await harness.register_and_start()
    await harness.send_task_command("clerk", task, "claim")
    key = str(uuid4())
    first = await harness.send_task_command(
        "clerk", task, "complete", key, outcome="explained", text="Түсіндірілді."
    )
    assert first.status_code == 200
    async with harness.engine.begin() as connection:
        await connection.execute(
            text("UPDATE idempotency_keys SET response = NULL WHERE key = :key"), {"key": key}
        )
    again = await harness.send_task_command(
        "clerk", task, "complete", key, outcome="explained", text="Түсіндірілді."
    )
    assert (again.status_code, again.text) == (200, first.text)


async def test_the_same_after_a_crash_in_the_middle_of_taking_the_next_task(harness: ApiHarness) -> None:
    await harness.register_and_start()
    key = str(uuid4())
    first = await harness.post("rival", "/v1/tasks/claim-next", key=key)
    assert first.status_code == 200
    async with harness.engine.begin() as connection:
        await connection.execute(
            text("UPDATE idempotency_keys SET response = NULL WHERE key = :key"), {"key": key}
        )
    again = await harness.post("rival", "/v1/tasks/claim-next", key=key)
    assert again.json()["id"] == first.json()["id"]


async def test_a_database_that_is_away_is_waited_for(harness: ApiHarness) -> None:
    nowhere = create_engine(f"postgresql://nobody@127.0.0.1:{find_free_port()}/nothing")
    async with other_api(harness, engine=nowhere) as offline_api:
        for path in ("/v1/tasks", "/v1/appeals", "/v1/policy"):
            answer = await offline_api.get("clerk", path)
            assert_problem(answer, 503, "database_unavailable")
            assert int(answer.headers["retry-after"]) > 0
        assert_problem(
            await offline_api.post("clerk", "/v1/appeals", REQUEST_EXAMPLES["register_appeal"]),
            503,
            "database_unavailable",
        )
    await nowhere.dispose()


async def test_overload_is_reported_as_such(harness: ApiHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_settings, "POOL_TIMEOUT_SECONDS", 0.1)
    small = create_engine(harness.engine.url.render_as_string(hide_password=False), pool_size=1)
    async with other_api(harness, engine=small) as busy_api, small.connect():
        answer = await busy_api.get("clerk", "/v1/tasks")
        assert_problem(answer, 503, "busy")
        assert int(answer.headers["retry-after"]) > 0
    await small.dispose()


async def test_readiness_names_the_part_that_is_away(harness: ApiHarness) -> None:
    async def yes() -> bool:
        return True

    async def no() -> bool:
        raise OSError

    parts = {"database": yes, "temporal": no}
    warnings = {"documents_missing": yes, "clocks_differ": no}
    async with other_api(harness, readiness_checks=parts, readiness_warnings=warnings) as offline_api:
        answer = await offline_api.http.get("/readyz")
        assert (answer.status_code, answer.json()) == (
            503,
            {
                "ready": False,
                "components": {"database": True, "temporal": False},
                "warnings": ["clocks_differ"],
            },
        )
        assert (await offline_api.http.get("/healthz")).json() == {"status": "alive"}
    assert (await harness.http.get("/readyz")).status_code == 200
