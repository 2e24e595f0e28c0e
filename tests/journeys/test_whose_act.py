"""Whose act or silence it is: one complains of the body that had the power, whoever had the work for it."""

from typing import Any

import pytest

from tests.api.test_edge import check
from tests.journeys.world import Life, World

NO: dict[str, Any] = {
    "outcome": "refused",
    "ground": "no_right",
    "text": "Сіздің көмекке құқығыңыз жоқ.",
    "hearing_exception": "applicant_asks",
}
COMPLAINT = {"kind": "complaint", "text": "Шешіммен келіспеймін, оны қайта қараңыз."}
HOUSING, WELFARE, HELP, AKIMAT = "housing-61", "social-protection-61", "family-support-61", "akimat-61"


@pytest.fixture(autouse=True)
async def _staff(world: World) -> None:
    await world.hire("colleague", HOUSING, "officer")
    await world.hire("welfare", WELFARE, "officer")
    await world.hire("helper", HELP, "specialist")
    await world.hire("akimat", AKIMAT, "officer")
    await world.hire("desk", "coordination-desk", "officer")


async def at_the_agency(world: World, who: str, topic: str) -> Life:
    life = await world.registered(topic=topic)
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do(who, "accept")
    return life


async def helped(world: World) -> Life:
    life = await at_the_agency(world, "welfare", "single-parents")
    await life.do("welfare", "refer", step="specialist", reason="needs_psychologist")
    await life.do("helper", "accept")
    return life


async def complained(world: World, about: Life) -> Life:
    return await world.registered(about=str(about.id), **COMPLAINT)


async def last_notice(life: Life) -> str:
    text: str = (await life.citizen()).json()["notices"][-1]["text"]
    return text


@pytest.mark.law("АППК 91(2)")
@pytest.mark.law("АППК 92(1)")
async def test_a_silence_that_the_ladder_carried_away_is_complained_of_at_whose_it_was(world: World) -> None:
    life = await at_the_agency(world, "officer", "housing-repair")
    await world.until(world.day(16))
    assert (await life.task())["organisation"] == "coordination-desk"
    told = await last_notice(life)
    assert "Әкім аппараты" in told
    assert "АППК 92(1)" in told
    complaint = await complained(world, life)
    task = await complaint.task()
    assert (task["organisation"], task["rule"]) == (HOUSING, "complaint_forward")


@pytest.mark.law("АППК 64(1)")
async def test_who_helps_refuses_nobody_and_returns_it_to_the_body_that_may(world: World) -> None:
    life = await helped(world)
    refusal = check(await life.try_("helper", "complete", **NO), 409, "no_power")
    assert refusal["facts"] == {"instead": "return", "organisation": WELFARE, "article": "АППК 64(1)"}
    await life.do("helper", "return", reason="other", text="Көмек көрсетуге негіз таппадық.")
    await life.do("welfare", "claim")
    await life.do("welfare", "complete", **NO)
    assert "АППК 92(1)" in await last_notice(life)
    task = await (await complained(world, life)).task()
    assert (task["organisation"], task["rule"]) == (WELFARE, "complaint_forward")


async def test_what_turns_out_a_complaint_while_another_helps_begins_with_those_who_asked(
    world: World,
) -> None:
    life = await helped(world)
    seen = await life.ask("operator", "kind", kind="complaint", text="Шағым екен.")
    assert (seen["against"], seen["organisation"], seen["step"]) == (WELFARE, WELFARE, "agency")


@pytest.mark.law("АППК 91(4)")
async def test_the_queue_gives_a_complaint_on_to_the_superior_and_never_decides_on_it(world: World) -> None:
    about = await at_the_agency(world, "officer", "housing-repair")
    await about.do("officer", "complete", **NO)
    life = await complained(world, about)
    await life.do("colleague", "claim")
    await life.do("colleague", "forward")
    await world.until(world.day(4))
    assert not {"complete", "forward"} & set((await life.do("desk", "claim"))["allowed"])
    for verb, said in (("complete", NO), ("forward", {})):
        refusal = check(await life.try_("desk", verb, **said), 409, "no_power")
        assert refusal["facts"] == {"instead": "refer", "organisation": AKIMAT, "article": "АППК 91(4)"}
    await life.do("desk", "refer", step="agency", to=AKIMAT, reason="competence")
    await life.do("akimat", "accept")
    await life.do("akimat", "complete", **NO)
    assert (await life.past("decided"))[0].details["decision"] == "unsatisfied"
