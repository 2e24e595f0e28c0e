"""A decision names the superior of the body that has the appeal now."""

from typing import Any

import pytest

from tests.support.journeys.simulation import Simulation

NO: dict[str, Any] = {
    "outcome": "refused",
    "ground": "no_right",
    "text": "Шағымыңыз негізсіз деп танылды.",
    "hearing_exception": "applicant_request",
}
POLICE = "police-61"


@pytest.mark.law("АППК 80(5)")
@pytest.mark.parametrize(
    ("verb", "fields"), [("redirect", {}), ("refer", {"step": "agency", "reason": "other"})]
)
async def test_decision_names_the_superior_of_the_current_body(
    simulation: Simulation, verb: str, fields: dict[str, Any]
) -> None:
    await simulation.add_person("policeman", POLICE, "officer")
    life = await simulation.register(topic="housing-repair")
    await life.bring_to_agency()
    await life.task_command("officer", verb, to=POLICE, text="Бұл полицияның құзыретінде.", **fields)
    await life.task_command("policeman", "accept")
    await life.task_command("policeman", "complete", **NO)
    assert "Ішкі істер министрлігі" in (await life.citizen_request()).json()["notices"][-1]["text"]
