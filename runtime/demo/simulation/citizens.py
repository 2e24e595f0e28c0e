"""What citizens say after they have been to the counter: by their tracking code, by any channel."""

import asyncio
from typing import Any

from domain.state.appeal import Status
from runtime.demo.simulation.scenarios import Incident, PlannedOutcome
from runtime.demo.simulation.session import IssuedTalon, Session, new_idempotency_key

RECEIPT_DELAY_SECONDS = 2.0


async def send_citizen_message(play: Session, talon: IssuedTalon, what: str, words: str, **body: Any) -> None:
    """Let the citizen of *talon* say something about the appeal."""
    door = play.employees[0].api.with_tracking_code(talon.tracking_code)
    body["text"] = play.reply_text(talon, words)
    answer = await door.post(f"/v1/appeals/{talon.appeal}/{what}", body, new_idempotency_key())
    if answer.is_success:
        play.verb_counts[what] += 1
        play.log(f"{talon.number}  the citizen: {what}")
    else:
        play.log_refusal("the citizen", talon, what, answer)


async def respond_to_outcome(play: Session, talon: IssuedTalon, outcome: str) -> None:
    """Let the citizen say what became of it: that the help has arrived, or that it has not helped."""
    await asyncio.sleep(RECEIPT_DELAY_SECONDS)
    story = talon.scenario
    if outcome == "explained" and story.planned_outcome is PlannedOutcome.SOLVED:
        await send_citizen_message(play, talon, "reopen", "reopened")
    elif outcome == "resolved" and story.incident is not Incident.LATE_RECEIPT:
        door = play.employees[0].api.with_tracking_code(talon.tracking_code)
        seen = await door.get(f"/v1/appeals/{talon.appeal}")
        if seen.is_success and seen.body["status"] == Status.AWAITING_RECEIPT:
            await send_citizen_message(play, talon, "confirm-receipt", "received", received=True)
