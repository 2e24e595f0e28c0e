"""Warnings and levels reach people: each call is recorded for each person, until it is acknowledged."""

from typing import Any
from uuid import uuid4

from sqlalchemy import text

from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

UNCLAIMED_UNTIL_SUPERVISOR = (0, 15)
NO_SUPERVISORS = text("UPDATE people SET active = false WHERE role = 'supervisor'")


async def own_calls(simulation: Simulation, who: str) -> list[dict[str, Any]]:
    """Return the calls that await *who*, after checking that their number is counted."""
    answer = await simulation.harness.get(who, "/v1/calls")
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    counts = (await simulation.harness.get(who, "/v1/tasks/counts")).json()["calls"]
    assert sum(counts.values()) == len(found)
    return found


async def recorded(simulation: Simulation, life: HttpAppeal) -> list[tuple[str, str, str, str | None]]:
    """Return the record of all calls about an appeal."""
    answer = await simulation.harness.get("clerk", f"{life.path}/calls")
    return [
        (each["threshold"], each["target"], each["state"], each["person_name"])
        for each in answer.json()["items"]
    ]


async def test_a_missed_term_and_its_level_reach_people_once(simulation: Simulation) -> None:
    life = await simulation.register()
    await simulation.advance_to(simulation.on_workday(*UNCLAIMED_UNTIL_SUPERVISOR))
    supervisor = await own_calls(simulation, "supervisor")
    assert {each["number_of_appeal"] for each in supervisor} == {life.number}
    assert {(each["threshold"], each["clock"]) for each in supervisor} == {
        ("due", "acceptance"),
        ("level", "acceptance"),
    }
    group = {each["threshold"] for who in ("clerk", "rival") for each in await own_calls(simulation, who)}
    assert group >= {"due"}
    assert await own_calls(simulation, "head") == []
    record = await recorded(simulation, life)
    assert len(set(record)) == len(record)
    assert ("level", "supervisor", "sent", "Венера Қасымова") in record


async def test_an_acknowledged_call_is_recorded_and_no_longer_waits(simulation: Simulation) -> None:
    await simulation.register()
    await simulation.advance_to(simulation.on_workday(*UNCLAIMED_UNTIL_SUPERVISOR))
    first, *rest = await own_calls(simulation, "supervisor")
    path = f"/v1/calls/{first['id']}/acknowledge"
    assert_problem(await simulation.harness.post("clerk", path), 404, "not_found")
    done = await simulation.harness.post("supervisor", path)
    assert done.json()["acknowledged_at"] is not None
    assert [each["id"] for each in await own_calls(simulation, "supervisor")] == [each["id"] for each in rest]
    missing = await simulation.harness.post("supervisor", f"/v1/calls/{uuid4()}/acknowledge")
    assert_problem(missing, 404, "not_found")


async def test_an_acknowledged_escalation_acknowledges_its_call(simulation: Simulation) -> None:
    await simulation.register()
    await simulation.advance_to(simulation.on_workday(*UNCLAIMED_UNTIL_SUPERVISOR))
    (escalation,) = (await simulation.harness.get("supervisor", "/v1/escalations")).json()["items"]
    path = f"/v1/escalations/{escalation['appeal']}/{escalation['seq']}/acknowledge"
    assert (await simulation.harness.post("supervisor", path)).status_code == 200
    assert "level" not in {each["threshold"] for each in await own_calls(simulation, "supervisor")}


async def test_who_cannot_be_reached_is_recorded_and_the_next_level_called_at_once(
    simulation: Simulation,
) -> None:
    async with simulation.harness.engine.begin() as connection:
        await connection.execute(NO_SUPERVISORS)
    life = await simulation.register()
    await simulation.advance_to(simulation.on_workday(*UNCLAIMED_UNTIL_SUPERVISOR))
    record = await recorded(simulation, life)
    assert ("level", "supervisor", "unreachable", None) in record
    assert ("level", "head", "sent", "Ерлан Тұрсынов") in record
    assert ("due", "head", "sent", "Ерлан Тұрсынов") in record
    assert {each["threshold"] for each in await own_calls(simulation, "head")} == {"due", "level"}


async def test_calls_end_with_the_task(simulation: Simulation) -> None:
    life = await simulation.register()
    await simulation.advance_to(simulation.on_workday(*UNCLAIMED_UNTIL_SUPERVISOR))
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "complete", outcome="explained", text="Түсіндірілді.")
    assert await own_calls(simulation, "supervisor") == []
    assert await recorded(simulation, life)
