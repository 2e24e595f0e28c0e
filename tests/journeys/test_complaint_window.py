"""The complaint window begins with the notice of the end; it doubles to six months without instructions."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.worktime.terms import Term
from runtime.background.reconciler import Reconciler
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

REFUSED = {
    "outcome": "refused",
    "ground": "no_right",
    "text": "Құқығыңыз жоқ.",
    "hearing_exception": "applicant_request",
}
A_LITTLE = timedelta(minutes=2)


def end_of_term(simulation: Simulation, start: datetime, term: Term) -> datetime:
    """Return the end of a term of the applicant: 24:00 of its last day."""
    calendar = simulation.harness.dependencies.calendar
    return calendar.end_of_day(calendar.add_term(start, term))


async def refused(simulation: Simulation, **fields: Any) -> HttpAppeal:
    """Return a refused appeal whose applicant is still to be notified."""
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    done = await life.task_command("clerk", "complete", **REFUSED, **fields)
    assert done["complain_until"] is None
    return life


def until_when(view: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(view["complain_until"])


@pytest.mark.law("АППК 92(1)")
async def test_it_ends_to_the_minute(simulation: Simulation) -> None:
    life = await refused(simulation)
    await simulation.advance_to(simulation.on_workday(2))
    await life.complete_due_notices()
    until = until_when(await life.read())
    assert until == end_of_term(simulation, simulation.on_workday(2), Term.parse("3mo"))
    assert (until.month - simulation.on_workday(2).month) % 12 == 3
    await simulation.advance_to(until - A_LITTLE)
    assert await life.past_events("complaint_window_closed") == []
    assert await simulation.harness.appeals.is_running(life.number)
    await simulation.advance_to(until + A_LITTLE)
    (closed,) = await life.past_events("complaint_window_closed")
    assert timedelta() <= closed.occurred_at - until < A_LITTLE
    assert not await simulation.harness.appeals.is_running(life.number)
    assert (await life.read())["complain_until"] is None


@pytest.mark.law("АППК 80(5)")
@pytest.mark.law("АППК 92(1-1)")
async def test_missing_remedy_instruction_is_shown_everywhere(
    simulation: Simulation,
) -> None:
    life = await refused(simulation, remedies_stated=False)
    await life.complete_due_notices()
    seen = await life.read()
    until = until_when(seen)
    assert seen["decision"]["remedies_stated"] is False
    assert until == end_of_term(simulation, simulation.on_workday(0), Term.parse("6mo"))
    citizen = (await life.citizen_request()).json()
    assert until_when(citizen) == until
    assert "алғаннан кейін 6 ай ішінде" in citizen["notices"][-1]["text"]
    assert "АППК 92(1-1)" in citizen["notices"][-1]["text"]
    (decided,) = await life.past_events("decided")
    assert decided.details["remedies_stated"] is False
    (coming,) = (await life.timeline()).future
    assert (coming.event, coming.expected_at) == ("complaint_window_closed", until)


async def settled(simulation: Simulation, **fields: Any) -> HttpAppeal:
    """Refuse an appeal at the counter, in the same visit, and wait until its workflow keeps time."""
    talon = await simulation.harness.register(intake_resolution={**REFUSED, **fields})
    life = HttpAppeal(simulation.harness, talon)
    while not await simulation.harness.appeals.is_running(life.number):
        pass
    return await simulation.follow(talon)


@pytest.mark.law("АППК 92(1)")
async def test_what_was_refused_at_the_counter_may_be_complained_of_as_long(simulation: Simulation) -> None:
    life = await settled(simulation)
    assert life.talon["status"] == "closed"
    until = until_when(await life.read())
    assert until == end_of_term(simulation, simulation.on_workday(0), Term.parse("3mo"))
    await simulation.advance_to(until + A_LITTLE)
    assert len(await life.past_events("complaint_window_closed")) == 1


async def test_a_closed_appeal_whose_workflow_is_lost_is_looked_after_until_then(
    simulation: Simulation,
) -> None:
    life = await refused(simulation)
    await life.complete_due_notices()
    until = until_when(await life.read())
    await life.handle.terminate()
    job = Reconciler(simulation.harness.engine, simulation.harness.appeals)
    assert await job.reconcile_all() == 1
    assert await job.reconcile_all() == 0
    await simulation.advance_to(until + A_LITTLE)
    assert len(await life.past_events("complaint_window_closed")) == 1
    assert await job.reconcile_all() == 0
