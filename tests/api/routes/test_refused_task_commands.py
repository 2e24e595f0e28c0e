"""Verbs that are wrong over HTTP: each says where, and the task is as it was."""

from typing import Any
from uuid import uuid4

import pytest

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem
from tests.support.api.task_commands import register_and_claim


@pytest.mark.parametrize(
    ("verb", "body", "code", "field"),
    [
        ("hold", {"until": "2020-01-01T00:00:00+05:00", "reason": "on_leave"}, "not_in_future", "until"),
        ("hold", {"until": "2020-01-01T00:00:00", "reason": "on_leave"}, "validation_failed", "until"),
        ("hold", {"until": "2026-12-01T00:00:00+05:00", "reason": "tea"}, "validation_failed", "reason"),
        ("complete", {"outcome": "refused"}, "ground_required", "ground"),
        ("complete", {"outcome": "granted"}, "validation_failed", "outcome"),
        ("complete", {"outcome": "received"}, "outcome_not_allowed", "outcome"),
        ("complete", {"outcome": "explained", "text": ""}, "validation_failed", "text"),
        (
            "refer",
            {"step": "agency", "reason": "other_competent_body", "to": "nowhere"},
            "unknown_organisation",
            "to",
        ),
        (
            "refer",
            {"step": "agency", "reason": "other_competent_body", "to": "legal-aid-61"},
            "unknown_organisation",
            "to",
        ),
        (
            "reassign",
            {"organisation": "reception-61", "role": "clerk", "holder": str(uuid4())},
            "unknown_person",
            "holder",
        ),
        (
            "reassign",
            {"organisation": "reception-61", "role": "supervisor"},  # an inbox that no person has
            "unknown_organisation",
            "organisation",
        ),
        ("request-information", {}, "validation_failed", "text"),
        (
            "request-information",
            {"text": "Неше адам?", "happened_on": {"date": "2026-01-05"}},
            "validation_failed",
            "happened_on.reason",
        ),
        (
            "request-information",
            {"text": "Неше адам?", "happened_on": {"date": "2099-12-31", "reason": "Ертең."}},
            "impossible_date",
            "happened_on.date",
        ),
        ("claim", {"now": True}, "validation_failed", "now"),
    ],
)
async def test_a_verb_that_is_wrong_says_where(
    harness: ApiHarness, verb: str, body: dict[str, Any], code: str, field: str
) -> None:
    _, task = await register_and_claim(harness)
    problem = assert_problem(await harness.send_task_command("clerk", task, verb, **body), 422, code)
    assert problem["errors"][0]["field"] == field
    after = (await harness.get("clerk", f"/v1/tasks/{task['id']}")).json()
    assert after == task


@pytest.mark.parametrize(
    ("task", "status", "code"),
    [("x", 422, "validation_failed"), ("01a2019b-3d3b-726c-a5dd-33c6a5ff4973", 404, "not_found")],
)
async def test_a_task_that_is_not_there(harness: ApiHarness, task: str, status: int, code: str) -> None:
    assert_problem(await harness.send_task_command("clerk", task, "claim"), status, code)
    assert_problem(await harness.get("clerk", f"/v1/tasks/{task}"), status, code)


async def test_an_unknown_verb_is_no_address(harness: ApiHarness) -> None:
    assert_problem(await harness.send_task_command("clerk", str(uuid4()), "juggle"), 404, "unknown_path")


async def test_a_command_on_an_unclaimed_task_suggests_claiming_it_first(harness: ApiHarness) -> None:
    _, task = await harness.register_and_start()
    body = {"step": "agency", "reason": "other"}
    answer = await harness.post("clerk", f"/v1/tasks/{task['id']}/refer", body)
    problem = assert_problem(answer, 409, "not_allowed_in_task_state")
    assert problem["suggested_action"] == "Claim the task first."
