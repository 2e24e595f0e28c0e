"""Hearing: the applicant speaks before a burdensome act, and the act waits for it, but no clock does."""

from datetime import datetime, timedelta

import pytest

from tests.api.test_edge import check
from tests.journeys.world import Life, World

REFUSED = {"outcome": "refused", "ground": "no_right", "text": "Құқығыңыз жоқ."}
MINUTE = timedelta(minutes=1)


async def told(world: World) -> Life:
    """Tell of an appeal whose applicant was told at ten on day 0 what is going to be decided."""
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("clerk", "tell-preliminary", text="Бас тартуға ниеттіміз: құқығыңыз жоқ.")
    await life.do("integrator", "notify", on="duty", means="sms", text="№ 7731")
    return life


async def stays(life: Life, until: datetime) -> None:
    """Let days pass in which the clerk keeps the task."""
    day = 1
    while life.world.day(day) < until:
        await life.world.until(life.world.day(day))
        await life.do("clerk", "claim")
        day += 1
    await life.world.until(until)
    await life.do("clerk", "claim")


@pytest.mark.law("АППК 73(1)")
async def test_the_act_waits_three_working_days_over_nauryz(world: World) -> None:
    life = await told(world)
    (said,) = await life.past("preliminary_told")
    earliest = world.day(3, 18, 30)
    assert datetime.fromisoformat(said.details["earliest"]) == earliest
    await stays(life, earliest - 5 * MINUTE)
    problem = check(await life.try_("clerk", "complete", **REFUSED), 409, "too_early")
    assert problem["facts"]["article"] == "АППК 73(1)"
    await world.until(earliest + MINUTE)
    done = await life.do("clerk", "complete", **REFUSED)
    assert (done["verdict"]["decision"], done["verdict"]["hearing_exception"]) == ("burdensome_act", None)


@pytest.mark.law("АППК 73(3)")
async def test_the_applicant_objects_and_is_heard_before_the_act(world: World) -> None:
    life = await told(world)
    objected = await life.citizen("objection", text="Құқығым бар: құжаттарым тіркелген.")
    assert objected.status_code == 200, objected.text
    assert (await life.citizen("hearing")).status_code == 200
    (objection,) = await life.past("objected")
    assert (objection.details["in_time"], objection.by and objection.by.role) == (True, "citizen")
    await stays(life, world.day(3, 18, 31))
    problem = check(await life.try_("clerk", "complete", **REFUSED), 409, "hearing_first")
    assert problem["facts"]["article"] == "АППК 73(3)"
    await life.do("clerk", "record-hearing", text="Өтініш беруші тыңдалды.")
    await life.do("clerk", "complete", **REFUSED)
    assert (await life.seen())["outcome"] == "refused"


@pytest.mark.law("АППК 73(3)")
async def test_late_words_are_kept_and_silence_blocks_nothing(world: World) -> None:
    life = await told(world)
    await stays(life, world.day(3))
    await life.citizen("objection", text="Келіспеймін.")
    await life.citizen("hearing")
    kept = await life.past("objected", "hearing_asked")
    assert [each.details["in_time"] for each in kept] == [False, False]
    await stays(life, world.day(3, 18, 31))
    assert (await life.do("clerk", "complete", **REFUSED))["verdict"]["decision"] == "burdensome_act"


@pytest.mark.law("АППК 74(4)")
@pytest.mark.law("АППК 74(6)")
async def test_the_protocol_is_signed_in_two_days_and_remarked_on_in_three(world: World) -> None:
    life = await told(world)
    await life.do("clerk", "record-hearing", text="Өтініш беруші тыңдалды.")
    protocol = await life.task("duty")
    assert (protocol["duty"], datetime.fromisoformat(protocol["due"])) == ("protocol", world.day(2, 18, 30))
    await life.do("clerk", "sign-protocol", on="duty", text="Хаттама.")
    await world.until(world.day(3, 18, 29))
    await life.citizen("protocol-remark", text="Бір жауабым жазылмаған.")
    await world.until(world.day(3, 18, 31))
    await life.citizen("protocol-remark", text="Тағы біреуі.")
    assert [each.details["in_time"] for each in await life.past("protocol_remarked")] == [True, False]


@pytest.mark.law("АППК 74(4)")
async def test_a_protocol_that_nobody_signs_climbs_the_ladder(world: World) -> None:
    life = await told(world)
    await life.do("clerk", "record-hearing", text="Өтініш беруші тыңдалды.")
    protocol = await life.task("duty")
    await world.until(world.day(5))
    climbed = {each.details["task"] for each in await life.past("escalated")}
    assert protocol["id"] in climbed


@pytest.mark.law("АППК 73(2)")
async def test_an_exception_of_the_law_stands_with_the_act_and_one_that_does_not_fit_is_none(
    world: World,
) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    for misfit in ("favourable", "simplified", "short_term"):
        answer = await life.try_("clerk", "complete", **REFUSED, hearing_exception=misfit)
        check(answer, 409, "hearing_first")
    done = await life.do("clerk", "complete", **REFUSED, hearing_exception="urgent_protection")
    assert done["verdict"]["hearing_exception"] == "urgent_protection"
    (decided,) = await life.past("decided")
    assert decided.details["exception"] == "urgent_protection"


@pytest.mark.law("АППК 73(2)")
@pytest.mark.parametrize("exception", ["urgent_protection", "applicant_asks", "automated", "other_law"])
async def test_an_exception_that_gives_no_reasons_is_refused(world: World, exception: str) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    said = {"outcome": "refused", "ground": "no_right", "hearing_exception": exception}
    problem = check(await life.try_("clerk", "complete", **said), 422, "reasons_required")
    assert problem["facts"] == {"exception": exception, "article": "АППК 73(2)"}
    assert problem["errors"][0]["field"] == "text"
    done = await life.do("clerk", "complete", **said, text="Тыңдаусыз шешудің себебі: ...")
    assert done["verdict"]["hearing_exception"] == exception


async def test_a_hearing_is_offered_only_after_a_preliminary_decision(world: World) -> None:
    life = await world.registered()
    assert "record-hearing" not in (await life.do("clerk", "claim"))["allowed"]
    refused = check(await life.try_("clerk", "record-hearing", text="Тыңдалды."), 409, "nothing_told")
    assert refused["facts"] == {"article": "АППК 73(1)"}
    told = await life.do("clerk", "tell-preliminary", text="Бас тартуға ниеттіміз: құқығыңыз жоқ.")
    assert "record-hearing" in told["allowed"]


async def test_nobody_speaks_to_what_was_not_told(world: World) -> None:
    life = await world.registered()
    for what, body in (("objection", {"text": "Келіспеймін."}), ("hearing", {})):
        check(await life.citizen(what, **body), 409, "nothing_told")
