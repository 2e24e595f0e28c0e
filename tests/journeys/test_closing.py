"""How appeals end over HTTP: by withdrawal, by merger, and by a decision that needs a ground."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem


async def claimed(harness: ApiHarness) -> tuple[dict[str, Any], dict[str, Any]]:
    talon, task = await harness.register_and_start()
    answer = await harness.send_task_command("clerk", task, "claim")
    assert answer.status_code == 200, answer.text
    return talon, task


async def appeal(harness: ApiHarness, talon: dict[str, Any]) -> dict[str, Any]:
    seen: dict[str, Any] = (await harness.get("operator", f"/v1/appeals/{talon['id']}")).json()
    return seen


async def merged(harness: ApiHarness, talon: dict[str, Any], into: dict[str, Any]) -> Any:
    return await harness.post("clerk", f"/v1/appeals/{talon['id']}/merge", {"into": into["id"]})


async def test_a_withdrawal_cancels_what_was_open(harness: ApiHarness) -> None:
    talon, task = await claimed(harness)
    await harness.send_task_command("clerk", task, "open-side-task", specialty="lawyer", mandatory=True)
    headers = {"Tracking-Code": talon["tracking_code"], "Idempotency-Key": str(uuid4())}
    path = f"/v1/appeals/{talon['id']}/withdraw"
    answer = await harness.http.post(path, json={"text": "Шешілді."}, headers=headers)
    assert (answer.json()["status"], answer.json()["outcome"]) == ("closed", "withdrawn")
    tasks = (await appeal(harness, talon))["tasks"]
    assert {each["state"] for each in tasks if each["purpose"] != "duty"} == {"cancelled"}
    (owed,) = (each for each in tasks if each["purpose"] == "duty")
    assert (owed["rule"], owed["state"]) == ("termination_notice", "ready")
    inbox = (await harness.get("clerk", "/v1/tasks?mine=true&limit=200")).json()["items"]
    assert task["id"] not in {each["id"] for each in inbox}


async def test_appeals_do_not_merge_into_each_other(harness: ApiHarness) -> None:
    """Two appeals, each merged into the other, would both be left without work."""
    talons = [(await claimed(harness))[0] for _ in range(3)]
    assert (await merged(harness, talons[0], talons[1])).status_code == 200
    assert (await merged(harness, talons[1], talons[2])).status_code == 200
    assert_problem(await merged(harness, talons[2], talons[0]), 409, "appeal_closed")
    assert (await appeal(harness, talons[2]))["status"] == "in_progress"


async def test_two_clerks_do_not_merge_two_appeals_into_each_other_at_one_instant(
    harness: ApiHarness,
) -> None:
    for _ in range(3):
        (one, _), (other, _) = await claimed(harness), await claimed(harness)
        answers = await asyncio.gather(merged(harness, one, other), merged(harness, other, one))
        assert sorted(answer.status_code for answer in answers) == [200, 409]


@pytest.mark.parametrize(("outcome", "ground"), [("refused", "no_right"), ("terminated", "court_act")])
async def test_a_no_needs_a_ground(harness: ApiHarness, outcome: str, ground: str) -> None:
    talon, task = await claimed(harness)
    problem = assert_problem(
        await harness.send_task_command("clerk", task, "complete", outcome=outcome), 422, "ground_required"
    )
    assert problem["errors"][0]["field"] == "ground"
    assert (await appeal(harness, talon))["status"] == "in_progress"
    decision = {"outcome": outcome, "ground": ground, "hearing_exception": "applicant_request"}
    done = await harness.send_task_command("clerk", task, "complete", **decision, text="Негізі бар.")
    assert done.status_code == 200, done.text
    closed = await appeal(harness, talon)
    assert (closed["status"], closed["outcome"]) == ("closed", outcome)
    past = (await harness.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()["past"]
    (end,) = (each for each in past if each["event"] == "closed")
    assert end["details"]["ground"] == ground
