"""Every refused or failed request is answered by a problem with a request id and no personal data."""

import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from api.http import exception_handlers
from api.http.middleware import RequestMiddleware
from api.openapi.request_examples import REQUEST_EXAMPLES
from application.i18n import load_catalogs
from domain.errors import NotInFuture, TaskHeldByAnother
from schemas.http.requests.intake import NewAppealBody
from tests.support.api.http_server import serve_app
from tests.support.api.problems import assert_problem
from workflows.commands.errors import WorkflowServiceUnavailable

LIMIT = 10_000
SECRET = "Гүлнұр Әбенова 900101300007"

BREAKS = {
    "refusal": TaskHeldByAnother(holder="019a", since="2026-11-16T05:15:00+00:00"),
    "field": NotInFuture(field="until"),
    "surprise": ValueError(SECRET),
    "database": OperationalError("SELECT", {}, Exception(SECRET)),
    "temporal": WorkflowServiceUnavailable(),
}


def failing_app() -> FastAPI:
    app = FastAPI(openapi_url=None)
    app.state.dependencies = SimpleNamespace(catalogs=load_catalogs(ZoneInfo("Asia/Almaty")))
    exception_handlers.register_exception_handlers(app)

    @app.post("/take")
    async def take(body: NewAppealBody) -> str:
        return body.topic

    @app.get("/break/{what}")
    async def break_(what: str) -> None:
        raise BREAKS[what]

    app.add_middleware(RequestMiddleware, body_limit=LIMIT)
    return app


@pytest.fixture(scope="module")
async def http() -> AsyncIterator[httpx2.AsyncClient]:
    async with serve_app(failing_app()) as url, httpx2.AsyncClient(base_url=url) as client:
        yield client


def appeal(**changes: Any) -> dict[str, Any]:
    return REQUEST_EXAMPLES["register_appeal"] | changes


async def test_what_is_right_goes_through(http: httpx2.AsyncClient) -> None:
    answer = await http.post("/take", json=appeal())
    assert (answer.status_code, answer.json()) == (200, "housing-queue")


WRONG = [
    ({"topic": "Housing Queue"}, "topic", "wrong_form"),
    ({"channel": "pigeon"}, "channel", "unknown_value"),
    ({"colour": "red"}, "colour", "unknown_field"),
    ({"text": ""}, "text", "too_short"),
    ({"text": "   "}, "text", "too_short"),
    ({"text": "я" * 20_001}, None, None),
    ({"text": "a\x00b"}, "text", "control_characters"),
    ({"text": None}, "text", "not_text"),
    ({"region": "6"}, "region", "wrong_form"),
    ({"applicant": None}, "applicant", "applicant_required"),
    ({"applicant": {"name": "А", "iin": "900101300008"}}, "applicant.iin", "iin_check_digit"),
    ({"applicant": {"name": "ТОО", "bin": "900101300007"}}, "applicant.bin", "bin_check_digit"),
    ({"applicant": {"name": "А", "birth_date": "1990-02-30"}}, "applicant.birth_date", "not_a_date"),
    (
        {"applicant": {"name": "А", "contacts": {"phone": "1\n9"}}},
        "applicant.contacts.phone",
        "control_characters",
    ),
    (
        {"applicant": {"name": "А", "contacts": {"email": "a\0b@example.kz"}}},
        "applicant.contacts.email",
        "control_characters",
    ),
    (
        {"applicant": {"name": "А", "contacts": {"email": "a\u200b@example.kz"}}},
        "applicant.contacts.email",
        "control_characters",
    ),
    (
        {"attachments": [{"name": "a", "reference": "javascript:alert(1)"}]},
        "attachments.0.reference",
        "wrong_form",
    ),
    (
        {"attachments": [{"name": "a", "reference": "s3:a\0b"}]},
        "attachments.0.reference",
        "control_characters",
    ),
    ({"applicant": {"name": "А\nБ"}}, "applicant.name", "control_characters"),
    ({"applicant": []}, "applicant", "not_an_object"),
    ({"received_at": "yesterday"}, "received_at", "not_a_moment"),
    ({"received_at": "2026-11-20T09:00:00"}, "received_at", "timezone_missing"),
    ({"received_at": "0001-01-01T00:00:00+05:00"}, "received_at", "moment_out_of_range"),
    ({"co_applicants": {}}, "co_applicants", "not_a_list"),
    (
        {"intake_resolution": {"outcome": "granted", "text": "x"}},
        "intake_resolution.outcome",
        "unknown_value",
    ),
    ({"attachments": [{"name": "a", "reference": "no scheme"}]}, "attachments.0.reference", "wrong_form"),
]


