"""Whatever a recorded release stored or sent is read with the meaning it had then."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.decide.alarms import next_alarm
from domain.events import Event
from domain.evolve.appeal import replay
from domain.state.appeal import Appeal
from schemas.wire.documents import resolve, stored_document
from schemas.wire.messages import AppealStart, CommandBatch, CommandMessage, FactMessage
from schemas.wire.stored_names import COMMAND_NAMES
from schemas.wire.tagged_union import EVENT_UNION
from store.appeals import event_log, write_batch
from tests.store.samples.record import SAMPLES_FOLDER, complete_example
from tests.support.versions import recorded_versions

RELEASED = recorded_versions(SAMPLES_FOLDER)
each_version = pytest.mark.parametrize("folder", RELEASED, ids=lambda folder: folder.name)


def sample(folder: Path, name: str) -> Any:
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


def keeps(now: Any, then: Any) -> bool:
    """Return whether all that was recorded *then* is the same *now*; new keys may have joined it.

    A document that another test of this process has loaded is written as a reference.
    """
    if isinstance(then, dict) and isinstance(now, str):
        return keeps(stored_document(resolve(now)).content, then)
    if isinstance(then, dict):
        return isinstance(now, dict) and all(key in now and keeps(now[key], then[key]) for key in then)
    if isinstance(then, list):
        return len(now) == len(then) and all(map(keeps, now, then))
    return bool(now == then)


@each_version
def test_every_recorded_event_loads(folder: Path) -> None:
    for name, written in sample(folder, "events").items():
        read = FactMessage.model_validate(written)
        assert EVENT_UNION.name(read.event) == name
        assert keeps(read.model_dump(mode="json"), written)


@each_version
def test_every_recorded_command_loads(folder: Path) -> None:
    for written in sample(folder, "commands").values():
        assert keeps(CommandMessage.model_validate(written).model_dump(mode="json"), written)


@each_version
def test_a_run_starts_with_the_appeal_that_a_recorded_run_passed_on(folder: Path) -> None:
    written = sample(folder, "appeal_start")
    start = AppealStart.model_validate(written)
    assert keeps(start.model_dump(mode="json"), written)
    assert start.appeal.is_closed or next_alarm(start.appeal)


@each_version
async def test_a_batch_of_a_recorded_worker_is_written(folder: Path, connection: AsyncConnection) -> None:
    batch = CommandBatch.model_validate(sample(folder, "batch"))
    await write_batch.save_batch(connection, batch)
    assert await event_log.facts_of_appeal(connection, batch.appeal) == [
        fact.to_fact() for fact in batch.facts
    ]


@each_version
def test_a_recorded_history_replays_to_the_recorded_appeal(folder: Path) -> None:
    written = sample(folder, "history")
    facts = [FactMessage.model_validate(fact).to_fact() for fact in written["facts"]]
    assert keeps(TypeAdapter(Appeal).dump_python(replay(facts), mode="json"), written["appeal"])


def test_every_event_and_every_command_has_a_sample() -> None:
    if not RELEASED:
        pytest.skip("no release is recorded yet")
    folder = RELEASED[-1]
    events = {EVENT_UNION.name(each) for each in map(complete_example, get_args(Event))}
    assert set(sample(folder, "events")) == events
    assert set(sample(folder, "commands")) == set(COMMAND_NAMES)
