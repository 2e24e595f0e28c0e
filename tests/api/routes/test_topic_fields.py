"""The fields of a topic are asked for at intake, kept with the appeal, and corrected."""

from typing import Any

import pytest

from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal, claim_new_appeal

TITLES = {"kk": "Атауы", "ru": "Название", "en": "Title"}
FIELDS: list[dict[str, Any]] = [
    {"id": "children", "titles": TITLES, "type": "number", "required": True},
    {"id": "since", "titles": TITLES, "type": "date"},
    {
        "id": "housing",
        "titles": TITLES,
        "type": "choice",
        "choices": [{"id": "own", "titles": TITLES}, {"id": "rented", "titles": TITLES}],
    },
]
STATED = {"children": 4, "since": "2026-03-21", "housing": "rented"}


async def _put_topic(harness: ApiHarness, name: str, fields: list[dict[str, Any]]) -> dict[str, Any]:
    body = {"theme": "housing", "titles": TITLES, "competent_body": "housing", "fields": fields}
    answer = await harness.http.put(f"/v1/topics/{name}", json=body, headers=harness.auth_headers("operator"))
    assert answer.status_code == 200, answer.text
    topic: dict[str, Any] = answer.json()
    return topic


async def _begin(harness: ApiHarness, **stated: Any) -> HttpAppeal:
    await _put_topic(harness, "asked-families", FIELDS)
    return await claim_new_appeal(harness, topic="asked-families", topic_fields=stated)


async def test_a_topic_shows_the_fields_that_it_asks_for(harness: ApiHarness) -> None:
    shown = (await _put_topic(harness, "asked-families", FIELDS))["fields"]
    assert [(each["id"], each["type"], each["required"]) for each in shown] == [
        ("children", "number", True),
        ("since", "date", False),
        ("housing", "choice", False),
    ]
    assert [each["id"] for each in shown[2]["choices"]] == ["own", "rented"]


async def test_what_an_appeal_states_in_the_fields_is_kept_with_it(harness: ApiHarness) -> None:
    it = await _begin(harness, **STATED)
    assert (await it.read())["topic_fields"] == STATED


async def test_each_wrong_field_is_named(harness: ApiHarness) -> None:
    await _put_topic(harness, "asked-families", FIELDS)
    wrong = {"since": "21.03.2026", "housing": "borrowed", "colour": "red"}
    body = {"topic": "asked-families", "topic_fields": wrong}
    refused = await harness.post("clerk", "/v1/appeals", REQUEST_EXAMPLES["register_appeal"] | body)
    problem = assert_problem(refused, 422, "validation_failed")
    assert sorted((each["field"], each["code"]) for each in problem["errors"]) == [
        ("topic_fields.children", "missing"),
        ("topic_fields.colour", "unknown_field"),
        ("topic_fields.housing", "unknown_value"),
        ("topic_fields.since", "not_a_date"),
    ]


async def test_a_field_is_corrected_and_its_former_value_kept(harness: ApiHarness) -> None:
    it = await _begin(harness, **STATED)
    right = STATED | {"children": 5}
    for _ in range(2):
        answer = await harness.request_until_done(
            "clerk",
            f"{it.path}/correct-topic",
            {"topic": "asked-families", "topic_fields": right},
            key="five-children",
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["topic_fields"] == right
    (event,) = await it.past_events("topic_corrected")
    assert event.details["fields"] == ["children"]
    (kept,) = (await harness.get("clerk", f"{it.path}/corrections")).json()["items"]
    assert (kept["position"], kept["former_values"]) == (None, {"topic_fields": STATED})


async def test_a_corrected_topic_asks_for_its_own_fields(harness: ApiHarness) -> None:
    await _put_topic(harness, "asked-families", FIELDS)
    it = await claim_new_appeal(harness, topic="housing-queue")
    missing = await it.try_appeal_command("clerk", "correct-topic", topic="asked-families")
    problem = assert_problem(missing, 422, "validation_failed")
    assert [each["field"] for each in problem["errors"]] == ["topic_fields.children"]
    seen = await it.appeal_command(
        "clerk", "correct-topic", topic="asked-families", topic_fields={"children": 4}
    )
    assert (seen["topic"], seen["topic_fields"]) == ("asked-families", {"children": 4})
    seen = await it.appeal_command("clerk", "correct-topic", topic="housing-queue")
    assert seen["topic_fields"] == {}


@pytest.mark.parametrize(
    "fields",
    [
        [{"id": "housing", "titles": TITLES, "type": "choice"}],
        [FIELDS[0] | {"choices": [{"id": "one", "titles": TITLES}]}],
        [FIELDS[0], FIELDS[0]],
    ],
)
async def test_fields_that_cannot_be_filled_in_are_refused(
    harness: ApiHarness, fields: list[dict[str, Any]]
) -> None:
    body = {"theme": "housing", "titles": TITLES, "competent_body": "housing", "fields": fields}
    refused = await harness.http.put("/v1/topics/odd", json=body, headers=harness.auth_headers("operator"))
    assert_problem(refused, 422, "validation_failed")
