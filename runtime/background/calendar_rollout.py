"""How an appeal is told of a changed calendar, and the net in which no change is lost."""

import asyncio
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from domain.commands import ChangeCalendar
from domain.errors import AppealClosed, Refusal
from domain.procedure.calendar_change import calendar_command_id
from runtime.background.pause import pause
from schemas.wire.calendar_change import RolloutStart
from store.database.engine import autocommit
from store.reference import calendars
from workflows.calendar_client import CalendarRolloutClient
from workflows.client import AppealClient, CommandPending, WorkflowNotRunning, WorkflowServiceUnavailable

log = structlog.get_logger()

INTERVAL_SECONDS = 60.0


class WorkflowCalendarChangeSender:
    """Gives appeals the command, each under an id of its own, so that none obeys twice."""

    def __init__(self, appeals: AppealClient) -> None:
        """Speak to the appeals through *appeals*."""
        self._appeals = appeals

    async def send_calendar_change(self, appeal: UUID, command: ChangeCalendar, version: str) -> bool:
        """Tell *appeal* of *version*; return False where it has to be tried again.

        A workflow that is starting or lost is not started here: the dispatcher and the sweeper do so.
        """
        try:
            await self._appeals.send_command(appeal, command, calendar_command_id(version, appeal))
        except AppealClosed:
            return True
        except Refusal as refused:
            log.warning("calendar_change_rejected", appeal=str(appeal), calendar=version, code=refused.code)
            return False
        except (CommandPending, WorkflowNotRunning, WorkflowServiceUnavailable):
            return False
        return True


class CalendarRolloutStarter:
    """Begins what nobody has begun: a change was kept but its carrier died, an appeal was reopened later."""

    def __init__(self, engine: AsyncEngine, changes: CalendarRolloutClient) -> None:
        """Look through *engine*, begin through *changes*."""
        self._engine = engine
        self._changes = changes

    async def run(self, stop: asyncio.Event) -> None:
        """Look round after round until *stop*, whatever happens."""
        while not stop.is_set():
            try:
                await self.start_unfinished()
            except Exception as error:  # noqa: BLE001 - nobody would miss a keeper that died
                log.warning("calendar_rollout_failed", reason=type(error).__name__)
            await pause(stop, INTERVAL_SECONDS)

    async def start_unfinished(self) -> list[str]:
        """See to it that every change is carried out which has not reached all; return which."""
        async with autocommit(self._engine).connect() as connection:
            unfinished = await calendars.unfinished_changes(connection)
        for version in unfinished:
            await self._changes.start_rollout(RolloutStart(version=version))
        return unfinished