@pytest.mark.parametrize(("changes", "field", "code"), WRONG)
async def test_a_wrong_field_is_named(
    http: httpx2.AsyncClient, changes: dict[str, Any], field: str | None, code: str | None
) -> None:
    answer = await http.post("/take", json=appeal(**changes))
    if field is None:
        assert_problem(answer, 413, "body_too_large")
        return
    problem = assert_problem(answer, 422, "validation_failed")
    assert [(each["field"], each["code"]) for each in problem["errors"]] == [(field, code)]


async def test_what_was_sent_is_not_repeated(http: httpx2.AsyncClient) -> None:
    answer = await http.post("/take", json=appeal(applicant={"name": "Гүлнұр", "iin": "900101300008"}))
    assert "900101300008" not in answer.text
    assert "Гүлнұр" not in answer.text


async def test_own_initiative_needs_no_applicant(http: httpx2.AsyncClient) -> None:
    answer = await http.post("/take", json=appeal(channel="own_initiative", applicant=None))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("content", "media_type", "status", "code"),
    [
        (b"{", "application/json", 400, "malformed_json"),
        (b"\xff\xfe", "application/json", 400, "malformed_json"),
        (b"[" * 4000, "application/json", 400, "malformed_json"),
        (b"[" * 4000 + b"]" * 4000, "application/json", 400, "malformed_json"),
        (b'{"text": "\\ud800"}', "application/json", 422, "validation_failed"),
        (b"[]", "application/json", 422, "validation_failed"),
        (b"", "application/json", 422, "validation_failed"),
        (b"a=1", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
        (b"<a/>", "text/xml", 415, "unsupported_media_type"),
    ],
)
async def test_a_body_that_cannot_be_read(
    http: httpx2.AsyncClient, content: bytes, media_type: str, status: int, code: str
) -> None:
    assert_problem(
        await http.post("/take", content=content, headers={"Content-Type": media_type}), status, code
    )


async def test_ten_megabytes_are_refused_unread(http: httpx2.AsyncClient) -> None:
    answer = await http.post("/take", content=b" " * 10_000_000, headers={"Content-Type": "application/json"})
    problem = assert_problem(answer, 413, "body_too_large")
    assert problem["parameters"] == {"limit": str(LIMIT)}


async def test_a_stream_without_a_length_is_cut_off(http: httpx2.AsyncClient) -> None:
    async def flood() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b" " * 1000

    answer = await http.post("/take", content=flood(), headers={"Content-Type": "application/json"})
    assert_problem(answer, 413, "body_too_large")


async def test_an_address_or_method_that_is_not_there(http: httpx2.AsyncClient) -> None:
    assert_problem(await http.get("/nowhere"), 404, "unknown_path")
    answer = await http.delete("/take")
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


async def test_refusals_are_in_the_readers_language(http: httpx2.AsyncClient) -> None:
    titles = set()
    for language in ("kk", "ru", "en"):
        answer = await http.get("/break/refusal", headers={"Accept-Language": language})
        problem = assert_problem(answer, 409, "task_held_by_another")
        assert answer.headers["content-language"] == language
        assert problem["parameters"]["since"] == "2026-11-16T05:15:00+00:00"
        titles.add(problem["title"])
    assert len(titles) == 3


async def test_a_refusal_about_a_field_names_it(http: httpx2.AsyncClient) -> None:
    problem = assert_problem(await http.get("/break/field"), 422, "not_in_future")
    assert problem["errors"][0]["field"] == "until"


async def test_a_surprise_is_ours_and_keeps_its_words_to_itself(http: httpx2.AsyncClient) -> None:
    with capture_logs() as lines:
        answer = await http.get("/break/surprise", headers={"X-Request-Id": "abc-123"})
    assert_problem(answer, 500, "internal_error")
    assert answer.headers["x-request-id"] == "abc-123"
    (line,) = [each for each in lines if each["event"] == "request_failed"]
    assert line["error"] == ["ValueError"]
    assert SECRET not in json.dumps(lines, ensure_ascii=False)
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    ("what", "code"), [("database", "database_unavailable"), ("temporal", "workflow_service_unavailable")]
)
async def test_a_part_that_is_away_is_waited_for(http: httpx2.AsyncClient, what: str, code: str) -> None:
    answer = await http.get(f"/break/{what}")
    assert_problem(answer, 503, code)
    assert int(answer.headers["retry-after"]) > 0


async def test_a_request_leaves_one_line_without_its_numbers(http: httpx2.AsyncClient) -> None:
    with capture_logs(processors=[merge_contextvars]) as lines:
        await http.get("/break/refusal", headers={"X-Request-Id": "abc-124"})
    (line,) = lines
    assert line.pop("milliseconds") > 0
    assert line == {
        "event": "request_completed",
        "log_level": "info",
        "request_id": "abc-124",
        "method": "GET",
        "route": "/break/{what}",
        "status": 409,
    }


async def test_a_strange_request_id_is_replaced(http: httpx2.AsyncClient) -> None:
    answer = await http.get("/nowhere", headers={"X-Request-Id": "a" * 101})
    assert len(answer.headers["x-request-id"]) == 16
