"""A complaint concerns the body that had the competence, even if another body did its work."""

from typing import Any

import pytest

from api.openapi.request_examples import REQUEST_EXAMPLES
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


@pytest.mark.law("АППК 4(1)4")
async def test_assisting_body_returns_the_appeal_without_deciding(simulation: Simulation) -> None:
    life = await helped(simulation)
    refusal = assert_problem(
        await life.try_task_command("helper", "complete", **NO), 409, "not_competent_to_decide"
    )
    assert refusal["parameters"] == {"instead": "return", "organisation": WELFARE, "article": "АППК 4(1)4"}
    await life.task_command("helper", "return", reason="other", text="Көмек көрсетуге негіз таппадық.")
    await life.task_command("welfare", "claim")
    await life.task_command("welfare", "complete", **NO)
    assert "АППК 92(1)" in await last_notice(life)
    task = await (await complained(simulation, life)).task()
    assert (task["organisation"], task["rule"]) == (WELFARE, "complaint_forward")


@pytest.mark.law("АППК 4(1)4")
async def test_public_reception_refused_an_application_in_its_own_name(simulation: Simulation) -> None:
    there = {"region": "71", "reception": "reception-71", "agency": "housing-71"}
    refused = {"outcome": "refused", "ground": "no_right", "text": "Құқығыңыз жоқ."}
    await simulation.add_person("far officer", "housing-71", "officer")
    at_once = await simulation.harness.post(
        "stranger",
        "/v1/appeals",
        REQUEST_EXAMPLES["register_appeal"] | there | {"intake_resolution": refused},
    )
    assert_problem(at_once, 409, "not_competent_to_decide")
    life = await simulation.register("stranger", **there)
    await life.task_command("stranger", "claim")
    problem = assert_problem(
        await life.try_task_command("stranger", "complete", **NO), 409, "not_competent_to_decide"
    )
    assert problem["parameters"] == {
        "instead": "refer",
        "organisation": "housing-71",
        "article": "АППК 4(1)4",
    }
    await life.task_command("stranger", "refer", step="agency", reason="other_competent_body")
    notice = await life.duty("notice")
    assert (notice["organisation"], notice["rule"]) == ("reception-71", "redirect")
    await life.task_command("far officer", "accept")
    await life.task_command("far officer", "complete", **NO)
    assert (await life.read())["decided_by"] == "housing-71"
    advice = {"outcome": "explained", "text": "Құжаттар тізімі берілді."}
    advised = await simulation.harness.register("stranger", **there, intake_resolution=advice)
    assert advised["status"] == "closed"
