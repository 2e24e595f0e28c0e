"""Nobody acts: time itself climbs every ladder, level by level, and the appeal is never forgotten."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from domain.policy.escalation import Rank
from domain.state.clock import ClockKind
from schemas.http.responses.timeline import Happened
from tests.api.test_edge import check
from tests.journeys.world import ALMATY, MINUTE, Life, World, soon

DESK = "coordination-desk"
LOOKED_AHEAD = 14


async def staffed(world: World) -> None:
    """Let somebody stand on every level of every ladder of the region."""
    await world.hire("boss", "housing-61", "supervisor")
    await world.hire("desk officer", DESK, "officer")
    await world.hire("desk boss", DESK, "supervisor")


async def duties(life: Life) -> set[str]:
    """Return what the law asks for beside the work: of a silence the citizen is told."""
    return {each["id"] for each in (await life.seen())["tasks"] if each["purpose"] == "duty"}


async def calls(life: Life, clock: ClockKind) -> list[tuple[datetime, Rank]]:
    """Return when which level of *clock*'s ladder was called, for the work itself and no duty beside it."""
    owed = await duties(life)
    called = [each for each in await life.past("escalated") if each.details["task"] not in owed]
    return [(soon(each.at), each.details["to"]) for each in called if each.details["clock"] == clock]


async def test_an_appeal_that_nobody_takes_goes_up_the_ladder_and_on_to_the_agency(world: World) -> None:
    await staffed(world)
    life = await world.registered()
    await world.until(world.day(4, 10))
    assert world.day(1) - world.day(0) >= timedelta(days=4)
    assert await calls(life, ClockKind.ACCEPTANCE) == [
        (world.day(0, 14), Rank.SUPERVISOR),
        (world.day(0, 18), Rank.HEAD),
        (world.day(1, 14, 30), Rank.FALLBACK),
        (world.day(2, 14), Rank.OPERATOR),
        (world.day(3, 9), Rank.OPERATOR),
    ]
    assert await calls(life, ClockKind.STEP) == [
        (world.day(3, 9), Rank.HOLDER),
        (world.day(3, 9), Rank.SUPERVISOR),
    ]
    unreachable = [each.details["clock"] for each in await life.past("level_unreachable")]
    assert unreachable == ["step"]
    (lapsed,) = await life.past("step_lapsed")
    assert soon(lapsed.at) == world.day(4, 9)
    task = await life.task()
    assert (task["step"], task["organisation"], task["state"]) == ("agency", "housing-61", "offered")
    await check_hours(life, 5)


async def check_hours(life: Life, days: int) -> None:
    """See that time spoke on working days alone, between opening and closing."""
    working = {life.world.day(number).date() for number in range(days)}
    spoken = [each.at.astimezone(ALMATY) for each in await life.past("warned", "escalated", "step_lapsed")]
    assert {at.date() for at in spoken} == working
    assert all(time(9) <= at.time() < time(18, 30) for at in spoken)


async def test_the_fallback_queue_takes_what_nobody_takes_and_can_settle_it(world: World) -> None:
    await staffed(world)
    life = await world.registered()
    await world.until(world.day(1, 15))
    task = await life.task()
    assert (task["organisation"], task["role"], task["state"]) == (DESK, "officer", "ready")
    assert (await world.house.get("clerk", f"/v1/tasks/{task['id']}")).status_code == 404
    taken = await world.house.post("desk officer", "/v1/tasks/next")
    assert taken.json()["id"] == task["id"]
    await life.do("desk officer", "complete", outcome="explained")
    assert (await life.seen())["outcome"] == "explained"


