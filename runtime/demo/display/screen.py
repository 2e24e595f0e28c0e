"""The display during the demo: a live table in a terminal, plain lines elsewhere."""

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

from domain.policy.escalation import EscalationTarget
from domain.policy.plan import Step
from domain.state.appeal import Status
from runtime.demo.display.monitor import Monitor
from runtime.demo.simulation.session import Session

COLUMNS = (*Step, Status.AWAITING_INFORMATION, Status.AWAITING_RECEIPT)
MAX_LOG_LINES = 10
PLAIN_INTERVAL_SECONDS = 5.0  # seconds between two plain lines


class ProgressDisplay:
    """Shows the progress of a session; `refresh` may be called at any rate."""

    def __init__(self, console: Console, session: Session, monitor: Monitor, count: int) -> None:
        """Show the progress of *count* appeals on *console*."""
        self._console = console
        self._session = session
        self._monitor = monitor
        self._count = count
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._last_printed_at = 0.0

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

    def refresh(self) -> None:
        """Show the current state."""
        if self._console.is_terminal:
            self._live.update(self._layout(), refresh=True)
        elif time.monotonic() - self._last_printed_at >= PLAIN_INTERVAL_SECONDS:
            self._last_printed_at = time.monotonic()
            self._console.print(self._summary_line(), highlight=False, markup=False, soft_wrap=True)

    def _layout(self) -> Group:
        tables = Columns(
            [self._steps_table(), self._escalations_table(), self._clocks_table()], padding=(0, 2)
        )
        news = [
            Text(line, _line_style(line), no_wrap=True)
            for line in list(self._session.log_lines)[-MAX_LOG_LINES:]
        ]
        return Group(Text(self._summary_line(), "bold"), tables, *news)

    def _summary_line(self) -> str:
        """Return a summary in one line."""
        closed = Counter(str(each.outcome) for each in self._monitor.lines.values() if each.outcome)
        still = sum(each.status is not Status.CLOSED for each in self._monitor.lines.values())
        refused = sum(self._session.refusals.values())
        talons, seconds = len(self._session.talons), self._session.elapsed_seconds
        return (
            f"{seconds:3.0f} s  {talons} of {self._count} talons issued; {still} open, "
            f"{closed['resolved']} resolved, {closed['explained']} explained; "
            f"{sum(self._monitor.escalation_counts.values())} escalations; {refused} refusals"
        )

    def _steps_table(self) -> Table:
        table = Table("open appeals at", "all", "late", "escalated", title="Steps")
        lines, now = self._monitor.lines.values(), datetime.now(UTC)
        for stage in COLUMNS:
            here = [line for line in lines if line.status is not Status.CLOSED and line.stage == stage]
            late = sum(line.statutory_due_at is not None and line.statutory_due_at < now for line in here)
            escalated = sum(line.escalations > 0 for line in here)
            table.add_row(stage.replace("_", " "), str(len(here)), str(late), str(escalated))
        return table

    def _escalations_table(self) -> Table:
        table = Table("level", "times", title="Escalations")
        for target in EscalationTarget:
            table.add_row(target, str(self._monitor.escalation_counts[target]))
        return table

    def _clocks_table(self) -> Table:
        table = Table("appeal", "at", "next event", "in", title="Clocks")
        now = datetime.now(UTC)
        for appeal in self._monitor.next_due:
            line, coming = self._monitor.lines[appeal], self._monitor.forecast.get(appeal)
            if coming is not None:
                seconds = (coming.expected_at - now).total_seconds()
                what = coming.event.replace("_", " ")
                table.add_row(line.number, line.stage, what, f"{max(seconds, 0):4.1f} s")
        return table


def _line_style(line: str) -> str:
    if " refused" in line:
        return "red"
    return "yellow" if "  time: " in line else ""
