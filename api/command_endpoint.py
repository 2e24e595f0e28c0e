"""How a verb is given: seen, noted, checked, its text kept; then the command, then what came of it."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

from fastapi.responses import JSONResponse, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from api.dependencies import reader_of, teller_of
from api.http.idempotency import Deed
from api.http.problems import SOON, pending, refusal, respond
from api.http.responses import task_answer
from application.access_scope import appeal_for, task_for
from application.commands.duplicates import check_earlier
from application.commands.outgoing_language import check_leaving
from application.commands.references import check_receiver, goes_on, under
from application.errors import Trouble
from application.presenters.appeals import appeal_view
from application.presenters.tasks import task_view
from domain import commands as c
from domain.decide.handle import obey
from domain.errors import ChangedMeanwhile, Missing, Refusal, TaskHeldByAnother
from domain.evolve.appeal import replay
from schemas.http.requests.appeals import AppealBody
from schemas.http.requests.tasks import TaskBody
from store import queries
from store.appeals import event_log, outbox, personal_data
from store.database.advisory_locks import Turn, turn
from store.database.engine import at_once
from store.database.errors import Busy
from store.queries import TaskLine
from store.reference import people
from workflows.client import NotRunning, Pending

ETAGS = re.compile(r'\s*(W/)?"(?P<version>[0-9]{1,9})"\s*')
WRITTEN_SOON = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)

Show = Callable[[AsyncConnection], Awaitable[Response]]


async def give_task(deed: Deed, task_id: UUID, body: TaskBody, if_match: str | None = None) -> Response:
    """Give a verb to a task, and return the task after it."""
    command = body.command(deed.by, task_id, deed.id if body.writing else None)
    async with at_once(deed.needs.engine).connect() as connection:
        earlier = await deed.begin(connection)
        if earlier is not None:
            return earlier
        async with deed.or_not_at_all(connection):
            task = await task_for(connection, deed.by, task_id)
            seen = await _check_version(deed, connection, task, if_match)
            await check_receiver(deed, connection, command)
            command = await under(deed, connection, command)
            await check_earlier(deed, connection, task.appeal, command)
            await check_leaving(connection, task, body)
            await _keep(deed, connection, task.appeal, body.writing)
    show, place = partial(_show_task, deed, task_id), f"/v1/tasks/{task_id}"
    try:
        return await carry_out(deed, task.appeal, command, show, place, seen)
    except ChangedMeanwhile as changed:
        await _written(deed, task_id, int(changed.facts["version"]))
        async with at_once(deed.needs.engine).connect() as connection:
            task = await task_for(connection, deed.by, task_id)
            raise await _changed(deed, connection, task) from changed


async def give_appeal(deed: Deed, appeal_id: UUID, body: AppealBody) -> Response:
    """Give a command to an appeal as a whole, and return the appeal after it."""
    command = body.command(deed.by, deed.id if body.text else None)
    if not isinstance(command, c.Merge):
        return await give_command(deed, appeal_id, command, body.text)
    try:
        async with turn(deed.needs.engine, Turn.MERGING):
            return await give_command(deed, appeal_id, command, body.text)
    except Busy as error:
        raise Trouble("conflict", headers=SOON) from error


async def give_command(
    deed: Deed, appeal_id: UUID, command: c.AppealCommand, text: str | None, show: Show | None = None
) -> Response:
    """Give *command* to an appeal as a whole, and return the appeal after it, or what *show* shows."""
    async with at_once(deed.needs.engine).connect() as connection:
        earlier = await deed.begin(connection)
        if earlier is not None:
            return earlier
        async with deed.or_not_at_all(connection):
            await appeal_for(connection, deed.by, appeal_id)
            await check_receiver(deed, connection, command)
            command = await goes_on(deed, connection, appeal_id, command)
            await check_earlier(deed, connection, appeal_id, command)
            await _keep(deed, connection, appeal_id, text)
    shown = show or partial(show_appeal, deed, appeal_id)
    return await carry_out(deed, appeal_id, command, shown, f"/v1/appeals/{appeal_id}")


async def carry_out(  # noqa: PLR0913, PLR0917 - what is done, and how it is shown
    deed: Deed, appeal: UUID, command: c.PersonCommand, show: Show, place: str, seen: int | None = None
) -> Response:
    """Give *command* to the workflow of *appeal*; return and keep what came of it.

    A refusal is an answer too. What may still come is not kept: the same command is given again.
    Raises ChangedMeanwhile, and keeps nothing, where the task is not at the version *seen*.
    """
    try:
        await _given(deed, appeal, command, seen)
    except Pending:
        return pending(deed.request, place)
    except ChangedMeanwhile:
        raise
    except Refusal as refused:
        return await _refused(deed, refused)
    async with at_once(deed.needs.engine).connect() as connection:
        answer = await show(connection)
        await deed.end(connection, answer)
    return answer


async def _given(deed: Deed, appeal: UUID, command: c.PersonCommand, seen: int | None) -> None:
    try:
        await deed.needs.appeals.give(appeal, command, deed.id, seen)
    except NotRunning as absent:
        async with at_once(deed.needs.engine).connect() as connection:
            facts = await event_log.facts(connection, appeal)
            starts = await outbox.holds(connection, appeal)
        if any(fact.command == deed.id for fact in facts):
            return
        state = replay(facts)
        if state.is_closed:
            obey(state, command, deed.needs.clock())  # refused before a run is begun for it
            await deed.needs.appeals.revive(facts, command, deed.id)
            return
        if not starts:  # its workflow is lost: nobody has to wait for the sweeper
            await deed.needs.appeals.start_again(facts)
        raise Trouble("appeal_starting", headers=SOON) from absent


async def _refused(deed: Deed, refused: Refusal) -> Response:
    trouble = refusal(refused)
    async with at_once(deed.needs.engine).connect() as connection:
        if isinstance(refused, TaskHeldByAnother):
            holder = UUID(refused.facts["holder"])
            named = await people.names(connection, [holder])
            trouble.facts["holder_name"] = named.get(holder, "")
        answer = respond(deed.request, trouble)
        await deed.end(connection, answer)
    return answer


async def _check_version(
    deed: Deed, connection: AsyncConnection, task: TaskLine, if_match: str | None
) -> int | None:
    """Return the one version that the workflow has to find, if one was named.

    Raises Trouble where the task is not as it was seen, unless this very command has changed it.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    found = [ETAGS.fullmatch(part) for part in if_match.split(",")]
    versions = [int(each["version"]) for each in found if each]
    if len(versions) < len(found):
        raise Trouble("if_match_malformed")
    if task.version in versions:
        return task.version if len(versions) == 1 else None
    facts = await event_log.facts(connection, task.appeal)
    if any(fact.command == deed.id for fact in facts):
        return None
    raise await _changed(deed, connection, task)


