"""Here and now: most people leave the counter with their answer, and nothing is left that could be late."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from temporalio.service import RPCError

from api.openapi.request_examples import REQUESTS
from domain.projections.time_ledger.spans import Whose
from tests.api.test_edge import check
from tests.journeys.world import Life, World

SETTLED = {"outcome": "explained", "text": "Кезекке қалай тұру керегі түсіндірілді."}


async def settled(world: World, ago: timedelta) -> Life:
    """Settle an appeal at the counter some time *ago*, and come back to the present."""
    now = datetime.now(UTC)
    world.clock.put(now - ago)
    life = Life(world, await world.house.register(here_and_now=SETTLED))
    world.clock.put(now)
    return life


async def test_one_call_registers_and_settles_and_leaves_no_clock(world: World) -> None:
    life = await settled(world, timedelta())
    assert (life.talon["status"], life.talon["statutory_due"]) == ("closed", None)
    told = await life.timeline()
    assert [each.event for each in told.past] == [
        *("registered", "task_opened", "task_claimed", "task_completed", "decided", "closed")
    ]
    assert {each.at for each in told.past} == {told.past[0].at}
    assert told.future == []
    assert (await life.clocks()).running == []
    with pytest.raises(RPCError, match="not found"):
        await life.handle.describe()
    async with world.house.engine.connect() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM outbox")) == 0


async def test_it_is_read_back_with_its_answer_and_nobody_holds_it(world: World) -> None:
    life = await settled(world, timedelta())
    (completed,) = await life.past("task_completed")
    assert completed.text == SETTLED["text"]
    assert (completed.by and completed.by.name) == "Айгүл Серікова"
    inbox = (await world.house.get("clerk", "/v1/tasks")).json()["items"]
    assert inbox == []
    check(await life.try_("clerk", "claim"), 409, "appeal_closed")


@pytest.mark.law("АППК 64(1)")
@pytest.mark.parametrize(
    ("told", "article"), [({"kind": "complaint"}, "АППК 91(4)"), ({"danger": "crime"}, "АППК 64(7-2)")]
)
async def test_what_goes_to_others_at_once_is_taken_in_but_not_settled(
    world: World, told: dict[str, str], article: str
) -> None:
    body = REQUESTS["register_appeal"] | told
    answer = await world.house.post("clerk", "/v1/appeals", body | {"here_and_now": SETTLED})
    refused = check(answer, 422, "not_here_and_now")
    assert refused["facts"] == {"article": article}
    assert [each["field"] for each in refused["errors"]] == ["here_and_now"]
    assert "here_and_now" in refused["what_next"]
    assert (await world.house.post("clerk", "/v1/appeals", body)).status_code == 201


async def test_within_the_policys_time_it_is_taken_up_again_in_a_workflow_of_its_own(world: World) -> None:
    life = await settled(world, timedelta(days=20))
    opened = await life.citizen("reopening", text="Жауап дұрыс емес.")
    assert (opened.status_code, opened.json()["status"]) == (200, "in_work")
    assert await world.house.appeals.is_running(life.id)
    assert (await life.seen())["reopenings"] == 1
    await life.do("rival", "claim")
    await life.do("rival", "complete", outcome="resolved")
    story = await life.past("closed", "reopened")
    assert [each.details.get("outcome") for each in story] == ["explained", None, "resolved"]
    assert story[1].text == "Жауап дұрыс емес."


async def test_the_time_between_belongs_to_nobody(world: World) -> None:
    life = await settled(world, timedelta(days=20))
    await life.citizen("reopening", text="Жауап дұрыс емес.")
    totals = {each.owner.whose: each.spent.elapsed for each in (await life.clocks()).totals}
    assert timedelta(days=20) <= totals[Whose.NOBODY] < timedelta(days=20, minutes=1)


async def test_after_the_policys_time_it_stays_closed(world: World) -> None:
    life = await settled(world, timedelta(days=45))
    refused = await life.citizen("reopening", text="Енді есіме түсті.")
    check(refused, 409, "too_late")
    assert (await life.seen())["status"] == "closed"
    assert not await world.house.appeals.is_running(life.id)


async def test_it_is_reopened_only_as_often_as_the_policy_allows(world: World) -> None:
    life = await settled(world, timedelta(days=1))
    for number in (1, 2, 3):
        opened = await life.citizen("reopening", text="Тағы да.")
        assert opened.json()["reopenings"] == number, opened.text
        await life.ask("clerk", "withdrawal", text="Жарайды.")
    problem = check(await life.citizen("reopening", text="Тағы да."), 409, "limit_reached")
    assert problem["facts"]["limit"] == "3"
