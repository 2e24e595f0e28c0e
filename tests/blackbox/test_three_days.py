"""Three days in the life, lived through the API's own description alone: a clerk, an officer, a citizen."""

import ast
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.blackbox.client import JSON, Caller, Contract
from tests.support.api.harness import ApiHarness

REGION, RECEPTION, AGENCY = "61", "reception-61", "housing-61"
OWN_PACKAGES = {
    *("domain", "schemas", "loaders", "store", "activities", "workflows", "application", "api", "runtime"),
    "tests",
}


@dataclass(frozen=True)
class Office:
    """The people of one office, and the public."""

    contract: Contract
    http: httpx2.AsyncClient
    operator: Caller
    anyone: Caller
    clerk: Caller
    officer: Caller
    supervisor: Caller
    topic: str

    def citizen(self, tracking_code: str) -> Caller:
        """Return the citizen with nothing but the *tracking_code*."""
        return Caller(self.contract, self.http, {"Tracking-Code": tracking_code})

    async def register(self, **more: object) -> dict[str, Any]:
        """Register an appeal like the one of the description's example, and return its talon."""
        described = self.contract.operations["register_appeal"].described
        example = described["requestBody"]["content"][JSON]["example"]
        body = example | {"reception": RECEPTION, "region": REGION, "topic": self.topic} | more
        talon: dict[str, Any] = await self.clerk("register_appeal", body, expect=201)
        return talon


@pytest.fixture
async def office(harness: ApiHarness) -> AsyncIterator[Office]:
    """Staff an office by the API, with the address of the server and the operator's token alone."""
    async with httpx2.AsyncClient(base_url=str(harness.http.base_url), timeout=60) as http:
        contract = await Contract.read(http)

        def with_token(token: str) -> Caller:
            return Caller(contract, http, {"Authorization": f"Bearer {token}"})

        operator = with_token(harness.tokens["operator"])

        async def hire(name: str, organisation: str, role: str, **more: str) -> Caller:
            body = {"name": name, "organisation": organisation, "role": role} | more
            person = await operator("create_person", body, expect=201)
            return with_token(person["token"])

        topics = (await operator("list_topics"))["items"]
        topic = next(
            each["id"] for each in topics if each["competent_body"] == "housing" and not each["fields"]
        )
        yield Office(
            contract,
            http,
            operator,
            Caller(contract, http, {}),
            await hire("Сәуле Ермекова", RECEPTION, "clerk"),
            await hire("Нұрлан Сейітов", AGENCY, "officer"),
            await hire("Әсем Тоқаева", RECEPTION, "supervisor", office="deputy"),
            topic,
        )


async def test_a_day_of_a_clerk(office: Office) -> None:
    clerk = office.clerk
    words = await office.anyone("read_vocabulary")
    assert {"Verb", "Status", "EventType"} <= words["enumerations"].keys()
    kinds = next(book["kinds"] for book in words["rulebooks"] if book["in_force"])
    for name in ("list_organisations", "list_topics", "read_policy", "list_people"):
        await clerk(name)
    talon = await office.register(kind=kinds[0]["code"])
    appeal = await clerk("read_appeal", appeal=talon["id"])
    assert appeal == await clerk("read_appeal_by_number", number=talon["number"])
    here = {"outcome": "explained", "text": "Құжаттар тізімі берілді, 12-кабинет."}
    settled = await office.register(intake_resolution=here)
    assert settled["status"] == "closed"
    await office.register(anonymous=True, applicant=None)
    name = appeal["applicants"][0]["name"]
    found = await clerk("search_appeals", {"name": name, "limit": 200})
    assert talon["id"] in {each["id"] for each in found["items"]}
    await clerk("list_appeals", query={"status": "in_progress", "limit": 10})
    await clerk("list_duplicate_appeals", appeal=talon["id"])
    await clerk("create_note", {"text": "Кешке қоңырау шалу керек."}, appeal=talon["id"], expect=201)
    await clerk("list_notes", appeal=talon["id"])
    renewed = await clerk("renew_tracking_code", {"applicant_present": True}, appeal=talon["id"])
    assert (await office.citizen(renewed["tracking_code"])("read_appeal", appeal=talon["id"]))["id"] == talon[
        "id"
    ]
    task = talon["task"]
    assert "refer" in (await clerk("claim", {}, task=task))["allowed_verbs"]
    unknown = await clerk("complete", {"outcome": "answered"}, task=task, expect=422)
    assert "explained" in unknown["detail"]
    await clerk("refer", {"step": "agency", "reason": "other_competent_body"}, task=task)
    await clerk("claim", {}, task=task, expect=409)
    await clerk("read_appeal", appeal="019aa1f0-5c00-7000-8000-000000000001", expect=404)
    await clerk("list_notices", expect=403)
    await office.anyone("list_tasks", expect=401)


