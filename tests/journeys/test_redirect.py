"""An appeal goes to the competent body, which must be known and another."""

from datetime import datetime

import pytest

from domain.state.clock import ClockKind
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation, rounded_to_minute

LETTER = "Бұл мәселе біздің құзыретімізде емес, өтінішіңіз жіберілді."
JOBS = "employment-61"


async def at_agency(simulation: Simulation) -> HttpAppeal:
    """Have the housing department hold an appeal at ten on day 0, which an adviser may get."""
    await simulation.add_person("adviser", JOBS, "officer")
    life = await simulation.register(topic="unsafe-housing")
    await life.bring_to_agency()
    return life


async def redirect(life: HttpAppeal) -> None:
    await life.task_command("officer", "redirect", to=JOBS, text=LETTER)


@pytest.mark.law("АППК 65(1)")
@pytest.mark.law("АППК 76(2)")
async def test_redirect_restarts_the_term_and_notifies_the_applicant(
    simulation: Simulation,
) -> None:
    life = await at_agency(simulation)
    await simulation.advance_to(simulation.on_workday(1, 11))
    await life.task_command("officer", "claim")
    await redirect(life)
    seen = await life.read()
    assert datetime.fromisoformat(seen["statutory_due_at"]) == simulation.on_workday(16, 18, 30)
    assert (seen["organisation"], seen["previous_bodies"]) == (JOBS, ["housing-61"])
    task = await life.task()
    assert (task["state"], task["step"], task["organisation"]) == ("offered", "agency", JOBS)
    (sent,) = await life.past_events("redirected")
    assert (sent.details["article"], sent.details["restarts_term"], sent.text) == ("АППК 65(1)", True, LETTER)
    owed = await life.task("duty")
    assert (owed["duty"], owed["rule"], owed["organisation"]) == ("notice", "redirect", "housing-61")
    assert datetime.fromisoformat(owed["due_at"]) == simulation.on_workday(1, 18, 30)
    await life.task_command(
        "officer", "record-notification", on="duty", means="sms", text="+77010000000, жеткізілді"
    )
    assert await life.past_events("applicant_notified")
    running = {
        each.kind: rounded_to_minute(each.due_at) for each in (await life.read_clocks()).running_clocks
    }
    assert running[ClockKind.ACCEPTANCE] == simulation.on_workday(2, 9, 30)  # eight working hours of theirs
    await life.task_command("adviser", "accept")
    await life.task_command("adviser", "complete", outcome="explained", text="Түсіндірілді.")
    assert (await life.read())["status"] == "closed"


async def test_an_appeal_goes_to_no_body_that_is_not_there_and_not_to_itself(simulation: Simulation) -> None:
    life = await at_agency(simulation)
    for nowhere in ("ministry-of-magic", "reception-71"):
        answer = await life.try_task_command("officer", "redirect", to=nowhere, text=LETTER)
        assert assert_problem(answer, 422, "unknown_organisation")["errors"][0]["field"] == "to"
    itself = await life.try_task_command("officer", "redirect", to="housing-61", text=LETTER)
    assert assert_problem(itself, 422, "same_assignee")["parameters"]["article"] == "АППК 65(1)"
    await redirect(life)
    back = await life.try_task_command("adviser", "decline", reason="not_competent")
    assert_problem(back, 409, "no_sender")


@pytest.mark.law("АППК 65(1)")
async def test_a_body_outside_the_system_is_written_to_and_its_answer_entered(simulation: Simulation) -> None:
    harness, titles = simulation.harness, {"kk": "Елшілік", "ru": "Посольство", "en": "Embassy"}
    added = await harness.http.put(
        "/v1/organisations/embassy",
        json={"kind": "embassy", "titles": titles, "external": True},
        headers=harness.auth_headers("operator"),
    )
    assert added.status_code == 200, added.text
    life = await at_agency(simulation)
    refused = await life.try_task_command("officer", "refer", step="agency", reason="other", to="embassy")
    assert_problem(refused, 422, "unknown_organisation")
    await life.task_command("officer", "redirect", to="embassy", text=LETTER)
    seen = await life.read()
    assert (seen["external_body"], seen["organisation"]) == ("embassy", "housing-61")
    assert datetime.fromisoformat(seen["statutory_due_at"]) == simulation.on_workday(15, 18, 30)
    citizen = (await life.citizen_request()).json()
    assert citizen["considering_body"]["title"] == titles["kk"]
    await life.task_command("officer", "claim")
    numbered = await life.appeal_command("officer", "record-body-registration", number="7-1/12")
    assert numbered["body_number"] == "7-1/12"
    await life.task_command("officer", "complete", outcome="explained", text="Елшілік түсіндірді.")
    assert (await life.read())["status"] == "closed"
