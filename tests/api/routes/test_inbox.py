"""The inbox over HTTP: in order, page by page, counted right; the next one; many at once."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from domain.identity.people import Role
from domain.procedure.registry import COMMANDS
from store.reference import people
from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem
from workflows.names import APPEAL_WORKFLOW, appeal_workflow_id

DIED_LONG_AGO = text(
    "UPDATE idempotency_keys SET response = NULL, at = now() - interval '1 day' WHERE key LIKE :key"
)

ESCALATE = text("""
INSERT INTO escalations (appeal, seq, task, clock, level, target, organisation, role, region, called_at,
    late_since, ended)
SELECT appeal, 100, id, 'step', :level, 'head', organisation, role, region, now(), now(), false
FROM tasks WHERE appeal = :appeal
""")


async def office(harness: ApiHarness, *who: str) -> str:
    """Found a reception of this test's own, with its own clerks."""
    name = f"reception-{uuid4().hex[:8]}"
    titles = {"kk": "Қ", "ru": "П", "en": "R"}
    body = {"kind": "reception", "region": "61", "titles": titles, "roles": ["clerk", "supervisor"]}
    answer = await harness.http.put(
        f"/v1/organisations/{name}", json=body, headers=harness.auth_headers("operator")
    )
    assert answer.status_code == 200, answer.text
    async with harness.engine.begin() as connection:
        for each in who:
            person, token = await people.create_person(connection, each, name, Role.CLERK, "61")
            harness.people[each], harness.tokens[each] = person, token
    return name


async def inbox(harness: ApiHarness, who: str, query: str = "") -> list[dict[str, Any]]:
    seen: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = (await harness.get(who, f"/v1/tasks?limit=2&{query}{cursor}")).json()
        seen += page["items"]
        if page["next_cursor"] is None:
            return seen
        cursor = f"&cursor={page['next_cursor']}"


async def test_the_inbox_is_sorted_by_due_and_read_to_its_end(harness: ApiHarness) -> None:
    name = await office(harness, "first")
    for _ in range(5):
        await harness.register_and_start(who="first", reception=name)
    tasks = await inbox(harness, "first")
    assert len({task["id"] for task in tasks}) == 5
    assert [task["due_at"] for task in tasks] == sorted(task["due_at"] for task in tasks)
    counts = (await harness.get("first", "/v1/tasks/counts")).json()
    assert (counts["open"], counts["overdue"]) == (5, 0)
    await harness.send_task_command("first", tasks[0], "claim")
    assert [task["id"] for task in await inbox(harness, "first", "mine=true")] == [tasks[0]["id"]]
    assert len(await inbox(harness, "first", "state=ready")) == 4
    assert len(await inbox(harness, "first", "state=ready&state=claimed")) == 5
    assert await inbox(harness, "first", "step=agency") == []
    assert await inbox(harness, "first", "region=71") == []
    assert await inbox(harness, "first", "organisation=reception-61") == []
    assert len(await inbox(harness, "operator", f"organisation={name}&role=clerk")) == 5
    assert len(await inbox(harness, "first", "role=clerk")) == 5
    counts = (await harness.get("operator", f"/v1/tasks/counts?organisation={name}")).json()
    assert {(each["state"], each["open"]) for each in counts["groups"]} == {("ready", 4), ("claimed", 1)}


async def test_an_integrator_has_no_inbox(harness: ApiHarness) -> None:
    await harness.register()
    assert await inbox(harness, "integrator") == []
    assert (await harness.get("integrator", "/v1/tasks/counts")).json()["open"] == 0
    assert_problem(await harness.post("integrator", "/v1/tasks/claim-next"), 403, "forbidden")


@pytest.mark.parametrize("query", ["state=lost", "holder=me", "role=king", "due_before=soon", "cursor=xx"])
async def test_a_wrong_question_says_where(harness: ApiHarness, query: str) -> None:
    problem = assert_problem(await harness.get("clerk", f"/v1/tasks?{query}"), 422, "validation_failed")
    assert problem["errors"][0]["field"].split(".")[0] == query.partition("=")[0]


async def test_the_next_task_goes_to_one_person_each(harness: ApiHarness) -> None:
    rivals = ("second", "third", "fourth")
    name = await office(harness, *rivals)
    for _ in range(3):
        await harness.register_and_start(who="second", reception=name)
    answers = await asyncio.gather(*(harness.post(who, "/v1/tasks/claim-next") for who in rivals))
    assert [answer.status_code for answer in answers] == [200, 200, 200], [a.text for a in answers]
    assert len({answer.json()["id"] for answer in answers}) == 3
    assert {answer.json()["state"] for answer in answers} == {"claimed"}
    assert (await harness.post("second", "/v1/tasks/claim-next")).status_code == 204


async def test_the_next_task_is_the_same_for_the_same_key(harness: ApiHarness) -> None:
    name = await office(harness, "fifth")
    for _ in range(2):
        await harness.register_and_start(who="fifth", reception=name)
    key = str(uuid4())
    first = await harness.post("fifth", "/v1/tasks/claim-next", key=key)
    again = await harness.post("fifth", "/v1/tasks/claim-next", key=key)
    assert (again.status_code, again.text) == (200, first.text)
    assert len(await inbox(harness, "fifth", "mine=true")) == 1


async def test_the_next_task_is_the_same_however_late_its_answer_is_asked_for_again(
    harness: ApiHarness,
) -> None:
    name = await office(harness, "patient")
    for _ in range(2):
        await harness.register_and_start(who="patient", reception=name)
    key = str(uuid4())
    first = await harness.post("patient", "/v1/tasks/claim-next", key=key)
    async with harness.engine.begin() as connection:
        await connection.execute(DIED_LONG_AGO, {"key": f"{key}%"})
    again = await harness.post("patient", "/v1/tasks/claim-next", key=key)
    assert again.json()["id"] == first.json()["id"]


