"""The ladder reaches people: each call is listed for those who are called, until they act on it."""

from typing import Any
from uuid import uuid4

from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

DESK = "coordination-desk"
UNCLAIMED_UNTIL_SUPERVISOR = (0, 15)  # accepted within half a day, else the supervisor is called
UNCLAIMED_UNTIL_HEAD = (0, 18, 15)


async def called(simulation: Simulation, who: str, **asked: Any) -> list[dict[str, Any]]:
    """Return the open calls of *who*."""
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    answer = await simulation.harness.get(who, f"/v1/escalations?{query}")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def unclaimed(simulation: Simulation, *until: int) -> HttpAppeal:
    """Return an appeal that waits in the reception until that time of the first day."""
    life = await simulation.register()
    await simulation.advance_to(simulation.on_workday(*until))
    return life


async def test_the_supervisor_is_called_about_an_unclaimed_task(simulation: Simulation) -> None:
    life = await unclaimed(simulation, *UNCLAIMED_UNTIL_SUPERVISOR)
    (call,) = await called(simulation, "supervisor")
    assert (call["number"], call["clock"], call["target"]) == (life.number, "acceptance", "supervisor")
    assert (call["organisation"], call["state"]) == ("reception-61", "ready")
    assert call["late_since"] <= call["called_at"] < call["next_alarm_at"]
    assert [await called(simulation, who) for who in ("clerk", "head", "rival")] == [[], [], []]


async def test_the_next_level_is_called_while_the_first_is_still_open(simulation: Simulation) -> None:
    await unclaimed(simulation, *UNCLAIMED_UNTIL_HEAD)
    (call,) = await called(simulation, "head")
    assert call["target"] == "head"
    assert [each["target"] for each in await called(simulation, "supervisor")] == ["supervisor"]
    assert await called(simulation, "supervisor", level=call["level"]) == []


async def test_an_acknowledged_call_is_no_longer_open_and_moves_no_clock(simulation: Simulation) -> None:
    life = await unclaimed(simulation, *UNCLAIMED_UNTIL_SUPERVISOR)
    (call,) = await called(simulation, "supervisor")
    before = (await life.read_clocks()).running_clocks
    path = f"/v1/escalations/{call['appeal']}/{call['seq']}/acknowledge"
    assert_problem(await simulation.harness.post("clerk", path), 404, "not_found")
    done = await simulation.harness.post("supervisor", path)
    assert done.status_code == 200, done.text
    assert done.json()["acknowledged_by"] == str(simulation.harness.people["supervisor"].id)
    assert await called(simulation, "supervisor") == []
    assert [each["seq"] for each in await called(simulation, "supervisor", acknowledged="true")] == [
        call["seq"]
    ]
    assert (await life.read_clocks()).running_clocks == before


async def test_a_call_ends_with_the_task(simulation: Simulation) -> None:
    life = await unclaimed(simulation, *UNCLAIMED_UNTIL_SUPERVISOR)
    await life.task_command("clerk", "claim")
    assert await called(simulation, "supervisor")
    await life.task_command("clerk", "complete", outcome="explained", text="Түсіндірілді.")
    assert await called(simulation, "supervisor") == []


async def test_gateways_read_every_call_once(simulation: Simulation) -> None:
    life = await unclaimed(simulation, *UNCLAIMED_UNTIL_HEAD)
    page = (await simulation.harness.get("operator", "/v1/escalations/feed?limit=1")).json()
    rest = (
        await simulation.harness.get("operator", f"/v1/escalations/feed?cursor={page['next_cursor']}")
    ).json()
    calls = [*page["items"], *rest["items"]]
    assert [(each["number"], each["target"]) for each in calls] == [
        (life.number, "supervisor"),
        (life.number, "head"),
    ]
    nothing = await simulation.harness.get("operator", f"/v1/escalations/feed?cursor={rest['next_cursor']}")
    assert nothing.json() == {"items": [], "next_cursor": rest["next_cursor"]}
    assert_problem(await simulation.harness.get("clerk", "/v1/escalations/feed"), 403, "forbidden")
    wrong = await simulation.harness.get("operator", "/v1/escalations/feed?cursor=yesterday")
    assert_problem(wrong, 422, "validation_failed")


async def test_a_call_that_is_not_there_is_not_acknowledged(simulation: Simulation) -> None:
    missing = await simulation.harness.post("operator", f"/v1/escalations/{uuid4()}/1/acknowledge")
    assert_problem(missing, 404, "not_found")
    endless = await simulation.harness.post("operator", f"/v1/escalations/{uuid4()}/{2**31}/acknowledge")
    assert_problem(endless, 422, "validation_failed")
