"""A worker that remembers many appeals keeps nothing twice.

A part of a protobuf message keeps the whole message alive, and the SDK keeps two parts, empty ones, of the
one that began a workflow: 60 KiB for each open appeal. Copies of the parts let the message go.
"""

from dataclasses import replace
from typing import Any

from temporalio.api.common.v1 import Payloads
from temporalio.worker import (
    ExecuteWorkflowInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInstance,
    WorkflowInstanceDetails,
    WorkflowInterceptorClassInput,
)
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner


class LeanSandboxRunner(SandboxedWorkflowRunner):
    """Gives a workflow a copy of what the run before it returned."""

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Create it without the message that began it."""
        returned = Payloads()
        returned.CopyFrom(det.last_completion_result)
        return super().create_instance(replace(det, last_completion_result=returned))


class LeanHeadersInterceptor(Interceptor):
    """Gives a workflow a copy of its headers."""

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002, ARG002 - the library's signature
    ) -> type[WorkflowInboundInterceptor]:
        """Return what stands before each workflow."""
        return _CopyHeadersInbound


class _CopyHeadersInbound(WorkflowInboundInterceptor):
    async def execute_workflow(self, input: ExecuteWorkflowInput) -> Any:  # noqa: A002 - the same
        input.headers = dict(input.headers)
        return await super().execute_workflow(input)