async def _changed(deed: Deed, connection: AsyncConnection, task: TaskLine) -> Trouble:
    """Return that the task is not as it was seen, with the task as it is."""
    view = await task_view(connection, deed.by, task, reader_of(deed.request))
    current = {"current": view.model_dump(mode="json")}
    return Trouble("changed_meanwhile", headers={"ETag": f'"{task.version}"'}, extra=current)


async def _written(deed: Deed, task_id: UUID, version: int) -> None:
    """Wait a little until this version of the task is written down: the workflow knows of it first."""
    for pause in WRITTEN_SOON:
        async with at_once(deed.needs.engine).connect() as connection:
            line = await queries.task(connection, task_id)
        if line is None or line.version >= version:
            return
        await asyncio.sleep(pause)


async def _keep(deed: Deed, connection: AsyncConnection, appeal: UUID, text: str | None) -> None:
    if text:
        await personal_data.write_text(connection, appeal, deed.id, text, by_person=deed.by.id)


async def _show_task(deed: Deed, task_id: UUID, connection: AsyncConnection) -> Response:
    line = await queries.task(connection, task_id)
    if line is None:
        raise Missing
    return task_answer(await task_view(connection, deed.by, line, reader_of(deed.request)))


async def show_appeal(deed: Deed, appeal_id: UUID, connection: AsyncConnection) -> Response:
    """Return the appeal as it is."""
    line = await appeal_for(connection, deed.by, appeal_id)
    view = await appeal_view(connection, deed.by, line, await teller_of(deed.request, connection))
    return JSONResponse(view.model_dump(mode="json"))
