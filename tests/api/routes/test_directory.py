"""Organisations, topics, the policy in force, and how the whole is doing."""

from typing import Any

import pytest
from sqlalchemy import text

from api.http.problems import STATUS_BY_CODE
from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem


async def put(harness: ApiHarness, who: str, path: str, body: dict[str, Any]) -> Any:
    return await harness.http.put(path, json=body, headers=harness.auth_headers(who))


async def test_what_the_policy_names_is_listed(harness: ApiHarness) -> None:
    organisations = (await harness.get("clerk", "/v1/organisations")).json()["items"]
    topics = (await harness.get("clerk", "/v1/topics")).json()["items"]
    policy = (await harness.get("clerk", "/v1/policy")).json()
    assert "reception-61" in {each["id"] for each in organisations}
    assert "housing-queue" in {each["id"] for each in topics}
    assert policy["version"].startswith("kazakhstan-")
    assert policy["statutory_term"] == "15wd"
    assert len(policy["regions"]) == 20


async def test_a_region_shows_what_it_was_called(harness: ApiHarness) -> None:
    regions = (await harness.get("clerk", "/v1/policy")).json()["regions"]
    capital, turkistan = (next(each for each in regions if each["id"] == id_) for id_ in ("71", "61"))
    assert [(each["titles"]["ru"], each["until"]) for each in capital["former"]] == [
        ("город Нур-Султан", "2022-09-16")
    ]
    assert [each["id"] for each in turkistan["former"]] == ["51"]
    assert "Туркестан" in turkistan["aliases"]


async def test_an_organisation_is_entered_in_a_region_by_its_name(harness: ApiHarness) -> None:
    body = REQUEST_EXAMPLES["put_organisation"] | {"region": "Нұр-Сұлтан"}
    answer = await put(harness, "operator", "/v1/organisations/new-bureau", body)
    assert (answer.status_code, answer.json()["region"]) == (200, "71")


async def test_an_operator_adds_an_organisation_and_a_topic_that_routes_to_it(harness: ApiHarness) -> None:
    agency = REQUEST_EXAMPLES["put_organisation"] | {"kind": "bureau"}
    for _ in range(2):
        assert (await put(harness, "operator", "/v1/organisations/lamps-bureau", agency)).status_code == 200
    topic = REQUEST_EXAMPLES["put_topic"] | {
        "competent_body": "lamps-bureau",
        "steps": ["reception", "agency"],
    }
    assert (await put(harness, "operator", "/v1/topics/street-lamps", topic)).status_code == 200
    talon, task = await harness.register_and_start(topic="street-lamps")
    await harness.send_task_command("clerk", task, "claim")
    await harness.send_task_command("clerk", task, "refer", step="agency", reason="other_competent_body")
    assert (await harness.main_task(talon["id"]))["organisation"] == "lamps-bureau"


@pytest.mark.parametrize(
    ("path", "example", "changes", "code"),
    [
        ("organisations/reception-61", "put_organisation", {}, "defined_by_policy"),
        ("topics/housing-queue", "put_topic", {}, "defined_by_policy"),
        ("organisations/new-one", "put_organisation", {"region": "51"}, "unknown_region"),
        ("organisations/New%20One", "put_organisation", {}, "validation_failed"),
        ("organisations/new-one", "put_organisation", {"roles": []}, "validation_failed"),
        ("topics/new-one", "put_topic", {"steps": ["agency"]}, "validation_failed"),
        (
            "topics/new-one",
            "put_topic",
            {"steps": ["reception", "sponsor", "agency"]},
            "validation_failed",
        ),
        ("topics/new-one", "put_topic", {"step_terms": {"agency": "soon"}}, "validation_failed"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    harness: ApiHarness, path: str, example: str, changes: dict[str, Any], code: str
) -> None:
    assert_problem(
        await put(harness, "operator", f"/v1/{path}", REQUEST_EXAMPLES[example] | changes),
        STATUS_BY_CODE[code],
        code,
    )


async def test_only_an_operator_changes_the_directory(harness: ApiHarness) -> None:
    for path, example in (("organisations/mine", "put_organisation"), ("topics/mine", "put_topic")):
        assert_problem(
            await put(harness, "supervisor", f"/v1/{path}", REQUEST_EXAMPLES[example]), 403, "forbidden"
        )


async def test_liveness_adds_up_and_nothing_is_silent(own_harness: ApiHarness) -> None:
    await own_harness.register()
    live = (await own_harness.get("operator", "/v1/operations/overview")).json()
    async with own_harness.engine.connect() as connection:
        open_ones = await connection.scalar(text("SELECT count(*) FROM appeals WHERE open"))
    assert live["open_appeals"] == open_ones == sum(each["open"] for each in live["stages"])
    assert live["appeals_without_clock"] == 0
    assert live["max_task_delay_seconds"] == 0
    assert_problem(await own_harness.get("clerk", "/v1/operations/overview"), 403, "forbidden")
