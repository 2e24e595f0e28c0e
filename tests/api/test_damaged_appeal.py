"""One appeal whose history is damaged stops no list, page, preview or feed, and no view of its applicant."""

from typing import Any
from uuid import uuid4

from api.openapi.request_examples import REQUEST_EXAMPLES
from store.database.engine import autocommit
from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem
from tests.support.store.tampering import tamper


async def damage(harness: ApiHarness, talon: dict[str, Any]) -> None:
    """Take the first event away, as a database restored in part does."""
    async with autocommit(harness.engine).connect() as connection:
        await tamper(connection, "DELETE FROM events WHERE appeal = :id AND seq = 1", id=talon["id"])


async def citizen_view(harness: ApiHarness, talon: dict[str, Any]) -> dict[str, Any]:
    answer = await harness.http.get(
        f"/v1/appeals/by-number/{talon['number']}", headers={"Tracking-Code": talon["tracking_code"]}
    )
    assert answer.status_code == 200, answer.text
    seen: dict[str, Any] = answer.json()
    return seen


async def test_a_damaged_appeal_hides_no_other(own_harness: ApiHarness) -> None:
    damaged, sound = await own_harness.register(), await own_harness.register()
    await damage(own_harness, damaged)
    notices = (await own_harness.get("operator", "/v1/notices?limit=50")).json()["items"]
    assert [each["appeal"] for each in notices] == [sound["id"]]
    preview = await own_harness.http.post(
        "/v1/calendars/preview",
        json=REQUEST_EXAMPLES["preview_calendar_amendment"],
        headers=own_harness.auth_headers("operator"),
    )
    assert (preview.status_code, preview.json()["counts"]["evaluated"]) == (200, 1)
    for path in ("/v1/appeals", "/v1/tasks"):
        listed = (await own_harness.get("clerk", path)).json()["items"]
        assert {each["number"] for each in listed} == {damaged["number"], sound["number"]}
    for group in ("organisation", "region", "topic"):
        assert (await own_harness.get("operator", f"/v1/time-ledger?group_by={group}")).status_code == 200
    assert (await own_harness.get("clerk", f"/v1/appeals/{damaged['id']}")).status_code == 200
    assert (await citizen_view(own_harness, damaged))["number"] == damaged["number"]


async def test_a_history_that_cannot_be_read_is_a_problem_with_a_name(own_harness: ApiHarness) -> None:
    damaged, task = await own_harness.register_and_start()
    await damage(own_harness, damaged)
    appeal = f"/v1/appeals/{damaged['id']}"
    for path in (f"{appeal}/timeline", f"{appeal}/time-ledger", f"/v1/tasks/{task['id']}"):
        assert_problem(await own_harness.get("clerk", path), 500, "history_unreadable")


async def test_a_holder_who_does_not_exist_hides_no_appeal_from_its_applicant(
    own_harness: ApiHarness,
) -> None:
    talon, task = await own_harness.register_and_start()
    claimed = await own_harness.send_task_command("clerk", task, "claim")
    assert claimed.status_code == 200, claimed.text
    async with autocommit(own_harness.engine).connect() as connection:
        await tamper(
            connection,
            "UPDATE events SET data = jsonb_set(data, '{holder}', to_jsonb(:id ::text)) "
            "WHERE appeal = :appeal AND type = 'task_claimed'",
            id=str(uuid4()),
            appeal=talon["id"],
        )
    body = (await citizen_view(own_harness, talon))["considering_body"]
    assert (body["organisation"], body["post"]) == ("reception-61", None)
