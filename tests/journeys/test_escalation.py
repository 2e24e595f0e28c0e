"""Without action an appeal escalates level by level, and none is ever lost."""

import asyncio
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from domain.policy.escalation import EscalationTarget
from domain.state.clock import ClockKind
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import ALMATY, MINUTE, Simulation, rounded_to_minute
from tests.support.journeys.timeline import PastEvent

DESK = "coordination-desk"
LOOKED_AHEAD = 14


async def staffed(simulation: Simulation) -> None:
    """Fill every level of every escalation ladder of the region."""
    await simulation.add_person("boss", "housing-61", "supervisor")
    await simulation.add_person("desk officer", DESK, "officer")
    await simulation.add_person("desk boss", DESK, "supervisor")


async def duties(life: HttpAppeal) -> set[str]:
    """Return the duties beside the work: the citizen is notified of a deemed refusal."""
    return {each["id"] for each in (await life.read())["tasks"] if each["purpose"] == "duty"}


async def calls(life: HttpAppeal, clock: ClockKind) -> list[tuple[datetime, EscalationTarget]]:
    """Return when which level of *clock*'s ladder was called, for the work itself and no duty beside it."""
    owed = await duties(life)
    called = [each for each in await life.past_events("escalated") if each.details["task"] not in owed]
    return [
        (rounded_to_minute(each.occurred_at), each.details["target"])
        for each in called
        if each.details["clock"] == clock
    ]


async def test_unclaimed_appeal_escalates_and_reaches_the_agency(
    simulation: Simulation,
) -> None:
    await staffed(simulation)
    life = await simulation.register()
    await simulation.advance_to(simulation.on_workday(4, 10))
    assert simulation.on_workday(1) - simulation.on_workday(0) >= timedelta(days=4)
    assert await calls(life, ClockKind.ACCEPTANCE) == [
        (simulation.on_workday(0, 14), EscalationTarget.SUPERVISOR),
        (simulation.on_workday(0, 18), EscalationTarget.HEAD),
        (simulation.on_workday(1, 14, 30), EscalationTarget.FALLBACK),
        (simulation.on_workday(2, 14), EscalationTarget.OPERATOR),
        (simulation.on_workday(3, 9), EscalationTarget.OPERATOR),
    ]
    assert await calls(life, ClockKind.STEP) == [
        (simulation.on_workday(3, 9), EscalationTarget.HOLDER),
        (simulation.on_workday(3, 9), EscalationTarget.SUPERVISOR),
    ]
    unreachable = [each.details["clock"] for each in await life.past_events("escalation_level_vacant")]
    assert unreachable == ["step"]
    (lapsed,) = await life.past_events("step_lapsed")
    assert rounded_to_minute(lapsed.occurred_at) == simulation.on_workday(4, 9)
    task = await life.task()
    assert (task["step"], task["organisation"], task["state"]) == ("agency", "housing-61", "offered")
    await check_hours(simulation, life, 5)


async def check_hours(simulation: Simulation, life: HttpAppeal, days: int) -> None:
    """Assert that clocks fired in working hours only."""
    working = {simulation.on_workday(number).date() for number in range(days)}
    spoken = [
        each.occurred_at.astimezone(ALMATY)
        for each in await life.past_events("warned", "escalated", "step_lapsed")
    ]
    assert {at.date() for at in spoken} == working
    assert all(time(9) <= at.time() < time(18, 30) for at in spoken)


@pytest.mark.law("АППК 4(1)4")
async def test_fallback_queue_completed_unclaimed_work_of_a_body(simulation: Simulation) -> None:
    await staffed(simulation)
    life = await simulation.register()
    await simulation.advance_to(simulation.on_workday(1, 15))
    task = await life.task()
    assert (task["organisation"], task["role"], task["state"]) == (DESK, "officer", "ready")
    assert (await simulation.harness.get("clerk", f"/v1/tasks/{task['id']}")).status_code == 404
    taken = await simulation.harness.post("desk officer", "/v1/tasks/claim-next")
    assert taken.json()["id"] == task["id"]
    refused = await life.try_task_command("desk officer", "complete", outcome="explained")
    assert_problem(refused, 409, "not_competent_to_decide")
    await life.task_command("desk officer", "refer", step="agency", reason="other_competent_body")
    assert (await life.task())["organisation"] == "housing-61"


