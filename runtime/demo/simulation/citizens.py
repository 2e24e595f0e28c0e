"""What citizens do after intake, identified by their tracking code."""

import asyncio
from typing import Any

from domain.state.appeal import Status
from runtime.demo.simulation.scenarios import Incident, PlannedOutcome
from runtime.demo.simulation.session import IssuedTalon, Session, new_idempotency_key

RECEIPT_DELAY_SECONDS = 2.0


async def send_citizen_message(
    session: Session, talon: IssuedTalon, what: str, words: str, **body: Any
) -> None:
    """Send a command of the citizen of *talon*."""
    api = session.employees[0].api.with_tracking_code(talon.tracking_code)
    body["text"] = session.reply_text(talon, words)
    answer = await api.post(f"/v1/appeals/{talon.appeal}/{what}", body, new_idempotency_key())
    if answer.is_success:
        session.verb_counts[what] += 1
        session.log(f"{talon.number}  the citizen: {what}")
    else:
        session.log_refusal("the citizen", talon, what, answer)


async def respond_to_outcome(session: Session, talon: IssuedTalon, outcome: str) -> None:
    """Confirm that the help has arrived, or request reopening, as the scenario plans."""
    await asyncio.sleep(RECEIPT_DELAY_SECONDS)
    scenario = talon.scenario
    if outcome == "explained" and scenario.planned_outcome is PlannedOutcome.SOLVED:
        await send_citizen_message(session, talon, "reopen", "reopened")
    elif outcome == "resolved" and scenario.incident is not Incident.LATE_RECEIPT:
        api = session.employees[0].api.with_tracking_code(talon.tracking_code)
        seen = await api.get(f"/v1/appeals/{talon.appeal}")
        if seen.is_success and seen.body["status"] == Status.AWAITING_RECEIPT:
            await send_citizen_message(session, talon, "confirm-receipt", "received", received=True)
