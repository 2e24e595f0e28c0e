"""The next task: the most urgent one of a person's groups, claimed before anybody else has it."""

from fastapi.responses import Response

from api.command_endpoint import give_task
from api.dependencies import reader_of
from api.http.idempotency import Deed
from api.http.responses import task_answer
from application.access_scope import groups_of
from application.errors import Trouble
from application.presenters.tasks import task_view
from domain.errors import Forbidden, Missing
from domain.identity.people import Group
from domain.state.task import TaskState
from schemas.http.requests.tasks import Claim
from store import queries
from store.appeals import event_log
from store.database.engine import at_once
from store.queries import Inbox, TaskLine
from workflows.client import Stuck

ROUNDS = 5
LOST = frozenset({404, 409})  # somebody was quicker


async def claim(deed: Deed) -> Response:
    """Claim the most urgent waiting task of the caller's groups; 204 where nothing waits.

    Who loses a race for one task goes on to the next.
    """
    groups = groups_of(deed.by)
    if not groups:
        raise Forbidden(role=deed.by.role)
    async with at_once(deed.needs.engine).connect() as connection:
        earlier = await deed.begin(connection)
    if earlier is not None:
        return earlier
    answer = await _claimed_before(deed) if deed.again else None
    for _ in range(ROUNDS):
        answer = answer or await _claimed_one(deed, groups)
        if answer is not None:
            return await _kept(deed, answer)
    raise Trouble("conflict")


async def _claimed_one(deed: Deed, groups: tuple[Group, ...]) -> Response | None:
    """Try the most urgent tasks in their order; 204 where there is none, None where all were lost."""
    async with at_once(deed.needs.engine).connect() as connection:
        waiting = await queries.most_urgent(connection, groups, deed.by.id)
    trouble: Exception | None = None
    for task in waiting:
        try:
            answer = await _claim(deed, task)
        except Missing:
            continue
        except (Trouble, Stuck) as error:  # not this one, not now
            trouble = error
            continue
        if answer.status_code not in LOST:
            return answer
    if trouble is not None:
        raise trouble
    return None if waiting else Response(status_code=204)


async def _claimed_before(deed: Deed) -> Response | None:
    """Return the answer of an earlier attempt that was cut off after its claim."""
    mine = Inbox(holder=deed.by.id, states=(TaskState.CLAIMED,))
    async with at_once(deed.needs.engine).connect() as connection:
        held = (await queries.inbox(connection, mine)).tasks
        for task in held:
            facts = await event_log.facts(connection, task.appeal)
            if any(fact.command == _part(deed, task).id for fact in facts):
                return task_answer(await task_view(connection, deed.by, task, reader_of(deed.request)))
    return None


async def _claim(deed: Deed, task: TaskLine) -> Response:
    return await give_task(_part(deed, task), task.id, Claim())


def _part(deed: Deed, task: TaskLine) -> Deed:
    return deed.part(str(task.id), "claim")


async def _kept(deed: Deed, answer: Response) -> Response:
    async with at_once(deed.needs.engine).connect() as connection:
        await deed.end(connection, answer)
    return answer
