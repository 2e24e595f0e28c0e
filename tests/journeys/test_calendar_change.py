"""A moved workday reaches applicants, staff and supervisors, and excuses no earlier delay."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from temporalio.testing import WorkflowEnvironment

from loaders.policy import policy_files
from runtime.settings import Settings
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import ALMATY, Simulation, open_simulation, rounded_to_minute
from tests.support.journeys.timeline import PastEvent
from tests.support.workflows.calendar_changes import DAY, with_unique_version


@pytest.fixture
async def simulation(database_url: str, time_machine: WorkflowEnvironment) -> AsyncIterator[Simulation]:
    """Open Komek with a calendar that no other story changes."""
    policy, file = policy_files.load_policy_with_calendar(Settings().policies, "kazakhstan")
    async with open_simulation(database_url, time_machine, policy, with_unique_version(file)) as simulation:
        yield simulation


async def ordered(simulation: Simulation, *days: dict[str, str]) -> str:
    """Have the ministry's order carried out, to the last open appeal."""
    harness = simulation.harness
    asked = {"days": days}
    seen = await harness.http.post(
        "/v1/calendars/preview", json=asked, headers=harness.auth_headers("operator")
    )
    assert seen.status_code == 200, seen.text
    body = {
        "base_version": seen.json()["base_version"],
        "days": days,
        "source": {"issued_by": "Еңбек министрлігі", "reference": "Бұйрық № 512"},
    }
    made = await harness.post("operator", "/v1/calendars", body)
    assert made.status_code == 201, made.text
    version = str(made.json()["version"])
    for _ in range(200):
        if not (await harness.get("operator", f"/v1/calendars/{version}")).json()["pending_appeals"]:
            return version
        await asyncio.sleep(0.05)
    raise AssertionError("the change was not carried out")


def off(day: date) -> dict[str, str]:
    return {"date": day.isoformat(), "change": "day_off", "name": "Демалыс"}


async def due(life: HttpAppeal) -> datetime:
    return datetime.fromisoformat((await life.read())["statutory_due_at"])


async def lines(life: HttpAppeal, event: str) -> list[dict[str, Any]]:
    return [each.details for each in await life.past_events(event)]


async def late(life: HttpAppeal) -> list[PastEvent]:
    """Return how often the work itself was late."""
    task = (await life.task())["id"]
    found = await life.past_events("breached")
    return [each for each in found if (each.details["clock"], each.details["task"]) == ("step", task)]


async def test_a_day_is_given_a_rest_and_the_answer_is_due_a_day_later(simulation: Simulation) -> None:
    life = await simulation.register()
    promised, rest = await due(life), simulation.on_workday(3).date()
    version = await ordered(simulation, off(rest))
    moved = (await lines(life, "calendar_changed"))[0]["clocks"]
    statute = next(each for each in moved if each["clock"] == "statute")
    assert datetime.fromisoformat(statute["old_due_at"]) == promised
    assert datetime.fromisoformat(statute["new_due_at"]) == await due(life)
    assert await due(life) > promised
    assert (await life.read())["calendar"] == version
    assert (await life.citizen_request()).json()["statutory_due_at"] == (await life.read())[
        "statutory_due_at"
    ]


async def test_clocks_fire_at_the_new_time_only(simulation: Simulation) -> None:
    life = await simulation.register()
    step = (await life.task())["due_at"]
    old = datetime.fromisoformat(step)
    await ordered(simulation, off(old.astimezone(ALMATY).date()))
    new = datetime.fromisoformat((await life.task())["due_at"])
    assert new > old
    await simulation.advance_to(new - timedelta(minutes=1))
    assert await late(life) == []
    await simulation.advance_to(new + timedelta(minutes=1))
    (breach,) = await late(life)
    assert rounded_to_minute(breach.occurred_at) == new
    assert datetime.fromisoformat(breach.details["due_at"]) == new


async def test_an_appeal_that_has_ended_is_left_alone(simulation: Simulation) -> None:
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await life.appeal_command("clerk", "withdraw", text="Керек емес.")
    await ordered(simulation, off(simulation.on_workday(3).date()))
    assert await life.past_events("calendar_changed") == []


async def test_a_due_date_beyond_an_expected_day_off_says_so_until_the_day_is_confirmed(
    simulation: Simulation,
) -> None:
    known = simulation.harness.dependencies.calendar
    ait = next(day for day in known.estimated_days_off if day > simulation.on_workday(0).date())
    await simulation.advance_to(datetime.combine(ait - 2 * DAY, time(10), ALMATY))
    life = await simulation.register()

    async def marks() -> set[bool]:
        statute = next(each for each in (await life.read_clocks()).running_clocks if each.kind == "statute")
        future = (await life.timeline()).future
        coming = next(each for each in future if each.expected_at.astimezone(ALMATY).date() >= ait)
        seen, citizen = await life.read(), (await life.citizen_request()).json()
        return {seen["due_estimated"], citizen["due_estimated"], statute.estimated, coming.estimated}

    assert life.talon["due_estimated"]
    assert await marks() == {True}
    promised = await due(life)
    await ordered(simulation, {"date": ait.isoformat(), "change": "confirmed", "name": "Құрбан айт"})
    assert await marks() == {False}
    assert await due(life) == promised
    assert not (await simulation.register()).talon["due_estimated"]


async def test_clock_past_under_the_new_calendar_fires_at_once(simulation: Simulation) -> None:
    """A weekend was worked, as it turns out afterwards: the step ended on it."""
    await simulation.advance_to(simulation.on_workday(6))
    life = await simulation.register()
    ended = datetime.fromisoformat((await life.task())["due_at"])
    saturday = next(
        day for n in range(1, 9) if (day := ended.astimezone(ALMATY).date() - n * DAY).weekday() == 5
    )
    if saturday < simulation.clock().date():
        pytest.fail("the story needs a weekend in the middle")
    await simulation.advance_to(ended - timedelta(hours=3))
    await ordered(simulation, {"date": saturday.isoformat(), "change": "working_day", "name": "Жұмыс күні"})
    (breach,) = await late(life)
    assert datetime.fromisoformat(breach.details["due_at"]) < ended


async def months(simulation: Simulation) -> dict[str, datetime]:
    """Return the time by which each body without receptions has to hold one."""
    answer = await simulation.harness.get("operator", "/v1/receptions/overdue")
    return {each["organisation"]: datetime.fromisoformat(each["due_at"]) for each in answer.json()["items"]}


@pytest.mark.law("АППК 90(3)")
async def test_a_body_has_its_month_to_receive_people_by_the_calendar_as_it_was_changed(
    simulation: Simulation,
) -> None:
    head = simulation.harness.people["head"]
    before = await months(simulation)
    assert before.keys() == {"akimat-61", "akimat-71"}
    ended = before["akimat-61"]
    await ordered(simulation, off(ended.astimezone(ALMATY).date()))
    after = await months(simulation)
    assert after["akimat-61"] < ended  # the month now ends for its bodies a working day earlier
    own = off(after["akimat-61"].astimezone(ALMATY).date()) | {"region": head.region}
    await ordered(simulation, own)
    last = await months(simulation)
    assert last["akimat-61"] < after["akimat-61"]  # the region's own day off
    assert last["akimat-71"] == after["akimat-71"]
