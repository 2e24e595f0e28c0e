"""No request meets an internal error, whatever moments and cursors it names and however the clock moves."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from urllib.parse import quote

import httpx2
import pytest

from api.app import create_app
from tests.support.api.harness import ApiHarness
from tests.support.api.http_server import serve_app

EXTREMES = ("0001-01-01", "9999-12-31", "1900-01-01", "2199-12-31")
MOMENTS = [f"{day}T{time}" for day in EXTREMES for time in ("00:00:00+14:00", "23:59:59.999999-12:00")]
PATHS = (
    "/v1/appeals?registered_from={}",
    "/v1/appeals?registered_before={}",
    "/v1/tasks?due_before={}",
    "/v1/receptions?begins_from={}",
    "/v1/receptions?begins_before={}",
    "/v1/receptions/schedule?begins_from={}",
    "/v1/receptions/schedule?begins_before={}",
    "/v1/time-ledger?group_by=topic&registered_from={}",
    "/v1/time-ledger?group_by=topic&registered_to={}",
)
CURSORS = ("\0", "[[[", "[1, 2]", '["", "", ""]', "[" * 60, "{}", "null", "1e999")
FEEDS = ("/v1/notices", "/v1/escalations/feed", "/v1/appeals", "/v1/tasks", "/v1/receptions")


@pytest.mark.parametrize("path", PATHS)
async def test_a_list_answers_for_any_moment(harness: ApiHarness, path: str) -> None:
    for value in (*EXTREMES, *MOMENTS):
        answer = await harness.get("operator", path.format(quote(value)))
        assert answer.status_code < 500, f"{path.format(value)}: {answer.text}"


@pytest.mark.parametrize("path", FEEDS)
async def test_a_list_answers_for_any_cursor(harness: ApiHarness, path: str) -> None:
    for value in CURSORS:
        cursor = urlsafe_b64encode(value.encode()).decode()
        answer = await harness.get("operator", f"{path}?cursor={cursor}")
        assert answer.status_code == 422, f"{value}: {answer.text}"


def ticking_clock() -> Callable[[], datetime]:
    """Return a clock that is ten milliseconds later each time that it is read."""
    began, ticks = datetime.now(UTC), count()
    return lambda: began + timedelta(milliseconds=10 * next(ticks))


async def test_an_appeal_without_demands_has_its_text_as_the_one_demand(harness: ApiHarness) -> None:
    app = create_app(replace(harness.dependencies, clock=ticking_clock()))
    async with serve_app(app) as url, httpx2.AsyncClient(base_url=url, timeout=30) as http:
        api = replace(harness, http=http)
        talon = await api.register(demands=[])
        seen = (await api.get("clerk", f"/v1/appeals/{talon['id']}")).json()
    assert [each["text"] for each in seen["demands"]] == [seen["text"]]
    assert seen["text"]
