"""A complaint concerns the body that had the competence, even if another body did its work."""

from typing import Any

import pytest

from tests.support.api.problems import assert_problem
from tests.support.journeys.simulation import AppealDriver, Simulation

NO: dict[str, Any] = {
    "outcome": "refused",
    "ground": "no_right",
    "text": "Сіздің көмекке құқығыңыз жоқ.",
    "hearing_exception": "applicant_request",
}
COMPLAINT = {"kind": "complaint", "text": "Шешіммен келіспеймін, оны қайта қараңыз."}
HOUSING, WELFARE, HELP, AKIMAT = "housing-61", "social-protection-61", "family-support-61", "akimat-61"


@pytest.fixture(autouse=True)
async def _staff(simulation: Simulation) -> None:
    await simulation.add_person("colleague", HOUSING, "officer")
    await simulation.add_person("welfare", WELFARE, "officer")
    await simulation.add_person("helper", HELP, "specialist")
    await simulation.add_person("akimat", AKIMAT, "officer")
    await simulation.add_person("desk", "coordination-desk", "officer")


async def at_the_agency(simulation: Simulation, who: str, topic: str) -> AppealDriver:
    life = await simulation.register(topic=topic)
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "refer", step="agency", reason="other_competent_body")
    await life.task_command(who, "accept")
    return life


async def helped(simulation: Simulation) -> AppealDriver:
    life = await at_the_agency(simulation, "welfare", "single-parents")
    await life.task_command("welfare", "refer", step="specialist", reason="needs_psychologist")
    await life.task_command("helper", "accept")
    return life


async def complained(simulation: Simulation, about: AppealDriver) -> AppealDriver:
    return await simulation.register(complaint_about=str(about.id), **COMPLAINT)


async def last_notice(life: AppealDriver) -> str:
    text: str = (await life.citizen_request()).json()["notices"][-1]["text"]
    return text


@pytest.mark.law("АППК 91(2)")
@pytest.mark.law("АППК 92(1)")
async def test_a_silence_that_the_ladder_carried_away_is_complained_of_at_whose_it_was(
    simulation: Simulation,
) -> None:
    life = await at_the_agency(simulation, "officer", "housing-repair")
    await simulation.advance_to(simulation.on_workday(16))
    assert (await life.task())["organisation"] == "coordination-desk"
    notice_text = await last_notice(life)
    assert "Әкім аппараты" in notice_text
    assert "АППК 92(1)" in notice_text
    complaint = await complained(simulation, life)
    task = await complaint.task()
    assert (task["organisation"], task["rule"]) == (HOUSING, "complaint_forward")


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


async def test_what_turns_out_a_complaint_while_another_helps_begins_with_those_who_asked(
    simulation: Simulation,
) -> None:
    life = await helped(simulation)
    seen = await life.appeal_command("operator", "change-kind", kind="complaint", text="Шағым екен.")
    assert (seen["complaint_against"], seen["organisation"], seen["step"]) == (WELFARE, WELFARE, "agency")


@pytest.mark.law("АППК 91(4)")
async def test_queue_forwards_a_complaint_and_never_decides_on_it(
    simulation: Simulation,
) -> None:
    about = await at_the_agency(simulation, "officer", "housing-repair")
    await about.task_command("officer", "complete", **NO)
    life = await complained(simulation, about)
    await life.task_command("colleague", "claim")
    await life.task_command("colleague", "forward-complaint")
    await simulation.advance_to(simulation.on_workday(4))
    assert not {"complete", "forward-complaint"} & set(
        (await life.task_command("desk", "claim"))["allowed_verbs"]
    )
    for verb, fields in (("complete", NO), ("forward-complaint", {})):
        refusal = assert_problem(
            await life.try_task_command("desk", verb, **fields), 409, "not_competent_to_decide"
        )
        assert refusal["parameters"] == {"instead": "refer", "organisation": AKIMAT, "article": "АППК 91(4)"}
    await life.task_command("desk", "refer", step="agency", to=AKIMAT, reason="other_competent_body")
    await life.task_command("akimat", "accept")
    await life.task_command("akimat", "complete", **NO)
    assert (await life.past_events("decided"))[0].details["decision"] == "dismissed"
