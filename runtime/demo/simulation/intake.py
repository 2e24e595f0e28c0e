"""The counter: people come one after another, and each goes away with a talon."""

import asyncio
import time
from typing import Any

from domain.identity.people import Role
from runtime.demo.simulation.scenarios import PlannedOutcome, Scenario
from runtime.demo.simulation.session import Employee, IssuedTalon, Session, new_idempotency_key
from runtime.demo.simulation.staff import REGION
from runtime.errors import ActionableError

MAX_CONCURRENT = 4


async def submit_appeals(play: Session, stories: list[Scenario], seconds: float) -> None:
    """Let everybody of *stories* come, spread over *seconds*; later where the counter is busy."""
    busy = asyncio.Semaphore(MAX_CONCURRENT)
    pace = seconds / max(len(stories), 1)
    for story in stories:
        await asyncio.sleep(max(0.0, play.started_at + pace * story.number - time.monotonic()))
        await busy.acquire()
        play.spawn(_submit(play, story, busy))


async def _submit(play: Session, story: Scenario, busy: asyncio.Semaphore) -> None:
    try:
        clerk = _available_clerk(play, story)
        answer = await clerk.api.post("/v1/appeals", _intake_body(play, story), new_idempotency_key())
    finally:
        busy.release()
    if not answer.is_success:
        raise ActionableError(
            f"no talon for letter {story.number}: {answer.body.get('detail', answer.problem_code)}"
        )
    given = answer.body
    talon = IssuedTalon(given["id"], given["number"], given["tracking_code"], story)
    play.add_talon(talon)
    play.verb_counts["settled at once" if story.decided_at_counter else "registered"] += 1
    play.log(f"{talon.number}  {clerk.name} ({clerk.organisation}) registers it: {story.letter.topic}")


def _available_clerk(play: Session, story: Scenario) -> Employee:
    """Return who takes it in. At the counter nobody is on leave."""
    clerks = [
        each for each in play.employees if each.organisation == story.reception and each.role is Role.CLERK
    ]
    return clerks[story.number % len(clerks)]


def _intake_body(play: Session, story: Scenario) -> dict[str, Any]:
    form = {
        "channel": story.channel,
        "language": story.letter.language,
        "region": REGION,
        "reception": story.reception,
        "topic": story.letter.topic,
        "text": story.text,
        "applicant": story.applicant,
    }
    if story.decided_at_counter:
        outcome = "resolved" if story.planned_outcome is PlannedOutcome.SOLVED else "explained"
        text = play.sample.replies[story.letter.language][outcome]
        form["intake_resolution"] = {"outcome": outcome, "text": text}
    return form
