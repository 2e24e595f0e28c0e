"""An address names all its methods, and a fixed path is never taken for an id."""

import pytest

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("OPTIONS", "/v1/appeals", "GET, POST"),
        ("DELETE", "/v1/people", "GET, POST"),
        ("PUT", "/v1/receptions", "GET, POST"),
        ("GET", "/v1/tasks/claim-next", "POST"),
        ("GET", "/v1/tasks/batch", "POST"),
        ("GET", "/v1/appeals/search", "POST"),
        ("DELETE", "/v1/appeals/019aa1f0-5c00-7000-8000-000000000001", "GET"),
    ],
)
async def test_a_wrong_method_is_answered_with_all_methods(
    harness: ApiHarness, method: str, path: str, allowed: str
) -> None:
    answer = await harness.http.request(method, path, headers=harness.auth_headers("operator"))
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == allowed


async def test_what_is_no_id_is_still_named(harness: ApiHarness) -> None:
    answer = await harness.get("clerk", "/v1/tasks/17")
    assert assert_problem(answer, 422, "validation_failed")["errors"][0]["code"] == "not_a_uuid"


async def test_zero_is_not_false(harness: ApiHarness) -> None:
    path = f"/v1/people/{harness.people['rival'].id}"
    answer = await harness.http.patch(path, json={"active": 0}, headers=harness.auth_headers("operator"))
    assert assert_problem(answer, 422, "validation_failed")["errors"][0]["code"] == "not_a_boolean"
