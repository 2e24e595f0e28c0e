"""The client of the workflows that roll out changed calendars."""

from temporalio.client import Client
from temporalio.common import WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.service import RPCError, RPCStatusCode

from schemas.wire.calendar_change import RolloutProgress, RolloutStart
from workflows.commands.errors import CLIENT_ERRORS, WorkflowServiceUnavailable
from workflows.names import CALENDAR_CHANGE_WORKFLOW, TASK_QUEUE, calendar_change_workflow_id


class CalendarRolloutClient:
    """Starts the rollout of a change, and queries its progress."""

    def __init__(self, client: Client, task_queue: str = TASK_QUEUE) -> None:
        """Connect through *client*."""
        self._client = client
        self._task_queue = task_queue

    async def start_rollout(self, change: RolloutStart) -> None:
        """Start the rollout of the change unless it is running. Raises WorkflowServiceUnavailable."""
        try:
            await self._client.start_workflow(
                CALENDAR_CHANGE_WORKFLOW,
                change,
                id=calendar_change_workflow_id(change.version),
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                static_summary=f"calendar {change.version}",
            )
        except CLIENT_ERRORS as error:
            raise WorkflowServiceUnavailable from error

    async def rollout_progress(self, version: str) -> RolloutProgress | None:
        """Return the progress of the rollout, None where there is none. Raises WorkflowServiceUnavailable."""
        handle = self._client.get_workflow_handle(calendar_change_workflow_id(version))
        try:
            progress: RolloutProgress = await handle.query("progress", result_type=RolloutProgress)
        except CLIENT_ERRORS as error:
            if isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise WorkflowServiceUnavailable from error
        return progress
