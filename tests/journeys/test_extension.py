"""Extension: by the head or the deputy, before the end, two months at most, and the applicant is told."""

from datetime import datetime

import httpx2
import pytest

from tests.api.test_edge import check
from tests.journeys.world import Life, World

WHY = "Құжаттарды сұрату керек."


async def tried(life: Life, who: str, term: str = "5wd") -> httpx2.Response:
    return await life.world.asked(who, f"{life.path}/extension", {"term": term, "text": WHY})


@pytest.mark.law("АППК 76(3)")
async def test_the_deputy_extends_the_old_and_the_new_due_are_kept_and_the_applicant_is_told(
    world: World,
) -> None:
    life = await world.registered()
    seen = await life.ask("supervisor", "extension", term="5wd", text=WHY)
    old, new = world.day(15, 18, 30), world.day(20, 18, 30)
    assert datetime.fromisoformat(seen["statute_due"]) == new
    (extended,) = await life.past("extended")
    assert [datetime.fromisoformat(extended.details[each]) for each in ("old_due", "new_due")] == [old, new]
    assert extended.text == WHY
    notice = await life.task("duty")
    assert (notice["rule"], notice["due"][:10]) == ("extension_notice", str(world.day(3).date()))
    await life.do("clerk", "notify", on="duty", means="registered_letter", text="Хат №7.")
    assert (await life.past("applicant_notified"))[0].details["means"] == "registered_letter"


@pytest.mark.law("АППК 76(3)")
async def test_the_notice_of_an_extension_that_nobody_gives_is_late(world: World) -> None:
    life = await world.registered()
    await life.ask("head", "extension", term="5wd", text=WHY)
    notice = await life.task("duty")
    await world.until(world.day(4))
    assert notice["id"] in {each.details["task"] for each in await life.past("breached")}


@pytest.mark.law("АППК 76(3)")
async def test_nobody_else_extends(world: World) -> None:
    life = await world.registered()
    for who in ("operator", "clerk"):
        problem = check(await tried(life, who), 403, "wrong_office")
        assert problem["facts"] == {"offices": "head, deputy, head_of_apparatus", "article": "АППК 76(3)"}
    check(await tried(life, "far_head"), 404, "missing")
    assert await life.past("extended") == []


@pytest.mark.law("АППК 76(3)")
async def test_it_goes_two_months_from_its_decision_at_most(world: World) -> None:
    life = await world.registered()
    problem = check(await tried(life, "supervisor", "2mo"), 422, "extension_too_long")
    assert problem["facts"]["article"] == "АППК 76(3)"
    latest = datetime.fromisoformat(problem["facts"]["latest"])
    assert (latest.month - world.day(0).month, latest.hour) == (2, 13)  # at closing


@pytest.mark.law("АППК 76(3)")
async def test_not_after_the_end(world: World) -> None:
    life = await world.registered()
    await world.until(world.day(16))
    problem = check(await tried(life, "head"), 409, "too_late")
    assert problem["facts"]["article"] == "АППК 76(3)"


@pytest.mark.law("АППК 99")
async def test_a_complaint_is_never_extended(world: World) -> None:
    life = await world.registered(kind="complaint")
    problem = check(await tried(life, "head"), 422, "extension_not_allowed")
    assert problem["facts"] == {"kind": "complaint", "article": "АППК 99"}


async def test_once_is_what_the_policy_allows(world: World) -> None:
    life = await world.registered()
    await life.ask("supervisor", "extension", term="5wd", text=WHY)
    check(await tried(life, "head"), 409, "limit_reached")
