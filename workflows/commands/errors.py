"""What the client's errors mean to the sender of a command."""

import structlog
from temporalio.client import WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from workflows.names import SEAL_INVALID, WRONG_APPEAL
from workflows.refusals import to_refusal

log = structlog.get_logger()

CLIENT_ERRORS = (
    WorkflowUpdateFailedError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    RPCError,
    RuntimeError,  # a first connection that fails
)


class CommandPending(Exception):
    """The command may still be carried out: send it again, with the same id."""


class WorkflowNotRunning(Exception):
    """The appeal has no running workflow: it has not started yet, or it has ended."""


class WorkflowServiceUnavailable(Exception):
    """Temporal, or the appeal's workflow, is unavailable; the command was not accepted."""


class WorkflowFailing(WorkflowServiceUnavailable):
    """The workflow of this appeal is failing; those of others are not affected."""


class WorkflowIdTaken(WorkflowFailing):
    """Another appeal's workflow has the number of this appeal, as after the restore of an older database."""


STATUS_ERRORS: dict[RPCStatusCode, type[Exception]] = {
    RPCStatusCode.NOT_FOUND: WorkflowNotRunning,
    RPCStatusCode.FAILED_PRECONDITION: WorkflowFailing,
    RPCStatusCode.DEADLINE_EXCEEDED: CommandPending,
    RPCStatusCode.CANCELLED: CommandPending,
}


def error_for_sender(error: Exception) -> Exception:
    """Return what Temporal's *error* means to the sender of a command."""
    if isinstance(error, WorkflowUpdateFailedError):
        cause = error.cause
        return _error_of_update(cause) if isinstance(cause, ApplicationError) else CommandPending()
    if isinstance(error, WorkflowUpdateRPCTimeoutOrCancelledError):
        return CommandPending()
    if isinstance(error, RPCError):
        return STATUS_ERRORS.get(error.status, WorkflowServiceUnavailable)()
    return WorkflowServiceUnavailable()


def _error_of_update(cause: ApplicationError) -> Exception:
    """Return what the error with which a workflow answered means."""
    if cause.type == SEAL_INVALID:
        log.error("command_seal_refused", next="let the API and the workers use one database")
        return WorkflowServiceUnavailable()
    if cause.type == "AcceptedUpdateCompletedWorkflow":
        return WorkflowNotRunning()
    return WorkflowIdTaken() if cause.type == WRONG_APPEAL else to_refusal(cause)
