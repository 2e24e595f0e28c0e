"""The check of commands from outside: who and what they name, and when Temporal accepted them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Protocol

from sqlalchemy.exc import DataError
from temporalio import activity
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.history.v1 import HistoryEvent
from temporalio.api.workflowservice.v1 import GetWorkflowExecutionHistoryReverseRequest
from temporalio.client import Client

from schemas.wire.outside_commands import OutsideAnswer, OutsideQuestion


class CommandCheck(Protocol):
    """Checks the people, organisations and texts that a command names against the database."""

    async def __call__(self, question: OutsideQuestion, /) -> OutsideAnswer:
        """Return the command as it may be carried out, or its refusal."""


async def refuse_all(_question: OutsideQuestion) -> OutsideAnswer:
    """Return the refusal of any command from outside, for a worker that has no directory."""
    return OutsideAnswer(refusal="forbidden")


class OutsideCommandActivities:
    """Checks commands from outside; running twice equals running once."""

    def __init__(self, client: Client, check: CommandCheck) -> None:
        """Check what commands name by *check*, and read through *client* when signals were accepted."""
        self._client = client
        self._check = check

    @activity.defn
    async def check_outside_command(self, question: OutsideQuestion) -> OutsideAnswer:
        """Return the answer of the database, with the moment at which Temporal accepted the signal."""
        try:
            answer = await self._check(question)
        except DataError:  # a value that the database cannot even compare with
            answer = OutsideAnswer(refusal="malformed")
        if question.signal_digest is None:
            return answer
        accepted_at = await self._accepted_at(question.verb, question.signal_digest)
        return answer.model_copy(update={"accepted_at": accepted_at})

    async def _accepted_at(self, verb: str, digest: str) -> datetime | None:
        """Return when Temporal accepted the first signal *verb* with this payload, None if there is none."""
        accepted = None
        async for event in self._events_in_reverse():
            signal = event.workflow_execution_signaled_event_attributes
            digests = [sha256(each.data).hexdigest() for each in signal.input.payloads]
            if (signal.signal_name, digests) == (verb, [digest]):
                accepted = event.event_time.ToDatetime(UTC)
        return accepted

    async def _events_in_reverse(self) -> AsyncIterator[HistoryEvent]:
        """Yield the events of this activity's run, the last first."""
        info, token = activity.info(), b""
        while True:
            page = await self._client.workflow_service.get_workflow_execution_history_reverse(
                GetWorkflowExecutionHistoryReverseRequest(
                    namespace=info.workflow_namespace or "",
                    execution=WorkflowExecution(
                        workflow_id=info.workflow_id or "", run_id=info.workflow_run_id or ""
                    ),
                    next_page_token=token,
                )
            )
            for event in page.history.events:
                yield event
            token = page.next_page_token
            if not token:
                return
