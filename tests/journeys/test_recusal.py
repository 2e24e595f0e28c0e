"""Recusal: the citizen doubts somebody, who decides nothing until the superior has decided on it."""

from datetime import datetime
from typing import Any

import httpx2
import pytest

from tests.api.test_edge import check
from tests.journeys.world import Life, World

WHY = "Ол көршімнің туысы, әділ болмайды."


@pytest.fixture(autouse=True)
async def _staff(world: World) -> None:
    await world.hire("colleague", "housing-61", "officer")
    await world.hire("boss", "housing-61", "supervisor")
    await world.hire("desks_boss", "coordination-desk", "supervisor")


async def at_work(world: World) -> Life:
    life = await world.registered(topic="housing-repair")
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do("officer", "accept")
    return life


async def challenge(life: Life, whom: object, who: str = "clerk") -> httpx2.Response:
    return await life.world.asked(who, f"{life.path}/challenge", {"person": str(whom), "text": WHY})


async def listed(world: World, who: str) -> list[str]:
    items = (await world.house.get(who, "/v1/tasks?limit=200")).json()["items"]
    return [each["duty"] for each in items]


@pytest.mark.law("АППК 67(3)")
async def test_a_citizen_challenges_the_officer_and_the_supervisor_upholds_it(world: World) -> None:
    life, officer = await at_work(world), world.house.people["officer"].id
    asked = await life.citizen("challenge", person=str(officer), text=WHY)
    assert asked.status_code == 200, asked.text
    duty = await life.task("duty")
    assert (duty["duty"], duty["organisation"], duty["role"]) == ("recusal", "housing-61", "supervisor")
    assert datetime.fromisoformat(duty["due"]) == world.day(3, 18, 30)
    assert "recusal" in await listed(world, "boss")
    assert "recusal" not in await listed(world, "colleague")
    waits = check(await life.try_("officer", "complete", outcome="resolved"), 403, "recusal_pending")
    assert waits["facts"] == {"article": "АППК 67(3)"}
    check(await challenge(life, officer), 409, "challenged_before")
    for who, code in (("officer", "recusal_pending"), ("colleague", "not_your_group")):
        check(await life.try_(who, "decide-recusal", on="duty", upheld=False), 403, code)
    await life.do("boss", "decide-recusal", on="duty", upheld=True, text="Туыстығы расталды.")
    main, notice = await life.task(), await life.task("duty")
    assert (main["state"], main["holder"], notice["rule"]) == ("ready", None, "recusal_notice")
    assert datetime.fromisoformat(notice["due"]) == world.day(2, 18, 30)
    barred = check(await life.try_("officer", "claim"), 403, "barred")
    assert barred["facts"] == {"article": "АППК 67(3)"}
    assert "work" not in {each["purpose"] for each in await inbox_of(life, "officer")}
    await life.do("colleague", "claim")
    await life.do("colleague", "notify", on="duty", means="sms", text="№ 7731")
    await life.do("colleague", "complete", outcome="resolved", text="Жөндеу жүргізілді.")


async def inbox_of(life: Life, who: str) -> list[dict[str, Any]]:
    items = (await life.world.house.get(who, "/v1/tasks?limit=200")).json()["items"]
    return [each for each in items if each["appeal"] == str(life.id)]


@pytest.mark.law("АППК 67(11)")
async def test_not_upheld_the_officer_goes_on_and_nobody_is_challenged_again(world: World) -> None:
    life, officer = await at_work(world), world.house.people["officer"].id
    assert (await challenge(life, officer)).status_code == 200
    await life.do("boss", "decide-recusal", on="duty", upheld=False, text="Негіз жоқ.")
    assert (await life.task("duty"))["rule"] == "recusal_notice"
    check(await challenge(life, officer), 409, "challenged_before")
    await life.do("officer", "complete", outcome="resolved", text="Жөндеу жүргізілді.")


@pytest.mark.law("АППК 67(3)")
async def test_the_challenge_of_a_supervisor_is_decided_by_the_head_of_the_region(world: World) -> None:
    life = await at_work(world)
    staff = (await world.house.get("operator", "/v1/people")).json()
    boss = next(each["id"] for each in staff if each["name"] == "Қызметкер boss")
    assert (await challenge(life, boss)).status_code == 200
    assert (await life.task("duty"))["organisation"] == "coordination-desk"
    assert "recusal" in await listed(world, "head")
    assert "recusal" in await listed(world, "desks_boss")
    await life.do("head", "decide-recusal", on="duty", upheld=True)
    check(await life.try_("boss", "complete", outcome="resolved", override=True), 403, "barred")


@pytest.mark.law("АППК 67(3)")
async def test_a_citizen_who_knows_nobody_by_name_challenges_whoever_has_it_in_hand(world: World) -> None:
    life = await at_work(world)
    seen = await life.citizen()
    assert seen.json()["considered_by"] == {
        "organisation": "housing-61",
        "title": "Housing department, Turkistan Region",
        "post": "officer",
    }
    assert str(world.house.people["officer"].id) not in seen.text
    await life.do("officer", "release")
    assert (await life.citizen()).json()["considered_by"]["post"] is None
    nobody = check(await life.citizen("challenge", text=WHY), 409, "nobody_to_challenge")
    assert nobody["facts"] == {"article": "АППК 67(3)"}
    await life.do("officer", "claim")
    asked = await life.citizen("challenge", text=WHY)
    assert asked.status_code == 200, asked.text
    (challenged,) = await life.past("challenged")
    assert challenged.details["person"] == str(world.house.people["officer"].id)
    assert str(world.house.people["officer"].id) not in asked.text
    await life.do("boss", "decide-recusal", on="duty", upheld=True, text="Туыстығы расталды.")
    check(await life.try_("officer", "claim"), 403, "barred")
    assert (await life.citizen()).json()["considered_by"]["post"] is None


@pytest.mark.law("АППК 67(3)")
async def test_a_supervisor_who_has_it_in_hand_is_judged_by_those_above(world: World) -> None:
    life = await at_work(world)
    await life.do("boss", "reassign", organisation="housing-61", role="officer")
    await life.do("boss", "claim")
    assert (await life.citizen("challenge", text=WHY)).status_code == 200
    assert (await life.task("duty"))["organisation"] == "coordination-desk"


async def test_after_the_end_nobody_considers_it_any_more(world: World) -> None:
    life = await at_work(world)
    await life.do("officer", "complete", outcome="resolved", text="Жөндеу жүргізілді.")
    assert (await life.citizen()).json()["considered_by"] is None


async def test_only_somebody_who_has_or_may_have_the_appeal_is_challenged(world: World) -> None:
    life = await at_work(world)
    for whom in (world.house.people["lawyer"].id, life.id):
        problem = check(await challenge(life, whom), 422, "unknown_person")
        assert problem["errors"][0]["field"] == "person"


@pytest.mark.law("АППК 67(3)")
async def test_a_challenge_that_nobody_decides_climbs_the_ladder(world: World) -> None:
    life = await at_work(world)
    await challenge(life, world.house.people["officer"].id)
    duty = await life.task("duty")
    await world.until(world.day(4, 10))
    late = [each.details for each in await life.past("breached")]
    assert {"clock": "step", "task": duty["id"]}.items() <= next(
        each for each in late if each["clock"] == "step"
    ).items()
