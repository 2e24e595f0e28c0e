"""Held work: claimed, lapsed, put on hold, returned, reassigned, taken over."""

from tests.support.api.problems import assert_problem
from tests.support.journeys.simulation import Simulation, rounded_to_minute


async def test_who_sleeps_on_a_task_loses_it_to_the_group(simulation: Simulation) -> None:
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await simulation.advance_to(simulation.on_workday(2))
    (lapsed,) = await life.past_events("lease_lapsed")
    assert rounded_to_minute(lapsed.occurred_at) == simulation.on_workday(1, 18, 30)
    assert (await life.task())["state"] == "ready"
    await life.task_command("rival", "claim")
    problem = assert_problem(
        await life.try_task_command("clerk", "complete", outcome="explained"), 409, "task_held_by_another"
    )
    assert problem["parameters"]["holder_name"] == "Болат Ахметов"
    assert (
        problem["parameters"]["since"] == (await life.past_events("task_claimed"))[-1].occurred_at.isoformat()
    )
    assert (await life.task_command("rival", "complete", outcome="explained"))["state"] == "completed"


async def test_a_task_put_aside_comes_back_by_itself(simulation: Simulation) -> None:
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    until = simulation.on_workday(2, 12)
    held = await life.task_command(
        "clerk", "hold", until=until.isoformat(), reason="scheduled_visit", text="Үйге бару."
    )
    assert held["state"] == "held"
    assert "resume" in held["allowed_verbs"]
    await simulation.advance_to(simulation.on_workday(2, 11))
    assert (await life.task())["state"] == "held"
    await simulation.advance_to(simulation.on_workday(2, 13))
    task = await life.task()
    assert (task["state"], task["holder"]) == ("claimed", str(simulation.harness.people["clerk"].id))
    (resumed,) = await life.past_events("task_resumed")
    assert (rounded_to_minute(resumed.occurred_at), resumed.details["automatic"], resumed.by) == (
        until,
        True,
        None,
    )


async def test_what_is_released_waits_for_anybody_of_the_group(simulation: Simulation) -> None:
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await simulation.advance_to(simulation.on_workday(0, 11))
    assert (await life.task_command("clerk", "release"))["state"] == "ready"
    acceptance = next(each for each in (await life.read_clocks()).running_clocks if each.kind == "acceptance")
    assert rounded_to_minute(acceptance.due_at) == simulation.on_workday(0, 15)
    assert (await life.task_command("rival", "claim"))["holder_name"] == "Болат Ахметов"


async def test_a_declined_hand_off_goes_back_to_its_sender_with_the_reason(simulation: Simulation) -> None:
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await life.task_command("clerk", "refer", step="agency", reason="other_competent_body")
    offered = await life.task()
    await life.task_command("officer", "decline", reason="wrong_region", text="Бұл басқа аудан.")
    back = await life.task()
    assert (back["organisation"], back["role"], back["state"]) == ("reception-61", "clerk", "ready")
    assert back["id"] != offered["id"]
    (declined,) = await life.past_events("hand_off_declined")
    assert (declined.details["reason"], declined.text) == ("wrong_region", "Бұл басқа аудан.")


async def test_a_supervisors_override_is_asked_for_and_audited(simulation: Simulation) -> None:
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    assert_problem(await life.try_task_command("supervisor", "release"), 409, "task_held_by_another")
    assert_problem(await life.try_task_command("rival", "release", override=True), 403, "not_a_supervisor")
    await life.task_command("supervisor", "release", override=True)
    (released,) = await life.past_events("task_released")
    assert released.details["overridden"]
    assert (released.by and released.by.name) == "Венера Қасымова"


async def test_the_head_of_the_region_reaches_in_and_that_of_another_sees_nothing(
    simulation: Simulation,
) -> None:
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    for who in ("far_head", "stranger", "officer"):
        assert_problem(
            await life.try_task_command(who, "complete", outcome="explained", override=True), 404, "not_found"
        )
        assert_problem(await simulation.harness.get(who, life.path), 404, "not_found")
    refused = await life.try_task_command("head", "complete", outcome="explained", override=True)
    assert_problem(refused, 409, "not_competent_to_decide")  # in the name of another body
    freed = await life.task_command("head", "release", override=True)
    assert freed["state"] == "ready"
    (released,) = await life.past_events("task_released")
    assert (released.by and released.by.role) == "head"


async def test_the_work_of_one_who_has_left_returns_to_the_group(simulation: Simulation) -> None:
    await simulation.add_person("leaver", "reception-61", "clerk")
    life = await simulation.register()
    held = await life.task_command("leaver", "claim")
    path = f"/v1/people/{held['holder']}"
    headers = simulation.harness.auth_headers("operator")
    assert (
        await simulation.harness.http.patch(path, json={"active": False}, headers=headers)
    ).status_code == 200
    assert_problem(
        await life.try_task_command("leaver", "complete", outcome="explained"), 401, "unauthenticated"
    )
    await simulation.advance_to(simulation.on_workday(2))
    assert (await life.task())["state"] == "ready"