async def test_who_never_decides_is_passed_by_on_the_ladders_of_step_and_statute(world: World) -> None:
    """The officer says every third day that the work goes on, and that is all that happens."""
    await staffed(world)
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    for number in (0, 3, 6, 9, 12):
        await world.until(world.day(number))
        await life.do("officer", "claim")
    await world.until(world.day(22))
    assert await calls(life, ClockKind.STEP) == [
        (world.day(11, 9), Rank.HOLDER),
        (world.day(12, 9), Rank.SUPERVISOR),
        (world.day(13, 9), Rank.HEAD),
        (world.day(15, 9), Rank.FALLBACK),
        *((world.day(number, 9), Rank.OPERATOR) for number in range(16, 23)),
    ]
    assert await calls(life, ClockKind.STATUTE) == [
        (world.day(16, 9), Rank.SUPERVISOR),
        (world.day(17, 9), Rank.HEAD),
        (world.day(19, 9), Rank.FALLBACK),
        (world.day(21, 9), Rank.OPERATOR),
        (world.day(22, 9), Rank.OPERATOR),
    ]
    owed = await duties(life)
    late = [each for each in await life.past("breached") if each.details["task"] not in owed]
    due = {each.details["clock"]: each.details["due"] for each in late}
    assert datetime.fromisoformat(due["step"]) == world.day(10, 18, 30)
    assert datetime.fromisoformat(due["statute"]) == world.day(15, 18, 30)
    assert (await life.task())["organisation"] == DESK
    await check_that_operators_see_it(life)


async def check_that_operators_see_it(life: Life) -> None:
    house = life.world.house
    listed = (await house.get("operator", "/v1/appeals?needs_attention=true&overdue=true")).json()["items"]
    assert [each["id"] for each in listed] == [str(life.id)]
    liveness = (await house.get("operator", "/v1/operations/liveness")).json()
    assert (liveness["open"], liveness["overdue"], liveness["without_clock"]) == (1, 1, 0)
    late = life.world.clock() - life.world.day(10, 18, 30)
    assert abs(liveness["worst_lateness_seconds"] - late.total_seconds()) < 60
    clocks = await life.clocks()
    assert soon(clocks.spent.late) == life.world.day(22) - life.world.day(15, 18, 30)


async def test_where_nobody_works_every_level_is_recorded_and_climbed_at_once(world: World) -> None:
    life = await world.registered("operator", reception="reception-10", region="10")
    await world.until(world.day(0, 15))
    told = [(each.event, each.details["level"]) for each in await life.past("escalated", "level_unreachable")]
    assert told == [
        ("escalated", 1),
        ("level_unreachable", 1),
        ("escalated", 2),
        ("level_unreachable", 2),
        ("escalated", 3),
        ("level_unreachable", 3),
        ("escalated", 4),
    ]
    assert {at for at, _ in await calls(life, ClockKind.ACCEPTANCE)} == {world.day(0, 14)}
    assert (await life.seen())["needs_attention"]
    await world.until(world.day(1, 9, 30))
    assert (await calls(life, ClockKind.ACCEPTANCE))[-1] == (world.day(1, 9), Rank.OPERATOR)


async def test_a_holder_who_has_left_is_passed_by_at_once(world: World) -> None:
    await staffed(world)
    await world.hire("leaver", "housing-61", "officer")
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    for number in (0, 3, 6, 9):
        await world.until(world.day(number))
        task = await life.do("leaver", "claim")
    path, gone = f"/v1/people/{task['holder']}", {"active": False}
    await world.house.http.patch(path, json=gone, headers=world.house.headers("operator"))
    await world.until(world.day(11))
    assert await calls(life, ClockKind.STEP) == [
        (world.day(11, 9), Rank.HOLDER),
        (world.day(11, 9), Rank.SUPERVISOR),
    ]
    (missed,) = await life.past("level_unreachable")
    assert missed.details["level"] == 1