async def test_a_day_of_an_officer(office: Office) -> None:
    officer = office.officer
    talons = [await office.register() for _ in range(3)]
    for talon in talons:
        await office.clerk("claim", {}, task=talon["task"])
        await office.clerk("refer", {"step": "agency", "reason": "other_competent_body"}, task=talon["task"])
    inbox = (await officer("list_tasks", query={"limit": 200}))["items"]
    await officer("count_tasks")
    asked, *others = [next(each for each in inbox if each["appeal"] == talon["id"]) for talon in talons]
    batch = [{"task": each["id"], "verb": "accept"} for each in others]
    accepted = await officer("run_command_batch", {"items": batch})
    assert [each["status"] for each in accepted["items"]] == [200, 200]
    await officer("accept", {}, task=asked["id"])
    await officer("request_information", {"text": "Отбасы құрамы қандай?"}, task=asked["id"])
    past = (await officer("read_timeline", appeal=asked["appeal"]))["past"]
    assert past[-1]["event"] == past[-1]["details"]["event"] == "information_requested"
    assert past[-1]["title"] == "information requested"
    answer = {"text": "Алты адам, төрт бала.", "question": 1}
    await office.citizen(talons[0]["tracking_code"])("provide_information", answer, appeal=asked["appeal"])
    done = {"outcome": "resolved", "text": "Кезекке қойылдыңыз, № 17."}
    await officer("complete", done, task=asked["id"])
    ends = await officer(
        "run_command_batch",
        {
            "items": [
                {"task": others[0]["id"], "verb": "complete", "body": done},
                {
                    "task": others[1]["id"],
                    "verb": "complete",
                    "body": {"outcome": "refused", "ground": "no_right"},
                },
            ]
        },
    )
    assert ends["items"][0]["status"] == 200
    assert ends["items"][1]["status"] in (409, 422)
    ledger = await officer("read_appeal_time_ledger", appeal=asked["appeal"])
    spent = ledger["spent"]
    parts = ("working_seconds", "paused_seconds", "idle_seconds", "off_hours_seconds")
    assert sum(spent[part] for part in parts) == spent["elapsed_seconds"]
    for duty in (await officer("list_tasks", query={"purpose": "duty"}))["items"]:
        if duty["appeal"] in {each["id"] for each in talons} and duty["duty"] == "notice":
            await officer("read_task", task=duty["id"])
            notified = {"means": "sms", "text": "Жеткізілді, № 7731."}
            await officer("record_notification", notified, task=duty["id"])
    for name in ("list_escalations", "list_appeals"):
        await officer(name)
    await officer("claim_next_task")


async def test_a_day_of_a_citizen(office: Office) -> None:
    talon = await office.register()
    citizen = office.citizen(talon["tracking_code"])
    mine = await citizen("read_appeal_by_number", number=talon["number"])
    assert mine["status"] == "in_progress"
    await office.clerk("claim", {}, task=talon["task"])
    await office.clerk("request_information", {"text": "Мекенжайыңыз қандай?"}, task=talon["task"])
    asked = await citizen("read_appeal", appeal=mine["id"])
    assert asked["requested_information"] == "Мекенжайыңыз қандай?"
    reply = {"text": "Абай көшесі, 1.", "question": asked["question"]}
    await citizen("provide_information", reply, appeal=mine["id"])
    words = "Құжаттар тізімі: жеке куәлік пен анықтама."
    await office.clerk("complete", {"outcome": "explained", "text": words}, task=talon["task"])
    answered = await citizen("read_appeal", appeal=mine["id"])
    assert (answered["status"], answered["notices"][-1]["officer_text"]) == ("closed", words)
    await citizen("create_feedback", {"score": 5}, appeal=mine["id"], expect=201)
    await citizen("reopen", {"text": "Анықтаманы бермеді."}, appeal=mine["id"])
    await citizen("withdraw", {"text": "Шештім, рақмет."}, appeal=mine["id"])
    refused = await citizen("read_timeline", appeal=mine["id"], expect=403)
    assert refused["code"] == "not_for_citizens"
    await citizen("confirm_receipt", {"received": True}, appeal=mine["id"], expect=409)
    await office.citizen("0000000000")("read_appeal", appeal=mine["id"], expect=404)
    await office.clerk("list_feedback", appeal=mine["id"])


async def test_an_overseer_reads_everything_that_can_be_read(office: Office) -> None:
    operator, supervisor = office.operator, office.supervisor
    talon = await office.register()
    version = (await operator("list_calendars"))["items"][0]["version"]
    await operator("read_calendar", version=version)
    for caller in (operator, supervisor):
        for by in ("organisation", "region", "topic"):
            await caller("read_time_ledger", query={"group_by": by})
        await caller("summarise_feedback", query={"group_by": "organisation"})
        for name in ("read_operations_overview", "list_escalations", "list_receptions", "list_people"):
            await caller(name)
    await operator("list_overdue_receptions")
    await operator("read_escalation_feed")
    await operator("list_notices", query={"limit": 200})
    await office.anyone("read_public_schedule", query={"organisation": "akimat-61"})
    for name in ("liveness_probe", "read_vocabulary"):
        await office.anyone(name)
    await supervisor("extend", {"term": "2wd", "text": "Сұрау салынды."}, appeal=talon["id"])
    await supervisor("read_timeline", appeal=talon["id"])


def test_the_client_knows_nothing_of_the_product() -> None:
    tree = ast.parse((Path(__file__).parent / "client.py").read_text("utf-8"))
    imported = {
        name.partition(".")[0]
        for node in ast.walk(tree)
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    assert imported.isdisjoint(OWN_PACKAGES)
