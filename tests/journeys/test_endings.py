"""How appeals end: by withdrawal, merger, refusal, termination; and that what has ended stays so."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from domain.commands import tasks
from domain.procedure.registry import COMMANDS
from tests.api.house import ApiHarness
from tests.api.test_edge import assert_problem

BODIES: dict[str, dict[str, Any]] = {
    "decline": {"reason": "other"},
    "complete": {"outcome": "explained"},
    "refer": {"step": "agency", "reason": "other_competent_body"},
    "return": {"reason": "other"},
    "reassign": {"organisation": "reception-61", "role": "clerk"},
    "hold": {"until": "2035-01-01T00:00:00+05:00", "reason": "other"},
    "request-information": {"text": "Неше адам?"},
}


async def claimed(house: ApiHarness) -> tuple[dict[str, Any], dict[str, Any]]:
    talon, task = await house.register_and_start()
    answer = await house.send_task_command("clerk", task, "claim")
    assert answer.status_code == 200, answer.text
    return talon, task


async def appeal(house: ApiHarness, talon: dict[str, Any]) -> dict[str, Any]:
    seen: dict[str, Any] = (await house.get("operator", f"/v1/appeals/{talon['id']}")).json()
    return seen


async def merged(house: ApiHarness, talon: dict[str, Any], into: dict[str, Any]) -> Any:
    return await house.post("clerk", f"/v1/appeals/{talon['id']}/merge", {"into": into["id"]})


async def test_a_withdrawal_cancels_what_was_open(house: ApiHarness) -> None:
    talon, task = await claimed(house)
    await house.send_task_command("clerk", task, "open-side-task", specialty="lawyer", mandatory=True)
    headers = {"Tracking-Code": talon["tracking_code"], "Idempotency-Key": str(uuid4())}
    path = f"/v1/appeals/{talon['id']}/withdraw"
    answer = await house.http.post(path, json={"text": "Шешілді."}, headers=headers)
    assert (answer.json()["status"], answer.json()["outcome"]) == ("closed", "withdrawn")
    tasks = (await appeal(house, talon))["tasks"]
    assert {each["state"] for each in tasks if each["purpose"] != "duty"} == {"cancelled"}
    (owed,) = (each for each in tasks if each["purpose"] == "duty")
    assert (owed["rule"], owed["state"]) == ("termination_notice", "ready")
    inbox = (await house.get("clerk", "/v1/tasks?mine=true&limit=200")).json()["items"]
    assert task["id"] not in {each["id"] for each in inbox}


async def test_one_appeal_becomes_a_part_of_another_and_never_of_itself(house: ApiHarness) -> None:
    (one, _), (other, _) = await claimed(house), await claimed(house)
    assert_problem(await merged(house, one, one), 422, "merged_into_itself")
    done = await merged(house, one, other)
    assert (done.json()["outcome"], done.json()["merged_into"]) == ("merged", other["id"])
    assert (await appeal(house, other))["status"] == "in_progress"


async def test_appeals_are_not_merged_in_a_ring(house: ApiHarness) -> None:
    """Each was a part of the other, and nobody worked on either."""
    talons = [(await claimed(house))[0] for _ in range(3)]
    assert (await merged(house, talons[0], talons[1])).status_code == 200
    assert (await merged(house, talons[1], talons[2])).status_code == 200
    assert_problem(await merged(house, talons[2], talons[0]), 409, "appeal_closed")
    assert (await appeal(house, talons[2]))["status"] == "in_progress"


async def test_two_clerks_do_not_merge_two_appeals_into_each_other_at_one_instant(house: ApiHarness) -> None:
    for _ in range(3):
        (one, _), (other, _) = await claimed(house), await claimed(house)
        answers = await asyncio.gather(merged(house, one, other), merged(house, other, one))
        assert sorted(answer.status_code for answer in answers) == [200, 409]


@pytest.mark.parametrize(("outcome", "ground"), [("refused", "no_right"), ("terminated", "court_act")])
async def test_a_no_needs_a_ground(house: ApiHarness, outcome: str, ground: str) -> None:
    talon, task = await claimed(house)
    problem = assert_problem(
        await house.send_task_command("clerk", task, "complete", outcome=outcome), 422, "ground_required"
    )
    assert problem["errors"][0]["field"] == "ground"
    assert (await appeal(house, talon))["status"] == "in_progress"
    said = {"outcome": outcome, "ground": ground, "hearing_exception": "applicant_request"}
    done = await house.send_task_command("clerk", task, "complete", **said, text="Негізі бар.")
    assert done.status_code == 200, done.text
    closed = await appeal(house, talon)
    assert (closed["status"], closed["outcome"]) == ("closed", outcome)
    told = (await house.get("clerk", f"/v1/appeals/{talon['id']}/timeline")).json()["past"]
    (end,) = (each for each in told if each["event"] == "closed")
    assert end["details"]["ground"] == ground


@pytest.mark.parametrize(
    "verb",
    [spec.verb for spec in COMMANDS.task_commands if spec.command.__module__ == tasks.__name__],
)
async def test_no_verb_moves_what_has_ended(house: ApiHarness, verb: str) -> None:
    talon, task = await claimed(house)
    await house.send_task_command("clerk", task, "complete", outcome="explained")
    before = await appeal(house, talon)
    assert_problem(
        await house.send_task_command("clerk", task, verb, **BODIES.get(verb, {})), 409, "appeal_closed"
    )
    assert await appeal(house, talon) == before


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("withdraw", {}),
        ("provide-information", {"text": "Алты адам."}),
        ("confirm-receipt", {"received": True}),
        ("extend", {"term": "1wd", "text": "Күту."}),
        ("merge", {"into": None}),
    ],
)
async def test_nothing_is_asked_of_an_appeal_that_has_ended(
    house: ApiHarness, what: str, body: dict[str, Any]
) -> None:
    (talon, _), (other, _) = await claimed(house), await claimed(house)
    await house.post("clerk", f"/v1/appeals/{talon['id']}/withdraw", {"text": "Шешілді."})
    sent = {"into": other["id"]} if what == "merge" else body
    assert_problem(
        await house.post("supervisor", f"/v1/appeals/{talon['id']}/{what}", sent), 409, "appeal_closed"
    )


async def test_a_task_that_has_ended_stays_so_while_the_appeal_goes_on(house: ApiHarness) -> None:
    talon, task = await claimed(house)
    await house.send_task_command("clerk", task, "refer", step="agency", reason="other_competent_body")
    for verb in ("claim", "complete", "refer", "reassign"):
        assert_problem(
            await house.send_task_command("clerk", task, verb, **BODIES.get(verb, {})), 409, "task_closed"
        )
    assert (await appeal(house, talon))["organisation"] == "housing-61"
