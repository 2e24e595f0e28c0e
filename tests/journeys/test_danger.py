"""An appeal that reports a crime or a threat to safety is sent on at once, also past the counter."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

WORDS = "Көршілер қару дайындап жатыр."


async def with_police(simulation: Simulation) -> None:
    await simulation.add_person("policeman", "police-61", "officer")
    await simulation.add_person("rescuer", "emergency-61", "officer")


async def flagged(simulation: Simulation) -> HttpAppeal:
    """Have a clerk flag a danger while a colleague holds the appeal."""
    await with_police(simulation)
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await life.task_command("rival", "flag-danger", danger="crime", text=WORDS)
    return life


@pytest.mark.law("АППК 64(7-2)")
async def test_anybody_at_the_counter_sends_a_danger_on_at_once(simulation: Simulation) -> None:
    life = await flagged(simulation)
    seen, task = await life.read(), await life.task()
    assert (seen["organisation"], seen["urgent"], seen["needs_attention"]) == ("police-61", True, True)
    assert (task["state"], task["urgent"]) == ("offered", True)
    (flagged_event,) = await life.past_events("danger_flagged")
    assert (flagged_event.details["danger"], flagged_event.details["article"], flagged_event.text) == (
        "crime",
        "АППК 64(7-2)",
        WORDS,
    )
    owed = await life.task("duty")
    assert (owed["duty"], owed["organisation"]) == ("notice", "reception-61")
    await life.task_command("policeman", "accept")
    assert (await life.task())["state"] == "claimed"


@pytest.mark.law("АППК 64(7-2)")
async def test_danger_reported_at_intake_skips_the_counter(simulation: Simulation) -> None:
    await with_police(simulation)
    life = await simulation.register("integrator", danger="public_safety", anonymous=True, applicant=None)
    seen = await life.read()
    assert (seen["organisation"], seen["stage"], seen["urgent"]) == ("emergency-61", "agency", True)
    assert [each["purpose"] for each in seen["tasks"]] == ["work", "work"]
    due = datetime.fromisoformat((await life.task())["due_at"])
    begun = datetime.fromisoformat((await life.task())["opened_at"])
    assert due - begun == timedelta(hours=4)
    await life.task_command("rescuer", "accept")


async def test_danger_is_not_flagged_by_strangers_nor_in_circles(simulation: Simulation) -> None:
    life = await flagged(simulation)
    task = await life.task()
    strange = await simulation.harness.send_task_command("stranger", task, "flag-danger", danger="crime")
    assert_problem(strange, 404, "not_found")
    again = await life.try_task_command("policeman", "flag-danger", danger="crime")
    assert assert_problem(again, 422, "same_assignee")["parameters"]["article"] == "АППК 64(7-2)"
    await life.task_command("policeman", "flag-danger", danger="public_safety")
    assert (await life.read())["organisation"] == "emergency-61"
    assert UUID((await life.read())["id"]) == life.id
