"""The client of the appeals' workflows, for use cases, the dispatcher and the reconciler."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

import structlog
from temporalio.client import Client, WithStartWorkflowOperation, WorkflowExecutionStatus
from temporalio.common import RawValue, TypedSearchAttributes, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

from domain import commands as c
from domain.events import Fact
from domain.procedure.registry import COMMANDS
from domain.state.appeal import Appeal
from schemas.wire.messages import AppealStart, CommandMessage, CommandResult
from workflows import web_ui
from workflows.commands.errors import (
    CLIENT_ERRORS,
    CommandPending,
    WorkflowIdTaken,
    WorkflowNotRunning,
    WorkflowServiceUnavailable,
    error_for_sender,
)
from workflows.commands.seals import sealed
from workflows.names import APPEAL_MEMO, APPEAL_WORKFLOW, TASK_QUEUE, appeal_number, appeal_workflow_id
from workflows.options import WORKFLOW_TASK_TIMEOUT
from workflows.runs import Run, RunClient

log = structlog.get_logger()

ABNORMAL_ENDS = (
    "ExecutionStatus IN ('Terminated', 'Canceled', 'Failed', 'TimedOut')"
    " AND WorkflowType = '{workflow}' AND TaskQueue = '{queue}' AND CloseTime > '{since}'"
)


class WorkflowOptions(TypedDict):
    """The id and labels of a run of an appeal's workflow, and what an earlier run means for it."""

    id: str
    task_queue: str
    task_timeout: timedelta
    search_attributes: TypedSearchAttributes
    static_summary: str
    memo: Mapping[str, str]
    id_reuse_policy: WorkflowIDReusePolicy
    id_conflict_policy: WorkflowIDConflictPolicy


