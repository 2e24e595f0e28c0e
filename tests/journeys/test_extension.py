"""Extension over HTTP: by the head or deputy, with a notice to the applicant, and by no one else."""

from datetime import datetime

import httpx2
import pytest

from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

WHY = "Құжаттарды сұрату керек."


async def tried(life: HttpAppeal, who: str) -> httpx2.Response:
    return await life.harness.request_until_done(who, f"{life.path}/extend", {"term": "5wd", "text": WHY})


@pytest.mark.law("АППК 76(3)")
async def test_deputy_extends_and_the_applicant_is_notified(
    simulation: Simulation,
) -> None:
    life = await simulation.register()
    seen = await life.appeal_command("supervisor", "extend", term="5wd", text=WHY)
    old, new = simulation.on_workday(15, 18, 30), simulation.on_workday(20, 18, 30)
    assert datetime.fromisoformat(seen["statutory_due_at"]) == new
    (extended,) = await life.past_events("extended")
    assert [datetime.fromisoformat(extended.details[each]) for each in ("old_due_at", "new_due_at")] == [
        old,
        new,
    ]
    assert extended.text == WHY
    notice = await life.task("duty")
    assert (notice["rule"], notice["due_at"][:10]) == (
        "extension_notice",
        str(simulation.on_workday(3).date()),
    )
    await life.task_command(
        "clerk", "record-notification", on="duty", means="registered_letter", text="Хат №7."
    )
    assert (await life.past_events("applicant_notified"))[0].details["means"] == "registered_letter"


@pytest.mark.law("АППК 76(3)")
async def test_no_one_else_extends(simulation: Simulation) -> None:
    life = await simulation.register()
    for who in ("operator", "clerk"):
        problem = assert_problem(await tried(life, who), 403, "office_not_authorised")
        assert problem["parameters"] == {
            "offices": "head, deputy, head_of_apparatus",
            "article": "АППК 76(3)",
        }
    assert_problem(await tried(life, "far_head"), 404, "not_found")
    assert await life.past_events("extended") == []