async def test_who_never_decides_is_passed_by_on_the_ladders_of_step_and_statute(
    simulation: Simulation,
) -> None:
    """The officer reports progress every third day, and nothing else happens."""
    await staffed(simulation)
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "refer", step="agency", reason="other_competent_body")
    for number in (0, 3, 6, 9, 12):
        await simulation.advance_to(simulation.on_workday(number))
        await life.task_command("officer", "claim")
    await simulation.advance_to(simulation.on_workday(15, 18))
    assert (await life.task())["organisation"] == "housing-61"  # until the term of the law has ended
    await simulation.advance_to(simulation.on_workday(22))
    assert await calls(life, ClockKind.STEP) == [
        (simulation.on_workday(11, 9), EscalationTarget.HOLDER),
        (simulation.on_workday(12, 9), EscalationTarget.SUPERVISOR),
        (simulation.on_workday(13, 9), EscalationTarget.HEAD),
        *((simulation.on_workday(number, 9), EscalationTarget.OPERATOR) for number in range(15, 23)),
    ]
    assert await calls(life, ClockKind.STATUTE) == [
        (simulation.on_workday(16, 9), EscalationTarget.SUPERVISOR),
        (simulation.on_workday(17, 9), EscalationTarget.HEAD),
        (simulation.on_workday(19, 9), EscalationTarget.FALLBACK),
        (simulation.on_workday(21, 9), EscalationTarget.OPERATOR),
        (simulation.on_workday(22, 9), EscalationTarget.OPERATOR),
    ]
    owed = await duties(life)
    late = [each for each in await life.past_events("breached") if each.details["task"] not in owed]
    due = {each.details["clock"]: each.details["due_at"] for each in late}
    assert datetime.fromisoformat(due["step"]) == simulation.on_workday(10, 18, 30)
    assert datetime.fromisoformat(due["statute"]) == simulation.on_workday(15, 18, 30)
    assert (await life.task())["organisation"] == DESK
    await check_that_operators_see_it(simulation, life)


async def check_that_operators_see_it(simulation: Simulation, life: HttpAppeal) -> None:
    harness = life.harness
    listed = (await harness.get("operator", "/v1/appeals?needs_attention=true&overdue=true")).json()["items"]
    assert [each["id"] for each in listed] == [str(life.id)]
    liveness = (await harness.get("operator", "/v1/operations/overview")).json()
    assert (liveness["open_appeals"], liveness["overdue_appeals"], liveness["appeals_without_clock"]) == (
        1,
        1,
        0,
    )
    late = simulation.clock() - simulation.on_workday(10, 18, 30)
    assert abs(liveness["max_task_delay_seconds"] - late.total_seconds()) < 60
    clocks = await life.read_clocks()
    assert rounded_to_minute(clocks.spent.late) == simulation.on_workday(22) - simulation.on_workday(
        15, 18, 30
    )


async def test_vacant_levels_are_recorded_and_passed_at_once(simulation: Simulation) -> None:
    life = await simulation.register("operator", reception="reception-10", region="10")
    await simulation.advance_to(simulation.on_workday(0, 15))
    levels = [
        (each.event, each.details["level"])
        for each in await life.past_events("escalated", "escalation_level_vacant")
    ]
    assert levels == [
        ("escalated", 1),
        ("escalation_level_vacant", 1),
        ("escalated", 2),
        ("escalation_level_vacant", 2),
        ("escalated", 3),
        ("escalation_level_vacant", 3),
        ("escalated", 4),
    ]
    assert {at for at, _ in await calls(life, ClockKind.ACCEPTANCE)} == {simulation.on_workday(0, 14)}
    assert (await life.read())["needs_attention"]
    await simulation.advance_to(simulation.on_workday(1, 9, 30))
    assert (await calls(life, ClockKind.ACCEPTANCE))[-1] == (
        simulation.on_workday(1, 9),
        EscalationTarget.OPERATOR,
    )


async def test_a_holder_who_has_left_is_passed_by_at_once(simulation: Simulation) -> None:
    await staffed(simulation)
    await simulation.add_person("leaver", "housing-61", "officer")
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "refer", step="agency", reason="other_competent_body")
    for number in (0, 3, 6, 9):
        await simulation.advance_to(simulation.on_workday(number))
        task = await life.task_command("leaver", "claim")
    path, gone = f"/v1/people/{task['holder']}", {"active": False}
    await simulation.harness.http.patch(path, json=gone, headers=simulation.harness.auth_headers("operator"))
    await simulation.advance_to(simulation.on_workday(11))
    assert await calls(life, ClockKind.STEP) == [
        (simulation.on_workday(11, 9), EscalationTarget.HOLDER),
        (simulation.on_workday(11, 9), EscalationTarget.SUPERVISOR),
    ]
    (missed,) = await life.past_events("escalation_level_vacant")
    assert missed.details["level"] == 1


