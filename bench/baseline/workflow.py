"""The baseline of an appeal: as many updates, timers, activities and rows, without rules.

No validator, no model, no search attribute. The difference to Komek is the cost of rules, checks and texts.
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

TASK_QUEUE = "baseline"
COMMANDS_PER_RUN = 4
TIMER = timedelta(days=7)
ACTIVITY_TIMEOUT = timedelta(seconds=10)

CREATE_TABLE = text("""
CREATE TABLE baseline (run text, seq integer, at timestamptz DEFAULT now(), PRIMARY KEY (run, seq))
""")
INSERT_ROW = text("INSERT INTO baseline (run, seq) VALUES (:run, :seq)")
SELECT_ROW = text("SELECT seq FROM baseline WHERE run = :run AND seq = 0")


@dataclass
class BaselineRow:
    """One transition."""

    run: str
    seq: int


@workflow.defn(name="Baseline")
class BaselineWorkflow:
    """Counts to four, and records each number."""

    def __init__(self) -> None:
        """Start at zero."""
        self._count = 0
        self._saved = 0

    @workflow.run
    async def run(self, run: str) -> int:
        """Record each number; each resets the timer."""
        while self._saved < COMMANDS_PER_RUN:
            try:
                await workflow.wait_condition(lambda: self._count > self._saved, timeout=TIMER)
            except TimeoutError:
                continue
            row = BaselineRow(run, self._count)
            await workflow.execute_activity("write", row, start_to_close_timeout=ACTIVITY_TIMEOUT)
            self._saved = row.seq
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._saved

    @workflow.update
    async def increment(self) -> int:
        """Increment the count; return when it is recorded."""
        self._count += 1
        mine = self._count
        await workflow.wait_condition(lambda: self._saved >= mine)
        return mine


class BaselineActivities:
    """Writes one row per transition."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Write through *engine*."""
        self._engine = engine

    @activity.defn
    async def write(self, row: BaselineRow) -> None:
        """Write the row."""
        async with autocommit(self._engine).connect() as connection:
            await connection.execute(INSERT_ROW, {"run": row.run, "seq": row.seq})


async def start_run(engine: AsyncEngine, client: Client) -> str:
    """Write the first row of a run and start its workflow."""
    run = f"baseline-{uuid4()}"
    await BaselineActivities(engine).write(BaselineRow(run, 0))
    await client.start_workflow(BaselineWorkflow.run, run, id=run, task_queue=TASK_QUEUE)
    return run


async def increment(client: Client, run: str) -> None:
    """Increment the count of *run*."""
    await client.get_workflow_handle(run).execute_update(BaselineWorkflow.increment, id=str(uuid4()))


async def full_run(engine: AsyncEngine, client: Client) -> AsyncIterator[str]:
    """Count to four, with one read of the rows as for an appeal; yield the id at each step."""
    begun = await start_run(engine, client)
    yield begun
    for verb in range(COMMANDS_PER_RUN):
        if verb == COMMANDS_PER_RUN // 2:
            async with autocommit(engine).connect() as connection:
                await connection.execute(SELECT_ROW, {"run": begun})
        await increment(client, begun)
        yield begun
