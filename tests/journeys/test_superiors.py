"""Who decides on a complaint: the superior of the body that has it now; where there is none, it itself."""

from datetime import datetime
from typing import Any

import pytest

from tests.api.test_edge import check
from tests.journeys.world import Life, World

NO: dict[str, Any] = {
    "outcome": "refused",
    "ground": "no_right",
    "text": "Шағымыңыз негізсіз деп танылды.",
    "hearing_exception": "applicant_asks",
}
AKIMAT, POLICE, MINISTRY = "akimat-61", "police-61", "interior-ministry"


@pytest.fixture(autouse=True)
async def _staff(world: World) -> None:
    for name, organisation in (("akimat", AKIMAT), ("policeman", POLICE), ("ministry", MINISTRY)):
        await world.hire(name, organisation, "officer")


async def against(world: World, body: str) -> Life:
    return await world.registered(kind="complaint", topic="housing-repair", agency=body)


@pytest.mark.law("АППК 91(6)")
async def test_a_body_above_which_nobody_stands_decides_in_the_ordinary_term_and_then_there_is_the_court(
    world: World,
) -> None:
    life = await against(world, AKIMAT)
    task = await life.task()
    assert (task["organisation"], task["rule"]) == (AKIMAT, None)
    assert datetime.fromisoformat(task["due"]) == world.day(10, 18, 30)
    assert "forward" not in (await life.do("akimat", "claim"))["allowed"]
    upwards = check(await life.try_("akimat", "forward"), 409, "nobody_above")
    assert upwards["facts"] == {"article": "АППК 91(6)"}
    await life.do("akimat", "complete", **NO)
    assert (await life.past("decided"))[0].details["decision"] == "unsatisfied"
    assert "АППК 136(6)" in (await life.citizen()).json()["notices"][-1]["text"]


@pytest.mark.law("АППК 91(4)")
async def test_a_redirected_complaint_goes_up_to_the_superior_of_the_body_that_has_it_now(
    world: World,
) -> None:
    life = await against(world, "housing-61")
    await life.do("officer", "claim")
    await world.until(world.day(1))
    await life.do("officer", "claim")
    await life.do("officer", "redirect", to=POLICE, text="Полицияның әрекетіне шағымданған.")
    task = await life.task()
    assert (task["organisation"], task["rule"]) == (POLICE, "complaint_forward")
    assert datetime.fromisoformat(task["due"]) == world.day(4, 18, 30)
    await life.do("policeman", "accept")
    await life.do("policeman", "forward", text="Іспен бірге жіберіледі.")
    assert (await life.task())["organisation"] == MINISTRY
    await life.do("ministry", "accept")
    await life.do("ministry", "complete", outcome="resolved", text="Шешімнің күші жойылды.")
    assert (await life.past("decided"))[0].details["decision"] == "annulled"


@pytest.mark.law("АППК 80(5)")
@pytest.mark.parametrize(
    ("verb", "said"), [("redirect", {}), ("refer", {"step": "agency", "reason": "other"})]
)
async def test_a_decision_of_whoever_has_the_appeal_now_names_the_superior_of_that_body(
    world: World, verb: str, said: dict[str, Any]
) -> None:
    life = await world.registered(topic="housing-repair")
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do("officer", "accept")
    await life.do("officer", verb, to=POLICE, text="Бұл полицияның құзыретінде.", **said)
    await life.do("policeman", "accept")
    await life.do("policeman", "complete", **NO)
    assert "Ішкі істер министрлігі" in (await life.citizen()).json()["notices"][-1]["text"]


@pytest.mark.law("АППК 65(1)")
async def test_nobody_moves_the_work_of_an_agency_to_another_body_untold(world: World) -> None:
    await world.hire("boss", "housing-61", "supervisor")
    life = await world.registered(topic="housing-repair")
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do("officer", "accept")
    elsewhere = {"organisation": POLICE, "role": "officer"}
    for who in ("boss", "head", "operator"):
        refusal = check(await life.try_(who, "reassign", **elsewhere), 409, "redirect_instead")
        assert refusal["facts"] == {"article": "АППК 65(1)"}
    await life.do("boss", "reassign", organisation="housing-61", role="officer")
    assert [each for each in (await life.seen())["tasks"] if each["duty"]] == []
    await life.do("boss", "redirect", to=POLICE, text="Полицияның құзыретінде.", override=True)
    assert (await life.task("duty"))["rule"] == "redirect"
