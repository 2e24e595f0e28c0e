"""Some demands go to another body as an appeal of their own: begun with the same breath, and never lost."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

LETTER = "Бұл талап біздің құзыретімізде емес."
DEMANDS = ["Шатырды жөндеңіздер.", "Жалақымды өндіріп беріңіздер.", "Балабақшадан орын беріңіздер."]
INSPECTION = "labour-inspection-61"


async def with_demands(simulation: Simulation) -> HttpAppeal:
    """Have the housing department hold an appeal with three demands at ten on day 0."""
    await simulation.add_person("inspector", INSPECTION, "officer")
    await simulation.add_person("teacher", "education-61", "officer")
    life = await simulation.register(topic="unsafe-housing", demands=DEMANDS)
    await life.bring_to_agency()
    return life


async def send(
    simulation: Simulation, life: HttpAppeal, *places: int, who: str = "officer", to: str = INSPECTION
) -> HttpAppeal:
    """Send the demands in these places on, and return the appeal that they have become."""
    asked = (await life.read())["demands"]
    await life.task_command(
        who, "split-off", demands=[asked[each]["id"] for each in places], to=to, text=LETTER
    )
    part = (await life.read())["child_appeals"][-1]
    codes = (await life.citizen_request()).json()["child_appeals"]
    for _ in range(200):
        if await life.harness.appeals.is_running(part["number"]):
            return await simulation.follow(part | codes[-1])
        await asyncio.sleep(0.05)
    raise AssertionError("the part did not start")


def asked_for(seen: dict[str, Any]) -> list[str]:
    return [each["text"] for each in seen["demands"]]


@pytest.mark.law("АППК 65(2)")
@pytest.mark.law("АППК 76(2)")
async def test_a_part_is_an_appeal_of_its_own_with_its_demands_and_applicants(simulation: Simulation) -> None:
    life = await with_demands(simulation)
    await simulation.advance_to(simulation.on_workday(1, 11))
    await life.task_command("officer", "claim")
    child = await send(simulation, life, 1)
    whole, part = await life.read(), await child.read()
    assert part["number"] == whole["number"] + "/1"
    assert (asked_for(whole), asked_for(part)) == ([DEMANDS[0], DEMANDS[2]], [DEMANDS[1]])
    assert part["text"] == DEMANDS[1]
    assert part["applicants"] == whole["applicants"]
    assert [each["name"] for each in part["attachments"]] == [each["name"] for each in whole["attachments"]]
    for same in ("topic", "region", "channel", "language", "reception", "received_by", "kind", "rulebook"):
        assert part[same] == whole[same], same
    assert (part["parent"], part["parent_appeal"]["number"]) == (whole["id"], whole["number"])
    assert (whole["previous_bodies"], part["previous_bodies"]) == ([], ["housing-61"])
    assert whole["child_appeals"] == [{"id": part["id"], "number": part["number"], "status": "in_progress"}]
    assert datetime.fromisoformat(part["statutory_due_at"]) == simulation.on_workday(16, 18, 30)
    assert datetime.fromisoformat(whole["statutory_due_at"]) == simulation.on_workday(15, 18, 30)
    task = await child.task()
    assert (task["organisation"], task["state"]) == (INSPECTION, "offered")
    owed = await life.task("duty")
    assert (owed["rule"], owed["organisation"]) == ("split_off", "housing-61")


@pytest.mark.law("АППК 65(2)")
async def test_parent_and_part_end_each_by_itself(simulation: Simulation) -> None:
    life = await with_demands(simulation)
    child = await send(simulation, life, 1)
    await life.task_command("officer", "complete", outcome="explained", text="Түсіндірілді.")
    assert ((await life.read())["status"], (await child.read())["status"]) == ("closed", "in_progress")
    await child.task_command("inspector", "accept")
    await child.task_command("inspector", "complete", outcome="explained", text="Түсіндірілді.")
    assert (await child.read())["status"] == "closed"
    assert (await life.read())["child_appeals"][0]["status"] == "closed"


async def test_the_citizen_follows_a_part_by_its_own_code(simulation: Simulation) -> None:
    life = await with_demands(simulation)
    child = await send(simulation, life, 1)
    (listed,) = (await life.citizen_request()).json()["child_appeals"]
    assert listed == {"number": child.talon["number"], "tracking_code": child.talon["tracking_code"]}
    seen = (await child.citizen_request()).json()
    assert (seen["number"], seen["organisation"], seen["child_appeals"]) == (listed["number"], INSPECTION, [])


async def test_a_part_of_a_part_is_found_by_its_number(simulation: Simulation) -> None:
    life = await with_demands(simulation)
    child = await send(simulation, life, 1, 2)
    assert (await child.read())["text"] == f"{DEMANDS[1]}\n\n{DEMANDS[2]}"
    await child.task_command("inspector", "accept")
    grandchild = await send(simulation, child, 1, who="inspector", to="education-61")
    number = (await life.read())["number"] + "/1/1"
    assert grandchild.talon["number"] == number
    found = await simulation.harness.get(
        "operator", f"/v1/appeals/by-number/{number.replace('-', ' ').lower()}"
    )
    assert found.json()["id"] == str(grandchild.id)
    assert asked_for(found.json()) == [DEMANDS[2]]
    for wrong in (f"{number}/0", f"{number}/", f"{number}/x"):
        assert_problem(
            await simulation.harness.get("operator", f"/v1/appeals/by-number/{wrong}"),
            422,
            "validation_failed",
        )
    assert_problem(
        await simulation.harness.get("operator", f"/v1/appeals/by-number/{number}/1"), 404, "not_found"
    )


async def test_parts_are_numbered_in_order_and_the_last_demand_stays(simulation: Simulation) -> None:
    life = await with_demands(simulation)
    first, second = await send(simulation, life, 1), await send(simulation, life, 1, to="education-61")
    number = (await life.read())["number"]
    assert [first.talon["number"], second.talon["number"]] == [f"{number}/1", f"{number}/2"]
    (left,) = (await life.read())["demands"]
    answer = await life.try_task_command(
        "officer", "split-off", demands=[left["id"]], to=INSPECTION, text=LETTER
    )
    assert assert_problem(answer, 422, "invalid_split")["parameters"]["article"] == "АППК 65(2)"


@pytest.mark.law("АППК 65(2)")
async def test_what_is_no_part_of_it_is_refused(simulation: Simulation) -> None:
    life = await with_demands(simulation)
    known = [each["id"] for each in (await life.read())["demands"]]
    for demands, code in (
        (known, "invalid_split"),
        ([known[0], known[0]], "invalid_split"),
        ([str(uuid4())], "unknown_demand"),
    ):
        answer = await life.try_task_command(
            "officer", "split-off", demands=demands, to=INSPECTION, text=LETTER
        )
        assert assert_problem(answer, 422, code)["parameters"]["article"] == "АППК 65(2)"
    none = await life.try_task_command("officer", "split-off", demands=[], to=INSPECTION, text=LETTER)
    assert_problem(none, 422, "validation_failed")
    nowhere = await life.try_task_command(
        "officer", "split-off", demands=known[:1], to="reception-71", text=LETTER
    )
    assert assert_problem(nowhere, 422, "unknown_organisation")["errors"][0]["field"] == "to"
    assert asked_for(await life.read()) == DEMANDS
