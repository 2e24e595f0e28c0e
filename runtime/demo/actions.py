"""What somebody does with a task they take up: the usual, or the turn of its story."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.policy.plan import Specialty, Step
from domain.rules.lifecycle import Verb
from domain.state.task import Purpose, TaskState
from runtime.api_client import Answer
from runtime.demo.citizens import afterwards, says
from runtime.demo.scenarios import Fate, Turn
from runtime.demo.session import Employee, Play, Talon
from schemas.http.responses.views import TaskLine

THINKING = 0.4
VISIT = 3.0
LEAVE = 12.0  # longer than any lease: what they hold goes back to the group
ANSWER = 2.0
SILENCE = 10.0  # longer than the wait for an answer
TRIES = 12


@dataclass(frozen=True, slots=True)
class Scene:
    """Somebody with one task of one story."""

    play: Play
    me: Employee
    talon: Talon
    task: TaskLine

    async def work(self, rival: Employee | None) -> None:
        """Take the task up, perhaps before a *rival* does, and do it."""
        offered = self.task.state is TaskState.OFFERED
        main = self.task.purpose is Purpose.WORK
        if main and offered and self._turns(Turn.DECLINED):
            await self._give(Verb.DECLINE, "declined", reason="not_competent")
            return
        if rival and self._turns(Turn.RACED):
            self.play.begin(Scene(self.play, rival, self.talon, self.task).lose())
        taken = await self._give(Verb.ACCEPT if offered else Verb.CLAIM)
        if not taken.is_good:
            return
        await asyncio.sleep(THINKING)
        if self.task.purpose is Purpose.SIDE:
            await self._give(Verb.COMPLETE, "advised", outcome="answered")
        elif self.task.purpose is Purpose.CALL_BACK:
            await self._give(Verb.COMPLETE, "received", outcome="received")
        elif self.task.step is not Step.AGENCY or await self._goes_on():
            await self._decide()

    async def lose(self) -> None:
        """Claim what somebody else claims at this instant: one of the two is refused."""
        await self._give(Verb.CLAIM)

    async def _goes_on(self) -> bool:
        """Let the turn of the story happen; tell whether the work goes on after it."""
        if self.talon.story.turn is Turn.UNFINISHED:
            await self._never_finish()
            return False
        if self._turns(Turn.LEFT):
            self.me.back_at = time.monotonic() + LEAVE
            self.play.tell(f"{self.talon.number}  {self.me.name} goes on leave and leaves it lying")
            return False
        if self._turns(Turn.HELD):
            until = datetime.now(UTC) + timedelta(seconds=VISIT)
            await self._give(Verb.HOLD, "held", until=until.isoformat(), reason="scheduled_visit")
            await asyncio.sleep(VISIT + 1)
        elif self._turns(Turn.ASKED):
            await self._give(Verb.REQUEST_INFORMATION, "asked")
            await asyncio.sleep(ANSWER)
            await says(self.play, self.talon, "information", "answered")
        elif self._turns(Turn.UNANSWERED):
            await self._give(Verb.REQUEST_INFORMATION, "asked")
            await asyncio.sleep(SILENCE)
        elif self._turns(Turn.ADVISED):
            await self._give(Verb.OPEN_SIDE_TASK, "referred", mandatory=True, specialty=self._specialty())
        return True

    async def _decide(self) -> None:
        """Decide the appeal where its story says so, else send it on."""
        story = self.talon.story
        if self.task.step.place < story.end.place:
            await self._give(Verb.REFER, "referred", **self._onward())
            return
        solved = story.fate is Fate.SOLVED and not self._turns(Turn.REOPENED)
        outcome = "resolved" if solved else "explained"
        for _ in range(TRIES):  # until those who were asked beside have answered
            done = await self._give(Verb.COMPLETE, outcome, outcome=outcome)
            if done.code != "side_task_open":
                break
            await asyncio.sleep(2 * THINKING)
        if done.is_good:
            self.play.begin(afterwards(self.play, self.talon, outcome))

    async def _never_finish(self) -> None:
        """Ask the citizen, who does not answer; then show now and again that the work goes on."""
        await self._give(Verb.REQUEST_INFORMATION, "asked")
        while True:
            await asyncio.sleep(SILENCE / 2)
            if not (await self._give(Verb.CLAIM)).is_good:
                return

    def _onward(self) -> dict[str, Any]:
        if self.task.step is Step.RECEPTION:
            return {"step": Step.AGENCY, "reason": "competence"}
        if self.talon.story.end is Step.SPONSOR:
            return {"step": Step.SPONSOR, "reason": "needs_means"}
        specialty = self._specialty()
        return {"step": Step.SPECIALIST, "reason": f"needs_{specialty}", "specialty": specialty}

    def _specialty(self) -> Specialty:
        topic = self.talon.story.letter.topic
        return Specialty.PSYCHOLOGIST if topic == "single-parents" else Specialty.LAWYER

    def _turns(self, turn: Turn) -> bool:
        return self.play.turns(self.talon, turn)

    async def _give(self, verb: Verb, words: str = "", **body: Any) -> Answer:
        if words:
            body["text"] = self.play.reply(self.talon, words)
        return await self.play.give(self.me, self.talon, str(self.task.id), verb, body)