class AppealClient:
    """Starts the workflows of appeals and sends them commands."""

    def __init__(
        self,
        client: Client,
        patience: timedelta = timedelta(seconds=15),
        task_queue: str = TASK_QUEUE,
        command_key: bytes | None = None,
    ) -> None:
        """Connect through *client*; wait for an answer no longer than *patience*.

        Without the installation's *command_key*, commands count as sent from outside.
        """
        self._client, self._command_key = client, command_key
        self._task_queue = task_queue
        self._update_timeout = patience
        self.runs = RunClient(client, task_queue)

    async def start_workflow(self, appeal: Appeal) -> None:
        """Start the workflow of a new appeal, unless it runs or has ended.

        Raises WorkflowServiceUnavailable.
        """
        await self._start_workflow(AppealStart(appeal=appeal), WorkflowIDReusePolicy.REJECT_DUPLICATE)

    async def restart_workflow(self, facts: Sequence[Fact]) -> None:
        """Start the lost workflow of an open appeal from its *facts*, unless it runs.

        Raises WorkflowServiceUnavailable.
        """
        await self._start_workflow(AppealStart.from_facts(facts), WorkflowIDReusePolicy.ALLOW_DUPLICATE)

    async def _start_workflow(self, start: AppealStart, reuse: WorkflowIDReusePolicy) -> None:
        try:
            await self._client.start_workflow(
                APPEAL_WORKFLOW,
                start,
                **self._workflow_options(start.appeal, reuse, WorkflowIDConflictPolicy.FAIL),
                request_eager_start=True,  # a worker in this process starts at once
            )
        except WorkflowAlreadyStartedError:
            if await self._has_ended_under_other_appeal(start.appeal):
                await self._start_workflow(start, WorkflowIDReusePolicy.ALLOW_DUPLICATE)
        except CLIENT_ERRORS as error:
            raise WorkflowServiceUnavailable from error

    async def _has_ended_under_other_appeal(self, appeal: Appeal) -> bool:
        """Return whether the workflow under the number of *appeal* was that of another appeal, and has ended.

        Raises WorkflowIdTaken where it still runs.
        """
        try:
            described = await self._client.get_workflow_handle(appeal_workflow_id(appeal.number)).describe()
            owner = await described.memo_value(APPEAL_MEMO, default=str(appeal.id))
        except CLIENT_ERRORS as error:
            raise WorkflowServiceUnavailable from error
        if owner == str(appeal.id):
            return False
        if described.status is WorkflowExecutionStatus.RUNNING:
            log.error("workflow_id_taken", appeal=str(appeal.id), owner=owner)
            raise WorkflowIdTaken
        return True

    async def is_running(self, number: str, appeal: UUID | None = None) -> bool:
        """Return whether the workflow under a number runs, and is that of *appeal*, if given.

        Raises WorkflowServiceUnavailable.
        """
        run = await self.latest_run(number)
        return run is not None and (run.is_open if appeal is None else run.serves(appeal))

    async def latest_run(self, number: str) -> Run | None:
        """Return the latest run under a number. Raises WorkflowServiceUnavailable."""
        try:
            return await self.runs.latest(number)
        except CLIENT_ERRORS as error:
            raise WorkflowServiceUnavailable from error

    async def abnormally_ended(self, since: datetime, limit: int) -> list[str]:
        """Return the numbers of the appeals with a run that was terminated or failed since a moment.

        At most *limit*, the last ended first; another run of the same appeal may be running.
        Raises WorkflowServiceUnavailable.
        """
        query = ABNORMAL_ENDS.format(
            workflow=APPEAL_WORKFLOW, queue=self._task_queue, since=since.isoformat()
        )
        try:
            ended = [each.id async for each in self._client.list_workflows(query, limit=limit)]
        except CLIENT_ERRORS as error:
            raise WorkflowServiceUnavailable from error
        return [appeal_number(each) for each in dict.fromkeys(ended)]

    async def send_command(  # noqa: PLR0913 - a command has that many sides
        self,
        number: str,
        command: c.PersonCommand,
        command_id: UUID,
        task_version: int | None = None,
        *,
        appeal: UUID | None = None,
        accepted_at: datetime | None = None,
    ) -> CommandResult:
        """Have a command carried out, once per id, and return its result when its events are recorded.

        With *task_version*, only while its task has that version; with *appeal*, only on the appeal of that
        id. It counts from when it was accepted, or from when it is heard.
        Raises a Refusal, CommandPending, WorkflowNotRunning or WorkflowServiceUnavailable.
        """
        handle = self._client.get_workflow_handle(appeal_workflow_id(number))
        message = CommandMessage(
            command_id=command_id,
            command=command,
            task_version=task_version,
            appeal=appeal,
            accepted_at=accepted_at,
        )
        try:
            result: CommandResult = await handle.execute_update(
                COMMANDS.verb_of(command),
                self._argument(number, message),
                id=str(command_id),
                result_type=CommandResult,
                rpc_timeout=self._update_timeout,
            )
        except CLIENT_ERRORS as error:
            raise error_for_sender(error) from error
        return result

    async def send_command_to_closed(
        self,
        facts: Sequence[Fact],
        command: c.PersonCommand,
        command_id: UUID,
        accepted_at: datetime | None = None,
    ) -> CommandResult:
        """Have a command carried out on the closed appeal of these *facts*, in a new run.

        It counts from when it was accepted, or from when it is heard.
        Raises a Refusal, CommandPending or WorkflowServiceUnavailable.
        """
        new_run = AppealStart.from_facts(facts)
        message = CommandMessage(
            command_id=command_id, command=command, appeal=new_run.appeal.id, accepted_at=accepted_at
        )
        start: WithStartWorkflowOperation[object, object] = WithStartWorkflowOperation(
            APPEAL_WORKFLOW,
            new_run,
            **self._workflow_options(
                new_run.appeal,
                WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                WorkflowIDConflictPolicy.USE_EXISTING,
            ),
        )
        try:
            result: CommandResult = await self._client.execute_update_with_start_workflow(
                COMMANDS.verb_of(command),
                self._argument(new_run.appeal.number, message),
                id=str(command_id),
                start_workflow_operation=start,
                result_type=CommandResult,
                rpc_timeout=self._update_timeout,
            )
        except CLIENT_ERRORS as error:
            known = error_for_sender(error)
            raise (CommandPending() if isinstance(known, WorkflowNotRunning) else known) from error
        return result

    def _argument(self, number: str, message: CommandMessage) -> RawValue:
        """Return *message* for the workflow of a number, sealed if this client has a key."""
        payload = self._client.data_converter.payload_converter.to_payload(message)
        if self._command_key is None:
            return RawValue(payload)
        verb = COMMANDS.verb_of(message.command)
        return sealed(self._command_key, appeal_workflow_id(number), verb, payload)

    def _workflow_options(
        self, appeal: Appeal, reuse: WorkflowIDReusePolicy, conflict: WorkflowIDConflictPolicy
    ) -> WorkflowOptions:
        return WorkflowOptions(
            id=appeal_workflow_id(appeal.number),
            task_queue=self._task_queue,
            task_timeout=WORKFLOW_TASK_TIMEOUT,
            search_attributes=web_ui.search_attributes(appeal),
            static_summary=web_ui.static_summary(appeal),
            memo={APPEAL_MEMO: str(appeal.id)},
            id_reuse_policy=reuse,
            id_conflict_policy=conflict,
        )
