"""The counter: people come one after another, and each goes away with a talon."""

import asyncio
import time
from typing import Any

from domain.identity.people import Role
from runtime.demo.scenarios import Fate, Story
from runtime.demo.session import Employee, Play, Talon, key
from runtime.demo.staff import REGION
from runtime.errors import PartFailed

AT_ONCE = 4


async def open_counter(play: Play, stories: list[Story], seconds: float) -> None:
    """Let everybody of *stories* come, spread over *seconds*; later where the counter is busy."""
    busy = asyncio.Semaphore(AT_ONCE)
    pace = seconds / max(len(stories), 1)
    for story in stories:
        await asyncio.sleep(max(0.0, play.begun + pace * story.number - time.monotonic()))
        await busy.acquire()
        play.begin(_serve(play, story, busy))


async def _serve(play: Play, story: Story, busy: asyncio.Semaphore) -> None:
    try:
        clerk = _clerk(play, story)
        answer = await clerk.door.post("/v1/appeals", _form(play, story), key())
    finally:
        busy.release()
    if not answer.is_good:
        raise PartFailed(f"no talon for letter {story.number}: {answer.body.get('detail', answer.code)}")
    given = answer.body
    talon = Talon(given["id"], given["number"], given["tracking_code"], story)
    play.hand_out(talon)
    play.deeds["settled at once" if story.at_once else "registered"] += 1
    play.tell(f"{talon.number}  {clerk.name} ({clerk.organisation}) registers it: {story.letter.topic}")


def _clerk(play: Play, story: Story) -> Employee:
    """Return who takes it in. At the counter nobody is on leave."""
    clerks = [each for each in play.staff if each.organisation == story.reception and each.role is Role.CLERK]
    return clerks[story.number % len(clerks)]


def _form(play: Play, story: Story) -> dict[str, Any]:
    form = {
        "channel": story.channel,
        "language": story.letter.language,
        "region": REGION,
        "reception": story.reception,
        "topic": story.letter.topic,
        "text": story.text,
        "applicant": story.applicant,
    }
    if story.at_once:
        outcome = "resolved" if story.fate is Fate.SOLVED else "explained"
        text = play.sample.replies[story.letter.language][outcome]
        form["here_and_now"] = {"outcome": outcome, "text": text}
    return form
