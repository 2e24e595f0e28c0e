"""How a verb is given: seen, noted, checked, its text kept; then the command, then what came of it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.dependencies import decision_presenter_of, notice_text_renderer_of
from api.http.idempotency import IdempotentRequest
from api.http.problems import RETRY_AFTER, api_error_from_refusal, pending_response, problem_response
from api.http.responses import task_response
from application.access_scope import visible_appeal, visible_task
from application.commands.duplicates import check_earlier_appeal
from application.commands.outgoing_language import check_outgoing_language
from application.commands.references import check_references, with_related_appeals, with_superior
from application.errors import ApiError
from application.presenters.appeals import present_appeal
from application.presenters.tasks import present_task
from domain import commands as c
from domain.decide.handle import handle
from domain.errors import NotFound, Refusal, TaskHeldByAnother, VersionMismatch
from domain.evolve.appeal import replay
from schemas.http.requests.appeals import AppealCommandBody
from schemas.http.requests.tasks import TaskCommandBody
from store import queries
from store.appeals import event_log, outbox, personal_data
from store.database.advisory_locks import AdvisoryLock, advisory_lock
from store.database.engine import autocommit
from store.database.errors import LockUnavailable
from store.queries import TaskRecord
from store.reference import people
from workflows.client import CommandPending, WorkflowNotRunning

ETAG_PATTERN = re.compile(r'\s*(W/)?"(?P<version>[0-9]{1,9})"\s*')
RECORD_BACKOFF = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)

Presenter = Callable[[AsyncConnection], Awaitable[Response]]


async def execute_task_command(
    deed: IdempotentRequest, task_id: UUID, body: TaskCommandBody, if_match: str | None = None
) -> Response:
    """Give a verb to a task, and return the task after it."""
    command = body.command(deed.by, task_id, deed.id if body.free_text else None)
    async with autocommit(deed.dependencies.engine).connect() as connection:
        earlier = await deed.begin_or_replay(connection)
        if earlier is not None:
            return earlier
        async with deed.release_key_on_refusal(connection):
            task = await visible_task(connection, deed.by, task_id)
            seen = await _check_version(deed, connection, task, if_match)
            await check_references(deed, connection, command)
            command = await with_superior(deed, connection, command)
            await check_earlier_appeal(deed, connection, task.appeal, command)
            await check_outgoing_language(connection, task, body)
            await store_command_text(deed, connection, task.appeal, body.free_text)
    show, place = partial(_task_response, deed, task_id), f"/v1/tasks/{task_id}"
    try:
        return await submit_and_present(deed, task.appeal, command, show, place, seen)
    except VersionMismatch as changed:
        await _wait_until_recorded(deed, task_id, int(changed.details["version"]))
        async with autocommit(deed.dependencies.engine).connect() as connection:
            task = await visible_task(connection, deed.by, task_id)
            raise await _changed_meanwhile(deed, connection, task) from changed


async def execute_appeal_request(
    deed: IdempotentRequest, appeal_id: UUID, body: AppealCommandBody
) -> Response:
    """Give a command to an appeal as a whole, and return the appeal after it."""
    command = body.command(deed.by, deed.id if body.text else None)
    if not isinstance(command, c.Merge):
        return await execute_appeal_command(deed, appeal_id, command, body.text)
    try:
        async with advisory_lock(deed.dependencies.engine, AdvisoryLock.APPEAL_MERGE):
            return await execute_appeal_command(deed, appeal_id, command, body.text)
    except LockUnavailable as error:
        raise ApiError("conflict", headers=RETRY_AFTER) from error


async def execute_appeal_command(
    deed: IdempotentRequest,
    appeal_id: UUID,
    command: c.AppealCommand,
    text: str | None,
    show: Presenter | None = None,
) -> Response:
    """Give *command* to an appeal as a whole, and return the appeal after it, or what *show* shows."""
    async with autocommit(deed.dependencies.engine).connect() as connection:
        earlier = await deed.begin_or_replay(connection)
        if earlier is not None:
            return earlier
        async with deed.release_key_on_refusal(connection):
            await visible_appeal(connection, deed.by, appeal_id)
            await check_references(deed, connection, command)
            command = await with_related_appeals(deed, connection, appeal_id, command)
            await check_earlier_appeal(deed, connection, appeal_id, command)
            await store_command_text(deed, connection, appeal_id, text)
    shown = show or partial(appeal_response, deed, appeal_id)
    return await submit_and_present(deed, appeal_id, command, shown, f"/v1/appeals/{appeal_id}")


async def submit_and_present(  # noqa: PLR0913, PLR0917 - what is done, and how it is shown
    deed: IdempotentRequest,
    appeal: UUID,
    command: c.PersonCommand,
    show: Presenter,
    place: str,
    seen: int | None = None,
) -> Response:
    """Give *command* to the workflow of *appeal*; return and keep what came of it.

    A refusal is an answer too. What may still come is not kept: the same command is given again.
    Raises ChangedMeanwhile, and keeps nothing, where the task is not at the version *seen*.
    """
    try:
        await submit_command(deed, appeal, command, seen)
    except CommandPending:
        return pending_response(deed.request, place)
    except VersionMismatch:
        raise
    except Refusal as refused:
        return await _refusal_response(deed, refused)
    async with autocommit(deed.dependencies.engine).connect() as connection:
        answer = await show(connection)
        await deed.store_response(connection, answer)
    return answer


async def submit_command(
    deed: IdempotentRequest, appeal: UUID, command: c.PersonCommand, seen: int | None
) -> None:
    try:
        await deed.dependencies.appeal_client.send_command(appeal, command, deed.id, seen)
    except WorkflowNotRunning as absent:
        async with autocommit(deed.dependencies.engine).connect() as connection:
            facts = await event_log.facts_of_appeal(connection, appeal)
            starts = await outbox.is_pending(connection, appeal)
        if any(fact.command == deed.id for fact in facts):
            return
        state = replay(facts)
        if state.is_closed:
            handle(state, command, deed.dependencies.clock())  # refused before a run is begun for it
            await deed.dependencies.appeal_client.send_command_to_closed(facts, command, deed.id)
            return
        if not starts:  # its workflow is lost: nobody has to wait for the sweeper
            await deed.dependencies.appeal_client.restart_workflow(facts)
        raise ApiError("appeal_starting", headers=RETRY_AFTER) from absent


async def _refusal_response(deed: IdempotentRequest, refused: Refusal) -> Response:
    trouble = api_error_from_refusal(refused)
    async with autocommit(deed.dependencies.engine).connect() as connection:
        if isinstance(refused, TaskHeldByAnother):
            holder = UUID(refused.details["holder"])
            named = await people.names_by_id(connection, [holder])
            trouble.facts["holder_name"] = named.get(holder, "")
        answer = problem_response(deed.request, trouble)
        await deed.store_response(connection, answer)
    return answer


async def _check_version(
    deed: IdempotentRequest, connection: AsyncConnection, task: TaskRecord, if_match: str | None
) -> int | None:
    """Return the one version that the workflow has to find, if one was named.

    Raises Trouble where the task is not as it was seen, unless this very command has changed it.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    found = [ETAG_PATTERN.fullmatch(part) for part in if_match.split(",")]
    versions = [int(each["version"]) for each in found if each]
    if len(versions) < len(found):
        raise ApiError("if_match_malformed")
    if task.version in versions:
        return task.version if len(versions) == 1 else None
    facts = await event_log.facts_of_appeal(connection, task.appeal)
    if any(fact.command == deed.id for fact in facts):
        return None
    raise await _changed_meanwhile(deed, connection, task)


