"""What citizens say after they have been to the counter: by their tracking code, by any channel."""

import asyncio
from typing import Any

from domain.state.appeal import Status
from runtime.demo.scenarios import Fate, Turn
from runtime.demo.session import Play, Talon, key

ARRIVING = 2.0


async def says(play: Play, talon: Talon, what: str, words: str, **body: Any) -> None:
    """Let the citizen of *talon* say something about the appeal."""
    door = play.staff[0].door.of_citizen(talon.tracking_code)
    body["text"] = play.reply(talon, words)
    answer = await door.post(f"/v1/appeals/{talon.appeal}/{what}", body, key())
    if answer.is_good:
        play.deeds[what] += 1
        play.tell(f"{talon.number}  the citizen: {what}")
    else:
        play.refuse("the citizen", talon, what, answer)


async def afterwards(play: Play, talon: Talon, outcome: str) -> None:
    """Let the citizen say what became of it: that the help has arrived, or that it has not helped."""
    await asyncio.sleep(ARRIVING)
    story = talon.story
    if outcome == "explained" and story.fate is Fate.SOLVED:
        await says(play, talon, "reopening", "reopened")
    elif outcome == "resolved" and story.turn is not Turn.LATE_RECEIPT:
        door = play.staff[0].door.of_citizen(talon.tracking_code)
        seen = await door.get(f"/v1/appeals/{talon.appeal}")
        if seen.is_good and seen.body["status"] == Status.AWAITING_RECEIPT:
            await says(play, talon, "receipt", "received", received=True)
