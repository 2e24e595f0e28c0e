"""A request to the citizen stops the step's clocks until the answer, and never the statutory ones."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from domain import commands as c
from domain.identity.people import Role
from domain.projections.time_ledger.spans import whole_second
from schemas.wire.messages import CommandMessage
from tests.support.journeys.http_appeal import HttpAppeal
from tests.support.journeys.simulation import Simulation

ANSWER = "Алты адам."
STEP_DAYS = 2  # of the counter in the country's policy
TIMED_EVENTS = ("warned", "breached", "escalated", "lease_lapsed", "step_lapsed")


async def asked(simulation: Simulation) -> HttpAppeal:
    """Ask the citizen at eleven on day 0."""
    life = await simulation.register()
    await life.task_command("clerk", "claim")
    await simulation.advance_to(simulation.on_workday(0, 11))
    task = await life.task_command("clerk", "request-information", text="Отбасында неше адам?")
    assert task["due_at"] is None
    return life


async def due(life: HttpAppeal) -> datetime:
    return datetime.fromisoformat((await life.read())["statutory_due_at"])


async def step_due(life: HttpAppeal) -> datetime:
    return datetime.fromisoformat((await life.task())["due_at"])


async def by_the_clerk(life: HttpAppeal) -> None:
    await life.appeal_command("clerk", "provide-information", text=ANSWER)


async def by_the_citizen(life: HttpAppeal) -> None:
    question = (await life.citizen_request()).json()["question"]
    answer = await life.citizen_request("provide-information", text=ANSWER, question=question)
    assert (answer.status_code, answer.json()["status"]) == (200, "in_progress")


async def by_a_signal(life: HttpAppeal) -> None:
    answer = c.ProvideInformation(life.harness.people["clerk"], await life.store_text(ANSWER))
    await life.handle.signal("provide-information", CommandMessage(command_id=uuid4(), command=answer))
    while (await life.read())["status"] != "in_progress":
        await asyncio.sleep(0.05)


@pytest.mark.law("АППК 76(3)")
@pytest.mark.parametrize("answered", [by_the_clerk, by_the_citizen, by_a_signal])
async def test_an_answer_wakes_the_appeal_and_the_wait_has_moved_the_step_but_not_the_term(
    simulation: Simulation, answered: Callable[[HttpAppeal], Awaitable[None]]
) -> None:
    life = await asked(simulation)
    assert (await life.read())["status"] == "awaiting_information"
    assert await due(life) == simulation.on_workday(15, 18, 30)
    await simulation.advance_to(simulation.on_workday(5))
    assert await life.past_events(*TIMED_EVENTS) == []
    await answered(life)
    question, answer = await life.past_events("information_requested", "information_provided")
    calendar = simulation.harness.dependencies.calendar
    paused = calendar.working_time_between(question.occurred_at, answer.occurred_at)
    assert await due(life) == simulation.on_workday(15, 18, 30)
    assert await step_due(life) == calendar.add_working_time(simulation.on_workday(STEP_DAYS, 18, 30), paused)
    clocks = await life.read_clocks()
    asked_at, answered_at = whole_second(question.occurred_at), whole_second(answer.occurred_at)
    assert clocks.spent.paused == calendar.working_time_between(asked_at, answered_at)
    assert [each.statutory_clock_paused for each in clocks.pauses] == [False]
    assert await life.past_events(*TIMED_EVENTS) == []


async def test_the_citizens_words_are_kept_for_colleagues(simulation: Simulation) -> None:
    life = await asked(simulation)
    await by_the_citizen(life)
    question, answer = await life.past_events("information_requested", "information_provided")
    assert (question.text, answer.text) == ("Отбасында неше адам?", ANSWER)
    assert (answer.by and answer.by.role) == Role.CITIZEN


async def test_the_appeal_can_be_taken_back_while_it_waits(simulation: Simulation) -> None:
    life = await asked(simulation)
    answer = await life.citizen_request("withdraw", text="Керек емес.")
    assert (answer.json()["status"], answer.json()["outcome"]) == ("closed", "withdrawn")
    owed = await life.task("duty")  # only the notice of the end
    assert {each.task for each in (await life.read_clocks()).running_clocks} == {UUID(owed["id"])}


@pytest.mark.law("АППК 76(3)")
async def test_question_that_is_recorded_a_day_later_pauses_the_step_from_its_own_day(
    simulation: Simulation,
) -> None:
    life = await simulation.register()
    await simulation.advance_to(simulation.on_workday(1, 11))
    await life.task_command("clerk", "claim")
    asked_on = {"date": simulation.on_workday(0).date().isoformat(), "reason": "Байланыс болған жоқ."}
    await life.task_command("clerk", "request-information", text="Неше адам?", happened_on=asked_on)
    await life.appeal_command("clerk", "provide-information", text=ANSWER)
    calendar = simulation.harness.dependencies.calendar
    (answer,) = await life.past_events("information_provided")
    paused = calendar.working_time_between(simulation.on_workday(0, 18, 30), answer.occurred_at)
    assert paused > timedelta(0)
    assert await step_due(life) == calendar.add_working_time(simulation.on_workday(STEP_DAYS, 18, 30), paused)
    assert await due(life) == simulation.on_workday(15, 18, 30)
