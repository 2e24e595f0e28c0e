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
from domain.procedure.registry import COMMANDS
from domain.state.appeal import Appeal
from schemas.wire.messages import AppealStart, CommandMessage, CommandResult
from workflows import visibility
from workflows.names import APPEAL_WORKFLOW, TASK_QUEUE, appeal_workflow_id
from workflows.refusals import to_refusal

CLIENT_ERRORS = (
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    RPCError,
    RuntimeError,  # a first connection that fails; a closed event loop would be no better news
)


class CommandPending(Exception):
    """The command may still be obeyed: ask again, with the same id."""


class WorkflowNotRunning(Exception):
    """No workflow carries the appeal now: it has not started yet, or it has ended."""


class WorkflowServiceUnavailable(Exception):
    """Temporal, or the appeal's workflow, cannot answer now; the command was not taken."""


class WorkflowFailing(WorkflowServiceUnavailable):
    """This appeal's workflow cannot go on now; those of others can."""


STATUS_ERRORS: dict[RPCStatusCode, type[Exception]] = {
    RPCStatusCode.NOT_FOUND: WorkflowNotRunning,
    RPCStatusCode.FAILED_PRECONDITION: WorkflowFailing,
    RPCStatusCode.DEADLINE_EXCEEDED: CommandPending,
    RPCStatusCode.CANCELLED: CommandPending,
}


class WorkflowOptions(TypedDict):
    """How a run of an appeal's workflow is known and shown, and what an earlier one means to it."""

    id: str
    task_queue: str
    search_attributes: TypedSearchAttributes
    static_summary: str
    id_reuse_policy: WorkflowIDReusePolicy
    id_conflict_policy: WorkflowIDConflictPolicy


class AppealClient:
    """Starts appeals and gives them commands."""

    def __init__(
        self, client: Client, patience: timedelta = timedelta(seconds=15), task_queue: str = TASK_QUEUE
    ) -> None:
        """Speak through *client*; wait for an answer no longer than *patience*."""
        self._client = client
        self._task_queue = task_queue
        self._update_timeout = patience

    async def start_workflow(self, appeal: Appeal) -> None:
        """Start the workflow of a new appeal, unless it runs or has ended. Raises Unavailable."""
        await self._start_workflow(AppealStart(appeal=appeal), WorkflowIDReusePolicy.REJECT_DUPLICATE)

    async def restart_workflow(self, facts: Sequence[Fact]) -> None:
        """Start the lost workflow of an open appeal from its *facts*, unless it runs. Raises Unavailable."""
        await self._start_workflow(AppealStart.from_facts(facts), WorkflowIDReusePolicy.ALLOW_DUPLICATE)

    async def _start_workflow(self, start: AppealStart, reuse: WorkflowIDReusePolicy) -> None:
        try:
            await self._client.start_workflow(
                APPEAL_WORKFLOW,
                start,
                **self._workflow_options(start.appeal, reuse),
                request_eager_start=True,  # a worker in this process, as a dispatcher has, begins at once
            )
        except WorkflowAlreadyStartedError:
            return
        except CLIENT_ERRORS as error:
            raise WorkflowServiceUnavailable from error

    async def is_running(self, appeal: UUID) -> bool:
        """Tell whether a workflow carries the appeal. Raises Unavailable."""
        try:
            described = await self._client.get_workflow_handle(appeal_workflow_id(appeal)).describe()
        except CLIENT_ERRORS as error:
            if isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise WorkflowServiceUnavailable from error
        return described.status is WorkflowExecutionStatus.RUNNING

    async def send_command(
        self, appeal: UUID, command: c.PersonCommand, given: UUID, version: int | None = None
    ) -> CommandResult:
        """Give a command, once per id, and return the answer when what followed is written down.

        With *version*, only where the command's task is at that version.
        Raises a Refusal, Pending, NotRunning or Unavailable.
        """
        handle = self._client.get_workflow_handle(appeal_workflow_id(appeal))
        try:
            answer: CommandResult = await handle.execute_update(
                COMMANDS.verb_of(command),
                CommandMessage(command_id=given, command=command, task_version=version),
                id=str(given),
                result_type=CommandResult,
                rpc_timeout=self._update_timeout,
            )
        except CLIENT_ERRORS as error:
            raise _translate(error) from error
        return answer

    async def send_command_to_closed(
        self, facts: Sequence[Fact], command: c.PersonCommand, given: UUID
    ) -> CommandResult:
        """Give a command to the closed appeal of these *facts* in a new run that begins with its whole past.

        Raises a Refusal, Pending or Unavailable.
        """
        again = AppealStart.from_facts(facts)
        start: WithStartWorkflowOperation[object, object] = WithStartWorkflowOperation(
            APPEAL_WORKFLOW,
            again,
            **self._workflow_options(again.appeal, WorkflowIDReusePolicy.ALLOW_DUPLICATE),
        )
        try:
            answer: CommandResult = await self._client.execute_update_with_start_workflow(
                COMMANDS.verb_of(command),
                CommandMessage(command_id=given, command=command),
                id=str(given),
                start_workflow_operation=start,
                result_type=CommandResult,
                rpc_timeout=self._update_timeout,
            )
        except CLIENT_ERRORS as error:
            said = _translate(error)
            raise (CommandPending() if isinstance(said, WorkflowNotRunning) else said) from error
        return answer

    def _workflow_options(self, appeal: Appeal, reuse: WorkflowIDReusePolicy) -> WorkflowOptions:
        return WorkflowOptions(
            id=appeal_workflow_id(appeal.id),
            task_queue=self._task_queue,
            search_attributes=visibility.search_attributes(appeal),
            static_summary=visibility.static_summary(appeal),
            id_reuse_policy=reuse,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
        )


def _translate(error: Exception) -> Exception:
    """Return what *error* of Temporal's means to the one who gave a command."""
    if isinstance(error, WorkflowUpdateFailedError):
        cause = error.cause
        if isinstance(cause, ApplicationError) and cause.type == "AcceptedUpdateCompletedWorkflow":
            return WorkflowNotRunning()
        return to_refusal(cause) if isinstance(cause, ApplicationError) else CommandPending()
    if isinstance(error, WorkflowUpdateRPCTimeoutOrCancelledError):
        return CommandPending()
    if isinstance(error, RPCError):
        return STATUS_ERRORS.get(error.status, WorkflowServiceUnavailable)()
    return WorkflowServiceUnavailable()
