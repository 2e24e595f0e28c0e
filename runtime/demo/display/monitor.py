"""Polls what an operator sees: every appeal, the clocks and the escalations."""

import asyncio
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from domain.state.appeal import Status
from runtime.api_client import ApiClient
from runtime.demo.simulation.scenarios import PlannedOutcome
from runtime.demo.simulation.session import Session
from schemas.http.responses.operations import OperationsOverview
from schemas.http.responses.timeline import TimelineEvent, TimelineView
from schemas.http.responses.views import AppealListItemView, ForecastEvent

POLL_SECONDS = 1.5
MAX_ESCALATED_READ = 4  # timelines of escalated appeals read per poll
MAX_NEXT_DUE = 4
PAGE_SIZE = 200
EXPECTED_OUTCOMES = {PlannedOutcome.SOLVED: "resolved", PlannedOutcome.EXPLAINED: "explained"}
TIMER_EVENT_PHRASES = {
    "step_lapsed": "the step lapsed; the next step begins",
    "lease_lapsed": "the holder's lease expired",
    "escalation_level_vacant": "level {level} is vacant",
    "information_wait_lapsed": "the citizen did not answer in time",
    "receipt_overdue": "receipt not confirmed; call-back opened",
    "escalated": "escalated to level {level} ({target}): {clock}",
}


@dataclass(slots=True)
class Monitor:
    """The figures of the last poll, and the worst of all polls."""

    session: Session
    api: ApiClient
    lines: dict[str, AppealListItemView] = field(default_factory=dict)
    next_due: list[str] = field(default_factory=list)
    forecast: dict[str, ForecastEvent | None] = field(default_factory=dict)
    worst_lateness_seconds: float = 0.0
    without_clock: int = 0
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    _escalations: dict[str, Counter[str]] = field(default_factory=dict)
    _last_seq: dict[str, int] = field(default_factory=dict)

    @property
    def escalation_counts(self) -> Counter[str]:
        """Return the number of escalations by target."""
        return sum(self._escalations.values(), Counter())

    @property
    def ended_as_planned(self) -> set[str]:
        """Return the appeals that have ended as their scenarios plan."""
        talons = self.session.talons
        return {
            appeal
            for appeal, line in self.lines.items()
            if line.status is Status.CLOSED
            and line.outcome == EXPECTED_OUTCOMES.get(talons[appeal].scenario.planned_outcome)
        }

    async def run(self) -> None:
        """Poll until cancelled."""
        while True:
            await self.poll()
            await asyncio.sleep(POLL_SECONDS)

    async def poll(self, max_escalated: int = MAX_ESCALATED_READ) -> None:
        """Poll all appeals, the timelines of escalated and next due appeals, and the overview."""
        await self._poll_appeals()
        still = [line for line in self.lines.values() if line.status is not Status.CLOSED]
        still.sort(key=lambda line: (-line.escalations, line.statutory_due_at or line.registered_at))
        self.next_due = [str(line.id) for line in still[:MAX_NEXT_DUE]]
        behind = [
            appeal
            for appeal, line in self.lines.items()
            if line.escalations > self._known_escalations(appeal)
        ]
        for appeal in dict.fromkeys((*self.next_due, *behind[:max_escalated])):
            await self._poll_timeline(appeal)
        await self._poll_overview()

    async def _poll_appeals(self) -> None:
        cursor: str | None = ""
        while cursor is not None:
            page = await self.api.get(
                "/v1/appeals", registered_from=self.started_at.isoformat(), limit=PAGE_SIZE, cursor=cursor
            )
            lines = (
                [AppealListItemView.model_validate(each) for each in page.body["items"]]
                if page.is_success
                else []
            )
            self.lines |= {str(line.id): line for line in lines if str(line.id) in self.session.talons}
            cursor = page.body.get("next_cursor")

    async def _poll_timeline(self, appeal: str) -> None:
        """Read the timeline of *appeal*, and log the events that timers caused."""
        answer = await self.api.get(f"/v1/appeals/{appeal}/timeline")
        if not answer.is_success:
            return
        timeline = TimelineView.model_validate(answer.body)
        self.forecast[appeal] = timeline.future[0] if timeline.future else None
        self._escalations[appeal] = Counter(
            each.details.model_dump()["target"] for each in timeline.past if each.event == "escalated"
        )
        self._log_timer_events(
            appeal, [each for each in timeline.past if each.seq > self._last_seq.get(appeal, 0)]
        )
        self._last_seq[appeal] = timeline.past[-1].seq

    def _log_timer_events(self, appeal: str, news: Iterable[TimelineEvent]) -> None:
        for each in news:
            if each.by is None and each.event in TIMER_EVENT_PHRASES:
                number = self.lines[appeal].number
                details = each.details.model_dump(mode="json")
                self.session.log(f"{number}  time: {TIMER_EVENT_PHRASES[each.event].format(**details)}")

    async def _poll_overview(self) -> None:
        answer = await self.api.get("/v1/operations/overview")
        if answer.is_success:
            seen = OperationsOverview.model_validate(answer.body)
            self.worst_lateness_seconds = max(self.worst_lateness_seconds, seen.max_alarm_delay_seconds)
            self.without_clock = max(self.without_clock, seen.appeals_without_clock)

    def _known_escalations(self, appeal: str) -> int:
        return sum(self._escalations.get(appeal, Counter()).values())
