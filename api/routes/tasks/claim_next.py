"""The next task: the most urgent one of a person's groups, claimed before anybody else has it."""

from fastapi.responses import Response

from api.command_endpoint import execute_task_command
from api.dependencies import decision_presenter_of
from api.http.idempotency import IdempotentRequest
from api.http.responses import task_response
from application.access_scope import groups_of
from application.errors import ApiError
from application.presenters.tasks import present_task
from domain.errors import Forbidden, NotFound
from domain.identity.people import Group
from domain.state.task import TaskState
from schemas.http.requests.tasks import ClaimBody
from store import queries
from store.appeals import event_log
from store.database.engine import autocommit
from store.queries import InboxFilter, TaskRecord
from workflows.client import WorkflowFailing

MAX_ATTEMPTS = 5
LOST_RACE_STATUSES = frozenset({404, 409})  # somebody was quicker


async def claim_next_task(deed: IdempotentRequest) -> Response:
    """Claim the most urgent waiting task of the caller's groups; 204 where nothing waits.

    Who loses a race for one task goes on to the next.
    """
    groups = groups_of(deed.by)
    if not groups:
        raise Forbidden(role=deed.by.role)
    async with autocommit(deed.dependencies.engine).connect() as connection:
        earlier = await deed.begin_or_replay(connection)
    if earlier is not None:
        return earlier
    answer = await _response_of_interrupted_claim(deed) if deed.is_retry else None
    for _ in range(MAX_ATTEMPTS):
        answer = answer or await _claim_first_available(deed, groups)
        if answer is not None:
            return await _store_response(deed, answer)
    raise ApiError("conflict")


async def _claim_first_available(deed: IdempotentRequest, groups: tuple[Group, ...]) -> Response | None:
    """Try the most urgent tasks in their order; 204 where there is none, None where all were lost."""
    async with autocommit(deed.dependencies.engine).connect() as connection:
        waiting = await queries.claim_candidates(connection, groups, deed.by.id)
    trouble: Exception | None = None
    for task in waiting:
        try:
            answer = await _claim_task(deed, task)
        except NotFound:
            continue
        except (ApiError, WorkflowFailing) as error:  # not this one, not now
            trouble = error
            continue
        if answer.status_code not in LOST_RACE_STATUSES:
            return answer
    if trouble is not None:
        raise trouble
    return None if waiting else Response(status_code=204)


async def _response_of_interrupted_claim(deed: IdempotentRequest) -> Response | None:
    """Return the answer of an earlier attempt that was cut off after its claim."""
    mine = InboxFilter(holder=deed.by.id, states=(TaskState.CLAIMED,))
    async with autocommit(deed.dependencies.engine).connect() as connection:
        held = (await queries.inbox_page(connection, mine)).tasks
        for task in held:
            facts = await event_log.facts_of_appeal(connection, task.appeal)
            if any(fact.command == _claim_request(deed, task).id for fact in facts):
                return task_response(
                    await present_task(connection, deed.by, task, decision_presenter_of(deed.request))
                )
    return None


async def _claim_task(deed: IdempotentRequest, task: TaskRecord) -> Response:
    return await execute_task_command(_claim_request(deed, task), task.id, ClaimBody())


def _claim_request(deed: IdempotentRequest, task: TaskRecord) -> IdempotentRequest:
    return deed.sub_request(str(task.id), "claim")


async def _store_response(deed: IdempotentRequest, answer: Response) -> Response:
    async with autocommit(deed.dependencies.engine).connect() as connection:
        await deed.store_response(connection, answer)
    return answer
