"""Anonymous appeals: a head terminates a message; an application has its defects corrected first."""

from typing import Any

import pytest

from tests.support.api.problems import assert_problem
from tests.support.journeys.simulation import AppealDriver, Simulation

GROUND = {"outcome": "terminated", "ground": "anonymous", "text": "Авторын анықтау мүмкін емес."}


async def anonymous_appeal(simulation: Simulation, kind: str) -> AppealDriver:
    life = await simulation.register(kind=kind, anonymous=True, applicant=None)
    await life.task_command("clerk", "claim")
    return life


def duties(seen: dict[str, Any]) -> list[str]:
    return [each["duty"] for each in seen["tasks"] if each["purpose"] == "duty"]


@pytest.mark.law("АППК 88(1)2")
@pytest.mark.parametrize("kind", ["message", "proposal", "response", "inquiry"])
async def test_anonymous_appeal_is_terminated_by_a_head_or_deputy(simulation: Simulation, kind: str) -> None:
    life = await anonymous_appeal(simulation, kind)
    refused = assert_problem(
        await life.try_task_command("clerk", "complete", **GROUND), 403, "office_not_authorised"
    )
    assert refused["parameters"]["article"] == "АППК 88(1)2"
    await life.task_command("supervisor", "complete", **GROUND, override=True)
    seen = await life.read()
    assert (seen["status"], seen["outcome"]) == ("closed", "terminated")
    (decided,) = await life.past_events("decided")
    assert (decided.details["termination_ground"], decided.details["article"]) == ("anonymous", "АППК 88(1)2")


async def test_anonymous_applicant_sees_the_outcome_by_talon_only(
    simulation: Simulation,
) -> None:
    life = await anonymous_appeal(simulation, "message")
    await life.task_command("supervisor", "complete", **GROUND, override=True)
    assert duties(await life.read()) == []
    assert (await simulation.harness.get("integrator", "/v1/notices")).json()["items"] == []
    notices = (await life.citizen_request()).json()["notices"]
    assert "тоқтатылды" in notices[-1]["text"]


@pytest.mark.law("АППК 64(7-2)")
@pytest.mark.law("АППК 88(1)2")
async def test_a_crime_or_a_danger_needs_no_name(simulation: Simulation) -> None:
    life = await anonymous_appeal(simulation, "message")
    await life.task_command("clerk", "flag-danger", danger="crime")
    main = await life.task()
    ended = await simulation.request_until_done(
        "head", f"/v1/tasks/{main['id']}/complete", {**GROUND, "override": True}
    )
    assert_problem(ended, 409, "danger_takes_precedence")
    assert (await life.read())["status"] == "in_progress"


@pytest.mark.law("АППК 64(6)")
async def test_anonymous_application_is_corrected_or_returned(simulation: Simulation) -> None:
    life = await anonymous_appeal(simulation, "application")
    ended = await life.try_task_command("supervisor", "complete", **GROUND, override=True)
    assert_problem(ended, 422, "termination_ground_not_allowed")
    await life.task_command("clerk", "report-defects", defects=["name"], term="1wd", text="Аты-жөніңіз жоқ.")
    assert duties(await life.read()) == []
    await simulation.advance_to(simulation.on_workday(2))
    await life.task_command("clerk", "claim")
    await life.task_command(
        "clerk", "return-to-applicant", ground="defects_not_corrected", text="Аты-жөні көрсетілмеді."
    )
    assert ((await life.read())["outcome"], duties(await life.read())) == ("returned", [])


async def test_applicant_may_add_a_name_with_the_talon(simulation: Simulation) -> None:
    life = await anonymous_appeal(simulation, "application")
    await life.task_command("clerk", "report-defects", defects=["name"], term="1wd", text="Аты-жөніңіз жоқ.")
    assert (await life.citizen_request("correct-defects", text="Мен — Гүлнұр Әбенова.")).status_code == 200
    assert_problem(
        await life.try_task_command(
            "clerk", "return-to-applicant", ground="defects_not_corrected", text="Жоқ."
        ),
        409,
        "no_defects_to_correct",
    )
