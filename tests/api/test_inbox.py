"""The inbox over HTTP: in order, page by page, counted right; the next one; many at once."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from domain.identity.people import Role
from domain.procedure.registry import COMMANDS
from store.reference import people
from tests.api.house import ApiHarness
from tests.api.test_edge import assert_problem
from workflows.names import APPEAL_WORKFLOW, appeal_workflow_id

DIED_LONG_AGO = text(
    "UPDATE idempotency_keys SET answer = NULL, at = now() - interval '1 day' WHERE key LIKE :key"
)


async def office(house: ApiHarness, *who: str) -> str:
    """Found a reception of this test's own, with its own clerks."""
    name = f"reception-{uuid4().hex[:8]}"
    titles = {"kk": "Қ", "ru": "П", "en": "R"}
    body = {"kind": "reception", "region": "61", "titles": titles, "roles": ["clerk", "supervisor"]}
    answer = await house.http.put(
        f"/v1/organisations/{name}", json=body, headers=house.auth_headers("operator")
    )
    assert answer.status_code == 200, answer.text
    async with house.engine.begin() as connection:
        for each in who:
            person, token = await people.create_person(connection, each, name, Role.CLERK, "61")
            house.people[each], house.tokens[each] = person, token
    return name


async def inbox(house: ApiHarness, who: str, query: str = "") -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = (await house.get(who, f"/v1/tasks?limit=2&{query}{cursor}")).json()
        seen += page["items"]
        if page["next_cursor"] is None:
            return seen
        cursor = f"&cursor={page['next_cursor']}"


async def test_the_inbox_is_sorted_by_due_and_read_to_its_end(house: ApiHarness) -> None:
    name = await office(house, "first")
    for _ in range(5):
        await house.register_and_start(who="first", reception=name)
    tasks = await inbox(house, "first")
    assert len({task["id"] for task in tasks}) == 5
    assert [task["due_at"] for task in tasks] == sorted(task["due_at"] for task in tasks)
    counts = (await house.get("first", "/v1/tasks/counts")).json()
    assert (counts["open"], counts["overdue"]) == (5, 0)
    await house.send_task_command("first", tasks[0], "claim")
    assert [task["id"] for task in await inbox(house, "first", "mine=true")] == [tasks[0]["id"]]
    assert len(await inbox(house, "first", "state=ready")) == 4
    assert len(await inbox(house, "first", "state=ready&state=claimed")) == 5
    assert await inbox(house, "first", "step=agency") == []
    assert await inbox(house, "first", "region=71") == []
    assert await inbox(house, "first", "organisation=reception-61") == []
    assert len(await inbox(house, "operator", f"organisation={name}&role=clerk")) == 5
    assert len(await inbox(house, "first", "role=clerk")) == 5
    counts = (await house.get("operator", f"/v1/tasks/counts?organisation={name}")).json()
    assert {(each["state"], each["open"]) for each in counts["groups"]} == {("ready", 4), ("claimed", 1)}


async def test_an_integrator_has_no_inbox(house: ApiHarness) -> None:
    await house.register()
    assert await inbox(house, "integrator") == []
    assert (await house.get("integrator", "/v1/tasks/counts")).json()["open"] == 0
    assert_problem(await house.post("integrator", "/v1/tasks/claim-next"), 403, "forbidden")


@pytest.mark.parametrize("query", ["state=lost", "holder=me", "role=king", "due_before=soon", "cursor=xx"])
async def test_a_wrong_question_says_where(house: ApiHarness, query: str) -> None:
    problem = assert_problem(await house.get("clerk", f"/v1/tasks?{query}"), 422, "validation_failed")
    assert problem["errors"][0]["field"].split(".")[0] == query.partition("=")[0]


async def test_the_next_task_goes_to_one_person_each(house: ApiHarness) -> None:
    rivals = ("second", "third", "fourth")
    name = await office(house, *rivals)
    for _ in range(3):
        await house.register_and_start(who="second", reception=name)
    answers = await asyncio.gather(*(house.post(who, "/v1/tasks/claim-next") for who in rivals))
    assert [answer.status_code for answer in answers] == [200, 200, 200], [a.text for a in answers]
    assert len({answer.json()["id"] for answer in answers}) == 3
    assert {answer.json()["state"] for answer in answers} == {"claimed"}
    assert (await house.post("second", "/v1/tasks/claim-next")).status_code == 204


