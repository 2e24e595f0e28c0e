"""When a part is away or slow: never a false failure, and the same request again finds what was done."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
from sqlalchemy import text
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from api.app import create_app
from api.openapi.request_examples import REQUESTS
from domain import commands as c
from runtime.devstack.process import free_port
from schemas.wire.messages import Answer
from store.database.engine import connect
from tests.api.house import House
from tests.api.serving import served
from tests.api.test_edge import check
from workflows.client import Appeals, NotRunning


@asynccontextmanager
async def other_door(house: House, **changes: Any) -> AsyncIterator[House]:
    """Open another API on the same database, with other needs."""
    app = create_app(replace(house.needs, **changes))
    async with served(app) as url, httpx2.AsyncClient(base_url=url, timeout=30) as http:
        yield replace(house, http=http)


async def away() -> Appeals:
    address = f"127.0.0.1:{free_port()}"
    client = await Client.connect(address, lazy=True, data_converter=pydantic_data_converter)
    return Appeals(client, timedelta(seconds=2))


async def test_a_talon_is_given_while_temporal_is_away_and_verbs_say_when_to_come_back(house: House) -> None:
    async with other_door(house, appeals=await away()) as door:
        talon = await door.register()
        task = await door.main_task(talon["id"])
        answer = await door.verb("clerk", task, "claim")
        check(answer, 503, "workflows_away")
        assert int(answer.headers["retry-after"]) > 0


async def test_what_was_not_taken_is_done_when_asked_again_under_the_same_key(house: House) -> None:
    _, task = await house.started()
    key = str(uuid4())
    async with other_door(house, appeals=await away()) as door:
        check(await door.verb("clerk", task, "claim", key), 503, "workflows_away")
    done = await house.verb("clerk", task, "claim", key)
    assert (done.status_code, done.json()["state"]) == (200, "claimed")


class NotYet(Appeals):
    """Answers as Temporal does before the dispatcher has come by."""

    async def give(
        self,
        appeal: UUID,  # noqa: ARG002 - deaf
        command: c.PersonCommand,  # noqa: ARG002 - deaf
        given: UUID,  # noqa: ARG002 - deaf
        version: int | None = None,  # noqa: ARG002 - deaf
    ) -> Answer:
        raise NotRunning


async def test_an_appeal_that_has_not_started_yet_says_so(house: House) -> None:
    talon = await house.register()
    task = await house.main_task(talon["id"])
    async with other_door(house, appeals=NotYet(house.client)) as door:
        answer = await door.verb("clerk", task, "claim")
        check(answer, 503, "appeal_starting")
        assert int(answer.headers["retry-after"]) > 0


async def test_a_slow_workflow_is_a_place_to_look_and_not_a_failure(house: House) -> None:
    hurried = Appeals(house.client, timedelta(milliseconds=1), task_queue=house.task_queue)
    _, task = await house.started()
    key = str(uuid4())
    async with other_door(house, appeals=hurried) as door:
        answer = await door.verb("clerk", task, "claim", key)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == answer.json()["place"] == f"/v1/tasks/{task['id']}"
    assert int(answer.headers["retry-after"]) > 0
    done = await house.verb("clerk", task, "claim", key)
    assert (done.status_code, done.json()["state"]) == (200, "claimed")


async def test_a_crash_between_the_command_and_its_answer_does_nothing_twice(house: House) -> None:
    """The last command of an appeal was obeyed, and the API died before it could say so."""
    _, task = await house.started()
    await house.verb("clerk", task, "claim")
    key = str(uuid4())
    first = await house.verb("clerk", task, "complete", key, outcome="explained", text="Түсіндірілді.")
    assert first.status_code == 200
    async with house.engine.begin() as connection:
        await connection.execute(
            text("UPDATE idempotency_keys SET answer = NULL WHERE key = :key"), {"key": key}
        )
    again = await house.verb("clerk", task, "complete", key, outcome="explained", text="Түсіндірілді.")
    assert (again.status_code, again.text) == (200, first.text)


async def test_the_same_after_a_crash_in_the_middle_of_taking_the_next_task(house: House) -> None:
    await house.started()
    key = str(uuid4())
    first = await house.post("rival", "/v1/tasks/next", key=key)
    assert first.status_code == 200
    async with house.engine.begin() as connection:
        await connection.execute(
            text("UPDATE idempotency_keys SET answer = NULL WHERE key = :key"), {"key": key}
        )
    again = await house.post("rival", "/v1/tasks/next", key=key)
    assert again.json()["id"] == first.json()["id"]


async def test_a_database_that_is_away_is_waited_for(house: House) -> None:
    nowhere = connect(f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
    async with other_door(house, engine=nowhere) as door:
        for path in ("/v1/tasks", "/v1/appeals", "/v1/policy"):
            answer = await door.get("clerk", path)
            check(answer, 503, "database_away")
            assert int(answer.headers["retry-after"]) > 0
        check(await door.post("clerk", "/v1/appeals", REQUESTS["register_appeal"]), 503, "database_away")
    await nowhere.dispose()


async def test_readiness_names_the_part_that_is_away(house: House) -> None:
    async def yes() -> bool:
        return True

    async def no() -> bool:
        raise OSError

    async with other_door(house, checks={"database": yes, "temporal": no}) as door:
        answer = await door.http.get("/readyz")
        assert (answer.status_code, answer.json()) == (
            503,
            {"ready": False, "parts": {"database": True, "temporal": False}},
        )
        assert (await door.http.get("/healthz")).json() == {"status": "alive"}
    assert (await house.http.get("/readyz")).status_code == 200
