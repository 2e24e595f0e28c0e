"""The check of seals: an update under a false seal is refused before anything of it is written."""

from typing import Any

from temporalio import workflow
from temporalio.exceptions import ApplicationError
from temporalio.worker import (
    HandleUpdateInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

from workflows.commands.seals import is_seal_valid
from workflows.names import SEAL_INVALID


class SealCheckInterceptor(Interceptor):
    """Checks the seals of updates by the installation's key, outside of the workflows that keep no key."""

    def __init__(self, key: bytes | None) -> None:
        """Check by *key*; without one, each seal is false."""
        self._key = key

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002, ARG002 - the library's signature
    ) -> type[WorkflowInboundInterceptor]:
        """Return the interceptor class of workflows."""
        key = self._key

        class SealCheck(WorkflowInboundInterceptor):
            def handle_update_validator(self, input: HandleUpdateInput) -> None:  # noqa: A002 - the same
                if not is_seal_valid(key, workflow.info().workflow_id, input.update, _payloads(input.args)):
                    raise ApplicationError(SEAL_INVALID, type=SEAL_INVALID, non_retryable=True)
                super().handle_update_validator(input)

        return SealCheck


def _payloads(args: Any) -> list[Any]:
    """Return the arguments of the one dynamic handler, which follow its verb."""
    return list(args[1])
