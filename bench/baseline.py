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

    from store.database.engine import at_once

QUEUE = "bare"
VERBS = 4
A_WEEK = timedelta(days=7)
PATIENCE = timedelta(seconds=10)

TABLE = text("""
CREATE TABLE bare (life text, seq integer, at timestamptz DEFAULT now(), PRIMARY KEY (life, seq))
""")
WRITE = text("INSERT INTO bare (life, seq) VALUES (:life, :seq)")
READ = text("SELECT seq FROM bare WHERE life = :life AND seq = 0")


@dataclass
class Row:
    """One transition."""

    life: str
    seq: int


@workflow.defn(name="Bare")
class BareWorkflow:
    """Counts to four."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self._given = 0
        self._saved = 0

    @workflow.run
    async def run(self, life: str) -> int:
        """Write each number down, with a timer that is set anew for each."""
        while self._saved < VERBS:
            try:
                await workflow.wait_condition(lambda: self._given > self._saved, timeout=A_WEEK)
            except TimeoutError:
                continue
            row = Row(life, self._given)
            await workflow.execute_activity("write", row, start_to_close_timeout=PATIENCE)
            self._saved = row.seq
        await workflow.wait_condition(workflow.all_handlers_finished)
        return self._saved

    @workflow.update
    async def give(self) -> int:
        """Count one up; answer when it is written down."""
        self._given += 1
        mine = self._given
        await workflow.wait_condition(lambda: self._saved >= mine)
        return mine


class Hands:
    """Writes one row for each transition."""

    def __init__(self, engine: AsyncEngine) -> None:
        """Write through *engine*."""
        self._engine = engine

    @activity.defn
    async def write(self, row: Row) -> None:
        """Write the row."""
        async with at_once(self._engine).connect() as connection:
            await connection.execute(WRITE, {"life": row.life, "seq": row.seq})


async def begin(engine: AsyncEngine, client: Client) -> str:
    """Write the first row of a life and start its workflow."""
    life = f"bare-{uuid4()}"
    await Hands(engine).write(Row(life, 0))
    await client.start_workflow(BareWorkflow.run, life, id=life, task_queue=QUEUE)
    return life


async def give(client: Client, life: str) -> None:
    """Have one more counted."""
    await client.get_workflow_handle(life).execute_update(BareWorkflow.give, id=str(uuid4()))


async def life(engine: AsyncEngine, client: Client) -> AsyncIterator[str]:
    """Count to four, with one look at the rows, as a person must; yield the id at each step."""
    begun = await begin(engine, client)
    yield begun
    for verb in range(VERBS):
        if verb == VERBS // 2:
            async with at_once(engine).connect() as connection:
                await connection.execute(READ, {"life": begun})
        await give(client, begun)
        yield begun
