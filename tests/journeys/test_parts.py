"""Some demands go to another body as an appeal of their own: begun with the same breath, and never lost."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.api.test_edge import check
from tests.journeys.world import Life, World

LETTER = "Бұл талап біздің құзыретімізде емес."
DEMANDS = ["Шатырды жөндеңіздер.", "Жалақымды өндіріп беріңіздер.", "Балабақшадан орын беріңіздер."]
INSPECTION = "labour-inspection-61"


async def with_demands(world: World) -> Life:
    """Have the housing department hold an appeal with three demands at ten on day 0."""
    await world.hire("inspector", INSPECTION, "officer")
    await world.hire("teacher", "education-61", "officer")
    life = await world.registered(topic="unsafe-housing", demands=DEMANDS)
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do("officer", "accept")
    return life


async def send(life: Life, *places: int, who: str = "officer", to: str = INSPECTION) -> Life:
    """Send the demands in these places on, and return the appeal that they have become."""
    asked = (await life.seen())["demands"]
    await life.do(who, "redirect-part", demands=[asked[each]["id"] for each in places], to=to, text=LETTER)
    part = (await life.seen())["parts"][-1]
    codes = (await life.citizen()).json()["parts"]
    for _ in range(200):
        if await life.world.house.appeals.is_running(UUID(part["id"])):
            return await life.world.joined(part | codes[-1])
        await asyncio.sleep(0.05)
    raise AssertionError("the part did not start")


def asked_for(seen: dict[str, Any]) -> list[str]:
    return [each["text"] for each in seen["demands"]]


@pytest.mark.law("АППК 65(2)")
@pytest.mark.law("АППК 76(2)")
async def test_a_part_is_an_appeal_of_its_own_with_its_demands_and_applicants(world: World) -> None:
    life = await with_demands(world)
    await world.until(world.day(1, 11))
    await life.do("officer", "claim")
    child = await send(life, 1)
    whole, part = await life.seen(), await child.seen()
    assert part["number"] == whole["number"] + "/1"
    assert (asked_for(whole), asked_for(part)) == ([DEMANDS[0], DEMANDS[2]], [DEMANDS[1]])
    assert part["text"] == DEMANDS[1]
    assert part["applicants"] == whole["applicants"]
    assert [each["name"] for each in part["attachments"]] == [each["name"] for each in whole["attachments"]]
    for same in ("topic", "region", "channel", "language", "reception", "receiver", "kind", "rulebook"):
        assert part[same] == whole[same], same
    assert (part["parent"], part["part_of"]["number"]) == (whole["id"], whole["number"])
    assert (whole["bodies"], part["bodies"]) == ([], ["housing-61"])
    assert whole["parts"] == [{"id": part["id"], "number": part["number"], "status": "in_work"}]
    assert datetime.fromisoformat(part["statute_due"]) == world.day(16, 18, 30)
    assert datetime.fromisoformat(whole["statute_due"]) == world.day(15, 18, 30)
    task = await child.task()
    assert (task["organisation"], task["state"]) == (INSPECTION, "offered")
    owed = await life.task("duty")
    assert (owed["rule"], owed["organisation"]) == ("redirect_part", "housing-61")


@pytest.mark.law("АППК 65(2)")
async def test_parent_and_part_end_each_by_itself(world: World) -> None:
    life = await with_demands(world)
    child = await send(life, 1)
    await life.do("officer", "complete", outcome="explained", text="Түсіндірілді.")
    assert ((await life.seen())["status"], (await child.seen())["status"]) == ("closed", "in_work")
    await child.do("inspector", "accept")
    await child.do("inspector", "complete", outcome="explained", text="Түсіндірілді.")
    assert (await child.seen())["status"] == "closed"
    assert (await life.seen())["parts"][0]["status"] == "closed"


async def test_the_citizen_follows_a_part_by_its_own_code(world: World) -> None:
    life = await with_demands(world)
    child = await send(life, 1)
    (told,) = (await life.citizen()).json()["parts"]
    assert told == {"number": child.talon["number"], "tracking_code": child.talon["tracking_code"]}
    seen = (await child.citizen()).json()
    assert (seen["number"], seen["organisation"], seen["parts"]) == (told["number"], INSPECTION, [])


async def test_a_part_of_a_part_is_found_by_its_number(world: World) -> None:
    life = await with_demands(world)
    child = await send(life, 1, 2)
    assert (await child.seen())["text"] == f"{DEMANDS[1]}\n\n{DEMANDS[2]}"
    await child.do("inspector", "accept")
    grandchild = await send(child, 1, who="inspector", to="education-61")
    number = (await life.seen())["number"] + "/1/1"
    assert grandchild.talon["number"] == number
    found = await world.house.get("operator", f"/v1/appeals/by-number/{number.replace('-', ' ').lower()}")
    assert found.json()["id"] == str(grandchild.id)
    assert asked_for(found.json()) == [DEMANDS[2]]
    for wrong in (f"{number}/0", f"{number}/", f"{number}/x"):
        check(await world.house.get("operator", f"/v1/appeals/by-number/{wrong}"), 422, "validation_failed")
    check(await world.house.get("operator", f"/v1/appeals/by-number/{number}/1"), 404, "missing")


async def test_parts_are_numbered_in_order_and_the_last_demand_stays(world: World) -> None:
    life = await with_demands(world)
    first, second = await send(life, 1), await send(life, 1, to="education-61")
    number = (await life.seen())["number"]
    assert [first.talon["number"], second.talon["number"]] == [f"{number}/1", f"{number}/2"]
    (left,) = (await life.seen())["demands"]
    answer = await life.try_("officer", "redirect-part", demands=[left["id"]], to=INSPECTION, text=LETTER)
    assert check(answer, 422, "not_a_part")["facts"]["article"] == "АППК 65(2)"


@pytest.mark.law("АППК 65(2)")
async def test_what_is_no_part_of_it_is_refused(world: World) -> None:
    life = await with_demands(world)
    known = [each["id"] for each in (await life.seen())["demands"]]
    for demands, code in (
        (known, "not_a_part"),
        ([known[0], known[0]], "not_a_part"),
        ([str(uuid4())], "unknown_demand"),
    ):
        answer = await life.try_("officer", "redirect-part", demands=demands, to=INSPECTION, text=LETTER)
        assert check(answer, 422, code)["facts"]["article"] == "АППК 65(2)"
    none = await life.try_("officer", "redirect-part", demands=[], to=INSPECTION, text=LETTER)
    check(none, 422, "validation_failed")
    nowhere = await life.try_("officer", "redirect-part", demands=known[:1], to="reception-61", text=LETTER)
    assert check(nowhere, 422, "unknown_organisation")["errors"][0]["field"] == "to"
    assert asked_for(await life.seen()) == DEMANDS
