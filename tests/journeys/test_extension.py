"""Extension: by the head or deputy, before the end, two months at most, with a notice."""

from datetime import datetime

import httpx2
import pytest

from tests.support.api.problems import assert_problem
from tests.support.journeys.simulation import AppealDriver, Simulation

WHY = "Құжаттарды сұрату керек."


async def tried(life: AppealDriver, who: str, term: str = "5wd") -> httpx2.Response:
    return await life.simulation.request_until_done(who, f"{life.path}/extend", {"term": term, "text": WHY})


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
async def test_missing_extension_notice_becomes_late(simulation: Simulation) -> None:
    life = await simulation.register()
    await life.appeal_command("head", "extend", term="5wd", text=WHY)
    notice = await life.task("duty")
    await simulation.advance_to(simulation.on_workday(4))
    assert notice["id"] in {each.details["task"] for each in await life.past_events("breached")}


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


@pytest.mark.law("АППК 76(3)")
async def test_it_goes_two_months_from_its_decision_at_most(simulation: Simulation) -> None:
    life = await simulation.register()
    problem = assert_problem(await tried(life, "supervisor", "2mo"), 422, "extension_too_long")
    assert problem["parameters"]["article"] == "АППК 76(3)"
    latest = datetime.fromisoformat(problem["parameters"]["latest"])
    assert (latest.month - simulation.on_workday(0).month, latest.hour) == (2, 13)  # at closing


@pytest.mark.law("АППК 76(3)")
async def test_not_after_the_end(simulation: Simulation) -> None:
    life = await simulation.register()
    await simulation.advance_to(simulation.on_workday(16))
    problem = assert_problem(await tried(life, "head"), 409, "term_expired")
    assert problem["parameters"]["article"] == "АППК 76(3)"


@pytest.mark.law("АППК 99")
async def test_a_complaint_is_never_extended(simulation: Simulation) -> None:
    life = await simulation.register(kind="complaint")
    problem = assert_problem(await tried(life, "head"), 422, "extension_not_allowed")
    assert problem["parameters"] == {"kind": "complaint", "article": "АППК 99"}


async def test_once_is_what_the_policy_allows(simulation: Simulation) -> None:
    life = await simulation.register()
    await life.appeal_command("supervisor", "extend", term="5wd", text=WHY)
    assert_problem(await tried(life, "head"), 409, "limit_reached")
