"""The rollout of a changed calendar to all open appeals, page by page, in rounds until none is left."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from schemas.wire.calendar_change import RolloutPage, RolloutPageResult, RolloutProgress, RolloutStart
    from workflows.names import APPLY_CALENDAR_ACTIVITY, CALENDAR_CHANGE_WORKFLOW
    from workflows.options import ROLLOUT_PAGE

PAGE_SIZE = 100
MAX_HISTORY_EVENTS = 300
MAX_UNREACHABLE_SHOWN = 20
ZERO = timedelta()
INITIAL_ROUND_DELAY, MAX_ROUND_DELAY = timedelta(seconds=2), timedelta(minutes=1)


@workflow.defn(name=CALENDAR_CHANGE_WORKFLOW)
class CalendarChangeWorkflow:
    """Applies the change to open appeals without it, and ends once there are none and none can come."""

    @workflow.init
    def __init__(self, start: RolloutStart) -> None:
        """Begin, or continue where the previous run stopped."""
        self._start = start
        self._page_start = start.after
        self._progress = start.progress
        self._settled_at = workflow.now() + start.settle_time
        self._round_delay = INITIAL_ROUND_DELAY

    @workflow.run
    async def run(self, _start: RolloutStart) -> RolloutProgress:
        """Apply the change to every open appeal."""
        while not await self._process_page():
            if self._page_start is None:
                await workflow.sleep(self._round_delay, summary="until the next round")
                self._round_delay = min(2 * self._round_delay, MAX_ROUND_DELAY)
            if workflow.info().get_current_history_length() > MAX_HISTORY_EVENTS:
                workflow.continue_as_new(self._continuation())
        return self._progress

    @workflow.query(
        description="How many appeals have the change, how many are left, and which are unreachable"
    )
    def progress(self) -> RolloutProgress:
        """Return the progress of the rollout."""
        return self._progress

    async def _process_page(self) -> bool:
        """Apply the change to the next page; return whether it was the last one."""
        settled = workflow.now() >= self._settled_at
        asked = RolloutPage(
            version=self._start.version,
            after=self._page_start,
            limit=PAGE_SIZE,
            appeals_per_second=self._start.appeals_per_second,
        )
        page = await workflow.execute_activity(
            APPLY_CALENDAR_ACTIVITY,
            asked,
            result_type=RolloutPageResult,
            summary=self._summary(),
            **ROLLOUT_PAGE,
        )
        earlier = () if self._page_start is None else self._progress.unreachable
        self._page_start = page.next_after
        self._progress = RolloutProgress(
            notified=self._progress.notified + page.notified,
            remaining=page.remaining,
            rounds=self._progress.rounds + (page.next_after is None),
            unreachable=(*earlier, *page.unreachable)[:MAX_UNREACHABLE_SHOWN],
            superseded=page.superseded,
        )
        workflow.set_current_details(self._summary())
        return page.superseded or (settled and page.remaining == 0)

    def _continuation(self) -> RolloutStart:
        return self._start.model_copy(
            update={
                "settle_time": max(self._settled_at - workflow.now(), ZERO),
                "after": self._page_start,
                "progress": self._progress,
            }
        )

    def _summary(self) -> str:
        done = self._progress
        left = "" if done.remaining is None else f", {done.remaining} left"
        waiting = f"; waiting: {', '.join(map(str, done.unreachable))}" if done.unreachable else ""
        return f"calendar {self._start.version}: {done.notified} appeals updated{left}{waiting}"
