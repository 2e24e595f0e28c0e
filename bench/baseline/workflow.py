"""The barest thing that could do the same: as many updates, timers, activities and rows, and no rule at all.

A dictionary's worth of data, no validator, no model, no search attribute. What Komek is slower than this
is what its rules, its checks and its words cost.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from temporalio import activity, workflow
from temporalio.client import Client

with workflow.unsafe.imports_passed_through():
    from sqlalchemy import text
    from sqlalchemy.ext.asyncio import AsyncEngine

    from store.database.engine import autocommit

TASK_QUEUE = "bare"
COMMANDS_PER_RUN = 4
TIMER = timedelta(days=7)
ACTIVITY_TIMEOUT = timedelta(seconds=10)

CREATE_TABLE = text("""
CREATE TABLE bare (life text, seq integer, at timestamptz DEFAULT now(), PRIMARY KEY (life, seq))
""")
INSERT_ROW = text("INSERT INTO bare (life, seq) VALUES (:life, :seq)")
SELECT_ROW = text("SELECT seq FROM bare WHERE life = :life AND seq = 0")


@dataclass
class BaselineRow:
    """One transition."""

    life: str
    seq: int


@workflow.defn(name="Bare")
class BaselineWorkflow:
    """Counts to four."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._count = 0
        self._saved = 0

    @workflow.run
    async def run(self, life: str) -> int:
        """Write each number down, with a timer that is set anew for each."""
        while self._saved < COMMANDS_PER_RUN:
            try:
                await workflow.wait_condition(lambda: self._count > self._saved, timeout=TIMER)
            except TimeoutError:
                continue
            row = BaselineRow(life, self._count)
            await workflow.execute_activity("write", row, start_to_close_timeout=ACTIVITY_TIMEOUT)
            self._saved = row.seq
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._saved

    @workflow.update
    async def increment(self) -> int:
        """Count one up; answer when it is written down."""
        self._count += 1
        mine = self._count
        await workflow.wait_condition(lambda: self._saved >= mine)
        return mine


class BaselineActivities:
    """Writes one row for each transition."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Write through *engine*."""
        self._engine = engine

    @activity.defn
    async def write(self, row: BaselineRow) -> None:
        """Write the row."""
        async with autocommit(self._engine).connect() as connection:
            await connection.execute(INSERT_ROW, {"life": row.life, "seq": row.seq})


async def start_run(engine: AsyncEngine, client: Client) -> str:
    """Write the first row of a life and start its workflow."""
    life = f"bare-{uuid4()}"
    await BaselineActivities(engine).write(BaselineRow(life, 0))
    await client.start_workflow(BaselineWorkflow.run, life, id=life, task_queue=TASK_QUEUE)
    return life


async def increment(client: Client, life: str) -> None:
    """Have one more counted."""
    await client.get_workflow_handle(life).execute_update(BaselineWorkflow.increment, id=str(uuid4()))


async def full_run(engine: AsyncEngine, client: Client) -> AsyncIterator[str]:
    """Count to four, with one look at the rows, as a person must; yield the id at each step."""
    begun = await start_run(engine, client)
    yield begun
    for verb in range(COMMANDS_PER_RUN):
        if verb == COMMANDS_PER_RUN // 2:
            async with autocommit(engine).connect() as connection:
                await connection.execute(SELECT_ROW, {"life": begun})
        await increment(client, begun)
        yield begun
