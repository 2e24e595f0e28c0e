"""What each kind of request costs the database, in statements: a budget that only a reason may raise."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx2
import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from api import auth
from api.app import create_app
from api.openapi.request_examples import REQUEST_EXAMPLES
from application import policy_cache
from store.database.engine import create_engine
from tests.support.api.harness import ApiHarness
from tests.support.api.http_server import serve_app

BUDGET = {
    "talon": 2,
    "claim": 2,  # and one more for the recording
    "verb with a text": 3,
    "task": 2,
    "inbox": 2,  # the page, and by what its tasks are recognised
    "counts": 2,  # the tasks, and the calls that await the reader
    "appeal": 8,  # its facts and its family among them
    "appeals": 2,
    "timeline": 5,  # the forecast asks who stands on the ladder
    "preview": 4,  # the calendar, how many there are, which, and the facts of each fifty of them
    "liveness": 6,  # suspects of a lost workflow; heads of bodies, and their receptions
}


@pytest.fixture
async def quiet(own_harness: ApiHarness) -> AsyncIterator[ApiHarness]:
    """Open an API with an engine that serves no other requests."""
    engine = create_engine(own_harness.engine.url.render_as_string(hide_password=False))
    async with (
        serve_app(create_app(replace(own_harness.dependencies, engine=engine))) as url,
        httpx2.AsyncClient(base_url=url, timeout=30) as http,
    ):
        yield replace(own_harness, http=http, engine=engine)
    await engine.dispose()


@contextmanager
def counted(engine: AsyncEngine) -> Iterator[list[str]]:
    """Collect the statements that go through *engine*."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(" ".join(statement.split())[:70])

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine.sync_engine, "before_cursor_execute", note)


async def test_the_costs_of_each_kind_of_request(
    quiet: ApiHarness, own_harness: ApiHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "TOKEN_CACHE_SECONDS", 1000.0)  # however slow the machine is
    monkeypatch.setattr(policy_cache, "CACHE_SECONDS", 1000.0)
    talon, task = await own_harness.register_and_start()
    at = f"/v1/tasks/{task['id']}"
    await quiet.get("clerk", at)
    await quiet.register()
    asked: dict[str, Callable[[], Awaitable[httpx2.Response]]] = {
        "talon": lambda: quiet.post("clerk", "/v1/appeals", REQUEST_EXAMPLES["register_appeal"]),
        "claim": lambda: quiet.post("clerk", f"{at}/claim"),
        "verb with a text": lambda: quiet.send_task_command(
            "clerk", task, "request-information", text="Анықтама?"
        ),
        "task": lambda: quiet.get("clerk", at),
        "inbox": lambda: quiet.get("clerk", "/v1/tasks?limit=50"),
        "counts": lambda: quiet.get("clerk", "/v1/tasks/counts"),
        "appeal": lambda: quiet.get("clerk", f"/v1/appeals/{talon['id']}"),
        "appeals": lambda: quiet.get("clerk", "/v1/appeals"),
        "timeline": lambda: quiet.get("clerk", f"/v1/appeals/{talon['id']}/timeline"),
        "preview": lambda: quiet.http.post(
            "/v1/calendars/preview",
            json=REQUEST_EXAMPLES["preview_calendar_amendment"] | {"limit": 1},
            headers=quiet.auth_headers("operator"),
        ),
        "liveness": lambda: quiet.get("operator", "/v1/operations/overview"),
    }
    await quiet.get("operator", "/v1/policy")
    costs = {}
    for name, ask in asked.items():
        with counted(quiet.engine) as seen:
            answer = await ask()
        assert answer.status_code in (200, 201), answer.text
        costs[name] = len(seen)
    assert costs == BUDGET


async def test_a_claim_costs_three_round_trips_with_its_recording(
    quiet: ApiHarness, own_harness: ApiHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "TOKEN_CACHE_SECONDS", 1000.0)  # however slow the machine is
    monkeypatch.setattr(policy_cache, "CACHE_SECONDS", 1000.0)
    _, task = await own_harness.register_and_start()
    await quiet.get("clerk", f"/v1/tasks/{task['id']}")
    with counted(quiet.engine) as asked, counted(own_harness.engine) as others:
        answer = await quiet.post("clerk", f"/v1/tasks/{task['id']}/claim")
    assert answer.status_code == 200, answer.text
    recorded = [each for each in others if each.startswith("WITH given")]
    assert (len(asked), len(recorded)) == (2, 1)