async def test_notes_and_readers_move_nothing(world: World) -> None:
    life = await world.registered()
    await world.until(world.day(0, 13))
    before = (await life.timeline(), await life.seen(), (await life.clocks()).running)
    for number in range(3):
        written = await world.house.post("clerk", f"{life.path}/notes", {"text": f"Ескерту {number}"})
        assert written.status_code == 201
    await life.citizen("feedback", score=1, text="Қашан?")
    about = {"text": "Тапсырмаға.", "task": (await life.task())["id"]}
    assert (await world.house.post("clerk", f"{life.path}/notes", about)).status_code == 201
    elsewhere = await world.house.post("clerk", f"{life.path}/notes", about | {"task": str(uuid4())})
    check(elsewhere, 422, "validation_failed")
    assert (await life.timeline(), await life.seen(), (await life.clocks()).running) == before
    await world.until(world.day(0, 14, 30))
    assert await calls(life, ClockKind.ACCEPTANCE) == [(world.day(0, 14), Rank.SUPERVISOR)]


async def test_what_came_in_long_ago_is_late_at_once_and_once(world: World) -> None:
    """Missed levels collapse into the highest, and all of them are recorded."""
    now = datetime.now(UTC)
    world.clock.put(now)
    life = await world.registered("operator", received_at=(now - timedelta(days=60)).isoformat())
    while not (said := (await life.past())[2:]):
        await asyncio.sleep(0.1)
    breached, silent, notice, called = said
    assert (breached.event, breached.details["collapsed"]) == ("breached", [50, 75])
    assert (silent.event, notice.details["rule"]) == ("deemed_refused", "silence")
    assert (called.event, called.details["to"], called.details["collapsed"]) == (
        "escalated",
        Rank.OPERATOR,
        [1, 2, 3],
    )
    assert (await life.task())["organisation"] == DESK


async def test_the_forecast_comes_true(world: World) -> None:
    await staffed(world)
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await check_forecast(life)


async def test_the_forecast_knows_where_nobody_stands(world: World) -> None:
    """It foretold the calling of supervisors and heads who do not exist, hours after it had all happened."""
    life = await world.registered("operator", reception="reception-10", region="10")
    future = (await life.timeline()).future
    told = [each.event for each in future if each.at < world.day(0, 15)]
    assert (told.count("level_unreachable"), told.count("escalated")) == (3, 4)
    await check_forecast(life)


async def test_the_forecast_of_a_task_put_aside_comes_true(world: World) -> None:
    await staffed(world)
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("clerk", "hold", until=world.day(2, 12).isoformat(), reason="scheduled_visit")
    await check_forecast(life)


async def test_the_forecast_of_a_wait_for_the_citizen_comes_true(world: World) -> None:
    await staffed(world)
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("clerk", "request-information", text="Отбасы құрамы?")
    await check_forecast(life)


async def check_forecast(life: Life) -> None:
    """Read what is to come, let it come, and compare: what happened, in which order, and when."""
    told = await life.timeline()
    future = told.future[:LOOKED_AHEAD]
    await life.world.until(future[-1].at + MINUTE)
    happened = _news([each for each in await life.past() if each.seq > told.past[-1].seq])[:LOOKED_AHEAD]
    assert [(each.event, _kept(each.details)) for each in happened] == [
        (each.event, _kept(each.details)) for each in future
    ]
    for each, foreseen in zip(happened, future, strict=True):
        assert timedelta() <= each.at - foreseen.at < timedelta(seconds=10), foreseen


def _news(happened: list[Happened]) -> list[Happened]:
    """Return what *happened*, but not that the operator was called again."""
    calls = [
        (each.details.get("clock"), each.details.get("to"), each.details.get("task")) for each in happened
    ]
    return [
        each
        for number, (each, call) in enumerate(zip(happened, calls, strict=True))
        if call[1] != Rank.OPERATOR or call not in calls[:number]
    ]


def _kept(details: dict[str, Any]) -> dict[str, Any]:
    """Return *details* without what follows from the seconds between forecast and event."""
    return {name: value for name, value in details.items() if name not in {"due", "task", "origin", "mark"}}
