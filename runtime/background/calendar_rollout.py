"""Rollout of calendar amendments: sends them to appeals, and starts rollouts that are unfinished."""

import asyncio

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.commands import ChangeCalendar
from domain.errors import AppealClosed, Refusal
from domain.procedure.calendar_change import calendar_command_id
from runtime.background.pause import pause
from schemas.wire.calendar_change import RolloutStart
from store.database.engine import autocommit
from store.queries import AppealKey
from store.reference import calendars
from workflows.calendar_client import CalendarRolloutClient
from workflows.client import AppealClient
from workflows.commands.errors import CommandPending, WorkflowNotRunning, WorkflowServiceUnavailable

log = structlog.get_logger()

INTERVAL_SECONDS = 60.0


class WorkflowCalendarChangeSender:
    """Sends the command to appeals, each under a stable command id, so that a repetition has no effect."""

    def __init__(self, appeals: AppealClient) -> None:
        """Send commands through *appeals*."""
        self._appeals = appeals

    async def send_calendar_change(self, appeal: AppealKey, command: ChangeCalendar, version: str) -> bool:
        """Send *version* to *appeal*; return False if it has to be retried later.

        A workflow that is starting or missing is not started here: the dispatcher and the reconciler do that.
        """
        try:
            await self._appeals.send_command(
                appeal.number, command, calendar_command_id(version, appeal.id), appeal=appeal.id
            )
        except AppealClosed:
            return True
        except Refusal as refused:
            log.warning(
                "calendar_change_rejected", appeal=str(appeal.id), calendar=version, code=refused.code
            )
            return False
        except (CommandPending, WorkflowNotRunning, WorkflowServiceUnavailable):
            return False
        return True


class CalendarRolloutStarter:
    """Starts rollouts without a running workflow, for example after a crash or a reopening."""

    def __init__(self, engine: AsyncEngine, changes: CalendarRolloutClient) -> None:
        """Read through *engine*, start rollouts through *changes*."""
        self._engine = engine
        self._changes = changes

    async def run(self, stop: asyncio.Event) -> None:
        """Repeat until *stop*, whatever errors occur."""
        while not stop.is_set():
            try:
                await self.start_unfinished()
            except Exception as error:  # noqa: BLE001 - keep the loop alive: a dead loop would go unnoticed
                log.warning("calendar_rollout_failed", reason=type(error).__name__)
            await pause(stop, INTERVAL_SECONDS)

    async def start_unfinished(self) -> list[str]:
        """Start a rollout of every amendment that has not reached all appeals; return their versions."""
        async with autocommit(self._engine).connect() as connection:
            unfinished = await calendars.unfinished_changes(connection)
        for version in unfinished:
            await self._changes.start_rollout(RolloutStart(version=version))
        return unfinished
