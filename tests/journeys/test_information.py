"""The citizen is asked: the step's clocks stop, by whatever channel the answer comes; the law's go on."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from domain import commands as c
from domain.identity.people import Person, Role
from schemas.wire.messages import Given
from tests.api.test_edge import check
from tests.journeys.world import Life, World, soon

ANSWER = "Алты адам."
STEP_DAYS = 2  # of the counter in the country's policy
TIME_SPOKE = ("warned", "breached", "escalated", "lease_lapsed", "step_lapsed")


async def asked(world: World, **changes: str) -> Life:
    """Ask the citizen at eleven on day 0."""
    life = await world.registered(**changes)
    await life.do("clerk", "claim")
    await world.until(world.day(0, 11))
    task = await life.do("clerk", "request-information", text="Отбасында неше адам?")
    assert task["due"] is None
    return life


async def due(life: Life) -> datetime:
    return datetime.fromisoformat((await life.seen())["statute_due"])


async def step_due(life: Life) -> datetime:
    return datetime.fromisoformat((await life.task())["due"])


async def by_the_clerk(life: Life) -> None:
    await life.ask("clerk", "information", text=ANSWER)


async def by_the_citizen(life: Life) -> None:
    answer = await life.citizen("information", text=ANSWER)
    assert (answer.status_code, answer.json()["status"]) == (200, "in_work")


async def by_an_integrators_signal(life: Life) -> None:
    by = Person(uuid4(), "coordination-desk", Role.INTEGRATOR)
    await life.handle.signal("provide-information", Given(id=uuid4(), command=c.ProvideInformation(by)))
    while (await life.seen())["status"] != "in_work":
        await asyncio.sleep(0.05)


@pytest.mark.law("АППК 76(3)")
@pytest.mark.parametrize("answered", [by_the_clerk, by_the_citizen, by_an_integrators_signal])
async def test_an_answer_wakes_the_appeal_and_the_wait_has_moved_the_step_but_not_the_term(
    world: World, answered: Callable[[Life], Awaitable[None]]
) -> None:
    life = await asked(world)
    assert (await life.seen())["status"] == "awaiting_information"
    assert await due(life) == world.day(15, 18, 30)
    await world.until(world.day(5))
    assert await life.past(*TIME_SPOKE) == []
    await answered(life)
    question, answer = await life.past("information_requested", "information_provided")
    calendar = world.house.needs.calendar
    paused = calendar.worked(question.at, answer.at)
    assert await due(life) == world.day(15, 18, 30)
    assert await step_due(life) == calendar.advance(world.day(STEP_DAYS, 18, 30), paused)
    clocks = await life.clocks()
    assert clocks.spent.paused == paused
    assert [each.statute for each in clocks.pauses] == [False]
    assert await life.past(*TIME_SPOKE) == []


async def test_the_citizens_words_are_kept_for_colleagues(world: World) -> None:
    life = await asked(world)
    await by_the_citizen(life)
    question, answer = await life.past("information_requested", "information_provided")
    assert (question.text, answer.text) == ("Отбасында неше адам?", ANSWER)
    assert (answer.by and answer.by.role) == Role.CITIZEN


async def test_without_an_answer_the_clocks_go_on_after_the_longest_wait(world: World) -> None:
    life = await asked(world)
    await world.until(world.day(10, 19))
    question, lapsed = await life.past("information_requested", "information_wait_lapsed")
    assert soon(lapsed.at) == world.day(10, 18, 30)
    calendar = world.house.needs.calendar
    paused = calendar.worked(question.at, world.day(10, 18, 30))
    assert await due(life) == world.day(15, 18, 30)
    assert await step_due(life) == calendar.advance(world.day(STEP_DAYS, 18, 30), paused)
    assert (await life.clocks()).spent.paused == paused
    assert (await life.task())["state"] == "claimed"


async def test_an_answer_after_the_wait_is_kept_and_moves_nothing(world: World) -> None:
    life = await asked(world)
    await world.until(world.day(11))
    before = await due(life), await step_due(life)
    await by_the_citizen(life)
    assert (await due(life), await step_due(life)) == before
    assert (await life.past("information_provided"))[0].text == ANSWER


@pytest.mark.law("АППК 91(2)")
async def test_a_term_that_ends_while_the_answer_is_awaited_is_a_refusal_and_the_ladder_is_climbed(
    world: World,
) -> None:
    life, ended = await asked(world, kind="media_inquiry"), world.day(7, 18, 30)
    await world.until(world.day(7, 18, 32))
    (refused,) = await life.past("deemed_refused")
    seen = await life.seen()
    assert (seen["status"], datetime.fromisoformat(seen["refused_at"])) == ("awaiting_information", ended)
    assert (soon(refused.at), (await life.task("duty"))["rule"]) == (ended, "silence")
    await world.until(world.day(9, 10))
    called = [each for each in await life.past("escalated") if each.details["clock"] == "statute"]
    assert called[0].details["to"] == "supervisor"
    await by_the_citizen(life)
    seen = await life.seen()
    assert (datetime.fromisoformat(seen["refused_at"]), await due(life)) == (ended, ended)
    assert [each.late for each in (await life.clocks()).stretches if each.owner.whose == "citizen"] == [
        False,
        True,
    ]


@pytest.mark.law("АППК 76(3)")
async def test_the_term_is_extended_while_the_answer_is_awaited(world: World) -> None:
    life = await asked(world)
    await life.ask("supervisor", "extension", term="5wd", text="Жауап күтілуде.")
    assert (await life.seen())["status"] == "awaiting_information"
    assert await due(life) == world.day(20, 18, 30)


async def test_nobody_is_asked_more_often_than_the_policy_allows(world: World) -> None:
    life = await world.registered()
    await life.do("clerk", "claim")
    for number in range(3):
        await world.until(world.day(0, 11 + number))
        await life.do("clerk", "request-information", text="Тағы бір анықтама.")
        again = check(await life.try_("clerk", "request-information", text="Және?"), 409, "not_now")
        assert again["facts"]["article"] == "АППК 76(3)"
        await by_the_citizen(life)
    problem = check(await life.try_("clerk", "request-information", text="Төртінші."), 409, "limit_reached")
    assert problem["facts"]["limit"] == "3"


async def test_the_appeal_can_be_taken_back_while_it_waits(world: World) -> None:
    life = await asked(world)
    answer = await life.citizen("withdrawal", text="Керек емес.")
    assert (answer.json()["status"], answer.json()["outcome"]) == ("closed", "withdrawn")
    owed = await life.task("duty")  # only that the citizen is told of the end
    assert {each.task for each in (await life.clocks()).running} == {UUID(owed["id"])}
