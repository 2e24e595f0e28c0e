"""Nobody has put a name to it: a message is ended by a head, an application is to be mended first."""

from typing import Any

import pytest

from tests.api.test_edge import check
from tests.journeys.world import Life, World

GROUND = {"outcome": "terminated", "ground": "anonymous", "text": "Авторын анықтау мүмкін емес."}


async def nobodys(world: World, kind: str) -> Life:
    life = await world.registered(kind=kind, anonymous=True, applicant=None)
    await life.do("clerk", "claim")
    return life


def duties(seen: dict[str, Any]) -> list[str]:
    return [each["duty"] for each in seen["tasks"] if each["purpose"] == "duty"]


@pytest.mark.law("АППК 88(1)2")
@pytest.mark.parametrize("kind", ["message", "proposal", "response", "inquiry"])
async def test_what_nobody_has_signed_is_ended_by_a_head_or_deputy(world: World, kind: str) -> None:
    life = await nobodys(world, kind)
    refused = check(await life.try_("clerk", "complete", **GROUND), 403, "wrong_office")
    assert refused["facts"]["article"] == "АППК 88(1)2"
    await life.do("supervisor", "complete", **GROUND, override=True)
    seen = await life.seen()
    assert (seen["status"], seen["outcome"]) == ("closed", "terminated")
    (decided,) = await life.past("decided")
    assert (decided.details["ground"], decided.details["article"]) == ("anonymous", "АППК 88(1)2")


async def test_nobody_is_told_where_nobody_is_known_but_the_talon_still_shows_it(world: World) -> None:
    life = await nobodys(world, "message")
    await life.do("supervisor", "complete", **GROUND, override=True)
    assert duties(await life.seen()) == []
    assert (await world.house.get("integrator", "/v1/notices")).json()["items"] == []
    told = (await life.citizen()).json()["notices"]
    assert "тоқтатылды" in told[-1]["text"]


@pytest.mark.law("АППК 64(7-2)")
@pytest.mark.law("АППК 88(1)2")
async def test_a_crime_or_a_danger_needs_no_name(world: World) -> None:
    life = await nobodys(world, "message")
    await life.do("clerk", "flag-danger", danger="crime")
    main = await life.task()
    ended = await world.asked("head", f"/v1/tasks/{main['id']}/complete", {**GROUND, "override": True})
    check(ended, 409, "danger_first")
    assert (await life.seen())["status"] == "in_work"


@pytest.mark.law("АППК 64(6)")
async def test_an_application_is_not_ended_for_that_but_to_be_mended(world: World) -> None:
    life = await nobodys(world, "application")
    ended = await life.try_("supervisor", "complete", **GROUND, override=True)
    check(ended, 422, "wrong_termination")
    await life.do("clerk", "name-defects", missing=["name"], term="1wd", text="Аты-жөніңіз жоқ.")
    assert duties(await life.seen()) == []
    await world.until(world.day(2))
    await life.do("clerk", "claim")
    await life.do("clerk", "return-to-applicant", ground="unmended", text="Аты-жөні көрсетілмеді.")
    assert ((await life.seen())["outcome"], duties(await life.seen())) == ("returned", [])


async def test_who_comes_back_with_the_talon_may_give_a_name(world: World) -> None:
    life = await nobodys(world, "application")
    await life.do("clerk", "name-defects", missing=["name"], term="1wd", text="Аты-жөніңіз жоқ.")
    assert (await life.citizen("mending", text="Мен — Гүлнұр Әбенова.")).status_code == 200
    check(
        await life.try_("clerk", "return-to-applicant", ground="unmended", text="Жоқ."),
        409,
        "nothing_to_mend",
    )
