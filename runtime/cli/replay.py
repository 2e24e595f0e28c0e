"""Replays the histories of running workflows against the installed code, before it replaces a release."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncEngine
from temporalio.client import Client, WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from runtime import temporal_client
from runtime.errors import ActionableError
from runtime.processes.worker import strict_sandbox
from runtime.settings import Settings
from store.appeals.documents import DocumentLoader
from store.database.engine import create_engine
from workflows.appeal import AppealWorkflow
from workflows.document_codec import with_document_codec
from workflows.names import TASK_QUEUE, appeal_workflow_id
from workflows.runs import RUN_ERRORS, RunClient

LISTED_PER_REPLAYED = 20  # so many runs are listed for each that is replayed, so that old ones are among them


def run(settings: Settings, sample: int, console: Console) -> int:
    """Replay at most *sample* histories and print those that fail; return 1 if there are any."""
    return asyncio.run(_run(settings, sample, console))


async def _run(settings: Settings, sample: int, console: Console) -> int:
    engine = create_engine(settings.database_url, pool_size=settings.database_pool)
    try:
        client = await temporal_client.connect(settings)
        numbers = await sampled_numbers(RunClient(client, TASK_QUEUE), sample)
        failures = await failing_replays(client, engine, numbers)
    except RUN_ERRORS as error:
        raise ActionableError(f"Temporal does not answer: {error}") from error
    finally:
        await engine.dispose()
    for number, reason in failures.items():
        console.print(f"✘ {number}: {reason}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"replayed: {len(numbers)}, failed: {len(failures)}", markup=False, highlight=False)
    return 1 if failures else 0


async def sampled_numbers(runs: RunClient, sample: int) -> list[str]:
    """Return the numbers of at most *sample* appeals with an open run, evenly from the last started ones."""
    numbers = [found.number async for found in runs.open_runs(sample * LISTED_PER_REPLAYED)]
    return numbers[:: max(1, -(-len(numbers) // sample))]


async def failing_replays(client: Client, engine: AsyncEngine, numbers: Sequence[str]) -> dict[str, str]:
    """Return the numbers whose histories the installed workflow cannot replay, each with the reason."""
    replayer = Replayer(
        workflows=[AppealWorkflow],
        workflow_runner=strict_sandbox(),
        data_converter=with_document_codec(client, DocumentLoader(engine)).data_converter,
        namespace=client.namespace,
    )
    async with replayer.workflow_replay_iterator(_histories(client, numbers)) as results:
        return {
            each.history.workflow_id: _reason(each.replay_failure)
            async for each in results
            if each.replay_failure
        }


async def _histories(client: Client, numbers: Sequence[str]) -> AsyncIterator[WorkflowHistory]:
    for number in numbers:
        yield await client.get_workflow_handle(appeal_workflow_id(number)).fetch_history()


def _reason(failure: Exception) -> str:
    """Return what went wrong; only of a nondeterminism with its text, since others may hold personal data."""
    name = type(failure).__name__
    return f"{name}: {str(failure).splitlines()[0]}" if isinstance(failure, NondeterminismError) else name
