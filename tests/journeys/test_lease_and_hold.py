"""Work in somebody's hands: claimed, slept on, put aside, given back, moved, taken over."""

from tests.api.test_edge import check
from tests.journeys.world import World, soon


async def test_who_sleeps_on_a_task_loses_it_to_the_group(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    await world.until(world.day(2))
    (lapsed,) = await life.past("lease_lapsed")
    assert soon(lapsed.at) == world.day(1, 18, 30)
    assert (await life.task())["state"] == "ready"
    await life.do("rival", "claim")
    problem = check(await life.try_("clerk", "complete", outcome="explained"), 409, "task_held_by_another")
    assert problem["facts"]["holder_name"] == "Болат Ахметов"
    assert problem["facts"]["since"] == (await life.past("task_claimed"))[-1].at.isoformat()
    assert (await life.do("rival", "complete", outcome="explained"))["state"] == "completed"


async def test_who_says_that_the_work_goes_on_keeps_it(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    for number in (1, 2, 3):
        await world.until(world.day(number))
        await life.do("clerk", "claim")
    task = await life.task()
    assert (task["state"], task["step"]) == ("claimed", "reception")
    assert await life.past("lease_lapsed") == []


async def test_a_task_put_aside_comes_back_by_itself(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    until = world.day(2, 12)
    held = await life.do(
        "clerk", "hold", until=until.isoformat(), reason="scheduled_visit", text="Үйге бару."
    )
    assert held["state"] == "held"
    assert "resume" in held["allowed"]
    await world.until(world.day(2, 11))
    assert (await life.task())["state"] == "held"
    await world.until(world.day(2, 13))
    task = await life.task()
    assert (task["state"], task["holder"]) == ("claimed", str(world.house.people["clerk"].id))
    (resumed,) = await life.past("task_resumed")
    assert (soon(resumed.at), resumed.details["by_itself"], resumed.by) == (until, True, None)


async def test_a_task_put_aside_is_taken_up_again_before_its_time(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("clerk", "hold", until=world.day(2).isoformat(), reason="leave")
    assert (await life.do("clerk", "resume"))["state"] == "claimed"
    await world.until(world.day(2, 11))
    assert [each.details["by_itself"] for each in await life.past("task_resumed")] == [False]


async def test_what_is_released_waits_for_anybody_of_the_group(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    await world.until(world.day(0, 11))
    assert (await life.do("clerk", "release"))["state"] == "ready"
    acceptance = next(each for each in (await life.clocks()).running if each.kind == "acceptance")
    assert soon(acceptance.due) == world.day(0, 15)
    assert (await life.do("rival", "claim"))["holder_name"] == "Болат Ахметов"


async def test_a_declined_hand_off_goes_back_to_its_sender_with_the_reason(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    await life.do("clerk", "refer", step="agency", reason="competence")
    offered = await life.task()
    await life.do("officer", "decline", reason="wrong_region", text="Бұл басқа аудан.")
    back = await life.task()
    assert (back["organisation"], back["role"], back["state"]) == ("reception-61", "clerk", "ready")
    assert back["id"] != offered["id"]
    (declined,) = await life.past("hand_off_declined")
    assert (declined.details["reason"], declined.text) == ("wrong_region", "Бұл басқа аудан.")


async def test_a_holder_gives_the_work_back_to_its_sender(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    check(await life.try_("clerk", "return", reason="incomplete"), 409, "nothing_to_return_to")
    await life.do("clerk", "refer", step="agency", reason="competence")
    await life.do("officer", "accept")
    assert (await life.do("officer", "return", reason="incomplete"))["state"] == "returned"
    assert (await life.task())["organisation"] == "reception-61"


async def test_work_moved_to_another_keeps_its_clocks(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    await world.until(world.day(1))
    before = (await life.task())["due"], (await life.seen())["statute_due"]
    rival = str(world.house.people["rival"].id)
    moved = await life.do("supervisor", "reassign", organisation="reception-61", role="clerk", holder=rival)
    assert (moved["holder"], moved["state"]) == (rival, "claimed")
    assert ((await life.task())["due"], (await life.seen())["statute_due"]) == before


async def test_a_supervisors_override_is_asked_for_and_audited(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    check(await life.try_("supervisor", "release"), 409, "task_held_by_another")
    check(await life.try_("rival", "release", override=True), 403, "not_a_supervisor")
    await life.do("supervisor", "release", override=True)
    (released,) = await life.past("task_released")
    assert released.details["overridden"]
    assert (released.by and released.by.name) == "Венера Қасымова"


async def test_the_head_of_the_region_reaches_in_and_that_of_another_sees_nothing(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    for who in ("far_head", "stranger", "officer"):
        check(await life.try_(who, "complete", outcome="explained", override=True), 404, "missing")
        check(await world.house.get(who, life.path), 404, "missing")
    done = await life.do("head", "complete", outcome="explained", override=True)
    assert done["state"] == "completed"
    (completed,) = await life.past("task_completed")
    assert completed.details["overridden"]
    assert (completed.by and completed.by.role) == "head"


async def test_the_work_of_one_who_has_left_returns_to_the_group(world: World) -> None:
    await world.hire("leaver", "reception-61", "clerk")
    life = await world.registered()
    held = await life.do("leaver", "claim")
    path = f"/v1/people/{held['holder']}"
    headers = world.house.headers("operator")
    assert (await world.house.http.patch(path, json={"active": False}, headers=headers)).status_code == 200
    check(await life.try_("leaver", "complete", outcome="explained"), 401, "unauthenticated")
    await world.until(world.day(2))
    assert (await life.task())["state"] == "ready"
