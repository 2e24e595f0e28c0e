from collections.abc import Callable

import pytest
from httpx2 import AsyncClient, ConnectError, LocalProtocolError, MockTransport, Request, Response

from runtime.api_client import ApiClient, ApiResponse
from runtime.errors import ActionableError

Handler = Callable[[Request], Response]


def client_with(handler: Handler, patience: float = 5.0) -> ApiClient:
    return ApiClient(
        AsyncClient(transport=MockTransport(handler), base_url="http://api"), "kmk_one", patience
    )


async def test_what_is_pending_is_asked_again_under_the_same_key() -> None:
    keys = []

    def slow(request: Request) -> Response:
        keys.append(request.headers["idempotency-key"])
        return Response(201 if len(keys) == 3 else 202, json={})

    answer = await client_with(slow).post("/v1/appeals", {}, "the-same-key")
    assert (answer.status, keys) == (201, ["the-same-key"] * 3)


async def test_a_part_that_is_away_is_waited_for() -> None:
    asked = 0

    def away(_request: Request) -> Response:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise ConnectError("refused")
        return Response(503 if asked == 2 else 200, json={"items": []})

    assert (await client_with(away).get("/v1/tasks")).body == {"items": []}


async def test_patience_ends_with_one_line_that_names_the_address() -> None:
    with pytest.raises(ActionableError, match=r"http://api.* is not responding \(503\)"):
        await client_with(lambda _request: Response(503, json={}), patience=0).get("/v1/tasks")


async def test_a_mistake_of_ours_is_not_waited_for() -> None:
    def wrong(_request: Request) -> Response:
        raise LocalProtocolError("no such header")

    with pytest.raises(LocalProtocolError):
        await client_with(wrong).get("/v1/tasks")


async def test_a_refusal_is_an_answer() -> None:
    answer = await client_with(lambda _request: Response(409, json={"code": "task_closed"})).post(
        "/v1", {}, "key"
    )
    assert (answer.is_success, answer.problem_code) == (False, "task_closed")
    assert ApiResponse(200, {}, {}).problem_code == ""


async def test_each_shows_what_they_have() -> None:
    shown = []

    def doorkeeper(request: Request) -> Response:
        shown.append((request.headers.get("authorization"), request.headers.get("tracking-code")))
        return Response(204)

    first = client_with(doorkeeper)
    for each in (first, first.with_token("kmk_two"), first.with_tracking_code("F4BM2WN1VS")):
        await each.get("/v1/appeals")
    assert shown == [("Bearer kmk_one", None), ("Bearer kmk_two", None), (None, "F4BM2WN1VS")]
