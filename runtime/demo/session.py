"""The play itself: who plays, what has been told, and what has been seen so far."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from domain.identity.people import Role
from domain.rules.lifecycle import Verb
from runtime.api_client import Answer, Door
from runtime.demo.sample import Sample
from runtime.demo.scenarios import Fate, Story, Turn

NEWS = 40
WORDS = {
    Verb.CLAIM: "takes it",
    Verb.ACCEPT: "accepts it",
    Verb.DECLINE: "declines it",
    Verb.REFER: "sends it on",
    Verb.COMPLETE: "is done with it",
    Verb.HOLD: "puts it aside",
    Verb.REQUEST_INFORMATION: "asks the citizen",
    Verb.OPEN_SIDE_TASK: "asks a specialist beside",
}


@dataclass(slots=True)
class Employee:
    """Somebody who works; not while on leave."""

    id: str
    name: str
    organisation: str
    role: Role
    door: Door
    back_at: float = 0.0

    def works(self, organisation: str, role: Role | None) -> bool:
        """Tell whether they work there as that, and are not on leave."""
        return (self.organisation, self.role) == (organisation, role) and time.monotonic() >= self.back_at


@dataclass(frozen=True, slots=True)
class Talon:
    """What somebody was given at the counter, and their story."""

    appeal: str
    number: str
    tracking_code: str
    story: Story


@dataclass(slots=True)
class Play:
    """All that those who play share."""

    sample: Sample
    staff: list[Employee]
    talons: dict[str, Talon] = field(default_factory=dict)
    news: deque[str] = field(default_factory=lambda: deque(maxlen=NEWS))
    refusals: Counter[str] = field(default_factory=Counter)
    deeds: Counter[str] = field(default_factory=Counter)
    begun: float = field(default_factory=time.monotonic)
    given_at: float = 0.0
    _taken: set[str] = field(default_factory=set)
    _scenes: asyncio.TaskGroup = field(default_factory=asyncio.TaskGroup)

    @property
    def lasted(self) -> float:
        """Return for how many seconds it has been played."""
        return time.monotonic() - self.begun

    def open(self, scenes: asyncio.TaskGroup) -> None:
        """Begin: all is played as a part of *scenes*."""
        self._scenes = scenes
        self.begun = time.monotonic()

    def begin(self, scene: Coroutine[Any, Any, None]) -> None:
        """Let *scene* be played beside the others."""
        self._scenes.create_task(scene)

    def hand_out(self, talon: Talon) -> None:
        """Let somebody go away with *talon*."""
        self.talons[talon.appeal] = talon
        self.given_at = self.lasted

    def turns(self, talon: Talon, turn: Turn) -> bool:
        """Tell whether this *turn* comes now in the story of *talon*: it does once."""
        if talon.story.turn is not turn or talon.appeal in self._taken:
            return False
        self._taken.add(talon.appeal)
        return True

    def reply(self, talon: Talon, kind: str) -> str:
        """Return what is written on this occasion, in the language of the appeal."""
        return self.sample.replies[talon.story.letter.language][kind]

    async def give(self, who: Employee, talon: Talon, task: str, verb: Verb, body: dict[str, Any]) -> Answer:
        """Let *who* give a verb to a task, and tell it."""
        answer = await who.door.post(f"/v1/tasks/{task}/{verb}", body, key())
        if answer.is_good:
            self.deeds[verb] += 1
            self.tell(f"{talon.number}  {who.name} ({who.role} of {who.organisation}) {WORDS[verb]}")
        else:
            self.refuse(who.name, talon, verb, answer)
        return answer

    def refuse(self, who: str, talon: Talon, verb: str, answer: Answer) -> None:
        """Tell that somebody was refused."""
        self.refusals[answer.code] += 1
        self.tell(f"{talon.number}  {who}: {verb} is refused, {answer.status} {answer.code}")

    def tell(self, line: str) -> None:
        """Keep *line* for the screen."""
        self.news.append(line)

    def finished(self, closed: set[str], count: int) -> bool:
        """Tell whether all *count* have come, and all that should be *closed* are."""
        ending = {each.appeal for each in self.talons.values() if each.story.fate is not Fate.OPEN}
        return len(self.talons) == count and ending <= closed


def key() -> str:
    """Return a key for one thing to be done."""
    return f"demo-{uuid4()}"
