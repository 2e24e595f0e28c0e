"""The next task: the most urgent one of the person's groups that can be claimed."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from application.access_scope import groups_of
from application.commands.prepare import PreparedTaskCommand
from application.commands.submit import submit_task_command
from application.context import CommandContext, command_id_from
from application.errors import UseCaseError
from application.presenters.tasks import present_task
from domain.commands import Claim
from domain.errors import Conflict, Forbidden, NotFound
from domain.identity.people import Group
from domain.law.applicable_law import ONE_WORKING_DAY
from domain.state.task import TaskState
from schemas.http.responses.views import TaskView
from store import queries
from store.appeals import event_log
from store.database.engine import autocommit
from store.queries import InboxFilter
from workflows.commands.errors import WorkflowFailing

MAX_ATTEMPTS = 5


async def claim_next_task(ctx: CommandContext) -> TaskView | None:
    """Claim the most urgent waiting task of the person's groups and return it, None where none waits.

    A task that another person claims first is passed over. Raises Forbidden without groups, UseCaseError
    where every attempt was lost, and CommandUnconfirmed where a claim may still succeed.
    """
    groups = groups_of(ctx.by)
    if not groups:
        raise Forbidden(role=ctx.by.role)
    if ctx.is_retry and (claimed := await _interrupted_claim(ctx)) is not None:
        return claimed
    for _ in range(MAX_ATTEMPTS):
        is_empty, claimed = await _claim_first_available(ctx, groups)
        if is_empty or claimed is not None:
            return claimed
    raise UseCaseError("conflict")


async def _claim_first_available(
    ctx: CommandContext, groups: tuple[Group, ...]
) -> tuple[bool, TaskView | None]:
    """Try the most urgent tasks in order; return whether none waits, and the task that was claimed."""
    async with autocommit(ctx.dependencies.engine).connect() as connection:
        candidates = await queries.claim_candidates(connection, groups, _soon(ctx), ctx.by.id)
    failure: Exception | None = None
    for task in candidates:
        prepared = PreparedTaskCommand(task, Claim(ctx.by, task.id))
        try:
            return False, await submit_task_command(_claim_context(ctx, task.id), prepared)
        except (NotFound, Conflict):  # another person was quicker
            continue
        except (UseCaseError, WorkflowFailing) as error:  # perhaps the next one can be claimed
            failure = error
    if failure is not None:
        raise failure
    return not candidates, None


async def _interrupted_claim(ctx: CommandContext) -> TaskView | None:
    """Return the task that an earlier, interrupted attempt has claimed."""
    own = InboxFilter(holder=ctx.by.id, states=(TaskState.CLAIMED,))
    async with autocommit(ctx.dependencies.engine).connect() as connection:
        for task in (await queries.inbox_page(connection, own)).tasks:
            command = _claim_context(ctx, task.id).command_id
            if await event_log.is_command_handled(connection, task.appeal, command):
                return await present_task(connection, ctx.by, task, ctx.decision_presenter)
    return None


def _soon(ctx: CommandContext) -> datetime:
    """Return the moment until which a duty is as urgent as work: within a working day."""
    return ctx.dependencies.calendar.add_term(ctx.dependencies.clock(), ONE_WORKING_DAY)


def _claim_context(ctx: CommandContext, task: UUID) -> CommandContext:
    """Return the context of the claim of one task: its command id follows from both."""
    digest = sha256(ctx.command_id.bytes + task.bytes).digest()
    return replace(ctx, command_id=command_id_from(digest))
