"""The runs of appeals' workflows: which are open, whose they are, and up to which fact."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from temporalio.client import Client, WorkflowExecution, WorkflowExecutionStatus, WorkflowQueryFailedError
from temporalio.service import RPCError, RPCStatusCode

from schemas.wire.messages import AppealState
from workflows.names import APPEAL_MEMO, APPEAL_WORKFLOW, appeal_number, appeal_workflow_id

OPEN_RUNS = "ExecutionStatus = 'Running' AND WorkflowType = '{workflow}' AND TaskQueue = '{queue}'"
RUN_ERRORS = (RPCError, RuntimeError, WorkflowQueryFailedError)


@dataclass(frozen=True, slots=True)
class Run:
    """The latest run under the number of an appeal; ``owner`` is the appeal that it belongs to, if known."""

    number: str
    owner: UUID | None
    is_open: bool
    was_reset: bool = False

    def serves(self, appeal: UUID) -> bool:
        """Return whether the run is open, and not that of another appeal with the same number."""
        return self.is_open and self.owner in (None, appeal)


class RunClient:
    """Asks Temporal for the runs of appeals' workflows, and ends them. Raises RUN_ERRORS."""

    def __init__(self, client: Client, task_queue: str) -> None:
        """Ask through *client* for the runs on *task_queue*."""
        self._client = client
        self._task_queue = task_queue

    async def latest(self, number: str) -> Run | None:
        """Return the latest run of the appeal, None where Temporal has none."""
        try:
            described = await self._client.get_workflow_handle(appeal_workflow_id(number)).describe()
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return None
            raise
        was_reset = described.raw_description.workflow_extended_info.HasField("last_reset_time")
        return await _run_of(described, was_reset=was_reset)

    async def open_runs(self, limit: int | None = None) -> AsyncIterator[Run]:
        """Yield the open runs, the last started first; at most *limit*."""
        query = OPEN_RUNS.format(workflow=APPEAL_WORKFLOW, queue=self._task_queue)
        async for found in self._client.list_workflows(query, limit=limit):
            yield await _run_of(found)

    async def seq(self, number: str) -> int:
        """Return the number of the last fact of the appeal as its open run knows it."""
        handle = self._client.get_workflow_handle(appeal_workflow_id(number))
        state: AppealState = await handle.query("state", result_type=AppealState)
        return state.summary.seq

    async def terminate(self, number: str, reason: str) -> None:
        """End the open run of the appeal."""
        await self._client.get_workflow_handle(appeal_workflow_id(number)).terminate(reason=reason)


async def _run_of(found: WorkflowExecution, *, was_reset: bool = False) -> Run:
    owner = await found.memo_value(APPEAL_MEMO, default="")
    return Run(
        appeal_number(found.id),
        UUID(owner) if owner else None,
        is_open=found.status is WorkflowExecutionStatus.RUNNING,
        was_reset=was_reset,
    )