async def test_notes_and_readers_move_nothing(simulation: Simulation) -> None:
    life = await simulation.register()
    await simulation.advance_to(simulation.on_workday(0, 13))
    before = (await life.timeline(), await life.read(), (await life.read_clocks()).running_clocks)
    for number in range(3):
        written = await simulation.harness.post("clerk", f"{life.path}/notes", {"text": f"Ескерту {number}"})
        assert written.status_code == 201
    about = {"text": "Тапсырмаға.", "task": (await life.task())["id"]}
    assert (await simulation.harness.post("clerk", f"{life.path}/notes", about)).status_code == 201
    elsewhere = await simulation.harness.post("clerk", f"{life.path}/notes", about | {"task": str(uuid4())})
    assert_problem(elsewhere, 422, "validation_failed")
    assert (await life.timeline(), await life.read(), (await life.read_clocks()).running_clocks) == before
    await simulation.advance_to(simulation.on_workday(0, 14, 30))
    assert await calls(life, ClockKind.ACCEPTANCE) == [
        (simulation.on_workday(0, 14), EscalationTarget.SUPERVISOR)
    ]


async def test_what_came_in_long_ago_is_late_at_once_and_once(simulation: Simulation) -> None:
    """Missed levels collapse into the highest."""
    now = datetime.now(UTC)
    simulation.clock.move_to(now)
    life = await simulation.register("operator", received_at=(now - timedelta(days=60)).isoformat())
    while not (happenings := (await life.past_events())[3:]):
        await asyncio.sleep(0.1)
    breached, silent, notice, called = happenings
    assert breached.event == "breached"
    assert (silent.event, notice.details["rule"]) == ("deemed_refused", "deemed_refusal")
    assert (called.event, called.details["target"]) == ("escalated", EscalationTarget.OPERATOR)
    assert (await life.task())["organisation"] == DESK


async def test_the_forecast_comes_true(simulation: Simulation) -> None:
    await staffed(simulation)
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "refer", step="agency", reason="other_competent_body")
    await check_forecast(simulation, life)


async def test_forecast_includes_vacant_levels(simulation: Simulation) -> None:
    """It foretold the calling of supervisors and heads who do not exist, hours after it had all happened."""
    life = await simulation.register("operator", reception="reception-10", region="10")
    future = (await life.timeline()).future
    forecast = [str(each.event) for each in future if each.expected_at < simulation.on_workday(0, 15)]
    assert (forecast.count("escalation_level_vacant"), forecast.count("escalated")) == (3, 4)
    await check_forecast(simulation, life)


async def check_forecast(simulation: Simulation, life: HttpAppeal) -> None:
    """Read what is to come, let it come, and compare: what happened, in which order, and when."""
    timeline = await life.timeline()
    future = timeline.future[:LOOKED_AHEAD]
    await simulation.advance_to(future[-1].expected_at + MINUTE)
    happened = _news([each for each in await life.past_events() if each.seq > timeline.past[-1].seq])[
        :LOOKED_AHEAD
    ]
    assert [(each.event, _kept(each.details)) for each in happened] == [
        (each.event, _kept(each.details)) for each in future
    ]
    for each, foreseen in zip(happened, future, strict=True):
        assert timedelta() <= each.occurred_at - foreseen.expected_at < timedelta(seconds=10), foreseen


def _news(happened: list[PastEvent]) -> list[PastEvent]:
    """Return what *happened*, but not that the operator was called again."""
    calls = [
        (each.details.get("clock"), each.details.get("target"), each.details.get("task")) for each in happened
    ]
    return [
        each
        for number, (each, call) in enumerate(zip(happened, calls, strict=True))
        if call[1] != EscalationTarget.OPERATOR or call not in calls[:number]
    ]


def _kept(details: dict[str, Any]) -> dict[str, Any]:
    """Return *details* without what follows from the seconds between forecast and event."""
    return {name: value for name, value in details.items() if name not in {"due_at", "task", "origin"}}
