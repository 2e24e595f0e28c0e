"""Intake of the simulated appeals, spread over time."""

import asyncio
import time
from typing import Any

from domain.identity.people import Role
from runtime.demo.simulation.scenarios import PlannedOutcome, Scenario
from runtime.demo.simulation.session import Employee, IssuedTalon, Session, new_idempotency_key
from runtime.demo.simulation.staff import REGION
from runtime.errors import ActionableError

MAX_CONCURRENT = 4


async def submit_appeals(session: Session, scenarios: list[Scenario], seconds: float) -> None:
    """Submit the appeals of *scenarios* over *seconds*; later if the intake is slow."""
    busy = asyncio.Semaphore(MAX_CONCURRENT)
    pace = seconds / max(len(scenarios), 1)
    for scenario in scenarios:
        await asyncio.sleep(max(0.0, session.started_at + pace * scenario.number - time.monotonic()))
        await busy.acquire()
        session.spawn(_submit(session, scenario, busy))


async def _submit(session: Session, scenario: Scenario, busy: asyncio.Semaphore) -> None:
    try:
        clerk = _available_clerk(session, scenario)
        answer = await clerk.api.post("/v1/appeals", _intake_body(session, scenario), new_idempotency_key())
    finally:
        busy.release()
    if not answer.is_success:
        raise ActionableError(
            f"no talon for letter {scenario.number}: {answer.body.get('detail', answer.problem_code)}"
        )
    registered = answer.body
    talon = IssuedTalon(registered["id"], registered["number"], registered["tracking_code"], scenario)
    session.add_talon(talon)
    session.verb_counts["settled at once" if scenario.decided_at_counter else "registered"] += 1
    session.log(f"{talon.number}  {clerk.name} ({clerk.organisation}) registers it: {scenario.letter.topic}")


def _available_clerk(session: Session, scenario: Scenario) -> Employee:
    """Return the clerk who registers the appeal."""
    clerks = [
        each
        for each in session.employees
        if each.organisation == scenario.reception and each.role is Role.CLERK
    ]
    return clerks[scenario.number % len(clerks)]


def _intake_body(session: Session, scenario: Scenario) -> dict[str, Any]:
    form = {
        "channel": scenario.channel,
        "language": scenario.letter.language,
        "region": REGION,
        "reception": scenario.reception,
        "topic": scenario.letter.topic,
        "text": scenario.text,
        "applicant": scenario.applicant,
    }
    if scenario.decided_at_counter:
        outcome = "resolved" if scenario.planned_outcome is PlannedOutcome.SOLVED else "explained"
        text = session.sample.replies[scenario.letter.language][outcome]
        form["intake_resolution"] = {"outcome": outcome, "text": text}
    return form
