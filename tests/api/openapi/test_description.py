"""The API describes itself: every operation with an example that is true, every problem declared."""

from datetime import datetime
from typing import Any

import jsonschema_rs
import pytest

from api.http.problems import STATUS_BY_CODE
from api.openapi.description import PROBE_OPERATIONS, PUBLIC_OPERATIONS
from api.openapi.request_examples import DUE, MOMENT, REQUEST_EXAMPLES
from api.openapi.response_examples import RESPONSE_EXAMPLES
from application.i18n import MISSING_PLACEHOLDER
from domain.law.applicable_law import term_end
from loaders.policy import policy_files
from runtime.settings import Settings
from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem

MISSING_REFERENCE_CODES = ("unknown_person", "calendar_not_in_force")
METHODS = {"get", "put", "post", "patch", "delete"}


@pytest.fixture(scope="module")
async def whole(harness: ApiHarness) -> dict[str, Any]:
    """Return the description that clients read."""
    answer = await harness.http.get("/openapi.json")
    described: dict[str, Any] = answer.json()
    return described


def operations(whole: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        operation["operationId"]: operation | {"path": path, "method": method}
        for path, methods in whole["paths"].items()
        for method, operation in methods.items()
    }


def test_every_operation_has_an_example_and_a_tag_and_a_sentence(whole: dict[str, Any]) -> None:
    for name, operation in operations(whole).items():
        assert operation["tags"], name
        assert operation["description"], name
        assert name in RESPONSE_EXAMPLES or name in REQUEST_EXAMPLES, name
        if "requestBody" in operation:
            assert "example" in operation["requestBody"]["content"]["application/json"], name


def test_every_shape_has_one_name(whole: dict[str, Any]) -> None:
    names = whole["components"]["schemas"]
    ambiguous = [name for name in names if "__" in name or name.endswith(("-Input", "-Output"))]
    assert ambiguous == []


def test_there_is_no_example_of_what_does_not_exist(whole: dict[str, Any]) -> None:
    known = operations(whole)
    assert (REQUEST_EXAMPLES.keys() | RESPONSE_EXAMPLES.keys()) <= known.keys()


def test_every_operation_that_needs_a_token_says_so(whole: dict[str, Any]) -> None:
    for name, operation in operations(whole).items():
        assert bool(operation.get("security")) == (name not in PUBLIC_OPERATIONS), name


def test_every_post_that_changes_something_takes_a_key(whole: dict[str, Any]) -> None:
    for name, operation in operations(whole).items():
        names = {each["name"] for each in operation.get("parameters", [])}
        changing = operation["method"] == "post" and name not in (
            "search_appeals",
            "preview_calendar_amendment",
        )
        assert ("Idempotency-Key" in names) == changing, name


def test_every_operation_declares_its_problems(whole: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in whole["components"]["schemas"]
    for name, operation in operations(whole).items():
        if name in PROBE_OPERATIONS:
            continue
        assert {"422", "503"} <= operation["responses"].keys(), name
        assert ("401" in operation["responses"]) == (name not in PUBLIC_OPERATIONS), name
        assert operation["responses"]["422"]["content"].keys() == {"application/problem+json"}


@pytest.mark.parametrize("name", sorted(REQUEST_EXAMPLES))
async def test_an_example_of_a_request_can_be_read(
    harness: ApiHarness, whole: dict[str, Any], name: str
) -> None:
    operation = operations(whole)[name]
    path = operation["path"].format(
        appeal="019aa1f0-5c00-7000-8000-000000000001",
        task="019aa1f0-5c00-7000-8000-000000000002",
        person="019aa1f0-5c00-7000-8000-000000000003",
        organisation="example-office",
        topic="example-topic",
        reception="019aa1f0-5c00-7000-8000-000000000004",
    )
    sent = harness.auth_headers("operator") | {"Idempotency-Key": f"example-{name}"}
    answer = await harness.http.request(operation["method"], path, json=REQUEST_EXAMPLES[name], headers=sent)
    assert answer.status_code != 422 or answer.json()["code"] != "validation_failed", answer.text
    assert answer.status_code in (200, 201, 403, 404) or answer.json()["code"] in MISSING_REFERENCE_CODES


@pytest.mark.parametrize("code", sorted(STATUS_BY_CODE))
async def test_every_type_is_a_page_in_each_language(harness: ApiHarness, code: str) -> None:
    pages = set()
    for language in ("kk", "ru", "en"):
        path = f"/problems/{code.replace('_', '-')}"
        answer = await harness.http.get(path, headers={"Accept-Language": language})
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert MISSING_PLACEHOLDER not in answer.text
        pages.add(answer.text)
    assert len(pages) == 3


async def test_there_is_no_page_about_nothing(harness: ApiHarness) -> None:
    assert_problem(await harness.http.get("/problems/nothing"), 404, "unknown_path")


async def test_the_docs_name_every_operation_and_load_nothing_from_elsewhere(
    harness: ApiHarness, whole: dict[str, Any]
) -> None:
    answer = await harness.http.get("/docs")
    assert answer.status_code == 200
    for operation in operations(whole).values():
        assert operation["path"] in answer.text
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    assert "<script" not in answer.text


@pytest.mark.parametrize("name", sorted(RESPONSE_EXAMPLES))
def test_an_example_of_an_answer_has_the_shape_of_the_answer(whole: dict[str, Any], name: str) -> None:
    answers = operations(whole)[name]["responses"]
    shape = next(answers[status] for status in ("200", "201") if status in answers)
    schema = shape["content"]["application/json"]["schema"] | {"components": whole["components"]}
    jsonschema_rs.validator_for(schema).validate(RESPONSE_EXAMPLES[name])


def test_an_example_of_a_schema_fits_the_schema(whole: dict[str, Any]) -> None:
    examples = {
        name: schema for name, schema in whole["components"]["schemas"].items() if "example" in schema
    }
    assert "Problem" in examples
    for schema in examples.values():
        described_here = schema | {"components": whole["components"]}
        jsonschema_rs.validator_for(described_here).validate(schema["example"])


def test_the_due_time_of_the_examples_is_that_of_the_shipped_policy() -> None:
    policy, calendar = policy_files.load_policy_with_calendar(Settings().policies, "kazakhstan")
    registered = datetime.fromisoformat(MOMENT)
    due = term_end(policy.statute.budget, registered, calendar, start_day_counts=False)
    assert due == datetime.fromisoformat(DUE)


def test_a_generated_client_can_be_a_citizen(whole: dict[str, Any]) -> None:
    assert whole["components"]["securitySchemes"]["tracking_code"] | {"description": ""} == {
        "type": "apiKey",
        "in": "header",
        "name": "Tracking-Code",
        "description": "",
    }
    known = operations(whole)
    for name in ("read_appeal", "read_appeal_by_number", "withdraw", "provide_information"):
        assert known[name]["security"] == [{"token": []}, {"tracking_code": []}]
    assert known["read_timeline"]["security"] == [{"token": []}]
