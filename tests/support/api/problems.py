"""tests.support.api.problems."""

from typing import Any

import httpx2


def assert_problem(answer: httpx2.Response, status: int, code: str) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["code"] == code
    assert problem["type"] == f"/problems/{code.replace('_', '-')}"
    assert problem["status"] == status
    assert problem["title"]
    assert problem["suggested_action"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    return problem
