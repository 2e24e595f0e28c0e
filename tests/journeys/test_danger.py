"""An appeal tells of a crime or a threat to safety: minutes count, by night and on Nauryz as well."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from domain.policy.escalation import Rank
from tests.api.test_edge import check
from tests.journeys.world import Life, World, soon

WORDS = "Көршілер қару дайындап жатыр."
MINUTES_TO_TAKE = timedelta(minutes=15)


async def with_police(world: World) -> None:
    await world.hire("policeman", "police-61", "officer")
    await world.hire("policeman's boss", "police-61", "supervisor")
    await world.hire("rescuer", "emergency-61", "officer")
    await world.hire("judge", "coordination-desk", "officer")


async def flagged(world: World, danger: str = "crime") -> Life:
    """Have a clerk tell of a danger while a colleague holds the appeal."""
    await with_police(world)
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("rival", "flag-danger", danger=danger, text=WORDS)
    return life


@pytest.mark.law("АППК 64(7-2)")
async def test_anybody_at_the_counter_sends_a_danger_on_at_once(world: World) -> None:
    life = await flagged(world)
    seen, task = await life.seen(), await life.task()
    assert (seen["organisation"], seen["urgent"], seen["needs_attention"]) == ("police-61", True, True)
    assert (task["state"], task["urgent"]) == ("offered", True)
    (told,) = await life.past("danger_flagged")
    assert (told.details["danger"], told.details["article"], told.text) == ("crime", "АППК 64(7-2)", WORDS)
    owed = await life.task("duty")
    assert (owed["duty"], owed["organisation"]) == ("notice", "reception-61")
    await life.do("policeman", "accept")
    assert (await life.task())["state"] == "claimed"


@pytest.mark.law("АППК 64(7-2)")
async def test_at_night_on_nauryz_a_danger_that_nobody_takes_climbs_in_minutes(world: World) -> None:
    await with_police(world)
    life = await world.registered()
    night = world.day(0, 23) + timedelta(days=2)
    await world.until(night)
    await life.do("clerk", "flag-danger", danger="crime", text=WORDS)
    await world.until(night + timedelta(minutes=46))
    called = [
        (soon(each.at - night), each.details["to"])
        for each in await life.past("escalated")
        if each.details["clock"] == "acceptance"
    ]
    assert called[-4:] == [
        (MINUTES_TO_TAKE, Rank.SUPERVISOR),
        (MINUTES_TO_TAKE + timedelta(minutes=10), Rank.HEAD),
        (MINUTES_TO_TAKE + timedelta(minutes=20), Rank.FALLBACK),
        (MINUTES_TO_TAKE + timedelta(minutes=30), Rank.OPERATOR),
    ]
    assert (await life.task())["organisation"] == "coordination-desk"


@pytest.mark.law("АППК 64(7-2)")
async def test_told_at_intake_it_is_never_at_the_counter(world: World) -> None:
    await with_police(world)
    life = await world.registered("integrator", danger="safety", anonymous=True, applicant=None)
    seen = await life.seen()
    assert (seen["organisation"], seen["stage"], seen["urgent"]) == ("emergency-61", "agency", True)
    assert [each["purpose"] for each in seen["tasks"]] == ["work", "work"]
    due = datetime.fromisoformat((await life.task())["due"])
    begun = datetime.fromisoformat((await life.task())["opened"])
    assert due - begun == timedelta(hours=4)
    await life.do("rescuer", "accept")


@pytest.mark.law("АППК 64(7-2)")
async def test_a_danger_goes_before_the_forms(world: World) -> None:
    life = await flagged(world)
    await life.do("policeman", "accept")
    returned = await life.try_("policeman", "return-to-applicant", ground="obscene", text="Себебі бар.")
    assert check(returned, 409, "danger_first")["facts"]["article"] == "АППК 64(7-2)"
    named = await life.try_("policeman", "name-defects", missing=["name"], term="3wd", text="Атыңыз жоқ.")
    check(named, 409, "danger_first")


@pytest.mark.law("АППК 64(7-2)")
async def test_nobody_waits_for_the_citizen_meanwhile(world: World) -> None:
    await with_police(world)
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("clerk", "request-information", text="Қай көше?")
    await life.do("clerk", "flag-danger", danger="safety", text=WORDS)
    seen = await life.seen()
    assert (seen["status"], seen["organisation"]) == ("in_work", "emergency-61")
    (pause,) = (await life.clocks()).pauses
    assert pause.ended == "stopped"
    await life.do("rescuer", "accept")
    again = await life.try_("rescuer", "request-information", text="Қай үй?")
    assert check(again, 409, "danger_first")["facts"]["article"] == "АППК 64(7-2)"


async def test_a_stranger_tells_of_nothing_and_a_danger_goes_in_no_circles(world: World) -> None:
    life = await flagged(world)
    task = await life.task()
    strange = await world.house.verb("stranger", task, "flag-danger", danger="crime")
    check(strange, 404, "missing")
    again = await life.try_("policeman", "flag-danger", danger="crime")
    assert check(again, 422, "same_receiver")["facts"]["article"] == "АППК 64(7-2)"
    await life.do("policeman", "flag-danger", danger="safety")
    assert (await life.seen())["organisation"] == "emergency-61"
    assert UUID((await life.seen())["id"]) == life.id
