"""What is shown meanwhile: a live table in a terminal, plain lines anywhere else."""

import time
from collections import Counter
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from rich.columns import Columns
from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from domain.policy.escalation import Rank
from domain.policy.plan import Step
from domain.state.appeal import Status
from runtime.demo.monitor import Watch
from runtime.demo.session import Play

STAGES = (*Step, Status.AWAITING_INFORMATION, Status.AWAITING_RECEIPT)
LINES = 10
EVERY = 5.0  # seconds between two plain lines


class Screen:
    """Shows a play as the watch sees it; `show` is called as often as one likes."""

    def __init__(self, console: Console, play: Play, watch: Watch, count: int) -> None:
        """Show on *console* how *count* appeals fare."""
        self._console = console
        self._play = play
        self._watch = watch
        self._count = count
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._spoken = 0.0

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._live.stop()

    def show(self) -> None:
        """Show how things stand now."""
        if self._console.is_terminal:
            self._live.update(self._whole(), refresh=True)
        elif time.monotonic() - self._spoken >= EVERY:
            self._spoken = time.monotonic()
            self._console.print(self._line(), highlight=False, markup=False, soft_wrap=True)

    def _whole(self) -> Group:
        tables = Columns([self._steps(), self._ladder(), self._clocks()], padding=(0, 2))
        news = [Text(line, _colour(line), no_wrap=True) for line in list(self._play.news)[-LINES:]]
        return Group(Text(self._line(), "bold"), tables, *news)

    def _line(self) -> str:
        """Return the whole in one line."""
        closed = Counter(str(each.outcome) for each in self._watch.lines.values() if each.outcome)
        still = sum(each.status is not Status.CLOSED for each in self._watch.lines.values())
        refused = sum(self._play.refusals.values())
        talons, seconds = len(self._play.talons), self._play.lasted
        return (
            f"{seconds:3.0f} s  {talons} of {self._count} talons given; {still} open, "
            f"{closed['resolved']} resolved, {closed['explained']} explained; "
            f"{sum(self._watch.levels.values())} calls up the ladder; {refused} refusals"
        )

    def _steps(self) -> Table:
        table = Table("open appeals at", "all", "late", "climbed", title="Steps")
        lines, now = self._watch.lines.values(), datetime.now(UTC)
        for stage in STAGES:
            here = [line for line in lines if line.status is not Status.CLOSED and line.stage == stage]
            late = sum(line.statute_due is not None and line.statute_due < now for line in here)
            climbed = sum(line.escalations > 0 for line in here)
            table.add_row(stage.replace("_", " "), str(len(here)), str(late), str(climbed))
        return table

    def _ladder(self) -> Table:
        table = Table("called", "times", title="Ladder")
        for rank in Rank:
            table.add_row(rank, str(self._watch.levels[rank]))
        return table

    def _clocks(self) -> Table:
        table = Table("appeal", "at", "will happen", "in", title="Clocks")
        now = datetime.now(UTC)
        for appeal in self._watch.nearest:
            line, coming = self._watch.lines[appeal], self._watch.coming.get(appeal)
            if coming is not None:
                seconds = (coming.at - now).total_seconds()
                what = coming.event.replace("_", " ")
                table.add_row(line.number, line.stage, what, f"{max(seconds, 0):4.1f} s")
        return table


def _colour(line: str) -> str:
    if " refused" in line:
        return "red"
    return "yellow" if "  time: " in line else ""