async def test_stuck_appeal_does_not_block_the_next_one(harness: ApiHarness) -> None:
    name = await office(harness, "undeterred")
    stuck, task = await harness.register_and_start(who="undeterred", reception=name)
    handle = harness.temporal_client.get_workflow_handle(appeal_workflow_id(stuck["number"]))
    await handle.terminate()
    await harness.temporal_client.start_workflow(
        APPEAL_WORKFLOW, "what no worker can read", id=handle.id, task_queue=harness.task_queue
    )
    _, other = await harness.register_and_start(who="undeterred", reception=name)
    while (await harness.send_task_command("undeterred", task, "claim")).status_code != 503:
        await asyncio.sleep(0.05)
    answer = await harness.post("undeterred", "/v1/tasks/claim-next")
    assert (answer.status_code, answer.json()["id"]) == (200, other["id"])


async def test_a_batch_says_what_came_of_each(harness: ApiHarness) -> None:
    (_, one), (_, two) = await harness.register_and_start(), await harness.register_and_start()
    await harness.send_task_command("rival", two, "claim")
    stranger = str(uuid4())
    items = [
        {"task": one["id"], "verb": "claim"},
        {"task": two["id"], "verb": "claim"},
        {"task": stranger, "verb": "claim"},
        {"task": one["id"], "verb": "hold", "body": {"reason": "tea"}},
        {"task": one["id"], "verb": "claim", "version": 999},
    ]
    key = str(uuid4())
    answer = await harness.post("clerk", "/v1/tasks/batch", {"items": items}, key)
    assert answer.status_code == 200, answer.text
    lines = answer.json()["items"]
    assert [line["status"] for line in lines] == [200, 409, 404, 422, 412]
    assert lines[0]["result"]["state"] == "claimed"
    assert lines[1]["result"]["parameters"]["holder_name"] == "Болат Ахметов"
    assert {each["field"] for each in lines[3]["result"]["errors"]} == {"until", "reason"}
    again = await harness.post("clerk", "/v1/tasks/batch", {"items": items}, key)
    assert again.text == answer.text


async def test_every_verb_of_tasks_may_stand_in_a_batch(harness: ApiHarness) -> None:
    items = [{"task": str(uuid4()), "verb": spec.verb} for spec in COMMANDS.task_commands]
    answer = await harness.post("clerk", "/v1/tasks/batch", {"items": items})
    assert answer.status_code == 200, answer.text
    statuses = {line["verb"]: line["status"] for line in answer.json()["items"]}
    assert set(statuses.values()) == {404, 422}
    assert [statuses[verb] for verb in ("claim", "forward-complaint", "redirect")] == [404, 404, 422]


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
    harness: ApiHarness, items: list[dict[str, Any]], field: str
) -> None:
    problem = assert_problem(
        await harness.post("clerk", "/v1/tasks/batch", {"items": items}), 422, "validation_failed"
    )
    assert problem["errors"][0]["field"] == field


async def test_a_line_of_the_inbox_is_recognised_without_reading_its_appeal(harness: ApiHarness) -> None:
    name = await office(harness, "reader")
    long = "Төрт балам бар. " * 20
    talon, task = await harness.register_and_start(who="reader", reception=name, text=long)
    (line,) = await inbox(harness, "reader", "language=kk&category=large_family&overdue=false&purpose=work")
    assert (line["id"], line["applicant"], line["language"]) == (task["id"], "Гүлнұр Әбенова", "kk")
    assert line["first_words"].startswith("Төрт балам бар. Төрт")
    assert line["first_words"].endswith(" …")
    assert line["level"] is None
    for query in ("language=ru", "category=orphan", "overdue=true", "level=1", "sort=level", "purpose=duty"):
        assert await inbox(harness, "reader", query) == []
    found = (await harness.get("reader", "/v1/appeals?sort=due&category=large_family")).json()["items"]
    assert [(each["id"], each["applicant"]) for each in found] == [(talon["id"], "Гүлнұр Әбенова")]


async def test_escalated_tasks_and_appeals_are_sorted_by_level(harness: ApiHarness) -> None:
    name = await office(harness, "chief")
    talons = [await harness.register(who="chief", reception=name) for _ in range(3)]
    ids = [talon["id"] for talon in talons]
    async with harness.engine.begin() as connection:
        for level, talon in ((1, talons[0]), (3, talons[1]), (2, talons[2])):
            await connection.execute(ESCALATE, {"appeal": talon["id"], "level": level})
    tasks = await inbox(harness, "chief", "sort=level")
    assert [(task["appeal"], task["level"]) for task in tasks] == [(ids[1], 3), (ids[2], 2), (ids[0], 1)]
    assert {task["appeal"] for task in await inbox(harness, "chief", "level=2")} == set(ids[1:])
    seen, cursor = [], ""
    for sort in ("level", "due"):
        while True:
            page = (await harness.get("chief", f"/v1/appeals?sort={sort}&limit=2{cursor}")).json()
            seen += [each["id"] for each in page["items"]]
            cursor = f"&cursor={page['next_cursor']}"
            if page["next_cursor"] is None:
                cursor = ""
                break
    assert seen == [ids[1], ids[2], ids[0], *ids]
    assert_problem(await harness.get("chief", "/v1/appeals?sort=level&cursor=xx"), 422, "validation_failed")
