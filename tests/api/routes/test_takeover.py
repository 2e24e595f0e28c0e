"""The cut-over: appeals of another system come in alive, closed ones as history, and nothing twice."""

import asyncio
from dataclasses import asdict, fields
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from domain.evolve.appeal import replay
from domain.projections.summaries import AppealSummary, summarise_appeal
from store import queries
from store.appeals import event_log
from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem

NOW = datetime.now(UTC)
RECEIVED = (NOW - timedelta(days=6)).isoformat()
REFERRED = (NOW - timedelta(days=5)).isoformat()
CLAIMED = (NOW - timedelta(days=4)).isoformat()


def case(**changes: Any) -> dict[str, Any]:
    """Return an open case of the old register, the work of the housing department."""
    plain = {
        "channel": "akimat",
        "language": "ru",
        "region": "61",
        "reception": "reception-61",
        "topic": "housing-queue",
        "text": "Прошу поставить на очередь.",
        "applicant": {"name": "Асель Нурланова", "contacts": {"phone": "+7 701 000 00 00"}},
        "attachments": [{"name": "Заявление", "reference": "old-register:files/1187.pdf"}],
        "received_at": RECEIVED,
        "source": {"system": "old-register", "id": str(uuid4())},
        "work": {"step": "agency", "since": REFERRED},
    }
    return plain | changes


async def take_over(harness: ApiHarness, **changes: Any) -> dict[str, Any]:
    answer = await harness.post("operator", "/v1/takeovers", case(**changes))
    assert answer.status_code == 201, answer.text
    view: dict[str, Any] = answer.json()
    return view


async def sizes(harness: ApiHarness) -> list[int]:
    async with harness.engine.connect() as connection:
        return [
            await connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0  # noqa: S608 - ours
            for table in ("events", "talons", "texts", "applicants", "outbox", "idempotency_keys")
        ]


async def test_an_open_case_comes_in_with_its_holder_and_is_worked_on(harness: ApiHarness) -> None:
    officer = harness.people["officer"]
    work = {"step": "agency", "since": REFERRED, "holder": str(officer.id), "held_since": CLAIMED}
    view = await take_over(harness, work=work)
    assert (view["status"], view["organisation"], view["holder"]) == (
        "in_progress",
        "housing-61",
        str(officer.id),
    )
    task = await harness.main_task(view["id"])
    assert datetime.fromisoformat(task["opened_at"]) == datetime.fromisoformat(REFERRED)
    assert task["holder"] == str(officer.id)
    done = await harness.request_until_done(
        "officer", f"/v1/tasks/{task['id']}/complete", {"outcome": "explained", "text": "Порядок разъяснён."}
    )
    assert done.status_code == 200, done.text
    seen = (await harness.get("operator", f"/v1/appeals/{view['id']}")).json()
    assert (seen["status"], seen["source"]) == ("closed", "old-register")
    assert seen["attachments"][0]["reference"] == "old-register:files/1187.pdf"


async def test_every_open_case_has_a_live_clock(harness: ApiHarness) -> None:
    wait = {"awaits": "information", "since": CLAIMED, "text": "Какой адрес?"}
    views = [await take_over(harness), await take_over(harness, wait=wait)]
    assert [view["status"] for view in views] == ["in_progress", "awaiting_information"]
    for view in views:
        assert view["next_alarm_at"] is not None
        for _ in range(200):
            if await harness.appeals.is_running(view["number"]):
                break
            await asyncio.sleep(0.05)
        assert await harness.appeals.is_running(view["number"])
    answered = await harness.request_until_done(
        "clerk", f"/v1/appeals/{views[1]['id']}/provide-information", {"text": "Абая, 1."}
    )
    assert answered.status_code == 200, answered.text


async def test_a_closed_case_is_history_that_is_found_and_counted(harness: ApiHarness) -> None:
    name = f"Тестов {uuid4().hex[:8]}"
    end = {"outcome": "refused", "at": CLAIMED, "ground": "no_right", "text": "Отказано: нет права."}
    view = await take_over(harness, end=end, applicant={"name": name})
    assert (view["status"], view["outcome"]) == ("closed", "refused")
    found = await harness.post("operator", "/v1/appeals/search", {"name": name})
    assert [each["id"] for each in found.json()["items"]] == [view["id"]]
    seen = (await harness.get("operator", f"/v1/appeals/{view['id']}")).json()
    assert seen["complain_until"] > NOW.isoformat()
    past = (await harness.get("operator", f"/v1/appeals/{view['id']}/timeline")).json()["past"]
    assert [each["event"] for each in past][-3:] == ["task_completed", "closed", "taken_over"]
    assert past[-1]["details"]["source"] == "old-register"


