"""Compares the clock of this process with those of PostgreSQL and Temporal."""

from datetime import UTC, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client

from store.database.engine import autocommit
from store.queries import health
from workflows.names import TASK_QUEUE

MAX_DIFFERENCE = timedelta(seconds=2)
POLL_INTERVAL = timedelta(seconds=75)  # a worker that waits for work asks Temporal again within a minute


async def differing_clocks(engine: AsyncEngine, client: Client) -> dict[str, timedelta]:
    """Return by how much the clocks of other parts are ahead of this one, where they differ.

    Temporal gives its time only as that of the last poll of a worker: a clock that is behind by less than a
    poll interval is not noticed.
    """
    differences = {
        "PostgreSQL": await _database_difference(engine),
        "Temporal": await _temporal_difference(client),
    }
    return {part: each for part, each in differences.items() if abs(each) > MAX_DIFFERENCE}


async def _database_difference(engine: AsyncEngine) -> timedelta:
    async with autocommit(engine).connect() as connection:
        await health.server_time(connection)  # the first statement may be slow
        before = datetime.now(UTC)
        theirs = await health.server_time(connection)
        after = datetime.now(UTC)
    return _distance(theirs, before, after)


async def _temporal_difference(client: Client) -> timedelta:
    answer = await client.workflow_service.describe_task_queue(
        DescribeTaskQueueRequest(
            namespace=client.namespace,
            task_queue=TaskQueue(name=TASK_QUEUE),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        )
    )
    polls = [each.last_access_time.ToDatetime(UTC) for each in answer.pollers]
    now = datetime.now(UTC)
    return _distance(max(polls), now - POLL_INTERVAL, now) if polls else timedelta()


def _distance(moment: datetime, earliest: datetime, latest: datetime) -> timedelta:
    """Return how far *moment* is after *latest*, or before *earliest* as a negative amount."""
    return max(moment - latest, timedelta()) + min(moment - earliest, timedelta())
