"""A changed calendar on its way to all open appeals: page by page, round after round, until none is left."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from schemas.wire.calendar_change import ChangeProgress, ChangeStart, PageTold, PageToTell
    from workflows.names import CALENDAR_CHANGE, TELL_APPEALS
    from workflows.options import CARRYING

PAGE = 100
LONG_HISTORY = 300
SHOWN = 20
NO_TIME = timedelta()
FIRST_REST, LONGEST_REST = timedelta(seconds=2), timedelta(minutes=1)


@workflow.defn(name=CALENDAR_CHANGE)
class CalendarChangeWorkflow:
    """Goes over the open appeals that have not been told; is over when it finds none, and none can come."""

    @workflow.init
    def __init__(self, start: ChangeStart) -> None:
        """Begin, or go on where the run before stopped."""
        self._start = start
        self._after = start.after
        self._progress = start.progress
        self._settled = workflow.now() + start.settle
        self._rest = FIRST_REST

    @workflow.run
    async def run(self, _start: ChangeStart) -> ChangeProgress:
        """Carry the change to every open appeal."""
        while not await self._page_ends_it():
            if self._after is None:
                await workflow.sleep(self._rest, summary="until the next round")
                self._rest = min(2 * self._rest, LONGEST_REST)
            if workflow.info().get_current_history_length() > LONG_HISTORY:
                workflow.continue_as_new(self._rest_of_it())
        return self._progress

    @workflow.query(description="How many appeals were told, how many are left, and who waits")
    def progress(self) -> ChangeProgress:
        """Return how far it has come."""
        return self._progress

    async def _page_ends_it(self) -> bool:
        """Tell the next page; return whether that was all."""
        settled = workflow.now() >= self._settled
        asked = PageToTell(
            version=self._start.version, after=self._after, most=PAGE, per_second=self._start.per_second
        )
        page = await workflow.execute_activity(
            TELL_APPEALS, asked, result_type=PageTold, summary=self._words(), **CARRYING
        )
        earlier = () if self._after is None else self._progress.waiting
        self._after = page.following
        self._progress = ChangeProgress(
            told=self._progress.told + page.told,
            left=page.left,
            rounds=self._progress.rounds + (page.following is None),
            waiting=(*earlier, *page.waiting)[:SHOWN],
            overtaken=page.overtaken,
        )
        workflow.set_current_details(self._words())
        return page.overtaken or (settled and page.left == 0)

    def _rest_of_it(self) -> ChangeStart:
        return self._start.model_copy(
            update={
                "settle": max(self._settled - workflow.now(), NO_TIME),
                "after": self._after,
                "progress": self._progress,
            }
        )

    def _words(self) -> str:
        done = self._progress
        left = "" if done.left is None else f", {done.left} left"
        waiting = f"; waiting: {', '.join(map(str, done.waiting))}" if done.waiting else ""
        return f"calendar {self._start.version}: {done.told} appeals told{left}{waiting}"