async def test_a_dry_run_writes_nothing(harness: ApiHarness) -> None:
    await asyncio.sleep(0)
    before = await sizes(harness)
    body = case()
    answer = await harness.post("operator", "/v1/takeovers?dry_run=true", body)
    assert (answer.status_code, answer.json()["id"], answer.json()["number"]) == (201, None, None)
    after = await sizes(harness)
    assert [now for now, then in zip(after, before, strict=True) if now > then] == []
    assert (await harness.post("operator", "/v1/takeovers", body)).status_code == 201
    for path in ("/v1/takeovers?dry_run=true", "/v1/takeovers"):
        assert_problem(await harness.post("operator", path, body), 409, "source_registered")


async def test_the_past_of_a_case_is_not_notified_again(harness: ApiHarness) -> None:
    cursor = (await harness.get("operator", "/v1/notices?cursor=now")).json()["next_cursor"]
    end = {"outcome": "explained", "at": CLAIMED, "text": "Разъяснено."}
    views = [await take_over(harness), await take_over(harness, end=end)]
    page = (await harness.get("operator", f"/v1/notices?cursor={cursor}")).json()
    ours = [each for each in page["items"] if each["appeal"] in {view["id"] for view in views}]
    assert [each for each in ours if each["event"] in ("registered", "closed")] == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"work": {"step": "agency", "since": (NOW - timedelta(days=7)).isoformat()}}, "work.since"),
        ({"work": {"step": "agency", "since": (NOW + timedelta(days=7)).isoformat()}}, "work.since"),
        ({"work": {"step": "agency", "since": REFERRED, "holder": str(uuid4())}}, "work.holder"),
        ({"wait": {"awaits": "receipt", "since": CLAIMED}, "topic": "housing-queue"}, "wait.awaits"),
        ({"end": {"outcome": "merged", "at": CLAIMED}}, "end.outcome"),
        ({"danger": "crime"}, "danger"),
        ({"source": None}, "source"),
    ],
)
async def test_a_past_that_cannot_be_is_refused_by_its_field(
    harness: ApiHarness, changes: dict[str, Any], field: str
) -> None:
    answer = await harness.post("operator", "/v1/takeovers?dry_run=true", case(**changes))
    assert answer.status_code == 422, answer.text
    assert [each["field"] for each in answer.json()["errors"]] == [field]


async def test_an_appeal_that_ended_awaits_nothing(harness: ApiHarness) -> None:
    both = case(wait={"awaits": "information", "since": CLAIMED}, end={"outcome": "resolved", "at": CLAIMED})
    answer = await harness.post("operator", "/v1/takeovers", both)
    assert [each["field"] for each in answer.json()["errors"]] == ["end"]


async def test_a_repeated_request_gets_the_same_answer(harness: ApiHarness) -> None:
    body, key = case(), str(uuid4())
    first, again = [await harness.post("operator", "/v1/takeovers", body, key) for _ in range(2)]
    assert again.json() == first.json()
    assert_problem(
        await harness.post("operator", "/v1/takeovers", case(), key), 422, "idempotency_key_reused"
    )


async def test_only_an_operator_takes_over(harness: ApiHarness) -> None:
    assert_problem(await harness.post("clerk", "/v1/takeovers", case()), 403, "forbidden")


async def test_a_closed_case_is_measured_and_can_be_reopened(harness: ApiHarness) -> None:
    view = await take_over(harness, end={"outcome": "explained", "at": CLAIMED, "text": "Разъяснено."})
    ledger = await harness.get("operator", f"/v1/appeals/{view['id']}/time-ledger")
    assert ledger.status_code == 200, ledger.text
    again = await harness.request_until_done(
        "clerk", f"/v1/appeals/{view['id']}/reopen", {"text": "Вопрос не решён."}
    )
    assert again.status_code == 200, again.text
    assert (await harness.main_task(view["id"]))["organisation"] == "housing-61"


@pytest.mark.parametrize("changes", [{"kind": "complaint"}, {"anonymous": True, "applicant": None}])
async def test_complaints_and_anonymous_appeals_are_taken_over_too(
    harness: ApiHarness, changes: dict[str, Any]
) -> None:
    view = await take_over(harness, **changes)
    assert (view["status"], view["step"]) == ("in_progress", "agency")
    assert view["next_alarm_at"] is not None


async def test_rows_rebuilt_from_the_past_are_those_that_were_written(harness: ApiHarness) -> None:
    view = await take_over(harness, wait={"awaits": "information", "since": CLAIMED, "text": "Адрес?"})
    async with harness.engine.connect() as connection:
        facts = await event_log.facts_of_appeal(connection, UUID(view["id"]))
        stored = await queries.appeal_by(connection, id=UUID(view["id"]))
    assert stored is not None
    rebuilt = summarise_appeal(replay(facts[: stored.seq]))
    assert {each.name: getattr(stored, each.name) for each in fields(AppealSummary)} == asdict(rebuilt)
