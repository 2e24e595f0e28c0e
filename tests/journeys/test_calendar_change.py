"""The ministry moves a day: who waits, works and watches sees it, and nobody who was late is excused."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from loaders.policy import policy_files
from runtime.settings import Settings
from schemas.http.responses.timeline import Happened
from tests.journeys.world import ALMATY, Life, World, soon, world_of
from tests.support.changes import DAY, named

CLOSING = time(18, 30)


@pytest.fixture
async def world(database_url: str, time_machine: WorkflowEnvironment) -> AsyncIterator[World]:
    """Open Komek with a calendar that no other story changes."""
    policy, file = policy_files.load(Settings().policies, "kazakhstan")
    async with world_of(database_url, time_machine, policy, named(file)) as world:
        yield world


async def ordered(world: World, *days: dict[str, str]) -> str:
    """Have the ministry's order carried out, to the last open appeal."""
    house = world.house
    asked = {"days": days}
    seen = await house.http.post("/v1/calendars/preview", json=asked, headers=house.headers("operator"))
    assert seen.status_code == 200, seen.text
    body = {
        "base": seen.json()["base"],
        "days": days,
        "source": {"ordered_by": "Еңбек министрлігі", "written_in": "Бұйрық № 512"},
    }
    made = await house.post("operator", "/v1/calendars", body)
    assert made.status_code == 201, made.text
    version = str(made.json()["version"])
    for _ in range(200):
        if not (await house.get("operator", f"/v1/calendars/{version}")).json()["left"]:
            return version
        await asyncio.sleep(0.05)
    raise AssertionError("the change was not carried out")


def off(day: date) -> dict[str, str]:
    return {"day": day.isoformat(), "turn": "off", "name": "Демалыс"}


def closing(day: date) -> datetime:
    return datetime.combine(day, CLOSING, ALMATY)


async def due(life: Life) -> datetime:
    return datetime.fromisoformat((await life.seen())["statute_due"])


async def lines(life: Life, event: str) -> list[dict[str, Any]]:
    return [each.details for each in await life.past(event)]


async def late(life: Life) -> list[Happened]:
    """Return how often the work itself was late."""
    task = (await life.task())["id"]
    found = await life.past("breached")
    return [each for each in found if (each.details["clock"], each.details["task"]) == ("step", task)]


async def test_a_day_is_given_a_rest_and_the_answer_is_due_a_day_later(world: World) -> None:
    life = await world.registered()
    promised, rest = await due(life), world.day(3).date()
    version = await ordered(world, off(rest))
    moved = (await lines(life, "calendar_changed"))[0]["moved"]
    statute = next(each for each in moved if each["clock"] == "statute")
    assert datetime.fromisoformat(statute["old_due"]) == promised
    assert datetime.fromisoformat(statute["new_due"]) == await due(life)
    assert await due(life) > promised
    assert (await life.seen())["calendar"] == version
    assert (await life.citizen()).json()["statute_due"] == (await life.seen())["statute_due"]


async def test_no_clock_speaks_at_the_old_time_and_each_at_the_new(world: World) -> None:
    life = await world.registered()
    step = (await life.task())["due"]
    old = datetime.fromisoformat(step)
    await ordered(world, off(old.astimezone(ALMATY).date()))
    new = datetime.fromisoformat((await life.task())["due"])
    assert new > old
    await world.until(new - timedelta(minutes=1))
    assert await late(life) == []
    await world.until(new + timedelta(minutes=1))
    (breach,) = await late(life)
    assert soon(breach.at) == new
    assert datetime.fromisoformat(breach.details["due"]) == new


async def test_who_was_late_stays_late(world: World) -> None:
    """After the step ran out it becomes known that its last day was a day off."""
    life = await world.registered()
    ended = datetime.fromisoformat((await life.task())["due"])
    await world.until(ended + timedelta(hours=1))
    assert len(await late(life)) == 1
    await ordered(world, off(ended.astimezone(ALMATY).date()))
    moved = (await lines(life, "calendar_changed"))[0]["moved"]
    assert [each["breached"] for each in moved if each["clock"] == "step"] == [True]
    assert datetime.fromisoformat((await life.task())["due"]) == ended
    await life.clocks()
    await world.until(ended + DAY)
    assert len(await late(life)) == 1


async def test_an_appeal_that_has_ended_is_left_alone(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.ask("clerk", "withdrawal", text="Керек емес.")
    await ordered(world, off(world.day(3).date()))
    assert await life.past("calendar_changed") == []


async def test_a_wait_for_the_citizen_outlives_a_change(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("clerk", "request-information", text="Неше адам?")
    await ordered(world, off(world.day(3).date()))
    await life.citizen("information", text="Алты адам.")
    assert len(await life.past("calendar_changed")) == 1
    assert await due(life) > world.clock()


async def test_a_due_date_beyond_an_expected_day_off_says_so_until_the_day_is_confirmed(world: World) -> None:
    known = world.house.needs.calendar
    ait = next(day for day in known.estimated if day > world.day(0).date())
    await world.until(datetime.combine(ait - 2 * DAY, time(10), ALMATY))
    life = await world.registered()

    async def marks() -> set[bool]:
        statute = next(each for each in (await life.clocks()).running if each.kind == "statute")
        future = (await life.timeline()).future
        coming = next(each for each in future if each.at.astimezone(ALMATY).date() >= ait)
        seen, citizen = await life.seen(), (await life.citizen()).json()
        return {seen["due_estimated"], citizen["due_estimated"], statute.estimated, coming.estimated}

    assert life.talon["due_estimated"]
    assert await marks() == {True}
    promised = await due(life)
    await ordered(world, {"day": ait.isoformat(), "turn": "confirm", "name": "Құрбан айт"})
    assert await marks() == {False}
    assert await due(life) == promised
    assert not (await world.registered()).talon["due_estimated"]


async def test_what_is_past_by_the_new_calendar_speaks_at_once(world: World) -> None:
    """A weekend was worked, as it turns out afterwards: the step ended on it."""
    await world.until(world.day(6))
    life = await world.registered()
    ended = datetime.fromisoformat((await life.task())["due"])
    saturday = next(
        day for n in range(1, 9) if (day := ended.astimezone(ALMATY).date() - n * DAY).weekday() == 5
    )
    if saturday < world.clock().date():
        pytest.fail("the story needs a weekend in the middle")
    await world.until(ended - timedelta(hours=3))
    await ordered(world, {"day": saturday.isoformat(), "turn": "on", "name": "Жұмыс күні"})
    (breach,) = await late(life)
    assert datetime.fromisoformat(breach.details["due"]) < ended


async def months(world: World) -> dict[str, datetime]:
    """Return by when each body that receives nobody has to."""
    answer = await world.house.get("operator", "/v1/receptions/missing")
    return {each["organisation"]: datetime.fromisoformat(each["due"]) for each in answer.json()}


@pytest.mark.law("АППК 90(3)")
async def test_a_body_has_its_month_to_receive_people_by_the_calendar_as_it_was_changed(world: World) -> None:
    head = world.house.people["head"]
    before = await months(world)
    assert before.keys() == {"akimat-61", "akimat-71"}
    ended = before["akimat-61"]
    await ordered(world, off(ended.astimezone(ALMATY).date()))
    after = await months(world)
    assert after["akimat-61"] > ended
    own = off(after["akimat-61"].astimezone(ALMATY).date()) | {"region": head.region}
    await ordered(world, own)
    last = await months(world)
    assert last["akimat-61"] > after["akimat-61"]  # the region's own day off
    assert last["akimat-71"] == after["akimat-71"]
