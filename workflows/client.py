"""The front door to the workflows, for the API, the dispatcher and the command line."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypedDict
from uuid import UUID

from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowExecutionStatus,
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
)
from temporalio.common import TypedSearchAttributes, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import ApplicationError, WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from domain import commands as c
from domain.events import Fact
from domain.rules.lifecycle import VERBS
from domain.state.appeal import Appeal
from schemas.wire.messages import Answer, AppealStart, Given
from workflows import visibility
from workflows.names import APPEAL, TASK_QUEUE, workflow_id
from workflows.refusals import refused

TROUBLES = (
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    RPCError,
    RuntimeError,  # a first connection that fails; a closed event loop would be no better news
)


class Pending(Exception):
    """The command may still be obeyed: ask again, with the same id."""


class NotRunning(Exception):
    """No workflow carries the appeal now: it has not started yet, or it has ended."""


class Unavailable(Exception):
    """Temporal, or the appeal's workflow, cannot answer now; the command was not taken."""


class Stuck(Unavailable):
    """This appeal's workflow cannot go on now; those of others can."""


MEANS: dict[RPCStatusCode, type[Exception]] = {
    RPCStatusCode.NOT_FOUND: NotRunning,
    RPCStatusCode.FAILED_PRECONDITION: Stuck,
    RPCStatusCode.DEADLINE_EXCEEDED: Pending,
    RPCStatusCode.CANCELLED: Pending,
}


class Run(TypedDict):
    """How a run of an appeal's workflow is known and shown, and what an earlier one means to it."""

    id: str
    task_queue: str
    search_attributes: TypedSearchAttributes
    static_summary: str
    id_reuse_policy: WorkflowIDReusePolicy
    id_conflict_policy: WorkflowIDConflictPolicy


class Appeals:
    """Starts appeals and gives them commands."""

    def __init__(
        self, client: Client, patience: timedelta = timedelta(seconds=15), task_queue: str = TASK_QUEUE
    ) -> None:
        """Speak through *client*; wait for an answer no longer than *patience*."""
        self._client = client
        self._task_queue = task_queue
        self._patience = patience

    async def start(self, appeal: Appeal) -> None:
        """Start the workflow of a new appeal, unless it runs or has ended. Raises Unavailable."""
        await self._start(AppealStart(appeal=appeal), WorkflowIDReusePolicy.REJECT_DUPLICATE)

    async def start_again(self, facts: Sequence[Fact]) -> None:
        """Start the lost workflow of an open appeal from its *facts*, unless it runs. Raises Unavailable."""
        await self._start(AppealStart.after(facts), WorkflowIDReusePolicy.ALLOW_DUPLICATE)

    async def _start(self, start: AppealStart, reuse: WorkflowIDReusePolicy) -> None:
        try:
            await self._client.start_workflow(
                APPEAL,
                start,
                **self._run(start.appeal, reuse),
                request_eager_start=True,  # a worker in this process, as a dispatcher has, begins at once
            )
        except WorkflowAlreadyStartedError:
            return
        except TROUBLES as error:
            raise Unavailable from error

    async def is_running(self, appeal: UUID) -> bool:
        """Tell whether a workflow carries the appeal. Raises Unavailable."""
        try:
            described = await self._client.get_workflow_handle(workflow_id(appeal)).describe()
        except TROUBLES as error:
            if isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise Unavailable from error
        return described.status is WorkflowExecutionStatus.RUNNING

    async def give(
        self, appeal: UUID, command: c.PersonCommand, given: UUID, version: int | None = None
    ) -> Answer:
        """Give a command, once per id, and return the answer when what followed is written down.

        With *version*, only where the command's task is at that version.
        Raises a Refusal, Pending, NotRunning or Unavailable.
        """
        handle = self._client.get_workflow_handle(workflow_id(appeal))
        try:
            answer: Answer = await handle.execute_update(
                VERBS[type(command)],
                Given(id=given, command=command, version=version),
                id=str(given),
                result_type=Answer,
                rpc_timeout=self._patience,
            )
        except TROUBLES as error:
            raise _plainly(error) from error
        return answer

    async def revive(self, facts: Sequence[Fact], command: c.PersonCommand, given: UUID) -> Answer:
        """Give a command to the closed appeal of these *facts* in a new run that begins with its whole past.

        Raises a Refusal, Pending or Unavailable.
        """
        again = AppealStart.after(facts)
        start: WithStartWorkflowOperation[object, object] = WithStartWorkflowOperation(
            APPEAL, again, **self._run(again.appeal, WorkflowIDReusePolicy.ALLOW_DUPLICATE)
        )
        try:
            answer: Answer = await self._client.execute_update_with_start_workflow(
                VERBS[type(command)],
                Given(id=given, command=command),
                id=str(given),
                start_workflow_operation=start,
                result_type=Answer,
                rpc_timeout=self._patience,
            )
        except TROUBLES as error:
            said = _plainly(error)
            raise (Pending() if isinstance(said, NotRunning) else said) from error
        return answer

    def _run(self, appeal: Appeal, reuse: WorkflowIDReusePolicy) -> Run:
        return Run(
            id=workflow_id(appeal.id),
            task_queue=self._task_queue,
            search_attributes=visibility.attributes(appeal),
            static_summary=visibility.headline(appeal),
            id_reuse_policy=reuse,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )


def _plainly(error: Exception) -> Exception:
    """Return what *error* of Temporal's means to the one who gave a command."""
    if isinstance(error, WorkflowUpdateFailedError):
        cause = error.cause
        if isinstance(cause, ApplicationError) and cause.type == "AcceptedUpdateCompletedWorkflow":
            return NotRunning()
        return refused(cause) if isinstance(cause, ApplicationError) else Pending()
    if isinstance(error, WorkflowUpdateRPCTimeoutOrCancelledError):
        return Pending()
    if isinstance(error, RPCError):
        return MEANS.get(error.status, Unavailable)()
    return Unavailable()
