"""The time to complain: it begins when the applicant is told of the end, of three months, or of six if the
act does not tell how."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.worktime.terms import Term
from runtime.background.reconciler import Sweeper
from tests.journeys.world import Life, World, soon

REFUSED = {
    "outcome": "refused",
    "ground": "no_right",
    "text": "Құқығыңыз жоқ.",
    "hearing_exception": "applicant_asks",
}
A_LITTLE = timedelta(minutes=2)


async def refused(world: World, **said: Any) -> Life:
    """Tell of an appeal that was refused, of which the applicant is still to be told."""
    life = await world.registered()
    await life.do("clerk", "claim")
    done = await life.do("clerk", "complete", **REFUSED, **said)
    assert done["complain_until"] is None
    return life


def until_when(view: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(view["complain_until"])


@pytest.mark.law("АППК 92(1)")
@pytest.mark.law("АППК 92(1-1)")
@pytest.mark.law("АППК 80(5)")
@pytest.mark.parametrize(("remedies", "term", "months"), [(True, "3mo", 3), (False, "6mo", 6)])
async def test_it_ends_to_the_minute(world: World, term: str, months: int, *, remedies: bool) -> None:
    life = await refused(world, remedies=remedies)
    await world.until(world.day(2))
    await life.told()
    until = until_when(await life.seen())
    assert until == world.house.needs.calendar.after(world.day(2), Term.parse(term))
    assert (until.month - world.day(2).month) % 12 == months
    await world.until(until - A_LITTLE)
    assert await life.past("window_closed") == []
    assert await world.house.appeals.is_running(life.id)
    await world.until(until + A_LITTLE)
    (closed,) = await life.past("window_closed")
    assert soon(closed.at) == until
    assert not await world.house.appeals.is_running(life.id)
    assert (await life.seen())["complain_until"] is None


@pytest.mark.law("АППК 80(5)")
async def test_what_follows_from_an_act_that_does_not_tell_how_is_said_everywhere(world: World) -> None:
    life = await refused(world, remedies=False)
    await life.told()
    seen = await life.seen()
    until = until_when(seen)
    assert seen["verdict"]["remedies"] is False
    assert until == world.house.needs.calendar.after(world.day(0), Term.parse("6mo"))
    citizen = (await life.citizen()).json()
    assert until_when(citizen) == until
    assert "алғаннан кейін 6 ай ішінде" in citizen["notices"][-1]["text"]
    assert "АППК 92(1-1)" in citizen["notices"][-1]["text"]
    (decided,) = await life.past("decided")
    assert decided.details["remedies"] is False
    (coming,) = (await life.timeline()).future
    assert (coming.event, coming.at) == ("window_closed", until)


async def test_help_that_was_granted_leaves_no_time_to_complain(world: World) -> None:
    life = await world.registered(topic="housing-repair")
    await life.do("clerk", "claim")
    done = await life.do("clerk", "complete", outcome="resolved", text="Шешілді.")
    assert done["complain_until"] is None
    await life.told()
    assert (await life.seen())["complain_until"] is None
    assert not await world.house.appeals.is_running(life.id)


@pytest.mark.law("АППК 92(1)")
@pytest.mark.law("АППК 77(2)")
async def test_no_time_to_complain_runs_while_nobody_has_told_the_applicant(world: World) -> None:
    life = await refused(world)
    await world.until(world.day(90))
    seen = await life.seen()
    assert (seen["status"], seen["complain_until"]) == ("closed", None)
    assert await life.past("window_closed") == []
    assert await life.past("escalated") != []
    await life.told()
    until = until_when((await life.citizen()).json())
    assert until == world.house.needs.calendar.after(world.day(90), Term.parse("3mo"))


@pytest.mark.law("АППК 70(3)")
@pytest.mark.law("АППК 70(4)")
async def test_that_a_procedure_has_ended_may_be_complained_of_from_its_notice(world: World) -> None:
    withdrawn, terminated = await world.registered(), await world.registered()
    await withdrawn.citizen("withdrawal", text="Мәселем шешілді.")
    await terminated.do("clerk", "claim")
    await terminated.do("clerk", "complete", outcome="terminated", ground="court_act", text="Сот шешті.")
    await world.until(world.day(3))
    for life in (withdrawn, terminated):
        assert (await life.seen())["complain_until"] is None
        await life.told()
        until = until_when(await life.seen())
        assert until == world.house.needs.calendar.after(world.day(3), Term.parse("3mo"))
        assert "3 ай ішінде" in (await life.citizen()).json()["notices"][-1]["text"]


async def test_what_is_taken_up_again_may_be_complained_of_when_it_is_decided_again(world: World) -> None:
    life = await refused(world)
    await life.told()
    await world.until(world.day(5))
    await life.ask("clerk", "reopening", text="Жаңа құжат бар.")
    assert (await life.seen())["complain_until"] is None
    await life.do("clerk", "claim")
    await life.do("clerk", "complete", **REFUSED, remedies=False)
    await life.told()
    until = until_when(await life.seen())
    assert until == world.house.needs.calendar.after(world.day(5), Term.parse("6mo"))
    await world.until(until + A_LITTLE)
    assert len(await life.past("window_closed")) == 1


async def settled(world: World, **said: Any) -> Life:
    """Refuse an appeal at the counter, in the same visit, and wait until its workflow keeps time."""
    talon = await world.house.register(here_and_now={**REFUSED, **said})
    life = Life(world, talon)
    while not await world.house.appeals.is_running(life.id):
        pass
    return await world.joined(talon)


@pytest.mark.law("АППК 92(1)")
async def test_what_was_refused_at_the_counter_may_be_complained_of_as_long(world: World) -> None:
    life = await settled(world)
    assert life.talon["status"] == "closed"
    until = until_when(await life.seen())
    assert until == world.house.needs.calendar.after(world.day(0), Term.parse("3mo"))
    await world.until(until + A_LITTLE)
    assert len(await life.past("window_closed")) == 1


async def test_a_closed_appeal_whose_workflow_is_lost_is_looked_after_until_then(world: World) -> None:
    life = await refused(world)
    await life.told()
    until = until_when(await life.seen())
    await life.handle.terminate()
    sweeper = Sweeper(world.house.engine, world.house.appeals)
    assert await sweeper.sweep_all() == 1
    assert await sweeper.sweep_all() == 0
    await world.until(until + A_LITTLE)
    assert len(await life.past("window_closed")) == 1
    assert await sweeper.sweep_all() == 0
