"""What an operator sees meanwhile: every appeal as the API shows it, the clocks, the ladder."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from domain.state.appeal import Status
from runtime.api_client import Door
from runtime.demo.scenarios import Fate
from runtime.demo.session import Play
from schemas.http.responses.operations import LivenessView
from schemas.http.responses.timeline import Happened, Timeline, ToCome
from schemas.http.responses.views import AppealLine

LOOK = 1.5
CLIMBERS = 4  # whose stories are read at one look
NEAREST = 4
PAGE = 200
ENDS = {Fate.SOLVED: "resolved", Fate.EXPLAINED: "explained"}
TOLD = {
    "step_lapsed": "the step lapses, and the next one gets it",
    "lease_lapsed": "the lease of its holder lapses",
    "level_unreachable": "nobody stands on level {level}",
    "information_wait_lapsed": "the wait for the citizen is over",
    "receipt_overdue": "nobody says that the help has arrived: a call-back",
    "escalated": "level {level}, the {to} is called: {clock}",
}


@dataclass(slots=True)
class Watch:
    """What was seen at the last look, and the worst of all looks."""

    play: Play
    door: Door
    lines: dict[str, AppealLine] = field(default_factory=dict)
    nearest: list[str] = field(default_factory=list)
    coming: dict[str, ToCome | None] = field(default_factory=dict)
    silence: float = 0.0
    without_clock: int = 0
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    _climbed: dict[str, Counter[str]] = field(default_factory=dict)
    _read: dict[str, int] = field(default_factory=dict)

    @property
    def levels(self) -> Counter[str]:
        """Return how often each rank was called."""
        return sum(self._climbed.values(), Counter())

    @property
    def ended(self) -> set[str]:
        """Return the appeals that have ended as their stories say."""
        talons = self.play.talons
        return {
            appeal
            for appeal, line in self.lines.items()
            if line.status is Status.CLOSED and line.outcome == ENDS.get(talons[appeal].story.fate)
        }

    async def run(self) -> None:
        """Look for ever."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK)

    async def look(self, climbers: int = CLIMBERS) -> None:
        """Look once: at all appeals, at the stories of those that climb or are due first, at the whole."""
        await self._appeals()
        still = [line for line in self.lines.values() if line.status is not Status.CLOSED]
        still.sort(key=lambda line: (-line.escalations, line.statute_due or line.registered_at))
        self.nearest = [str(line.id) for line in still[:NEAREST]]
        behind = [appeal for appeal, line in self.lines.items() if line.escalations > self._known(appeal)]
        for appeal in dict.fromkeys((*self.nearest, *behind[:climbers])):
            await self._story(appeal)
        await self._whole()

    async def _appeals(self) -> None:
        cursor: str | None = ""
        while cursor is not None:
            page = await self.door.get(
                "/v1/appeals", registered_from=self.since.isoformat(), limit=PAGE, cursor=cursor
            )
            lines = [AppealLine.model_validate(each) for each in page.body["items"]] if page.is_good else []
            self.lines |= {str(line.id): line for line in lines if str(line.id) in self.play.talons}
            cursor = page.body.get("next")

    async def _story(self, appeal: str) -> None:
        """Read what happened to *appeal* and what will; pass on what time itself has said."""
        answer = await self.door.get(f"/v1/appeals/{appeal}/timeline")
        if not answer.is_good:
            return
        story = Timeline.model_validate(answer.body)
        self.coming[appeal] = story.future[0] if story.future else None
        self._climbed[appeal] = Counter(
            str(each.details["to"]) for each in story.past if each.event == "escalated"
        )
        self._tell(appeal, [each for each in story.past if each.seq > self._read.get(appeal, 0)])
        self._read[appeal] = story.past[-1].seq

    def _tell(self, appeal: str, news: Iterable[Happened]) -> None:
        for each in news:
            if each.by is None and each.event in TOLD:
                number = self.lines[appeal].number
                self.play.tell(f"{number}  time: {TOLD[each.event].format(**each.details)}")

    async def _whole(self) -> None:
        answer = await self.door.get("/v1/operations/liveness")
        if answer.is_good:
            seen = LivenessView.model_validate(answer.body)
            self.silence = max(self.silence, seen.worst_silence_seconds)
            self.without_clock = max(self.without_clock, seen.without_clock)

    def _known(self, appeal: str) -> int:
        return sum(self._climbed.get(appeal, Counter()).values())
