"""Who decides on a complaint: the superior of the body that has it now; where there is none, it itself."""

from datetime import datetime
from typing import Any

import pytest

from tests.support.api.problems import assert_problem
from tests.support.journeys.simulation import AppealDriver, Simulation

NO: dict[str, Any] = {
    "outcome": "refused",
    "ground": "no_right",
    "text": "Шағымыңыз негізсіз деп танылды.",
    "hearing_exception": "applicant_request",
}
AKIMAT, POLICE, MINISTRY = "akimat-61", "police-61", "interior-ministry"


@pytest.fixture(autouse=True)
async def _staff(simulation: Simulation) -> None:
    for name, organisation in (("akimat", AKIMAT), ("policeman", POLICE), ("ministry", MINISTRY)):
        await simulation.add_person(name, organisation, "officer")


async def against(simulation: Simulation, body: str) -> AppealDriver:
    return await simulation.register(kind="complaint", topic="housing-repair", agency=body)


@pytest.mark.law("АППК 91(6)")
async def test_body_without_superior_decides_and_then_comes_the_court(
    simulation: Simulation,
) -> None:
    life = await against(simulation, AKIMAT)
    task = await life.task()
    assert (task["organisation"], task["rule"]) == (AKIMAT, None)
    assert datetime.fromisoformat(task["due_at"]) == simulation.on_workday(10, 18, 30)
    assert "forward-complaint" not in (await life.task_command("akimat", "claim"))["allowed_verbs"]
    upwards = assert_problem(await life.try_task_command("akimat", "forward-complaint"), 409, "no_superior")
    assert upwards["parameters"] == {"article": "АППК 91(6)"}
    await life.task_command("akimat", "complete", **NO)
    assert (await life.past_events("decided"))[0].details["decision"] == "dismissed"
    assert "АППК 136(6)" in (await life.citizen_request()).json()["notices"][-1]["text"]


@pytest.mark.law("АППК 91(4)")
async def test_a_redirected_complaint_goes_up_to_the_superior_of_the_body_that_has_it_now(
    simulation: Simulation,
) -> None:
    life = await against(simulation, "housing-61")
    await life.task_command("officer", "claim")
    await simulation.advance_to(simulation.on_workday(1))
    await life.task_command("officer", "claim")
    await life.task_command("officer", "redirect", to=POLICE, text="Полицияның әрекетіне шағымданған.")
    task = await life.task()
    assert (task["organisation"], task["rule"]) == (POLICE, "complaint_forward")
    assert datetime.fromisoformat(task["due_at"]) == simulation.on_workday(4, 18, 30)
    await life.task_command("policeman", "accept")
    await life.task_command("policeman", "forward-complaint", text="Іспен бірге жіберіледі.")
    assert (await life.task())["organisation"] == MINISTRY
    await life.task_command("ministry", "accept")
    await life.task_command("ministry", "complete", outcome="resolved", text="Шешімнің күші жойылды.")
    assert (await life.past_events("decided"))[0].details["decision"] == "annulled"


@pytest.mark.law("АППК 80(5)")
@pytest.mark.parametrize(
    ("verb", "fields"), [("redirect", {}), ("refer", {"step": "agency", "reason": "other"})]
)
async def test_decision_names_the_superior_of_the_current_body(
    simulation: Simulation, verb: str, fields: dict[str, Any]
) -> None:
    life = await simulation.register(topic="housing-repair")
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "refer", step="agency", reason="other_competent_body")
    await life.task_command("officer", "accept")
    await life.task_command("officer", verb, to=POLICE, text="Бұл полицияның құзыретінде.", **fields)
    await life.task_command("policeman", "accept")
    await life.task_command("policeman", "complete", **NO)
    assert "Ішкі істер министрлігі" in (await life.citizen_request()).json()["notices"][-1]["text"]


@pytest.mark.law("АППК 65(1)")
async def test_agency_work_moves_to_another_body_by_redirect_only(simulation: Simulation) -> None:
    await simulation.add_person("boss", "housing-61", "supervisor")
    life = await simulation.register(topic="housing-repair")
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "refer", step="agency", reason="other_competent_body")
    await life.task_command("officer", "accept")
    elsewhere = {"organisation": POLICE, "role": "officer"}
    for who in ("boss", "head", "operator"):
        refusal = assert_problem(
            await life.try_task_command(who, "reassign", **elsewhere), 409, "redirect_required"
        )
        assert refusal["parameters"] == {"article": "АППК 65(1)"}
    await life.task_command("boss", "reassign", organisation="housing-61", role="officer")
    assert [each for each in (await life.read())["tasks"] if each["duty"]] == []
    await life.task_command("boss", "redirect", to=POLICE, text="Полицияның құзыретінде.", override=True)
    assert (await life.task("duty"))["rule"] == "redirect"