async def _changed_meanwhile(
    deed: IdempotentRequest, connection: AsyncConnection, task: TaskRecord
) -> ApiError:
    """Return that the task is not as it was seen, with the task as it is."""
    view = await present_task(connection, deed.by, task, decision_presenter_of(deed.request))
    current = {"current": view.model_dump(mode="json")}
    return ApiError("version_mismatch", headers={"ETag": f'"{task.version}"'}, extra=current)


async def _wait_until_recorded(deed: IdempotentRequest, task_id: UUID, version: int) -> None:
    """Wait a little until this version of the task is written down: the workflow knows of it first."""
    for pause in RECORD_BACKOFF:
        async with autocommit(deed.dependencies.engine).connect() as connection:
            line = await queries.task_by_id(connection, task_id)
        if line is None or line.version >= version:
            return
        await asyncio.sleep(pause)


async def store_command_text(
    deed: IdempotentRequest, connection: AsyncConnection, appeal: UUID, text: str | None
) -> None:
    if text:
        await personal_data.save_text(connection, appeal, deed.id, text, by_person=deed.by.id)


async def _task_response(deed: IdempotentRequest, task_id: UUID, connection: AsyncConnection) -> Response:
    line = await queries.task_by_id(connection, task_id)
    if line is None:
        raise NotFound
    return task_response(await present_task(connection, deed.by, line, decision_presenter_of(deed.request)))


async def appeal_response(deed: IdempotentRequest, appeal_id: UUID, connection: AsyncConnection) -> Response:
    """Return the appeal as it is."""
    line = await visible_appeal(connection, deed.by, appeal_id)
    view = await present_appeal(
        connection, deed.by, line, await notice_text_renderer_of(deed.request, connection)
    )
    return JSONResponse(view.model_dump(mode="json"))
