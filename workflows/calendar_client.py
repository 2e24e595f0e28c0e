"""The front door to the workflows that carry changed calendars."""

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from schemas.wire.calendar_change import ChangeProgress, ChangeStart
from workflows.client import TROUBLES, Unavailable
from workflows.names import CALENDAR_CHANGE, TASK_QUEUE, change_id


class CalendarChanges:
    """Starts the carrying of a change, and asks how far it has come."""

    def __init__(self, client: Client, task_queue: str = TASK_QUEUE) -> None:
        """Speak through *client*."""
        self._client = client
        self._task_queue = task_queue

    async def start(self, change: ChangeStart) -> None:
        """Have the change carried to all open appeals, unless that is being done. Raises Unavailable."""
        try:
            await self._client.start_workflow(
                CALENDAR_CHANGE,
                change,
                id=change_id(change.version),
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                static_summary=f"calendar {change.version}",
            )
        except TROUBLES as error:
            raise Unavailable from error

    async def progress(self, version: str) -> ChangeProgress | None:
        """Return how far the change has come, None where nothing was begun. Raises Unavailable."""
        handle = self._client.get_workflow_handle(change_id(version))
        try:
            told: ChangeProgress = await handle.query("progress", result_type=ChangeProgress)
        except TROUBLES as error:
            if isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise Unavailable from error
        return told
