"""Submission of a prepared command to the workflow of its appeal, and its result."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from application.access_scope import visible_appeal, visible_task
from application.commands.applicant_rights import store_representative
from application.commands.prepare import AnyAppealBody, PreparedAppealCommand, PreparedTaskCommand
from application.context import CommandContext
from application.errors import CommandUnconfirmed, StaleTaskVersion, UseCaseError
from application.presenters.appeals import present_appeal
from application.presenters.tasks import present_task, present_task_status
from domain import commands as c
from domain.decide.handle import handle_after_correction
from domain.decide.silence import correct_silence
from domain.errors import TaskHeldByAnother, VersionMismatch
from domain.evolve.appeal import replay
from schemas.http.requests.appeals import MergeBody
from schemas.http.requests.statutory import ChangeRepresentativeBody
from schemas.http.responses.citizen import CitizenAppealView
from schemas.http.responses.views import AppealView, TaskView
from schemas.wire.messages import CommandResult
from store.appeals import event_log, outbox
from store.database.advisory_locks import AdvisoryLock, advisory_lock
from store.database.engine import autocommit
from store.database.errors import LockUnavailable
from store.queries import TaskRecord
from store.reference import people
from workflows.commands.errors import CommandPending, WorkflowNotRunning

RECORD_BACKOFF = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


async def submit_task_command(ctx: CommandContext, prepared: PreparedTaskCommand) -> TaskView:
    """Carry out *prepared* and return the task after it, as the workflow has it.

    Raises a Refusal where the rules forbid it, StaleTaskVersion where the task has changed meanwhile,
    and CommandUnconfirmed where it may still be carried out.
    """
    task, command = prepared.task, prepared.command
    try:
        result = await _submit(ctx, task.appeal, task.number, command, prepared.task_version)
    except CommandPending as pending:
        raise CommandUnconfirmed(task.id) from pending
    except VersionMismatch as mismatch:
        raise await _stale_version(ctx, task.id, int(mismatch.details["version"])) from mismatch
    if result is None or result.status is None:
        return await _read_task(ctx, task.id)
    holder_name = await _holder_name(ctx, task, result.status.holder)
    return present_task_status(task, result.status, holder_name, ctx.decision_presenter)


async def submit_appeal_command(
    ctx: CommandContext, prepared: PreparedAppealCommand, body: AnyAppealBody
) -> AppealView | CitizenAppealView:
    """Carry out *prepared* and return the appeal after it. Raises as submit_task_command does."""
    try:
        await _submit(ctx, prepared.appeal, prepared.number, prepared.command)
    except CommandPending as pending:
        raise CommandUnconfirmed(prepared.appeal) from pending
    async with autocommit(ctx.dependencies.engine).connect() as connection:
        if isinstance(body, ChangeRepresentativeBody):
            await store_representative(ctx, connection, prepared.appeal, body)
        appeal = await visible_appeal(connection, ctx.by, prepared.appeal)
        renderer = await ctx.notice_text_renderer(connection)
        return await present_appeal(connection, ctx.by, appeal, renderer)


@asynccontextmanager
async def exclusive_merge(ctx: CommandContext, body: AnyAppealBody) -> AsyncIterator[None]:
    """Hold the lock of mergers while *body* is carried out, if it is one: two never merge into each other.

    Raises UseCaseError where another merger holds the lock for too long.
    """
    if not isinstance(body, MergeBody):
        yield
        return
    try:
        async with advisory_lock(ctx.dependencies.engine, AdvisoryLock.APPEAL_MERGE):
            yield
    except LockUnavailable as error:
        raise UseCaseError("conflict", is_temporary=True) from error


async def _submit(
    ctx: CommandContext, appeal: UUID, number: str, command: c.PersonCommand, task_version: int | None = None
) -> CommandResult | None:
    """Have *command* carried out and return its result, None where it was before and no workflow runs."""
    try:
        return await ctx.dependencies.appeal_client.send_command(
            number, command, ctx.command_id, task_version, appeal=appeal, accepted_at=ctx.accepted_at
        )
    except WorkflowNotRunning as not_running:
        return await _submit_without_workflow(ctx, appeal, command, not_running)
    except TaskHeldByAnother as refusal:
        holder = UUID(refusal.details["holder"])
        async with autocommit(ctx.dependencies.engine).connect() as connection:
            names = await people.names_by_id(connection, [holder])
        refusal.details["holder_name"] = names.get(holder, "")
        raise


async def _submit_without_workflow(
    ctx: CommandContext, appeal: UUID, command: c.PersonCommand, not_running: WorkflowNotRunning
) -> CommandResult | None:
    """Have *command* carried out in a new run if the appeal is closed; otherwise start its workflow."""
    appeals = ctx.dependencies.appeal_client
    async with autocommit(ctx.dependencies.engine).connect() as connection:
        if await event_log.is_command_handled(connection, appeal, ctx.command_id):
            return None
        facts = await event_log.facts_of_appeal(connection, appeal)
        is_starting = await outbox.is_pending(connection, appeal)
    state = replay(facts)
    if state.is_closed:
        now, accepted_at = ctx.dependencies.clock(), ctx.accepted_at or ctx.dependencies.clock()
        correction = correct_silence(facts, accepted_at, now)
        # a refusal starts no run
        handle_after_correction(state, correction, command, now, accepted_at=ctx.accepted_at)
        return await appeals.send_command_to_closed(facts, command, ctx.command_id, ctx.accepted_at)
    if not is_starting:  # its workflow is lost, and the reconciler runs only once a minute
        await appeals.restart_workflow(facts)
    raise UseCaseError("appeal_starting", is_temporary=True) from not_running


async def _holder_name(ctx: CommandContext, task: TaskRecord, holder: UUID | None) -> str | None:
    """Return the name of the *holder* after the command, without a query where it is known."""
    if holder == task.holder:
        return task.holder_name
    if holder is None or holder == ctx.by.id:
        return ctx.name if holder else None
    async with autocommit(ctx.dependencies.engine).connect() as connection:
        return (await people.names_by_id(connection, [holder])).get(holder)


async def _read_task(ctx: CommandContext, task_id: UUID) -> TaskView:
    async with autocommit(ctx.dependencies.engine).connect() as connection:
        task = await visible_task(connection, ctx.by, task_id)
        return await present_task(connection, ctx.by, task, ctx.decision_presenter)


async def _stale_version(ctx: CommandContext, task_id: UUID, version: int) -> StaleTaskVersion:
    """Return the error with the task as it is once *version* is recorded: rows lag behind the workflow."""
    for pause in RECORD_BACKOFF:
        current = await _read_task(ctx, task_id)
        if current.version >= version:
            return StaleTaskVersion(current)
        await asyncio.sleep(pause)
    return StaleTaskVersion(await _read_task(ctx, task_id))
