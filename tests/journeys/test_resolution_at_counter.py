"""Resolution at the counter: the applicant leaves with an answer, and no clock is left running."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from temporalio.service import RPCError

from api.openapi.request_examples import REQUEST_EXAMPLES
from tests.support.api.problems import assert_problem
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

SETTLED = {"outcome": "explained", "text": "Кезекке қалай тұру керегі түсіндірілді."}


async def settled(simulation: Simulation, ago: timedelta) -> HttpAppeal:
    """Settle an appeal at the counter some time *ago*, and come back to the present."""
    now = datetime.now(UTC)
    simulation.clock.move_to(now - ago)
    life = HttpAppeal(simulation.harness, await simulation.harness.register(intake_resolution=SETTLED))
    simulation.clock.move_to(now)
    return life


async def test_one_call_registers_and_settles_and_leaves_no_clock(simulation: Simulation) -> None:
    life = await settled(simulation, timedelta())
    assert (life.talon["status"], life.talon["statutory_due_at"]) == ("closed", None)
    timeline = await life.timeline()
    assert [each.event for each in timeline.past] == [
        *("registered", "task_opened", "task_claimed", "task_completed", "decided", "closed")
    ]
    assert {each.occurred_at for each in timeline.past} == {timeline.past[0].occurred_at}
    assert timeline.future == []
    assert (await life.read_clocks()).running_clocks == []
    with pytest.raises(RPCError, match="not found"):
        await life.handle.describe()
    async with simulation.harness.engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM outbox")) == 0


async def test_counter_resolution_keeps_its_answer_and_has_no_holder(simulation: Simulation) -> None:
    life = await settled(simulation, timedelta())
    (completed,) = await life.past_events("task_completed")
    assert completed.text == SETTLED["text"]
    assert (completed.by and completed.by.name) == "Айгүл Серікова"
    inbox = (await simulation.harness.get("clerk", "/v1/tasks")).json()["items"]
    assert inbox == []
    assert_problem(await life.try_task_command("clerk", "claim"), 409, "appeal_closed")


@pytest.mark.law("АППК 64(1)")
@pytest.mark.parametrize(
    ("fields", "article"), [({"kind": "complaint"}, "АППК 91(4)"), ({"danger": "crime"}, "АППК 64(7-2)")]
)
async def test_what_goes_to_others_at_once_is_taken_in_but_not_settled(
    simulation: Simulation, fields: dict[str, str], article: str
) -> None:
    body = REQUEST_EXAMPLES["register_appeal"] | fields
    answer = await simulation.harness.post("clerk", "/v1/appeals", body | {"intake_resolution": SETTLED})
    refused = assert_problem(answer, 422, "intake_resolution_not_allowed")
    assert refused["parameters"] == {"article": article}
    assert [each["field"] for each in refused["errors"]] == ["intake_resolution"]
    assert "intake_resolution" in refused["suggested_action"]
    assert (await simulation.harness.post("clerk", "/v1/appeals", body)).status_code == 201


async def test_within_the_policys_time_it_is_taken_up_again_in_a_workflow_of_its_own(
    simulation: Simulation,
) -> None:
    life = await settled(simulation, timedelta(days=20))
    opened = await life.citizen_request("reopen", text="Жауап дұрыс емес.")
    assert (opened.status_code, opened.json()["status"]) == (200, "in_progress")
    assert await simulation.harness.appeals.is_running(life.number)
    assert (await life.read())["reopenings"] == 1
    await life.task_command("rival", "claim")
    await life.task_command("rival", "complete", outcome="resolved")
    story = await life.past_events("closed", "reopened")
    assert [each.details.get("outcome") for each in story] == ["explained", None, "resolved"]
    assert story[1].text == "Жауап дұрыс емес."


async def test_after_the_policys_time_it_stays_closed(simulation: Simulation) -> None:
    life = await settled(simulation, timedelta(days=45))
    refused = await life.citizen_request("reopen", text="Енді есіме түсті.")
    assert_problem(refused, 409, "term_expired")
    assert (await life.read())["status"] == "closed"
    assert not await simulation.harness.appeals.is_running(life.number)
