"""Many hands at once, double clicks, stale tabs: a thing is done once, and everybody learns what happened."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx2
from sqlalchemy import text

from api.app import create_app
from domain.identity.people import Role
from store.reference import people as directory
from tests.support.api.harness import ApiHarness
from tests.support.api.http_server import serve_app
from tests.support.api.problems import assert_problem
from workflows.names import appeal_workflow_id

RIVALS = 20


async def office(harness: ApiHarness, clerks: int) -> tuple[str, list[str]]:
    """Found a reception with so many clerks, and return its name and theirs."""
    name = f"reception-{uuid4().hex[:8]}"
    titles = {"kk": "Қабылдау", "ru": "Приёмная", "en": "Reception"}
    body = {"kind": "reception", "region": "61", "titles": titles, "roles": ["clerk", "supervisor"]}
    path = f"/v1/organisations/{name}"
    answer = await harness.http.put(path, json=body, headers=harness.auth_headers("operator"))
    assert answer.status_code == 200, answer.text
    people = [f"{name} {number}" for number in range(clerks)]
    async with harness.engine.begin() as connection:
        for each in people:
            harness.people[each], harness.tokens[each] = await directory.create_person(
                connection, each, name, Role.CLERK, "61"
            )
    return name, people


@asynccontextmanager
async def restarted(harness: ApiHarness) -> AsyncIterator[ApiHarness]:
    """Open a new API, which has nothing cached."""
    async with (
        serve_app(create_app(harness.dependencies)) as url,
        httpx2.AsyncClient(base_url=url, timeout=30) as http,
    ):
        yield replace(harness, http=http)


async def events(harness: ApiHarness, talon: dict[str, Any], *names: str) -> list[dict[str, Any]]:
    """Return the events of these names that the appeal has seen."""
    past = (await harness.get("operator", f"/v1/appeals/{talon['id']}/timeline")).json()["past"]
    return [each for each in past if each["event"] in names]


async def test_of_twenty_claims_at_one_instant_one_wins_and_all_others_learn_who(harness: ApiHarness) -> None:
    name, clerks = await office(harness, RIVALS)
    talon, task = await harness.register_and_start(who=clerks[0], reception=name)
    answers = await asyncio.gather(*(harness.send_task_command(who, task, "claim") for who in clerks))
    won = [answer.json() for answer in answers if answer.status_code == 200]
    assert len(won) == 1, [answer.text for answer in answers]
    for lost in (answer for answer in answers if answer.status_code != 200):
        facts = assert_problem(lost, 409, "task_held_by_another")["parameters"]
        assert (facts["holder"], facts["holder_name"]) == (won[0]["holder"], won[0]["holder_name"])
    assert len(await events(harness, talon, "task_claimed", "lease_renewed")) == 1


async def test_everybody_who_asks_for_the_next_task_gets_another_one(harness: ApiHarness) -> None:
    name, clerks = await office(harness, 6)
    for _ in range(5):
        await harness.register_and_start(who=clerks[0], reception=name)
    answers = await asyncio.gather(*(harness.post(who, "/v1/tasks/claim-next") for who in clerks))
    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [204]
    given = {answer.json()["id"]: answer.json()["holder"] for answer in answers if answer.status_code == 200}
    assert len(given) == len(set(given.values())) == 5


async def test_a_batch_does_what_it_can_and_says_what_it_could_not(harness: ApiHarness) -> None:
    name, (one, two) = await office(harness, 2)
    lives = [await harness.register_and_start(who=one, reception=name) for _ in range(4)]
    tasks = [task for _, task in lives]
    await harness.send_task_command(two, tasks[1], "claim")
    await harness.send_task_command(one, tasks[2], "claim")
    await harness.post(one, f"/v1/appeals/{lives[2][0]['id']}/withdraw", {"text": "Мәселем шешілді."})
    items = [
        {"task": tasks[0]["id"], "verb": "claim"},
        {"task": tasks[1]["id"], "verb": "claim"},
        {"task": tasks[2]["id"], "verb": "complete", "body": {"outcome": "explained"}},
        {"task": tasks[3]["id"], "verb": "complete", "body": {"outcome": "refused"}},
        {"task": str(uuid4()), "verb": "claim"},
    ]
    answer = await harness.post(one, "/v1/tasks/batch", {"items": items})
    statuses = [(line["status"], line["result"].get("code")) for line in answer.json()["items"]]
    assert statuses == [
        (200, None),
        (409, "task_held_by_another"),
        (409, "appeal_closed"),
        (409, "not_allowed_in_task_state"),
        (404, "not_found"),
    ]
    states = [(await harness.main_task(talon["id"]))["state"] for talon, _ in (lives[0], lives[1], lives[3])]
    assert states == ["claimed", "claimed", "ready"]


async def test_a_stale_tab_changes_nothing_and_sees_what_is_there_now(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    path = f"/v1/tasks/{task['id']}"
    tab = (await harness.get("clerk", path)).headers["ETag"]
    await harness.send_task_command("clerk", task, "claim")
    await harness.send_task_command("supervisor", task, "release", override=True)
    problem = assert_problem(
        await harness.post("clerk", f"{path}/claim", {}, If_Match=tab), 412, "version_mismatch"
    )
    assert problem["current"]["state"] == "ready"
    assert len(await events(harness, talon, "task_claimed")) == 1
    now = (await harness.get("clerk", path)).headers["ETag"]
    assert (await harness.post("clerk", f"{path}/claim", {}, If_Match=now)).status_code == 200


async def test_a_double_click_decides_once(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    await harness.send_task_command("clerk", task, "claim")
    key = str(uuid4())
    answers = await asyncio.gather(
        *(harness.send_task_command("clerk", task, "complete", key, outcome="explained") for _ in range(5))
    )
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert len(await events(harness, talon, "closed")) == 1


async def test_the_same_key_means_the_same_thing_also_after_a_restart(harness: ApiHarness) -> None:
    talon, task = await harness.register_and_start()
    key, body = str(uuid4()), {"until": "2100-01-01T00:00:00+05:00", "reason": "on_leave"}
    claimed = await harness.send_task_command("clerk", task, "claim", key)
    refused_key = str(uuid4())
    refused = await harness.send_task_command("clerk", task, "hold", refused_key, **body)
    async with restarted(harness) as again:
        assert (await again.send_task_command("clerk", task, "claim", key)).text == claimed.text
        assert (
            await again.send_task_command("clerk", task, "hold", refused_key, **body)
        ).text == refused.text
        other = {"until": "2099-01-01T00:00:00+05:00", "reason": "on_leave"}
        assert_problem(
            await again.send_task_command("clerk", task, "hold", refused_key, **other),
            422,
            "idempotency_key_reused",
        )
    assert len(await events(harness, talon, "task_claimed", "lease_renewed")) == 1


async def test_a_talon_is_given_once_for_a_key_also_after_a_restart(harness: ApiHarness) -> None:
    key = str(uuid4())
    body = {**_new(), "text": "Бір рет қана."}
    first = await harness.post("clerk", "/v1/appeals", body, key)
    async with restarted(harness) as again:
        answers = await asyncio.gather(*(again.post("clerk", "/v1/appeals", body, key) for _ in range(4)))
        assert {(answer.status_code, answer.text) for answer in answers} == {(201, first.text)}
        other = await again.post("clerk", "/v1/appeals", {**body, "text": "Басқа."}, key)
        assert_problem(other, 422, "idempotency_key_reused")


async def test_command_is_remembered_after_continue_as_new(harness: ApiHarness) -> None:
    """A command is executed once, even if the API lost its answer and the workflow continued as new."""
    talon, task = await harness.register_and_start()
    handle = harness.temporal_client.get_workflow_handle(appeal_workflow_id(talon["number"]))
    first_run = (await handle.describe()).run_id
    key = str(uuid4())
    first = await harness.send_task_command("clerk", task, "claim", key)
    while (await handle.describe()).run_id == first_run:
        assert (await harness.send_task_command("clerk", task, "claim")).status_code == 200
    before = await events(harness, talon, "task_claimed", "lease_renewed")
    assert (await harness.send_task_command("clerk", task, "claim", key)).text == first.text
    async with harness.engine.begin() as connection:
        forget = text("UPDATE idempotency_keys SET response = NULL WHERE key = :key")
        await connection.execute(forget, {"key": key})
    again = await harness.send_task_command("clerk", task, "claim", key)
    assert (again.status_code, again.json()["state"]) == (200, "claimed")
    assert await events(harness, talon, "task_claimed", "lease_renewed") == before


def _new() -> dict[str, Any]:
    return {
        "channel": "website",
        "language": "ru",
        "region": "61",
        "reception": "reception-61",
        "topic": "water",
        "applicant": {"name": "Серік Оразов"},
    }
