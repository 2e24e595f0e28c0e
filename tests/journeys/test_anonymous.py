"""An anonymous appeal is terminated by a head, and its outcome is read with the tracking code only."""

from typing import Any

import pytest

from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

GROUND = {"outcome": "terminated", "ground": "anonymous", "text": "Авторын анықтау мүмкін емес."}


async def anonymous_message(simulation: Simulation) -> HttpAppeal:
    """Return an anonymous message that the clerk holds."""
    life = await simulation.register(kind="message", anonymous=True, applicant=None)
    await life.task_command("clerk", "claim")
    return life


def duties(seen: dict[str, Any]) -> list[str]:
    return [each["duty"] for each in seen["tasks"] if each["purpose"] == "duty"]


@pytest.mark.law("АППК 88(1)2")
async def test_anonymous_appeal_is_terminated_by_a_head_or_deputy(simulation: Simulation) -> None:
    life = await anonymous_message(simulation)
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
    life = await anonymous_message(simulation)
    await life.task_command("supervisor", "complete", **GROUND, override=True)
    assert duties(await life.read()) == []
    assert (await simulation.harness.get("integrator", "/v1/notices")).json()["items"] == []
    notices = (await life.citizen_request()).json()["notices"]
    assert "тоқтатылды" in notices[-1]["text"]
