"""A complaint concerns the body that had the competence, even if another body did its work."""

from typing import Any

import pytest

from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

NO: dict[str, Any] = {
    "outcome": "refused",
    "ground": "no_right",
    "text": "Сіздің көмекке құқығыңыз жоқ.",
    "hearing_exception": "applicant_request",
}
COMPLAINT = {"kind": "complaint", "text": "Шешіммен келіспеймін, оны қайта қараңыз."}
WELFARE, HELP = "social-protection-61", "family-support-61"


async def helped(simulation: Simulation) -> HttpAppeal:
    """Return an appeal of the welfare department that a psychologist's office holds to assist."""
    await simulation.add_person("welfare", WELFARE, "officer")
    await simulation.add_person("helper", HELP, "specialist")
    life = await simulation.register(topic="single-parents")
    await life.bring_to_agency("welfare")
    await life.task_command("welfare", "refer", step="specialist", reason="needs_psychologist")
    await life.task_command("helper", "accept")
    return life


async def complained(simulation: Simulation, about: HttpAppeal) -> HttpAppeal:
    return await simulation.register(complaint_about=str(about.id), **COMPLAINT)


async def last_notice(life: HttpAppeal) -> str:
    text: str = (await life.citizen_request()).json()["notices"][-1]["text"]
    return text


@pytest.mark.law("АППК 64(1)")
async def test_assisting_body_returns_the_appeal_without_deciding(simulation: Simulation) -> None:
    life = await helped(simulation)
    refusal = assert_problem(
        await life.try_task_command("helper", "complete", **NO), 409, "not_competent_to_decide"
    )
    assert refusal["parameters"] == {"instead": "return", "organisation": WELFARE, "article": "АППК 64(1)"}
    await life.task_command("helper", "return", reason="other", text="Көмек көрсетуге негіз таппадық.")
    await life.task_command("welfare", "claim")
    await life.task_command("welfare", "complete", **NO)
    assert "АППК 92(1)" in await last_notice(life)
    task = await (await complained(simulation, life)).task()
    assert (task["organisation"], task["rule"]) == (WELFARE, "complaint_forward")