async def test_the_next_task_is_the_same_for_the_same_key(house: ApiHarness) -> None:
    name = await office(house, "fifth")
    for _ in range(2):
        await house.register_and_start(who="fifth", reception=name)
    key = str(uuid4())
    first = await house.post("fifth", "/v1/tasks/claim-next", key=key)
    again = await house.post("fifth", "/v1/tasks/claim-next", key=key)
    assert (again.status_code, again.text) == (200, first.text)
    assert len(await inbox(house, "fifth", "mine=true")) == 1


async def test_the_next_task_is_the_same_however_late_its_answer_is_asked_for_again(
    house: ApiHarness,
) -> None:
    name = await office(house, "patient")
    for _ in range(2):
        await house.register_and_start(who="patient", reception=name)
    key = str(uuid4())
    first = await house.post("patient", "/v1/tasks/claim-next", key=key)
    async with house.engine.begin() as connection:
        await connection.execute(DIED_LONG_AGO, {"key": f"{key}%"})
    again = await house.post("patient", "/v1/tasks/claim-next", key=key)
    assert again.json()["id"] == first.json()["id"]


async def test_an_appeal_that_is_stuck_keeps_nobody_from_the_next_one(house: ApiHarness) -> None:
    name = await office(house, "undeterred")
    stuck, task = await house.register_and_start(who="undeterred", reception=name)
    handle = house.temporal_client.get_workflow_handle(appeal_workflow_id(stuck["number"]))
    await handle.terminate()
    await house.temporal_client.start_workflow(
        APPEAL_WORKFLOW, "what no worker can read", id=handle.id, task_queue=house.task_queue
    )
    _, other = await house.register_and_start(who="undeterred", reception=name)
    while (await house.send_task_command("undeterred", task, "claim")).status_code != 503:
        await asyncio.sleep(0.05)
    answer = await house.post("undeterred", "/v1/tasks/claim-next")
    assert (answer.status_code, answer.json()["id"]) == (200, other["id"])


async def test_a_batch_says_what_came_of_each(house: ApiHarness) -> None:
    (_, one), (_, two) = await house.register_and_start(), await house.register_and_start()
    await house.send_task_command("rival", two, "claim")
    stranger = str(uuid4())
    items = [
        {"task": one["id"], "verb": "claim"},
        {"task": two["id"], "verb": "claim"},
        {"task": stranger, "verb": "claim"},
        {"task": one["id"], "verb": "hold", "body": {"reason": "tea"}},
        {"task": one["id"], "verb": "claim", "version": 999},
    ]
    key = str(uuid4())
    answer = await house.post("clerk", "/v1/tasks/batch", {"items": items}, key)
    assert answer.status_code == 200, answer.text
    lines = answer.json()["items"]
    assert [line["status"] for line in lines] == [200, 409, 404, 422, 412]
    assert lines[0]["result"]["state"] == "claimed"
    assert lines[1]["result"]["parameters"]["holder_name"] == "Болат Ахметов"
    assert {each["field"] for each in lines[3]["result"]["errors"]} == {"until", "reason"}
    again = await house.post("clerk", "/v1/tasks/batch", {"items": items}, key)
    assert again.text == answer.text


async def test_every_verb_of_tasks_may_stand_in_a_batch(house: ApiHarness) -> None:
    items = [{"task": str(uuid4()), "verb": spec.verb} for spec in COMMANDS.task_commands]
    answer = await house.post("clerk", "/v1/tasks/batch", {"items": items})
    assert answer.status_code == 200, answer.text
    told = {line["verb"]: line["status"] for line in answer.json()["items"]}
    assert set(told.values()) == {404, 422}
    assert [told[verb] for verb in ("claim", "forward-complaint", "redirect")] == [404, 404, 422]


@pytest.mark.parametrize(
    ("items", "field"),
    [
        ([], "items"),
        ([{"task": "x", "verb": "claim"}], "items.0.task"),
        ([{"task": str(uuid4()), "verb": "juggle"}], "items.0.verb"),
        ([{"task": str(uuid4()), "verb": "withdraw"}], "items.0.verb"),
        ([{"task": str(uuid4()), "verb": "claim"}] * 101, "items"),
    ],
)
async def test_a_batch_that_cannot_be_read_is_refused_whole(
    house: ApiHarness, items: list[dict[str, Any]], field: str
) -> None:
    problem = assert_problem(
        await house.post("clerk", "/v1/tasks/batch", {"items": items}), 422, "validation_failed"
    )
    assert problem["errors"][0]["field"] == field
