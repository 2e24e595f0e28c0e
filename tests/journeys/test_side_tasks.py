"""Others are asked for a part of the work: who answers, who is late, and who may call the asking off."""

from typing import Any

from domain.policy.escalation import Rank
from domain.state.clock import ClockKind
from tests.api.test_edge import check
from tests.journeys.world import Life, World, soon


async def with_three_asked(world: World) -> tuple[Life, dict[str, dict[str, Any]]]:
    """Let the agency ask a lawyer, a psychologist and another agency; return their tasks by organisation."""
    await world.hire("psychologist", "family-support-61", "specialist")
    await world.hire("teacher", "education-61", "officer")
    for place in ("family-support-61", "education-61"):
        await world.hire(f"boss of {place}", place, "supervisor")
    life = await world.registered(topic="unsafe-housing")
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do("officer", "accept")
    await life.do("officer", "open-side-task", specialty="lawyer", mandatory=True)
    await life.do("officer", "open-side-task", specialty="psychologist", mandatory=True)
    await life.do("officer", "open-side-task", step="agency", to="education-61")
    tasks = (await life.seen())["tasks"]
    return life, {each["organisation"]: each for each in tasks if each["purpose"] == "side"}


async def give(world: World, who: str, task: dict[str, Any], verb: str, **body: Any) -> dict[str, Any]:
    answer = await world.asked(who, f"/v1/tasks/{task['id']}/{verb}", body)
    assert answer.status_code == 200, answer.text
    given: dict[str, Any] = answer.json()
    return given


async def test_of_three_who_are_asked_only_the_late_one_escalates(world: World) -> None:
    life, side = await with_three_asked(world)
    for who, place in (("lawyer", "legal-aid-61"), ("psychologist", "family-support-61")):
        await give(world, who, side[place], "accept")
    await world.until(world.day(1))
    for who, place in (("lawyer", "legal-aid-61"), ("psychologist", "family-support-61")):
        await give(world, who, side[place], "complete", outcome="answered", text="Жауап.")
    called = await life.past("escalated")
    assert {each.details["task"] for each in called} == {side["education-61"]["id"]}
    assert [(soon(each.at), each.details["to"]) for each in called] == [
        (world.day(0, 18), Rank.SUPERVISOR),
    ]
    assert (await life.task())["state"] == "claimed"
    done = await life.do("officer", "complete", outcome="explained")
    assert done["state"] == "completed"
    states = {each["organisation"]: each["state"] for each in (await life.seen())["tasks"]}
    assert states["education-61"] == "cancelled"


async def test_who_has_asked_may_call_it_off(world: World) -> None:
    """The asked one's task was not there for those who had asked, and blocked their closing for good."""
    life, side = await with_three_asked(world)
    asked = side["legal-aid-61"]
    seen = await world.house.get("officer", f"/v1/tasks/{asked['id']}")
    assert seen.json()["allowed"] == ["cancel-side-task"]
    check(await world.house.get("clerk", f"/v1/tasks/{asked['id']}"), 404, "missing")
    check(await world.house.get("stranger", f"/v1/tasks/{asked['id']}"), 404, "missing")
    check(await world.house.verb("officer", asked, "claim"), 403, "not_your_group")
    await give(world, "officer", asked, "cancel-side-task", text="Енді қажет емес.")
    await give(world, "officer", side["family-support-61"], "cancel-side-task")
    assert (await life.do("officer", "complete", outcome="explained"))["state"] == "completed"


async def test_a_call_back_that_nobody_makes_climbs_like_any_work(world: World) -> None:
    life = await world.registered(topic="material-help")
    await life.do("clerk", "claim")
    await life.do("clerk", "complete", outcome="resolved")
    await world.until(world.day(17, 10))
    call = await life.task("call_back")
    assert call["state"] == "ready"
    (overdue,) = await life.past("receipt_overdue")
    assert soon(overdue.at) == world.day(10, 18, 30)
    called = [each for each in await life.past("escalated") if each.details["task"] == call["id"]]
    late = [(soon(each.at), each.details["to"]) for each in called if each.details["clock"] == ClockKind.STEP]
    assert late[:2] == [(world.day(13, 9), Rank.HOLDER), (world.day(13, 9), Rank.SUPERVISOR)]
