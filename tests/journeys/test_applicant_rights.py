"""Applicant's rights: access to the file during and after the procedure, and a representative."""

import asyncio
from datetime import datetime

import pytest

from tests.support.api.harness import ApiHarness
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import claim_new_appeal
from tests.support.journeys.simulation import Simulation

SAYS = "Ағам менің атымнан сөйлейді деп ауызша айтты."
BROTHER = {"name": "Ерлан Әбенов", "iin": "900101300811", "contacts": {"phone": "+77010000001"}}
SISTER = {"name": "Сәуле Әбенова"}


@pytest.mark.law("АППК 75(1)")
async def test_the_applicant_sees_the_file_within_three_working_days(simulation: Simulation) -> None:
    life = await simulation.register()
    assert (
        await life.citizen_request("request-file-access", text="Ісімді көргім келеді.")
    ).status_code == 200
    duty = await life.task("duty")
    assert (duty["duty"], duty["organisation"], duty["rule"]) == ("file", "reception-61", "file_access")
    assert datetime.fromisoformat(duty["due_at"]) == simulation.on_workday(3, 18, 30)
    seen = await simulation.harness.get("clerk", f"/v1/tasks/{duty['id']}")
    assert "complete" in seen.json()["allowed_verbs"]  # no claim is needed first
    await life.task_command(
        "clerk", "complete", on="duty", outcome="answered", text="Іс материалдары көрсетілді."
    )
    assert (await life.read())["status"] == "in_progress"


@pytest.mark.law("АППК 75(1)")
async def test_the_file_is_shown_after_the_end_too_when_no_workflow_runs_any_more(
    harness: ApiHarness,
) -> None:
    it = await claim_new_appeal(harness)
    await it.task_command("clerk", "complete", outcome="resolved", text="Кезекке қойылды.")
    await it.task_command(
        "clerk", "record-notification", await it.duty("notice"), means="in_person", text="Қолхат."
    )
    while await harness.appeals.is_running(it.number):
        await asyncio.sleep(0.05)
    asked = await it.appeal_command("clerk", "request-file-access", text="Ісімді көргім келеді.")
    assert asked["status"] == "closed"
    assert await harness.appeals.is_running(it.number)
    duty = asked["tasks"][-1]
    assert (duty["duty"], duty["state"]) == ("file", "ready")
    await it.task_command("clerk", "complete", duty, outcome="answered", text="Іс көрсетілді.")
    assert (await it.past_events())[-1].event == "task_completed"


async def test_only_the_file_is_asked_for_after_the_end(simulation: Simulation) -> None:
    life = await simulation.register()
    await life.appeal_command("clerk", "withdraw", text="Қайтарып аламын.")
    before = await life.past_events()
    named = await life.citizen_request("change-representative", person=BROTHER, text=SAYS)
    assert_problem(named, 409, "appeal_closed")
    assert await life.past_events() == before
    assert [each["capacity"] for each in (await life.read())["applicants"]] == ["applicant"]


@pytest.mark.law("АППК 68(5)")
async def test_new_representative_replaces_the_recorded_one(
    simulation: Simulation,
) -> None:
    life = await simulation.register()
    named = await life.citizen_request("change-representative", person=BROTHER, text=SAYS)
    assert named.status_code == 200, named.text
    again = {"person": SISTER, "text": SAYS}
    for _ in range(2):  # tried again under the same key, it is named once
        answer = await simulation.harness.request_until_done(
            "clerk", f"{life.path}/change-representative", again, key="the-sister-speaks"
        )
        assert answer.status_code == 200, answer.text
    people = (await life.read())["applicants"]
    assert [(each["capacity"], each["name"]) for each in people[1:]] == [
        ("former_representative", "Ерлан Әбенов"),
        ("representative", "Сәуле Әбенова"),
    ]
    changes = await life.past_events("representative_changed")
    assert [each.text for each in changes] == [SAYS, SAYS]
    assert "Ерлан" not in str([each.details for each in changes])


@pytest.mark.law("АППК 68(5)")
async def test_without_a_representative_there_are_three_working_days_to_name_another(
    simulation: Simulation,
) -> None:
    life = await simulation.register(representative=BROTHER)
    await life.appeal_command("clerk", "change-representative", person=None)
    (gone,) = await life.past_events("representative_changed")
    assert gone.details["is_removal"] is True
    assert datetime.fromisoformat(gone.details["replacement_due"]) == simulation.end_of_workday(3)
    people = (await life.read())["applicants"]
    assert [each["capacity"] for each in people] == ["applicant", "former_representative"]
    seen = (await life.citizen_request()).json()["notices"][-1]["text"]
    assert "өкіліңіздің өкілеттігі тоқтатылды" in seen
    assert "24:00" in seen
    notice = (await simulation.harness.get("integrator", "/v1/notices")).json()["items"][-1]
    assert (notice["event"], notice["article"], notice["text"]) == (
        "representative_changed",
        "АППК 68(5)",
        seen,
    )
    assert notice["task"] is None  # the law asks for no proof of it
    assert [each["name"] for each in notice["recipients"]] == ["Гүлнұр Әбенова"]
