"""Memory-saving sandbox and interceptor for workers with many cached workflows.

A field of a protobuf message keeps the whole message alive, and the SDK keeps two empty fields of the
message that started a workflow: 60 KiB per open appeal. Copies of the fields free the message.
"""

from dataclasses import replace
from typing import Any

from temporalio import workflow
from temporalio.api.common.v1 import Payloads
from temporalio.api.sdk.v1 import WorkflowMetadata
from temporalio.worker import (
    ExecuteWorkflowInput,
    HandleQueryInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInstance,
    WorkflowInstanceDetails,
    WorkflowInterceptorClassInput,
)
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner


class LeanSandboxRunner(SandboxedWorkflowRunner):
    """Passes a workflow a copy of the result of the previous run."""

    def create_instance(self, det: WorkflowInstanceDetails) -> WorkflowInstance:
        """Create the instance without a reference to the start message."""
        returned = Payloads()
        returned.CopyFrom(det.last_completion_result)
        return super().create_instance(replace(det, last_completion_result=returned))


class LeanHeadersInterceptor(Interceptor):
    """Passes a workflow a copy of its headers, and renders its current details only when asked."""

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002, ARG002 - the library's signature
    ) -> type[WorkflowInboundInterceptor]:
        """Return the interceptor class of workflows."""
        return _LeanInbound


class _LeanInbound(WorkflowInboundInterceptor):
    async def execute_workflow(self, input: ExecuteWorkflowInput) -> Any:  # noqa: A002 - the same
        input.headers = dict(input.headers)
        return await super().execute_workflow(input)

    async def handle_query(self, input: HandleQueryInput) -> Any:  # noqa: A002 - the same
        answer = await super().handle_query(input)
        render = getattr(workflow.instance(), "current_details", None)
        if isinstance(answer, WorkflowMetadata) and render is not None:
            answer.current_details = render()
        return answer
