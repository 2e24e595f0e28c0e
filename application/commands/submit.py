"""Submission of a prepared command to the workflow of its appeal, and what came of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from application.access_scope import visible_appeal, visible_task
from application.commands.applicant_rights import store_representative
from application.commands.prepare import AnyAppealBody, PreparedCommand
from application.context import CommandContext
from application.errors import CommandUnconfirmed, StaleTaskVersion, UseCaseError
from application.presenters.appeals import present_appeal
from application.presenters.tasks import present_task
from domain.decide.handle import handle
from domain.errors import NotFound, TaskHeldByAnother, VersionMismatch
from domain.evolve.appeal import replay
from schemas.http.requests.appeals import MergeBody
from schemas.http.requests.statutory import ChangeRepresentativeBody
from schemas.http.responses.citizen import CitizenAppealView
from schemas.http.responses.views import AppealView, TaskView
from store import queries
from store.appeals import event_log, outbox
from store.database.advisory_locks import AdvisoryLock, advisory_lock
from store.database.engine import autocommit
from store.database.errors import LockUnavailable
from store.reference import people
from workflows.client import CommandPending, WorkflowNotRunning

RECORD_BACKOFF = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)


async def submit_task_command(ctx: CommandContext, task_id: UUID, prepared: PreparedCommand) -> TaskView:
    """Carry out *prepared* and return the task after it.

    Raises a Refusal where the rules forbid it, StaleTaskVersion where the task has changed meanwhile,
    and CommandUnconfirmed where it may still be carried out.
    """
    try:
        await _submit(ctx, prepared)
    except CommandPending as pending:
        raise CommandUnconfirmed(task_id) from pending
    except VersionMismatch as mismatch:
        raise await _stale_version(ctx, task_id, int(mismatch.details["version"])) from mismatch
    async with autocommit(ctx.dependencies.engine).connect() as connection:
        task = await queries.task_by_id(connection, task_id)
        if task is None:
            raise NotFound
        return await present_task(connection, ctx.by, task, ctx.decision_presenter)


async def submit_appeal_command(
    ctx: CommandContext, prepared: PreparedCommand, body: AnyAppealBody
) -> AppealView | CitizenAppealView:
    """Carry out *prepared* and return the appeal after it. Raises as submit_task_command does."""
    try:
        await _submit(ctx, prepared)
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


async def _submit(ctx: CommandContext, prepared: PreparedCommand) -> None:
    appeals = ctx.dependencies.appeal_client
    try:
        await appeals.send_command(prepared.appeal, prepared.command, ctx.command_id, prepared.task_version)
    except WorkflowNotRunning as not_running:
        await _submit_without_workflow(ctx, prepared, not_running)
    except TaskHeldByAnother as refused:
        holder = UUID(refused.details["holder"])
        async with autocommit(ctx.dependencies.engine).connect() as connection:
            names = await people.names_by_id(connection, [holder])
        refused.details["holder_name"] = names.get(holder, "")
        raise


async def _submit_without_workflow(
    ctx: CommandContext, prepared: PreparedCommand, not_running: WorkflowNotRunning
) -> None:
    """Carry out *prepared* in a new run if the appeal is closed; otherwise have its workflow started."""
    appeals = ctx.dependencies.appeal_client
    async with autocommit(ctx.dependencies.engine).connect() as connection:
        if await event_log.is_command_handled(connection, prepared.appeal, ctx.command_id):
            return
        facts = await event_log.facts_of_appeal(connection, prepared.appeal)
        is_starting = await outbox.is_pending(connection, prepared.appeal)
    appeal = replay(facts)
    if appeal.is_closed:
        handle(appeal, prepared.command, ctx.dependencies.clock())  # a refusal starts no run
        await appeals.send_command_to_closed(facts, prepared.command, ctx.command_id)
        return
    if not is_starting:  # its workflow is lost, and the reconciler comes by only once a minute
        await appeals.restart_workflow(facts)
    raise UseCaseError("appeal_starting", is_temporary=True) from not_running


async def _stale_version(ctx: CommandContext, task_id: UUID, version: int) -> StaleTaskVersion:
    """Return the error with the task as it is once *version* is recorded: rows lag behind the workflow."""
    for pause in (*RECORD_BACKOFF, None):
        async with autocommit(ctx.dependencies.engine).connect() as connection:
            task = await visible_task(connection, ctx.by, task_id)
            if task.version >= version or pause is None:
                break
        await asyncio.sleep(pause)
    async with autocommit(ctx.dependencies.engine).connect() as connection:
        return StaleTaskVersion(await present_task(connection, ctx.by, task, ctx.decision_presenter))
